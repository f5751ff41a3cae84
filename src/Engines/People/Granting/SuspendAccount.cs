using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Granting;

/// <summary>Keeps an account out at once, or lets it in again.</summary>
/// <param name="Account">Whose posts all lie within the places the caller administers.</param>
/// <param name="Suspend">Out or in.</param>
internal sealed record SuspendAccount(Guid Account, bool Suspend) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Account.ToString();
}

internal sealed class SuspendAccountHandler(LinliDb db, CurrentCaller current, StaffService service, TimeProvider time)
    : IHandler<SuspendAccount, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/people/{account:guid}/suspend", (Guid account, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new SuspendAccount(account, true), cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("people").WithSummary("Keep an account out at once");
        api.MapPost("/people/{account:guid}/resume", (Guid account, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new SuspendAccount(account, false), cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("people").WithSummary("Let a suspended account in again");
    }

    public async Task<Result<Done>> Handle(SuspendAccount request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(PeoplePermissions.ManagePosts);
        var now = Clock.Now(time);
        if (await AccountReach.Find(db, request.Account, scopes, now, cancel) is not { } account)
            return AccountReach.NotFound;
        if (account.Id == current.Value.Account)
            return Problem.Conflict("own_account", "不能停用自己的账号。", "Nobody suspends their own account.");
        service.SetSuspended(account, request.Suspend);
        return Done.It;
    }
}
