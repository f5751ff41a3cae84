using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Groups of the demo community, and invented people on its lists; children who are not in the register yet move in with their homes.</summary>
internal sealed class CareDemo(LinliDb db, FieldCipher cipher, IHomes homes) : IDemoSeeder
{
    // Somebody may be on several lists.
    private readonly Dictionary<(string Home, string Name), Person> people = [];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var order = 0;
        await db.InsertMany(
            Rows(samples, "care_groups.csv").Select(row => new CareGroup
            {
                Code = row["code"], NameZh = row["name_zh"], NameEn = row["name_en"], Icon = row["icon"],
                Hint = row["hint"].Length == 0 ? CareHint.None : Enum.Parse<CareHint>(row["hint"]),
                MinAge = row["min_age"].Length == 0 ? null : int.Parse(row["min_age"], System.Globalization.CultureInfo.InvariantCulture),
                ReviewMonths = int.Parse(row["review_months"], System.Globalization.CultureInfo.InvariantCulture), Order = order++,
            }),
            cancel);
        var accounts = await db.Records<Account>().Where(a => a.Kind == AccountKind.Staff).Select(a => new { a.UserName, a.Id }).ToDictionaryAsync(a => a.UserName!, a => a.Id, cancel);
        var last = Clock.ToMicroseconds(samples.Now.AddMonths(-2));
        var today = LocalTime.DateOf(samples.Now);
        foreach (var row in Rows(samples, "care_people.csv"))
        {
            last = last.AddMinutes(7);
            var worker = accounts[row["worker"]];
            var (person, home, grid) = await Somebody(row, last, cancel);
            db.Insert(new CareEntry
            {
                Id = Guid.CreateVersion7(last), PersonId = person, Group = row["group"], Scope = home, Grid = grid, Reason = cipher.Seal(row["reason"]),
                Evidence = cipher.Seal(row["evidence"]), From = LocalTime.DateOf(last), ReviewOn = today.AddDays(20 + (last.Minute * 4)), State = CareState.Listed,
                EnteredBy = worker, DecidedBy = accounts["wanglan"], At = last,
            });
            if (!db.Records<CareAssignment>().Local.Any(a => a.PersonId == person))
                db.Records<CareAssignment>().Add(Assignment(row["group"], person, worker, accounts["wanglan"], last, today));
        }

        await db.SaveChangesAsync(cancel);
    }

    // The responsible approves what workers look after, never herself.
    private static CareAssignment Assignment(string group, Guid person, Guid worker, Guid responsible, DateTimeOffset at, DateOnly today) => worker == responsible
        ? new() { Id = Guid.CreateVersion7(at), PersonId = person, Account = worker, AssignedBy = responsible, From = at }
        : new()
        {
            Id = Guid.CreateVersion7(at), PersonId = person, Account = worker, AssignedBy = responsible, From = at,
            ApprovedBy = responsible, ApprovedAt = at, ApprovedFor = group, ApprovedUntil = today.AddMonths(6),
        };

    private async Task<(Guid Person, string Home, string? Grid)> Somebody(TableRow row, DateTimeOffset at, CancellationToken cancel)
    {
        var label = row["home"];
        var home = await homes.FindLabel(label, cancel) ?? throw new InvalidDataException($"care_people.csv, line {row.Number}: there is no home {label}.");
        var born = DateOnly.ParseExact(row["birth_date"], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var name = row["name"];
        if (!people.TryGetValue((home.Label, name), out var known))
            known = await db.Unfiltered<HomeTie>().Where(t => t.HomeLabel == home.Label)
                .Join(db.Records<Person>().Where(p => p.Name == name), t => t.PersonId, p => p.Id, (t, p) => p).FirstOrDefaultAsync(cancel);
        if (known is null)
        {
            known = new() { Id = Guid.CreateVersion7(at), Name = name, BirthDate = born, At = at };
            db.Records<Person>().Add(known);
            db.Insert(new HomeTie
            {
                Id = Guid.CreateVersion7(at), PersonId = known.Id, HomeId = home.Id.Value, HomeLabel = home.Label, Relation = HomeRelation.Family,
                Scope = home.Building.Value, Grid = home.Grid?.Value, From = at.AddYears(-1),
            });
        }

        people[(home.Label, name)] = known;
        known.BirthDate ??= born;
        return (known.Id, home.Building.Value, home.Grid?.Value);
    }

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }
}
