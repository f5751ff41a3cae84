using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Storage;

/// <summary>
/// Readings go to the database in small transactions that others may come between; each may be repeated. The last one moves the checkpoint
/// together with the states: until then the journal is what counts.
/// </summary>
internal sealed partial class ReadingStore(IServiceScopeFactory scopes, FieldCipher cipher, TimeProvider time, ILogger<ReadingStore> log) : IReadingStore
{
    private readonly ConcurrentDictionary<Guid, long> turns = new();
    private const int RowsAtOnce = 5_000;
    private static readonly TimeSpan KeepEvents = TimeSpan.FromDays(1);

    public async Task<Restored> Load(Guid journal, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var checkpoint = await BeginTurn(journal, cancel);
        var (events, firings, twins) = (await LatestEvents(db, cancel), await WaitingFirings(db, cancel), await AllTwins(db, cancel));
        return new(checkpoint.Offset, checkpoint.Last, twins, firings, events);
    }

    public async Task<IReadOnlyList<RestoredTwin>> States(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await AllTwins(scope.ServiceProvider.GetRequiredService<LinliDb>(), cancel);
    }

    public async Task<long> OffsetOf(Guid journal, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinliDb>().Records<CheckpointRow>().Where(c => c.Journal == journal).Select(c => c.Offset).SingleOrDefaultAsync(cancel);
    }

