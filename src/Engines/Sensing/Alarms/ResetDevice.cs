using System.Text.Json;
using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing.Devices;
using Linli.Sensing.Devices.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>
/// Asks the device that raised an alarm to go back to its watch (复位), such as a fire panel after somebody has looked. It is delivered
/// where the device's protocol knows such a command; a part of a fire unit is reset through its unit. How the command ended is written
/// into the alarm; whether the danger is over shows in what the device says next.
/// </summary>
/// <param name="Alarm">Which alarm.</param>
public sealed record ResetDevice([property: JsonIgnore] AlarmId Alarm) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class ResetDeviceHandler(AlarmBook book, IDeviceCommands commands, DeviceMemory devices, TimeProvider time) : IHandler<ResetDevice, Done>, IUseCase
{
    private static readonly TimeSpan Until = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms/{id}/reset", (AlarmId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ResetDevice(id), cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Reset the device of an alarm 复位设备");

    public async Task<Result<Done>> Handle(ResetDevice request, CancellationToken cancel)
    {
        var found = await book.Take(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var alarm = found.Value;
        if (alarm.Device is not { } device)
            return Problem.Conflict("sensing.no_device", "这条告警不是设备触发的，没有可复位的设备。", "No device raised this alarm, so there is none to reset.");
        // Reset before somebody has looked, a panel would forget where it burns.
        if (alarm.AcknowledgedAt is null)
            return Problem.Conflict("sensing.reset_early", "请先确认并核实告警，再复位设备。", "Take the alarm and look first, then reset the device.");
        commands.Send(devices.SpokenToThrough(new(device)), ResetEnds.Name, new { alarm = alarm.Id.Value }, Clock.Now(time) + Until);
        book.Write(alarm, "reset_sent");
        return Done.It;
    }
}

/// <summary>Writes into the alarm how its reset ended, so that the desk sees whether the device confirmed it.</summary>
internal sealed class ResetEnds(LinliDb db, AlarmBook book) : ICommandEnds
{
    /// <summary>Name of the command.</summary>
    public const string Name = "reset";

    public async Task Ended(DeviceCommand command, CommandState how, CancellationToken cancel)
    {
        if (command.Name != Name || AlarmOf(command.Arguments) is not { } id || await db.Unfiltered<AlarmRow>().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } alarm)
            return;
        book.Write(alarm, how switch { CommandState.Done => "reset_done", CommandState.Refused => "reset_refused", _ => "reset_expired" });
    }

    private static AlarmId? AlarmOf(string arguments)
    {
        using var json = JsonDocument.Parse(arguments);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("alarm", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var known)
            ? new(known) : null;
    }
}
