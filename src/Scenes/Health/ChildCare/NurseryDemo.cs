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
    LinliDb db, IScopeTree tree, IBookings bookings, IPastBookings past, IRosters rosters, IHomeTies ties, IActingFor family, CurrentCaller current, IHandler<KeepGroup, Guid> groups, FieldCipher cipher) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        foreach (var row in Rows(samples, "nurseries.csv"))
            db.Insert(new Nursery
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Facility = row["facility"], Space = row["space"].Length == 0 ? null : row["space"],
                AreaDm2 = int.Parse(row["area_m2"], CultureInfo.InvariantCulture) * 100, Operator = row["code"],
            });
        await db.SaveChangesAsync(cancel);
        var today = LocalTime.DateOf(samples.Now);
        var made = new List<NurseryGroup>();
        foreach (var row in Rows(samples, "nursery_groups.csv"))
        {
            var request = new KeepGroup(
                Enum.Parse<GroupKind>(row["kind"]), Whole(row["places"]), Whole(row["carers"]), Whole(row["fee_yuan"]) * 100L, today.AddDays(Whole(row["from_days"])), today.AddDays(Whole(row["until_days"])),
                NameZh: row["name_zh"], NameEn: row["name_en"])
            {
                Nursery = row["nursery"],
            };
            var kept = DemoResidents.Must(await groups.Handle(request, cancel), $"nursery_groups.csv, line {row.Number}");
            made.Add(db.ChangeTracker.Entries<NurseryGroup>().Select(e => e.Entity).Single(g => g.Id == kept));
        }

        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        var children = new List<DemoChild>();
        foreach (var row in Rows(samples, "nursery_children.csv"))
            children.Add(await Find(row, cancel));
        foreach (var group in made)
            await Enrol(group, children.FindAll(c => c.Row["group"] == group.NameZh), samples.Now, today, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    // A child with the guardian who enrolled it.
    private async Task<DemoChild> Find(TableRow row, CancellationToken cancel)
    {
        var before = current.Value;
        foreach (var tie in await ties.AtHome(row["home"], cancel))
        {
            current.Value = DemoResidents.As(tie);
            var wards = await family.People(FamilyMatters.Book, cancel);
            current.Value = before;
            if (wards.FirstOrDefault(p => p.Name == row["child"]) is { } child)
                return new(row, child.Person, tie);
        }

        throw new InvalidDataException($"nursery_children.csv, line {row.Number}: nobody at {row["home"]} is a guardian of {row["child"]}.");
    }

    // The term runs since weeks: its days so far are history, which nobody can book any more. Whoever comes after the last place waits.
    private async Task Enrol(NurseryGroup group, List<DemoChild> children, DateTimeOffset now, DateOnly today, CancellationToken cancel)
    {
        if (children.Count == 0)
            return;
        var days = (await bookings.Sessions([group.Offering], LocalTime.StartOfDay(group.From), LocalTime.EndOfDay(today), cancel)).Where(s => s.Meetings == 0).Select(s => s.Day).ToList();
        await past.Enrol(
            group.Offering, [.. children.Select((c, i) => new PastPlace(c.Person, c.Guardian.Account, LocalTime.At(group.From.AddDays(-20), new(9, 0)).AddMinutes(i * 7), m => Comes(c, days[m])))], now, cancel);
        db.ChangeTracker.Clear();
        if (await rosters.SeriesOf(group.Offering, cancel) is not { } series)
            return;
        foreach (var line in (await rosters.Of(series, cancel)).Where(l => l.State == ReservationState.Confirmed))
            await Live(children.Find(c => c.Person == line.Person)!, group, line.Reservation, days, now, today, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task Live(DemoChild who, NurseryGroup group, ReservationId place, List<DateOnly> days, DateTimeOffset now, DateOnly today, CancellationToken cancel)
    {
        var (row, since) = (who.Row, LocalTime.At(group.From, new(8, 0)));
        var child = new NurseryChild
        {
            Id = Guid.CreateVersion7(since), Reservation = place, Person = who.Person, Group = group.Id, Scope = group.Scope, CallName = row["call_name"], At = since,
        };
        db.Insert(child);
        var collector = Guid.CreateVersion7(since);
        db.Insert(new Collector
        {
            Id = collector, Child = child.Id, Scope = child.Scope, NameMask = Masked.Name(row["collector"]), NameHash = AuthoriseHandler.HashOfName(cipher, collector, row["collector"]), Relation = row["relation"],
            CodeHash = AuthoriseHandler.HashOf(cipher, collector, row["code"]), CodeAt = since, By = who.Guardian.Account, At = since,
        });
        var handovers = new List<Handover>();
        foreach (var day in days.Where(d => Comes(who, d)))
        {
            var came = LocalTime.At(day, new(7, 45)).AddMinutes((day.DayNumber + row["child"].Sum(c => c)) % 40);
            if (came >= now)
                continue;
            var left = LocalTime.At(day, new(16, 40)).AddMinutes((day.DayNumber * 7) % 35);
            handovers.Add(new()
            {
                Id = Guid.CreateVersion7(came), Child = child.Id, Group = group.Id, Scope = group.Scope, Day = day, CameAt = came, LeftAt = left < now ? left : null, Collector = left < now ? collector : null, ByCode = left < now,
            });
            if (day == today && await rosters.MeetingOn(group.Offering, day, cancel) is { } meeting)
                DemoResidents.Must(await bookings.Attend(meeting, place, true, cancel), $"{row["child"]} on {day:yyyy-MM-dd}");
        }

        await db.InsertMany(handovers, cancel);
    }

    // Nobody comes every day; the same for the same day.
    private static bool Comes(DemoChild who, DateOnly day) => ((day.DayNumber * 5) + who.Row["child"].Sum(c => c)) % 17 != 0;

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

    private sealed record DemoChild(TableRow Row, Guid Person, TieOfHome Guardian);
}
