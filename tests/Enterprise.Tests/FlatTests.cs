using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Linli.Enterprise.Flats;
using Linli.Enterprise.Settling;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Enterprise.Tests.FlatTown;

namespace Linli.Enterprise.Tests;

/// <summary>Flats for talent (S86): from eligibility over queue or draw to flat, contract, check-in, rent and out again.</summary>
[Trait("Feature", "S86")]
public sealed class FlatTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Talent_IsDrawn_Signs_MovesIn_Pays_AndMovesOut(DatabaseKind kind)
    {
        await using var place = await Open(kind);
        var town = place.Town;
        await place.Estate((101, 40, 120_000), (102, 55, 165_000));
        var round = await place.Round(FlatWay.Lottery, 1, TimeSpan.FromDays(3));
        var hash = Good(await town.Ask(null, new ListEstates())).Single().Rounds.Single().SeedHash;
        (await town.Run(await place.Resident(), new AskForFlat { Round = round })).Problem.Code.ShouldBe("enterprise.not_eligible");
        var people = new[] { await place.Talent(), await place.Talent(), await place.Talent() };
        foreach (var (one, i) in people.Select((p, i) => (p, i)))
            Good(await town.Run(one, new AskForFlat { Round = round })).Ticket.ShouldBe(i + 1);
        Good(await town.Run(people[0], new AskForFlat { Round = round })).Ticket.ShouldBe(1, "from a second phone it is the same request");
        Good(await town.Ask(null, new ReadFlatDraw(round))).Seed.ShouldBeNull();
        (await town.Run(place.Keeper, new CloseFlatRound(round))).Problem.Code.ShouldBe("enterprise.round_not_drawn");

        // Drawn so that anybody can do it again, and offered to the first.
        town.Time.Move(TimeSpan.FromDays(3));
        (await town.Run(people[0], new AskForFlat { Round = await place.Round(FlatWay.Queue) })).Problem.Code.ShouldBe("enterprise.flat_asked");
        await place.Watch();
        var draw = Good(await town.Ask(null, new ReadFlatDraw(round)));
        Sha(draw.Seed!).ShouldBe(hash);
        draw.Order.ShouldBe(Enumerable.Range(1, 3).OrderBy(n => Sha($"{draw.Seed}:{n}"), StringComparer.Ordinal));
        var inTurn = draw.Order.Select(n => people[n - 1]).ToArray();
        (await place.Request(inTurn[0])).ShouldSatisfyAllConditions(r => r.State.ShouldBe(FlatRequestState.Offered), r => r.Flat.ShouldBe("1-1-101"));
        (await place.Request(inTurn[1])).Ahead.ShouldBe(0);

        // A second too late is too late: the next is asked, and gets the contract.
        town.Time.Move(TimeSpan.FromHours(48));
        (await town.Run(inTurn[0], new TakeFlat((await place.Request(inTurn[0])).Id))).Problem.Code.ShouldBe("enterprise.no_offer");
        await place.Watch();
        var me = inTurn[1];
        (await place.Request(me)).State.ShouldBe(FlatRequestState.Offered);
        var id = Good(await town.Run(me, new TakeFlat((await place.Request(me)).Id)));
        Good(await town.Run(me, new TakeFlat((await place.Request(me)).Id))).ShouldBe(id, "sent again it is the same contract");
        (await town.Ask(inTurn[2], new ReadTenancy(id))).Problem.Code.ShouldBe("enterprise.no_tenancy");

        // Both sign; the deposit is paid once; nobody moves in before.
        (await town.Run(me, new SignAsTenant(id, 120_000))).Problem.Code.ShouldBe("ledger.insufficient");
        await place.Wallet(me, 500_000);
        (await town.Run(me, new SignAsTenant(id, 110_000))).Problem.Code.ShouldBe("enterprise.rent_changed");
        Good(await town.Run(me, new SignAsTenant(id, 120_000)));
        Good(await town.Run(me, new SignAsTenant(id, 120_000)));
        (await place.Wallet(me)).ShouldBe(380_000);
        (await town.Run(place.Keeper, new RecordCheck(false, []) { Tenancy = id })).Problem.Code.ShouldBe("enterprise.check_state");
        Good(await town.Run(place.Keeper, new SignAsKeeper(id)));
        (await place.Figures()).ShouldSatisfyAllConditions(f => f.Boxes[FlatBox.Let].ShouldBe(1), f => f.Boxes[FlatBox.Free].ShouldBe(1), f => f.Boxes[FlatBox.ToCheckIn].ShouldBe(1), f => f.Occupancy.ShouldBe(50m));
        (await town.Run(place.Keeper, new RecordCheck(false, [new(1, ItemCondition.Good)]) { Tenancy = id })).Problem.Code.ShouldBe("enterprise.check_whole");
        Good(await town.Run(place.Keeper, new RecordCheck(false, [new(1, ItemCondition.Good), new(2, ItemCondition.Good)]) { Tenancy = id }));
        Good(await town.Run(me, new SignCheck(id, false)));

        // Moved in on 28 November: three days of it, then each month once, also from two nodes.
        await place.Watch();
        var first = (await place.Tenancy(me)).Rents.Single();
        (first.Month, first.Fen, first.DueOn).ShouldBe((new DateOnly(2026, 11, 1), 12_000, new DateOnly(2026, 12, 5)));
        town.Time.SetTo(LocalTime.At(new(2026, 12, 12), new(9, 0)));
        await using (var beside = await town.Beside())
            await Task.WhenAll(place.Watch(), place.Watch(beside));
        (await place.Tenancy(me)).Rents.Select(r => (r.Fen, r.Late)).ShouldBe([(120_000, true), (12_000, true)]);
        ((await place.Figures()).ArrearsFen, Good(await town.Ask(place.Keeper, new ListFlats("hefeng", FlatBox.Arrears))).Total).ShouldBe((132_000, 1));
        Good(await town.Run(me, new PayRent(first.Id, 12_000)));
        Good(await town.Run(me, new PayRent(first.Id, 12_000)));
        var december = (await place.Tenancy(me)).Rents[0];
        (await town.Run(inTurn[2], new PayRent(december.Id, 120_000))).Problem.Code.ShouldBe("enterprise.no_rent");
        Good(await town.Run(me, new PayRent(december.Id, 120_000)));
        (await place.Wallet(me)).ShouldBe(248_000);

        // Out on 20 January: what was not paid and the broken bed come off the deposit; the rest goes back.
        (await town.Run(me, new GiveNotice(new(2026, 12, 20)) { Tenancy = id })).Problem.Field.ShouldBe("day");
        Good(await town.Run(me, new GiveNotice(new(2027, 1, 20)) { Tenancy = id }));
        town.Time.SetTo(LocalTime.At(new(2027, 1, 20), new(15, 0)));
        Good(await town.Run(place.Keeper, new RecordCheck(true, [new(1, ItemCondition.Damaged, "床架断了", null, 20_000), new(2, ItemCondition.Good)]) { Tenancy = id }));
        (await town.Run(place.Keeper, new SettleUnsigned(id))).Problem.Code.ShouldBe("enterprise.check_wait");
        (await town.Run(me, new SignCheck(id, true, town.Time.GetUtcNow().AddHours(-1)))).Problem.Code.ShouldBe("enterprise.check_changed", "the list was written after the page was opened");
        // The month turns before the tenant signs: no rent of days on which nobody lived there.
        town.Time.SetTo(LocalTime.At(new(2027, 2, 2), new(9, 0)));
        await place.Watch();
        (await place.Tenancy(me)).Rents.Select(r => r.Month.Month).ShouldBe([1, 12, 11]);
        (await place.Tenancy(me)).Out[0].ShouldSatisfyAllConditions(i => i.Before.ShouldBe(ItemCondition.Good), i => i.ChargeFen.ShouldBe(20_000));
        Good(await town.Run(me, new SignCheck(id, true)));
        Good(await town.Run(me, new SignCheck(id, true)));
        // 120,000 × 20/31 = 77,419 of January; 20,000 for the bed.
        var ended = await place.Tenancy(me);
        (ended.State, ended.RefundFen).ShouldBe((TenancyState.Ended, 120_000 - 77_419 - 20_000));
        (await place.Wallet(me)).ShouldBe(248_000 + 22_581);
        (await place.Figures()).Boxes[FlatBox.Repair].ShouldBe(1);
        await Refused(place, (await place.Look(db => db.Unfiltered<Tenancy>().AsNoTracking().SingleAsync(t => t.Id == id))).Deposit!.Value);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OneFlat_IsNeverGivenTwice_AndMovesOnWhenEligibilityEnds(DatabaseKind kind)
    {
        await using var place = await Open(kind);
        var town = place.Town;
        await place.Estate((201, 40, 120_000));
        var round = await place.Round(FlatWay.Queue, places: 1);
        var (bachelor, master, third) = (await place.Talent(), await place.Talent("master"), await place.Talent());
        Good(await town.Run(bachelor, new AskForFlat { Round = round }));
        Good(await town.Run(master, new AskForFlat { Round = round }));
        await using (var beside = await town.Beside())
        {
            var asked = await Task.WhenAll(town.Run(third, new AskForFlat { Round = round }), beside.Run(third, new AskForFlat { Round = round }));
            asked.Select(a => Good(a).Id).Distinct().Count().ShouldBe(1, "two phones are one request");
            await Task.WhenAll(place.Watch(), place.Watch(beside));
        }

        // Masters come first by their category, though they came later.
        (await place.Request(master)).State.ShouldBe(FlatRequestState.Offered);
        (await place.Look(db => db.Unfiltered<FlatRequest>().CountAsync(r => r.State == FlatRequestState.Offered))).ShouldBe(1);
        (await place.Request(third)).Ahead.ShouldBe(1);
        Good(await town.Run(master, new LeaveFlatQueue((await place.Request(master)).Id)));
        await place.Watch();
        var id = Good(await town.Run(bachelor, new TakeFlat((await place.Request(bachelor)).Id)));
        (await town.Run(place.Keeper, new RepairFlat(true, "换锁") { Flat = (await place.Tenancy(bachelor)).FlatId })).Problem.Code.ShouldBe("enterprise.flat_taken");

        // Not signed in time: the next. Signed: eligibility that ends gives a day to be out by.
        town.Time.Move(TimeSpan.FromHours(48));
        (await town.Run(bachelor, new SignAsTenant(id, 120_000))).Problem.Code.ShouldBe("enterprise.sign_late");
        await place.Watch();
        var next = Good(await town.Run(third, new TakeFlat((await place.Request(third)).Id)));
        await place.Wallet(third, 1_000_000);
        Good(await town.Run(third, new SignAsTenant(next, 120_000)));
        Good(await town.Run(place.Keeper, new SignAsKeeper(next)));
        Good(await town.Run(place.Keeper, new RecordCheck(false, [new(1, ItemCondition.Good), new(2, ItemCondition.Worn, "一把旧")]) { Tenancy = next }));
        Good(await town.Run(third, new SignCheck(next, false)));
        (await town.Run(third, new AskForFlat { Round = round })).Problem.Code.ShouldBe("enterprise.flat_had");
        (await town.Run(third, new CallOffContract(next))).Problem.Code.ShouldBe("enterprise.moved_in");

        // Another flat: a new contract, and the old one ends a week after moving.
        Good(await town.Run(place.Keeper, new KeepFlat("1", 1, "202", FlatLayout.OneRoom, 45, 130_000) { Estate = "hefeng" }));
        Good(await town.Run(place.Keeper, new KeepFlat("1", 1, "203", FlatLayout.OneRoom, 55, 130_000) { Estate = "hefeng" }));
        (await town.Run(place.Keeper, new TransferTenant("1-1-203") { Tenancy = next })).Problem.Code.ShouldBe("enterprise.flat_too_large");
        await Renewed(place, third, bachelor, next);
        town.Time.Move(TimeSpan.FromMinutes(1));
        var moved = Good(await town.Run(place.Keeper, new TransferTenant("1-1-202") { Tenancy = next }));
        Good(await town.Ask(third, new MyFlats())).ShouldSatisfyAllConditions(m => m.Tenancy.ShouldBe(moved), m => m.Others.ShouldContain(o => o.Id == next && o.State == TenancyState.Living));
        Good(await town.Run(third, new CallOffContract(moved)));
        var grant = Good(await town.Ask(third, new MyTalent())).Single().Id;
        Good(await town.Run(place.Worker, new EndTalent("已在本地购房") { Application = grant }));
        (await place.Tenancy(third)).ShouldSatisfyAllConditions(t => t.LeaveBy.ShouldBe(new DateOnly(2026, 12, 25)), t => t.LeaveReason.ShouldBe("资格终止"));
        (await place.Figures()).Boxes[FlatBox.Leaving].ShouldBe(1);
        (await town.Run(place.Keeper, new TransferTenant("1-1-202") { Tenancy = next })).Problem.Code.ShouldBe("enterprise.not_eligible");

        // An end can be appealed against too, before somebody else; taken back, nobody has to leave, and it may end once more.
        var ended = Good(await town.Ask(third, new MyTalent())).Single();
        ended.AppealUntil.ShouldNotBeNull();
        var appeal = Good(await town.Run(third, new AppealTalent("购房的是同名的人") { Application = grant }));
        Good(await town.Run(third, new AppealTalent("再发一次没有关系") { Application = grant })).Id.ShouldBe(appeal.Id);
        Good(await town.Run(place.Street, new DecideAppeal(true, "登记查询有误") { Appeal = appeal.Id }));
        (await place.Tenancy(third)).ShouldSatisfyAllConditions(t => t.LeaveBy.ShouldBeNull(), t => t.LeaveReason.ShouldBeNull());
        Good(await town.Ask(third, new MyTalent())).Single().ShouldSatisfyAllConditions(a => a.State.ShouldBe(TalentState.Granted), a => a.AppealUntil.ShouldBeNull());
        town.Time.Move(TimeSpan.FromMinutes(1));
        Good(await town.Run(place.Worker, new EndTalent("又在本地购房") { Application = grant }));
        Good(await town.Run(third, new AppealTalent("第二次终止也可以申诉") { Application = grant })).Id.ShouldNotBe(appeal.Id);

        // Deleting one's data leaves the contract without a person.
        var subject = new DataSubject(await place.PersonOf(third), [third]);
        await town.InScope(async s =>
        {
            var data = s.GetServices<IPersonalData>().Single(d => d.Module == "flats");
            (await data.Export(subject, default)).Select(x => x.Items.Count).ShouldBe([1, 2, 1, 2]);
            (await data.Stays(subject, default)).Count.ShouldBe(2);
            await data.Erase(subject, default);
            return true;
        });
        (await place.Look(db => db.Unfiltered<Tenancy>().CountAsync(t => t.Person == subject.Person))).ShouldBe(0);
        (await place.Look(db => db.Records<CheckedItem>().CountAsync(i => i.Note != null))).ShouldBe(0);
    }

    // Nobody's contract grows longer without them: the keeper offers, the tenant says yes or no, to the day that was shown.
    private static async Task Renewed(FlatTown place, Guid tenant, Guid other, Guid tenancy)
    {
        var town = place.Town;
        var (before, offered) = ((await place.Tenancy(tenant)).Until, new DateOnly(2028, 5, 24));
        Task<Platform.Results.Result<Platform.Results.Done>> Answer(Guid who, bool agree, DateOnly seen) => town.Run(who, new AnswerRenewal(agree, seen) { Tenancy = tenancy });
        Good(await town.Run(place.Keeper, new RenewTenancy(6) { Tenancy = tenancy })).ShouldBe(offered);
        (await town.Run(place.Keeper, new RenewTenancy(12) { Tenancy = tenancy })).Problem.Code.ShouldBe("enterprise.renew_until");
        (await place.Tenancy(tenant)).ShouldSatisfyAllConditions(t => t.Until.ShouldBe(before), t => t.OfferedUntil.ShouldBe(offered));
        (await Answer(other, true, offered)).Problem.Code.ShouldBe("enterprise.no_tenancy");
        (await Answer(tenant, true, offered.AddDays(1))).Problem.Code.ShouldBe("enterprise.renew_changed");
        Good(await Answer(tenant, false, offered));
        (await Answer(tenant, true, offered)).Problem.Code.ShouldBe("enterprise.renew_changed", "what was said no to has to be offered again");
        Good(await town.Run(place.Keeper, new RenewTenancy(6) { Tenancy = tenancy }));
        Good(await Answer(tenant, true, offered));
        Good(await Answer(tenant, true, offered));
        (await place.Tenancy(tenant)).ShouldSatisfyAllConditions(t => t.Until.ShouldBe(offered), t => t.OfferedUntil.ShouldBeNull());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WrongInput_IsRefusedByItsField_AndNoRentRisesAboveTheCap(DatabaseKind kind)
    {
        await using var place = await Open(kind);
        var (town, keeper, me) = (place.Town, place.Keeper, await place.Talent());
        (await town.Run(keeper, new KeepEstate("A", "hf-1", "", null, 0, 9, 99, 99))).Problems.Select(p => p.Field).ShouldBe(["code", "nameZh", "offerHours", "depositMonths", "termMonths", "noticeDays"], ignoreOrder: true);
        (await town.Run(keeper, new KeepEstate("x", "nowhere", "项目"))).Problem.Field.ShouldBe("community");
        (await town.Run(place.Street, new KeepEstate("x", "hf-1", "项目"))).Problem.Field.ShouldBe("community");
        await place.Estate();

        // Its furnishing, as the desk writes it: a line for each thing, the English name stays.
        var kit = Good(await town.Ask(keeper, new ReadKits()))["hefeng"];
        kit.ShouldBe([new(FlatLayout.OneRoom, "床", "Bed"), new(FlatLayout.OneRoom, "钥匙", "Key", 2)]);
        Good(await town.Ask(place.Street, new ReadKits())).ShouldBeEmpty();
        FlatRules.Kit(FlatLayout.OneRoom, "床 2\n 衣柜\r\n电 视 1\n\n", kit).ShouldBe([new(FlatLayout.OneRoom, "床", "Bed", 2), new(FlatLayout.OneRoom, "衣柜"), new(FlatLayout.OneRoom, "电 视")]);
        (await town.Run(keeper, new KeepEstate("hefeng", "hf-1", "和风公寓", Kits: [.. FlatRules.Kit(FlatLayout.Studio, "床 0", null)]))).Problem.Field.ShouldBe("kits");
        (await town.Run(keeper, new KeepFlat("1-2", 0, "一", (FlatLayout)9, 3, 0) { Estate = "hefeng" })).Problems.Select(p => p.Field).ShouldBe(["building", "unit", "door", "layout", "area", "rentFen"], ignoreOrder: true);
        (await town.Run(keeper, new KeepFlat("1", 1, "1", FlatLayout.Studio, 30, 1) { Estate = "none" })).Problem.Code.ShouldBe("enterprise.no_estate");
        var dear = (await town.Run(keeper, new KeepFlat("1", 1, "1", FlatLayout.Studio, 30, 90_001) { Estate = "hefeng" })).Problem;
        (dear.Code, dear.Field).ShouldBe(("enterprise.rent_above_cap", "rentFen"));
        dear.Message.Zh.ShouldContain("900");
        var flat = Good(await town.Run(keeper, new KeepFlat("1", 1, "1", FlatLayout.Studio, 30, 90_000) { Estate = "hefeng" }));
        (await town.Run(keeper, new RepairFlat(true) { Flat = flat })).Problem.Field.ShouldBe("note");
        (await town.Run(keeper, new OpenFlatRound("", null, FlatWay.Lottery, 0, null) { Estate = "hefeng" })).Problems.Select(p => p.Field).ShouldBe(["nameZh", "places", "applyUntil"]);
        (await town.Run(keeper, new OpenFlatRound("一轮", null, FlatWay.Lottery, 1, TestTown.Start.AddDays(-1)) { Estate = "hefeng" })).Problem.Field.ShouldBe("applyUntil");
        (await town.Run(me, new AskForFlat((FlatLayout)7))).Problem.Field.ShouldBe("layout");
        foreach (var nothing in new[]
        {
            (await town.Run(me, new AskForFlat { Round = flat })).Problems, (await town.Run(me, new TakeFlat(flat))).Problems, (await town.Run(me, new LeaveFlatQueue(flat))).Problems, (await town.Run(me, new SignAsTenant(flat, 1))).Problems,
            (await town.Run(keeper, new SignAsKeeper(flat))).Problems, (await town.Run(me, new CallOffContract(flat))).Problems, (await town.Run(me, new SignCheck(flat, true))).Problems, (await town.Run(keeper, new SettleUnsigned(flat))).Problems,
            (await town.Run(me, new PayRent(flat, 1))).Problems, (await town.Run(me, new GiveNotice(new(2027, 1, 1)) { Tenancy = flat })).Problems, (await town.Run(keeper, new TransferTenant("x") { Tenancy = flat })).Problems,
            (await town.Run(keeper, new CloseFlatRound(flat))).Problems, (await town.Ask(me, new ReadTenancy(flat))).Problems, (await town.Ask(me, new ReadFlatDraw(flat))).Problems, (await town.Ask(keeper, new ReadFlat(Guid.Empty))).Problems,
            (await town.Ask(keeper, new ListFlats("none"))).Problems, (await town.Run(keeper, new RenewTenancy(3) { Tenancy = flat })).Problems,
        })
            nothing.Single().Kind.ShouldBe(Linli.Platform.Results.ProblemKind.NotFound);
        (await town.Run(keeper, new RenewTenancy(0) { Tenancy = flat })).Problem.Field.ShouldBe("months");
        (await town.Run(keeper, new RecordCheck(false, [new(1, (ItemCondition)9, new('长', 101), null, 5)]) { Tenancy = flat })).Problems.Select(p => p.Field).ShouldBe(["items[0].condition", "items[0].note", "items[0].chargeFen"]);
        (await town.Ask(keeper, new ListFlats("hefeng", (FlatBox)99))).Problem.Field.ShouldBe("box");

        // The cap falls: what is dearer now is offered to nobody, and no contract comes to be.
        Good(await town.Run(place.Street, Rules(new(2026, 11, 25), 2000)));
        var round = await place.Round(FlatWay.Queue);
        Good(await town.Run(me, new AskForFlat { Round = round }));
        await place.Watch();
        (await place.Request(me)).State.ShouldBe(FlatRequestState.Offered);
        town.Time.Move(TimeSpan.FromHours(47));
        (await town.Run(me, new TakeFlat((await place.Request(me)).Id))).Problem.Code.ShouldBe("enterprise.rent_above_cap");
        town.Time.Move(TimeSpan.FromHours(2));
        await place.Watch();
        Good(await town.Run(me, new AskForFlat { Round = round }));
        await place.Watch();
        (await place.Request(me)).State.ShouldBe(FlatRequestState.Waiting);
        Good(await town.Run(keeper, new CloseFlatRound(round)));
        (await place.Request(me)).State.ShouldBe(FlatRequestState.Closed);
    }

    [Fact]
    public void Rent_OfTheDaysOfAMonth_AddsUpToTheMonth_AndADepositIsDividedWhole()
    {
        var month = new DateOnly(2026, 2, 1);
        FlatRules.RentOf(120_000, month, new(2025, 1, 1), null).ShouldBe(120_000);
        FlatRules.RentOf(120_000, month, new(2026, 3, 1), null).ShouldBe(0);
        FlatRules.RentOf(100_001, month, new(2026, 2, 28), null).ShouldBe(3_571);
        Prop.ForAll((from fen in Gen.Choose(1, 1_000_000) from days in Gen.Choose(1, 28) select (fen, days)).ToArbitrary(), x =>
        {
            var (before, after) = (FlatRules.RentOf(x.fen, month, month, month.AddDays(x.days - 1)), FlatRules.RentOf(x.fen, month, month.AddDays(x.days), null));
            return Math.Abs(before + after - x.fen) <= 1;
        }).QuickCheckThrowOnFailure();
        var rule = new TalentRule
        {
            Id = Guid.Empty, Scope = "/", Version = 1, From = month, Source = "", CapFen = 3000, CapPercent = 70, MarketFen = 4000, MarketSource = "", DecideDays = 1, AppealDays = 1, AppealDecideDays = 1, ValidMonths = 1, GraceDays = 15, At = TestTown.Start,
        };
        TalentRules.Cap(rule, 3333).ShouldBe(93_324, "70 per cent of 40 yuan is below the 30 of the cap; rounded down");
    }

    private static Task<bool> Refused(FlatTown place, Guid transfer) => place.Town.InScope(async s =>
    {
        var owned = new OwnedTransfer(new(transfer), FlatBook.Poster, "flat.deposit", null);
        (await s.GetServices<ITransferOwner>().Single(o => o.Poster == owned.Poster).Refusal(owned, default))!.Code.ShouldBe(UndoneElsewhere.Code);
        return true;
    });

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
