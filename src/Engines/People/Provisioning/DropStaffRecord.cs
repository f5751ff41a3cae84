using Linli.People.Accounts;
using Linli.People.Granting;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Provisioning;

/// <summary>
/// The directory deletes a person: their service ends at once, their login is free again, and nothing they signed in with
/// opens anything any more. What they did stays on record under their name.
/// </summary>
/// <param name="Account">Whose.</param>
public sealed record DropStaffRecord(Guid Account) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Account.ToString();
}

internal sealed class DropStaffRecordHandler(LinliDb db, CurrentCaller current, StaffService service, StaffCards cards, TimeProvider time)
    : IHandler<DropStaffRecord, Done>
{
    public async Task<Result<Done>> Handle(DropStaffRecord request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var scopes = current.Value.ScopesFor(PeoplePermissions.Provision);
        var account = await StaffReach.Within(db, scopes, now).SingleOrDefaultAsync(a => a.Id == request.Account, cancel);
        if (account is null)
            return AccountReach.NotFound;
        if (await service.End(account, cancel) is { } refused)
            return refused;
        account.UserName = "-" + account.Id.ToString("N");
        account.NormalizedUserName = Logins.Normal(account.UserName);
        (account.PasswordHash, account.TotpKey, account.TotpOffered) = (null, null, null);
        await db.Records<RecoveryCode>().Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancel);
        await db.Records<IdentityUserPasskey<Guid>>().Where(p => p.UserId == account.Id).ExecuteDeleteAsync(cancel);
        await Forget(account.Id, scopes.Paths[0], now, cancel);
        return Done.It;
    }

    private async Task Forget(Guid account, ScopePath place, DateTimeOffset now, CancellationToken cancel)
    {
        var entry = await db.Unfiltered<DirectoryEntry>().SingleOrDefaultAsync(e => e.AccountId == account, cancel);
        if (entry is null)
            db.Insert(entry = new() { AccountId = account, Scope = place.Value, Card = cards.Write(new()), At = now, ChangedAt = now });
        (entry.DeletedAt, entry.ChangedAt, entry.ExternalId, entry.Card) = (now, now, null, cards.Write(new()));
        entry.Version++;
    }
}
