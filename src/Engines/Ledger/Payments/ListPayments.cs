using Linli.Ledger.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>Money that came, and cash that goes out, within the caller's places.</summary>
/// <param name="Take">How many lines of what came, 1 to 200.</param>
internal sealed record ListPayments(int Take = 50) : IQuery<PaymentList>;

/// <summary>What lies at the desk.</summary>
/// <param name="Doubtful">Money somebody has to decide on, the oldest first.</param>
/// <param name="Cash">Cash to be paid out, the oldest first.</param>
/// <param name="Recent">What came, the newest first.</param>
/// <param name="Unbooked">What a payment service gave back although the wallet no longer held it, the oldest first.</param>
internal sealed record PaymentList(IReadOnlyList<ArrivalLine> Doubtful, IReadOnlyList<CashLine> Cash, IReadOnlyList<ArrivalLine> Recent, IReadOnlyList<UnbookedLine> Unbooked);

/// <summary>A refund that went, and is in no book yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Provider">By which payment service.</param>
/// <param name="Number">Our number of it.</param>
/// <param name="Wallet">Number of the wallet.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="At">When it was asked for, UTC.</param>
internal sealed record UnbookedLine(Guid Id, Platform.Text.Phrase Provider, string Number, string Wallet, long Fen, DateTimeOffset At);

/// <summary>Money that came.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Provider">By which payment service.</param>
/// <param name="Reference">Its number there.</param>
/// <param name="Wallet">Number of the wallet; <c>null</c> while nobody knows.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="At">When it was taken in, UTC.</param>
/// <param name="State">How it stands.</param>
/// <param name="Way">How it became known.</param>
/// <param name="Doubt">Why it is doubtful.</param>
/// <param name="Note">What was decided.</param>
internal sealed record ArrivalLine(
    Guid Id, Platform.Text.Phrase Provider, string Reference, string? Wallet, long Fen, DateTimeOffset At, ArrivalState State, ArrivalWay Way, Doubt? Doubt, string? Note);

/// <summary>Cash to be paid out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Wallet">Number of the wallet.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="At">When it was asked for, UTC.</param>
/// <param name="First">Whether one of the two has confirmed it.</param>
/// <param name="Mine">Whether that was the caller.</param>
internal sealed record CashLine(Guid Id, string Wallet, long Fen, DateTimeOffset At, bool First, bool Mine);

internal sealed class ListPaymentsHandler(LinliDb db, PaymentBooks books, CurrentCaller current) : IHandler<ListPayments, PaymentList>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/arrivals", (UseCaseRunner run, int? take, CancellationToken cancel) => run.Answer(new ListPayments(take ?? 50), cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Money that came, and cash that goes out 到账与付现");

    public async Task<Result<PaymentList>> Handle(ListPayments request, CancellationToken cancel)
    {
        if (request.Take is < 1 or > 200)
            return Problem.Invalid("take", "ledger.take", "一次 1–200 条。", "1 to 200 at once.");
        var scopes = current.Value.ScopesFor(LedgerPermissions.Payments);
        var doubtful = await db.Scoped<Arrival>(scopes).AsNoTracking().Where(a => a.Doubt != null && a.DecidedAt == null).OrderBy(a => a.At).Take(100).ToListAsync(cancel);
        var recent = await db.Scoped<Arrival>(scopes).AsNoTracking().OrderByDescending(a => a.At).Take(request.Take).ToListAsync(cancel);
        var cash = await db.Scoped<Refund>(scopes).AsNoTracking().Where(r => r.State == RefundState.AtDesk).OrderBy(r => r.At).Take(100).ToListAsync(cancel);
        var unbooked = await db.Scoped<Refund>(scopes).AsNoTracking().Where(r => r.State == RefundState.Unbooked).OrderBy(r => r.At).Take(100).ToListAsync(cancel);
        var ids = doubtful.Concat(recent).Select(a => a.Wallet).Concat(cash.Concat(unbooked).Select(r => r.Wallet)).OfType<AccountId>().Distinct().ToList();
        var numbers = await db.Unfiltered<Account>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Number, cancel);
        ArrivalLine Line(Arrival a) => new(
            a.Id, a.Provider == PaymentBooks.Cash ? ("现金", "Cash") : books.Find(a.Provider)?.Name ?? new(a.Provider, a.Provider), a.Reference,
            a.Wallet is { } wallet ? numbers.GetValueOrDefault(wallet) : null, a.Fen, a.At, a.State, a.Way, a.Doubt, a.Note);
        var me = current.Value.Account;
        return new PaymentList(
            doubtful.ConvertAll(Line), cash.ConvertAll(r => new CashLine(r.Id, r.Wallet is { } w ? numbers.GetValueOrDefault(w) ?? "" : "", r.Fen, r.At, r.FirstBy is not null, r.FirstBy == me)),
            recent.ConvertAll(Line),
            unbooked.ConvertAll(r => new UnbookedLine(r.Id, books.Find(r.Provider)?.Name ?? new(r.Provider, r.Provider), r.Number, r.Wallet is { } w ? numbers.GetValueOrDefault(w) ?? "" : "", r.Fen, r.At)));
    }
}
