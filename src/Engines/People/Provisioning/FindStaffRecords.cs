using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Provisioning;

/// <summary>Staff accounts that the caller's directory keeps or may take over, oldest first.</summary>
/// <param name="Account">Only this one.</param>
/// <param name="Login">Only the one with this login.</param>
/// <param name="ExternalId">Only those with this id of the directory.</param>
public sealed record FindStaffRecords(Guid? Account = null, string? Login = null, string? ExternalId = null) : IQuery<IReadOnlyList<StaffRecord>>;

internal sealed class FindStaffRecordsHandler(LinliDb db, CurrentCaller current, StaffCards cards, TimeProvider time)
    : IHandler<FindStaffRecords, IReadOnlyList<StaffRecord>>
{
    public async Task<Result<IReadOnlyList<StaffRecord>>> Handle(FindStaffRecords request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var scopes = current.Value.ScopesFor(PeoplePermissions.Provision);
        var accounts = StaffReach.Within(db, scopes, now).AsNoTracking();
        if (request.Account is { } id)
            accounts = accounts.Where(a => a.Id == id);
        if (request.Login is { } login)
        {
            var normal = Logins.Normal(login);
            accounts = accounts.Where(a => a.NormalizedUserName == normal);
        }

        if (request.ExternalId is { } external)
            accounts = accounts.Where(a => db.Unfiltered<DirectoryEntry>().Any(e => e.AccountId == a.Id && e.ExternalId == external));
        var rows = await accounts.OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => new { Account = a, a.Person!.Name }).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Account.Id);
        var entries = await db.Unfiltered<DirectoryEntry>().AsNoTracking().Where(e => ids.Contains(e.AccountId)).ToDictionaryAsync(e => e.AccountId, cancel);
        var posts = (await db.Scoped<PostHeld>(scopes).AsNoTracking()
            .Where(p => ids.Contains(p.AccountId) && p.From <= now && (p.To == null || p.To > now)).OrderBy(p => p.From).ToListAsync(cancel)).ToLookup(p => p.AccountId);
        return rows.ConvertAll(r =>
        {
            var entry = entries.GetValueOrDefault(r.Account.Id);
            return new StaffRecord(
                r.Account.Id, r.Account.UserName!, r.Name, r.Account.SuspendedAt is null, entry?.ExternalId, cards.Read(entry),
                r.Account.At, entry?.ChangedAt ?? r.Account.At,
                [.. posts[r.Account.Id].Select(p => new StaffPostKey(p.Post, ScopePath.Parse(p.Scope, null), p.Team)).Distinct()]);
        });
    }
}
