using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Push;

/// <summary>Rings one of the caller's browsers no more.</summary>
/// <param name="Id">Which.</param>
internal sealed record Unsubscribe(Guid Id) : ICommand<Done>;

internal sealed class UnsubscribeHandler(LinliDb db, CurrentCaller current) : IHandler<Unsubscribe, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/notices/push/subscriptions/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new Unsubscribe(id), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Ring a browser of mine no more");

    public async Task<Result<Done>> Handle(Unsubscribe request, CancellationToken cancel)
    {
        var removed = await db.Records<PushSubscription>()
            .Where(s => s.Id == request.Id && s.AccountId == current.Value.Account).ExecuteDeleteAsync(cancel);
        return removed > 0 ? Done.It : Problem.NotFound("push_not_found", "没有这台设备，也许已经移除。", "There is no such device: it may have been removed already.");
    }
}
