using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger.Accounts;
using Linli.Ledger.Earning;
using Linli.Ledger.Holds;
using Linli.Ledger.Lots;
using Linli.Ledger.Payments;
using Linli.Ledger.Periods;
using Linli.Ledger.Settlements;
using Linli.PaySimulator;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Linli.Ledger.Tests;

/// <summary>What must never happen to somebody's money, whoever asks at the same moment and whatever a payment service says.</summary>
public class WithoutFearTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly int Month = ClosedPeriod.MonthOf(LocalTime.DateOf(TestTown.Start));

    [Theory, MemberData(nameof(Both))]
    public async Task Settlement_ThatIsNegative_GoesIntoTheNext_AndNeverIsMorePaidThanThereIs(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var town = books.Town;
        var (one, other) = (await town.Staff("operator"), await town.Staff("secretary"));
        var wallet = await books.Wallet(10_000);
        async Task<Guid> Settle(int month)
        {
            await books.Seal();
            var id = (await town.Run(one, new MakeSettlement(books.Cooperative, month))).Value;
            (await town.Run(other, new ApproveSettlement(id))).Ok.ShouldBeTrue();
            return id;
        }

        async Task<SettlementLine> Line(Guid id) => (await town.Ask(one, new ListSettlements())).Value!.Single(s => s.Id == id);
        var sold = (await books.Post(books.Transfer(wallet, books.Cooperative, 500))).Value!.Id;
        town.Time.Move(TimeSpan.FromDays(31));
        var first = await Settle(Month);

        // Given back before the first was paid: not more is ordered than the account still holds, and paid by hand it is refused too.
        (await books.Try(l => l.Reverse(new(sold, "test", "back", ("退货", "Returned")) { Part = [Entry.From(books.Cooperative, new Fen(100)), Entry.To(wallet, new Fen(100))] }, default))).Ok.ShouldBeTrue();
        (await town.Run(other, new OrderSettlements())).Problem.Code.ShouldBe("ledger.settlement_above_balance");
        (await town.Run(other, new PaySettlement("B-1") { Id = first })).Problem.Code.ShouldBe("ledger.settlement_above_balance");
        (await books.Post(books.Transfer(wallet, books.Cooperative, 100))).Ok.ShouldBeTrue();
        var order = (await town.Run(other, new OrderSettlements())).Value!;
        (order.Count, order.Fen).ShouldBe((1, 500));
        (await town.Run(one, new OrderSettlements())).Problem.Code.ShouldBe("ledger.nothing_to_order");
        for (var i = 0; i < 2; i++)
            (await town.Run(other, new TakeOrderFile(order.Id))).Value!.Lines.ShouldHaveSingleItem().Fen.ShouldBe(500);
        (await town.Run(other, new WithdrawSettlement("") { Id = first })).Problem.Field.ShouldBe("reason");
        (await town.Run(other, new WithdrawSettlement("银行说账号不对") { Id = first })).Ok.ShouldBeTrue();
        (await town.Run(other, new WithdrawSettlement("银行说账号不对") { Id = first })).Problem.Code.ShouldBe("ledger.settlement_not_ordered");
        (await town.Run(other, new OrderSettlements())).Ok.ShouldBeTrue();
        (await town.Run(other, new PaySettlement("B-1") { Id = first })).Ok.ShouldBeTrue();

        // Only refunds in the second month: nothing is owed, and what the shop owes goes into the third.
        (await books.Try(l => l.Reverse(new(sold, "test", "back2", ("退货", "Returned")) { Part = [Entry.From(books.Cooperative, new Fen(150)), Entry.To(wallet, new Fen(150))] }, default))).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(31));
        var second = await Settle(Month + 1);
        (await Line(second)).Owed.ShouldBe(-150);
        (await town.Run(other, new PaySettlement("B-2") { Id = second })).Problem.Code.ShouldBe("ledger.settlement_nothing_owed");
        (await books.Post(books.Transfer(wallet, books.Cooperative, 400))).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(31));
        var third = await Settle(Next(Month + 1));
        (await Line(third)).ShouldSatisfyAllConditions(s => s.Carried.ShouldBe(-150), s => s.Owed.ShouldBe(250));
        (await Line(second)).State.ShouldBe(SettlementState.Carried);
        (await town.Run(other, new PaySettlement("B-2") { Id = second })).Problem.Code.ShouldBe("ledger.settlement_not_approved");
        (await town.Run(other, new PaySettlement("B-1") { Id = third })).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("ledger.bank_reference_used"), p => p.Field.ShouldBe("reference"));

        // What stands in an order may have left the bank: the rest pays nothing besides, by hand or by order.
        (await town.Run(other, new OrderSettlements())).Value!.Fen.ShouldBe(250);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 300))).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(31));
        var fourth = await Settle(Next(Next(Month + 1)));
        (await books.Try(l => l.Reverse(new(sold, "test", "back3", ("退货", "Returned")) { Part = [Entry.From(books.Cooperative, new Fen(100)), Entry.To(wallet, new Fen(100))] }, default))).Ok.ShouldBeTrue();
        (await town.Run(other, new PaySettlement("B-4") { Id = fourth })).Problem.Code.ShouldBe("ledger.settlement_above_balance");
        (await town.Run(other, new PaySettlement("B-3") { Id = third })).Ok.ShouldBeTrue();
        (await books.Post(books.Transfer(wallet, books.Cooperative, 100))).Ok.ShouldBeTrue();
        (await town.Run(other, new PaySettlement("B-4") { Id = fourth })).Ok.ShouldBeTrue();
        (await books.Posted(books.Cooperative)).ShouldBe(0);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Settlement_FindsWhatWasPostedWithALateClock_Once_AndWaitsTenMinutesAfterMidnight(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var town = books.Town;
        var one = await town.Staff("operator");
        var wallet = await books.Wallet(10_000);
        await books.Post(books.Transfer(wallet, books.Cooperative, 300));
        await books.Seal();
        var midnight = LocalTime.StartOfDay(new DateOnly(2026, 12, 1));
        town.Time.SetTo(midnight.AddMinutes(9));
        (await town.Run(one, new MakeSettlement(books.Cooperative, Month))).Problem.Code.ShouldBe("ledger.month_runs");
        town.Time.SetTo(midnight.AddMinutes(11));
        var first = (await town.Run(one, new MakeSettlement(books.Cooperative, Month))).Value;

        // A node whose clock lies days behind.
        town.Time.SetTo(midnight.AddDays(-3));
        await books.Post(books.Transfer(wallet, books.Cooperative, 70));
        town.Time.SetTo(midnight.AddDays(40));
        await books.Post(books.Transfer(wallet, books.Cooperative, 9));
        await books.Seal();
        (await town.Run(one, new MakeSettlement(books.Cooperative, Month + 1))).Ok.ShouldBeTrue();
        (await town.Ask(one, new ListSettlements())).Value!.Select(s => (s.Month, s.Owed, s.Lines)).ShouldBe([(Month + 1, 70L, 1), (Month, 300L, 1)]);
        (await town.Run(one, new MakeSettlement(books.Outside, Month))).Problem.Code.ShouldBe("ledger.settle_people");
        (await (await town.StaffClient("operator")).GetStringAsync(new Uri($"/api/v1/ledger/settlements/{first}.csv", UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        (await town.Audit("ExportSettlement")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Transfers_ByMoreCallersThanThereAreConnections_AreAllPosted()
    {
        await using var books = await Books.Open(DatabaseKind.Postgres, FewConnections);
        var wallet = await books.Wallet(1000);
        var made = await (await books.Town.StaffClient("admin")).PostAsJsonAsync("/api/v1/api-keys", new { name = "碾米机", scope = SmallTown.First.Value, permissions = new[] { LedgerPermissions.Post } });
        var client = books.Town.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString());
        Task<HttpResponseMessage> Send(int i, string kind = "machine.pay") => client.PostAsJsonAsync("/api/v1/ledger/transfers", new
        {
            key = $"k{i}",
            kind,
            memoZh = "碾米",
            memoEn = "Rice milling",
            entries = new[] { new { account = wallet.Value, unit = "fen", value = -1 }, new { account = books.Cooperative.Value, unit = "fen", value = 1 } },
        });
        (await Send(-1, "settlement.pay")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => Send(i))));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await books.Posted(wallet)).ShouldBe(940);
    }

    [Fact]
    public async Task PaymentServiceThatHangs_KeepsNoConnection_AndNobodyElseWaits()
    {
        var slow = new SlowProvider();
        await using var books = await Books.Open(DatabaseKind.Postgres, builder =>
        {
            FewConnections(builder);
            builder.Services.AddSingleton<IPaymentProvider>(slow);
        });
        var town = books.Town;
        var account = await town.VerifiedResident("13800000031", home: true);
        var asked = Enumerable.Range(0, 8).Select(i => Task.Run(() => town.Ask(account, new TopUp(1000 + i, "slow")))).ToList();
        await slow.Waits();

        // Eight wait for the service, and there are four connections.
        (await town.Ask(account, new Wallet.MyWallet())).Ok.ShouldBeTrue();
        (await books.Wallet(500)).Value.ShouldNotBe(Guid.Empty);
        slow.Answer();
        (await Task.WhenAll(asked)).ShouldAllBe(a => a.Ok && a.Value.PayerLink == "https://pay.invalid/1");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task StatementThatCannotBeRead_IsOnTheDesksList_AndOtherServicesAreComparedAllTheSame(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind, builder => builder.Services.AddSingleton<IPaymentProvider>(new SlowProvider()));
        var town = books.Town;
        town.Time.SetTo(LocalTime.At(LocalTime.DateOf(TestTown.Start).AddDays(1), new(10, 30)));
        await books.Run<ReconcilePayments>();
        await books.Run<ReconcilePayments>();
        var list = (await town.Ask(await town.Staff("desk"), new ListReconciliations())).Value!;
        list.Open.ShouldAllBe(d => d.Kind == DifferenceKind.Unreadable);
        list.Open.Select(d => d.Day).ShouldBeUnique();
        list.Days.ShouldContain(d => d.Day == LocalTime.DateOf(TestTown.Start));

        // A fortnight later everything since is caught up with.
        town.Time.Move(TimeSpan.FromDays(14));
        await books.Run<ReconcilePayments>();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<ReconciledDay>().Where(d => d.Provider == "paysim").Select(d => d.Day).ToListAsync()))
            .Order().ShouldBe(Enumerable.Range(-6, 21).Select(i => LocalTime.DateOf(TestTown.Start).AddDays(i)));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_GivenUpHere_ThatTheServiceMadeAfterAll_IsTakenFromTheWallet_OrWaitsAtTheDesk(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (town, desk) = (bed.Town, await bed.Town.Staff("desk"));
        await bed.PayIn(5000);
        async Task<Guid> Ask(long fen)
        {
            var asked = (await town.Run(bed.Account, new AskRefund(fen))).Value!.Request;
            return (await bed.Rows<Refund>()).Single(r => r.Request == asked).Id;
        }

        Task<Result<Done>> Said(Guid refund, RefundStanding standing) => town.InScope(s => s.GetRequiredService<UseCaseRunner>().Run(new KeepRefundAnswer(refund, new(standing, "TEST")), default));

        // Its hold is gone, but the money is there.
        var first = await Ask(1000);
        var hold = (await bed.Rows<Refund>()).Single(r => r.Id == first).Hold!.Value;
        (await bed.Books.Try(l => l.Release(hold, default))).Ok.ShouldBeTrue();
        (await Said(first, RefundStanding.Done)).Ok.ShouldBeTrue();
        (await bed.Rows<Refund>()).Single(r => r.Id == first).State.ShouldBe(RefundState.Done);
        (await bed.Wallet()).ShouldBe(4000);

        // Given up, spent, and then it was made after all.
        var second = await Ask(4000);
        (await Said(second, RefundStanding.Refused)).Ok.ShouldBeTrue();
        var wallet = (await bed.WalletBalance()).Account;
        (await bed.Books.Post(bed.Books.Transfer(wallet, bed.Books.Cooperative, 3000))).Ok.ShouldBeTrue();
        (await Said(second, RefundStanding.Done)).Ok.ShouldBeTrue();
        (await Said(second, RefundStanding.Done)).Ok.ShouldBeTrue();
        (await town.Ask(desk, new ListPayments())).Value!.Unbooked.ShouldHaveSingleItem().Fen.ShouldBe(4000);
        (await town.Run(desk, new BookRefund(second))).Problem.Code.ShouldBe("ledger.insufficient");
        (await town.Run(desk, new TakeCash(await bed.WalletNumber(), 3000))).Ok.ShouldBeTrue();
        (await town.Run(desk, new BookRefund(second))).Ok.ShouldBeTrue();
        (await town.Run(desk, new BookRefund(second))).Problem.Code.ShouldBe("ledger.refund_decided");
        (await bed.Wallet()).ShouldBe(0);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task DoubtfulMoney_OfATopUp_IsAskedForNoMore_AndTheDesksWordSettlesIt(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (town, desk) = (bed.Town, await bed.Town.Staff("desk"));
        await bed.PayIn(1000);
        var (id, order) = await bed.Start(700);
        await bed.News.Act(order, Behaviour.Never, default);
        await Change<Payment>(town, p => p.Id == id, p => p.Person = Guid.CreateVersion7());
        town.Time.Move(TimeSpan.FromSeconds(20));
        await bed.Books.Run<PollPayments>();
        (await bed.Rows<Payment>()).Single(p => p.Id == id).ShouldSatisfyAllConditions(p => p.State.ShouldBe(PaymentState.Doubtful), p => p.PollAt.ShouldBeNull());
        (await bed.State(id)).ShouldBe("doubtful");
        var arrival = (await town.Ask(desk, new ListPayments())).Value!.Doubtful.ShouldHaveSingleItem();
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Credit, "本人出示付款记录", await bed.WalletNumber()) { Id = arrival.Id })).Ok.ShouldBeTrue();
        (await bed.State(id)).ShouldBe("paid");
        (await bed.Wallet()).ShouldBe(1700);

        // Told otherwise afterwards, it is looked at once more, and the first word stays in the note.
        order.Paid = 800;
        for (var i = 0; i < 2; i++)
            (await bed.Send(bed.Pay.CallbackOf(order))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await town.Ask(desk, new ListPayments())).Value!.Doubtful.ShouldHaveSingleItem().Note.ShouldBe("本人出示付款记录");
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Note, "渠道更正过金额") { Id = arrival.Id })).Ok.ShouldBeTrue();
        (await bed.Send(bed.Pay.CallbackOf(order))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await town.Ask(desk, new ListPayments())).Value!.Doubtful.ShouldBeEmpty();
        (await bed.Rows<Arrival>()).Single(a => a.Id == arrival.Id).Note.ShouldBe("本人出示付款记录；渠道更正过金额");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PressingTheButtonAgainAndAgain_UsesUpNoneOfTheLateQuestions(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (id, _) = await bed.Start();
        for (var i = 0; i < 5; i++)
        {
            (await bed.Town.Ask(bed.Account, new CheckTopUp(id))).Ok.ShouldBeTrue();
            bed.Town.Time.Move(TimeSpan.FromSeconds(6));
        }

        (await bed.Rows<Payment>()).ShouldHaveSingleItem().Polls.ShouldBe(0);
        bed.Town.Time.Move(TimeSpan.FromMinutes(20));
        await bed.Books.Run<PollPayments>();
        (await bed.State(id)).ShouldBe("closed");
        for (var i = 0; i < 5; i++)
        {
            (await bed.Town.Ask(bed.Account, new CheckTopUp(id))).Ok.ShouldBeTrue();
            bed.Town.Time.Move(TimeSpan.FromSeconds(6));
        }

        (await bed.Rows<Payment>()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Polls.ShouldBe(0), p => p.PollAt.ShouldNotBeNull());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Wallet_HoldsNoMoreThanItsLimit_HoweverManyTopUpsAreOpen_AndCashCountsToo(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var desk = await bed.Town.Staff("desk");
        await bed.PayIn(1000);
        var wallet = (await bed.WalletBalance()).Account;
        (await bed.Books.Post(bed.Books.Transfer(bed.Books.Outside, wallet, 459_000))).Ok.ShouldBeTrue();
        await bed.Start(20_000);
        await bed.Start(20_000);
        (await bed.Town.Ask(bed.Account, new TopUp(1000, "paysim"))).Problem.Code.ShouldBe("ledger.top_up_full");
        (await bed.Town.Run(desk, new TakeCash(await bed.WalletNumber(), 1000))).Problem.Code.ShouldBe("ledger.top_up_full");
        (await bed.Books.Post(bed.Books.Transfer(wallet, bed.Books.Cooperative, 400_000))).Ok.ShouldBeTrue();
        for (var i = 0; i < 2; i++)
            (await bed.Town.Run(desk, new TakeCash(await bed.WalletNumber(), 100_000))).Ok.ShouldBeTrue();
        (await bed.Town.Run(desk, new TakeCash(await bed.WalletNumber(), 100_000))).Problem.Code.ShouldBe("ledger.top_up_day");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Capture_SentAgainWhileTheFirstIsUnderWay_GetsTheFirstAnswer(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var hold = (await books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(700)), TestTown.Start.AddMinutes(30), "test", "h", ("预占", "Hold")), default))).Value;
        var transfer = books.Transfer(wallet, books.Cooperative, 700, "once");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => books.Try(l => l.Capture(new(hold, transfer), default)))));
        answers.ShouldAllBe(a => a.Ok);
        answers.Count(a => !a.Value!.Repeated).ShouldBe(1);
        answers.Select(a => a.Value!.Id).Distinct().Count().ShouldBe(1);
        (await books.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Posted.ShouldBe(300), b => b.Held.ShouldBe(0));
        (await books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(1)), TestTown.Start, "test", "over", ("预占", "Hold")), default))).Problem.Field.ShouldBe("expiresAt");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Staff_SetNoHoldOfTheirOwnFree_AndNotOneThatWasTaken(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var worker = await bed.Town.Staff("secretary");
        await bed.PayIn(1000);
        var wallet = (await bed.WalletBalance()).Account;
        async Task<HoldId> Hold(string key) => (await bed.Books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(300)), TestTown.Start.AddHours(3), "market.machines", key, ("开柜", "Door")), default))).Value;
        var (open, taken) = (await Hold("a"), await Hold("b"));
        (await bed.Books.Try(l => l.Capture(new(taken, bed.Books.Transfer(wallet, bed.Books.Cooperative, 300)), default))).Ok.ShouldBeTrue();
        var own = await bed.Town.As(worker, async s =>
        {
            var current = s.GetRequiredService<CurrentCaller>();
            current.Value = new(current.Value.Account, "", current.Value.Grants) { Person = bed.Person };
            return await s.GetRequiredService<UseCaseRunner>().Run(new SetHoldFree("机器坏了") { Id = open }, default);
        });
        own.Problem.Code.ShouldBe("ledger.own_wallet");
        (await bed.Town.Run(worker, new SetHoldFree("机器坏了") { Id = taken })).Problem.Code.ShouldBe("ledger.hold_closed");
        (await bed.Town.Run(worker, new SetHoldFree("机器坏了") { Id = open })).Ok.ShouldBeTrue();
        (await bed.WalletBalance()).Held.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Wallet_BelongsWhereItsOwnerLives_WhereverItIsOpened_AndNobodysOnceTheDataIsDeleted(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var town = bed.Books.Town;
        var account = await town.VerifiedResident("13800000051", home: true);
        var person = await bed.PersonOf(account);
        (await bed.Earn(person, "away")).Ok.ShouldBeTrue();
        var home = await town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.HomeScopes[0]));
        var wallet = await bed.Books.Do(l => l.Wallet(person, LedgerUnit.Points, default));
        var scopes = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Account>().Where(a => a.Id == wallet || a.Purpose == NewAccount.Wallet).Select(a => new { a.Id, a.Scope }).ToListAsync());
        scopes.Single(a => a.Id == wallet).Scope.ShouldBe(home.Value);
        var stranger = await bed.Books.Do(l => l.Wallet(Guid.CreateVersion7(), LedgerUnit.Fen, default));
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Account>().Where(a => a.Id == stranger).Select(a => a.Scope).SingleAsync())).ShouldBe(SmallTown.Group.Value);

        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await s.GetServices<IPersonalData>().Single(p => p.Module == "ledger").Erase(new(person, [account]), default);
            return await db.SaveChangesAsync();
        });
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<EarningRow>().AsNoTracking().ToListAsync())).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Wallet.ShouldBe(wallet), e => e.Person.ShouldNotBe(person));
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Family_HasMoneyGoBackWhereItCameFrom_NeverOutInCash_AndTheOwnerIsTold(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind, builder => builder.Services.AddScoped<IActingFor>(_ => new Daughter()));
        var town = bed.Town;
        await bed.PayIn(5000);
        (await town.Run(await town.Staff("desk"), new TakeCash(await bed.WalletNumber(), 1000))).Ok.ShouldBeTrue();
        var daughter = await town.VerifiedResident("13800000061");
        (await town.Run(daughter, new AskRefund(100, bed.Person, Cash: true))).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("ledger.refund_family_cash"), p => p.Field.ShouldBe("cash"));
        (await town.Run(daughter, new AskRefund(6000, bed.Person))).Problem.Code.ShouldBe("ledger.refund_family_cash");
        (await bed.WalletBalance()).Held.ShouldBe(0);
        (await town.Run(daughter, new AskRefund(5000, bed.Person))).Value!.ByProvider.ShouldBe(5000);

        // A code is sent once a minute.
        town.Time.Move(TimeSpan.FromMinutes(2));
        (await (await town.ResidentClient("13800000031")).GetStringAsync(new Uri("/api/v1/notices", UriKind.Relative))).ShouldContain("Family asked for money of your wallet back");
        (await town.Run(bed.Account, new AskRefund(1000, Cash: true))).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/bookings/1?day=2026-11-23#top", true)]
    [InlineData("/中文", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("/\n/evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/ /evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("", false)]
    public void ReturnAddress_IsAPathOfThisHouse(string then, bool ours) => StartTopUp.IsOurs(then).ShouldBe(ours);

    [Theory]
    [InlineData(0, 30, null, 30)]
    [InlineData(60, 30, null, 60)]
    [InlineData(80, 110, 0, 90)]
    [InlineData(90, 120, 0, 90)]
    public void LastDay_IsMovedForTheNotice_ButNotForEver(int lastDay, int soonest, int? first, int expected)
    {
        var day = new DateOnly(2026, 11, 23);
        PointsRules.Extended(day.AddDays(lastDay), day.AddDays(soonest), first is { } f ? day.AddDays(f) : null).ShouldBe(day.AddDays(expected));
    }

    private static int Next(int month) => month % 100 == 12 ? month + 89 : month + 1;

    private static Task<int> Change<T>(TestTown town, System.Linq.Expressions.Expression<Func<T, bool>> which, Action<T> change) where T : class, IScoped => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        change(await db.Unfiltered<T>().SingleAsync(which));
        return await db.SaveChangesAsync();
    });

    private static void FewConnections(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        var database = (DatabaseOptions)builder.Services.Single(s => s.ServiceType == typeof(DatabaseOptions)).ImplementationInstance!;
        database.ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = true, MaxPoolSize = 4, Timeout = 4 }.ConnectionString;
    }

    /// <summary>May act for anybody.</summary>
    private sealed class Daughter : IActingFor
    {
        public Task<IReadOnlyList<ActedFor>> People(string matter, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ActedFor>>([]);

        public Task<Result<ActedFor>> For(Guid person, string matter, CancellationToken cancel) => Task.FromResult<Result<ActedFor>>(new ActedFor(person, "母亲", null));

        public void Record(ActedFor person, string matter, string subject, Phrase what, string link)
        {
        }

        public Task<Guid?> AccountOf(Guid person, CancellationToken cancel) => Task.FromResult<Guid?>(null);

        public Task<IReadOnlyList<Guid>> AgentsOf(Guid person, string matter, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Guid>>([]);

        public Task<Guid?> Self(CancellationToken cancel) => Task.FromResult<Guid?>(null);

        public Task<IReadOnlyDictionary<Guid, string>> MaskedNames(IReadOnlyCollection<Guid> people, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<Guid, string>>(new Dictionary<Guid, string>());
    }

    /// <summary>A payment service that answers when the test wants, and whose statements nobody can read.</summary>
    private sealed class SlowProvider : IPaymentProvider
    {
        private readonly TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource eightWait = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting;

        public string Code => "slow";

        public Phrase Name => ("慢", "Slow");

        public bool IsOffered => true;

        /// <summary>Ends when eight have asked.</summary>
        public Task Waits() => eightWait.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public void Answer() => answer.SetResult();

        public async Task<Result<PayerLink>> Create(PaymentOrder order, CancellationToken cancel)
        {
            if (Interlocked.Increment(ref waiting) == 8)
                eightWait.SetResult();
            await answer.Task.WaitAsync(cancel);
            return new PayerLink("https://pay.invalid/1");
        }

        public Task<PaymentAnswer> Query(string order, CancellationToken cancel) => Task.FromResult(new PaymentAnswer(PaymentStanding.NoAnswer));

        public Task Close(string order, CancellationToken cancel) => Task.CompletedTask;

        public Task<RefundAnswer> Refund(RefundOrder refund, CancellationToken cancel) => Task.FromResult(new RefundAnswer(RefundStanding.NoAnswer));

        public Task<RefundAnswer> QueryRefund(string refund, CancellationToken cancel) => Task.FromResult(new RefundAnswer(RefundStanding.NoAnswer));

        public Result<ProviderNews> Read(PaymentCallback callback) => new NothingNew();

        public Task<Result<IReadOnlyList<ProviderLine>>> Statement(DateOnly day, CancellationToken cancel) => throw new FormatException("Not a bill.");
    }
}
