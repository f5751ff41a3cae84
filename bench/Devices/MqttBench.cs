using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Linli.Bench.Devices;

/// <summary>Senders that send a window of messages, wait for every PUBACK, and go on.</summary>
internal static class MqttBench
{
    private const int GatewayPort = 21883;
    private const int MosquittoPort = 21884;
    private const int Window = 64;
    private static readonly byte[] SubscribeToAll = [0x82, 6, 0, 1, 0, 1, (byte)'#', 0];

    public static async Task Run(DirectoryInfo work, TimeSpan span, int connections, int idle, CancellationToken cancel)
    {
        work.Create();
        Say($"the disk by itself: {SyncedJournal.Syncs(work.FullName, TimeSpan.FromSeconds(2)):0} syncs a second");
        foreach (var silent in new[] { 0, idle })
        {
            await Gateway(work, span, connections, silent, cancel);
            await Mosquitto(work, span, connections, silent, cancel);
        }
    }

    private static async Task Gateway(DirectoryInfo work, TimeSpan span, int connections, int idle, CancellationToken cancel)
    {
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve-mqtt", "--work", work.FullName, "--port", $"{GatewayPort}"]) { RedirectStandardOutput = true })!;
        try
        {
            await server.StandardOutput.ReadLineAsync(cancel);
            await Measure("Linli, journal synced before the PUBACK", server, GatewayPort, span, connections, idle, cancel);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(cancel);
        }
    }

    private static async Task Mosquitto(DirectoryInfo work, TimeSpan span, int connections, int idle, CancellationToken cancel)
    {
        const string program = "/usr/sbin/mosquitto";
        if (!File.Exists(program))
        {
            Say("mosquitto is not installed: apt-get install mosquitto");
            return;
        }

        var file = Path.Combine(work.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(file, $"listener {MosquittoPort} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\npersistence false\n", cancel);
        using var server = Process.Start(new ProcessStartInfo(program, ["-c", file]) { RedirectStandardError = true })!;
        try
        {
            // One that reads everything, at QoS 0: less work for mosquitto than at QoS 1.
            using var reader = await Connected(MosquittoPort, "reader", cancel);
            await reader.SendAsync(SubscribeToAll, cancel);
            _ = Swallow(reader, cancel);
            await Measure("mosquitto, relayed to one reader, nothing kept", server, MosquittoPort, span, connections, idle, cancel);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(cancel);
        }
    }

    private static async Task Measure(string name, Process server, int port, TimeSpan span, int connections, int idle, CancellationToken cancel)
    {
        var silent = new List<Socket>();
        for (var i = 0; i < idle; i++)
            silent.Add(await Connected(port, $"idle-{i}", cancel));
        await Send(port, TimeSpan.FromSeconds(1), connections, cancel); // to compile
        server.Refresh();
        var (before, started) = (server.TotalProcessorTime, Stopwatch.GetTimestamp());
        var sent = await Send(port, span, connections, cancel);
        server.Refresh();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var cpu = server.TotalProcessorTime - before;
        Say($"{name}, {connections} senders, {idle} idle: {sent / elapsed.TotalSeconds:0} readings/s, {cpu.TotalMicroseconds / sent:0.0} µs CPU each, {server.WorkingSet64 >> 20} MiB");
        foreach (var socket in silent)
            socket.Dispose();
    }

    private static async Task<long> Send(int port, TimeSpan span, int connections, CancellationToken cancel)
    {
        var end = Stopwatch.GetTimestamp() + (long)(span.TotalSeconds * Stopwatch.Frequency);
        return (await Task.WhenAll(Enumerable.Range(0, connections).Select(i => SendOne(port, $"C-{i}", end, cancel)))).Sum();
    }

    private static async Task<long> SendOne(int port, string code, long end, CancellationToken cancel)
    {
        using var socket = await Connected(port, code, cancel);
        var window = Enumerable.Range(1, Window).SelectMany(id => Message(code, (ushort)id)).ToArray();
        var answers = new byte[Window * 4];
        var acknowledged = 0L;
        while (Stopwatch.GetTimestamp() < end)
        {
            await socket.SendAsync(window, cancel);
            for (var got = 0; got < answers.Length;)
            {
                var count = await socket.ReceiveAsync(answers.AsMemory(got), cancel);
                if (count == 0)
                    throw new IOException("The server hung up.");
                got += count;
            }

            acknowledged += Window;
        }

        return acknowledged;
    }

    private static async Task<Socket> Connected(int port, string code, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
                break;
            }
            catch (SocketException) when (attempt < 50)
            {
                await Task.Delay(100, cancel); // it is starting
            }
        }

        byte[] body = [0, 4, .. "MQTT"u8, 4, 0xC2, 0, 0, .. Text(code), .. Text(code), .. Text("key")];
        await socket.SendAsync(new byte[] { 0x10, (byte)body.Length }.Concat(body).ToArray(), cancel);
        var answer = new byte[4];
        for (var got = 0; got < answer.Length;)
            got += await socket.ReceiveAsync(answer.AsMemory(got), cancel) is > 0 and var count ? count : throw new IOException("The server hung up.");
        return answer[3] == 0 ? socket : throw new IOException("The server refused.");
    }

    private static byte[] Message(string code, ushort id)
    {
        byte[] body = [.. Text($"linli/{code}/temperature"), (byte)(id >> 8), (byte)id, .. "21.5"u8];
        return [0x32, (byte)body.Length, .. body];
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text)];

    private static async Task Swallow(Socket socket, CancellationToken cancel)
    {
        var bytes = new byte[1 << 16];
        try
        {
            while (await socket.ReceiveAsync(bytes, cancel) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The broker was stopped.
        }
        catch (ObjectDisposedException)
        {
            // So was the reader.
        }
    }

    private static void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}"));
}
