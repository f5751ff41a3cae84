using System.Globalization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>
/// The pupils of the demo's two schools with their cards: C-1007 is that of 林安安. Their guardians agreed, as everywhere; the keys are those of
/// the demo, so that a newcomer can let a card speak.
/// </summary>
internal sealed class CardsDemo(LinliDb db, IDemoFamilies families, IScopeTree tree, SchoolPathBook book, SchoolFences leaves, IFences fences, IDeviceBook devices) : IDemoSeeder
{
    private const int Most = 3000;
    private const int Story = 1007;
    private const string StoryName = "林安安";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        // The path is for everybody.
        if (await db.Unfiltered<SchoolPathRow>().SingleOrDefaultAsync(p => p.Code == SchoolDemo.Path, cancel) is not { } path)
            return;
        var schools = await db.Records<PathSchool>().AsNoTracking().Where(s => s.Path == path.Code).OrderBy(s => s.School).ToListAsync(cancel);
        var children = (await families.Children(6, 11, LocalTime.DateOf(samples.Now), Most, cancel)).Where(c => book.CompoundOf(c.Building) is not null).OrderByDescending(c => c.Name == StoryName).ToList();
        var numbers = Enumerable.Range(1, Most + 1).Where(n => n != Story).Prepend(Story).ToList();
        // Who lives in a community of a school goes there; the pupil of the story goes to the first one.
        var pupils = children.ConvertAll(c => schools.Find(s => c.Name != StoryName && tree.CommunityOf(c.Building)?.Path.Value == s.Scope) ?? schools[0]);
        var entered = await devices.EnterMany([.. children.Select((_, i) => Card(numbers[i], pupils[i]) with { Groups = [StudentCards.GroupOf(path.Code)] })], cancel);
        if (!entered.Ok)
            throw new InvalidDataException($"The cards of the demo: {entered.Problem.Message.En}");
        await families.Agree(children, StudentCards.Purpose, cancel);
        var rows = children.Select((c, i) => new Pupil
        {
            Id = Guid.CreateVersion7(samples.Now), Scope = pupils[i].Scope, Person = c.Person, Path = path.Code, School = pupils[i].School, Card = CodeOf(numbers[i]), Device = entered.Value[i].Value,
            Compound = book.CompoundOf(c.Building)!.Path.Value, At = samples.Now,
        }).ToList();
        await db.InsertMany(rows, cancel);
        await leaves.PutLeaves(path, rows.Select(p => ScopePath.Parse(p.Compound, null)), cancel);
        await fences.SetOwnOfMany([.. rows.Select(p => (new DeviceId(p.Device), SchoolFences.Own(p, [])))], cancel);
        await db.SaveChangesAsync(cancel);
    }

    private static NewDevice Card(int number, PathSchool school) => new(CodeOf(number), $"学生卡 {CodeOf(number)}", StudentCards.Card.Code, ScopePath.Parse(school.Scope, null))
    {
        Key = DemoDevices.KeyOf(CodeOf(number)), InService = true, Facility = school.School, Addresses = [new(DeviceProtocols.Jt808, string.Create(CultureInfo.InvariantCulture, $"1390000{number:0000}"))],
    };

    private static string CodeOf(int number) => string.Create(CultureInfo.InvariantCulture, $"C-{number:0000}");
}
