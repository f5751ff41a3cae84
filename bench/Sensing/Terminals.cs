using Linli.Jt808;

namespace Linli.Bench.Sensing;

/// <summary>Terminals of JT/T 808, each with several position reports under way.</summary>
internal static class Terminals
{
    private const int UnderWay = 64;

    /// <summary>Lets them report until told to stop; how many reports were acknowledged.</summary>
    public static async Task<long> Report(IReadOnlyList<JtClient> clients, DateTimeOffset from, CancellationToken stop)
    {
        var done = 0L;
        await Task.WhenAll(clients.SelectMany(client =>
        {
            var second = 0L;
            return Enumerable.Range(0, UnderWay).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var at = from.AddSeconds(Interlocked.Increment(ref second));
                    var result = await client.Report(new JtPosition { Status = JtPosition.Located, Latitude = 30.208, Longitude = 120.21, Speed = 12, At = at }, CancellationToken.None);
                    if (result == JtResult.Done)
                        Interlocked.Increment(ref done);
                }
            }));
        }));
        return done;
    }

    public static async Task<List<JtClient>> Connect(int count, CancellationToken cancel)
    {
        var clients = new List<JtClient>();
        for (var n = 0; n < count; n++)
        {
            var client = await JtClient.Connect("127.0.0.1", Bed.Jt808, Bed.PhoneOf(n), is2019: false, cancel);
            if (await client.Authenticate(Bed.KeyOf($"bench-t-{n}"), cancel) is var result && result != JtResult.Done)
                throw new InvalidOperationException($"Terminal {n} was not let in: {result}");
            clients.Add(client);
        }

        return clients;
    }
}
