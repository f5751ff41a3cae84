using System.Net;
using System.Net.Http.Json;
using Linli.Ledger.Earning;
using Linli.Ledger.Holds;
using Linli.Ledger.Payments;
using Linli.Ledger.Periods;
using Linli.Ledger.Settlements;
using Linli.Ledger.Wallet;
using Linli.PaySimulator;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class PaymentDeskTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task DoubtfulMoney_IsCreditedOrGivenBack_Once(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var town = bed.Town;
        var desk = await town.Staff("desk");
        await bed.PayIn(1000);
        var (one, two) = (Foreign(700), Foreign(900));
        (await bed.Send(bed.Pay.CallbackOf(one))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await bed.Send(bed.Pay.CallbackOf(two))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var list = (await town.Ask(desk, new ListPayments())).Value!;
        var (first, second) = (list.Doubtful.Single(d => d.Fen == 700).Id, list.Doubtful.Single(d => d.Fen == 900).Id);
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Credit, "") { Id = first })).Problems.Select(p => p.Field).ShouldBe(["note", "number"]);
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Credit, "本人出示付款记录", "Y-000000") { Id = first })).Problem.Field.ShouldBe("number");
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Note, "已看") { Id = first })).Problem.Code.ShouldBe("ledger.doubt_decided");
        (await town.Run(await town.Staff("worker2"), new DecideDoubt(DoubtAnswer.GiveBack, "试试") { Id = first })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Credit, "本人出示付款记录", await bed.WalletNumber()) { Id = first })).Ok.ShouldBeTrue();
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.Credit, "再来一次", await bed.WalletNumber()) { Id = first })).Problem.Code.ShouldBe("ledger.doubt_decided");
        (await bed.Wallet()).ShouldBe(1700);
        (await town.Run(desk, new DecideDoubt(DoubtAnswer.GiveBack, "查无此人") { Id = second })).Ok.ShouldBeTrue();
        await bed.Books.Run<SendRefunds>();
        (await bed.Rows<Arrival>()).Single(a => a.Id == second).State.ShouldBe(ArrivalState.Returned);
        (await bed.Wallet()).ShouldBe(1700);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Statement_OfTheDay_FindsWhatNobodyToldOf_AndListsEveryDifferenceOnce(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var town = bed.Town;
        await bed.PayIn(3000);

        // Paid, never told, and asked for in vain: only the statement knows.
        var (lost, order) = await bed.Start(2000);
        await bed.News.Act(order, Behaviour.Never, default);
        order.Silences = 1000;
        town.Time.Move(TimeSpan.FromHours(9));
        await bed.Books.Run<ReconcilePayments>();
        (await bed.Rows<ReconciledDay>()).ShouldNotContain(d => d.Day == LocalTime.DateOf(TestTown.Start));
        town.Time.SetTo(LocalTime.At(LocalTime.DateOf(TestTown.Start).AddDays(1), new(10, 30)));
        await bed.Books.Run<ReconcilePayments>();
        await bed.Books.Run<ReconcilePayments>();
        (await bed.State(lost)).ShouldBe("paid");
        (await bed.Wallet()).ShouldBe(5000);
        var day = (await bed.Rows<ReconciledDay>()).Single(d => d.Day == LocalTime.DateOf(TestTown.Start));
        (day.Payments, day.PaidFen, day.Differences).ShouldBe((2, 5000L, 1));
        var desk = await town.Staff("desk");
        var open = (await town.Ask(desk, new ListReconciliations())).Value!.Open.ShouldHaveSingleItem();
        open.Kind.ShouldBe(DifferenceKind.OnlyThere);
        (await town.Run(desk, new ExplainDifference("") { Id = open.Id })).Problem.Field.ShouldBe("note");
        (await town.Run(desk, new ExplainDifference("通知丢失，已补入账") { Id = open.Id })).Ok.ShouldBeTrue();
        (await town.Run(desk, new ExplainDifference("再写") { Id = open.Id })).Problem.Code.ShouldBe("ledger.doubt_decided");
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Reconciliation_NamesWhatIsMissingOnEitherSide_AndOtherAmounts()
    {
        var at = TestTown.Start;
        var found = ReconciliationRules.Compare(
            [new("o1", "a", 100, at), new("o2", "b", 200, at), new("o3", "c", 300, at), new("o1", "a", 40, at, "r1"), new("o2", "b", 50, at, "r2")],
            [("a", 100), ("b", 250), ("d", 400)], [("r1", 40), ("r3", 60)]);
        found.ShouldBe(
            [
                (DifferenceKind.OtherAmount, "b", 250L, 200L), (DifferenceKind.OnlyHere, "d", 400L, null), (DifferenceKind.OnlyThere, "c", null, 300L),
                (DifferenceKind.RefundOnlyHere, "r3", 60L, null), (DifferenceKind.RefundOnlyThere, "r2", null, 50L),
            ]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Contradiction_OfTwoCallbacks_StaysAsItWasFirst_AndLiesAtTheDesk(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var (_, order) = await bed.Start();
        await bed.News.Act(order, Behaviour.Pay, default);
        order.Paid = 9000;
        (await bed.Send(bed.Pay.CallbackOf(order))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await bed.Wallet()).ShouldBe(5000);
        var desk = await bed.Town.Staff("desk");
        var doubt = (await bed.Town.Ask(desk, new ListPayments())).Value!.Doubtful.ShouldHaveSingleItem();
        doubt.Doubt.ShouldBe(Doubt.Contradiction);
        (await bed.Town.Run(desk, new DecideDoubt(DoubtAnswer.GiveBack, "不对") { Id = doubt.Id })).Problem.Code.ShouldBe("ledger.doubt_decided");
        (await bed.Town.Run(desk, new DecideDoubt(DoubtAnswer.Note, "已向支付渠道核实") { Id = doubt.Id })).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Limits_AreData_FromADayOn(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var town = bed.Town;
        var today = LocalTime.DateOf(TestTown.Start);
        var secretary = await town.Staff("secretary");
        var limits = new SaveTopUpLimits(SmallTown.Group, today.AddDays(1), 500, 2000, 3000, 4000, "居民代表会议决定");
        (await town.Run(secretary, limits with { Least = 0 })).Problem.Field.ShouldBe("least");
        (await town.Run(secretary, limits with { Most = 100 })).Problem.Field.ShouldBe("most");
        (await town.Run(secretary, limits with { Source = " " })).Problem.Field.ShouldBe("source");
        (await town.Run(secretary, limits with { From = today.AddDays(-1) })).Problem.Field.ShouldBe("from");
        (await town.Run(secretary, limits with { Place = SmallTown.Street })).Problem.Code.ShouldBe("ledger.not_your_place");
        (await town.Run(secretary, limits)).Ok.ShouldBeTrue();
        await bed.PayIn(100);
        town.Time.Move(TimeSpan.FromDays(1));
        (await town.Ask(bed.Account, new TopUp(400, "paysim"))).Problem.Code.ShouldBe("ledger.top_up_amount");
        await bed.PayIn(2000);
        (await town.Ask(bed.Account, new TopUp(1500, "paysim"))).Problem.Code.ShouldBe("ledger.top_up_day");
        (await town.Ask(bed.Account, new OfferTopUp())).Value!.Limits.Most.ShouldBe(2000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Hold_SetFreeAtTheDesk_CanBeSpentAgain_ButThatOfARefundIsNot(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var town = bed.Town;
        await bed.PayIn(5000);
        var wallet = (await bed.WalletBalance()).Account;
        var hold = (await bed.Books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(2000)), TestTown.Start.AddDays(3), "machine", "h", ("开柜", "Door opened")), default))).Value;
        var desk = await town.Staff("operator");
        (await town.Run(desk, new SetHoldFree("") { Id = hold })).Problem.Field.ShouldBe("reason");
        (await town.Run(await town.Staff("worker2"), new SetHoldFree("机器坏了") { Id = hold })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Run(desk, new SetHoldFree("机器坏了") { Id = hold })).Ok.ShouldBeTrue();
        (await town.Run(desk, new SetHoldFree("机器坏了") { Id = hold })).Problem.Code.ShouldBe("ledger.hold_closed");
        (await bed.WalletBalance()).Available.ShouldBe(5000);
        (await town.Run(bed.Account, new AskRefund(5000))).Ok.ShouldBeTrue();
        (await town.Run(desk, new SetHoldFree("本人要求") { Id = (await bed.Rows<Refund>())[0].Hold!.Value })).Problem.Code.ShouldBe("ledger.hold_of_refund");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Settlement_IsApprovedByASecondPerson_AndPaidOnce_AndNotCountedAgain(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var town = books.Town;
        var (one, other) = (await town.Staff("operator"), await town.Staff("secretary"));
        var wallet = await books.Wallet(10_000);
        var first = ClosedPeriod.MonthOf(LocalTime.DateOf(TestTown.Start));
        await books.Post(books.Transfer(wallet, books.Cooperative, 1000));
        town.Time.Move(TimeSpan.FromDays(31));
        await books.Seal();
        var made = (await town.Run(one, new MakeSettlement(books.Cooperative, first))).Value;
        (await town.Run(other, new PaySettlement("B-1") { Id = made })).Problem.Code.ShouldBe("ledger.settlement_not_approved");
        (await town.Run(one, new ApproveSettlement(made))).Problem.Code.ShouldBe("ledger.second_person");
        (await town.Run(other, new ApproveSettlement(made))).Ok.ShouldBeTrue();
        (await town.Run(other, new ApproveSettlement(made))).Problem.Code.ShouldBe("ledger.settlement_approved");
        var order = (await town.Run(other, new OrderSettlements())).Value!;
        (await (await town.StaffClient("secretary")).GetStringAsync(new Uri($"/api/v1/ledger/settlements/payment-orders/{order.Id}.csv", UriKind.Relative))).ShouldContain($"{order.Number},{made:D}");
        (await town.Run(one, new PaySettlement("") { Id = made })).Problem.Field.ShouldBe("reference");
        (await town.Run(one, new PaySettlement("B-2026-1") { Id = made })).Ok.ShouldBeTrue();
        (await town.Run(one, new PaySettlement("B-2026-1") { Id = made })).Problem.Code.ShouldBe("ledger.settlement_not_approved");
        (await books.Posted(books.Cooperative)).ShouldBe(0);

        // The next month: what paid the last is not counted against it.
        await books.Post(books.Transfer(wallet, books.Cooperative, 300));
        town.Time.Move(TimeSpan.FromDays(31));
        await books.Seal();
        (await town.Run(one, new MakeSettlement(books.Cooperative, first + 1))).Ok.ShouldBeTrue();
        (await town.Ask(one, new ListSettlements())).Value!.Select(s => (s.Month, s.Owed, s.State)).ShouldBe([(first + 1, 300L, SettlementState.Made), (first, 1000L, SettlementState.Paid)]);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Settlement_OfPoints_IsNeverPaidInMoney(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var town = bed.Books.Town;
        var shop = await bed.Books.Account(new(OwnerKind.Shop, "shop"), LedgerUnit.Points, "redeemed", null);
        var wallet = await bed.Wallet((50, LocalTime.DateOf(TestTown.Start).AddDays(90)));
        (await bed.Books.Post(new("till", "1", "points.redeem", ("兑换", "Redeemed"), [Entry.From(wallet, new Points(20)), Entry.To(shop, new Points(20))]))).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(31));
        var (one, other) = (await town.Staff("operator"), await town.Staff("secretary"));
        await bed.Books.Seal();
        var made = (await town.Run(one, new MakeSettlement(shop, ClosedPeriod.MonthOf(LocalTime.DateOf(TestTown.Start))))).Value;
        (await town.Run(other, new ApproveSettlement(made))).Ok.ShouldBeTrue();
        (await town.Run(other, new PaySettlement("B-1") { Id = made })).Problem.Code.ShouldBe("ledger.settlement_no_money");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_AreGivenAtTheDesk_ToWhoeverReadsTheirNumberOut_AndNotToOneself(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var town = bed.Books.Town;
        var resident = await town.VerifiedResident("13800000041");
        var person = await bed.PersonOf(resident);
        await bed.WalletOf(person, (5, LocalTime.DateOf(TestTown.Start).AddDays(90)));
        var number = (await town.Ask(resident, new MyWallet())).Value!.Pockets.Single().Number;
        var worker = await town.Staff("worker");
        (await town.Run(worker, new GivePointsHere("waste.sorted", "P-999999", SmallTown.First))).Problem.Field.ShouldBe("number");
        (await town.Run(worker, new GivePointsHere("waste.sorted", "someone's phone", SmallTown.First))).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("people.code_unknown"), p => p.Field.ShouldBe("number"));
        (await town.Run(worker, new GivePointsHere("", number, SmallTown.First))).Problem.Field.ShouldBe("event");
        (await town.Run(worker, new GivePointsHere("waste.sorted", number, SmallTown.Second))).Problem.Code.ShouldBe("ledger.not_your_place");
        (await town.Run(worker, new GivePointsHere("waste.sorted", number.ToLowerInvariant(), SmallTown.First, IdempotencyKey: "one"))).Value!.Points.ShouldBe(10);
        (await town.Run(worker, new GivePointsHere("waste.sorted", number.ToLowerInvariant(), SmallTown.First, IdempotencyKey: "one"))).Ok.ShouldBeTrue();
        (await bed.Points(person)).ShouldBe(15);
        var view = (await town.Ask(resident, new MyWallet())).Value!;
        view.Sources.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Points.ShouldBe(10), s => s.Times.ShouldBe(1));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lines_OfTheWallet_LeadToWhatTheyAreAbout(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var id = await bed.PayIn(5000);
        (await bed.Town.Run(bed.Account, new AskRefund(1000))).Ok.ShouldBeTrue();
        await bed.Books.Run<SendRefunds>();
        var lines = (await bed.Town.Ask(bed.Account, new MyLines(LedgerUnit.Fen))).Value!.Lines;
        lines.Select(l => (l.Line.Amount, l.Href)).ShouldBe([(-1000L, "/me/wallet/refund"), (5000L, $"/me/wallet/top-ups/{id:D}")]);
        (await bed.Town.Ask(bed.Account, new MyLines(LedgerUnit.Fen, After: "x"))).Problem.Field.ShouldBe("after");
        (await bed.Town.Ask(bed.Account, new MyLines(LedgerUnit.Fen, Take: 0))).Problem.Field.ShouldBe("take");
    }

    [Theory]
    [InlineData("/me/wallet", null)]
    [InlineData("/me/wallet/top-up?amount=300&then=%2Fcanteen", null)]
    [InlineData("/me/wallet/refund", null)]
    [InlineData("/desk/ledger/payments", "desk")]
    [InlineData("/desk/ledger/closing", "secretary")]
    [InlineData("/desk/ledger/points", "worker")]
    public async Task Pages_OpenForThoseTheyAreFor(string path, string? staff)
    {
        await using var books = await Books.Open();
        var client = staff is null ? await books.Town.VerifiedClient("13800000014") : await books.Town.StaffClient(staff);
        var page = await client.GetAsync(path);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("<h1>");
        if (staff is not null)
            (await (await books.Town.ResidentClient("13800000015")).GetAsync(path)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Api_TopUp_AnswersWithWhereToPay_AndProblemsNameTheField(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        bed.Town.Time.Move(TimeSpan.FromMinutes(2));
        var client = await bed.Town.ResidentClient("13800000031");
        var begun = await client.PostAsJsonAsync("/api/v1/ledger/me/top-ups", new { fen = 5000, provider = "paysim" });
        begun.StatusCode.ShouldBe(HttpStatusCode.OK, await begun.Content.ReadAsStringAsync());
        (await begun.Content.ReadAsStringAsync()).ShouldContain("/simulator/pay/");
        (await client.PostAsJsonAsync("/api/v1/ledger/me/top-ups", new { fen = -1, provider = "paysim" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync("/api/v1/ledger/me/top-ups", new { fen = "much", provider = "paysim" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync("/api/v1/ledger/me/refunds", new { fen = 100 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await bed.Town.Client().PostAsJsonAsync("/api/v1/ledger/me/top-ups", new { fen = 5000, provider = "paysim" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.PostAsJsonAsync("/api/v1/ledger/cash", new { number = "Y-000001", fen = 100 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static SimulatedOrder Foreign(long fen) =>
        new() { Number = Guid.CreateVersion7().ToString("N"), Asked = fen, ExpiresAt = TestTown.Start, State = "SUCCESS", Paid = fen, PaidAt = TestTown.Start };
}
