using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Grants a post at a place to a member of staff.</summary>
/// <param name="Account">Who.</param>
/// <param name="Post">Code of the post; <c>resident</c> comes from a verified home only.</param>
/// <param name="Scope">Where; must lie within the places the caller administers.</param>
/// <param name="Team">Code of a team.</param>
/// <param name="From">From when, UTC; now when left out.</param>
/// <param name="To">Until when, UTC; without end when left out.</param>
internal sealed record GrantPost(
    Guid Account, string? Post, ScopePath? Scope, string? Team = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
    : ICommand<PostGranted>, IValidated, IAudited
{
    public string? AuditSubject => Account.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Scope is null)
            yield return Problem.Invalid("scope", "scope_missing", "请选择范围。", "Choose the place.");
        if (string.IsNullOrWhiteSpace(Post) || Post == Posts.Resident)
            yield return Problem.Invalid("post", "post_unknown", "没有这个岗位。", "There is no such post.");
        if (To <= From)
            yield return Problem.Invalid("to", "post_ends_before_it_begins", "结束时间应晚于开始时间。", "A post ends after it begins.");
    }
}

/// <summary>The post as granted.</summary>
internal sealed record PostGranted(Guid Id);

internal sealed class GrantPostHandler(
    LinliDb db, CurrentCaller current, Composition composition, IScopeTree tree, CallerDirectory directory, StaffService service, TimeProvider time)
    : IHandler<GrantPost, PostGranted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/posts", (GrantPost request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, p => $"{Edge.Api}/posts/{p.Id}", cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("posts").WithSummary("Grant a post at a place");

    public async Task<Result<PostGranted>> Handle(GrantPost request, CancellationToken cancel)
    {
        var scope = request.Scope!.Value;
        var byDirectory = current.Value.May(PeoplePermissions.Provision, scope) && !service.IsForPeopleOnly(request.Post!);
        if (!current.Value.May(PeoplePermissions.ManagePosts, scope) && !byDirectory)
            return Problem.Forbidden("beyond_own_scope", "只能在自己管理的范围内授予岗位。", "Posts can only be granted within the places you administer.");
        if (scope != ScopePath.Root && !tree.Exists(scope))
            return Problem.Invalid("scope", "scope_unknown", "没有这个范围。", "There is no such place.");
        if (composition.Permissions.Of(request.Post!).Count == 0)
            return Problem.Invalid("post", "post_unknown", "没有这个岗位。", "There is no such post.");
        if (request.Team is not null && !await db.Unfiltered<TeamRow>().AnyAsync(t => t.Code == request.Team, cancel))
            return Problem.Invalid("team", "team_unknown", "没有这个班组。", "There is no such team.");
        if (!await db.Records<Account>().AnyAsync(a => a.Id == request.Account && a.Kind == AccountKind.Staff, cancel))
            return Problem.NotFound("account_not_found", "没有找到这个工作账号。", "This staff account was not found.");
        var now = Clock.Now(time);
        if (await db.Unfiltered<PostHeld>().AnyAsync(p => p.AccountId == request.Account && p.Post == request.Post && p.Scope == scope.Value
            && p.Team == request.Team && (p.To == null || p.To > now), cancel))
            return Problem.Conflict("post_held", "此人已担任该岗位。", "The person holds this post already.");

        var held = new PostHeld
        {
            Id = Guid.CreateVersion7(now),
            AccountId = request.Account,
            Post = request.Post!,
            Scope = scope.Value,
            Team = request.Team,
            From = request.From is { } from ? Clock.ToMicroseconds(from) : now,
            To = request.To is { } to ? Clock.ToMicroseconds(to) : null,
            GrantedBy = current.Value.Account,
        };
        db.Insert(held);
        db.AfterCommit(() => directory.Forget(request.Account));
        return new PostGranted(held.Id);
    }
}
