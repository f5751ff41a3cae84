using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Friends;

/// <summary>Is found no more: the card, every greeting from and to it and the contacts they showed are deleted at once.</summary>
internal sealed record OptOut : ICommand<Done>;

internal sealed class OptOutHandler(LinliDb db, CurrentCaller current) : IHandler<OptOut, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/neighbours/card", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OptOut(), cancel))
            .Needs(Access.SignedIn).WithTags("neighbours").WithSummary("Be found no more; everything is deleted 退出");

    public async Task<Result<Done>> Handle(OptOut request, CancellationToken cancel)
    {
        await Forgetting.Forget(db, current.Value.Account!.Value, cancel);
        return Done.It;
    }
}

/// <summary>Deletes what somebody left who can be found no more.</summary>
internal static class Forgetting
{
    // Blocks that others made against the person stay: coming back must not undo them.
    public static async Task Forget(LinliDb db, Guid account, CancellationToken cancel)
    {
        await db.Unfiltered<Card>().Where(c => c.Account == account).ExecuteDeleteAsync(cancel);
        await db.Records<Greeting>().Where(g => g.From == account || g.To == account).ExecuteDeleteAsync(cancel);
        await db.Records<Block>().Where(b => b.Account == account).ExecuteDeleteAsync(cancel);
    }
}
