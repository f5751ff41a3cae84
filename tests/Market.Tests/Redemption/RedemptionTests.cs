using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market.Redemption;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.Verification;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests.Redemption;

/// <summary>Points for goods and vouchers at a shop's terminal (S32): stock and points move together or not at all.</summary>
[Trait("Feature", "S32")]
public class RedemptionTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Redeem_SentAgainAfterALostAnswer_TakesTwentyPointsOnce(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind);
        var (person, _) = await bed.Resident("13800000001", 50);
        var ticket = await bed.Ticket(person);
        var wish = new RedeemAtTerminal(ticket, bed.Tofu, 1, "till-1");
        var first = await bed.Stall.Town.Run(bed.Stall.Merchant, wish);
        first.Value!.Left.ShouldBeNull("what else they have is no business of the shop's");
        var again = await bed.Stall.Town.Run(bed.Stall.Merchant, wish);
        again.Value!.Id.ShouldBe(first.Value.Id);
        (await bed.Points(person)).ShouldBe(30);
        (await bed.Stock()).ShouldBe(9);
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Price_ThatChangedSinceItWasShown_TakesNothing_AndSaysBoth(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind);
        var town = bed.Stall.Town;
        var (person, account) = await bed.Resident("13800000001", 100);
        await bed.Price(40);
        var refused = await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 1, "seen", Points: 20));
        (refused.Problem.Code, refused.Problem.Field, refused.Problem.Message.En.Contains("from 20 to 40 points", StringComparison.Ordinal)).ShouldBe(("redemption.price_changed", "points", true));
        (await town.Run(account, new ReserveForPoints(bed.Tofu, 1, "seen", Points: 20))).Problem.Code.ShouldBe("redemption.price_changed");
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.ByName(person), bed.Tofu, 1, "name"))).Problem.Code.ShouldBe("redemption.by_name");
        (await bed.Points(person), await bed.Stock()).ShouldBe((100, 10));
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 1, "again", Points: 40))).Ok.ShouldBeTrue();
        (await bed.Points(person), await bed.Stock()).ShouldBe((60, 9));
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LastOne_AtTwoTerminalsAtOnce_GoesToOne_AndTheOtherKeepsTheirPoints(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind, stock: 1);
        var (one, _) = await bed.Resident("13800000001", 20);
        var (two, _) = await bed.Resident("13800000002", 20);
        var (first, second) = (await bed.Ticket(one), await bed.Ticket(two));
        var answers = await Task.WhenAll(
            bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(first, bed.Tofu, 1, "a")), bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(second, bed.Tofu, 1, "b")));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Single(a => !a.Ok).Problem.Code.ShouldBe("market.out_of_stock");
        (await bed.Points(one) + await bed.Points(two)).ShouldBe(20);
        (await bed.Stock()).ShouldBe(0);
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task SamePoints_AtTwoTerminalsAtOnce_AreSpentOnce(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind);
        var (person, _) = await bed.Resident("13800000001", 30);
        var (first, second) = (await bed.Ticket(person), await bed.Ticket(person));
        var answers = await Task.WhenAll(
            bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(first, bed.Tofu, 1, "a")), bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(second, bed.Tofu, 1, "b")));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Single(a => !a.Ok).Problem.Code.ShouldBe("redemption.points_short");
        ((await bed.Points(person)), (await bed.Stock())).ShouldBe((10L, 9L));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reservation_HoldsBoth_AndSetsBothFreeWhenItRunsOut(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind);
        var (person, account) = await bed.Resident("13800000001", 40);
        var made = (await bed.Stall.Town.Run(account, new ReserveForPoints(bed.Tofu, 1, "r1"))).Value!;
        (made.State, made.Left).ShouldBe((RedemptionState.Reserved, 20L));
        (await bed.Stock()).ShouldBe(9);
        var other = (await bed.Stall.Town.Run(account, new ReserveForPoints(bed.Tofu, 1, "r2"))).Value!;
        (await bed.Stall.Town.Run(account, new ReserveForPoints(bed.Tofu, 1, "r3"))).Problem.Code.ShouldBe("redemption.points_short");
        (await bed.Stall.Town.Run(account, new CancelReserved(other.Id))).Ok.ShouldBeTrue();
        (await bed.Stall.Town.Run(account, new CancelReserved(other.Id))).Ok.ShouldBeTrue();
        (await bed.Stock()).ShouldBe(9);

        bed.Stall.Town.Time.Move(TimeSpan.FromHours(25));
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new HandOverReserved(await bed.Ticket(person), "h1") { Id = made.Id })).Problem.Code.ShouldBe("redemption.reservation_over");
        await bed.Clock();
        await bed.Clock();
        ((await bed.Points(person)), (await bed.Stock())).ShouldBe((40L, 10L));

        var third = (await bed.Stall.Town.Run(account, new ReserveForPoints(bed.Tofu, 1, "r4"))).Value!;
        var handed = await bed.Stall.Town.Run(bed.Stall.Merchant, new HandOverReserved(await bed.Ticket(person), "h2") { Id = third.Id });
        (handed.Value!.State, handed.Value.Left).ShouldBe((RedemptionState.Done, (long?)null));
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Limit_OfAMonth_CountsReservationsToo_AndIsNotBrokenByTwoAtOnce(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind, perMonth: 2);
        var (person, account) = await bed.Resident("13800000001", 200);
        (await bed.Stall.Town.Run(account, new ReserveForPoints(bed.Tofu, 1, "r1"))).Ok.ShouldBeTrue();
        var (a, b) = (await bed.Ticket(person), await bed.Ticket(person));
        var answers = await Task.WhenAll(
            bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(a, bed.Tofu, 1, "a")), bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(b, bed.Tofu, 1, "b")));
        answers.Count(x => x.Ok).ShouldBe(1);
        answers.Single(x => !x.Ok).Problem.Code.ShouldBe("redemption.limit");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Voucher_IsUsedOnce_WhereItsServiceIsGiven_WhileItIsGood(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind);
        var (_, account) = await bed.Resident("13800000001", 100);
        var voucher = await bed.Voucher(left: 2);
        (await bed.Stall.Town.Run(account, new ReserveForPoints(voucher, 1, "v1"))).Value!.State.ShouldBe(RedemptionState.Done);
        (await bed.Stall.Town.Run(account, new ReserveForPoints(voucher, 2, "v2"))).Problem.Code.ShouldBe("market.out_of_stock");
        (await bed.Stall.Town.Run(account, new ReserveForPoints(voucher, 1, "v3"))).Ok.ShouldBeTrue();
        var codes = (await bed.Stall.Town.Ask(account, new MyCatalogue())).Value!.Vouchers.Select(v => v.Code).ToList();
        codes.Count.ShouldBe(2);
        (await bed.Stall.Town.Run(await bed.Stall.Town.Staff("worker"), new UseVoucher(codes[0]))).Problem.Code.ShouldBe("redemption.voucher_unknown");
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UseVoucher(codes[0].ToLowerInvariant(), "u1"))).Ok.ShouldBeTrue();
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UseVoucher(codes[0].ToLowerInvariant(), "u1"))).Ok.ShouldBeTrue("the answer was lost and asked for again");
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UseVoucher(codes[0], "u2"))).Problem.Code.ShouldBe("redemption.voucher_used");
        bed.Stall.Town.Time.Move(TimeSpan.FromDays(31));
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UseVoucher(codes[1], "u3"))).Problem.Code.ShouldBe("redemption.voucher_expired");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Mistake_IsUndoneOnce_ByTheShopToday_ByTheCommunityLater(DatabaseKind kind)
    {
        await using var bed = await RedemptionBed.Open(kind);
        var (person, _) = await bed.Resident("13800000001", 60);
        var ids = new List<Guid>();
        foreach (var key in new[] { "a", "b" })
            ids.Add((await bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 1, key))).Value!.Id);
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UndoRedemption("", true) { Id = ids[0] })).Problem.Field.ShouldBe("reason");
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UndoRedemption("点错了", true) { Id = ids[0] })).Ok.ShouldBeTrue();
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UndoRedemption("点错了", true) { Id = ids[0] })).Ok.ShouldBeTrue("a retry after a lost answer undoes nothing twice");
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UndoRedemption("再来一次", true) { Id = ids[0] })).Problem.Code.ShouldBe("redemption.not_done");
        ((await bed.Points(person)), (await bed.Stock())).ShouldBe((40L, 9L));
        bed.Stall.Town.Time.Move(TimeSpan.FromDays(1));
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new UndoRedemption("坏了", false) { Id = ids[1] })).Problem.Code.ShouldBe("redemption.undo_same_day");
        (await bed.Stall.Town.Run(await bed.Stall.Town.Staff("secretary"), new UndoRedemption("坏了", false) { Id = ids[1] })).Ok.ShouldBeTrue();
        ((await bed.Points(person)), (await bed.Stock())).ShouldBe((60L, 9L));
        var report = (await bed.Stall.Town.Ask(await bed.Stall.Town.Staff("secretary"), new RedemptionReport())).Value!;
        (report.Points, report.Fen, report.Lines.Single().Count, report.Lines.Single().Undone).ShouldBe((0L, 0L, 2, 2));
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Vouchers_RedeemedWhileAFormIsOpen_AreNotGivenAgain_AndPricesChangeAllTheSame()
    {
        await using var bed = await RedemptionBed.Open();
        var (person, _) = await bed.Resident("13800000001", 100);
        var town = bed.Stall.Town;
        var (secretary, voucher) = (await town.Staff("secretary"), await bed.Voucher(5));
        async Task<OfferLine> Shown() => (await town.Ask(secretary, new StationsToKeep())).Value!.SelectMany(s => s.Offers).Single(o => o.Id == voucher);
        KeepOffer Change(int points) => new() { Id = voucher, Points = points, SettlementFen = 1000 };
        var form = await Shown();
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), voucher, 2, "a"))).Ok.ShouldBeTrue();
        (await town.Run(secretary, Change(31) with { Left = 5, Version = form.Version })).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("redemption.offer_changed"), p => p.Field.ShouldBe("left"));
        (await town.Run(secretary, Change(31))).Ok.ShouldBeTrue();
        (await Shown()).ShouldSatisfyAllConditions(o => o.Points.ShouldBe(31), o => o.Left.ShouldBe(3));
        (await town.Run(secretary, Change(31) with { Left = 8, Version = (await Shown()).Version })).Ok.ShouldBeTrue();
        (await Shown()).Left.ShouldBe(8);
        (await town.Run(secretary, Change(31) with { NoLimit = true })).Ok.ShouldBeTrue();
        (await Shown()).Left.ShouldBeNull();
        (await town.Ask(await town.VerifiedResident("13800000002"), new MyCatalogue())).Value!.Stations.SelectMany(s => s.Offers).ShouldAllBe(o => o.SettlementFen == null);
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatWasReserved_IsNotHandedOutByTheOneWhoReservedIt()
    {
        await using var bed = await RedemptionBed.Open();
        var town = bed.Stall.Town;
        var (person, account) = await bed.Resident("13800000001", 40);
        var kept = (await town.Run(account, new ReserveForPoints(bed.Tofu, 1, "r"))).Value!;
        var done = await town.As(bed.Stall.Merchant, async s =>
        {
            // The merchant who lives here.
            var current = s.GetRequiredService<Linli.Platform.Security.CurrentCaller>();
            current.Value = new(current.Value.Account, "", current.Value.Grants) { Person = person };
            return await s.GetRequiredService<Linli.Platform.UseCases.UseCaseRunner>().Run(new HandOverReserved((await s.GetRequiredService<IPresentedCodes>().Vouch(person, default)).Ticket) { Id = kept.Id }, default);
        });
        done.Problem.Code.ShouldBe("redemption.own_till");
        (await bed.Points(person)).ShouldBe(20);
    }

    [Fact]
    public async Task Redemption_ThatSomebodyChangedInTheDatabase_IsFound()
    {
        await using var bed = await RedemptionBed.Open();
        var (person, _) = await bed.Resident("13800000001", 40);
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 1, "a"))).Ok.ShouldBeTrue();
        (await bed.Faults()).ShouldBeEmpty();
        await bed.Stall.Town.InScope(s => s.GetRequiredService<LinliDb>().Database.ExecuteSqlRawAsync("UPDATE market_redemption SET \"SettlementFen\" = 50000"));
        (await bed.Faults()).ShouldHaveSingleItem().ShouldContain("market_redemption");
    }

    [Fact]
    public async Task Points_ThatExpireToday_CanStillBeSpentToday_AndNotTomorrow()
    {
        await using var bed = await RedemptionBed.Open();
        var (person, account) = await bed.Resident("13800000001", 0);
        await bed.Give(person, 40, LocalTime.DateOf(TestTown.Start).AddDays(60));
        bed.Stall.Town.Time.SetTo(LocalTime.StartOfDay(LocalTime.DateOf(TestTown.Start).AddDays(20)));
        await bed.Job("ExpirePoints");
        bed.Stall.Town.Time.SetTo(LocalTime.EndOfDay(LocalTime.DateOf(TestTown.Start).AddDays(60)).AddMinutes(-1));
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 1, "a"))).Ok.ShouldBeTrue();
        bed.Stall.Town.Time.Move(TimeSpan.FromMinutes(1));
        (await bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 1, "b"))).Problem.Code.ShouldBe("redemption.points_short");
        (await bed.Stall.Town.Run(account, new ReserveForPoints(bed.Tofu, 1, "c"))).Problem.Code.ShouldBe("redemption.points_short", "set aside, what expired yesterday would be spent after all");
        (await bed.Stock()).ShouldBe(9);
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Report_OfAMonth_IsACsvAndAWorkbook_ForTheCooperative()
    {
        await using var bed = await RedemptionBed.Open();
        var (person, _) = await bed.Resident("13800000001", 60);
        await bed.Stall.Town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 2, "a"));
        var desk = await bed.Stall.Town.StaffClient("secretary");
        var csv = await desk.GetStringAsync(new Uri("/api/v1/market/redemption/report.csv?month=202611", UriKind.Relative));
        csv.ShouldContain("油豆腐");
        csv.ShouldContain(",2,0,40,10");
        (await desk.GetByteArrayAsync(new Uri("/api/v1/market/redemption/report.xlsx", UriKind.Relative)))[..2].ShouldBe("PK"u8.ToArray());
        (await desk.GetAsync(new Uri("/api/v1/market/redemption/report?month=202613", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await (await bed.Stall.Town.StaffClient("merchant")).GetAsync(new Uri("/api/v1/market/redemption/report", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WhatCannotBe_IsRefused_NamingWhatToDo()
    {
        await using var bed = await RedemptionBed.Open();
        var (person, account) = await bed.Resident("13800000001", 100);
        var town = bed.Stall.Town;
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, 0, "a"))).Problem.Field.ShouldBe("count");
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), bed.Tofu, -5, "a"))).Problem.Field.ShouldBe("count");
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal("forged", bed.Tofu, 1, "b"))).Problem.Field.ShouldBe("ticket");
        (await town.Run(bed.Stall.Merchant, new RedeemAtTerminal(await bed.Ticket(person), Guid.CreateVersion7(), 1, "c"))).Problem.Code.ShouldBe("redemption.offer_not_found");
        (await town.Run(account, new ReserveForPoints(bed.Tofu, 21))).Problem.Field.ShouldBe("count");
        var secretary = await town.Staff("secretary");
        (await town.Run(secretary, new KeepOffer { Id = bed.Tofu, Points = 0 })).Problem.Field.ShouldBe("points");
        (await town.Run(secretary, new KeepOffer { Id = bed.Tofu, Points = 20, SettlementFen = -1 })).Problem.Field.ShouldBe("settlementFen");
        (await town.Run(secretary, new KeepOffer { Station = bed.Station, Points = 20, NameZh = "理发券", Provider = "nobody" })).Problem.Field.ShouldBe("provider");
        (await town.Run(secretary, new KeepStation("hf", "店", "S", "x", Stall.Shop))).Problems.Select(p => p.Field).ShouldContain("nameZh");
        (await town.Run(secretary, new KeepStation("hf", "某店", "A shop", "桥头", "nobody"))).Problem.Field.ShouldBe("shop");
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 1)]
    [InlineData(DatabaseKind.Sqlite, 2)]
    [InlineData(DatabaseKind.Sqlite, 3)]
    [InlineData(DatabaseKind.Postgres, 4)]
    public async Task RandomHistories_WithCrashes_NeverLoseOrDoubleStockOrPoints(DatabaseKind kind, int seed)
    {
        await using var bed = await RedemptionBed.Open(kind, stock: 12);
        var random = new Random(seed);
        var people = new List<(Guid Person, Guid Account)>();
        for (var i = 0; i < 3; i++)
            people.Add(await bed.Resident($"1380000000{i + 1}", 100));
        var made = new List<(Guid Id, (Guid Person, Guid Account) Who)>();
        // Each step asks for many things; PostgreSQL opens a connection for each in these tests.
        for (var step = 0; step < (kind == DatabaseKind.Sqlite ? 60 : 15); step++)
        {
            var who = people[random.Next(people.Count)];
            switch (random.Next(8))
            {
                case 0 or 1:
                    var key = $"k{step}";
                    var wish = new RedeemAtTerminal(await bed.Ticket(who.Person), bed.Tofu, random.Next(1, 3), key);
                    if (await bed.Stall.Town.Run(bed.Stall.Merchant, wish) is { Ok: true } answer)
                        made.Add((answer.Value.Id, who));
                    if (random.Next(2) == 0)
                        await bed.Stall.Town.Run(bed.Stall.Merchant, wish);
                    break;
                case 2:
                    if (await bed.Stall.Town.Run(who.Account, new ReserveForPoints(bed.Tofu, 1, $"r{step}")) is { Ok: true } kept)
                        made.Add((kept.Value.Id, who));
                    break;
                case 3:
                    await bed.Crash(who.Person, random.Next(2) == 0);
                    break;
                case 4 when made.Count > 0:
                    var (id, owner) = made[random.Next(made.Count)];
                    await bed.Stall.Town.Run(owner.Account, new CancelReserved(id));
                    break;
                case 5 when made.Count > 0:
                    var (fetched, fetcher) = made[random.Next(made.Count)];
                    await bed.Stall.Town.Run(bed.Stall.Merchant, new HandOverReserved(await bed.Ticket(fetcher.Person), $"h{step}") { Id = fetched });
                    break;
                case 6 when made.Count > 0:
                    await bed.Stall.Town.Run(bed.Stall.Merchant, new UndoRedemption("点错了", true) { Id = made[random.Next(made.Count)].Id });
                    break;
                default:
                    bed.Stall.Town.Time.Move(TimeSpan.FromHours(random.Next(1, 30)));
                    await bed.Clock();
                    break;
            }

            (await bed.Away()).ShouldBe((12 - (await bed.Stock())!.Value, 300 - await bed.Posted(people), await bed.Held(people)), $"after step {step}");
        }

        (await bed.Faults()).ShouldBeEmpty();
    }
}

