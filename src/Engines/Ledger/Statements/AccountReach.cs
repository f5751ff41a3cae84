using Linli.Ledger.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Statements;

/// <summary>Which accounts a caller may look into: their own, and those of the places they work for.</summary>
internal sealed class AccountReach(LinliDb db, CurrentCaller current)
{
    public static readonly Problem NotFound = Postings.TransferRules.UnknownAccount;

    public async Task<Account?> Find(AccountId id, CancellationToken cancel, string permission = LedgerPermissions.Read)
    {
        var me = current.Value.Person is { } person ? AccountOwner.Person(person).Key : null;
        return await db.Scoped<Account>(
                current.Value.ScopesFor(permission),
                a => permission == LedgerPermissions.Read && me != null && a.OwnerKind == OwnerKind.Person && a.OwnerKey == me)
            .AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);
    }

    public async Task<Account?> Mine(LedgerUnit unit, CancellationToken cancel)
    {
        if (current.Value.Person is not { } person)
            return null;
        var key = AccountOwner.Person(person).Key;

        // One's own.
        return await db.Unfiltered<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.OwnerKind == OwnerKind.Person && a.OwnerKey == key && a.Unit == unit && a.Purpose == NewAccount.Wallet, cancel);
    }
}
