using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>How a top-up of mine stands.</summary>
internal sealed record ReadTopUp(Guid Id) : IQuery<TopUpSheet>;

/// <summary>A top-up.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">How it stands: <c>open</c>, <c>paid</c>, <c>declined</c>, <c>closed</c>, <c>doubtful</c>: money came, and the desk looks into it.</param>
/// <param name="Fen">What was asked for, in fen.</param>
/// <param name="Arrived">What came, in fen.</param>
/// <param name="Provider">Code of the payment service.</param>
/// <param name="ProviderName">What people call it.</param>
/// <param name="PayerLink">What the QR code holds; <c>null</c> while the payment service has not answered.</param>
/// <param name="ExpiresAt">Until when it can be paid, UTC.</param>
/// <param name="At">When it was begun, UTC.</param>
/// <param name="Then">Page to lead back to.</param>
/// <param name="Own">Whether the wallet is the caller's own.</param>
public sealed record TopUpSheet(
    Guid Id, string State, long Fen, long Arrived, string Provider, Platform.Text.Phrase ProviderName, string? PayerLink, DateTimeOffset ExpiresAt, DateTimeOffset At, string? Then, bool Own);

internal sealed class ReadTopUpHandler(LinliDb db, PaymentBooks books, CurrentCaller current) : IHandler<ReadTopUp, TopUpSheet>, IUseCase
{
    public static readonly Problem NotFound = Problem.NotFound("ledger.top_up_not_found", "没有找到这张充值单。", "This top-up was not found.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me/top-ups/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadTopUp(id), cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("How a top-up of mine stands 充值单");

    public async Task<Result<TopUpSheet>> Handle(ReadTopUp request, CancellationToken cancel)
    {
        var (account, person) = (current.Value.Account, current.Value.Person);

        // One's own, or begun by oneself for family.
        var row = await db.Unfiltered<Payment>().AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == request.Id && ((account != null && p.By == account) || (person != null && p.Person == person)), cancel);
        return row is null ? NotFound : new TopUpSheet(
            row.Id, Platform.Json.Name(row.State), row.Fen, row.Arrived, row.Provider, books.Find(row.Provider)?.Name ?? new(row.Provider, row.Provider),
            row.PayerLink, row.ExpiresAt, row.At, row.Then, row.Person == person);
    }
}

/// <summary>Asks the payment service now how a top-up of mine stands (我已付款).</summary>
/// <param name="Id">Which.</param>
public sealed record CheckTopUp(Guid Id) : IQuery<TopUpSheet>, IWaitsForOthers;

internal sealed class CheckTopUpHandler(UseCaseRunner run, PaymentChecks checks) : IHandler<CheckTopUp, TopUpSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/me/top-ups/{id:guid}/check", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CheckTopUp(id), cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("Ask the payment service how my top-up stands 查询充值结果");

    public async Task<Result<TopUpSheet>> Handle(CheckTopUp request, CancellationToken cancel)
    {
        var mine = await run.Ask(new ReadTopUp(request.Id), cancel);
        if (!mine.Ok)
            return mine;
        await checks.Announce(request.Id, cancel);
        await checks.Check(request.Id, cancel, byPerson: true);
        return await run.Ask(new ReadTopUp(request.Id), cancel);
    }
}
