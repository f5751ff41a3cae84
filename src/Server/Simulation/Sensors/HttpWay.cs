using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>Readings over HTTP as <c>docs/operations.md</c> describes it: batches of a gateway, of a device with its key, or CloudEvents.</summary>
internal sealed class HttpWay(HttpClient http, string gatewayKey, SensorTally tally, TimeProvider time)
{
    private const string Path = "/api/v1/sensing/readings";
    private const int MostABatch = 2_000;

    /// <summary>What the server said to a batch.</summary>
    /// <param name="Status">Its status.</param>
    /// <param name="Accepted">How many are durable.</param>
    /// <param name="Repeated">How many had been taken before.</param>
    /// <param name="Refused">Codes of those that were refused.</param>
    public sealed record Answer(HttpStatusCode Status, int Accepted, int Repeated, IReadOnlyList<string> Refused);

    /// <summary>Sends what a gateway gathered from its devices.</summary>
    public async Task SendMany(SensorStream stream, IEnumerable<SensorReading> readings, CancellationToken cancel)
    {
        // One after the other: what a device says in two batches stays in its order.
        foreach (var batch in readings.Chunk(MostABatch))
        {
            var body = stream.Way == Way.Events ? Events(batch) : Plain(batch);
            await Send(stream.Code, batch.Length, () => Post(body, stream.Way == Way.Events ? "application/cloudevents-batch+json" : "application/json", r => r.Headers.Add("X-Api-Key", gatewayKey), cancel), cancel);
        }
    }

    /// <summary>Sends what one device says, with its own key.</summary>
    public async Task SendOne(SimulatedDevice device, IReadOnlyList<SensorReading> readings, CancellationToken cancel)
    {
        foreach (var batch in readings.Chunk(MostABatch))
        {
            var body = Plain(batch);
            await Send(device.Stream.Code, batch.Length, () => Post(body, device.Code, device.Key, cancel), cancel);
        }
    }

    /// <summary>One request in the name of a device, with no second try.</summary>
    public Task<Answer> Post(byte[] body, string code, string key, CancellationToken cancel) =>
        Post(body, "application/json", r => r.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{key}"))), cancel);

    /// <summary>One request of the gateway, with no second try.</summary>
    public Task<Answer> PostEvents(byte[] body, CancellationToken cancel) =>
        Post(body, "application/cloudevents-batch+json", r => r.Headers.Add("X-Api-Key", gatewayKey), cancel);

    /// <summary>Readings as a list.</summary>
    public static byte[] Plain(IReadOnlyCollection<SensorReading> readings) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var reading in readings)
            One(json, reading);
        json.WriteEndArray();
    });

    /// <summary>Readings as CloudEvents, each with an id that is the same whenever it is sent again.</summary>
    public static byte[] Events(IReadOnlyCollection<SensorReading> readings) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var reading in readings)
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("type", "linli.reading");
            json.WriteString("source", "//simulation.linli/gateway");
            json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{reading.Device.Code}/{reading.Measure}/{reading.At.ToUnixTimeSeconds()}"));
            json.WritePropertyName("data");
            One(json, reading);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void One(Utf8JsonWriter json, in SensorReading reading)
    {
        json.WriteStartObject();
        json.WriteString("device", reading.Device.Code);
        json.WriteString("at", reading.At.UtcDateTime);
        if (reading.Measure == Reading.Position && reading.Point is { } point)
        {
            json.WriteNumber("latitude", Math.Round(point.Latitude, 7));
            json.WriteNumber("longitude", Math.Round(point.Longitude, 7));
            json.WriteNumber("accuracy", 8);
        }
        else
        {
            json.WriteString("measure", reading.Measure);
            json.WriteNumber("value", reading.Value);
        }

        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> what)
    {
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(bytes))
            what(json);
        return bytes.WrittenSpan.ToArray();
    }

    private async Task Send(string stream, int count, Func<Task<Answer>> post, CancellationToken cancel)
    {
        var line = tally.Of(stream);
        line.Send(count);
        await Persistence.Until(line, async () =>
        {
            var answer = await post();
            if (answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests || (int)answer.Status >= 500)
                return false;
            line.Answer(answer.Accepted, answer.Repeated, count - answer.Accepted - answer.Repeated);
            foreach (var reasons in answer.Refused.CountBy(r => r))
                tally.Reason(reasons.Key, reasons.Value);
            return true;
        }, time, cancel);
    }

    private async Task<Answer> Post(byte[] body, string type, Action<HttpRequestMessage> sign, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        sign(request);
        using var response = await http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsByteArrayAsync(cancel);
        if (response.StatusCode != HttpStatusCode.OK)
            return new(response.StatusCode, 0, 0, CodesOf(text, "errors"));
        using var json = JsonDocument.Parse(text);
        return new(response.StatusCode, (int)json.RootElement.Number("accepted"), (int)json.RootElement.Number("repeated"), [.. json.RootElement.List("refused").Select(r => r.Text("code"))]);
    }

    private static List<string> CodesOf(byte[] text, string list)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var many = json.RootElement.List(list).Select(e => e.Text("code")).ToList();
            return many.Count > 0 ? many : [json.RootElement.Text("code")];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
