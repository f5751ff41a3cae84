using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Linli.Devices.Tests.Mqtt;
using Linli.Jt808;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Tests;

/// <summary>A card as it talks: over HTTP, or over a TCP connection of its own by MQTT or JT/T 808.</summary>
internal abstract class CardVoice : IAsyncDisposable
{
    private const string Host = "127.0.0.1";

    /// <summary>Every database with every language of a card.</summary>
    public static TheoryData<DatabaseKind, string> Ways
    {
        get
        {
            var ways = new TheoryData<DatabaseKind, string>();
            foreach (var kind in new[] { DatabaseKind.Sqlite, DatabaseKind.Postgres })
                foreach (var protocol in new[] { DeviceProtocols.Jt808, DeviceProtocols.Mqtt, DeviceProtocols.Http })
                    ways.Add(kind, protocol);
            return ways;
        }
    }

    /// <summary>Says where it is; returns once that is acknowledged.</summary>
    public abstract Task Is(DateTimeOffset at, double latitude, double longitude, double? accuracy = null);

    /// <summary>Says the charge of its battery.</summary>
    public abstract Task HasBattery(DateTimeOffset at, int percent);

    /// <summary>Says whether the button for help is pressed, and where.</summary>
    public abstract Task Calls(DateTimeOffset at, double latitude, double longitude, bool pressed = true);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Number of the terminal in a card.</summary>
    public static string PhoneOf(string card) => "1390000" + card[^4..];

    public static async Task<CardVoice> Connect(TestTown town, string protocol, string card)
    {
        var lines = town.Services.GetRequiredService<ILines>();
        switch (protocol)
        {
            case DeviceProtocols.Jt808:
                var terminal = await JtClient.Connect(Host, lines.EndPointOf(protocol)!.Port, PhoneOf(card), true, TestContext.Current.CancellationToken);
                (await terminal.Authenticate(CardTown.KeyOf(card), TestContext.Current.CancellationToken)).ShouldBe(JtResult.Done);
                return new Terminal(terminal);
            case DeviceProtocols.Mqtt:
                return await OverMqtt.Open(lines.EndPointOf(protocol)!.Port, card);
            default:
                var client = town.Client();
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{card}:{CardTown.KeyOf(card)}")));
                return new OverHttp(client);
        }
    }

    private static string Place(DateTimeOffset at, double latitude, double longitude, double? accuracy) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"at": "{{at:O}}", "latitude": {{latitude}}, "longitude": {{longitude}}{{(accuracy is null ? "" : $", \"accuracy\": {accuracy}")}}}""");

    private static string Charge(DateTimeOffset at, int percent) => string.Create(CultureInfo.InvariantCulture, $$"""{"at": "{{at:O}}", "measure": "battery", "value": {{percent}}}""");

    private static string Button(DateTimeOffset at, double latitude, double longitude, bool pressed) =>
        string.Create(CultureInfo.InvariantCulture, $$"""[{{Place(at, latitude, longitude, null)}}, {"at": "{{at:O}}", "measure": "sos", "value": {{(pressed ? 1 : 0)}}}]""");

    private sealed class OverHttp(HttpClient client) : CardVoice
    {
        public override Task Is(DateTimeOffset at, double latitude, double longitude, double? accuracy = null) => Send(Place(at, latitude, longitude, accuracy));

        public override Task HasBattery(DateTimeOffset at, int percent) => Send(Charge(at, percent));

        public override Task Calls(DateTimeOffset at, double latitude, double longitude, bool pressed = true) => Send(Button(at, latitude, longitude, pressed));

        private async Task Send(string body)
        {
            var answer = await client.PostAsync("/api/v1/sensing/readings", new StringContent(body, Encoding.UTF8, "application/json"));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
    }

    private sealed class OverMqtt(TcpClient tcp, string card) : CardVoice
    {
        private ushort last;

        public static async Task<CardVoice> Open(int port, string card)
        {
            var tcp = new TcpClient { NoDelay = true };
            await tcp.ConnectAsync(Host, port);
            await tcp.GetStream().WriteAsync(Packets.Connect(4, card, CardTown.KeyOf(card)));
            (await Four(tcp)).ShouldBe([0x20, 2, 0, 0]);
            return new OverMqtt(tcp, card);
        }

        public override Task Is(DateTimeOffset at, double latitude, double longitude, double? accuracy = null) => Send(Place(at, latitude, longitude, accuracy));

        public override Task HasBattery(DateTimeOffset at, int percent) => Send(Charge(at, percent));

        public override Task Calls(DateTimeOffset at, double latitude, double longitude, bool pressed = true) => Send(Button(at, latitude, longitude, pressed));

        public override ValueTask DisposeAsync()
        {
            tcp.Dispose();
            return base.DisposeAsync();
        }

        private async Task Send(string body)
        {
            await tcp.GetStream().WriteAsync(Packets.Publish(4, $"linli/{card}/readings", body, ++last));
            (await Four(tcp)).ShouldBe(Packets.PubAck(last));
        }

        private static async Task<byte[]> Four(TcpClient tcp)
        {
            var answer = new byte[4];
            await tcp.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
            return answer;
        }
    }

    /// <summary>The protocol has no accuracy; its battery is an item of the maker.</summary>
    private sealed class Terminal(JtClient client) : CardVoice
    {
        private const ushort PositionReport = 0x0200;
        private const byte BatteryItem = 0xE4;

        public override async Task Is(DateTimeOffset at, double latitude, double longitude, double? accuracy = null) =>
            (await client.Report(new JtPosition { Status = JtPosition.Located, Latitude = latitude, Longitude = longitude, At = at }, TestContext.Current.CancellationToken)).ShouldBe(JtResult.Done);

        public override async Task HasBattery(DateTimeOffset at, int percent)
        {
            var body = new byte[JtPosition.Size + 3];
            new JtPosition { At = at }.Write(body);
            (body[JtPosition.Size], body[JtPosition.Size + 1], body[JtPosition.Size + 2]) = (BatteryItem, 1, (byte)percent);
            (await client.Say(PositionReport, body, TestContext.Current.CancellationToken)).ShouldBe(JtResult.Done);
        }

        public override async Task Calls(DateTimeOffset at, double latitude, double longitude, bool pressed = true) =>
            (await client.Report(
                new JtPosition { Status = JtPosition.Located, Alarms = pressed ? JtPosition.Emergency : 0, Latitude = latitude, Longitude = longitude, At = at },
                TestContext.Current.CancellationToken)).ShouldBe(JtResult.Done);

        public override async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
