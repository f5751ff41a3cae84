using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Keys;

/// <summary>Ends a key at once.</summary>
internal sealed record WithdrawApiKey(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class WithdrawApiKeyHandler(LinliDb db, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<WithdrawApiKey, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/api-keys/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawApiKey(id), cancel))
            .Needs(PeoplePermissions.ManageKeys).WithTags("api-keys").WithSummary("Withdraw a key at once");

    public async Task<Result<Done>> Handle(WithdrawApiKey request, CancellationToken cancel)
    {
        var key = await db.Scoped<ApiKey>(current.Value.ScopesFor(PeoplePermissions.ManageKeys))
            .SingleOrDefaultAsync(k => k.Id == request.Id && k.RevokedAt == null, cancel);
        if (key is null)
            return Problem.NotFound("key_not_found", "没有找到这个密钥。", "This key was not found.");
        key.RevokedAt = Clock.Now(time);
        db.AfterCommit(() => directory.Forget(key.Id));
        return Done.It;
    }
}
