using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Granting;

/// <summary>A member of staff leaves (离岗): kept out at once, every post over, their grids on the list of those without a steward.</summary>
/// <param name="Account">Whose posts all lie within the places the caller administers.</param>
internal sealed record EndService(Guid Account) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Account.ToString();
}

internal sealed class EndServiceHandler(LinliDb db, CurrentCaller current, StaffService service, TimeProvider time)
    : IHandler<EndService, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/people/{account:guid}/end-service", (Guid account, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new EndService(account), cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("people").WithSummary("A member of staff leaves: out at once, every post over");

    public async Task<Result<Done>> Handle(EndService request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(PeoplePermissions.ManagePosts);
        if (await AccountReach.Find(db, request.Account, scopes, Clock.Now(time), cancel) is not { Kind: AccountKind.Staff } account)
            return AccountReach.NotFound;
        if (account.Id == current.Value.Account)
            return Problem.Conflict("own_account", "不能停用自己的账号。", "Nobody suspends their own account.");
        return await service.End(account, cancel) is { } problem ? problem : Done.It;
    }
}
