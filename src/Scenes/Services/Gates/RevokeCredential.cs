using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>Ends a credential at every gate: its owner at any time, without a reason; staff where they may.</summary>
/// <param name="Id">Which.</param>
/// <param name="Lost">It was lost or stolen.</param>
internal sealed record RevokeCredential(Guid Id, bool Lost = false) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class RevokeCredentialHandler(LinliDb db, CurrentCaller current, Credentials credentials) : IHandler<RevokeCredential, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapDelete("/gates/credentials/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel, bool lost = false) =>
            runner.Answer(new RevokeCredential(id, lost), cancel))
            .Needs(Access.SignedIn).WithTags("gates").WithSummary("End a credential at every gate 挂失、停用");
    }

    public async Task<Result<Done>> Handle(RevokeCredential request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        var credential = await db.Scoped<GateCredential>(current.Value.ScopesFor(ServicesPermissions.Credentials), c => c.Account == account)
            .SingleOrDefaultAsync(c => c.Id == request.Id, cancel);
        if (credential is null)
            return Problem.NotFound("services.credential_not_found", "没有找到这个凭证。", "This credential was not found.");
        if (credential.RevokedAt is not null)
            return Problem.Conflict("services.credential_ended", "这个凭证已经失效。", "This credential has ended already.");
        var own = credential.Account == account;
        await credentials.Revoke(credential, request.Lost ? RevokedBecause.Lost : own ? RevokedBecause.Unwanted : RevokedBecause.ByStaff, cancel);
        return Done.It;
    }
}
