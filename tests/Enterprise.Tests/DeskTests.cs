using System.Net;
using System.Text.Json;
using Linli.Bookings;
using Linli.Enterprise.Desks;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Tests;

/// <summary>Shared offices (S88): desks and rooms by the one booking flow, memberships with their price and included hours, utilisation from bookings.</summary>
[Trait("Feature", "S88")]
public sealed class DeskTests
{
    private const string Space = "sp-desks";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static object Plan(string kind = "flex", long fee = 20_000, int hours = 2, int seats = 2) =>
        new { kind, nameZh = kind == "flex" ? "流动会员" : "固定工位", feeFen = fee, roomHours = hours, deskFen = 0, roomFen = 1000, seats };

    private static async Task<(HttpClient Staff, Guid Flex, Guid Fixed)> Open(TestTown town, int hotDesks = 2, int fixedDesks = 1)
    {
        var staff = await town.StaffClient("operator");
        await (await town.StaffClient("admin")).Put($"/places/spaces/{Space}", Line("inUse")).Good();
        await staff.Put($"/desks/{Space}", Desks(hotDesks, fixedDesks)).Good();
        await staff.Post($"/desks/{Space}/rooms", new { nameZh = "听潮小间", seats = 4, guestFen = 3000, from = "09:00", until = "12:00" }).Good();
        return (staff, (await staff.Post($"/desks/{Space}/plans", Plan()).Good()).GetGuid(), (await staff.Post($"/desks/{Space}/plans", Plan("fixed", 50_000, seats: 1)).Good()).GetGuid());
    }

    private static object Line(string state) => new { place = "hf-1", nameZh = "众创空间", nameEn = "Maker space", owner = "和一社区", allowedUses = new[] { "office" }, openingHours = "Mo-Su 08:00-22:00", state };

    private static object Desks(int hot, int own, string noon = "13:00") => new { hotDesks = hot, fixedDesks = own, guestFen = 1500, from = "09:00", noon, until = "18:00" };

    private static async Task<Guid> Apply(HttpClient who, Guid plan) => (await who.Post($"/desks/{Space}/memberships", new { plan, team = "稻禾", purpose = "做大字遥控器" }).Good()).GetGuid();

    private static async Task<Guid> Join(TestTown town, HttpClient staff, HttpClient who, Guid plan, int months, long fee)
    {
        var id = await Apply(who, plan);
        await staff.Post($"/desks/memberships/{id}/decision", new { approve = true });
        await town.Fill(who, (fee * months) + 10_000);
        await who.Post($"/desks/memberships/{id}/payments", new { months, seenFen = fee * months }).Good();
        return id;
    }

    private static async Task<JsonElement> Sheet(HttpClient who, string day = "2026-11-24") => await who.Get($"/desks/{Space}?day={day}").Good();

    private static Guid[] Hours(JsonElement sheet) => [.. sheet.GetProperty("rooms")[0].GetProperty("times").EnumerateArray().Select(t => t.Id())];

    private static Task<HttpResponseMessage> Book(HttpClient who, long? seenFen, params Guid[] sessions) => who.Post($"/desks/{Space}/bookings", new { sessions, seenFen });

