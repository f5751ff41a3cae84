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

/// <summary>Staff accounts with a post within the caller's places, by name; for who administers everything also those without any post.</summary>
/// <param name="Search">Part of a name or login.</param>
/// <param name="Account">Only this one.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–100.</param>
internal sealed record ListStaff(string? Search = null, Guid? Account = null, int Skip = 0, int Take = 50) : IQuery<StaffPage>, IValidated
{
    public IEnumerable<Problem> Problems() => Paging.Problems(Skip, Take);
}

/// <summary>A page of staff accounts and how many there are in all.</summary>
internal sealed record StaffPage(int Total, IReadOnlyList<StaffLine> Items);

/// <summary>A staff account.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Login">Login name.</param>
/// <param name="Phone">Masked phone.</param>
/// <param name="HasTotp">Whether an authenticator app is set up.</param>
/// <param name="Suspended">Whether the account is kept out.</param>
/// <param name="LastSignInAt">When the person last signed in, UTC.</param>
/// <param name="Posts">The posts held within the caller's places.</param>
internal sealed record StaffLine(
    Guid Account, string? Name, string? Login, string? Phone, bool HasTotp, bool Suspended, DateTimeOffset? LastSignInAt, IReadOnlyList<StaffPost> Posts);

/// <summary>A post of a member of staff.</summary>
internal sealed record StaffPost(Guid Id, string Post, ScopePath Scope, string? Team, DateTimeOffset From, DateTimeOffset? To);

internal sealed class ListStaffHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<ListStaff, StaffPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/staff", (UseCaseRunner runner, CancellationToken cancel, string? search = null, int skip = 0, int take = 50) =>
            runner.Answer(new ListStaff(search, null, skip, take), cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("people").WithSummary("Staff accounts within my places");

    public async Task<Result<StaffPage>> Handle(ListStaff request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var scopes = current.Value.ScopesFor(PeoplePermissions.ManagePosts);
        var everything = scopes.Covers(ScopePath.Root);
        var held = db.Scoped<PostHeld>(scopes).AsNoTracking().Where(p => p.Post != Posts.Resident && (p.To == null || p.To > now));
        var all = db.Records<Account>().AsNoTracking()
            .Where(a => a.Kind == AccountKind.Staff && (everything || held.Any(p => p.AccountId == a.Id)) && (request.Account == null || a.Id == request.Account));
        if (request.Search?.Trim() is { Length: > 0 } search)
        {
            var login = Logins.Normal(search);
            all = all.Where(a => a.Person!.Name!.Contains(search) || a.NormalizedUserName!.Contains(login));
        }

        var rows = await all.OrderBy(a => a.Person!.Name).ThenBy(a => a.Id).Skip(request.Skip).Take(request.Take)
            .Select(a => new { Account = a, a.Person!.Name, a.Person.PhoneMask }).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Account.Id);
        var posts = (await held.Where(p => ids.Contains(p.AccountId)).OrderBy(p => p.From).ToListAsync(cancel)).ToLookup(p => p.AccountId);
        return new StaffPage(await all.CountAsync(cancel), rows.ConvertAll(r => new StaffLine(
            r.Account.Id, r.Name, r.Account.UserName, r.PhoneMask, r.Account.TotpKey is not null, r.Account.SuspendedAt is not null, r.Account.LastSignInAt,
            [.. posts[r.Account.Id].Select(p => new StaffPost(p.Id, p.Post, ScopePath.Parse(p.Scope, null), p.Team, p.From, p.To))])));
    }
}
