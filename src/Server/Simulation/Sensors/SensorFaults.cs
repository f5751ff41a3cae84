using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Linli.Gb26875;
using Linli.Hj212;
using Linli.Jt808;
using Linli.Platform.Geo;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>What goes wrong on a bad day.</summary>
internal enum SensorFault
{
    /// <summary>A device tells local time and calls it UTC.</summary>
    Clock,

    /// <summary>A device is entered as WGS-84 and sends GCJ-02.</summary>
    Gcj02,

    /// <summary>The same CloudEvents come again.</summary>
    Duplicate,

    /// <summary>Positions come out of order.</summary>
    Disorder,

    /// <summary>JT/T 808: half frames, and an escape at the end of one.</summary>
    HalfFrames,

    /// <summary>A device floods.</summary>
    Flood,

    /// <summary>Two devices with one id.</summary>
    TwinId,

    /// <summary>A key that was stolen and changed.</summary>
    StolenKey,

    /// <summary>Random bytes on every port.</summary>
    RandomBytes,

    /// <summary>Frames that come byte by byte.</summary>
    CutFrames,

    /// <summary>A gate without network for half an hour.</summary>
    OfflineGate,
}

/// <summary>Does what goes wrong, and looks whether the server took it as it should.</summary>
internal sealed class SensorFaults(HttpWay http, LinePorts ports, LinliApi api, SensorTown town, SchoolRoute route, SensorDay day, TimeProvider time)
{
    private const int Flood = 21_000;
    private const int FloodBatch = 3_000;
    private const int Most = 20_000;
    private const int RandomEach = 20_000;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);
    private readonly SimulatedDevice[] devices = [.. SensorFleet.Of(SensorFleet.Fault, 1)];

    /// <summary>Reads a list such as <c>clock,flood</c>; <c>all</c> and <c>none</c> are words of their own.</summary>
    /// <returns>The faults, or the word that is none.</returns>
    public static (IReadOnlyList<SensorFault> Faults, string? Unknown) Read(string text)
    {
        if (text is "all")
            return (Enum.GetValues<SensorFault>(), null);
        if (text is "none")
            return ([], null);
        var faults = new List<SensorFault>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (Enum.GetValues<SensorFault>().Cast<SensorFault?>().FirstOrDefault(f => NameOf(f!.Value) == word) is { } fault)
                faults.Add(fault);
            else
                return ([], word);
        return faults.Count == 0 ? ([], text) : (faults, null);
    }

    /// <summary>What a fault is called on the command line.</summary>
    public static string NameOf(SensorFault fault) => fault switch
    {
        SensorFault.HalfFrames => "half-frames",
        SensorFault.TwinId => "two-with-one-id",
        SensorFault.StolenKey => "stolen-key",
        SensorFault.RandomBytes => "random-bytes",
        SensorFault.CutFrames => "cut-frames",
        SensorFault.OfflineGate => "offline-gate",
        SensorFault.Disorder => "out-of-order",
        _ => fault.ToString().ToLowerInvariant(),
    };

    /// <summary>Carries out one fault; the offline gate is part of the day itself.</summary>
    public async Task<CheckLine> Try(SensorFault fault, CancellationToken cancel)
    {
        try
        {
            var (wanted, found, agrees) = fault switch
            {
                SensorFault.Clock => await Clock(cancel),
                SensorFault.Gcj02 => await Gcj02(cancel),
                SensorFault.Duplicate => await Duplicate(cancel),
                SensorFault.Disorder => await Disorder(cancel),
                SensorFault.HalfFrames => await HalfFrames(cancel),
                SensorFault.Flood => await FloodIt(cancel),
                SensorFault.TwinId => await TwinId(cancel),
                SensorFault.StolenKey => await StolenKey(cancel),
                SensorFault.RandomBytes => await RandomBytes(cancel),
                SensorFault.CutFrames => await CutFrames(cancel),
                _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "It is part of the day."),
            };
            return new("故障 · fault " + NameOf(fault), wanted, found, agrees);
        }
        catch (Exception e) when (e is IOException or SocketException or HttpRequestException or TimeoutException)
        {
            return new("故障 · fault " + NameOf(fault), "", e.Message, false);
        }
    }

    private DateTimeOffset Base => new(time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static SensorReading Speed(SimulatedDevice device, DateTimeOffset at, double value = 30) => new(device, at, "speed", value);

    private async Task<(string, string, bool)> Clock(CancellationToken cancel)
    {
        var answer = await http.Post(HttpWay.Plain([Speed(devices[0], Base.AddHours(8))]), devices[0].Code, devices[0].Key, cancel);
        return ("sensing.clock_eight_hours_ahead", string.Join(' ', answer.Refused), answer is { Accepted: 0, Refused: ["sensing.clock_eight_hours_ahead"] });
    }

    // It drives along the school path, whose fences the server knows; the degrees are shifted as a phone's map shows them.
    private async Task<(string, string, bool)> Gcj02(CancellationToken cancel)
    {
        var from = Base.AddMinutes(-10);
        var readings = Enumerable.Range(0, 40).Select(i => new SensorReading(
            devices[1], from.AddSeconds(i * 10), Reading.Position, 20, Shifted(route.At(0.3 + (i * 0.01), 0)))).ToList();
        var answer = await http.Post(HttpWay.Plain(readings), devices[1].Code, devices[1].Key, cancel);
        return ("40 收下、不挪动，体检页提示 · taken and not moved; doctor names it", $"{answer.Accepted + answer.Repeated}", answer.Accepted + answer.Repeated == 40);
    }

    private static GeoPoint Shifted(GeoPoint point)
    {
        var (latitude, longitude) = ChinaCoordinates.FromWgs84(point, CoordinateSystem.Gcj02);
        return new(latitude, longitude);
    }

    private async Task<(string, string, bool)> Duplicate(CancellationToken cancel)
    {
        var body = HttpWay.Events([.. Enumerable.Range(0, 50).Select(i => Speed(devices[2], Base.AddSeconds(-100 + i)))]);
        var first = await http.PostEvents(body, cancel);
        var again = await http.PostEvents(body, cancel);
        return ("50 + 0", $"{first.Accepted} + {again.Accepted}（已有 · known {again.Repeated}）", first.Accepted == 50 && again is { Accepted: 0, Repeated: 50 });
    }

    // The newest comes first; what comes after it is history, and the device stays where it was last.
    private async Task<(string, string, bool)> Disorder(CancellationToken cancel)
    {
        var from = Base.AddMinutes(-4);
        var readings = Enumerable.Range(0, 40).Select(i => Speed(devices[3], from.AddSeconds((39 - i) * 5), 39 - i)).ToList();
        var answer = await http.Post(HttpWay.Plain(readings), devices[3].Code, devices[3].Key, cancel);
        var sheet = await api.Get(town.Operator, "device", "/api/v1/sensing/devices/" + devices[3].Code, cancel);
        var latest = sheet?.List("values").FirstOrDefault(v => v.Text("measure") == "speed") is { ValueKind: System.Text.Json.JsonValueKind.Object } value ? value.GetProperty("value").GetDouble() : double.NaN;
        return ("40，最新值 · latest 39", $"{answer.Accepted}，{latest}", answer.Accepted == 40 && latest == 39);
    }

    private async Task<(string, string, bool)> HalfFrames(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Answer);
        using var tcp = await Raw(ports.Jt808, limit.Token);
        var stream = tcp.GetStream();
        var phone = devices[0].Address;
        var hello = JtFrame.Write(JtMessages.Authenticate, phone, 0, Encoding.ASCII.GetBytes(devices[0].Key));
        await stream.WriteAsync(hello.AsMemory(0, hello.Length / 2), limit.Token);
        await stream.WriteAsync(hello.AsMemory(hello.Length / 2), limit.Token);

        // An escape right before the end of the frame, and the first half of one that never ends.
        var beat = JtFrame.Write(JtMessages.Heartbeat, phone, 1, []);
        await stream.WriteAsync((byte[])[.. beat[..^1], 0x7D, 0x7E, .. beat[..6]], limit.Token);
        var position = new byte[JtPosition.Size];
        new JtPosition { Status = JtPosition.Located, Latitude = 30.2050, Longitude = 120.2160, Speed = 12, At = Base.AddSeconds(-20) }.Write(position);
        await stream.WriteAsync(JtFrame.Write(JtMessages.Position, phone, 7, position), limit.Token);

        // The answer to the position is the sixth word of a general answer with its number.
        var heard = await Heard(stream, bytes => bytes.Contains("8001", StringComparison.Ordinal) && bytes.Contains("00070200", StringComparison.Ordinal), limit.Token);
        return ("坏帧之后的位置被应答 · the position after them is answered", heard ? "00" : "–", heard);
    }

    private async Task<(string, string, bool)> FloodIt(CancellationToken cancel)
    {
        var (accepted, refused, code) = (0, 0, "");
        for (var sent = 0; sent < Flood + FloodBatch; sent += FloodBatch)
        {
            // One each millisecond: all of one minute, none twice.
            var from = Base.AddMinutes(-2);
            var answer = await http.Post(Fast(devices[4], from.AddMilliseconds(sent), FloodBatch), devices[4].Code, devices[4].Key, cancel);
            accepted += answer.Accepted;
            refused += FloodBatch - answer.Accepted - answer.Repeated;
            code = answer.Refused.Count > 0 ? answer.Refused[^1] : code;
        }

        return ($"≤ {Most:N0} + 100/s，其余 · the rest sensing.flood", $"{accepted:N0}；{refused:N0} {code}", refused > 0 && code == "sensing.flood" && accepted + refused == Flood + FloodBatch);
    }

    private static byte[] Fast(SimulatedDevice device, DateTimeOffset from, int count) => Encoding.UTF8.GetBytes(
        "[" + string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"device":"{{device.Code}}","measure":"speed","value":1,"at":"{{from.AddMilliseconds(i):yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")) + "]");

    private async Task<(string, string, bool)> TwinId(CancellationToken cancel)
    {
        await using var first = await MqttSensor.Connect(ports.Host, ports.Mqtt, devices[0].Code, devices[0].Key, cancel);
        await using var second = await MqttSensor.Connect(ports.Host, ports.Mqtt, devices[0].Code, devices[0].Key, cancel);
        await first.Ended.WaitAsync(Answer, time, cancel);
        var (reason, _) = await second.Publish("speed", "31"u8.ToArray(), cancel).WaitAsync(Answer, time, cancel);
        return ("第一个被请下线，第二个收下 · the first is told 0x8E, the second is heard", $"0x{first.EndReason:X2}, PUBACK 0x{reason:X2}", first.EndReason == 0x8E && reason == 0);
    }

    private async Task<(string, string, bool)> StolenKey(CancellationToken cancel)
    {
        var device = devices[5];
        var body = HttpWay.Plain([Speed(device, Base.AddSeconds(-5))]);
        async Task<string> Renewed() => (await api.Post(town.Operator, "renew key", $"/api/v1/sensing/devices/{device.Code}/key", new { }, cancel))?.Text("key") ?? "";
        var stolen = await Renewed();
        var before = await http.Post(body, device.Code, stolen, cancel);
        var renewed = await Renewed();
        var after = await http.Post(HttpWay.Plain([Speed(device, Base.AddSeconds(-4))]), device.Code, stolen, cancel);
        var own = await http.Post(HttpWay.Plain([Speed(device, Base.AddSeconds(-3))]), device.Code, renewed, cancel);
        return ("200, 401, 200", $"{(int)before.Status}, {(int)after.Status}, {(int)own.Status}", ((int)before.Status, (int)after.Status, (int)own.Status) == (200, 401, 200));
    }

    private async Task<(string, string, bool)> RandomBytes(CancellationToken cancel)
    {
#pragma warning disable CA5394 // no secret depends on it
        var random = new Random(day.Date.DayNumber);
        foreach (var port in new[] { ports.Mqtt, ports.Jt808, ports.Gb26875, ports.Hj212 })
        {
            var bytes = new byte[RandomEach];
            random.NextBytes(bytes);
            try
            {
                using var tcp = await Raw(port, cancel);
                await tcp.GetStream().WriteAsync(bytes, cancel);
            }
            catch (IOException)
            {
                // Hung up on in the middle of it, and rightly so.
            }
        }
#pragma warning restore CA5394

        var answer = await http.Post(HttpWay.Plain([Speed(devices[0], Base.AddSeconds(-1))]), devices[0].Code, devices[0].Key, cancel);
        var (mqtt, jt) = (await CanMqtt(cancel), await CanJt808(cancel));
        return ("各端口仍应答 · every port answers still", $"HTTP {(int)answer.Status}, MQTT {mqtt}, JT808 {jt}", (int)answer.Status == 200 && mqtt && jt);
    }

    private async Task<bool> CanMqtt(CancellationToken cancel)
    {
        await using var sensor = await MqttSensor.Connect(ports.Host, ports.Mqtt, devices[1].Code, devices[1].Key, cancel);
        return (await sensor.Publish("speed", "20"u8.ToArray(), cancel).WaitAsync(Answer, time, cancel)).Reason == 0;
    }

    private async Task<bool> CanJt808(CancellationToken cancel)
    {
        await using var terminal = await JtClient.Connect(ports.Host, ports.Jt808, devices[2].Address, false, cancel);
        return await terminal.Authenticate(devices[2].Key, cancel).WaitAsync(Answer, time, cancel) == JtResult.Done;
    }

    // A conversation in each language, one byte at a time.
    private async Task<(string, string, bool)> CutFrames(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Answer);
        var jt = await Dripped(ports.Jt808, JtFrame.Write(JtMessages.Authenticate, devices[3].Address, 3, Encoding.ASCII.GetBytes(devices[3].Key)), hex => hex.Contains("00030102", StringComparison.Ordinal), limit.Token);
        var gb = await Dripped(ports.Gb26875, GbFrame.Write(new(9, 0x0101, LineWay.PanelAddress(0), 1, (byte)GbCommand.Send, []), time.GetUtcNow()), hex => hex.StartsWith("4040", StringComparison.Ordinal), limit.Token);
        var at = Base.AddSeconds(-10).ToOffset(TimeSpan.FromHours(8));
        var packet = new HjPacket(at.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture), "22", "2011", "123456", SensorFleet.Of(SensorFleet.Air, 1).First().Address, 5,
            $"DataTime={at:yyyyMMddHHmmss};a34004-Rtd=31,a34004-Flag=N");
        var hj = await Dripped(ports.Hj212, packet.Write(), hex => hex.Contains(Convert.ToHexString("9014"u8), StringComparison.Ordinal), limit.Token);
        var mqtt = await Dripped(ports.Mqtt, MqttSensor.Hello(devices[1].Code, devices[1].Key), hex => hex.StartsWith("20", StringComparison.Ordinal), limit.Token);
        return ("四种协议均应答 · all four answer", $"JT808 {jt}, GB {gb}, HJ212 {hj}, MQTT {mqtt}", jt && gb && hj && mqtt);
    }

    private async Task<bool> Dripped(int port, byte[] frame, Func<string, bool> isAnswer, CancellationToken cancel)
    {
        using var tcp = await Raw(port, cancel);
        var stream = tcp.GetStream();
        foreach (var one in frame)
            await stream.WriteAsync(new[] { one }, cancel);
        return await Heard(stream, isAnswer, cancel);
    }

    private async Task<TcpClient> Raw(int port, CancellationToken cancel)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(ports.Host, port, cancel);
        return tcp;
    }

    private static async Task<bool> Heard(NetworkStream stream, Func<string, bool> isAnswer, CancellationToken cancel)
    {
        var (all, buffer) = (new List<byte>(), new byte[1024]);
        try
        {
            while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
            {
                all.AddRange(buffer.AsSpan(0, read));
                if (isAnswer(Convert.ToHexString([.. all])))
                    return true;
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing came.
        }

        return false;
    }
}
