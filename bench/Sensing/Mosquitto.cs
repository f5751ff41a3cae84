using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Linli.Bench.Sensing;

/// <summary>Debian's mosquitto as the peer: it relays the same messages to one subscriber, and keeps nothing.</summary>
internal sealed class Mosquitto : IDisposable
{
    public const int Port = 15884;
    private readonly Process process;

    private Mosquitto(Process process) => this.process = process;

    public double Cpu => ServerProcess.CpuOf(process.Id);

    public static async Task<Mosquitto> Start(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture,
            $"listener {Port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 0\nmax_queued_messages 0\nset_tcp_nodelay true\nlog_type none\n"), cancel);
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/mosquitto", ["-c", file]) { RedirectStandardError = true })!;
        while (true)
        {
            try
            {
                using var door = new TcpClient();
                await door.ConnectAsync("127.0.0.1", Port, cancel);
                return new(process);
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(20, cancel);
            }
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
