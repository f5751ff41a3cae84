using Linli.Health.ElderCare;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>Lets a device into a home, on the phone of the elder or on paper: the same rules for both.</summary>
internal sealed class HomeConnections(LinliDb db, IDevices devices, IDeviceBook register, IRules rules, WatchMemory memory, TimeProvider time)
{
    /// <summary>A device of an elder; one of the same kind that was there before ends.</summary>
    /// <param name="person">The elder.</param>
    /// <param name="centre">Whose carers hear of it.</param>
    /// <param name="kind">The kind that was agreed to.</param>
    /// <param name="code">Code printed on the device.</param>
    /// <param name="agree">Writes the agreement down, or finds it; nothing is done without.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Result<Guid>> Connect(Guid person, CareCentre centre, WatchedKind kind, string code, Func<Task<Result<Done>>> agree, CancellationToken cancel)
    {
        if (devices.ByCode(code.Trim()) is not { State: not DeviceState.Retired } device || device.Kind != kind.Kind)
            return NoDevice;
        await db.LockUntilCommit($"elder watch {device.Id.Value}", cancel);
        // One device, one home: that somebody else has it is not told apart from one that is not there.
        if (await db.Unfiltered<HomeDevice>().AnyAsync(d => d.Device == device.Id.Value && d.EndedAt == null && d.Person != person, cancel))
            return NoDevice;
        var agreed = await agree();
        if (!agreed.Ok)
            return agreed.As<Guid>();
        var now = Clock.Now(time);
        // The elder's own, whose word this is.
        if (await db.Unfiltered<HomeDevice>().SingleOrDefaultAsync(d => d.Person == person && d.Kind == kind.Kind && d.EndedAt == null, cancel) is { } before)
        {
            if (before.Device == device.Id.Value && before.Centre == centre.Code)
                return before.Id;
            before.EndedAt = now;
        }

        var row = new HomeDevice
        {
            Id = Guid.CreateVersion7(now), Scope = centre.Scope, Centre = centre.Code, Person = person, Kind = kind.Kind, Device = device.Id.Value, Code = device.Code, Since = now,
        };
        db.Insert(row);
        foreach (var rule in WatchDevices.Rules().Where(r => r.DeviceKind == kind.Kind))
            if (await rules.Find(rule.Code, cancel) is null)
                await rules.Put(rule, cancel);
        await register.PutInService(device.Id, cancel);
        memory.Changed(db);
        return row.Id;
    }

    private static readonly Problem NoDevice = Problem.Invalid("code", "health.watch_unknown_device", "没有可用的这个编号的设备，请核对设备上的编号和类型，或请护理员帮忙。", "No such device can be used: check its code and kind, or ask a carer.");
}
