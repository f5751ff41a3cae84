using Linli.Health.ElderCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>What watches at the caller's home and at the homes of those they speak for in care (我的居家监测).</summary>
internal sealed record MyWatch : IQuery<MyWatchShown>;

/// <summary>The homes, and what may be chosen.</summary>
/// <param name="People">The caller first, then those they speak for.</param>
/// <param name="Texts">The consent of each kind of device as it holds now; empty while nobody may be asked.</param>
/// <param name="Centres">Centres whose carers can hear of it.</param>
internal sealed record MyWatchShown(IReadOnlyList<WatchedPerson> People, IReadOnlyList<WatchText> Texts, IReadOnlyList<WatchCentre> Centres);

/// <summary>A kind of device with the text of its consent.</summary>
internal sealed record WatchText(string Kind, Phrase Name, int Version, Phrase Text, Phrase Keeps, Phrase Otherwise);

/// <summary>A centre to choose.</summary>
internal sealed record WatchCentre(string Code, Phrase Name);

/// <summary>Somebody whose home is watched, or may be.</summary>
/// <param name="Person">Id.</param>
/// <param name="Name">Full name; <c>null</c> for the caller.</param>
/// <param name="PausedUntil">Until when it is paused, UTC; <c>null</c> while it runs.</param>
/// <param name="Devices">What watches.</param>
/// <param name="Alerts">Open alerts first, then the newest.</param>
internal sealed record WatchedPerson(Guid Person, string? Name, DateTimeOffset? PausedUntil, IReadOnlyList<WatchedDevice> Devices, IReadOnlyList<AlertShown> Alerts);

/// <summary>A device at a home.</summary>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Code">As printed on it.</param>
/// <param name="SeenAt">When it last said anything, UTC; <c>null</c> for not since it watches.</param>
/// <param name="Online">Whether it is heard of.</param>
/// <param name="Battery">Per cent, where it says so.</param>
/// <param name="State">What it says now, for elder and family: <c>inBed</c>, <c>outOfBed</c>, <c>open</c>, <c>shut</c>, <c>moving</c>, <c>still</c>; <c>null</c> for others.</param>
/// <param name="StateAt">When it said so, UTC.</param>
internal sealed record WatchedDevice(string Kind, Phrase Name, string Code, DateTimeOffset? SeenAt, bool Online, int? Battery, string? State, DateTimeOffset? StateAt);

/// <summary>An alert as elder and family read it.</summary>
internal sealed record AlertShown(
    Guid Id, AlertKind Kind, DateTimeOffset CauseAt, DateTimeOffset ToldAt, DateTimeOffset? OverAt, DateTimeOffset? TakenAt, string? TakenBy, DateTimeOffset? ClosedAt, AlarmVerdict? Verdict, string? Done);

/// <summary>What devices at homes say now.</summary>
internal sealed class HomeStates(ILatest latest)
{
    /// <summary>A device as those at home read it.</summary>
    public WatchedDevice Of(HomeDevice device)
    {
        var twin = latest.Of(new(device.Device));
        var (state, at) = State(device.Kind, twin);
        return new(device.Kind, WatchDevices.Find(device.Kind)?.Name ?? (device.Kind, device.Kind), device.Code, twin.SeenAt, twin.Online, Battery(twin), state, at);
    }

    /// <summary>As carers read it: whether it works, not what happens at home.</summary>
    public WatchedDevice ForStaff(HomeDevice device) => Of(device) with { State = null, StateAt = null };

    private static int? Battery(DeviceTwin twin) => twin.Values.TryGetValue(Measures.Battery.Code, out var charge) ? (int)Math.Round(charge.Value) : null;

    private static (string? State, DateTimeOffset? At) State(string kind, DeviceTwin twin)
    {
        var (measure, on, off) = kind switch
        {
            "bed-sensor" => ("in-bed", "inBed", "outOfBed"),
            "door-sensor" => ("open", "open", "shut"),
            "motion-sensor" => ("motion", "moving", "still"),
            _ => ("", "", ""),
        };
        return twin.Values.TryGetValue(measure, out var value) ? (value.Value >= 0.5 ? on : off, value.At) : (null, null);
    }
}

internal sealed class MyWatchHandler(LinliDb db, IActingFor family, IConsentForms consents, IPeople people, HomeStates states, FieldCipher cipher, TimeProvider time) : IHandler<MyWatch, MyWatchShown>, IUseCase
{
    private const int MostAlerts = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/elder-watch/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyWatch(), cancel))
            .Needs(Access.SignedIn).WithTags("Elder watch").WithSummary("What watches at home 我的居家监测");

    public async Task<Result<MyWatchShown>> Handle(MyWatch request, CancellationToken cancel)
    {
        var shown = new List<WatchedPerson>();
        if (await family.Self(cancel) is { } me)
            shown.Add(await Show(me, null, cancel));
        // Children are not watched; who speaks for somebody in care sees what they see.
        foreach (var other in (await family.People(FamilyMatters.Care, cancel)).Where(p => p.Agency is not null))
            shown.Add(await Show(other.Person, other.Name, cancel));
        var texts = new List<WatchText>();
        foreach (var kind in WatchDevices.Kinds)
            if (await consents.Text(kind.Purpose, cancel) is { } text)
                texts.Add(new(kind.Kind, kind.Name, text.Version, text.Text, text.Keeps, text.Otherwise));
        // For everybody to choose from.
        var centres = await db.Unfiltered<CareCentre>().AsNoTracking().OrderByDescending(c => c.AreaDm2).ThenBy(c => c.Code).ToListAsync(cancel);
        return new MyWatchShown(shown, texts, centres.ConvertAll(c => new WatchCentre(c.Code, c.Name)));
    }

    private async Task<WatchedPerson> Show(Guid person, string? name, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var devices = await db.Unfiltered<HomeDevice>().AsNoTracking().Where(d => d.Person == person && d.EndedAt == null).OrderBy(d => d.Since).ToListAsync(cancel);
        var alerts = await db.Unfiltered<HomeAlert>().AsNoTracking().Where(a => a.Person == person).OrderByDescending(a => a.ClosedAt == null).ThenByDescending(a => a.Id).Take(MostAlerts).ToListAsync(cancel);
        var names = await people.NamesOf([.. alerts.Select(a => a.TakenBy).OfType<Guid>().Distinct()], cancel);
        return new(person, name, devices.FirstOrDefault(d => d.IsPaused(now))?.PausedUntil, [.. devices.Select(d => states.Of(d))],
            [.. alerts.Select(a => new AlertShown(
                a.Id, a.Kind, a.CauseAt, a.ToldAt, a.OverAt, a.TakenAt, a.TakenBy is { } by ? names.GetValueOrDefault(by) : null, a.ClosedAt, a.Verdict, a.Done is { } done ? cipher.Open(done) : null))]);
    }
}
