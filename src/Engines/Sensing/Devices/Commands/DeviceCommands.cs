using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Sensing.Devices.Commands;

/// <summary>Keeps commands for devices; the line of the device fetches them after the commit.</summary>
internal sealed class DeviceCommands(LinliDb db, CommandPump pump, CurrentCaller current) : IDeviceCommands
{
    public Guid Send(DeviceId device, string name, object arguments, DateTimeOffset until)
    {
        var now = pump.Next();
        var id = Guid.CreateVersion7(now);
        db.Records<CommandRow>().Add(new()
        {
            Id = id, Device = device, Name = name, Arguments = JsonSerializer.Serialize(arguments, Json.Options), At = now, By = current.Value.Account, Until = Clock.ToMicroseconds(until),
            State = CommandState.Waiting,
        });
        db.AfterCommit(() => pump.Wake(device));
        return id;
    }
}
