using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Linli.Gb26875;
using Linli.Hj212;
using Linli.Jt808;

namespace Linli.Server.Simulation.Sensors;

/// <summary>What goes wrong on the lines of devices.</summary>
internal sealed partial class SensorFaults
{
    private const int RandomEach = 20_000;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);

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

    private async Task<(string, string, bool)> TwinId(CancellationToken cancel)
    {
        await using var first = await MqttSensor.Connect(ports.Host, ports.Mqtt, devices[0].Code, devices[0].Key, cancel);
        await using var second = await MqttSensor.Connect(ports.Host, ports.Mqtt, devices[0].Code, devices[0].Key, cancel);
        await first.Ended.WaitAsync(Answer, time, cancel);
        var (reason, _) = await second.Publish("speed", "31"u8.ToArray(), cancel).WaitAsync(Answer, time, cancel);
        return ("第一个被请下线，第二个收下 · the first is told 0x8E, the second is heard", $"0x{first.EndReason:X2}, PUBACK 0x{reason:X2}", first.EndReason == 0x8E && reason == 0);
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
