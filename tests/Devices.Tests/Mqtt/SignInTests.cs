using System.Text;

namespace Linli.Devices.Tests.Mqtt;

public sealed class SignInTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Connect_WithCodeAndKey_IsAccepted_AndTheDeviceIsOnline(int version)
    {
        var bed = new MqttBed();
        var wire = bed.Connect();
        await wire.Send(Packets.Connect(version, "C-1007", "C-1007-key"));
        var answer = await wire.Read();
        answer[0].ShouldBe((byte)0x20);
        answer[2..4].ShouldBe([0, 0], "no session from before, and no reason against it");
        bed.Lines.IsOpen(bed.Device.Id).ShouldBeTrue();
        bed.Sessions.SignedIn.ShouldBe(1);
    }

    [Fact]
    public async Task Connect_WithMqtt5_IsToldWhatThisServerCannotDo()
    {
        var bed = new MqttBed();
        var wire = bed.Connect();
        await wire.Send(Packets.Connect(5, "C-1007", "C-1007-key", clientId: ""));
        var answer = await wire.Read();
        var properties = Convert.ToHexString(answer[5..]);
        properties.ShouldContain("2401", customMessage: "QoS 1 at most");
        properties.ShouldContain("2500", customMessage: "nothing is retained");
        properties.ShouldContain("2800", customMessage: "no wildcards");
        properties.ShouldContain("2900", customMessage: "no subscription identifiers");
        properties.ShouldContain("2A00", customMessage: "no shared subscriptions");
        properties.ShouldContain("210400", customMessage: "1,024 messages under way");
        properties.ShouldContain("2700040000", customMessage: "packets of 256 KiB");
        properties.ShouldContain("130E10", customMessage: "who asks for no keep-alive is given an hour");
        Encoding.ASCII.GetString(answer).ShouldContain("linli-", customMessage: "who has no name is given one");
    }

    [Theory]
    [InlineData(4, "C-1007", "wrong", 4)]
    [InlineData(5, "C-1007", "wrong", 0x86)]
    [InlineData(4, "C-9999", "C-9999-key", 4)]
    [InlineData(5, "C-1007", null, 0x86)]
    public async Task Connect_WithoutTheRightKey_IsRefused_AndTheConnectionEnds(int version, string code, string? key, byte expected)
    {
        var bed = new MqttBed();
        var wire = bed.Connect();
        await wire.Send(Packets.Connect(version, code, key));
        (await wire.LastWord())[3].ShouldBe(expected);
        bed.Sessions.SignedIn.ShouldBe(0);
        bed.Lines.Happened.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(6, 0x84)]
    public async Task Connect_WithAnotherVersion_IsToldSo(int version, byte expected)
    {
        var wire = new MqttBed().Connect();
        await wire.Send(Packets.Connect(version, "C-1007", "C-1007-key"));
        (await wire.LastWord())[3].ShouldBe(expected);
    }

    [Fact]
    public async Task Connect_WithoutANameButWithASession_IsRefusedBefore5()
    {
        var wire = new MqttBed().Connect();
        await wire.Send(Packets.Connect(4, "C-1007", "C-1007-key", clientId: "", flags: 0));
        (await wire.LastWord())[3].ShouldBe((byte)2);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, 0x89)]
    public async Task Connect_WhenAllPlacesAreTaken_IsToldThatTheServerIsBusy(int version, byte expected)
    {
        var bed = new MqttBed(new() { MostDevices = 1 });
        bed.Devices.Add("C-2");
        var first = await bed.SignedIn(5);
        var second = bed.Connect();
        await second.Send(Packets.Connect(version, "C-2", "C-2-key"));
        (await second.LastWord())[3].ShouldBe(expected);
        await first.Send(Packets.Leave);
        await first.LastWord();
        var third = bed.Connect();
        await third.Send(Packets.Connect(version, "C-2", "C-2-key"));
        (await third.Read())[3].ShouldBe((byte)0);
    }

    [Fact]
    public async Task Connect_OfADeviceWithACertificate_WithoutIt_IsNotAuthorised()
    {
        var bed = new MqttBed(new() { ClientCertificates = { ["C-1007"] = "AA:BB" } });
        var wire = bed.Connect();
        await wire.Send(Packets.Connect(5, "C-1007", "C-1007-key"));
        (await wire.LastWord())[3].ShouldBe((byte)0x87);
    }

    [Fact]
    public async Task Connect_Twice_EndsTheFirstConnection_WhichIsTold()
    {
        var bed = new MqttBed();
        var first = await bed.SignedIn(5);
        var second = await bed.SignedIn(4);
        (await first.LastWord()).ShouldBe([0xE0, 1, 0x8E]);
        await second.Send(Packets.Ping);
        (await second.Read()).ShouldBe([0xD0, 0]);
        bed.Lines.Happened.ShouldNotContain("lost", customMessage: "the device is not gone");
        bed.Sessions.SignedIn.ShouldBe(1);
    }

    [Fact]
    public async Task AKeyThatEnds_EndsTheConnection()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        bed.Devices.ChangeKeyOf(bed.Device);
        (await wire.LastWord()).ShouldBe([0xE0, 1, 0x98]);
    }

    [Fact]
    public async Task Leaving_IsNoLoss_AndABrokenLineIsOneOnlyByItsWill()
    {
        var polite = new MqttBed();
        var wire = await polite.SignedIn(4);
        await wire.Send(Packets.Leave);
        await wire.LastWord();
        polite.Lines.Happened.ShouldBe(["left", "closed"]);

        var rude = new MqttBed();
        wire = await rude.SignedIn(4);
        await wire.HangUp();
        await wire.LastWord();
        // Its silence counts from here on.
        rude.Lines.Happened.ShouldBe(["closed"]);

        var withWill = new MqttBed();
        wire = await withWill.SignedIn(5);
        await wire.Send(0xE0, 1, 4);
        await wire.LastWord();
        withWill.Lines.Happened.ShouldBe(["lost", "closed"]);
    }

    [Fact]
    public async Task Silence_OfOneAndAHalfKeepAlives_EndsTheConnection()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5, keepAlive: 60);
        bed.Time.Move(TimeSpan.FromSeconds(80));
        await wire.Send(Packets.Ping);
        (await wire.Read()).ShouldBe([0xD0, 0]);
        bed.Time.Move(TimeSpan.FromSeconds(90));
        bed.Sweep();
        await wire.Send(Packets.Ping);
        (await wire.Read()).ShouldBe([0xD0, 0], "at the limit it is still there");
        bed.Time.Move(TimeSpan.FromSeconds(91));
        bed.Sweep();
        (await wire.LastWord()).ShouldBeEmpty();
        bed.Lines.Happened.ShouldBe(["heartbeat", "heartbeat", "closed"]);
    }

    [Fact]
    public async Task WhoDoesNotSayWhoTheyAre_IsHungUp()
    {
        var bed = new MqttBed();
        var wire = bed.Connect();
        await wire.Send(0x10);
        bed.Time.Move(TimeSpan.FromSeconds(11));
        bed.Sweep();
        (await wire.LastWord()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("C00000")] // a ping before the CONNECT
    [InlineData("474554202F20485454502F312E310D0A")] // a web browser
    [InlineData("10FFFFFFFF7F")] // a length that is none
    [InlineData("10FFFF03")] // a CONNECT far too large
    public async Task WhateverIsNoConnect_EndsTheConnectionWithoutAWord(string bytes)
    {
        var wire = new MqttBed().Connect();
        await wire.Send(Convert.FromHexString(bytes));
        (await wire.LastWord()).ShouldBeEmpty();
    }
}
