using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing.Devices.Import;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices;

/// <summary>Writes the register of devices; every change goes through here, so that every node hears of it.</summary>
internal sealed class DeviceBook(LinliDb db, DeviceMemory memory, DeviceKeys keys, CurrentCaller current, TimeProvider time) : IDeviceBook
{
    private (Guid Transaction, long Number) change;

    public async Task<Result<DeviceId>> Enter(NewDevice device, CancellationToken cancel)
    {
        var entered = await EnterMany([device], cancel);
        return entered.Ok ? entered.Value[0] : entered.As<DeviceId>();
    }

    public async Task<Result<IReadOnlyList<DeviceId>>> EnterMany(IReadOnlyCollection<NewDevice> devices, CancellationToken cancel)
    {
        var number = await NextChange(cancel);
        var wrong = devices.SelectMany(d => DeviceRules.Problems(d).Take(1)).Take(1).Concat(await Taken(devices, cancel)).ToList();
        if (wrong.Count > 0)
            return Result<IReadOnlyList<DeviceId>>.Fail(wrong);
        var now = Clock.Now(time);
        var rows = devices.Select(d => (Wish: d, Row: RowOf(d, now, number))).ToList();
        await db.InsertMany(rows.Select(r => r.Row), cancel);
        await db.InsertMany(rows.SelectMany(r => r.Wish.Addresses.Select(a => AddressOf(r.Row.Id, a))), cancel);
        await db.InsertMany(rows.SelectMany(r => r.Wish.Groups.Distinct().Select(g => new DeviceGroupMemberRow { Group = g, Device = r.Row.Id })), cancel);
        return rows.ConvertAll(r => r.Row.Id);
    }

    public async Task<string?> RenewKey(DeviceId device, CancellationToken cancel)
    {
        if (await Load(device, cancel) is not { State: not DeviceState.Retired } row)
            return null;
        var key = DeviceKeys.Make();
        await GiveKey(row, key, cancel);
        return key;
    }

    /// <summary>Gives a device a key in place of the one it has, which ends at once.</summary>
    public async Task GiveKey(DeviceRow row, string key, CancellationToken cancel)
    {
        (row.KeyHash, row.KeyAt) = (keys.Hash(key), Clock.Now(time));
        await Changed(row, cancel);
    }

    public async Task<Result<Done>> Address(DeviceId device, string protocol, string? address, CancellationToken cancel)
    {
        if (await Load(device, cancel) is not { } row)
            return DeviceProblems.NotFound;
        await Changed(row, cancel);
        var wish = address is null ? null : DeviceRules.Plain(new(protocol, address));
        if (wish is not null)
        {
            if (DeviceRules.Check(wish) is { } wrong)
                return wrong;
            var holder = await db.Records<DeviceAddressRow>().AsNoTracking().Where(a => a.Protocol == protocol && a.Address == wish.Address).Select(a => (DeviceId?)a.Device).SingleOrDefaultAsync(cancel);
            if (holder is { } other && other != device)
                return DeviceProblems.AddressTaken(wish, await CodeOf(other, cancel));
        }

        await db.Records<DeviceAddressRow>().Where(a => a.Device == device && a.Protocol == protocol).ExecuteDeleteAsync(cancel);
        if (wish is not null)
            await db.InsertMany([AddressOf(device, wish)], cancel);
        return Done.It;
    }

    public async Task PutInService(DeviceId device, CancellationToken cancel)
    {
        if (await Load(device, cancel) is not { State: DeviceState.Expected } row)
            return;
        (row.State, row.InServiceAt) = (DeviceState.InService, Clock.Now(time));
        await Changed(row, cancel);
    }

    public async Task Retire(DeviceId device, CancellationToken cancel)
    {
        if (await Load(device, cancel) is not { State: not DeviceState.Retired } row)
            return;
        (row.State, row.RetiredAt, row.KeyHash, row.TestUntil) = (DeviceState.Retired, Clock.Now(time), null, null);
        // Its address may be that of its successor.
        await db.Records<DeviceAddressRow>().Where(a => a.Device == device).ExecuteDeleteAsync(cancel);
        await db.Records<DeviceGroupMemberRow>().Where(m => m.Device == device).ExecuteDeleteAsync(cancel);
        await Changed(row, cancel);
    }