/// <summary>A station at the stall with fried tofu for 20 points.</summary>
internal sealed class RedemptionBed(Stall stall, Guid station, Guid tofu, GoodsId goods) : IAsyncDisposable
{
    private int given;

    public Stall Stall => stall;

    public Guid Station => station;

    public Guid Tofu => tofu;

    public static async Task<RedemptionBed> Open(DatabaseKind kind = DatabaseKind.Sqlite, long stock = 10, int? perMonth = null)
    {
        var stall = await Stall.Open(kind);
        var secretary = await stall.Town.Staff("secretary");
        var goods = await stall.Goods(stock: stock);
        var station = (await stall.Town.Run(secretary, new KeepStation("hf", "共富小店兑换站", "Co-prosperity shop", "月牙桥头", Stall.Shop))).Value;
        var tofu = (await stall.Town.Run(secretary, new KeepOffer { Station = station, Goods = goods.Value, Points = 20, SettlementFen = 500, PerMonth = perMonth })).Value;
        return new(stall, station, tofu, goods);
    }

    public async Task Price(long points) => (await stall.Town.Run(await stall.Town.Staff("secretary"), new KeepOffer { Id = tofu, Station = station, Goods = goods.Value, Points = points, SettlementFen = 500 })).Ok.ShouldBeTrue();

