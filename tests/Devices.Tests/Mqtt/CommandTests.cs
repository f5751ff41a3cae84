using System.Text;
using Linli.Sensing;

namespace Linli.Devices.Tests.Mqtt;

public sealed class CommandTests
{
    private const string Commands = "linli/C-1007/commands";

    [Fact]
    public async Task Subscribe_ToTheOwnCommands_IsGranted_AndToAnythingElseIsNot()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Subscribe(5, 9, Commands, "linli/C-1008/commands", "#", "$share/g/" + Commands));
        (await wire.Read()).ShouldBe([0x90, 7, 0, 9, 0, 1, 0x87, 0xA2, 0x9E]);
        await wire.Send(Packets.Unsubscribe(5, 10, Commands));
        (await wire.Read()).ShouldBe([0xB0, 4, 0, 10, 0, 0]);
        await wire.Send(Packets.Unsubscribe(5, 11, "a"));
        (await wire.Read()).ShouldBe([0xB0, 4, 0, 11, 0, 0x11]);

        wire = await bed.SignedIn(4);
        await wire.Send(Packets.Subscribe(4, 9, Commands, "linli/+/commands"));
        (await wire.Read()).ShouldBe([0x90, 4, 0, 9, 1, 0x80]);
        await wire.Send(Packets.Unsubscribe(4, 10, Commands));
        (await wire.Read()).ShouldBe([0xB0, 2, 0, 10]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ACommand_WaitsUntilTheDeviceListens_AndIsDoneWhenItIsAcknowledged(int version)
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(version);
        var command = new DeviceCommand(Guid.CreateVersion7(), bed.Device.Id, "text", """{"text":"你好"}""");
        var outcome = bed.Lines.Send(bed.Device, command);
        await wire.Send(Packets.Subscribe(version, 9, Commands));
        await wire.Read();
        var message = await wire.Read();
        message[0].ShouldBe((byte)0x32);
        var text = Encoding.UTF8.GetString(message);
        text.ShouldContain(Commands);
        text.ShouldContain($"\"id\":\"{command.Id}\",\"name\":\"text\",\"arguments\":{{\"text\":\"你好\"}}");
        if (version == 5)
            text.ShouldContain($"{Commands}/{command.Id}", customMessage: "the response topic");
        await wire.Send(Packets.PubAck(1));
        (await outcome).ShouldBe(CommandOutcome.Done);
    }

    [Theory]
    [InlineData("{\"done\":true}", CommandOutcome.Done)]
    [InlineData("{\"done\":false,\"reason\":\"valve stuck\"}", CommandOutcome.Refused)]
    [InlineData("", CommandOutcome.Done)]
    [InlineData("{", CommandOutcome.Done)]
    public async Task TheAnswer_OnTheCommandsTopic_Counts(string payload, CommandOutcome expected)
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Subscribe(5, 9, Commands));
        await wire.Read();
        var command = new DeviceCommand(Guid.CreateVersion7(), bed.Device.Id, "reset", "{}");
        var outcome = bed.Lines.Send(bed.Device, command);
        await wire.Read();
        await wire.Send(Packets.Publish(5, $"{Commands}/{Guid.CreateVersion7()}", "{\"done\":false}", id: 4));
        (await wire.Read()).ShouldBe([0x40, 2, 0, 4], "an answer to something else changes nothing");
        await wire.Send(Packets.Publish(5, $"{Commands}/{command.Id}", payload, id: 5));
        (await wire.Read()).ShouldBe([0x40, 2, 0, 5]);
        (await outcome).ShouldBe(expected);
        bed.Readings.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task ACommand_ThatTheDeviceRefuses_IsRefused_AndOneThatNobodyAnswers_IsUnanswered()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Subscribe(5, 9, Commands));
        await wire.Read();
        var first = bed.Lines.Send(bed.Device, new(Guid.CreateVersion7(), bed.Device.Id, "reset", "{}"));
        await wire.Read();
        await wire.Send(0x40, 3, 0, 1, 0x83);
        (await first).ShouldBe(CommandOutcome.Refused);
        var second = bed.Lines.Send(bed.Device, new(Guid.CreateVersion7(), bed.Device.Id, "reset", "{}"));
        await wire.Read();
        await wire.HangUp();
        (await second).ShouldBe(CommandOutcome.Unanswered);
    }

    [Fact]
    public async Task ACommand_TooLargeForItsDevice_IsNotSent()
    {
        var bed = new MqttBed();
        var wire = bed.Connect();
        await wire.Send(Packets.Connect(5, "C-1007", "C-1007-key", properties: [0x27, 0, 0, 0, 64]));
        await wire.Read();
        await wire.Send(Packets.Subscribe(5, 9, Commands));
        await wire.Read();
        (await bed.Lines.Send(bed.Device, new(Guid.CreateVersion7(), bed.Device.Id, "reset", "{}"))).ShouldBe(CommandOutcome.Refused);
        await wire.Send(Packets.Ping);
        (await wire.Read()).ShouldBe([0xD0, 0]);
    }
}
