using Linli.Ledger.Payments;
using Linli.PaySimulator;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Ledger.Tests;

/// <summary>R28: what was paid in goes back on request, and never more than the wallet holds.</summary>
public class RefundTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_GoesBackToThePaymentsItCameFrom_TheNewestFirst(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        await bed.PayIn(3000);
        bed.Town.Time.Move(TimeSpan.FromHours(1));
        await bed.PayIn(5000);
        var asked = (await bed.Town.Run(bed.Account, new AskRefund(6000, IdempotencyKey: "r"))).Value!;
        (asked.ByProvider, asked.Cash).ShouldBe((6000, 0));
        (await bed.Town.Run(bed.Account, new AskRefund(6000, IdempotencyKey: "r"))).Value.ShouldBe(asked);

        // Set aside at once: it cannot be spent meanwhile.
        (await bed.WalletBalance()).Available.ShouldBe(2000);
        (await bed.Town.Run(bed.Account, new AskRefund(2001))).Problem.Code.ShouldBe("ledger.insufficient");
        await bed.Books.Run<SendRefunds>();
        var parts = await bed.Rows<Refund>();
        parts.Select(p => p.Fen).Order().ShouldBe([1000L, 5000L]);
        parts.ShouldAllBe(p => p.State == RefundState.Done);
        (await bed.WalletBalance()).ShouldSatisfyAllConditions(b => b.Posted.ShouldBe(2000), b => b.Held.ShouldBe(0));
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refunds_AskedForAtTheSameMoment_NeverExceedTheWallet(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        await bed.PayIn(5000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => bed.Town.Run(bed.Account, new AskRefund(2000)))));
        answers.Count(a => a.Ok).ShouldBe(2);
        await bed.Books.Run<SendRefunds>();
        (await bed.Wallet()).ShouldBe(1000);
        (await bed.Rows<Refund>()).Where(r => r.State == RefundState.Done).Sum(r => r.Fen).ShouldBe(4000);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_WhileTheServiceIsSilent_IsSentAgainByTheSameNumber(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        await bed.PayIn(5000);
        (await bed.Town.Run(bed.Account, new AskRefund(5000))).Ok.ShouldBeTrue();
        bed.Pay.IsDown = true;
        await bed.Books.Run<SendRefunds>();
        (await bed.Rows<Refund>()).ShouldHaveSingleItem().State.ShouldBe(RefundState.Waiting);
        (await bed.WalletBalance()).Held.ShouldBe(5000);
        bed.Pay.IsDown = false;
        bed.Town.Time.Move(TimeSpan.FromMinutes(2));
        await bed.Books.Run<SendRefunds>();
        await bed.Books.Run<SendRefunds>();
        (await bed.Rows<Refund>()).ShouldHaveSingleItem().State.ShouldBe(RefundState.Done);
        (await bed.Wallet()).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_ThatTheServiceRefuses_StaysInTheWallet_AndGoesAsCashNext(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        await bed.PayIn(5000);

        // Somebody gave a part back at the merchant's own desk.
        var arrival = (await bed.Rows<Arrival>())[0];
        await bed.Town.InScope(async s =>
        {
            var provider = ((IEnumerable<IPaymentProvider>)s.GetService(typeof(IEnumerable<IPaymentProvider>))!).Single(p => p.Code == "paysim");
            (await provider.Refund(new(Guid.CreateVersion7().ToString("N"), arrival.Order, arrival.Reference, 100, 5000), default)).Standing.ShouldBe(RefundStanding.Done);
            return true;
        });
        (await bed.Town.Run(bed.Account, new AskRefund(5000))).Ok.ShouldBeTrue();
        await bed.Books.Run<SendRefunds>();
        (await bed.Rows<Refund>()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.State.ShouldBe(RefundState.Failed), r => r.Why.ShouldBe("INVALID_REQUEST"));
        (await bed.WalletBalance()).Available.ShouldBe(5000);
        (await bed.Town.Run(bed.Account, new AskRefund(5000))).Value!.Cash.ShouldBe(5000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Cash_IsTakenAtTheDesk_AndPaidOutByTwo(DatabaseKind kind)
    {
        await using var bed = await PaymentBed.Open(kind);
        var town = bed.Town;
        var (one, other) = (await town.Staff("desk"), await town.Staff("secretary"));
        await bed.Books.Account(AccountOwner.Person(bed.Person), LedgerUnit.Fen, NewAccount.Wallet, 0);
        var number = await bed.WalletNumber();
        (await town.Run(one, new TakeCash(number.ToLowerInvariant(), 8000, "c"))).Ok.ShouldBeTrue();
        (await town.Run(one, new TakeCash(number.ToLowerInvariant(), 8000, "c"))).Ok.ShouldBeTrue();
        (await bed.Wallet()).ShouldBe(8000);
        (await town.Run(one, new TakeCash("Y-999999", 8000))).Problem.Field.ShouldBe("number");
        (await town.Run(one, new TakeCash(number, -1))).Problem.Field.ShouldBe("fen");
        (await town.Run(await town.Staff("worker2"), new TakeCash(number, 100))).Problem.Code.ShouldBe("ledger.wallet_not_found");

        // Cash has no way back but cash.
        var asked = (await town.Run(bed.Account, new AskRefund(3000))).Value!;
        (asked.ByProvider, asked.Cash).ShouldBe((0, 3000));
        var refund = (await bed.Rows<Refund>()).ShouldHaveSingleItem().Id;
        (await town.Run(one, new ConfirmCashRefund(true) { Id = refund })).Value!.Paid.ShouldBeFalse();
        (await town.Run(one, new ConfirmCashRefund(true) { Id = refund })).Problem.Code.ShouldBe("ledger.second_person");
        (await bed.Wallet()).ShouldBe(8000);
        (await town.Run(other, new ConfirmCashRefund(true) { Id = refund })).Value!.Paid.ShouldBeTrue();
        (await town.Run(other, new ConfirmCashRefund(true) { Id = refund })).Problem.Code.ShouldBe("ledger.refund_decided");
        (await bed.Wallet()).ShouldBe(5000);

        // Begun at the desk: whoever asked is the first of the two.
        (await town.Run(one, new GiveCash(number, 5001))).Problem.Code.ShouldBe("ledger.insufficient");
        (await town.Run(one, new GiveCash(number, 5000))).Ok.ShouldBeTrue();
        var second = (await bed.Rows<Refund>()).Single(r => r.State == RefundState.AtDesk).Id;
        (await town.Run(one, new ConfirmCashRefund(true) { Id = second })).Problem.Code.ShouldBe("ledger.second_person");
        (await town.Run(bed.Account, new CancelRefund(second))).Ok.ShouldBeTrue();
        (await town.Run(bed.Account, new CancelRefund(second))).Ok.ShouldBeTrue();
        (await town.Run(bed.Account, new CancelRefund(refund))).Problem.Code.ShouldBe("ledger.refund_under_way");
        (await bed.WalletBalance()).Available.ShouldBe(5000);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task Refund_OfNothing_IsRefused(long fen)
    {
        await using var bed = await PaymentBed.Open();
        (await bed.Town.Run(bed.Account, new AskRefund(fen))).Problem.Field.ShouldBe("fen");
    }
}
