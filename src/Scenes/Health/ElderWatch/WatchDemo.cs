using Linli.Health.ElderCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>Elders of the demo who let devices into their homes, each by their own consent, and the nursing beds of the two centres with their sensors.</summary>
internal sealed class WatchDemo(LinliDb db, IDeviceBook book, IHomeTies ties, IConsentForms consents, IRules rules, CurrentCaller current) : IDemoSeeder
{
    private const string First = "daoxiang-care";

    private static readonly (string Home, string[] Kinds)[] Elders =
    [
        ("和一-3-1-201", ["sos-button", "fall-detector", "bed-sensor", "door-sensor", "motion-sensor"]),
        ("和二-4-1-302", ["sos-button", "bed-sensor", "door-sensor"]),
        ("茶亭人家-9-1501", ["sos-button", "motion-sensor"]),
        ("和二-11-1-301", ["sos-button", "fall-detector"]),
        ("溪畔居-1-1-1601", ["sos-button", "fall-detector", "motion-sensor"]),
    ];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var centres = await db.Unfiltered<CareCentre>().AsNoTracking().ToListAsync(cancel);
        if (centres.FirstOrDefault(c => c.Code == First) is not { } centre)
            return;
        foreach (var rule in WatchDevices.Rules())
            await rules.Put(rule, cancel);
        var number = 0;
        foreach (var (home, kinds) in Elders)
        {
            number++;
            if (await ties.AtHome(home, cancel) is [var elder, ..])
                await Watch(elder, kinds, number, centre, samples.Now, cancel);
        }

        foreach (var one in centres)
            await Beds(one, samples.Now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task Watch(TieOfHome elder, string[] kinds, int number, CareCentre centre, DateTimeOffset now, CancellationToken cancel)
    {
        var before = current.Value;
        current.Value = DemoResidents.As(elder);
        foreach (var kind in kinds)
        {
            var watched = WatchDevices.Find(kind)!;
            var code = $"{kind}-{number:00}";
            var device = DemoResidents.Must(await book.Enter(new(code, $"{watched.Name.Zh} {number:00}", kind, elder.Building) { Key = DemoDevices.KeyOf(code), InService = true }, cancel), code);
            if (await consents.Text(watched.Purpose, cancel) is not { } text)
                continue;
            DemoResidents.Must(await consents.Agree(elder.Person, watched.Purpose, text.Version, cancel), watched.Purpose);
            db.Insert(new HomeDevice
            {
                Id = Guid.CreateVersion7(now), Scope = centre.Scope, Centre = centre.Code, Person = elder.Person, Kind = kind, Device = device.Value, Code = code, Since = now.AddDays(-1),
            });
        }

        await db.SaveChangesAsync(cancel);
        current.Value = before;
    }

    // Two or three to a room; two beds in three are taken, by guests from elsewhere and by one who has a plan of care.
    private async Task Beds(CareCentre centre, DateTimeOffset now, CancellationToken cancel)
    {
        var plan = await db.Unfiltered<CarePlan>().AsNoTracking().Where(p => p.Centre == centre.Code && p.State == PlanState.Agreed && p.Person != null).OrderBy(p => p.At).FirstOrDefaultAsync(cancel);
        var today = LocalTime.DateOf(now);
        for (var n = 0; n < centre.Beds; n++)
        {
            var name = $"{201 + (n / 2)}-{(n % 2) + 1}";
            var code = $"nursing-bed-{centre.Code}-{name}";
            var sensor = DemoResidents.Must(await book.Enter(new(code, $"{centre.NameZh} {name} 床", WatchDevices.NursingBed.Code, ScopePath.Parse(centre.Scope, null)) { Key = DemoDevices.KeyOf(code), InService = true }, cancel), code);
            var bed = new CareBed { Id = Guid.CreateVersion7(now), Centre = centre.Code, Scope = centre.Scope, Name = name, Sensor = sensor.Value };
            db.Insert(bed);
            if (n % 3 == 2 || centre.Code != First)
                continue;
            db.Insert(new BedStay
            {
                Id = Guid.CreateVersion7(now), Bed = bed.Id, Centre = centre.Code, Scope = centre.Scope, Person = n == 0 ? plan?.Person : null, File = n == 0 && plan is not null ? null : $"入住 {n + 1:00}",
                From = today.AddDays(-n), Until = today.AddDays(20 + n), Sensed = n % 7 != 3, At = now,
            });
        }
    }
}
