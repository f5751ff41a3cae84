using System.Data.Common;
using Linli.Ledger.Accounts;
using Linli.Ledger.Holds;
using Linli.Ledger.Lots;
using Linli.Ledger.Postings;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linli.Ledger.Chain;

/// <summary>
/// Recomputes the whole ledger from its entries: every hash, the chain, every balance, hold and lot. Says which account or which
/// transfer does not agree.
/// </summary>
internal sealed class LedgerVerification(LinliDb db, ChainSealer sealer, ChainSeal seal, RowSeals seals) : IVerification
{
    private const int MostFaults = 1000;
    private static readonly LedgerUnit[] Units = Enum.GetValues<LedgerUnit>();
    private readonly List<string> faults = [];

    public string Name => "ledger";

    public async Task<VerificationReport> Check(CancellationToken cancel)
    {
        faults.Clear();
        await Try("what is not sealed yet", () => sealer.Run(cancel));

        await using var view = await OneView(cancel);
        var accounts = new Dictionary<AccountId, Sum>();
        await Try("accounts", async () => accounts = await db.Unfiltered<Account>().AsNoTracking()
            .ToDictionaryAsync(a => a.Id, a => new Sum { Number = a.Number, Unit = a.Unit, Floor = a.Floor, KeepsLots = a.Facts.KeepsLots }, cancel));
        (long Count, Dictionary<long, Sealed> Segments) read = (0, []);
        await Try("transfers and entries", async () => read = await Transfers(accounts, cancel));
        await Try("the chain", () => Chain(read.Segments, cancel));
        await Try("balances", () => Balances(accounts, cancel));
        await Try("sums of sealed entries", () => RollUps(accounts, cancel));
        await Try("lots", () => Lots(accounts, cancel));
        await Rows(cancel);
        return new(read.Count, faults);
    }

