using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Posts of staff held within the caller's places, by name of the person.</summary>
/// <param name="Post">Only this post.</param>
/// <param name="Search">Part of a name or login.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–100.</param>
internal sealed record ListPosts(string? Post = null, string? Search = null, int Skip = 0, int Take = 50) : IQuery<PostPage>, IValidated
{
    public IEnumerable<Problem> Problems() => Paging.Problems(Skip, Take);
}

/// <summary>A page of posts and how many there are in all.</summary>
internal sealed record PostPage(int Total, IReadOnlyList<PostLine> Items);

/// <summary>A post held by somebody.</summary>
/// <param name="Id">Id of the post held.</param>
/// <param name="Account">Who.</param>
/// <param name="Name">Full name.</param>
/// <param name="Login">Login name.</param>
/// <param name="Post">Code of the post.</param>
/// <param name="Scope">Where.</param>
/// <param name="Team">Code of the team.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="To">Until when, UTC.</param>
/// <param name="HasTotp">Whether an authenticator app is set up.</param>
/// <param name="Suspended">Whether the account is kept out.</param>
/// <param name="LastSignInAt">When the person last signed in, UTC.</param>
internal sealed record PostLine(
    Guid Id, Guid Account, string? Name, string? Login, string Post, ScopePath Scope, string? Team, DateTimeOffset From, DateTimeOffset? To,
    bool HasTotp, bool Suspended, DateTimeOffset? LastSignInAt);

internal sealed class ListPostsHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<ListPosts, PostPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/posts", (UseCaseRunner runner, CancellationToken cancel, string? post = null, string? search = null, int skip = 0, int take = 50) =>
            runner.Answer(new ListPosts(post, search, skip, take), cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("posts").WithSummary("Posts of staff within my places");

    public async Task<Result<PostPage>> Handle(ListPosts request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var all = db.Scoped<PostHeld>(current.Value.ScopesFor(PeoplePermissions.ManagePosts)).AsNoTracking()
            .Where(p => p.Post != Posts.Resident && (p.To == null || p.To > now))
            .Join(db.Records<Account>(), p => p.AccountId, a => a.Id, (p, a) => new { p, a, a.Person!.Name });
        if (request.Post is { Length: > 0 } post)
            all = all.Where(x => x.p.Post == post);
        if (request.Search?.Trim() is { Length: > 0 } search)
        {
            var login = Logins.Normal(search);
            all = all.Where(x => x.Name!.Contains(search) || x.a.NormalizedUserName!.Contains(login));
        }

        var rows = await all.OrderBy(x => x.Name).ThenBy(x => x.p.Id).Skip(request.Skip).Take(request.Take).ToListAsync(cancel);
        return new PostPage(await all.CountAsync(cancel), [.. rows.Select(x => new PostLine(
            x.p.Id, x.a.Id, x.Name, x.a.Kind == AccountKind.Staff ? x.a.UserName : null, x.p.Post, ScopePath.Parse(x.p.Scope, null), x.p.Team,
            x.p.From, x.p.To, x.a.TotpKey != null, x.a.SuspendedAt != null, x.a.LastSignInAt))]);
    }
}