    public async Task KeepGroup(string code, string name, ScopePath scope, CancellationToken cancel)
    {
        if (await db.Unfiltered<DeviceGroupRow>().SingleOrDefaultAsync(g => g.Code == code, cancel) is { } known)
            known.Name = name;
        else
            await db.InsertMany([new DeviceGroupRow { Code = code, Name = name, Scope = scope.Value }], cancel);
    }

    public async Task Join(DeviceId device, string group, CancellationToken cancel)
    {
        if (await Load(device, cancel) is not { State: not DeviceState.Retired } row
            || await db.Records<DeviceGroupMemberRow>().AnyAsync(m => m.Group == group && m.Device == device, cancel))
            return;
        await db.InsertMany([new DeviceGroupMemberRow { Group = group, Device = device }], cancel);
        await Changed(row, cancel);
    }

    public async Task Leave(DeviceId device, string group, CancellationToken cancel)
    {
        if (await db.Records<DeviceGroupMemberRow>().Where(m => m.Group == group && m.Device == device).ExecuteDeleteAsync(cancel) > 0 && await Load(device, cancel) is { } row)
            await Changed(row, cancel);
    }

    public IReadOnlyCollection<DeviceId> InGroup(string code) => memory.InGroup(code);

    /// <summary>Takes devices into service that were expected and have spoken.</summary>
    public async Task Spoke(IReadOnlyCollection<DeviceId> devices, CancellationToken cancel)
    {
        var number = await NextChange(cancel);
        foreach (var some in devices.Chunk(500))
            await db.Unfiltered<DeviceRow>().Where(d => some.Contains(d.Id) && d.State == DeviceState.Expected)
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeviceState.InService).SetProperty(d => d.Change, number), cancel);
    }

    /// <summary>A device to be changed; the caller has asked whether it may be.</summary>
    public Task<DeviceRow?> Load(DeviceId device, CancellationToken cancel) => db.Unfiltered<DeviceRow>().SingleOrDefaultAsync(d => d.Id == device, cancel);

    /// <summary>A device by its code, when the caller keeps devices at its place.</summary>
    public async Task<DeviceRow?> Mine(string code, CancellationToken cancel) =>
        await db.Scoped<DeviceRow>(current.Value.ScopesFor(SensingPermissions.Devices)).SingleOrDefaultAsync(d => d.Code == code, cancel);

    /// <summary>Devices by their codes, those at places where the caller keeps devices.</summary>
    public async Task<List<DeviceRow>> Mine(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var found = new List<DeviceRow>();
        foreach (var some in codes.Chunk(500))
            found.AddRange(await db.Scoped<DeviceRow>(current.Value.ScopesFor(SensingPermissions.Devices)).Where(d => some.Contains(d.Code)).ToListAsync(cancel));
        return found;
    }

    /// <summary>The devices of a group at places where the caller keeps devices.</summary>
    public async Task<List<DeviceRow>> MineInGroup(string group, CancellationToken cancel)
    {
        var members = db.Records<DeviceGroupMemberRow>().Where(m => m.Group == group).Select(m => m.Device);
        return await db.Scoped<DeviceRow>(current.Value.ScopesFor(SensingPermissions.Devices)).Where(d => members.Contains(d.Id)).ToListAsync(cancel);
    }

    /// <summary>What is entered of the devices with some codes, wherever they belong, and who holds which address.</summary>
    public async Task<DeviceRegister> Register(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var known = new Dictionary<string, DeviceRow>(StringComparer.Ordinal);
        foreach (var some in codes.Distinct().Chunk(500))
            foreach (var row in await db.Unfiltered<DeviceRow>().Where(d => some.Contains(d.Code)).ToListAsync(cancel))
                known.Add(row.Code, row);
        var addresses = await db.Records<DeviceAddressRow>().AsNoTracking().ToListAsync(cancel);
        var holders = await db.Unfiltered<DeviceRow>().Where(d => db.Records<DeviceAddressRow>().Any(a => a.Device == d.Id)).Select(d => new { d.Id, d.Code }).ToDictionaryAsync(d => d.Id, d => d.Code, cancel);
        var members = await db.Records<DeviceGroupMemberRow>().AsNoTracking().Where(m => !m.Group.StartsWith(SceneGroups.Before)).ToListAsync(cancel);
        return new(
            known, addresses.ToDictionary(a => new DeviceAddress(a.Protocol, a.Address), a => holders.GetValueOrDefault(a.Device, "?")),
            addresses.ToLookup(a => a.Device, a => new DeviceAddress(a.Protocol, a.Address)), members.ToLookup(m => m.Device, m => m.Group),
            (await db.Unfiltered<DeviceGroupRow>().Select(g => g.Code).ToListAsync(cancel)).ToHashSet());
    }

    /// <summary>Changes what is entered of a device.</summary>
    /// <returns>Whether anything is other than it was.</returns>
    public async Task<Result<bool>> Change(DeviceRow row, NewDevice wish, CancellationToken cancel)
    {
        var known = (await db.Records<DeviceAddressRow>().AsNoTracking().Where(a => a.Device == row.Id).ToListAsync(cancel)).ConvertAll(a => new DeviceAddress(a.Protocol, a.Address)).ToHashSet();
        var wanted = wish.Addresses.Select(DeviceRules.Plain).ToHashSet();
        var members = db.Records<DeviceGroupMemberRow>().Where(m => m.Device == row.Id && !m.Group.StartsWith(SceneGroups.Before));
        var groups = (await members.AsNoTracking().Select(m => m.Group).ToListAsync(cancel)).ToHashSet();
        var wishes = wish.Groups.Where(g => !SceneGroups.Keeps(g)).ToHashSet();
        var same = known.SetEquals(wanted) && groups.SetEquals(wishes) && row.Name == wish.Name && row.Kind == wish.Kind && row.Scope == wish.Scope.Value
            && row.Facility == wish.Facility && row.Coordinates == wish.Coordinates && row.Latitude == wish.Place?.Latitude && row.Longitude == wish.Place?.Longitude;
        if (same)
            return false;
        // Before anything is looked up: two who want one address pass one after the other.
        await Changed(row, cancel);
        if ((await Taken([wish with { Addresses = [.. wanted.Except(known)] }], cancel, ofNew: false)) is { Count: > 0 } taken)
            return Result<bool>.Fail(taken);
        (row.Name, row.Kind, row.Scope, row.Facility, row.Coordinates) = (wish.Name, wish.Kind, wish.Scope.Value, wish.Facility, wish.Coordinates);
        (row.Latitude, row.Longitude) = (wish.Place?.Latitude, wish.Place?.Longitude);
        if (!known.SetEquals(wanted))
        {
            await db.Records<DeviceAddressRow>().Where(a => a.Device == row.Id).ExecuteDeleteAsync(cancel);
            await db.InsertMany(wanted.Select(a => AddressOf(row.Id, a)), cancel);
        }

        if (!groups.SetEquals(wishes))
        {
            await members.ExecuteDeleteAsync(cancel);
            await db.InsertMany(wishes.Select(g => new DeviceGroupMemberRow { Group = g, Device = row.Id }), cancel);
        }

        return true;
    }

    /// <summary>Notes that a device was changed, or what is kept about it elsewhere.</summary>
    public async Task Changed(DeviceRow row, CancellationToken cancel) => row.Change = await NextChange(cancel);

    /// <summary>The number of the changes of this transaction, which all nodes look for once it is committed.</summary>
    public async Task<long> NextChange(CancellationToken cancel)
    {
        var transaction = db.Database.CurrentTransaction?.TransactionId ?? throw new InvalidOperationException("Devices are changed in a transaction.");
        if (change.Transaction == transaction)
            return change.Number;
        // Held until the commit: numbers become visible in their order, and none is passed over.
        await db.LockUntilCommit("sensing.devices", cancel);
        if (await db.Records<DeviceChangeRow>().ExecuteUpdateAsync(s => s.SetProperty(c => c.Value, c => c.Value + 1), cancel) == 0)
            await db.InsertMany([new DeviceChangeRow { Id = DeviceChangeRow.TheOnly, Value = 1 }], cancel);
        var number = await db.Records<DeviceChangeRow>().AsNoTracking().Select(c => c.Value).SingleAsync(cancel);
        change = (transaction, number);
        db.AfterCommit(memory.LookNow);
        return number;
    }

    private DeviceRow RowOf(NewDevice d, DateTimeOffset now, long number) => new()
    {
        Id = new(Guid.CreateVersion7(now)), Code = d.Code, Name = d.Name.Trim(), Kind = d.Kind, Scope = d.Scope.Value, State = d.InService ? DeviceState.InService : DeviceState.Expected, Coordinates = d.Coordinates,
        Latitude = d.Place?.Latitude, Longitude = d.Place?.Longitude, Facility = d.Facility, KeyHash = d.Key is null ? null : keys.Hash(d.Key), KeyAt = d.Key is null ? null : now,
        EnteredAt = now, EnteredBy = current.Value.Account, Change = number,
    };

    private static DeviceAddressRow AddressOf(DeviceId device, DeviceAddress address)
    {
        var plain = DeviceRules.Plain(address);
        return new() { Protocol = plain.Protocol, Address = plain.Address, Device = device };
    }

    // Asked of the database, not of memory: another node may have entered one this very second.
    private async Task<List<Problem>> Taken(IReadOnlyCollection<NewDevice> devices, CancellationToken cancel, bool ofNew = true)
    {
        var found = new List<Problem>();
        if (devices.CountBy(d => d.Code).FirstOrDefault(c => c.Value > 1) is { Key: { } twice })
            found.Add(DeviceProblems.CodeTaken(twice));
        var addresses = devices.SelectMany(d => d.Addresses.Select(a => (d.Code, Address: DeviceRules.Plain(a)))).ToList();
        if (addresses.GroupBy(a => a.Address).FirstOrDefault(g => g.Count() > 1) is { } shared)
            found.Add(DeviceProblems.AddressTaken(shared.Key, shared.First().Code));
        foreach (var some in ofNew ? devices.Select(d => d.Code).Chunk(500) : [])
            if (await db.Unfiltered<DeviceRow>().Where(d => some.Contains(d.Code)).Select(d => d.Code).FirstOrDefaultAsync(cancel) is { } taken)
                found.Add(DeviceProblems.CodeTaken(taken));
        foreach (var protocol in addresses.GroupBy(a => a.Address.Protocol))
            foreach (var some in protocol.Select(a => a.Address.Address).Chunk(500))
                if (await db.Records<DeviceAddressRow>().AsNoTracking().Where(a => a.Protocol == protocol.Key && some.Contains(a.Address)).FirstOrDefaultAsync(cancel) is { } held)
                    found.Add(DeviceProblems.AddressTaken(new(held.Protocol, held.Address), await CodeOf(held.Device, cancel)));
        var groups = devices.SelectMany(d => d.Groups).Distinct().ToList();
        if (groups.Count > 0 && groups.Except(await db.Unfiltered<DeviceGroupRow>().Select(g => g.Code).ToListAsync(cancel)).FirstOrDefault() is { } none)
            found.Add(DeviceProblems.NoGroup(none));
        return found;
    }

    private async Task<string> CodeOf(DeviceId device, CancellationToken cancel) =>
        await db.Unfiltered<DeviceRow>().Where(d => d.Id == device).Select(d => d.Code).SingleOrDefaultAsync(cancel) ?? "?";
}