    public async Task<IReadOnlyList<Guid>> KnownEvents(IReadOnlyCollection<Guid> keys, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, known) = (scope.ServiceProvider.GetRequiredService<LinliDb>(), new List<Guid>());
        foreach (var some in keys.Chunk(500))
            known.AddRange(await db.Records<EventRow>().Where(e => some.Contains(e.Key)).Select(e => e.Key).ToListAsync(cancel));
        return known;
    }

    public async Task<bool> Write(Cut cut, Guid journal, CancellationToken cancel)
    {
        var (values, positions) = Split(cut);
        foreach (var chunk in values.Chunk(RowsAtOnce))
            await InTransaction((_, writer) => writer.Values(chunk, cancel), cancel);
        foreach (var chunk in positions.Chunk(RowsAtOnce))
            await InTransaction((_, writer) => writer.Positions(chunk, cancel), cancel);
        var hours = Hours(values);
        var mine = true;
        await InTransaction(
            async (db, writer) =>
            {
                await writer.Hours(hours, cancel);
                // What was acknowledged is kept whoever has the turn; states and decisions are those of one node.
                mine = await db.Records<CheckpointRow>().MaxAsync(c => (long?)c.Epoch, cancel) is not { } newest || newest <= turns.GetValueOrDefault(journal);
                if (mine)
                    await writer.Twins([.. cut.Twins.Select(Seal)], cancel);
                await writer.Events(cut.Events, Clock.Now(time), cancel);
                await KeepFirings(db, cut, cancel);
                await Checkpoint(db, cut, journal, cancel);
            },
            cancel);
        return mine;
    }

    public async Task<IReadOnlySet<(DeviceId Device, string Measure, long At)>> Known(
        IReadOnlyList<(DeviceId Device, string Measure, long At)> doubtful, CancellationToken cancel)
    {
        var known = new HashSet<(DeviceId, string, long)>();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        foreach (var series in doubtful.GroupBy(d => (d.Device, d.Measure)))
        {
            var (device, measure) = series.Key;
            foreach (var chunk in series.Select(s => new DateTimeOffset(s.At, TimeSpan.Zero)).Distinct().Chunk(500))
            {
                var found = measure == Reading.Position
                    ? await db.Records<PositionRow>().Where(p => p.Device == device && chunk.Contains(p.At)).Select(p => p.At).ToListAsync(cancel)
                    : await db.Records<ReadingRow>().Where(r => r.Device == device && chunk.Contains(r.At) && r.Measure == measure).Select(r => r.At).ToListAsync(cancel);
                foreach (var at in found)
                    known.Add((device, measure, at.UtcTicks));
            }
        }

        return known;
    }

    private async Task<List<Guid>> LatestEvents(LinliDb db, CancellationToken cancel)
    {
        var since = Clock.Now(time) - KeepEvents;
        return await db.Records<EventRow>().Where(e => e.At >= since).Select(e => e.Key).ToListAsync(cancel);
    }

    private static async Task<List<FiringFacts>> WaitingFirings(LinliDb db, CancellationToken cancel)
    {
        var rows = await db.Records<FiringRow>().AsNoTracking().Where(f => f.DeliveredAt == null).OrderBy(f => f.At).ThenBy(f => f.Key).ToListAsync(cancel);
        return [.. rows.Select(f => f.Read()).OfType<FiringFacts>()];
    }

    private async Task<List<RestoredTwin>> AllTwins(LinliDb db, CancellationToken cancel)
    {
        var twins = new List<RestoredTwin>();
        await foreach (var row in db.Records<TwinRow>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
            if (Restore(row) is { } twin)
                twins.Add(twin);
        return twins;
    }

    private static (List<TakenReading> Values, List<TakenReading> Positions) Split(Cut cut)
    {
        var values = new List<TakenReading>(cut.Count);
        var positions = new List<TakenReading>();
        foreach (var lane in cut.Readings)
            foreach (var one in lane)
                (one.Reading.IsPosition ? positions : values).Add(one);
        return (values, positions);
    }

    // Nothing is reckoned by the hour of what belongs to a person.
    private static HashSet<(DeviceId Device, string Measure, DateTimeOffset Hour)> Hours(List<TakenReading> values)
    {
        var hours = new HashSet<(DeviceId, string, DateTimeOffset)>();
        foreach (var one in values)
            if (!one.Personal)
                hours.Add((one.Reading.Device, one.Reading.Measure, HourFigures.HourOf(one.Reading.At)));
        return hours;
    }

    private async Task InTransaction(Func<LinliDb, RowWriter, Task> write, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = services.GetRequiredService<LinliDb>();
        using (await services.GetRequiredService<WriterQueue>().Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            await using var writer = RowWriter.For(db, cipher);
            await write(db, writer);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private static async Task KeepFirings(LinliDb db, Cut cut, CancellationToken cancel)
    {
        var waiting = cut.Firings.Where(f => !f.Delivered).Select(f => FiringFacts.Of(f.Firing)).DistinctBy(FiringRow.KeyOf).ToList();
        if (waiting.Count == 0)
            return;
        // The desk of alarms writes the same ones: one after the other.
        await db.LockUntilCommit(FiringRow.Turn, cancel);
        var keys = waiting.Select(FiringRow.KeyOf).ToList();
        var known = await db.Records<FiringRow>().Where(f => keys.Contains(f.Key)).Select(f => f.Key).ToListAsync(cancel);
        db.Records<FiringRow>().AddRange(waiting.Where(f => !known.Contains(FiringRow.KeyOf(f))).Select(FiringRow.Of));
    }

    // The next turn, in order: a node that lost its own finds a higher one and leaves the states alone.
    private async Task<(long Offset, DateTimeOffset? Last)> BeginTurn(Guid journal, CancellationToken cancel)
    {
        var (offset, last) = (0L, (DateTimeOffset?)null);
        await InTransaction(
            async (db, _) =>
            {
                await db.LockUntilCommit("sensing.turn", cancel);
                var rows = await db.Records<CheckpointRow>().ToListAsync(cancel);
                var row = rows.Find(r => r.Journal == journal);
                (offset, last) = (row?.Offset ?? 0, rows.Count == 0 ? null : (DateTimeOffset?)rows.Max(r => r.At));
                if (row is null)
                    db.Records<CheckpointRow>().Add(row = new() { Journal = journal, At = last ?? Clock.Now(time) });
                turns[journal] = row.Epoch = rows.Count == 0 ? 1 : rows.Max(r => r.Epoch) + 1;
            },
            cancel);
        return (offset, last);
    }

    private async Task Checkpoint(LinliDb db, Cut cut, Guid journal, CancellationToken cancel)
    {
        var row = await db.Records<CheckpointRow>().SingleOrDefaultAsync(c => c.Journal == journal, cancel);
        if (row is null)
            db.Records<CheckpointRow>().Add(row = new() { Journal = journal });
        (row.Offset, row.At) = (Math.Max(row.Offset, cut.Offset), Clock.Now(time));
    }

    private TwinRow Seal(StoredTwin twin) => new()
    {
        Device = twin.Device,
        SeenAt = Clock.ToMicroseconds(new(twin.SeenAt, TimeSpan.Zero)),
        Sealed = twin.Personal,
        State = twin.Personal ? cipher.SealBytes(twin.State) : twin.State,
        Rules = twin is { Personal: true, Rules: { } rules } ? cipher.SealBytes(rules) : twin.Rules,
    };

    private RestoredTwin? Restore(TwinRow row)
    {
        try
        {
            var state = row.Sealed ? cipher.OpenBytes(row.State) : row.State;
            return new(Twin.Restore(row.Device, state, row.Sealed), row is { Sealed: true, Rules: { } rules } ? cipher.OpenBytes(rules) : row.Rules);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or System.Security.Cryptography.CryptographicException)
        {
            // Its next reading makes a new one.
            log.LogError(e, "The kept state of device {Device} cannot be read; it begins anew.", row.Device.Value);
            return null;
        }
    }
}
