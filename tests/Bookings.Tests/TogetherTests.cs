using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Bookings.Tests;

/// <summary>Reservations that come at the same time are decided together: each as if it had come alone after those before it.</summary>
public class TogetherTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Batch_WithEveryKindOfAnswer_GivesEachItsOwn(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var film = await hall.Session(2, new() { WaitList = false });
        var course = await hall.Session(9, new() { LeastAge = 18, Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Year, 1)] });
        var paid = await hall.Session(5, new() { Prices = [new(500)] });
        var drawn = await hall.Session(5, new() { DrawHoursBefore = 2 });
        var waits = await hall.Session(1);
        var people = await hall.Crowd(6);
        await hall.Born(people[0], new(1990, 1, 1));
        await hall.Born(people[1], new(2010, 1, 1));
        await hall.Born(people[2], new(2016, 1, 1));
        await hall.Born(people[3], new(1960, 1, 1));
        var answers = await Together(hall,
            (people[0], film, null), (people[0], film, null), (people[1], course, null), (people[2], course, null), (people[3], course, "k"), (people[3], film, null),
            (people[4], film, null), (people[0], course, null), (people[4], paid, null), (people[4], drawn, null), (people[3], course, "k"), (people[4], new(Guid.CreateVersion7(TestTown.Start)), null),
            (people[4], waits, null));

        // Two places of the film: the first and the fourth person have them; a limit counts what the same batch gave before.
        Words(answers).ShouldBe(
            ["ok", "bookings.already", "bookings.too_young", "bookings.child_alone", "ok", "ok", "bookings.full", "bookings.quota", "alone", "alone", "alone", "bookings.no_session", "ok"]);
        ((await hall.Row(film)).Taken, (await hall.Row(course)).Taken, (await hall.Row(paid)).Taken).ShouldBe((2, 1, 0));

        // Whoever has to go by itself does so, and a key that came twice is answered like the first time.
        var again = await hall.Book(people[3], course, key: "k");
        again.Value!.Id.ShouldBe(answers[4]!.Value.Value!.Id);
        (await Together(hall, (people[3], course, "k")))[0]!.Value.Value!.Id.ShouldBe(again.Value.Id);
        (await hall.Book(people[4], drawn)).Value!.State.ShouldBe(ReservationState.Entered);
        var waiting = await Task.WhenAll(people.Skip(4).Concat([people[0]]).Select(p => Task.Run(() => hall.Book(p, waits, wait: true))));
        waiting.Select(w => w.Ok ? w.Value.State.ToString() : w.Problem.Code).ShouldBe(["bookings.already", "Waiting", "Waiting"]);

        // The same row, event, audit line and key as of somebody who comes alone.
        var mine = await hall.Row(answers[0]!.Value.Value!.Id);
        (mine.State, mine.Party, mine.By, mine.Scope, mine.Code.Length, mine.SeatKey).ShouldBe((ReservationState.Confirmed, 1, people[0], (await hall.Row(film)).Scope, 6, await hall.PersonOf(people[0])));
        (await hall.Town.Audit("Bookings.Reserve.ReservePlace")).Where(l => l.Subject == film.Value.ToString()).Select(l => l.Actor).ShouldBe([people[0].ToString(), people[3].ToString()]);
        (await Said(hall, $"SELECT \"LiveAccounts\" AS \"Value\" FROM platform_outbox WHERE \"Type\" = 'linli.booking.changed' AND \"Subject\" = '{film.Value}' ORDER BY \"Seq\""))
            .ShouldBe([people[0].ToString(), people[3].ToString()]);
        (await Said(hall, "SELECT \"Caller\" AS \"Value\" FROM platform_answered_command WHERE \"Key\" = 'k'")).ShouldBe([people[3].ToString()]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Batch_OfANodeThatDiesBeforeTheCommit_LeavesNothing_AndOneThatBreaksHurtsNobody(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var (session, other) = (await hall.Session(2), await hall.Session(2));
        var people = await hall.Crowd(3);
        var decided = await hall.Town.TogetherButNeverCommitted<ReservePlace, ReservationView>([(people[0], Wish(session)), (people[1], Wish(other, "k"))]);
        decided.ShouldAllBe(d => d.Answer!.Value.Ok);
        ((await hall.Row(session)).Taken, (await hall.Row(other)).Taken).ShouldBe((0, 0));
        (await hall.Look(db => db.Unfiltered<ReservationRow>().CountAsync())).ShouldBe(0);

        // One that breaks takes nobody with it: all is undone, and each goes by itself.
        await hall.Look(db => db.Unfiltered<OfferingRow>().Where(o => db.Unfiltered<SessionRow>().Any(s => s.Id == other && s.Offering == o.Id)).ExecuteUpdateAsync(u => u.SetProperty(o => o.Terms, "{ torn")));
        Words(await Together(hall, (people[0], session, null), (people[1], other, null))).ShouldBe(["alone", "alone"]);
        var each = await Task.WhenAll(new[] { (people[0], session), (people[1], other), (people[2], session) }.Select(w => Task.Run(async () =>
        {
            try
            {
                return (await hall.Book(w.Item1, w.Item2)).Ok;
            }
            catch (System.Text.Json.JsonException)
            {
                return false;
            }
        })));
        each.ShouldBe([true, false, true]);
        ((await hall.Row(session)).Taken, (await hall.Row(other)).Taken).ShouldBe((2, 0));
    }

    /// <summary>Batches of all sorts of people, sessions and limits, decided together for some and one after the other for their twins.</summary>
    [Theory, MemberData(nameof(Both))]
    public async Task Batch_OfAnything_IsDecidedAsOneAfterTheOther(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var (here, twins) = (await People(hall, seed), await People(hall, seed));
            var sessions = new List<(SessionId Here, SessionId Twin)>();
            for (var i = 0; i < 4; i++)
            {
                var (terms, places) = (Terms(random), random.Next(1, 6));
                sessions.Add((await hall.Session(places, terms), await hall.Session(places, terms)));
            }

            for (var batch = 0; batch < 2; batch++)
            {
                var wishes = Enumerable.Range(0, 24).Select(_ => (Person: random.Next(here.Count), Session: random.Next(sessions.Count), Party: random.Next(8) == 0 ? 0 : random.Next(1, 4))).ToList();
                var together = Words(await hall.Town.Together<ReservePlace, ReservationView>([.. wishes.Select(w => (here[w.Person], Wish(sessions[w.Session].Here, party: w.Party)))]));
                var alone = new List<string>();
                foreach (var wish in wishes)
                    alone.Add(Word(await OneAlone(hall, twins[wish.Person], Wish(sessions[wish.Session].Twin, party: wish.Party))));
                together.ShouldBe(alone, $"seed {seed}, batch {batch}");
            }

            foreach (var (mine, twin) in sessions)
                (await hall.Row(mine)).Taken.ShouldBe((await hall.Row(twin)).Taken);
        }
    }

    private static BookingTerms Terms(Random random)
    {
        var quotas = Enumerable.Range(0, random.Next(3)).Select(_ => new Quota((QuotaOf)random.Next(2), (QuotaPer)random.Next(2), (QuotaPeriod)random.Next(5), random.Next(1, 4))).ToList();
        return new()
        {
            WaitList = random.Next(2) == 0, MostParty = random.Next(1, 4), LeastAge = random.Next(3) == 0 ? 18 : null, MostAge = random.Next(4) == 0 ? 60 : null, ResidentsOnly = random.Next(3) == 0,
            Posts = random.Next(5) == 0 ? ["grid_steward"] : [], OpensDaysBefore = random.Next(6) == 0 ? 0 : null, NoShow = random.Next(3) == 0 ? new(0, 90, 30) : null, Quotas = quotas,
        };
    }

    // Grown-ups, old people, a child and some without a birth date; two in a household, one who lives nowhere, one who did not come last time.
    private static async Task<IReadOnlyList<Guid>> People(Hall hall, int seed)
    {
        var people = await hall.Crowd(8);
        DateOnly[] births = [new(1990, 1, 1), new(1950, 1, 1), new(2016, 1, 1), new(2011, 1, 1)];
        for (var i = 0; i < births.Length; i++)
            await hall.Born(people[i], births[i]);
        var (first, second, missed) = (await hall.PersonOf(people[0]), await hall.PersonOf(people[4]), await hall.PersonOf(people[5]));
        var before = await hall.Session(1);
        var household = Guid.CreateVersion7(TestTown.Start);
        await hall.Look(async db =>
        {
            foreach (var person in new[] { first, second })
                db.Insert(new HomeTie { Id = Guid.CreateVersion7(TestTown.Start), PersonId = person, HouseholdId = household, HomeId = household, HomeLabel = "和一-1-101", Relation = HomeRelation.Owner, Scope = SmallTown.First.Value, From = TestTown.Start.AddYears(-1) });
            await db.Unfiltered<PostHeld>().Where(p => p.AccountId == people[6]).ExecuteDeleteAsync();
            var session = await db.Unfiltered<SessionRow>().AsNoTracking().SingleAsync(s => s.Id == before);
            db.Insert(new ReservationRow
            {
                Id = new(Guid.CreateVersion7(TestTown.Start)), Session = before, Offering = session.Offering, Kind = session.Kind, Scope = session.Scope, Person = missed, Party = 1, State = ReservationState.NoShow,
                Day = session.Day.AddDays(-3 - seed), Code = "ABCDEF", PriceFen = 0, DepositFen = 0, At = TestTown.Start, ChangedAt = TestTown.Start,
            });
            return await db.SaveChangesAsync();
        });
        return people;
    }

    // The usual way, past the runner's: as one goes who has to go by himself.
    private static Task<Result<ReservationView>> OneAlone(Hall hall, Guid account, ReservePlace wish) => hall.Town.As(account, async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(default))
        {
            await using var transaction = await db.BeginTransaction(default);
            var answer = await s.GetRequiredService<IHandler<ReservePlace, ReservationView>>().Handle(wish, default);
            if (answer.Ok)
            {
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            }

            db.ChangeTracker.Clear();
            return answer;
        }
    });

    private static Task<IReadOnlyList<Result<ReservationView>?>> Together(Hall hall, params (Guid Account, SessionId Session, string? Key)[] wishes) =>
        hall.Town.Together<ReservePlace, ReservationView>([.. wishes.Select(w => (w.Account, Wish(w.Session, w.Key)))]);

    private static ReservePlace Wish(SessionId session, string? key = null, int party = 1) => new(party, IdempotencyKey: key) { Session = session };

    private static List<string> Words(IEnumerable<Result<ReservationView>?> answers) => [.. answers.Select(a => a is { } given ? Word(given) : "alone")];

    private static string Word(Result<ReservationView> answer) => answer.Ok ? "ok" : answer.Problem.Code;

    private static Task<List<string>> Said(Hall hall, string sql) => hall.Town.InScope(s => s.GetRequiredService<LinliDb>().Database.SqlQueryRaw<string>(sql).ToListAsync());
}
