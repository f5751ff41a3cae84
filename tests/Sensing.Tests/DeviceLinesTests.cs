using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Linli.Platform.Data;
using Linli.Sensing.Devices;
using Linli.Sensing.Devices.Commands;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests;

public sealed class DeviceLinesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Command_WaitsForItsDevice_AndIsTriedAgainUntilItIsAnswered(DatabaseKind kind)
    {
        var heard = new Heard();
        await using var town = await TestTown.Found(kind, builder => builder.Services.AddSingleton<IHeard>(heard));
        var operators = await town.StaffClient("operator");
        await operators.Post("/sensing/devices", new { code = "bus-1", name = "巡逻车", kind = "gps-vehicle", place = "hf-1" }).Good();
        var (lines, device) = (town.Services.GetRequiredService<DeviceLines>(), town.Services.GetRequiredService<IDevices>().ByCode("bus-1")!);
        await Refuse(operators);

        // Sent while nobody is there, delivered when the device connects, in the order asked for.
        await operators.Post("/sensing/devices/bus-1/commands", new { name = "text", arguments = new { text = "回站" }, minutes = 30 }).Good();
        await operators.Post("/sensing/devices/bus-1/commands", new { name = "locate" }).Good();
        var asked = new Asked();
        var first = lines.Open(device.Id, DeviceProtocols.Jt808, asked.Deliver, () => asked.Taken++);
        heard.Said.ShouldContain(("heard", device.Id));
        (await asked.Next()).ShouldBe(("text", """{"text":"回站"}"""));
        asked.Answer(CommandOutcome.Done);
        (await asked.Next()).Name.ShouldBe("locate");
        asked.Answer(CommandOutcome.Refused);
        await Ended(town, "locate", CommandState.Refused);
        await Ended(town, "text", CommandState.Done);

        // The connection breaks before the answer: the next one gets it, and the first hears that it was taken over.
        await operators.Post("/sensing/devices/bus-1/commands", new { name = "reset" }).Good();
        (await asked.Next()).Name.ShouldBe("reset");
        var next = new Asked();
        using var second = lines.Open(device.Id, DeviceProtocols.Jt808, next.Deliver, () => next.Taken++);
        (asked.Taken, next.Taken).ShouldBe((1, 0));
        (await next.Next()).Name.ShouldBe("reset");
        next.Answer(CommandOutcome.Unanswered);
        await Ended(town, "reset", CommandState.Waiting);
        first.Left(lost: true);
        first.Dispose();
        lines.IsOpen(device.Id).ShouldBeTrue("the second connection is the device's now");
        heard.Said.ShouldNotContain(("lost", device.Id));

        // Unanswered while it stays connected: asked again after a while.
        town.Time.Move(DeviceLines.AskAgainAfter);
        await town.Services.GetRequiredService<CommandPump>().Look(CancellationToken.None);
        (await next.Next()).Name.ShouldBe("reset");
        next.Answer(CommandOutcome.Done);
        await Ended(town, "reset", CommandState.Done);

        await Desire(town, operators, next, device);

        second.Left(lost: true);
        heard.Said.ShouldContain(("lost", device.Id));
        second.Dispose();
        lines.IsOpen(device.Id).ShouldBeFalse();

        // What nobody fetched in time ends.
        await operators.Post("/sensing/devices/bus-1/commands", new { name = "late", minutes = 5 }).Good();
        town.Time.Move(TimeSpan.FromMinutes(5));
        await town.InScope(async s =>
        {
            await s.GetRequiredService<ExpireCommands>().Run(CancellationToken.None);
            return true;
        });
        await Ended(town, "late", CommandState.Expired);
        (await operators.Page("/desk/sensing/device/bus-1")).ShouldContain("Refused by the device");
    }

    private static async Task Desire(TestTown town, HttpClient operators, Asked asked, Device device)
    {
        await operators.Put("/sensing/devices/bus-1/desired", new { values = new Dictionary<string, string?> { ["interval"] = "10" } }).Good();
        (await asked.Next()).ShouldBe(("parameters", """{"interval":"10"}"""));
        asked.Answer(CommandOutcome.Done);
        await Applied(town);
        // It says that it forgot: it is told again when it comes back.
        await town.Services.GetRequiredService<IDeviceReports>().Reported(device.Id, new Dictionary<string, string> { ["interval"] = "60" }, CancellationToken.None);
        var sheet = (await Sheet(operators)).GetProperty("desired")[0];
        (sheet.Text("reported"), sheet.GetProperty("applied").GetBoolean()).ShouldBe(("60", false));
        town.Services.GetRequiredService<CommandPump>().Wake(device.Id);
        (await asked.Next()).Name.ShouldBe("parameters");
        asked.Answer(CommandOutcome.Done);
        await Applied(town);
    }

    private static async Task Refuse(HttpClient operators)
    {
        (await operators.Post("/sensing/devices/bus-1/commands", new { name = "a b" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.command_name");
        (await operators.Post("/sensing/devices/bus-1/commands", new { name = "text", arguments = 7 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.command_arguments");
        (await operators.Post("/sensing/devices/bus-1/commands", new { name = "text", minutes = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.command_minutes");
        (await operators.Post("/sensing/devices/nobody/commands", new { name = "text" }).Refused(HttpStatusCode.NotFound)).ShouldBe("sensing.device_not_found");
        (await operators.Put("/sensing/devices/bus-1/desired", new { values = new Dictionary<string, string?>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.desired_values");
    }

    private static Task<System.Text.Json.JsonElement> Sheet(HttpClient operators) => operators.Get("/sensing/devices/bus-1").Good();

    private static Task Ended(TestTown town, string name, CommandState state) => Until(() => town.InScope(s => s.GetRequiredService<LinliDb>().Records<CommandRow>().AnyAsync(c => c.Name == name && c.State == state)));

    private static Task Applied(TestTown town) => Until(() => town.InScope(s => s.GetRequiredService<LinliDb>().Records<DesiredRow>().AllAsync(d => d.Reported == d.Value)));

    // The outcome is written after the device has answered: looked for until it is there, past the limit of requests a minute.
    private static async Task Until(Func<Task<bool>> done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await done())
            patience.Token.ThrowIfCancellationRequested();
    }

    private sealed class Asked
    {
        private readonly Channel<DeviceCommand> commands = Channel.CreateUnbounded<DeviceCommand>();
        private readonly Channel<CommandOutcome> answers = Channel.CreateUnbounded<CommandOutcome>();

        public int Taken { get; set; }

        public async Task<CommandOutcome> Deliver(DeviceCommand command, CancellationToken cancel)
        {
            commands.Writer.TryWrite(command);
            return await answers.Reader.ReadAsync(cancel);
        }

        public void Answer(CommandOutcome outcome) => answers.Writer.TryWrite(outcome);

        public async Task<(string Name, string Arguments)> Next()
        {
            var command = await commands.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            return (command.Name, command.Arguments);
        }
    }

    private sealed class Heard : IHeard
    {
        public ConcurrentBag<(string What, DeviceId Device)> Said { get; } = [];

        void IHeard.Heard(DeviceId device, DateTimeOffset at) => Said.Add(("heard", device));

        public void Gone(DeviceId device, bool lost) => Said.Add((lost ? "lost" : "left", device));
    }
}
