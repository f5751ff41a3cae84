using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Me;

/// <summary>Who is signed in and what they may do.</summary>
internal sealed record WhoAmI : IQuery<Self>;

/// <summary>The caller to themselves.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Name">Full name, or the masked phone while no name is known.</param>
/// <param name="Phone">Masked phone.</param>
/// <param name="Kind"><c>resident</c>, <c>staff</c> or <c>machine</c>.</param>
/// <param name="Workspaces">Workspaces, the usual one first.</param>
/// <param name="Permissions">Permission names with the places at which they are held.</param>
/// <param name="Posts">Posts held.</param>
/// <param name="Homes">Verified homes.</param>
/// <param name="Language"><c>zh</c>, <c>en</c>, or null while the device decides.</param>
/// <param name="ElderMode">Care mode, or null while the device decides.</param>
/// <param name="MustSetUpTotp">A second factor has to be set up before any post counts.</param>
internal sealed record Self(
    Guid Account,
    string Name,
    string? Phone,
    string Kind,
    IReadOnlyList<Workspace> Workspaces,
    IReadOnlyDictionary<string, IReadOnlyList<ScopePath>> Permissions,
    IReadOnlyList<PostOfMine> Posts,
    IReadOnlyList<HomeOfMine> Homes,
    string? Language,
    bool? ElderMode,
    bool MustSetUpTotp);

/// <summary>A post the caller holds.</summary>
internal sealed record PostOfMine(string Post, ScopePath Scope, string? Team);

/// <summary>A home the caller is tied to; <c>To</c> is the end of a lease.</summary>
internal sealed record HomeOfMine(Guid Home, string Label, HomeRelation Relation, DateTimeOffset? To);

internal sealed class WhoAmIHandler(LinliDb db, CurrentCaller current, SignInRules rules, TimeProvider time) : IHandler<WhoAmI, Self>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WhoAmI(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Who is signed in and what they may do");

    public async Task<Result<Self>> Handle(WhoAmI request, CancellationToken cancel)
    {
        var caller = current.Value;
        var account = await db.Records<Account>().AsNoTracking().Include(a => a.Person).SingleOrDefaultAsync(a => a.Id == caller.Account, cancel);
        var now = Clock.Now(time);
        var homes = await db.Unfiltered<HomeTie>().AsNoTracking()
            .Where(t => t.AccountId == caller.Account && (t.To == null || t.To > now)).OrderBy(t => t.HomeLabel)
            .Select(t => new HomeOfMine(t.HomeId, t.HomeLabel, t.Relation, t.To)).ToListAsync(cancel);
        var permissions = caller.Grants.SelectMany(g => g.Permissions).Distinct().Order(StringComparer.Ordinal)
            .ToDictionary(p => p, p => caller.ScopesFor(p).Paths);
        return new Self(
            caller.Account!.Value, caller.Name, account?.Person?.PhoneMask,
            account is null ? "machine" : account.Kind == AccountKind.Staff ? "staff" : "resident",
            Workspaces.Of(caller), permissions,
            [.. caller.Grants.Select(g => new PostOfMine(g.Post, g.Scope, g.Team))], homes,
            account?.Person?.Language, account?.Person?.ElderMode,
            account is not null && !await rules.IsStrong(db, account, cancel));
    }
}
