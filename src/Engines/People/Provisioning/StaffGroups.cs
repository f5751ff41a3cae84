using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Provisioning;

/// <summary>Groups within the places of the caller's directory: those it made, and every post that somebody holds there.</summary>
/// <param name="Id">Only this one.</param>
public sealed record FindStaffGroups(Guid? Id = null) : IQuery<IReadOnlyList<StaffGroup>>;

/// <summary>A post at a place as a group of people.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The post it stands for.</param>
/// <param name="DisplayName">What the directory calls it; <c>null</c> where it has not said.</param>
/// <param name="ExternalId">The directory's own id.</param>
/// <param name="At">Since when, UTC; <c>null</c> for a post that was only ever granted by hand.</param>
/// <param name="ChangedAt">Last change through the directory, UTC.</param>
/// <param name="Members">Who holds the post now.</param>
public sealed record StaffGroup(
    Guid Id, StaffPostKey Key, string? DisplayName, string? ExternalId, DateTimeOffset? At, DateTimeOffset? ChangedAt, IReadOnlyList<StaffGroupMember> Members);

/// <summary>A member of a group.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Name">Full name.</param>
public sealed record StaffGroupMember(Guid Account, string? Name);

internal sealed class FindStaffGroupsHandler(LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<FindStaffGroups, IReadOnlyList<StaffGroup>>
{
    public async Task<Result<IReadOnlyList<StaffGroup>>> Handle(FindStaffGroups request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var scopes = current.Value.ScopesFor(PeoplePermissions.Provision);
        var held = await db.Scoped<PostHeld>(scopes).AsNoTracking()
            .Where(p => p.Post != Posts.Resident && p.From <= now && (p.To == null || p.To > now))
            .Join(db.Records<Account>().Where(a => a.Kind == AccountKind.Staff), p => p.AccountId, a => a.Id, (p, a) => new { p.Post, p.Scope, p.Team, a.Id, a.Person!.Name, a.At })
            .OrderBy(x => x.At).ThenBy(x => x.Id).ToListAsync(cancel);
        var members = held.ToLookup(
            x => new StaffPostKey(x.Post, ScopePath.Parse(x.Scope, null), x.Team), x => new StaffGroupMember(x.Id, x.Name));
        var made = (await db.Scoped<DirectoryGroup>(scopes).AsNoTracking().ToListAsync(cancel))
            .ToDictionary(g => new StaffPostKey(g.Post, ScopePath.Parse(g.Scope, null), g.Team));
        var groups = made.Keys.Union(members.Select(m => m.Key)).OrderBy(k => k.Code, StringComparer.Ordinal).Select(key =>
        {
            var row = made.GetValueOrDefault(key);
            return new StaffGroup(key.Id, key, row?.DisplayName, row?.ExternalId, row?.At, row?.ChangedAt, [.. members[key].DistinctBy(m => m.Account)]);
        });
        return groups.Where(g => request.Id is null || g.Id == request.Id).ToList();
    }
}
