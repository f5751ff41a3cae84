using System.Globalization;
using Linli.Bookings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;

namespace Linli.Health.ChildCare;

/// <summary>Two nurseries of the demo in the middle of a term, with children who come and are fetched, and one who waits.</summary>
internal sealed class NurseryDemo(
    LinliDb db, IScopeTree tree, IBookings bookings, IRosters rosters, IHomeTies ties, IActingFor family, ICallerDirectory callers, CurrentCaller current, IHandler<KeepGroup, Guid> groups, FieldCipher cipher) : IDemoSeeder
{
    private const int Days = 6;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        foreach (var row in Rows(samples, "nurseries.csv"))
            db.Insert(new Nursery
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Facility = row["facility"], Space = row["space"].Length == 0 ? null : row["space"],
                AreaDm2 = int.Parse(row["area_m2"], CultureInfo.InvariantCulture) * 100, Operator = row["code"],
            });
        await db.SaveChangesAsync(cancel);
        var (before, today) = (current.Value, LocalTime.DateOf(samples.Now));
        var made = new List<NurseryGroup>();
        foreach (var row in Rows(samples, "nursery_groups.csv"))
        {
            var request = new KeepGroup(
                Enum.Parse<GroupKind>(row["kind"]), Whole(row["places"]), Whole(row["carers"]), Whole(row["fee_yuan"]) * 100L, today.AddDays(Whole(row["from_days"])), today.AddDays(Whole(row["until_days"])),
                NameZh: row["name_zh"], NameEn: row["name_en"])
            {
                Nursery = row["nursery"],
            };
            var kept = await groups.Handle(request, cancel);
            if (kept.Ok)
                made.Add(db.ChangeTracker.Entries<NurseryGroup>().Select(e => e.Entity).Single(g => g.Id == kept.Value));
        }

        await db.SaveChangesAsync(cancel);
        foreach (var row in Rows(samples, "nursery_children.csv"))
            await Enrol(row, made, samples.Now, today, cancel);
        current.Value = before;
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task Enrol(TableRow row, List<NurseryGroup> made, DateTimeOffset now, DateOnly today, CancellationToken cancel)
    {
        var group = made.Find(g => g.NameZh == row["group"]);
        if (group is null || await rosters.SeriesOf(group.Offering, cancel) is not { } series)
            return;
        // The guardian enrols the child, as they would.
        foreach (var tie in (await ties.AtHome(row["home"], cancel)).OrderBy(t => t.From))
        {
            if (await callers.Find(tie.Account, cancel) is not { } caller)
                continue;
            current.Value = caller;
            if ((await family.People(FamilyMatters.Book, cancel)).FirstOrDefault(p => p.Name == row["child"]) is not { } child)
                continue;
            var made1 = await bookings.Reserve(new(series) { OnBehalfOf = child.Person, Wait = true }, cancel);
            await db.SaveChangesAsync(cancel);
            if (made1 is { Ok: true, Value.State: ReservationState.Confirmed })
                await Live(row, group, made1.Value, tie, now, today, cancel);
            return;
        }
    }

    private async Task Live(TableRow row, NurseryGroup group, ReservationView place, TieOfHome guardian, DateTimeOffset now, DateOnly today, CancellationToken cancel)
    {
        var since = LocalTime.At(group.From, new(8, 0));
        var child = new NurseryChild
        {
            Id = Guid.CreateVersion7(since), Reservation = place.Id, Person = place.Person, Group = group.Id, Scope = group.Scope, CallName = row["call_name"], Guardian = guardian.Person, Account = guardian.Account, At = since,
        };
        db.Insert(child);
        var collector = Guid.CreateVersion7(since);
        db.Insert(new Collector
        {
            Id = collector, Child = child.Id, Scope = child.Scope, NameMask = Masked.Name(row["collector"]), NameHash = AuthoriseHandler.HashOfName(cipher, collector, row["collector"]), Relation = row["relation"],
            CodeHash = AuthoriseHandler.HashOf(cipher, collector, row["code"]), At = since,
        });
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
        {
            var came = LocalTime.At(day, new(7, 45)).AddMinutes((day.DayNumber + row["child"].Sum(c => c)) % 40);
            if (came >= now || await rosters.MeetingOn(group.Offering, day, cancel) is not { } meeting)
                continue;
            await bookings.Attend(meeting, place.Id, true, cancel);
            var left = LocalTime.At(day, new(16, 40)).AddMinutes((day.DayNumber * 7) % 35);
            db.Insert(new Handover
            {
                Id = Guid.CreateVersion7(came), Child = child.Id, Group = group.Id, Scope = group.Scope, Day = day, CameAt = came, LeftAt = left < now ? left : null, Collector = left < now ? collector : null, ByCode = left < now,
            });
        }
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

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
