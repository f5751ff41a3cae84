using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Devices.Commands;

/// <summary>Reads what waits for devices and writes what became of it; each write is a transaction of its own.</summary>
internal sealed class CommandStore(IServiceScopeFactory scopes, WriterQueue writers, RelaySignal relay, TimeProvider time) : IDeviceReports
{
    /// <summary>The command that brings parameters to a device.</summary>
    public const string Parameters = "parameters";

    /// <summary>A command that was given to a device by a node which then died is given again after this time.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(2);

    private const int MostExpired = 1000;

    private static readonly TimeSpan ParametersLive = TimeSpan.FromHours(1);

    /// <summary>What waits for some devices, oldest first by device; parameters that are not as they shall be become a command of their own.</summary>
    public async Task<ILookup<DeviceId, DeviceCommand>> Waiting(IReadOnlyList<DeviceId> devices, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var open = await Open(db, devices, cancel);
        if (await Differing(db, devices, open, cancel) is { Count: > 0 } differing)
        {
            await Write(async fresh =>
            {
                var now = Clock.Now(time);
                foreach (var device in differing)
                    fresh.Records<CommandRow>().Add(new()
                    {
                        Id = Guid.CreateVersion7(now), Device = device.Key, Name = Parameters, Arguments = JsonSerializer.Serialize(device.ToDictionary(d => d.Name, d => d.Value), Json.Options),
                        At = now, Until = now + ParametersLive, State = CommandState.Waiting,
                    });
                await fresh.SaveChangesAsync(cancel);
            }, cancel);
            open = await Open(db, devices, cancel);
        }

        return open.ToLookup(c => c.Device, c => new DeviceCommand(c.Id, c.Device, c.Name, c.Arguments));
    }

    /// <summary>Devices for which a command was kept since an instant.</summary>
    public async Task<List<DeviceId>> AskedSince(DateTimeOffset since, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinliDb>().Records<CommandRow>().AsNoTracking()
            .Where(c => c.State == CommandState.Waiting && c.At >= since).Select(c => c.Device).Distinct().ToListAsync(cancel);
    }

