using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>
/// Takes a refund from the wallet that a payment service gave back although it had been given up here (补记退款): once the wallet holds
/// enough again, such as after the person paid it back at the desk.
/// </summary>
/// <param name="Id">Which.</param>
public sealed record BookRefund(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class BookRefundHandler(LinliDb db, RefundDesk desk, CurrentCaller current) : IHandler<BookRefund, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/refunds/{id:guid}/booking", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new BookRefund(id), cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Take from the wallet what a payment service gave back 补记退款");

    public async Task<Result<Done>> Handle(BookRefund request, CancellationToken cancel)
    {
        if (await db.Scoped<Refund>(current.Value.ScopesFor(LedgerPermissions.Payments)).SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } refund)
            return ConfirmCashRefundHandler.NotFound;
        if (refund.State != RefundState.Unbooked)
            return Problem.Conflict("ledger.refund_decided", "这笔退款已经办理。", "This refund was dealt with already.");
        if (refund.Person is { } person && current.Value.MayBe(person))
            return Problem.Forbidden("ledger.own_wallet", "自己的钱包请由同事办理。", "Your own wallet is for a colleague.");
        refund.Version++;
        return await desk.FinishWithoutHold(refund, cancel) is { } fault ? fault : Done.It;
    }
}
