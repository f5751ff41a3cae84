using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing.Devices.Commands;
using Linli.Sensing.Devices.Provision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Read;

/// <summary>All that is known of a device.</summary>
/// <param name="Code">Which.</param>
internal sealed record ShowDevice(string Code) : IQuery<DeviceSheet>;

/// <summary>A device with its twin (设备孪生).</summary>
/// <param name="Device">What is entered.</param>
/// <param name="Addresses">How protocols call it.</param>
/// <param name="Groups">Codes of its groups.</param>
/// <param name="Values">Its latest values; of a device that a person wears or lives with, the battery only.</param>
/// <param name="Connected">Whether it holds a connection to this node now.</param>
/// <param name="KeyAt">Since when it has its key.</param>
/// <param name="WrongKeys">How many wrong keys were tried a moment ago.</param>
/// <param name="TestUntil">Until when it is tested.</param>
/// <param name="Maintenance">Maintenance that runs or is planned.</param>
/// <param name="Desired">Parameters it shall have, with what it said of them.</param>
/// <param name="Commands">The latest commands, newest first.</param>
/// <param name="Claims">How it was provisioned: labels handed out, and tries that were refused.</param>
internal sealed record DeviceSheet(
    DeviceLine Device, IReadOnlyList<DeviceAddress> Addresses, IReadOnlyList<string> Groups, IReadOnlyList<ShownValue> Values, bool Connected, DateTimeOffset? KeyAt, int WrongKeys,
    DateTimeOffset? TestUntil, IReadOnlyList<ShownWindow> Maintenance, IReadOnlyList<ShownDesired> Desired, IReadOnlyList<ShownCommand> Commands, IReadOnlyList<ShownClaim> Claims);

/// <summary>The latest value of a measure.</summary>
/// <param name="Measure">Code of the measure.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">Its unit; empty for switches and counts.</param>
/// <param name="At">When, by the device's clock.</param>
/// <param name="IsSwitch">Whether 1 is on and 0 is off.</param>
internal sealed record ShownValue(string Measure, Phrase Name, double Value, string Unit, DateTimeOffset At, bool IsSwitch);

/// <summary>A maintenance window.</summary>
internal sealed record ShownWindow(DateTimeOffset From, DateTimeOffset To, string Reason);

/// <summary>A parameter that a device shall have.</summary>
/// <param name="Name">Name of the parameter, as the device knows it.</param>
/// <param name="Value">What it shall be.</param>
/// <param name="Reported">What the device says it is; <c>null</c> while it has said nothing.</param>
/// <param name="Applied">Whether the two are equal.</param>
internal sealed record ShownDesired(string Name, string Value, string? Reported, bool Applied);

internal sealed class ShowDeviceHandler(LinliDb db, DeviceViews views, DeviceMemory memory, DeviceKinds kinds, DeviceKeys keys, DeviceLines lines, CurrentCaller current, TimeProvider time, ILatest? latest = null)
    : IHandler<ShowDevice, DeviceSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/devices/{code}", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ShowDevice(code), cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("A device with its twin 设备孪生");

    public async Task<Result<DeviceSheet>> Handle(ShowDevice request, CancellationToken cancel)
    {
        if (await db.Scoped<DeviceRow>(current.Value.ScopesFor(SensingPermissions.Watch)).AsNoTracking().SingleOrDefaultAsync(d => d.Code == request.Code, cancel) is not { } row
            || memory.Find(row.Id) is not { } device)
            return DeviceProblems.NotFound;
        var now = Clock.Now(time);
        var windows = await db.Records<MaintenanceRow>().AsNoTracking().Where(m => m.Device == row.Id && m.To > now).OrderBy(m => m.From).ToListAsync(cancel);
        var desired = await db.Records<DesiredRow>().AsNoTracking().Where(d => d.Device == row.Id).OrderBy(d => d.Name).ToListAsync(cancel);
        var commands = await db.Records<CommandRow>().AsNoTracking().Where(c => c.Device == row.Id).OrderByDescending(c => c.At).Take(20).ToListAsync(cancel);
        var claims = await db.Records<ClaimRow>().AsNoTracking().Where(c => c.Device == row.Id).OrderByDescending(c => c.IssuedAt).Take(10).ToListAsync(cancel);
        var tries = await db.Records<ClaimTryRow>().AsNoTracking().Where(t => t.Device == row.Id).OrderByDescending(t => t.At).Take(10).ToListAsync(cancel);
        // The number of somebody's card is for those who keep it.
        var veiled = views.IsPersonal(device) && !current.Value.May(SensingPermissions.Devices, device.Scope);
        return new DeviceSheet(
            views.Line(device), veiled ? [] : memory.AddressesOf(row.Id), veiled ? [] : memory.GroupsOf(row.Id), Values(device), lines.IsOpen(row.Id), row.KeyAt, keys.Missed(row.Id), row.TestUntil > now ? row.TestUntil : null,
            windows.ConvertAll(w => new ShownWindow(w.From, w.To, w.Reason)), desired.ConvertAll(d => new ShownDesired(d.Name, d.Value, d.Reported, d.Value == d.Reported)),
            commands.ConvertAll(c => ShownCommand.Of(c, row.Code, now)), [.. claims.Select(c => ShownClaim.Of(c, now)).Concat(tries.Select(ShownClaim.Of)).OrderByDescending(c => c.At)]);
    }

    private List<ShownValue> Values(Device device)
    {
        var (kind, twin) = (kinds.Find(device.Kind), latest?.Of(device.Id));
        if (twin is null)
            return [];
        var personal = views.IsPersonal(device);
        return [.. twin.Values.Where(v => !personal || v.Key == Measures.Battery.Code)
            .Select(v => (v.Key, v.Value, Measure: kind?.Find(v.Key)))
            .OrderBy(v => v.Measure is null ? int.MaxValue : kind!.Measures.ToList().IndexOf(v.Measure))
            .Select(v => new ShownValue(v.Key, v.Measure?.Name ?? (v.Key, v.Key), v.Value.Value, v.Measure?.Unit ?? "", v.Value.At, v.Measure?.Use == MeasureUse.Switch))];
    }
}
