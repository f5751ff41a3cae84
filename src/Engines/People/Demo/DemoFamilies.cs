using Linli.People.Accounts;
using Linli.People.Privacy.Consents;
using Linli.People.Register;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Demo;

/// <summary>Reads the invented families, and writes what they agreed to.</summary>
internal sealed class DemoFamilies(LinliDb db, PurposeTexts texts, TimeProvider time) : IDemoFamilies
{
    public async Task<IReadOnlyList<DemoChild>> Children(int from, int to, DateOnly today, int most, CancellationToken cancel)
    {
        // Born after the day on which somebody would be too old, and up to the day on which they are just old enough.
        var (after, until) = (today.AddYears(-to - 1), today.AddYears(-from));
        var found = await db.Records<Guardianship>().AsNoTracking()
            .Join(db.Records<Person>().Where(p => p.BirthDate > after && p.BirthDate <= until), g => g.ChildId, p => p.Id, (g, p) => new { g.ChildId, g.GuardianId, p.Name })
            .Join(db.Unfiltered<HomeTie>().Where(t => t.To == null), x => x.ChildId, t => t.PersonId, (x, t) => new { x.ChildId, x.GuardianId, x.Name, t.Scope })
            .ToListAsync(cancel);
        return [.. found.OrderBy(f => f.ChildId).ThenBy(f => f.GuardianId).DistinctBy(f => f.ChildId).Take(most)
            .Select(f => new DemoChild(f.ChildId, f.Name ?? "", f.GuardianId, ScopePath.Parse(f.Scope, null)))];
    }

    public async Task Agree(IReadOnlyCollection<DemoChild> children, string purpose, CancellationToken cancel)
    {
        if (await texts.Current(purpose, cancel) is not { } text)
            return;
        var now = Clock.Now(time);
        await db.InsertMany(
            children.Select(c => new Consent
            {
                Id = Guid.CreateVersion7(now), PersonId = c.Person, Purpose = purpose, TextVersion = text.Version, TextHash = text.Hash, GivenAt = now, Way = ConsentWay.Guardian,
                GivenBy = c.Guardian, Channel = "page",
            }),
            cancel);
    }
}
