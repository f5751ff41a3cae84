using Linli.Ledger.Accounts;
using Linli.Ledger.Payments;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Wallet;

/// <summary>Finds who stands at the desk: by the number of one of their wallets, by the code on their phone, or by their card.</summary>
internal sealed class PersonPointer(LinliDb db, IPresentedCodes codes)
{
    /// <param name="shown">What was read out or scanned.</param>
    /// <param name="scopes">Within which places numbers are looked for; who shows a code stands there.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<Guid>> Find(string shown, ScopeSet scopes, CancellationToken cancel)
    {
        var wanted = shown.Trim().ToUpperInvariant();
        if (!IsNumber(wanted))
        {
            var read = await codes.Read(shown.Trim(), cancel);
            return read.Ok ? read.Value.Person : Result<Guid>.Fail([.. read.Problems.Select(p => p with { Field = "number" })]);
        }

        var key = await db.Scoped<Account>(scopes).Where(a => a.Number == wanted && a.Purpose == NewAccount.Wallet && a.OwnerKind == OwnerKind.Person).Select(a => a.OwnerKey).SingleOrDefaultAsync(cancel);
        return Guid.TryParse(key, out var person) ? person : WalletFinder.NotFound with { Field = "number" };
    }

    private static bool IsNumber(string text) => text.Length is >= 8 and <= 20 && text[0] is 'Y' or 'P' or 'V' or 'M' && text[1] == '-' && text.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;
}