    public async Task<Guid> Voucher(int? left) => (await stall.Town.Run(
        await stall.Town.Staff("secretary"), new KeepOffer { Station = station, NameZh = "理发体验券", NameEn = "A haircut", Points = 30, SettlementFen = 1000, Provider = Stall.Shop, Left = left, ValidDays = 30 })).Value;

    public async Task<(Guid Person, Guid Account)> Resident(string phone, long points)
    {
        var account = await stall.Town.VerifiedResident(phone);
        var person = await stall.Town.As(account, s => Task.FromResult(s.GetRequiredService<Linli.Platform.Security.CurrentCaller>().Value.Person!.Value));
        if (points > 0)
            await Give(person, points, null);
        return (person, account);
    }

    public Task<Result<Posted>> Give(Guid person, long points, DateOnly? lastDay) => stall.Do(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, SmallTown.First, 0), default);
        var issuer = await ledger.Open(new(new(OwnerKind.Issuer, "points"), LedgerUnit.Points, "issue", ScopePath.Root, null) { Label = ("积分发行", "Issuer of points") }, default);
        return await ledger.Post(new("test", $"give-{++given}", "points.earn", ("测试", "Test"), [Entry.From(issuer, new Points(points)), Entry.To(wallet, new Points(points))]) { LastDay = lastDay }, default);
    });

    /// <summary>As the terminal's reader gives it for the person's card.</summary>
    public Task<string> Ticket(Guid person) => stall.Town.As(
        stall.Merchant, s => Task.FromResult(s.GetRequiredService<People.Codes.CodeText>().Ticket(stall.Merchant, person, PresentedWay.Card, "测*", stall.Town.Time.GetUtcNow().AddMinutes(5))));

    /// <summary>For somebody of whom only the name is known.</summary>
    public async Task<string> ByName(Guid person) => (await stall.Town.As(stall.Merchant, s => s.GetRequiredService<IPresentedCodes>().Vouch(person, default))).Ticket;

    public async Task<long> Points(Guid person) => (await Balance(person)).Available ?? 0;

    public Task<long?> Stock() => stall.StockOf(goods);

    public async Task<long> Posted(List<(Guid Person, Guid Account)> people)
    {
        var sum = 0L;
        foreach (var (person, _) in people)
            sum += (await Balance(person)).Posted;
        return sum;
    }

    public async Task<long> Held(List<(Guid Person, Guid Account)> people)
    {
        var sum = 0L;
        foreach (var (person, _) in people)
            sum += (await Balance(person)).Held;
        return sum;
    }

    /// <summary>By the records of redemptions: goods that are away, points taken, points set aside.</summary>
    public Task<(long Goods, long Points, long Held)> Away() => stall.Town.InScope(async s =>
    {
        var rows = await s.GetRequiredService<LinliDb>().Unfiltered<RedemptionRow>().AsNoTracking().ToListAsync();
        var done = rows.Where(r => r.State == RedemptionState.Done).ToList();
        var kept = rows.Where(r => r.State == RedemptionState.Reserved).ToList();
        return ((long)done.Concat(kept).Sum(r => r.Count), done.Sum(r => r.Points), kept.Sum(r => r.Points));
    });

    /// <summary>The power fails between stock and points, or before the commit.</summary>
    public async Task Crash(Guid person, bool reserve) => await Should.ThrowAsync<InvalidOperationException>(() => stall.Do<int>(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var offer = await db.Unfiltered<RedemptionOffer>().SingleAsync(o => o.Id == tofu);
        var at = await db.Unfiltered<RedemptionStation>().SingleAsync(o => o.Id == station);
        var book = s.GetRequiredService<RedemptionBook>();
        _ = reserve ? await book.Reserve(offer, at, person, 1, default) : await book.Redeem(offer, at, person, 1, default);
        await db.SaveChangesAsync();
        throw new InvalidOperationException("the power failed");
    }));

    public Task Clock() => stall.Town.InScope(async s =>
    {
        await s.GetRequiredService<RedemptionClock>().Run(default);
        return true;
    });

    public Task Job(string name) => stall.Town.InScope(async s =>
    {
        var type = typeof(ILedger).Assembly.GetTypes().Single(t => t.Name == name);
        await ((Linli.Platform.Jobs.IJob)s.GetRequiredService(type)).Run(default);
        return true;
    });

    public Task<List<string>> Faults() => stall.Town.InScope(async s =>
    {
        var faults = new List<string>();
        foreach (var check in s.GetServices<IVerification>().Where(v => v.GetType().Namespace!.Contains("Ledger", StringComparison.Ordinal)))
            faults.AddRange((await check.Check(default)).Faults);
        return faults;
    });

    public ValueTask DisposeAsync() => stall.DisposeAsync();

    private Task<Balance> Balance(Guid person) => stall.Town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return await ledger.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default) is { } account
            ? await ledger.Balance(account, default) : new Balance(default, LedgerUnit.Points, 0, 0, 0);
    });
}
