using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Me;

/// <summary>Signs the caller out on every device at once: all cookies, access and refresh tokens end.</summary>
internal sealed record EndMySignIns : ICommand<Done>;

internal sealed class EndMySignInsHandler(LinliDb db, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<EndMySignIns, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-out", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new EndMySignIns(), cancel))
            .Needs(Access.SignedIn).WithTags("sign-in").WithSummary("Sign out on every device");

    public async Task<Result<Done>> Handle(EndMySignIns request, CancellationToken cancel)
    {
        if (await db.Records<Account>().SingleOrDefaultAsync(a => a.Id == current.Value.Account, cancel) is not { } account)
            return Problem.Forbidden("machines_do_not_sign_out", "接口密钥请由管理员撤销。", "A machine's key is withdrawn by an administrator.");
        account.EndSignIns(time);
        db.AfterCommit(() => directory.Forget(account.Id));
        return Done.It;
    }
}
