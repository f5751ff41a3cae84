using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>Moves refunds on by what providers and desks say. What goes back has been set aside, so nobody spends it meanwhile.</summary>
internal sealed class RefundDesk(LinliDb db, ILedger ledger, PaymentBooks books, WalletNews news, TimeProvider time)
{
    public const string Kind = "wallet.refund";

    /// <summary>Acts on what a provider says about a refund; saying it again changes nothing.</summary>
    public async Task Move(Refund refund, RefundAnswer answer, CancellationToken cancel)
    {
        // It was given up here, and the provider gave it back after all: the money is gone, whatever stands here.
        var gaveUp = refund.State is RefundState.Failed or RefundState.Cancelled && refund.Provider != PaymentBooks.Cash && answer.Standing == RefundStanding.Done;
        if (refund.State is not (RefundState.Waiting or RefundState.Sent) && !gaveUp)
            return;
        var now = Clock.Now(time);
        refund.Version++;
        switch (answer.Standing)
        {
            case RefundStanding.Done when gaveUp || await Finish(refund, cancel) is not null:
                await FinishWithoutHold(refund, cancel);
                break;
            case RefundStanding.Done:
                break;
            case RefundStanding.Refused or RefundStanding.Unknown when answer.Standing == RefundStanding.Refused || (refund.State == RefundState.Waiting && refund.Polls >= RefundRules.MostUnknown):
                await Fail(refund, answer.Why ?? answer.Standing.ToString(), cancel);
                break;
            case RefundStanding.Pending:
                (refund.State, refund.Polls, refund.PollAt) = (RefundState.Sent, refund.Polls + 1, now + RefundRules.PollAfter(refund.Polls));
                break;

            // Without an answer nothing is known: asked again. Unknown there, it is sent again by the same number: it is the same refund.
            case RefundStanding.NoAnswer:
                (refund.Polls, refund.PollAt) = (refund.Polls + 1, now + RefundRules.PollAfter(refund.Polls));
                break;
            default:
                (refund.State, refund.Polls, refund.PollAt) = (RefundState.Waiting, refund.Polls + 1, now + RefundRules.PollAfter(refund.Polls));
                break;
        }
    }

    /// <summary>The money is gone: out of the wallet, and out of the books.</summary>
    public async Task<Problem?> Finish(Refund refund, CancellationToken cancel)
    {
        if (refund is { Wallet: { } wallet, Hold: { } hold })
        {
            var taken = await ledger.Capture(new(hold, await Movement(refund, wallet, cancel)), cancel);
            if (!taken.Ok)
                return taken.Problem;
            refund.Transfer = taken.Value.Id;
        }
        else if (refund.Wallet is null && refund.Arrival is { } id && await db.Unfiltered<Arrival>().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } arrival)
        {
            (arrival.State, arrival.Version) = (ArrivalState.Returned, arrival.Version + 1);
        }

        await IsDone(refund, cancel);
        return null;
    }

    /// <summary>The money went, but what was set aside for it is free again: taken from the wallet while it holds enough, and on the desk's list where it does not.</summary>
    public async Task<Problem?> FinishWithoutHold(Refund refund, CancellationToken cancel)
    {
        if (refund.Wallet is { } wallet)
        {
            var posted = await ledger.Post(await Movement(refund, wallet, cancel), cancel);
            if (!posted.Ok)
            {
                (refund.State, refund.PollAt, refund.Why) = (RefundState.Unbooked, null, posted.Problem.Code);
                return posted.Problem;
            }

            refund.Transfer = posted.Value.Id;
        }
        else if (refund.Arrival is { } id && await db.Unfiltered<Arrival>().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } arrival)
        {
            // Of a refund in reach. Credited to somebody meanwhile, it exists twice: the desk's again.
            if (arrival.State == ArrivalState.Posted)
            {
                (refund.State, refund.PollAt) = (RefundState.Unbooked, null);
                return Postings.TransferRules.Insufficient(LedgerUnit.Fen);
            }

            (arrival.State, arrival.DecidedAt, arrival.Version) = (ArrivalState.Returned, arrival.DecidedAt ?? Clock.Now(time), arrival.Version + 1);
        }

        await IsDone(refund, cancel);
        return null;
    }

    private async Task<Transfer> Movement(Refund refund, AccountId wallet, CancellationToken cancel)
    {
        var amount = new Fen(refund.Fen);
        var name = refund.Provider == PaymentBooks.Cash ? ("现金", "cash") : books.Find(refund.Provider)?.Name ?? (refund.Provider, refund.Provider);
        return new(PaymentBooks.Poster, $"refund:{refund.Id:D}", Kind, ($"退款（{name.Zh}）", $"Refund ({name.En})"),
            [Entry.From(wallet, amount), Entry.To(await books.Outside(refund.Provider, cancel), amount)])
        { Subject = refund.Id.ToString("D") };
    }

    private async Task IsDone(Refund refund, CancellationToken cancel)
    {
        (refund.State, refund.DoneAt, refund.PollAt) = (RefundState.Done, Clock.Now(time), null);
        await news.Tell(refund.Person, refund.By, "wallet.refund", ("退款已退回", "Money went back"),
            ($"{UnitWords.Words(LedgerUnit.Fen, refund.Fen).Zh} 已退回。", $"{UnitWords.Words(LedgerUnit.Fen, refund.Fen).En} went back."), "/me/wallet/refund", $"refund-done:{refund.Id:D}", cancel);
    }

    /// <summary>Sets free what was set aside.</summary>
    public async Task SetFree(Refund refund, RefundState state, CancellationToken cancel)
    {
        if (refund.Hold is { } hold)
            await ledger.Release(hold, cancel);
        (refund.State, refund.PollAt) = (state, null);
    }

    private async Task Fail(Refund refund, string? why, CancellationToken cancel)
    {
        await SetFree(refund, RefundState.Failed, cancel);
        refund.Why = why?[..Math.Min(why.Length, 200)];
        if (refund is { Wallet: null, Arrival: { } id } && await db.Unfiltered<Arrival>().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } arrival)
            (arrival.State, arrival.DecidedAt, arrival.DecidedBy, arrival.Version) = (ArrivalState.Doubtful, null, null, arrival.Version + 1);
        if (refund.Wallet is null)
        {
            await news.Tell(null, refund.By, "wallet.refund", ("退款没有成功", "A refund failed"),
                ($"支付渠道没有退回 {UnitWords.Words(LedgerUnit.Fen, refund.Fen).Zh}，这笔到账又回到“待核实”列表。", $"The payment service did not give {UnitWords.Words(LedgerUnit.Fen, refund.Fen).En} back: the money is on the list of doubtful money again."),
                "/desk/ledger/payments", $"refund-failed:{refund.Id:D}", cancel);
            return;
        }

        await news.Tell(refund.Person, refund.By, "wallet.refund", ("退款没有成功", "A refund failed"),
            ($"支付渠道没有退回 {UnitWords.Words(LedgerUnit.Fen, refund.Fen).Zh}，钱还在钱包里。可以改为到服务台领取现金。",
                $"The payment service did not give {UnitWords.Words(LedgerUnit.Fen, refund.Fen).En} back; they are still in the wallet. You can have them in cash at the desk."),
            "/me/wallet/refund", $"refund-failed:{refund.Id:D}", cancel);
    }
}

