using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Data.Common;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Devices;

/// <summary>
/// Keeps every device in memory. Changes carry a rising number, given out under a lock until their commit, so a node that has
/// seen number n has seen everything below: it reads what is above, after its own commits at once and every second else.
/// </summary>
internal sealed class DeviceMemory(IServiceScopeFactory scopes, DeviceKeys keys, TimeProvider time) : IDevices, IDeviceGroups, IDisposable
{
    private readonly Lock loading = new();
    private readonly ConcurrentDictionary<DeviceId, Entry> byId = new();
    private readonly ConcurrentDictionary<string, Entry> byCode = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Protocol, string Address), Entry> byAddress = new();
    private volatile FrozenDictionary<string, DeviceId[]>? kinds;
    private volatile FrozenDictionary<string, DeviceId[]>? groups;
    private long seen = -1;

    public Device? Find(DeviceId id)
    {
        Ready();
        return byId.TryGetValue(id, out var entry) ? entry.At(time) : null;
    }

    public Device? ByCode(string code)
    {
        Ready();
        return byCode.TryGetValue(code, out var entry) ? entry.At(time) : null;
    }

    public Device? ByAddress(string protocol, string address)
    {
        Ready();
        return byAddress.TryGetValue((protocol, address), out var entry) ? entry.At(time) : null;
    }

    public IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit)
    {
        Ready();
        var before = unit + ":";
        return [.. byAddress.Where(a => a.Key.Protocol == protocol && a.Key.Address.StartsWith(before, StringComparison.Ordinal)).Select(a => (a.Key.Address, a.Value.At(time)))];
    }

    public IReadOnlyCollection<Device> OfKind(string kind)
    {
        Ready();
        var known = kinds ?? ByKind();
        return known.TryGetValue(kind, out var ids) ? Array.ConvertAll(ids, id => byId[id].At(time)) : [];
    }

    public IReadOnlyCollection<Device> Awaited()
    {
        Ready();
        return [.. byId.Values.Where(e => e.Awaited).Select(e => e.At(time)).Where(d => d.State == DeviceState.InService)];
    }

    /// <summary>All devices, retired ones included, in the order of their codes.</summary>
    public IReadOnlyList<Device> All()
    {
        Ready();
        return [.. byId.Values.Select(e => e.At(time)).OrderBy(d => d.Code, StringComparer.Ordinal)];
    }

    public IReadOnlyCollection<DeviceId> InGroup(string group)
    {
        Ready();
        var known = groups ?? ByGroup();
        return known.TryGetValue(group, out var ids) ? ids : [];
    }

    public bool IsIn(DeviceId device, string group)
    {
        Ready();
        return byId.TryGetValue(device, out var entry) && entry.Groups.Contains(group);
    }

    /// <summary>
    /// Who holds the line for a device: a part whose address is that of its unit with a colon and its own, such as <c>379:1.1.2000A</c> of
    /// the fire unit <c>379</c>, is spoken to through the unit; any other device speaks for itself.
    /// </summary>
    public DeviceId SpokenToThrough(DeviceId id)
    {
        foreach (var address in AddressesOf(id))
            if (address.Address.IndexOf(':', StringComparison.Ordinal) is > 0 and var end && byAddress.TryGetValue((address.Protocol, address.Address[..end]), out var unit))
                return unit.Id;
        return id;
    }

    /// <summary>How protocols call a device.</summary>
    public IReadOnlyList<DeviceAddress> AddressesOf(DeviceId id)
    {
        Ready();
        return byId.TryGetValue(id, out var entry) ? entry.Addresses : [];
    }

    public Device? Enter(string code, string key)
    {
        Ready();
        byCode.TryGetValue(code, out var entry);
        var device = entry?.At(time);
        return keys.Fits(entry?.Id, device?.State == DeviceState.Retired ? null : entry?.KeyHash, key) ? device : null;
    }

    public CancellationToken EndOf(DeviceId id)
    {
        Ready();
        // One that is not there is over.
        return byId.TryGetValue(id, out var entry) ? entry.End.Token : new(true);
    }

    /// <summary>Whether a device can sign in.</summary>
    public bool HasKey(DeviceId id)
    {
        Ready();
        return byId.TryGetValue(id, out var entry) && entry.KeyHash is not null;
    }

    /// <summary>The groups of a device.</summary>
    public IReadOnlyList<string> GroupsOf(DeviceId id)
    {
        Ready();
        return byId.TryGetValue(id, out var entry) ? entry.Groups : [];
    }

    /// <summary>Looks after a commit, which must not fail for it: else the change is seen a second later.</summary>
    public void LookNow()
    {
        try
        {
            Look();
        }
        catch (DbException)
        {
            // The next look reads it.
        }
    }

    /// <summary>Reads what was changed since the last look. Quick when nothing was.</summary>
    public void Look()
    {
        lock (loading)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
            var stored = Latest(db);
            if (stored == seen)
                return;
            Read(db);
            // What was committed while we read is read again at the next look, never missed.
            Volatile.Write(ref seen, stored);
        }
    }

    /// <summary>Shows what the founding transaction has written, so that what is seeded afterwards can build on it.</summary>
    public void Hold(LinliDb db)
    {
        lock (loading)
        {
            Read(db);
            // One less than was read: what is seeded later in the same transaction bears the same number and is read after its commit.
            Volatile.Write(ref seen, Math.Max(0, Latest(db) - 1));
        }
    }

    public void Dispose()
    {
        foreach (var entry in byId.Values)
            entry.End.Dispose();
    }

    // Not while devices change: what was gathered before the change must not stay behind it.
    private FrozenDictionary<string, DeviceId[]> ByKind()
    {
        lock (loading)
            return kinds ??= byId.Values.GroupBy(e => e.Kind, e => e.Id).ToFrozenDictionary(g => g.Key, g => g.ToArray());
    }

    private FrozenDictionary<string, DeviceId[]> ByGroup()
    {
        lock (loading)
            return groups ??= byId.Values.SelectMany(e => e.Groups, (e, g) => (Group: g, e.Id)).GroupBy(e => e.Group, e => e.Id).ToFrozenDictionary(g => g.Key, g => g.ToArray());
    }

    private void Ready()
    {
        if (Volatile.Read(ref seen) < 0)
            Look();
    }

    private static long Latest(LinliDb db) => db.Records<DeviceChangeRow>().AsNoTracking().Where(c => c.Id == DeviceChangeRow.TheOnly).Select(c => c.Value).SingleOrDefault();

    private void Read(LinliDb db)
    {
        var since = seen;
        // Every device, whatever its place: who may see which is asked by those who show them.
        var changed = db.Unfiltered<DeviceRow>().AsNoTracking().Where(d => d.Change > since).ToList();
        var all = since < 0;
        var ids = all ? [] : changed.ConvertAll(d => d.Id);
        var addresses = Few(db.Records<DeviceAddressRow>().AsNoTracking(), all, ids, q => q.Where(a => ids.Contains(a.Device))).ToLookup(a => a.Device);
        var now = time.GetUtcNow();
        var windows = Few(db.Records<MaintenanceRow>().AsNoTracking().Where(m => m.To > now), all, ids, q => q.Where(m => ids.Contains(m.Device))).ToLookup(m => m.Device);
        var members = Few(db.Records<DeviceGroupMemberRow>().AsNoTracking(), all, ids, q => q.Where(m => ids.Contains(m.Device))).ToLookup(m => m.Device);
        foreach (var row in changed)
            Take(row, [.. addresses[row.Id].Select(a => new DeviceAddress(a.Protocol, a.Address))], [.. windows[row.Id].Select(m => (m.From, m.To))], [.. members[row.Id].Select(m => m.Group)]);
        (kinds, groups) = (null, null);
    }

    // Thousands of ids in a query cost more than the whole table.
    private static List<T> Few<T>(IQueryable<T> rows, bool all, List<DeviceId> ids, Func<IQueryable<T>, IQueryable<T>> narrow) =>
        ids.Count == 0 && !all ? [] : all || ids.Count > 500 ? [.. rows] : [.. narrow(rows)];

    private void Take(DeviceRow row, DeviceAddress[] addresses, (DateTimeOffset, DateTimeOffset)[] windows, string[] groups)
    {
        byId.TryGetValue(row.Id, out var old);
        // Whoever came in with the old key hangs up; anything else that changed leaves connections alone.
        var ends = old is not null && (old.KeyHash != row.KeyHash || row.State == DeviceState.Retired);
        var entry = new Entry(row, addresses, windows, groups, old is null || ends ? new() : old.End);
        byId[row.Id] = entry;
        byCode[row.Code] = entry;
        if (old is not null)
            foreach (var gone in old.Addresses)
                if (byAddress.TryGetValue((gone.Protocol, gone.Address), out var holder) && holder.Id == row.Id)
                    byAddress.TryRemove((gone.Protocol, gone.Address), out _);
        if (row.State != DeviceState.Retired)
            foreach (var address in addresses)
                byAddress[(address.Protocol, address.Address)] = entry;
        if (ends)
            // Not on the thread that commits: a connection that hangs up may take its time. Never disposed, tokens of it are still about.
            _ = old!.End.CancelAsync();
        if (row.State == DeviceState.Retired)
            entry.End.Cancel();
    }

    private sealed class Entry
    {
        private readonly DeviceState kept;
        private readonly DateTimeOffset? testUntil;
        private readonly (DateTimeOffset, DateTimeOffset)[] windows;
        private Device device;
        private long askAgain;

        public Entry(DeviceRow row, DeviceAddress[] addresses, (DateTimeOffset, DateTimeOffset)[] windows, string[] groups, CancellationTokenSource end)
        {
            (kept, testUntil, this.windows, Addresses, Groups, KeyHash, End) = (row.State, row.TestUntil, windows, addresses, groups, row.KeyHash, end);
            var place = row.Latitude is { } latitude && row.Longitude is { } longitude ? new GeoPoint(latitude, longitude) : (GeoPoint?)null;
            device = new(row.Id, row.Code, row.Name, row.Kind, ScopePath.Parse(row.Scope, null), kept, row.Coordinates, place, row.Facility) { AwaitedSince = row.InServiceAt };
            askAgain = testUntil is null && windows.Length == 0 ? long.MaxValue : 0;
        }

        public DeviceId Id => device.Id;

        public string Kind => device.Kind;

        public bool Awaited => kept == DeviceState.InService && device.AwaitedSince is not null;

        public string? KeyHash { get; }

        public DeviceAddress[] Addresses { get; }

        public string[] Groups { get; }

        public CancellationTokenSource End { get; }

        /// <summary>The device now: what runs for a time has its end in memory, and needs nobody who switches it off.</summary>
        public Device At(TimeProvider time)
        {
            if (Volatile.Read(ref askAgain) == long.MaxValue)
                return device;
            var now = time.GetUtcNow();
            if (now.UtcTicks < Volatile.Read(ref askAgain))
                return device;
            var (state, next) = DeviceStanding.At(kept, testUntil, windows, now);
            if (state != device.State)
                device = device with { State = state };
            Volatile.Write(ref askAgain, next?.UtcTicks ?? long.MaxValue);
            return device;
        }
    }
}
