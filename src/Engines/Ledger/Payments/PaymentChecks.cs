using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>Speaks with providers while no transaction is open, and hands what they say to a command.</summary>
internal sealed class PaymentChecks(LinliDb db, PaymentBooks books, UseCaseRunner run, TimeProvider time)
{
    /// <summary>Announces an order, unless the provider has it already.</summary>
    public async Task Announce(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { State: PaymentState.Open, PayerLink: null } payment || books.Find(payment.Provider) is not { } provider)
            return;
        var link = await provider.Create(new(payment.Number, payment.Fen, ("邻里钱包充值", "Linli wallet top-up"), payment.ExpiresAt), cancel);
        if (link.Ok)
            await run.Run(new KeepPayerLink(id, link.Value.Address), cancel);
    }

    /// <summary>Asks how an order stands, and acts on the answer.</summary>
    /// <param name="id">Which order.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="byPerson">Whether somebody waits for the answer: what they ask uses up none of the questions that the job asks later.</param>
    public async Task Check(Guid id, CancellationToken cancel, bool byPerson = false)
    {
        if (await Find(id, cancel) is not { State: not (PaymentState.Paid or PaymentState.Doubtful) } payment || books.Find(payment.Provider) is not { } provider)
            return;

        if (byPerson && payment.AskedAt + PaymentRules.BetweenAsking > Clock.Now(time))
            return;

        // First nobody can pay any more, then the question whether somebody did: the other way round money could slip through.
        if (payment.State == PaymentState.Open && payment.ExpiresAt <= Clock.Now(time))
            await provider.Close(payment.Number, cancel);
        await run.Run(new KeepPaymentAnswer(id, await provider.Query(payment.Number, cancel), byPerson), cancel);
    }

    // By its id: whoever asks has been asked whether they may.
    private Task<Payment?> Find(Guid id, CancellationToken cancel) => db.Unfiltered<Payment>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel);
}

/// <summary>Keeps where the payer pays.</summary>
internal sealed record KeepPayerLink(Guid Id, string Address) : ICommand<Done>;

internal sealed class KeepPayerLinkHandler(LinliDb db) : IHandler<KeepPayerLink, Done>, IUseCase
{
    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(KeepPayerLink request, CancellationToken cancel)
    {
        var payment = await db.Unfiltered<Payment>().SingleAsync(p => p.Id == request.Id, cancel);
        (payment.PayerLink, payment.Version) = (request.Address[..Math.Min(request.Address.Length, 500)], payment.Version + 1);
        return Done.It;
    }
}

/// <summary>Acts on what a provider answered about an order.</summary>
internal sealed record KeepPaymentAnswer(Guid Id, PaymentAnswer Answer, bool ByPerson = false) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => $"{Id:D} {Answer.Standing}";
}

internal sealed class KeepPaymentAnswerHandler(LinliDb db, ArrivalDesk arrivals, TimeProvider time) : IHandler<KeepPaymentAnswer, Done>, IUseCase
{
    public static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(KeepPaymentAnswer request, CancellationToken cancel)
    {
        var payment = await db.Unfiltered<Payment>().SingleAsync(p => p.Id == request.Id, cancel);
        if (request.Answer is { Standing: PaymentStanding.Paid, Money: { } money })
        {
            // Doubtful money is for the desk from now on: asking again would say the same.
            if ((await arrivals.Take(payment.Provider, money, ArrivalWay.Poll, cancel)).State != ArrivalState.Posted && payment.State != PaymentState.Doubtful)
                (payment.PollAt, payment.Version) = (null, payment.Version + 1);
            return Done.It;
        }

        var now = Clock.Now(time);
        (payment.AskedAt, payment.Version) = (now, payment.Version + 1);
        var (state, polls, next) = (payment.State, payment.Polls, payment.PollAt);
        Wait(payment, request.Answer.Standing, now);
        if (request.ByPerson && payment.State == state)
            (payment.Polls, payment.PollAt) = (polls, next);
        return Done.It;
    }

    private static void Wait(Payment payment, PaymentStanding standing, DateTimeOffset now)
    {
        if (payment.State == PaymentState.Open)
        {
            // Without an answer nothing is known, and nothing is closed.
            var over = standing switch
            {
                PaymentStanding.Refused => PaymentState.Declined,
                PaymentStanding.NoAnswer => PaymentState.Open,
                _ => payment.ExpiresAt <= now || standing == PaymentStanding.Closed ? PaymentState.Closed : PaymentState.Open,
            };
            (payment.Polls, payment.State) = (over == PaymentState.Open ? payment.Polls + 1 : 0, over);
            payment.PollAt = over == PaymentState.Open ? now + PaymentRules.PollAfter(payment.Polls) : now + PaymentRules.PollAfterClosing(0);
            return;
        }

        if (payment.State is PaymentState.Paid or PaymentState.Doubtful)
            return;
        if (standing != PaymentStanding.NoAnswer)
            payment.Polls++;
        payment.PollAt = PaymentRules.PollAfterClosing(payment.Polls) is { } later ? now + later : null;
    }
}

/// <summary>Asks providers about orders that nobody has heard of (支付轮询): a callback may never come.</summary>
internal sealed class PollPayments(LinliDb db, PaymentChecks checks, TimeProvider time) : Platform.Jobs.IJob
{
    private const int Most = 100;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);

        // A job for the whole installation.
        var due = await db.Unfiltered<Payment>().AsNoTracking().Where(p => p.PollAt != null && p.PollAt <= now).OrderBy(p => p.PollAt).Select(p => p.Id).Take(Most).ToListAsync(cancel);
        foreach (var id in due)
            await checks.Check(id, cancel);
    }
}
