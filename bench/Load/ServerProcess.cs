using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Linli.Bench;

/// <summary>A running server of its own process, and what it uses of the machine (read from /proc, so Linux only).</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double MillisecondsPerTick = 10;
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Milliseconds from starting the process to the first answered home page.</summary>
    public double StartMs { get; private init; }

    /// <summary>Processor time used so far, milliseconds.</summary>
    public double Cpu => CpuOf(process.Id);

    /// <summary>Resident memory, MiB.</summary>
    public double MiB => ResidentKiB(process.Id) / 1024.0;

    /// <summary>Starts it and waits until it shows its home page.</summary>
    public static async Task<ServerProcess> Start(string dll, string data, string? postgres, CancellationToken cancel, bool population = true, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = new Uri("http://127.0.0.1:5979");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { dll, "serve", "--no-life", "--data", data, "--urls", address.ToString() })
            start.ArgumentList.Add(word);
        start.Environment["LINLI__RateLimits__Enabled"] = "false";
        if (!population)
            start.Environment["LINLI__People__DemoPopulation"] = "0";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        if (postgres is not null)
        {
            start.Environment["LINLI__Database__Kind"] = "Postgres";
            start.Environment["LINLI__Database__ConnectionString"] = postgres;
        }

        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var said = new List<string>();
        process.OutputDataReceived += (_, line) => said.Add(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Add(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await FirstPage(process, address, said, cancel);
        return new(process, address) { StartMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds };
    }

    /// <summary>Processor time of a process and the children it has outlived, milliseconds.</summary>
    public static double CpuOf(int pid)
    {
        var fields = Stat(pid);
        return fields is null ? 0 : MillisecondsPerTick * fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture));
    }

    /// <summary>The process that started another one.</summary>
    public static int ParentOf(int pid) => Stat(pid) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    public async ValueTask DisposeAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task FirstPage(Process process, Uri address, List<string> said, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = address };
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException("The server stopped: " + string.Join(Environment.NewLine, said));
            try
            {
                using var answer = await http.GetAsync("/", cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(10, cancel);
            }
        }
    }

    // The fields after the name, which stands in brackets and may hold blanks.
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double ResidentKiB(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).First();
}