    [Theory, MemberData(nameof(Both))]
    public async Task Desk_IsPaidByAGuest_IsIncludedForAMember_AndTheHoursOfRoomsAreTheTeams(DatabaseKind kind)
    {
        await using var town = await Founders.Town(kind);
        var (staff, flex, _) = await Open(town);
        var guest = await town.VerifiedClient("19900000501");
        var half = (await Sheet(guest)).GetProperty("desk").GetProperty("times").EnumerateArray().Select(t => t.Id()).ToArray();
        half.Length.ShouldBe(2);
        (await Book(guest, 3000, half).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.insufficient");
        var purse = await town.Fill(guest, 5000);
        (await Book(guest, 1500, half).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.fee_changed", "they saw another price");
        (await Book(guest, 3000, half).Good()).GetProperty("fen").GetInt64().ShouldBe(3000);
        (await town.Balance(purse)).Available.ShouldBe(2000, "all of the day, or nothing");

        // Applied, accepted, paid once; whoever joins shares the hours.
        var owner = await town.VerifiedClient("19900000502");
        var id = await Apply(owner, flex);
        (await owner.Post($"/desks/{Space}/memberships", new { plan = flex, team = "再来", purpose = "重复" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.member_already");
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 1, seenFen = 20_000 }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_to_pay");
        await staff.Post($"/desks/memberships/{id}/decision", new { approve = true }).Good();
        (await staff.Post($"/desks/memberships/{id}/decision", new { approve = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.decided");
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 2, seenFen = 40_000 }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.insufficient");
        var wallet = await town.Fill(owner, 60_000);
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 2, seenFen = 1 }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.fee_changed");
        foreach (var _ in new[] { 1, 2 })
            (await owner.Post($"/desks/memberships/{id}/payments", new { months = 2, seenFen = 40_000, idempotencyKey = "one-tap" }).Good()).Text("until").ShouldBe("2027-01-22");
        (await town.Balance(wallet)).Posted.ShouldBe(20_000);
        var invite = (await owner.Get("/desks/mine").Good())[0].Text("invite");
        var mate = await town.VerifiedClient("19900000503");
        (await mate.Post("/desks/teams/join", new { code = "WRONG222" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.invite");
        await mate.Post("/desks/teams/join", new { code = invite.ToLowerInvariant() }).Good();
        (await guest.Post("/desks/teams/join", new { code = invite }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.team_full");

        var hours = Hours(await Sheet(owner));
        hours.Length.ShouldBe(3);
        (await Sheet(owner)).GetProperty("hoursLeft").GetInt32().ShouldBe(2);
        var account = await owner.Account();
        var remaining = await town.As(account, async s =>
        {
            var runner = s.GetRequiredService<UseCaseRunner>();
            (await runner.Run(new BookSpell([.. hours.Select(h => new SessionId(h))], 0) { Space = Space }, CancellationToken.None)).Problem.Code.ShouldBe("enterprise.fee_changed");
            return (await runner.Ask(new ReadDesks(Space, new(2026, 11, 24)), CancellationToken.None)).Value!.HoursLeft;
        });
        remaining.ShouldBe(2, "what a refused request gave is forgotten, also on the page that shows the refusal");
        (await Book(owner, 0, hours[0], hours[1]).Good()).GetProperty("fen").GetInt64().ShouldBe(0);
        (await Sheet(mate)).GetProperty("hoursLeft").GetInt32().ShouldBe(0, "the hours are the team's");
        await town.Fill(mate, 5000);
        (await Book(mate, 0, hours[2]).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.fee_changed");
        (await mate.Post($"/bookings/sessions/{hours[2]}/reservations", new { seenPriceFen = 1000 }).Good()).GetProperty("priceFen").GetInt64().ShouldBe(1000, "the engine's own flow has the members' price too");
        (await Book(owner, 3000, Hours(await Sheet(owner, "2026-11-25"))).Good()).GetProperty("fen").GetInt64().ShouldBe(3000, "included hours are used up for the month");
        (await owner.GetStringAsync(new Uri($"/desks/{Space}?day=2026-11-26", UriKind.Relative))).ShouldContain("hours of rooms left in ");
        (await staff.GetStringAsync(new Uri("/desk/shared-offices", UriKind.Relative))).ShouldContain("稻禾");

        // Used, counted from the bookings.
        town.Time.SetTo(new(2026, 11, 24, 1, 30, 0, TimeSpan.Zero));
        await Attend(town, half[0]);
        var used = await staff.Get($"/desks/{Space}/utilisation/202611").Good();
        var desks = used.EnumerateArray().Single(l => l.GetProperty("resource").Text("en") == "Hot desks");
        // Eight days of nine hours at two desks, Monday the 23rd to the 30th.
        (desks.GetProperty("capacity").GetDecimal(), desks.GetProperty("booked").GetDecimal(), desks.GetProperty("attended").GetDecimal()).ShouldBe((144m, 9m, 4m));
        used.EnumerateArray().Single(l => l.GetProperty("resource").Text("zh") == "听潮小间").GetProperty("booked").GetDecimal().ShouldBe(6m);
        var csv = await staff.GetStringAsync(new Uri($"/api/v1/desks/{Space}/utilisation/202611.csv", UriKind.Relative));
        csv.ShouldContain("流动工位,小时,144");
        csv.ShouldNotContain("稻禾");

        // Leaving gives the month back that has not begun; the ledger does not undo it behind the membership's back.
        (await owner.Get("/desks/mine").Good())[0].GetProperty("backFen").GetInt64().ShouldBe(20_000);
        var left = await owner.Post($"/desks/memberships/{id}/leave").Good();
        (left.GetProperty("backFen").GetInt64(), left.Text("until")).ShouldBe((20_000, "2026-12-22"));
        (await owner.Post($"/desks/memberships/{id}/leave").Good()).GetProperty("backFen").GetInt64().ShouldBe(0, "sent again after a lost answer");
        (await town.Balance(wallet)).Posted.ShouldBe(40_000);
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 1, seenFen = 20_000 }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.leaving");
        (await town.InScope(async s => await s.GetServices<ITransferOwner>().Single(o => o.Poster == DeskBook.Poster).Refusal(new(default, DeskBook.Poster, DeskBook.Fee, null), default)))!.Code.ShouldBe(UndoneElsewhere.Code);
        town.Time.SetTo(new(2026, 12, 23, 1, 0, 0, TimeSpan.Zero));
        await town.Job<PlanDesks>();
        await town.Job<WatchMemberships>();
        await town.Job<WatchMemberships>();
        (await owner.Get("/desks/mine").Good())[0].Text("state").ShouldBe("ended");
        (await Sheet(mate, "2026-12-24")).GetProperty("desk").GetProperty("fen").GetInt64().ShouldBe(1500);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LastFixedDesk_AndLastIncludedHour_AreGivenOnce_HoweverManyAskAtOnce(DatabaseKind kind)
    {
        await using var town = await Founders.Town(kind);
        var (staff, flex, own) = await Open(town);
        var (a, b) = (await town.VerifiedClient("19900000511"), await town.VerifiedClient("19900000512"));
        var asked = new[] { await Apply(a, own), await Apply(b, own) };
        var answers = await Task.WhenAll(asked.Select(id => Task.Run(() => staff.Post($"/desks/memberships/{id}/decision", new { approve = true }))));
        answers.Count(r => r.IsSuccessStatusCode).ShouldBe(1);
        answers.Count(r => r.StatusCode == HttpStatusCode.Conflict).ShouldBe(1);
        var (kept, other) = answers[0].IsSuccessStatusCode ? (a, asked[1]) : (b, asked[0]);
        (await kept.Get("/desks/mine").Good())[0].GetProperty("desk").GetInt32().ShouldBe(1);

        // Nobody pays: after a week the desk goes to the other.
        (await staff.Post($"/desks/memberships/{other}/decision", new { approve = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.no_desk");
        town.Time.Move(TimeSpan.FromDays(7));
        await town.Job<WatchMemberships>();
        (await kept.Get("/desks/mine").Good())[0].Text("state").ShouldBe("lapsed");
        await staff.Post($"/desks/memberships/{other}/decision", new { approve = true }).Good();

        // One hour is left, and two of the team want it at the same moment.
        await town.Job<PlanDesks>();
        var owner = await town.VerifiedClient("19900000513");
        var id = await Join(town, staff, owner, flex, 1, 20_000);
        var mate = await town.VerifiedClient("19900000514");
        await mate.Post("/desks/teams/join", new { code = (await owner.Get("/desks/mine").Good())[0].Text("invite") }).Good();
        await town.Fill(mate, 10_000);
        var hours = Hours(await Sheet(owner, "2026-12-01"));
        await Book(owner, 0, hours[0]).Good();
        var both = await Task.WhenAll(Task.Run(() => Book(owner, null, hours[1]).Good()), Task.Run(() => Book(mate, null, hours[2]).Good()));
        both.Select(r => r.GetProperty("fen").GetInt64()).Order().ShouldBe([0, 1000]);

        // Told a week before it ends, once; renewed it goes on.
        town.Time.SetTo(new(2026, 12, 24, 1, 0, 0, TimeSpan.Zero));
        await town.Job<WatchMemberships>();
        await town.Job<WatchMemberships>();
        (await owner.Get("/notices").Good()).ToString().Split("Your membership ends soon").Length.ShouldBe(2);
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 13, seenFen = 260_000 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.months");
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 12, seenFen = 240_000 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.months_ahead");
        (await owner.Post($"/desks/memberships/{id}/payments", new { months = 1, seenFen = 20_000 }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.insufficient");
    }

    [Fact]
    public async Task Desks_WithBadInput_AreRefused_AndOnesDataGoWithOneself()
    {
        await using var town = await Founders.Town();
        var (staff, flex, own) = await Open(town);
        (await staff.Put($"/desks/{Space}", Desks(0, 1)).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.desks");
        (await staff.Put($"/desks/{Space}", Desks(1, 1, "08:00")).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.half_days");
        (await staff.Put("/desks/sp-none", Desks(1, 1)).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_space");
        (await (await town.StaffClient("worker2")).Put($"/desks/{Space}", Desks(1, 1)).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_space", "not of their community");
        (await staff.Post($"/desks/{Space}/rooms", new { nameZh = "小间", seats = 0, guestFen = 0, from = "09:00", until = "10:00" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.seats");
        (await staff.Post($"/desks/{Space}/rooms", new { nameZh = "小间", seats = 2, guestFen = -1, from = "09:00", until = "10:00" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.price");
        (await staff.Post($"/desks/{Space}/rooms", new { nameZh = "小间", seats = 2, guestFen = 0, from = "09:00", until = "09:30" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.hours");
        (await staff.Post($"/desks/{Space}/plans", Plan(fee: -1)).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.price");
        (await staff.Post($"/desks/{Space}/plans", Plan(hours: 201)).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.room_hours");
        (await staff.Post($"/desks/{Space}/plans", Plan(seats: 0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.seats");
        (await staff.Get($"/desks/{Space}/utilisation/202613").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.month");

        var me = await town.VerifiedClient("19900000521");
        Task<HttpResponseMessage> Ask(Guid plan, string team = "稻禾", string purpose = "做遥控器", string? from = null) => me.Post($"/desks/{Space}/memberships", new { plan, team, purpose, from });
        (await Ask(flex, team: "稻").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.team");
        (await Ask(flex, purpose: "").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text");
        (await Ask(flex, from: "2026-11-22").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.from_day");
        (await Ask(Guid.CreateVersion7()).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.no_plan");
        (await me.Put($"/desks/{Space}", Desks(1, 1))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Book(me, null).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.spells");
        (await Book(me, null, Guid.CreateVersion7()).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.spells");
        (await me.Post("/desks/teams/join", new { code = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.invite");
        (await me.Post($"/desks/memberships/{flex}/invite").Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_membership");
        (await me.Post($"/desks/memberships/{flex}/leave").Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_membership");
        (await me.Post($"/desks/teams/members/{flex}/leave").Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_member");

        var id = await Apply(me, own);
        (await staff.Post($"/desks/memberships/{id}/decision", new { approve = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text", "a refusal has a reason");
        (await (await town.StaffClient("worker2")).Post($"/desks/memberships/{id}/decision", new { approve = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_membership");
        (await staff.Post($"/desks/memberships/{id}/decision", new { approve = true, desk = 9 }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.no_desk");
        await staff.Post($"/desks/memberships/{id}/decision", new { approve = true }).Good();
        (await staff.Post($"/desks/memberships/{id}/end", new { reason = "短" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text");
        (await staff.Post($"/desks/memberships/{id}/end", new { reason = "违反使用公约" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_active", "nothing was paid yet");
        (await (await town.StaffClient("worker2")).Post($"/desks/memberships/{id}/end", new { reason = "不是这里的人" }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_membership");
        (await staff.Put($"/desks/{Space}", Desks(1, 0)).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.desks_taken");
        var account = await me.Account();
        var (before, after) = await town.Erase<DeskPersonalData>(await town.PersonOf(account), account);
        before.ShouldContain("做大字遥控器");
        after.ShouldBe("");
        (await staff.Get("/desks/office").Good()).ToString().ShouldNotContain("稻禾");
        await staff.Put($"/desks/{Space}", Desks(1, 0)).Good();
    }

    [Fact]
    public async Task Leaving_WithADeskBookedInTheNextMonth_KeepsThatMonthPaid_UntilItIsCancelled()
    {
        await using var town = await Founders.Town();
        var (staff, flex, _) = await Open(town);
        var owner = await town.VerifiedClient("19900000531");
        var id = await Join(town, staff, owner, flex, 2, 20_000);
        var other = await town.VerifiedClient("19900000532");
        var ended = await Join(town, staff, other, flex, 2, 20_000);
        town.Time.SetTo(new(2026, 12, 20, 1, 0, 0, TimeSpan.Zero));

        // The keeper ends one, with a reason: what has not begun comes back, and again changes nothing.
        foreach (var back in new[] { 20_000, 0 })
        {
            var end = await staff.Post($"/desks/memberships/{ended}/end", new { reason = "违反使用公约" }).Good();
            (end.GetProperty("backFen").GetInt64(), end.Text("until")).ShouldBe((back, "2026-12-22"));
        }

        await town.Job<PlanDesks>();
        async Task<long> Back() => (await owner.Get("/desks/mine").Good())[0].GetProperty("backFen").GetInt64();
        (await Back()).ShouldBe(20_000);
        var half = (await Sheet(owner, "2026-12-24")).GetProperty("desk").GetProperty("times").EnumerateArray().Select(t => t.Id()).ToArray();
        var booked = (await Book(owner, 0, half[0]).Good()).GetProperty("reservations")[0].GetGuid();
        (await Back()).ShouldBe(0, "a desk of that month is booked at the members' price");
        await owner.Post($"/bookings/{booked}/cancel").Good();
        (await Back()).ShouldBe(20_000);
        await Book(owner, 0, half[1]).Good();
        var left = await owner.Post($"/desks/memberships/{id}/leave").Good();
        (left.GetProperty("backFen").GetInt64(), left.Text("until")).ShouldBe((0, "2027-01-22"));
    }

    [Fact]
    public async Task Space_ThatIsNotInUse_SellsNothing_AndOpensTheDaysItSkippedOnceItIs()
    {
        await using var town = await Founders.Town();
        var (_, flex, _) = await Open(town);
        await (await town.StaffClient("admin")).Put($"/places/spaces/{Space}", Line("closed")).Good();
        town.Time.SetTo(new(2026, 12, 8, 1, 0, 0, TimeSpan.Zero));
        await town.Job<PlanDesks>();
        var me = await town.VerifiedClient("19900000541");
        (await me.Get($"/desks/{Space}").Good()).GetProperty("days").GetArrayLength().ShouldBe(0);
        (await me.Post($"/desks/{Space}/memberships", new { plan = flex, team = "稻禾", purpose = "做大字遥控器" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.space_closed");
        await (await town.StaffClient("admin")).Put($"/places/spaces/{Space}", Line("inUse")).Good();
        await town.Job<PlanDesks>();
        (await me.Get($"/desks/{Space}").Good()).GetProperty("days").GetArrayLength().ShouldBe(15, "today and the 14 days ahead");
        await Apply(me, flex);
    }

    [Theory]
    [InlineData("2026-11-23", 2, "2026-11-22", 0)]
    [InlineData("2026-11-23", 2, "2026-11-23", 1)]
    [InlineData("2026-11-23", 2, "2026-12-22", 1)]
    [InlineData("2026-11-23", 2, "2026-12-23", 2)]
    [InlineData("2027-01-31", 2, "2027-02-28", 1)] // A month from the 31st lasts to the end of February,
    [InlineData("2027-01-31", 2, "2027-03-01", 2)] // and the second one follows it.
    public void Begun_CountsMonthsThatRan(string from, int months, string today, int begun) => DeskRules.Begun(Day(from), months, Day(today)).ShouldBe(begun);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<bool> Attend(TestTown town, Guid session) => town.InScope(async s =>
    {
        var (db, bookings) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<IBookings>());
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        var line = (await s.GetRequiredService<IRosters>().Of(new(session), CancellationToken.None)).ShouldHaveSingleItem();
        (await bookings.Attend(new(session), line.Reservation, true, CancellationToken.None)).Ok.ShouldBeTrue();
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    });
}