/// <summary>What can go back where.</summary>
internal static class RefundRules
{
    /// <summary>A hold lasts at most 370 days; a refund nobody finishes in a year is set free.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(360);

    /// <summary>Payment services give back what was paid in within a year.</summary>
    public static readonly TimeSpan ProviderGivesBack = TimeSpan.FromDays(360);

    /// <summary>A payment that the provider still does not know after so many questions, about five hours, is not given back by it.</summary>
    public const int MostUnknown = 12;

    public static TimeSpan PollAfter(int polls) => TimeSpan.FromMinutes(polls switch { < 3 => 1, < 10 => 10, _ => 120 });

    /// <summary>Splits an amount over the payments it came from, the newest first; what is left over is cash.</summary>
    /// <param name="fen">What is to go back.</param>
    /// <param name="left">What each payment can still take back, the newest first.</param>
    public static (IReadOnlyList<(Guid Arrival, long Fen)> Parts, long Cash) Split(long fen, IEnumerable<(Guid Arrival, long Left)> left)
    {
        var parts = new List<(Guid, long)>();
        foreach (var (arrival, rest) in left)
        {
            var part = Math.Min(rest, fen);
            if (part <= 0)
                continue;
            parts.Add((arrival, part));
            fen -= part;
        }

        return (parts, fen);
    }
}

/// <summary>Acts on what a provider answered about a refund.</summary>
internal sealed record KeepRefundAnswer(Guid Id, RefundAnswer Answer) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => $"{Id:D} {Answer.Standing}";
}

internal sealed class KeepRefundAnswerHandler(LinliDb db, RefundDesk desk) : IHandler<KeepRefundAnswer, Done>, IUseCase
{
    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(KeepRefundAnswer request, CancellationToken cancel)
    {
        await desk.Move(await db.Unfiltered<Refund>().SingleAsync(r => r.Id == request.Id, cancel), request.Answer, cancel);
        return Done.It;
    }
}

/// <summary>Sends refunds to providers and asks how they stand (退款任务).</summary>
internal sealed class SendRefunds(LinliDb db, PaymentBooks books, UseCaseRunner run, TimeProvider time) : IJob
{
    private const int Most = 100;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);

        // A job for the whole installation.
        var due = await db.Unfiltered<Refund>().AsNoTracking().Where(r => r.PollAt != null && r.PollAt <= now).OrderBy(r => r.PollAt).Take(Most).ToListAsync(cancel);
        foreach (var refund in due)
        {
            if (books.Find(refund.Provider) is not { } provider
                || await db.Unfiltered<Arrival>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == refund.Arrival, cancel) is not { } arrival)
            {
                // Nobody to ask, for now: looked at again later, or it would stand before all others for ever.
                await run.Run(new KeepRefundAnswer(refund.Id, new(RefundStanding.NoAnswer)), cancel);
                continue;
            }

            var answer = refund.State == RefundState.Sent
                ? await provider.QueryRefund(refund.Number, cancel)
                : await provider.Refund(new(refund.Number, arrival.Order, arrival.Reference, refund.Fen, arrival.Fen), cancel);
            await run.Run(new KeepRefundAnswer(refund.Id, answer), cancel);
        }
    }
}
