using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Ends a post at once; that it was held stays on record.</summary>
/// <param name="Id">Id of the post held.</param>
internal sealed record WithdrawPost(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class WithdrawPostHandler(LinliDb db, CurrentCaller current, CallerDirectory directory, StaffService service, TimeProvider time)
    : IHandler<WithdrawPost, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/posts/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawPost(id), cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("posts").WithSummary("Withdraw a post: it counts no longer at once");

    public async Task<Result<Done>> Handle(WithdrawPost request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var scopes = ScopeSet.Of([.. current.Value.ScopesFor(PeoplePermissions.ManagePosts).Paths, .. current.Value.ScopesFor(PeoplePermissions.Provision).Paths]);
        var held = await db.Scoped<PostHeld>(scopes).SingleOrDefaultAsync(p => p.Id == request.Id && (p.To == null || p.To > now), cancel);
        if (held is null || (service.IsForPeopleOnly(held.Post) && !current.Value.May(PeoplePermissions.ManagePosts, held.Scope)))
            return Problem.NotFound("post_not_found", "没有找到这个岗位授予。", "This post was not found.");
        if (held.AccountId == current.Value.Account && held.Post == Posts.Administrator)
            return Problem.Conflict("own_administration", "不能撤销自己的管理员岗位，请由另一位管理员操作。",
                "Nobody withdraws their own administration: ask another administrator.");
        held.To = now;
        db.AfterCommit(() => directory.Forget(held.AccountId));
        return Done.It;
    }
}
