using System.Text;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Mqtt;

public sealed class PublishTests
{
    private const string Own = "linli/C-1007/";
    private static readonly byte[] Acknowledged = [0x40, 2, 0, 7];

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Publish_IsAcknowledged_OnlyWhenItsReadingIsDurable(int version)
    {
        var bed = new MqttBed();
        bed.Readings.Disk = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var wire = await bed.SignedIn(version);
        await wire.Send(Packets.Publish(version, Own + "temperature", "21.5", id: 7));
        var acknowledged = wire.Read();
        await bed.Readings.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        acknowledged.IsCompleted.ShouldBeFalse();
        bed.Readings.Disk.SetResult();
        (await acknowledged).ShouldBe(Acknowledged);
        bed.Readings.All.ShouldBe([new Reading(bed.Device.Id, "temperature", bed.Time.GetUtcNow(), 21.5)]);
    }

    [Fact]
    public async Task ManyMessages_ThatCameTogether_AreTakenInOneGo()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(4);
        var all = Enumerable.Range(1, 100).SelectMany(i => Packets.Publish(4, Own + "temperature", $"{i}", id: (ushort)i)).ToArray();
        await wire.Send(all);
        for (var i = 1; i <= 100; i++)
            (await wire.Read()).ShouldBe([0x40, 2, 0, (byte)i]);
        bed.Readings.Calls.ShouldBe(1);
        bed.Readings.All.Select(r => r.Value).ShouldBe(Enumerable.Range(1, 100).Select(i => (double)i));
    }

    [Fact]
    public async Task Publish_CutAnywhere_IsTheSame()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        var packet = Packets.Publish(5, Own + "temperature", "21.5", id: 7, properties: [.. Packets.User("a", "b"), .. Packets.ContentType("text/plain")]);
        for (var cut = 1; cut < packet.Length; cut++)
        {
            await wire.Send(packet[..cut]);
            await wire.Send(packet[cut..]);
            (await wire.Read()).ShouldBe(Acknowledged);
        }

        bed.Readings.All.Count.ShouldBe(packet.Length - 1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Publish_SentAgainBecauseItsPubackWasLost_IsAcknowledged_AndTakenOnce(int version)
    {
        var bed = new MqttBed();
        bed.Readings.Disk = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await bed.SignedIn(version);
        await first.Send(Packets.Publish(version, Own + "people", "3", id: 7));
        await bed.Readings.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // It is back before the first one is durable: it hears of it when that is.
        var second = await bed.SignedIn(version);
        await second.Send(Packets.Publish(version, Own + "people", "3", id: 7, flags: 0x0A));
        var acknowledged = second.Read();
        bed.Readings.Disk.SetResult();
        (await acknowledged).ShouldBe(Acknowledged);
        bed.Readings.All.Count.ShouldBe(1);

        // Another three people are another message, whatever its number; so is another payload that says it came before.
        await second.Send(Packets.Publish(version, Own + "people", "3", id: 7));
        (await second.Read()).ShouldBe(Acknowledged);
        await second.Send(Packets.Publish(version, Own + "people", "4", id: 7, flags: 0x0A));
        (await second.Read()).ShouldBe(Acknowledged);
        bed.Readings.All.Select(r => r.Value).ShouldBe([3, 3, 4]);
    }

    [Fact]
    public async Task CloudEvent_IsKnownBySourceAndIdOfItsDevice()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        byte[] Binary(string id) => [.. Packets.User("specversion", "1.0"), .. Packets.User("id", id), .. Packets.User("source", "gate"), .. Packets.User("type", "count")];
        await wire.Send(Packets.Publish(5, Own + "people", "3", id: 7, properties: Binary("a")));
        (await wire.Read()).ShouldBe(Acknowledged);
        await wire.Send(Packets.Publish(5, Own + "readings", """{"specversion":"1.0","id":"a","source":"gate","type":"count","data":{"measure":"people","value":3}}""", id: 7));
        (await wire.Read()).ShouldBe(Acknowledged);
        await wire.Send(Packets.Publish(5, Own + "people", "3", id: 7, properties: Binary("b")));
        (await wire.Read()).ShouldBe(Acknowledged);
        await wire.Send(Packets.Publish(5, Own + "people", "3", id: 7));
        (await wire.Read()).ShouldBe(Acknowledged);
        bed.Readings.Messages.Select(m => m.Key).ShouldBe([SentMessage.KeyOf("C-1007\ngate", "a"), SentMessage.KeyOf("C-1007\ngate", "a"), SentMessage.KeyOf("C-1007\ngate", "b")]);
        bed.Readings.Messages.ShouldAllBe(m => m.From == 0 && m.To == 1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task WhatCannotBeTrue_IsAnswered_AndItsReasonStandsBesideTheDevice(int version)
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(version);
        await wire.Send(Packets.Publish(version, Own + "temperature", "2e6", id: 7));
        var answer = await wire.Read();
        if (version == 4)
            answer.ShouldBe(Acknowledged, "sent again it would be no truer, and MQTT 3.1.1 has no other word");
        else
            Reason(answer).ShouldBe((byte)0x99);
        bed.Odd.ShouldHaveSingleItem().ShouldBe("readings that were refused: sensing.out_of_range");
        await wire.Send(Packets.Publish(version, Own + "temperature", "warm", id: 8));
        await wire.Read();
        bed.Odd[^1].ShouldStartWith("a message that was refused: A message to");
    }

    [Fact]
    public async Task Publish_WithoutQos_IsTaken_AndNotAnswered()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(4);
        await wire.Send([.. Packets.Publish(4, Own + "sos", "true"), .. Packets.Ping]);
        (await wire.Read()).ShouldBe([0xD0, 0]);
        bed.Readings.All.Single().Value.ShouldBe(1);
    }

    [Fact]
    public async Task WhenTheServerIsBusy_MQTT5_IsToldSo_AndTheConnectionGoesOn()
    {
        var bed = new MqttBed();
        bed.Readings.Busy = true;
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Publish(5, Own + "temperature", "21.5", id: 7));
        Reason(await wire.Read()).ShouldBe((byte)0x97);
        bed.Readings.Busy = false;
        await wire.Send(Packets.Publish(5, Own + "temperature", "21.5", id: 7));
        (await wire.Read()).ShouldBe(Acknowledged);
    }

    [Fact]
    public async Task WhenTheServerIsBusy_Before5_NothingIsAcknowledged_AndTheDeviceComesAgain()
    {
        var bed = new MqttBed();
        bed.Readings.Busy = true;
        var wire = await bed.SignedIn(4);
        await wire.Send(Packets.Publish(4, Own + "temperature", "21.5", id: 7));
        (await wire.LastWord()).ShouldBeEmpty();
        bed.Readings.Busy = false;
        wire = await bed.SignedIn(4);
        await wire.Send(Packets.Publish(4, Own + "temperature", "21.5", id: 7, flags: 0x0A));
        (await wire.Read()).ShouldBe(Acknowledged);
        bed.Readings.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WhatComesTooFast_IsNeverAcknowledgedAsTaken()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Publish(5, Own + "too-fast", "1", id: 7));
        Reason(await wire.Read()).ShouldBe((byte)0x97);
        wire = await bed.SignedIn(4);
        await wire.Send(Packets.Publish(4, Own + "too-fast", "1", id: 7));
        (await wire.LastWord()).ShouldBeEmpty("it sends it again when it is back");
    }

    [Theory]
    [InlineData("linli/C-1008/temperature")]
    [InlineData("linli/C-1007")]
    [InlineData("linli/C-1007/")]
    [InlineData("linli/C-1007/a/b")]
    [InlineData("linli/C-1007/commands")]
    [InlineData("other")]
    public async Task Publish_ToAForeignTopic_IsNotAuthorised(string topic)
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Publish(5, topic, "1", id: 7));
        Reason(await wire.Read()).ShouldBe((byte)0x87);
        await wire.Send(Packets.Publish(5, topic, "1"));
        (await wire.LastWord()).ShouldBe([0xE0, 1, 0x87], "nothing else can say no to a message without QoS");

        wire = await bed.SignedIn(4);
        await wire.Send(Packets.Publish(4, topic, "1", id: 7));
        (await wire.LastWord()).ShouldBeEmpty();
        bed.Readings.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(Own + "temperature", "warm")]
    [InlineData(Own + "temperature", "")]
    [InlineData(Own + "temperature", "1e999")]
    [InlineData(Own + "temp erature", "1")]
    [InlineData(Own + "readings", "21.5")]
    [InlineData(Own + "readings", "[{\"measure\":\"t\",\"value\":1}")]
    [InlineData(Own + "readings", "[{\"measure\":\"t\"}]")]
    [InlineData(Own + "readings", "[{\"value\":1}]")]
    [InlineData(Own + "readings", "{\"measure\":\"t\",\"value\":1} {}")]
    [InlineData(Own + "readings", "{\"measure\":\"t\",\"value\":1,\"at\":\"2026-11-23T08:00:00\"}")]
    [InlineData(Own + "readings", "{\"measure\":\"t\",\"value\":\"1\"}")]
    [InlineData(Own + "readings", "{\"measure\":\"\\u0000\",\"value\":1}")]
    [InlineData(Own + "readings", "{\"device\":\"C-1008\",\"measure\":\"t\",\"value\":1}")]
    [InlineData(Own + "position", "{\"latitude\":30.2}")]
    [InlineData(Own + "readings", "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"data\":{\"measure\":\"t\",\"value\":1}}")]
    [InlineData(Own + "readings", "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"x\",\"data\":{\"measure\":\"t\",\"value\":1}}")]
    public async Task Publish_OfSomethingThatIsNoReading_IsSaidToBeSo(string topic, string payload)
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(Packets.Publish(5, topic, payload, id: 7));
        var answer = await wire.Read();
        Reason(answer).ShouldBe((byte)0x99);
        answer.Length.ShouldBeGreaterThan(20, "it says why");
        bed.Readings.All.ShouldBeEmpty();

        wire = await bed.SignedIn(4);
        await wire.Send(Packets.Publish(4, topic, payload, id: 7));
        (await wire.Read()).ShouldBe(Acknowledged, "sent again it would be no better");
    }

    [Fact]
    public async Task AReading_ThatCannotBeTrue_IsRefused_AndTheOthersOfItsMessageAreTaken()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(
        [
            .. Packets.Publish(5, Own + "readings", """[{"measure":"t","value":1},{"measure":"t","value":9e9},{"measure":"t","value":2}]""", id: 1),
            .. Packets.Publish(5, Own + "t", "9e9", id: 2),
            .. Packets.Publish(5, Own + "t", "3", id: 3),
        ]);
        var some = await wire.Read();
        Reason(some).ShouldBe((byte)0);
        Encoding.UTF8.GetString(some).ShouldContain("Out of range.");
        Encoding.UTF8.GetString(some).ShouldContain("refused\0\u00011");
        Reason(await wire.Read()).ShouldBe((byte)0x99);
        (await wire.Read()).ShouldBe([0x40, 2, 0, 3]);
        bed.Readings.All.Select(r => r.Value).ShouldBe([1, 2, 3]);
        bed.Readings.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task ADevice_ThatWantsNoReasons_GetsTheCodeAlone()
    {
        var bed = new MqttBed();
        var wire = bed.Connect();
        await wire.Send(Packets.Connect(5, "C-1007", "C-1007-key", properties: [0x17, 0]));
        await wire.Read();
        await wire.Send(Packets.Publish(5, Own + "t", "warm", id: 7));
        (await wire.Read()).ShouldBe([0x40, 3, 0, 7, 0x99]);
    }

    [Fact]
    public async Task Readings_AsJson_InAllTheirForms()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        string[] payloads =
        [
            """{"readings":[{"measure":"t","value":1,"at":"2026-11-23T07:59:00+08:00","battery":{"x":[1]}}]}""",
            """[{"device":"C-1007","measure":"t","value":true,"at":1795392000000}]""",
            """{"latitude":30.2,"longitude":120.2,"accuracy":8,"speed":1.5,"heading":null,"at":"2026-11-23T00:00:00Z"}""",
            """{"specversion":"1.0","id":"1","source":"/gate","type":"linli.readings","time":"2026-11-22T23:00:00Z","data":[{"measure":"t","value":4}]}""",
            """{"values":{"a":1,"b":2.5},"latitude":null,"at":"2026-11-23T00:00:00Z"}""",
            """{"specversion":"1.0","id":"2","source":"/gate","type":"linli.readings","data_base64":"eyJtZWFzdXJlIjoidCIsInZhbHVlIjo1fQ=="}""",
        ];
        foreach (var payload in payloads)
        {
            await wire.Send(Packets.Publish(5, Own + "readings", payload, id: 7));
            Reason(await wire.Read()).ShouldBe((byte)0, payload);
        }

        var taken = bed.Readings.All;
        taken[0].At.ShouldBe(new(2026, 11, 22, 23, 59, 0, TimeSpan.Zero));
        taken[0].At.Offset.ShouldBe(TimeSpan.Zero);
        taken[1].Value.ShouldBe(1);
        taken[1].At.ToUnixTimeMilliseconds().ShouldBe(1795392000000);
        taken[2].IsPosition.ShouldBeTrue();
        taken[2].Fix.ShouldBe(new Fix(30.2, 120.2, 8, 1.5f));
        taken[3].At.ShouldBe(new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero), "a reading without an instant has its event's");
        taken[4..6].ShouldBe([new(bed.Device.Id, "a", TestTown.Start, 1), new(bed.Device.Id, "b", TestTown.Start, 2.5)]);
        taken[6].Value.ShouldBe(5);
    }

    [Fact]
    public async Task ACloudEvent_InBinaryMode_IsReadFromItsUserProperties()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        byte[] attributes =
        [
            .. Packets.ContentType("application/json"), .. Packets.User("specversion", "1.0"), .. Packets.User("id", "1"), .. Packets.User("source", "/gate"),
            .. Packets.User("type", "linli.readings"),
        ];
        await wire.Send(Packets.Publish(5, Own + "readings", """{"measure":"t","value":1}""", id: 7, properties: [.. attributes, .. Packets.User("time", "2026-11-22T23:00:00Z")]));
        (await wire.Read()).ShouldBe(Acknowledged);
        bed.Readings.All.Single().At.ShouldBe(new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero));
        await wire.Send(Packets.Publish(5, Own + "readings", """{"measure":"t","value":1}""", id: 7, properties: [.. Packets.User("specversion", "1.0"), .. Packets.User("id", "1")]));
        Reason(await wire.Read()).ShouldBe((byte)0x99);
    }

    [Fact]
    public async Task ATopicAlias_StandsForItsTopic_AndAnUnknownOneEndsTheConnection()
    {
        var bed = new MqttBed();
        var wire = await bed.SignedIn(5);
        await wire.Send(
        [
            .. Packets.Publish(5, Own + "t", "1", id: 1, properties: [0x23, 0, 3]),
            .. Packets.Publish(5, "", "2", id: 2, properties: [0x23, 0, 3]),
        ]);
        await wire.Read();
        (await wire.Read()).ShouldBe([0x40, 2, 0, 2]);
        bed.Readings.All.Select(r => (r.Measure, r.Value)).ShouldBe([("t", 1.0), ("t", 2.0)]);
        await wire.Send(Packets.Publish(5, "", "2", id: 2, properties: [0x23, 0, 4]));
        (await wire.LastWord()).ShouldBe([0xE0, 1, 0x94]);
    }

    [Theory]
    [InlineData("3403000161", 0x81)] // QoS 2 without a packet id
    [InlineData("36080001610001003131", 0x81)] // QoS 3
    [InlineData("3206000161000000", 0x82)] // packet id 0
    [InlineData("38060001610031", 0x81)] // again, without QoS
    [InlineData("34070001610001" + "00", 0x9B)] // QoS 2
    [InlineData("31050001610031", 0x9A)] // to be retained
    [InlineData("30050001230031", 0x90)] // a wildcard as a topic
    [InlineData("30030000" + "00", 0x82)] // no topic and no alias
    [InlineData("3005" + "0001C0" + "0031", 0x81)] // no UTF-8
    [InlineData("3007" + "000161" + "02" + "0100", 0)] // said not to be text: fine
    [InlineData("3008" + "000161" + "03" + "230000", 0x94)] // alias 0
    [InlineData("3008" + "000161" + "04" + "01000100", 0x82)] // a property twice
    [InlineData("3007" + "000161" + "02" + "2501", 0x81)] // a property that is not a client's
    [InlineData("3006" + "000161" + "05" + "01", 0x81)] // properties longer than their packet
    [InlineData("C10" + "0", 0x81)] // flags where none are
    [InlineData("80020001", 0x81)] // a SUBSCRIBE without its flags
    [InlineData("8203000100", 0x82)] // a SUBSCRIBE to nothing
    [InlineData("F000", 0x82)] // AUTH that nobody asked for
    [InlineData("100C00044D5154540502003C00" + "0000", 0x82)] // a second CONNECT
    [InlineData("30FFFFFF7F", 0x95)] // too large
    [InlineData("30FFFFFFFF01", 0x81)] // a length of five bytes
    public async Task APacket_AgainstTheRules_EndsTheConnection_WithItsReason(string bytes, byte expected)
    {
        var wire = await new MqttBed().SignedIn(5);
        await wire.Send([.. Convert.FromHexString(bytes), .. Packets.Leave]);
        var last = await wire.LastWord();
        if (expected == 0)
            last.ShouldBe([0xE0, 1, 0x87], "well formed, but a foreign topic");
        else
            last.ShouldBe([0xE0, 1, expected]);
    }

    [Fact]
    public async Task Qos2_Before5_EndsTheConnection()
    {
        var wire = await new MqttBed().SignedIn(4);
        await wire.Send(Packets.Publish(4, Own + "t", "1", id: 7, flags: 4));
        (await wire.LastWord()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MoreMessagesUnderWay_ThanWasAgreed_EndTheConnection_AfterTheOthersWereAnswered()
    {
        var bed = new MqttBed(new() { ReceiveMaximum = 2 });
        var wire = await bed.SignedIn(5);
        await wire.Send([.. Enumerable.Range(1, 3).SelectMany(i => Packets.Publish(5, Own + "t", "1", id: (ushort)i))]);
        (await wire.Read()).ShouldBe([0x40, 2, 0, 1]);
        (await wire.Read()).ShouldBe([0x40, 2, 0, 2]);
        (await wire.LastWord()).ShouldBe([0xE0, 1, 0x93]);
    }

    private static byte Reason(byte[] puback) => puback.Length > 4 ? puback[puback[1] < 0x80 ? 4 : 5] : (byte)0;
}
