using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Linli.Bench;

/// <summary>One kind of request.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Make">Makes the next one.</param>
internal sealed record Work(string Name, Func<Random, HttpRequestMessage> Make);

/// <summary>Several clients that each ask again as soon as they are answered.</summary>
internal sealed class Drive : IDisposable
{
    private const string StaffPassword = "linli-demo-2026";

    private static readonly string[] Sights =
        ["路灯不亮", "井盖松动", "垃圾没有清运", "电动车停在楼道里", "水管漏水", "健身器材坏了", "绿化带有枯树", "宠物没有牵绳"];

    private static readonly string[] Spots =
        ["北门口", "地下车库出口", "三号楼楼道", "映月湖步道", "幼儿园对面", "公交站旁", "小广场东侧", "快递柜前"];

    private readonly HttpClient http;
    private readonly int clients;
    private readonly List<string> residents = [];
    private string staff = "";

    private Drive(Uri address, int clients)
    {
        this.clients = clients;
        http = new(new SocketsHttpHandler { MaxConnectionsPerServer = clients, UseCookies = false }) { BaseAddress = address };
    }

    /// <summary>Signs in a resident for every client, and one member of staff.</summary>
    public static async Task<Drive> SignedIn(Uri address, int clients, CancellationToken cancel)
    {
        var drive = new Drive(address, clients);
        for (var i = 0; i < clients; i++)
        {
            // New people each time: a telephone gets only a few codes an hour.
            var phone = $"1990{Random.Shared.Next(10_000_000):0000000}";
            var sent = await drive.Answer("/api/v1/sign-in/code", new { phone }, cancel);
            var code = sent.GetProperty("demoCode").GetString();
            drive.residents.Add(await drive.Token("/api/v1/sign-in/phone", new { phone, code }, cancel));
        }

        drive.staff = await drive.Token("/api/v1/sign-in/staff", new { login = "desk", password = StaffPassword }, cancel);
        return drive;
    }

    /// <summary>What is measured. Reading comes before writing, so that it finds as many cases as the title says.</summary>
    public IEnumerable<Work> Work(IReadOnlyList<Guid> ids)
    {
        yield return new("list 20", _ => Get("/api/v1/cases/public?take=20", null));
        if (ids.Count > 0)
            yield return new("open one", random => Get($"/api/v1/cases/{ids[random.Next(ids.Count)]}", null));
        yield return new("inbox", _ => Get("/api/v1/cases/inbox?take=20", staff));
        yield return new("create", Report);
    }

    /// <summary>Lets all clients do one kind of work for a while.</summary>
    public async Task<Figures> Run(Work work, Plan plan, ServerProcess server, Database database, CancellationToken cancel)
    {
        await Ask(work, plan.WarmUp, cancel);
        var (cpu, databaseCpu) = (server.Cpu, await database.Cpu());
        var began = Stopwatch.GetTimestamp();
        var (times, failed) = await Ask(work, plan.Duration, cancel);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var figures = Figures.Of(work.Name, times, failed, took, server.Cpu - cpu, await database.Cpu() - databaseCpu);
        Console.Error.WriteLine($"  {figures.Name,-10}{figures.PerSecond,8:0}/s  p50 {figures.P50:0.0}  p99 {figures.P99:0.0} ms  CPU {figures.ServerCpu:0.00} + {figures.DatabaseCpu:0.00} ms  failed {figures.Failed}");
        return figures;
    }

    public void Dispose() => http.Dispose();

    private async Task<(double[] Times, int Failed)> Ask(Work work, TimeSpan duration, CancellationToken cancel)
    {
        var times = new ConcurrentQueue<double>();
        var failed = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(
            async () =>
            {
                var random = new Random(client);
                while (Stopwatch.GetElapsedTime(began) < duration)
                {
                    var asked = Stopwatch.GetTimestamp();
                    using var request = work.Make(random);
                    using var answer = await http.SendAsync(request, cancel);
                    await answer.Content.CopyToAsync(Stream.Null, cancel);
                    if (!answer.IsSuccessStatusCode)
                        Interlocked.Increment(ref failed);
                    times.Enqueue(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
            },
            cancel)));
        return ([.. times], failed);
    }

    private static HttpRequestMessage Get(string path, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    // A point within the demo community, and words of which no two reports have quite the same.
    private HttpRequestMessage Report(Random random) => new(HttpMethod.Post, "/api/v1/cases")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", residents[random.Next(residents.Count)]) },
        Content = JsonContent.Create(new
        {
            channel = "snap",
            category = "street_lamp",
            text = $"{Spots[random.Next(Spots.Length)]}{Sights[random.Next(Sights.Length)]}，已经{random.Next(2, 30)}天了，"
                + $"路过的人都很不方便，请尽快派人来看看。编号{random.Next(100_000)}。",
            longitude = 120.2135 + (random.NextDouble() * 0.012),
            latitude = 30.2 + (random.NextDouble() * 0.01),
        }),
    };

    private async Task<string> Token(string path, object body, CancellationToken cancel) =>
        (await Answer(path, body, cancel)).GetProperty("accessToken").GetString()!;

    private async Task<JsonElement> Answer(string path, object body, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(path, body, cancel);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }
}