    // What cannot even be read was changed too; the rest is still looked at.
    private async Task Try(string what, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or InvalidCastException or OverflowException or IndexOutOfRangeException or DbException)
        {
            Fault($"The ledger's {what} cannot be read: {e.Message}");
        }
    }

    // Rows that may change carry a seal over all their values, those of other modules by which money is counted too.
    private async Task Rows(CancellationToken cancel)
    {
        foreach (var type in db.Model.GetEntityTypes().Where(t => typeof(ISealedRow).IsAssignableFrom(t.ClrType)).OrderBy(t => t.Name, StringComparer.Ordinal))
            await Try($"table {type.GetTableName()}", () => (Task)RowsOfMethod.MakeGenericMethod(type.ClrType).Invoke(this, [type, cancel])!);
    }

    private static readonly System.Reflection.MethodInfo RowsOfMethod =
        typeof(LedgerVerification).GetMethod(nameof(RowsOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!;

    private async Task RowsOf<T>(IEntityType type, CancellationToken cancel) where T : class, ISealedRow
    {
#pragma warning disable RS0030 // every row, whatever its place: the question is only whether it was changed
        var rows = db.Set<T>().AsNoTracking();
#pragma warning restore RS0030
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            if (seals.Of(type, row) != row.Seal)
                Fault($"A row of {type.GetTableName()} was changed by somebody else than this program: {string.Join(", ", type.FindPrimaryKey()!.Properties.Select(p => p.GetGetter().GetClrValue(row)))}.");
    }

    // One view of the books, however long it takes: people go on paying meanwhile. EF Core's own transactions of SQLite would keep
    // every writer out; this one only reads.
    private async Task<IAsyncDisposable> OneView(CancellationToken cancel)
    {
        if (db.Kind == DatabaseKind.Postgres)
            return await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        await db.Database.OpenConnectionAsync(cancel);
        var reading = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(reading, cancel);
        return new Reading(db, reading);
    }

    // While a page is checked the next one is read.
    private async Task<(long Count, Dictionary<long, Sealed> Segments)> Transfers(Dictionary<AccountId, Sum> accounts, CancellationToken cancel)
    {
        var segments = new Dictionary<long, Sealed>();
        long count = 0;
        var checking = Task.CompletedTask;
        try
        {
            await foreach (var page in new BookPages(db).All(cancel))
            {
                await checking;
                count += page.Transfers.Count;
                checking = Task.Run(() => CheckPage(page, accounts, segments), CancellationToken.None);
            }
        }
        finally
        {
            await checking;
        }

        return (count, segments);
    }

    private void CheckPage(BookPage page, Dictionary<AccountId, Sum> accounts, Dictionary<long, Sealed> segments)
    {
        var own = new List<EntryRow>();
        var next = 0;
        foreach (var transfer in page.Transfers)
        {
            for (own.Clear(); next < page.Entries.Count && page.Entries[next].Transfer.Value.CompareTo(transfer.Id.Value) is <= 0 and var order; next++)
                if (order == 0)
                    own.Add(page.Entries[next]);
                else
                    StandsAlone(page.Entries[next], accounts);
            CheckOne(transfer, own, accounts);
            if (transfer.Segment is not { } number)
                continue;
            var segment = segments.GetValueOrDefault(number) ?? (segments[number] = new());
            (segment.Count, segment.SoFar) = (segment.Count + 1, SegmentHash.Add(segment.SoFar, transfer.Hash));
        }

        foreach (var entry in page.Entries.Skip(next))
            StandsAlone(entry, accounts);
    }

    private void StandsAlone(EntryRow entry, Dictionary<AccountId, Sum> accounts) =>
        Fault($"Entry {entry.Line} of transfer {entry.Transfer.Value} on {Names([entry], accounts)} stands alone: the transfer was removed.");

    private void CheckOne(TransferRow transfer, List<EntryRow> entries, Dictionary<AccountId, Sum> accounts)
    {
        if (!TransferHash.Of(transfer, entries).AsSpan().SequenceEqual(transfer.Hash))
            Fault($"Transfer {transfer.Id.Value} ({transfer.At:u}, {transfer.Kind}, {transfer.Poster} {transfer.Key}) was changed after it was posted: it, or one of its {entries.Count} entries on {Names(entries, accounts)}.");
        Span<Int128> units = stackalloc Int128[Units.Length];
        foreach (var entry in entries)
        {
            if (!accounts.TryGetValue(entry.Account, out var account))
            {
                Fault($"Transfer {transfer.Id.Value} names account {entry.Account.Value}, which is not there.");
                continue;
            }

            account.Posted += entry.Amount;
            account.LastTick = Math.Max(account.LastTick, entry.Tick);
            if (transfer.Segment is not null)
                (account.SealedSum, account.SealedEntries) = (account.SealedSum + entry.Amount, account.SealedEntries + 1);
            units[(int)account.Unit] += entry.Amount;
        }

        foreach (var unit in Units)
            if (units[(int)unit] is var sum && sum != 0)
                Fault($"Transfer {transfer.Id.Value} does not sum to zero: {sum} {unit} are left over.");
    }

    private async Task Chain(Dictionary<long, Sealed> found, CancellationToken cancel)
    {
        var previous = SegmentHash.Beginning;
        long last = 0;
        await foreach (var segment in db.Records<Segment>().AsNoTracking().OrderBy(s => s.Number).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (segment.Number != ++last)
            {
                Fault($"Segment {last} of the chain is missing: the next one is {segment.Number}.");
                last = segment.Number;
            }

            var content = found.GetValueOrDefault(segment.Number) ?? new();
            if (content.Count != segment.Transfers)
                Fault($"Segment {segment.Number} was sealed with {segment.Transfers} transfers, but {content.Count} are there.");
            if (SegmentHash.Close(previous, segment.Number, segment.Transfers, segment.At, content.SoFar) != segment.Hash)
                Fault($"Segment {segment.Number} ({segment.At:u}) does not follow from its transfers and the segment before it: some were changed, added or removed.");
            found.Remove(segment.Number);
            previous = segment.Hash;
        }

        foreach (var number in found.Keys)
            Fault($"{found[number].Count} transfers say they are sealed in segment {number}, which is not there.");
        var head = await db.Records<ChainHead>().AsNoTracking().SingleOrDefaultAsync(cancel);
        if (head is null ? last != 0 : head.Id != ChainHead.OnlyOne || head.Signature != seal.Sign(SegmentHash.ChainName, head.Number, head.Hash))
            Fault("The signed end of the ledger's chain is missing or was changed, or keys/fields.json is not the one of this installation.");
        else if (head is not null && (head.Number != last || head.Hash != previous))
            Fault($"The ledger's chain should reach segment {head.Number}, but ends with segment {last}: segments were cut off or written anew.");
    }

    private async Task Balances(Dictionary<AccountId, Sum> accounts, CancellationToken cancel)
    {
        var held = await db.Records<HoldRow>().AsNoTracking().Where(h => h.State == HoldState.Open).GroupBy(h => h.Account)
            .Select(g => new { g.Key, Sum = g.Sum(h => h.Left) }).ToDictionaryAsync(h => h.Key, h => h.Sum, cancel);
        foreach (var row in await db.Records<BalanceRow>().AsNoTracking().ToListAsync(cancel))
        {
            if (!accounts.TryGetValue(row.Account, out var account))
            {
                Fault($"A balance names account {row.Account.Value}, which is not there.");
                continue;
            }

            account.HasBalance = true;
            if (row.Posted != account.Posted)
                Fault($"Account {account.Number}: the balance says {row.Posted}, its entries sum to {account.Posted}.");
            if (row.Held != held.GetValueOrDefault(row.Account))
                Fault($"Account {account.Number}: {row.Held} are set aside, its open holds keep {held.GetValueOrDefault(row.Account)}.");
            if (row.Floor != account.Floor)
                Fault($"Account {account.Number}: the balance says that its floor is {row.Floor}, the account says {account.Floor}.");
            if (row.Tick != account.LastTick)
                Fault($"Account {account.Number}: the balance says that its newest entry is at {row.Tick}, but it is at {account.LastTick}.");
            if (row.Posted - row.Held < account.Floor)
                Fault($"Account {account.Number}: {row.Posted} less {row.Held} set aside is below its floor {account.Floor}.");
        }

        foreach (var account in accounts.Values.Where(a => a.Floor is not null && !a.HasBalance))
            Fault($"Account {account.Number}: its balance is missing; its entries sum to {account.Posted}.");
    }

    private async Task RollUps(Dictionary<AccountId, Sum> accounts, CancellationToken cancel)
    {
        var sums = await db.Records<RollUp>().AsNoTracking().ToDictionaryAsync(r => r.Account, cancel);
        foreach (var stray in sums.Keys.Where(id => !accounts.TryGetValue(id, out var account) || account.Floor is not null))
            Fault($"A sum of sealed entries names account {stray.Value}, which has none.");
        foreach (var (id, account) in accounts.Where(a => a.Value.Floor is null))
            if ((sums.GetValueOrDefault(id)?.Sum ?? 0) != account.SealedSum || (sums.GetValueOrDefault(id)?.Entries ?? 0) != account.SealedEntries)
                Fault($"Account {account.Number}: the sum of sealed entries says {sums.GetValueOrDefault(id)?.Sum ?? 0}, they sum to {account.SealedSum}.");
    }

    private async Task Lots(Dictionary<AccountId, Sum> accounts, CancellationToken cancel)
    {
        var left = await db.Records<Lot>().AsNoTracking().GroupBy(l => l.Account)
            .Select(g => new { g.Key, Sum = g.Sum(l => l.Left) }).ToDictionaryAsync(l => l.Key, l => l.Sum, cancel);
        foreach (var (id, account) in accounts.Where(a => a.Value.KeepsLots))
            if (left.GetValueOrDefault(id) != account.Posted)
                Fault($"Account {account.Number}: its lots hold {left.GetValueOrDefault(id)} points, its entries sum to {account.Posted}.");
    }

    private static string Names(List<EntryRow> entries, Dictionary<AccountId, Sum> accounts) =>
        string.Join(", ", entries.Select(e => accounts.GetValueOrDefault(e.Account)?.Number ?? e.Account.Value.ToString()).Distinct().Take(10));

    private void Fault(string what)
    {
        if (faults.Count < MostFaults)
            faults.Add(what);
    }

    private sealed class Sum
    {
        public required string Number { get; init; }

        public required LedgerUnit Unit { get; init; }

        public required long? Floor { get; init; }

        public required bool KeepsLots { get; init; }

        public long Posted { get; set; }

        public long LastTick { get; set; }

        public long SealedSum { get; set; }

        public long SealedEntries { get; set; }

        public bool HasBalance { get; set; }
    }

    private sealed class Reading(LinliDb db, SqliteTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await db.Database.UseTransactionAsync(null);
            await transaction.DisposeAsync();
            await db.Database.CloseConnectionAsync();
        }
    }

    private sealed class Sealed
    {
        public int Count { get; set; }

        public byte[] SoFar { get; set; } = SegmentHash.Start;
    }
}
