using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Linli.Ledger.Accounts;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Postings;

/// <summary>
/// What a transfer keeps others from touching until it is committed: its key, and the balances of accounts with a floor. Both
/// are locked in one statement each and in a fixed order, keys first, so that no two transfers wait for each other in a circle.
/// </summary>
internal sealed class Locks(LinliDb db, Ticks ticks)
{
    /// <summary>Two tries with the same key pass one after the other, so that the second finds the first's answer.</summary>
    public async Task LockKeys(IReadOnlyCollection<(string Poster, string Key)> keys, CancellationToken cancel)
    {
        if (db.Kind == DatabaseKind.Sqlite)
            return;
        var hashes = keys.Select(k => Number(k.Poster, k.Key)).Distinct().Order().ToArray();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(k) FROM unnest({hashes}) AS k", cancel);
    }

    /// <summary>The balances of those accounts that have a floor, locked; one look for all of them.</summary>
    public async Task<Sheet> LockBalances(
        IReadOnlyCollection<AccountFacts> accounts, IReadOnlyDictionary<AccountId, AccountFacts> facts, CancellationToken cancel)
    {
        var sheet = new Sheet(facts, ticks);
        foreach (var row in await Rows([.. accounts.Where(a => a.Floor is not null).Select(a => a.Id)], cancel))
            sheet.Load(row.Account, row.Posted, row.Held, row.Tick);
        return sheet;
    }

    /// <summary>Puts what was decided into the locked rows.</summary>
    public async Task WriteBalances(Sheet sheet, CancellationToken cancel)
    {
        foreach (var row in await Rows([.. sheet.Standings.Keys], cancel))
            (row.Posted, row.Held, row.Tick) = (sheet.Standings[row.Account].Posted, sheet.Standings[row.Account].Held, sheet.Standings[row.Account].Tick);
    }

    // Rows are loaded, and stay loaded, only once they are locked: what the change tracker has is ours until the commit.
    private async Task<IReadOnlyList<BalanceRow>> Rows(IReadOnlyCollection<AccountId> accounts, CancellationToken cancel)
    {
        var tracked = db.Records<BalanceRow>().Local;
        var there = accounts.Select(a => tracked.FindEntry(a)).Where(e => e is not null).Select(e => e!.Entity).ToList();
        var missing = accounts.Except(there.Select(r => r.Account)).ToList();
        if (missing.Count == 0)
            return there;
        var query = db.Kind == DatabaseKind.Postgres
            ? db.Records<BalanceRow>().FromSql(
                $"""SELECT * FROM ledger_balance WHERE "Account" = ANY({missing.Select(a => a.Value).ToArray()}) ORDER BY "Account" FOR UPDATE""")
            : db.Records<BalanceRow>().Where(b => missing.Contains(b.Account));
        return [.. there, .. await query.ToListAsync(cancel)];
    }

    private static long Number(string poster, string key) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"linli.ledger\0{poster}\0{key}")));
}
