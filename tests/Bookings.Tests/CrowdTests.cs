using System.Net;
using System.Net.Http.Json;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Bookings.Tests;

/// <summary>Nothing is ever given away twice: many callers, many nodes, and a node that dies in the middle.</summary>
public class CrowdTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Opening_WithAThousandAtTheDoor_GivesAHundredPlacesToExactlyAHundred(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(100, new() { WaitList = false });
        var people = await hall.Crowd(1000);
        // Nine in ten once, the others from two phones at the same time.
        var wishes = people.Concat(people.Where((_, i) => i % 10 == 0)).ToList();
        // As many connections at once as a pool of the server would lend; these databases have none.
        using var connections = new SemaphoreSlim(16);
        var answers = await Task.WhenAll(wishes.Select(p => Task.Run(async () =>
        {
            await connections.WaitAsync();
            try
            {
                return await hall.Book(p, session);
            }
            finally
            {
                connections.Release();
            }
        })));
        answers.Count(a => a.Ok).ShouldBe(100);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "bookings.full" || a.Problem.Code == "bookings.already");
        (await hall.Row(session)).Taken.ShouldBe(100);
        var seats = await hall.Look(db => db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Session == session).Select(r => new { r.Person, r.State }).ToListAsync());
        (seats.Count, seats.Select(s => s.Person).Distinct().Count()).ShouldBe((100, 100));
        seats.ShouldAllBe(s => s.State == ReservationState.Confirmed);
    }

    [Fact]
    public async Task Nodes_TwoOnOneDatabase_RaceForTheLastPlace_AndOneWins()
    {
        if (Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") is null)
            Assert.Skip("Two nodes share a PostgreSQL database; set LINLI_TEST_POSTGRES.");
        await using var hall = await Hall.Open(DatabaseKind.Postgres);
        await using var second = await hall.Town.Beside();
        for (var round = 0; round < 5; round++)
        {
            var session = await hall.Session(1, new() { WaitList = false });
            var people = await hall.Crowd(8);
            var answers = await Task.WhenAll(people.Select((p, i) => Task.Run(() => (i % 2 == 0 ? hall.Town : second).Run(p, new ReservePlace { Session = session }))));
            answers.Count(a => a.Ok).ShouldBe(1);
            answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "bookings.full");
            (await hall.Row(session)).Taken.ShouldBe(1);
        }

        // The same wish sent to both nodes at once, as by a phone that tried again: one booking, one answer.
        var last = await hall.Session(5);
        var me = await hall.Resident();
        var twice = await Task.WhenAll(new[] { hall.Town, second }.Select(node => Task.Run(() => node.Run(me, new ReservePlace(IdempotencyKey: "one-tap") { Session = last }))));
        twice.Count(a => a.Ok).ShouldBeGreaterThanOrEqualTo(1);
        (await hall.Look(db => db.Unfiltered<ReservationRow>().CountAsync(r => r.Session == last))).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Node_ThatDiesBetweenReservingAndAnswering_HoldsNothing(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(1, new() { Prices = [new(500)], WaitList = false });
        var (unlucky, next) = (await hall.Resident(), await hall.Resident());
        var wallet = await hall.Wallet(unlucky, 500);
        await hall.Wallet(next, 500);
        // Reserved and written, but never committed: the connection is gone with the node.
        await hall.Town.As(unlucky, async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            using (await s.GetRequiredService<WriterQueue>().Enter(default))
            {
                await using var transaction = await db.BeginTransaction(default);
                (await s.GetRequiredService<IBookings>().Reserve(new(session), default)).Ok.ShouldBeTrue();
                await db.SaveChangesAsync();
                (await db.Unfiltered<SessionRow>().AsNoTracking().Where(r => r.Id == session).Select(r => r.Taken).SingleAsync()).ShouldBe(1);
                return true;
            }
        });
        (await hall.Row(session)).Taken.ShouldBe(0);
        (await hall.Balance(wallet)).Held.ShouldBe(0);

        // And a caller who hangs up in the middle of the request, over HTTP.
        var client = hall.Client(unlucky);
        using (var hangsUp = new CancellationTokenSource())
        {
            await hangsUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => client.PostAsJsonAsync($"/api/v1/bookings/sessions/{session.Value}/reservations", new { party = 1 }, hangsUp.Token));
        }

        (await hall.Book(next, session)).Ok.ShouldBeTrue();
        (await client.PostAsJsonAsync($"/api/v1/bookings/sessions/{session.Value}/reservations", new { party = 1 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await hall.Row(session)).Taken.ShouldBe(1);
    }
}
