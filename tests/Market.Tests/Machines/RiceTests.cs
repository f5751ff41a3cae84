using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests.Machines;

[Trait("Feature", "S60")]
public class RiceTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Rice_OneKilo_InFourSteps_IsChargedForWhatCameOut(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var grandma = await town.Buyer(5000);
        var face = (await town.Town.Ask(grandma, new SeeMachine("RICE1"))).Value!;
        face.Goods.Single().ShouldSatisfyAllConditions(g => g.Name.Zh.ShouldBe("胚芽米"), g => g.PriceFen.ShouldBe(450), g => g.StockGrams.ShouldBe(50_000));

        var began = town.Town.Time.GetUtcNow();
        var begun = (await town.BuyRice(grandma)).Value!;
        begun.HeldFen.ShouldBe(900);
        (await town.Wallet(grandma)).ShouldBe((5000, 900));
        (await town.Stock(town.RiceId)).ShouldBe(49_000);

        (await town.Rice.Pull(0, default)).ShouldBeTrue();
        for (var i = 0; i < 10; i++)
        {
            town.Town.Time.Move(TimeSpan.FromSeconds(4));
            town.Rice.Mill(100);
            (await town.Rice.Post(default)).ShouldBeTrue();
            if (i == 4)
                (await town.See(grandma, begun.Id)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Running), v => v.Percent.ShouldBe(50), v => v.ChargedFen.ShouldBe(0));
        }

        town.Rice.TakeBag();
        (await town.Rice.Post(default)).ShouldBeTrue();
        (town.Town.Time.GetUtcNow() - began).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        var receipt = await town.See(grandma, begun.Id);
        receipt.ShouldSatisfyAllConditions(
            v => v.State.ShouldBe(SessionState.Settled), v => v.ChargedFen.ShouldBe(900), v => v.BagTaken.ShouldBeTrue(), v => v.Lines.Single().Grams.ShouldBe(1000));
        (await town.Wallet(grandma)).ShouldBe((4100, 0));
        (await town.Takings()).ShouldBe(900);
        (await town.Stock(town.RiceId)).ShouldBe(49_000);
        (await town.Town.Ask(grandma, new SeeMachine("rice1"))).Value!.NotReady.ShouldBeNull();
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Jam_GivesTheMoneyBack_ForWhatDidNotComeOut(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var buyer = await town.Buyer(5000);
        var begun = (await town.BuyRice(buyer)).Value!;
        town.Rice.JamAfter = 300;
        await town.Rice.Pull(0, default);
        town.Rice.Mill(400);
        await town.Rice.Post(default);
        (await town.See(buyer, begun.Id)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Settled), v => v.ChargedFen.ShouldBe(270), v => v.Reason!.Value.En.ShouldContain("jammed"));
        (await town.Wallet(buyer)).ShouldBe((4730, 0));
        (await town.Stock(town.RiceId)).ShouldBe(49_700);
        (await town.BuyRice(buyer)).Problem.Code.ShouldBe("market.machine_fault");

        town.Rice.TakeBag();
        town.Rice.Repair();
        await town.Rice.Post(default);
        begun = (await town.BuyRice(buyer)).Value!;
        town.Rice.JamAfter = 0;
        await town.Rice.Pull(0, default);
        town.Rice.Mill(100);
        await town.Rice.Post(default);
        (await town.See(buyer, begun.Id)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Released), v => v.ChargedFen.ShouldBe(0));
        (await town.Wallet(buyer)).ShouldBe((4730, 0));
        (await town.Stock(town.RiceId)).ShouldBe(49_700);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TwoPeopleAtOnce_OneWaits_AndIsNotCharged(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        Guid[] buyers = [await town.Buyer(5000), await town.Buyer(5000, "19900007002"), await town.Buyer(5000, "19900007003")];
        var answers = await Task.WhenAll(buyers.Select(b => Task.Run(() => town.BuyRice(b))));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "market.machine_busy");
        (await Task.WhenAll(buyers.Select(town.Wallet))).Sum(w => w.Held).ShouldBe(900);
        (await town.Stock(town.RiceId)).ShouldBe(49_000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task SentAgainAfterALostAnswer_IsTheSamePurchase(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var buyer = await town.Buyer(5000);
        var first = (await town.BuyRice(buyer, key: "once")).Value!;
        (await town.BuyRice(buyer, key: "once")).Value!.Id.ShouldBe(first.Id);
        (await town.BuyRice(buyer, 2000, key: "once")).Problem.Code.ShouldBe("idempotency_key_reused");
        (await town.Wallet(buyer)).ShouldBe((5000, 900));
        (await town.Stock(town.RiceId)).ShouldBe(49_000);
    }

    [Fact]
    public async Task PriceChange_BetweenChoiceAndPayment_IsSaid_AndARunningPurchaseKeepsItsPrice()
    {
        await using var town = await MachineTown.Open();
        var buyer = await town.Buyer(5000);
        (await town.Town.Run(town.Operator, new SetMachinePrice(1, 500, TestTown.Start.AddMinutes(10)) { Machine = town.RiceId })).Ok.ShouldBeTrue();
        var begun = (await town.BuyRice(buyer)).Value!;
        town.Town.Time.Move(TimeSpan.FromMinutes(10));
        await town.Rice.Beat(default);
        (await town.See(buyer, begun.Id)).State.ShouldBe(SessionState.Released);
        (await town.BuyRice(buyer)).Problem.Code.ShouldBe("market.machine_price_changed");
        (await town.Wallet(buyer)).ShouldBe((5000, 0));
        begun = (await town.BuyRice(buyer, price: 500)).Value!;
        await town.Rice.Pull(0, default);
        (await town.Town.Run(town.Operator, new SetMachinePrice(1, 900) { Machine = town.RiceId })).Ok.ShouldBeTrue();
        town.Rice.Mill(1000);
        await town.Rice.Post(default);
        (await town.See(buyer, begun.Id)).ChargedFen.ShouldBe(1000);
    }

    [Theory]
    [InlineData(0, "market.machine_weight")]
    [InlineData(-500, "market.machine_weight")]
    [InlineData(750, "market.machine_weight")]
    [InlineData(10_500, "market.machine_weight")]
    [InlineData(long.MaxValue, "market.machine_weight")]
    public async Task Weight_OutOfSteps_IsRefused(long grams, string code)
    {
        await using var town = await MachineTown.Open();
        (await town.BuyRice(await town.Buyer(5000), grams)).Problem.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Refusals_NameWhatToDo_AndChargeNothing()
    {
        await using var town = await MachineTown.Open();
        var (rich, poor) = (await town.Buyer(50_000), await town.Buyer(899, "19900007002"));
        (await town.BuyRice(poor)).Problem.Code.ShouldBe("ledger.insufficient");
        (await town.Town.Run(town.Operator, new RefillShelf(1, 0, CountedGrams: 1400) { Machine = town.RiceId })).Ok.ShouldBeTrue();
        (await town.BuyRice(rich, 1500)).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("market.machine_stock"), p => p.Message.En.ShouldContain("1 kg"));
        (await town.Town.Run(rich, new BuyRice(7, 500, 450) { Code = "rice1" })).Problem.Code.ShouldBe("market.machine_shelf");
        (await town.Town.Run(rich, new BuyRice(1, 500, 450) { Code = "nowhere" })).Problem.Code.ShouldBe("market.machine_not_found");
        (await town.Town.Run(await town.Town.Staff("operator"), new BuyRice(1, 500, 450) { Code = "rice1" })).Problem.Code.ShouldBe("ledger.insufficient");
        town.Town.Time.Move(TimeSpan.FromMinutes(2));
        (await town.BuyRice(rich)).Problem.Code.ShouldBe("market.machine_offline");
        (await town.Wallet(rich)).ShouldBe((50_000, 0));
    }

    [Fact]
    public async Task Command_ThatWasNeverFetched_IsTakenBack_WithMoneyAndStock()
    {
        await using var town = await MachineTown.Open();
        var buyer = await town.Buyer(5000);
        var begun = (await town.BuyRice(buyer)).Value!;
        town.Town.Time.Move(TimeSpan.FromSeconds(61));
        await town.Watch();
        (await town.See(buyer, begun.Id)).State.ShouldBe(SessionState.Released);
        (await town.Wallet(buyer)).ShouldBe((5000, 0));
        (await town.Stock(town.RiceId)).ShouldBe(50_000);

        // Too late the machine gets nothing of it.
        await town.Rice.Pull(0, default);
        town.Rice.Journal.Milling.ShouldBeNull();
    }

    [Fact]
    public async Task Cancelled_BeforeTheMachineHeard_IsFree_AfterwardsNot()
    {
        await using var town = await MachineTown.Open();
        var buyer = await town.Buyer(5000);
        var begun = (await town.BuyRice(buyer)).Value!;
        (await town.Town.Run(buyer, new CancelSession(begun.Id))).Ok.ShouldBeTrue();
        (await town.Town.Run(buyer, new CancelSession(begun.Id))).Ok.ShouldBeTrue();
        (await town.Wallet(buyer)).ShouldBe((5000, 0));
        (await town.Stock(town.RiceId)).ShouldBe(50_000);
        begun = (await town.BuyRice(buyer)).Value!;
        await town.Rice.Pull(0, default);
        (await town.Town.Run(buyer, new CancelSession(begun.Id))).Problem.Code.ShouldBe("market.machine_begun");
        (await town.Town.Run(await town.Buyer(0, "19900007009"), new CancelSession(begun.Id))).Problem.Code.ShouldBe("market.machine_session_not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PowerCut_WhileItMills_AndALongOutage_LoseNothing(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var buyer = await town.Buyer(5000);
        var begun = (await town.BuyRice(buyer)).Value!;
        await town.Rice.Pull(0, default);
        town.Rice.Online = false;
        town.Rice.Mill(400);
        town.Rice.PowerCut();
        town.Rice.Mill(600);
        town.Rice.TakeBag();
        town.Town.Time.Move(TimeSpan.FromHours(9));
        await town.Watch();
        await town.Watch();
        (await town.See(buyer, begun.Id)).State.ShouldBe(SessionState.Authorised);
        town.Rice.Online = true;
        town.Rice.ClockError = TimeSpan.FromHours(8);
        await town.Rice.Post(default);
        (await town.See(buyer, begun.Id)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Settled), v => v.ChargedFen.ShouldBe(900));
        (await town.Wallet(buyer)).ShouldBe((4100, 0));
        (await town.Stock(town.RiceId)).ShouldBe(49_000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PowerLost_BetweenStockAndMoney_LosesNeither(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var buyer = await town.Buyer(5000);
        using var gone = new CancellationTokenSource();
        // The whole purchase was carried out in the transaction, and then there was no commit.
        await Should.ThrowAsync<OperationCanceledException>(() => town.Town.As<int>(buyer, async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            using (await s.GetRequiredService<WriterQueue>().Enter(default))
            {
                await using var transaction = await db.BeginTransaction(default);
                (await s.GetRequiredService<UseCaseRunner>().Run(new BuyRice(1, 1000, 450, IdempotencyKey: "once") { Code = "rice1" }, default)).Ok.ShouldBeTrue();
                await db.SaveChangesAsync();
                throw new OperationCanceledException(gone.Token);
            }
        }));
        (await town.Wallet(buyer)).ShouldBe((5000, 0));
        (await town.Stock(town.RiceId)).ShouldBe(50_000);

        // The phone sends it again: now it is carried out, once.
        var begun = (await town.BuyRice(buyer, key: "once")).Value!;
        (await town.BuyRice(buyer, key: "once")).Value!.Id.ShouldBe(begun.Id);
        (await town.Wallet(buyer)).ShouldBe((5000, 900));
        (await town.Stock(town.RiceId)).ShouldBe(49_000);
    }

    [Fact]
    public async Task Parts_OfOneBag_AreExported_AndStayWithoutANameAfterDeletion()
    {
        await using var town = await MachineTown.Open();
        var buyer = await town.Buyer(5000);
        var begun = (await town.BuyRice(buyer)).Value!;
        await town.Rice.Pull(0, default);
        town.Rice.Mill(1000);
        town.Rice.TakeBag();
        await town.Rice.Post(default);
        var person = (await town.PersonOf(buyer))!.Value;
        var subject = new DataSubject(person, [buyer]);
        var section = await town.InTransaction(s => s.GetServices<IPersonalData>().Single(p => p.Module == "market-machines").Export(subject, default));
        section[0].Items.Single().Single(v => v.Code == "charged_fen").Value.ShouldBe("900");
        await town.InTransaction(async s =>
        {
            await s.GetServices<IPersonalData>().Single(p => p.Module == "market-machines").Erase(subject, default);
            return true;
        });
        (await town.Sheet(town.RiceId)).Sessions.Single().ShouldSatisfyAllConditions(l => l.Number.ShouldBe(begun.Number), l => l.Buyer.ShouldBe("—"), l => l.ChargedFen.ShouldBe(900));
    }
}