    /// <summary>Takes a command for delivery; <c>false</c> when another node has it, or its time is over.</summary>
    public async Task<bool> Take(Guid command, CancellationToken cancel)
    {
        var taken = 0;
        await Write(async db =>
        {
            var now = Clock.Now(time);
            var stale = now - AnswerWithin;
            taken = await db.Records<CommandRow>()
                .Where(c => c.Id == command && c.Until > now && (c.State == CommandState.Waiting || (c.State == CommandState.Sent && c.SentAt < stale)))
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, CommandState.Sent).SetProperty(c => c.SentAt, now).SetProperty(c => c.Tries, c => c.Tries + 1), cancel);
        }, cancel);
        return taken > 0;
    }

    /// <summary>Writes down how a command ended; one that was not answered waits again.</summary>
    public Task End(DeviceCommand command, CommandOutcome outcome, CancellationToken cancel) => Write(async (db, services) =>
    {
        var now = Clock.Now(time);
        var state = outcome switch { CommandOutcome.Done => CommandState.Done, CommandOutcome.Refused => CommandState.Refused, _ => CommandState.Waiting };
        DateTimeOffset? ended = state == CommandState.Waiting ? null : now;
        var written = await db.Records<CommandRow>().Where(c => c.Id == command.Id && c.State == CommandState.Sent)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, state).SetProperty(c => c.EndedAt, ended), cancel);
        if (written > 0 && ended is not null)
            foreach (var sender in services.GetServices<ICommandEnds>())
                await sender.Ended(command, state, cancel);
        // A device that took its parameters has them, until it says otherwise.
        if (outcome == CommandOutcome.Done && command.Name == Parameters)
            await Note(db, command.Device, Read(command.Arguments), now, cancel);
        await db.SaveChangesAsync(cancel);
    }, cancel, tells: true);

    /// <summary>Closes what nobody answered in its time, and says so to whoever sent it.</summary>
    public Task Expire(CancellationToken cancel) => Write(async (db, services) =>
    {
        var now = Clock.Now(time);
        var stale = now - AnswerWithin;
        var over = await db.Records<CommandRow>().Where(c => c.Until <= now && (c.State == CommandState.Waiting || (c.State == CommandState.Sent && c.SentAt < stale)))
            .OrderBy(c => c.Until).Take(MostExpired).ToListAsync(cancel);
        foreach (var row in over)
        {
            (row.State, row.EndedAt) = (CommandState.Expired, now);
            foreach (var sender in services.GetServices<ICommandEnds>())
                await sender.Ended(new(row.Id, row.Device, row.Name, row.Arguments), CommandState.Expired, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }, cancel, tells: true);

    public Task Reported(DeviceId device, IReadOnlyDictionary<string, string> parameters, CancellationToken cancel) => Write(
        db => Note(db, device, parameters.Take(100).Where(p => p.Value.Length <= 500).ToDictionary(), Clock.Now(time), cancel), cancel);

    private static async Task Note(LinliDb db, DeviceId device, IReadOnlyDictionary<string, string> values, DateTimeOffset now, CancellationToken cancel)
    {
        var names = values.Keys.ToList();
        foreach (var row in await db.Records<DesiredRow>().Where(d => d.Device == device && names.Contains(d.Name)).ToListAsync(cancel))
            (row.Reported, row.ReportedAt) = (values[row.Name], now);
        await db.SaveChangesAsync(cancel);
    }

    private static Dictionary<string, string> Read(string arguments)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(arguments);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            return read;
        // Of a name that stands twice the last counts, as for whoever reads JSON.
        foreach (var one in json.RootElement.EnumerateObject())
            read[one.Name] = one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString()! : one.Value.GetRawText();
        return read;
    }

    private async Task<List<CommandRow>> Open(LinliDb db, IReadOnlyList<DeviceId> devices, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var stale = now - AnswerWithin;
        return await db.Records<CommandRow>().AsNoTracking()
            .Where(c => devices.Contains(c.Device) && c.Until > now && (c.State == CommandState.Waiting || (c.State == CommandState.Sent && c.SentAt < stale)))
            .OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(cancel);
    }

    private static async Task<List<IGrouping<DeviceId, DesiredRow>>> Differing(LinliDb db, IReadOnlyList<DeviceId> devices, List<CommandRow> open, CancellationToken cancel)
    {
        var rows = await db.Records<DesiredRow>().AsNoTracking().Where(d => devices.Contains(d.Device) && (d.Reported == null || d.Reported != d.Value)).ToListAsync(cancel);
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(r => r.Device).Distinct().ToList();
        // One that is on its way is not sent twice, unless it brings what is no longer wanted.
        var under = await db.Records<CommandRow>().AsNoTracking().Where(c => ids.Contains(c.Device) && c.Name == Parameters && c.State == CommandState.Sent).Select(c => new { c.Device, c.Arguments }).ToListAsync(cancel);
        var coming = open.Where(c => c.Name == Parameters).Select(c => new { c.Device, c.Arguments }).Concat(under).ToLookup(c => c.Device, c => Read(c.Arguments));
        return [.. rows.Where(r => !coming[r.Device].Any(v => v.TryGetValue(r.Name, out var value) && value == r.Value)).GroupBy(r => r.Device)];
    }

    private Task Write(Func<LinliDb, Task> write, CancellationToken cancel) => Write((db, _) => write(db), cancel);

    private async Task Write(Func<LinliDb, IServiceProvider, Task> write, CancellationToken cancel, bool tells = false)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            await write(db, scope.ServiceProvider);
            await transaction.CommitAsync(CancellationToken.None);
        }

        if (tells)
            relay.Raise();
    }
}
