using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Linli.Bench.Sensing;

/// <summary>A running server with devices of the bench and rules for the alarms, all entered through its own API.</summary>
internal sealed class Bed(ServerProcess server) : IAsyncDisposable
{
    public const int Mqtt = 15883, Jt808 = 15808;
    public static readonly string[] Watched = ["temperature", "humidity", "wind-speed", "pressure"];
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseCookies = false }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };

    public ServerProcess Server => server;

    public HttpClient Http => http;

    public static string KeyOf(string code) => "bench-key-0123456789-" + code;

    /// <summary>Starts the server with the ports of the bench and without a limit for one device.</summary>
    public static async Task<Bed> Start(string dll, string data, CancellationToken cancel)
    {
        var server = await ServerProcess.Start(dll, data, null, cancel, settings: new Dictionary<string, string>
        {
            ["LINLI__Sensing__Intake__MostPerSecond"] = "0",
            ["LINLI__Sensing__Intake__MostWaitingBytes"] = (2L << 30).ToString(CultureInfo.InvariantCulture),
            ["LINLI__Mqtt__Port"] = Mqtt.ToString(CultureInfo.InvariantCulture), ["LINLI__Jt808__Port"] = Jt808.ToString(CultureInfo.InvariantCulture),
            ["LINLI__Gb26875__Port"] = "-1", ["LINLI__Hj212__Port"] = "-1",
        });
        var bed = new Bed(server);
        using var signIn = await bed.http.PostAsJsonAsync("/api/v1/sign-in/staff", new { login = "admin", password = "linli-demo-2026" }, cancel);
        signIn.EnsureSuccessStatusCode();
        var token = (await signIn.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("accessToken").GetString();
        bed.http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return bed;
    }

    /// <summary>Enters devices of a kind.</summary>
    public async Task Enter(string kind, string prefix, int from, int count, bool terminals, CancellationToken cancel)
    {
        var table = new StringBuilder("code,name,kind,place,jt808,key\n");
        for (var n = from; n < from + count; n++)
            table.Append(CultureInfo.InvariantCulture, $"{prefix}{n},bench {n},{kind},hf,{(terminals ? PhoneOf(n) : "")},{KeyOf(prefix + n)}\n");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(table.ToString())) { Headers = { ContentType = new("text/csv") } }, "file", "devices.csv" } };
        using var answer = await http.PostAsync("/api/v1/sensing/devices/import", form, cancel);
        var said = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode || !said.Contains("\"refused\":[]", StringComparison.Ordinal))
            throw new InvalidOperationException("The devices were not taken: " + said[..Math.Min(600, said.Length)]);
    }

    public static string PhoneOf(int n) => string.Create(CultureInfo.InvariantCulture, $"1990{n:0000000}");

    /// <summary>Rules that the weather station of the bench breaks.</summary>
    public async Task Watch(CancellationToken cancel)
    {
        foreach (var measure in Watched)
        {
            using var answer = await http.PutAsJsonAsync($"/api/v1/sensing/rules/bench-{measure}", new
            {
                nameZh = "测速",
                nameEn = "Bench",
                place = "hf",
                kind = "threshold",
                severity = "notice",
                deviceKind = "weather-station",
                measure,
                limit = measure == "pressure" ? 1000 : 50,
                side = "above",
                on = true,
            }, cancel);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancel));
        }
    }

    /// <summary>Sends readings; how many are durable now, 0 when the server asked to wait.</summary>
    public async Task<int> Send(byte[] body, string? device, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sensing/readings") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        if (device is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Words.Basic(device));
        using var answer = await http.SendAsync(request, cancel);
        if ((int)answer.StatusCode == 503)
            return 0;
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancel));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("accepted").GetInt32();
    }

    /// <summary>A figure of <c>/metrics</c>.</summary>
    public async Task<double> Metric(string name, CancellationToken cancel)
    {
        var text = await http.GetStringAsync("/metrics", cancel);
        return text.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal) && !l.StartsWith('#'))
            .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until all that was taken lies in the database.</summary>
    public async Task Drained(CancellationToken cancel)
    {
        while (await Metric("linli_sensing_waiting", cancel) > 0)
            await Task.Delay(100, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
