using System.Net.Http.Json;
using System.Text.Json;
using Linli.Bookings.Attend;
using Linli.Bookings.Desk;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Bookings.Tests;

/// <summary>Credit points pay for places and rooms (S31): set aside, taken or given back like money, and never turned into it.</summary>
public class PointsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S31")]
    public async Task Points_PayForARoomAndAPlace_AndTheStatementSaysWhatFor(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        await hall.OpenRoom(new() { MostParty = 50, OpensDaysBefore = 60, Prices = [new(4000, PricePer.Hour) { Points = 80 }] });
        var me = await hall.Resident();
        var wallet = await hall.Points(me, 200);
        var session = await hall.Session(5, new() { Prices = [new(0) { Points = 30 }], MostParty = 3, CancelHours = 2 });

        // A room can be paid either way; an offering without a price in money takes points by itself.
        var quote = (await hall.Town.Ask(me, new QuoteBooking(1, null, null, Hall.Room, "meeting", 90, new(2026, 11, 24)))).Value!;
        (quote.Fen, quote.Points, quote.PointsHad).ShouldBe((6000, 120, 200));
        var room = (await hall.Town.Run(me, new BookRoom(Hall.Room, Hall.Evening.AddHours(-3), 90, "meeting", 5, "读书会") { WithPoints = true, SeenPricePoints = 120 })).Value!;
        (room.PriceFen, room.PricePoints).ShouldBe((0, 120));
        (await hall.Town.Run(me, new ReservePlace(3, SeenPriceFen: 0) { Session = session, SeenPricePoints = 30 })).Problem.Code.ShouldBe("bookings.price_changed");
        (await hall.Town.Run(me, new ReservePlace(3) { Session = session })).Problem.Code.ShouldBe("ledger.insufficient");
        var place = (await hall.Town.Run(me, new ReservePlace(2) { Session = session, SeenPricePoints = 60 })).Value!;
        (await hall.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Posted.ShouldBe(200), b => b.Held.ShouldBe(180));

        // Given up in time, all of it is free again; points where none are taken are refused.
        (await hall.Town.Run(me, new CancelReservation { Id = place.Id })).Problems.ShouldBeEmpty();
        (await hall.Balance(wallet)).Held.ShouldBe(120);
        (await hall.Town.Run(me, new ReservePlace { Session = await hall.Session(5, new() { Prices = [new(500)] }), WithPoints = true })).Problem.Field.ShouldBe("withPoints");
        (await hall.Town.Run(hall.Desk, new KeepOffering { Place = "hf-1", TitleZh = "太贵", Terms = new() { Prices = [new(0) { Points = -5 }] } })).Problem.Field.ShouldBe("points");

        hall.Town.Time.SetTo(Hall.Evening.AddHours(3));
        await hall.Run<SettleSessions>();
        await hall.Run<SettleSessions>();
        (await hall.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Posted.ShouldBe(80), b => b.Held.ShouldBe(0));
        var lines = (await (await hall.SignInAgain(me)).GetFromJsonAsync<JsonElement>("/api/v1/ledger/me/lines?unit=Points&incoming=false")).GetProperty("lines");
        lines.GetArrayLength().ShouldBe(1);
        lines[0].GetProperty("line").GetProperty("kind").GetString().ShouldBe("points.booking");
        lines[0].GetProperty("line").GetProperty("amount").GetInt64().ShouldBe(-120);
        lines[0].GetProperty("href").GetString().ShouldBe("/my/bookings");
        lines[0].GetProperty("title").ToString().ShouldContain("16:00");
        // What came in as points is points with whoever runs the room, and no money.
        var takings = await hall.Town.InScope(s => ((ILedger)s.GetService(typeof(ILedger))!).Find(new(OwnerKind.Operator, "bookings-hf-1"), LedgerUnit.Points, "redeemed", default));
        (await hall.Balance(takings!.Value)).Posted.ShouldBe(120);
    }
}
