using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Linli.Bench.Sensing;

/// <summary>From sending a reading to the event of its alarm at somebody who follows <c>/live</c>, again and again, one loop a rule.</summary>
internal sealed class Alarms(Bed bed, TimeProvider time)
{
    /// <summary>Milliseconds of each alarm until told to stop, in order of size.</summary>
    public async Task<List<double>> Measure(CancellationToken stop)
    {
        var heard = Bed.Watched.ToDictionary(m => m, _ => Channel.CreateUnbounded<string>());
        using var ended = new CancellationTokenSource();
        using var live = await bed.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        live.EnsureSuccessStatusCode();
        var listening = Listen(await live.Content.ReadAsStreamAsync(CancellationToken.None), heard, ended.Token);
        var all = await Task.WhenAll(Bed.Watched.Select(m => Loop(m, heard[m].Reader, stop)));
        await ended.CancelAsync();
        await listening;
        return [.. all.SelectMany(t => t).Order()];
    }

    private async Task<List<double>> Loop(string measure, ChannelReader<string> heard, CancellationToken stop)
    {
        var times = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            await Say(measure, measure == "pressure" ? 1050 : 60);
            await Until(heard, "raised");
            times.Add(time.GetElapsedTime(began).TotalMilliseconds);
            await Say(measure, measure == "pressure" ? 900 : 10);
            await Until(heard, "cleared");
        }

        return times;
    }

    private Task<int> Say(string measure, double value) => bed.Send(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{{\"measure\":\"{measure}\",\"value\":{value},\"at\":\"{time.GetUtcNow():O}\"}}")), "bench-w-0", CancellationToken.None);

    private static async Task Until(ChannelReader<string> heard, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await heard.ReadAsync(limit.Token) != what)
        {
            // Opening a case, calling somebody out: events of their own.
        }
    }

    // An alarm that is still open and comes again returns: it is told like the first time.
    private static string WordOf(string line) =>
        line.Contains("\"raised\"", StringComparison.Ordinal) || line.Contains("\"returned\"", StringComparison.Ordinal) ? "raised"
        : line.Contains("\"cleared\"", StringComparison.Ordinal) ? "cleared" : "";

    private static async Task Listen(Stream stream, Dictionary<string, Channel<string>> heard, CancellationToken cancel)
    {
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync(cancel) is { } line)
                foreach (var (measure, channel) in heard)
                    if (line.Contains($"\"bench-{measure}\"", StringComparison.Ordinal))
                        channel.Writer.TryWrite(WordOf(line));
        }
        catch (OperationCanceledException)
        {
            // Measured enough.
        }
    }
}
