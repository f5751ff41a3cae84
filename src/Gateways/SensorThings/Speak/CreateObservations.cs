using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing;
using Linli.SensorThings.Query;
using Linli.SensorThings.Things;
using Microsoft.AspNetCore.Http;

namespace Linli.SensorThings.Speak;

/// <summary>
/// Observations from outside: one at <c>Observations</c> or <c>Datastreams('…')/Observations</c>, many at
/// <c>CreateObservations</c>. They go the way of every reading; when the answer is there, they are durable.
/// </summary>
internal sealed class CreateObservations(IDevices devices, DeviceKinds kinds, IReadings readings, CurrentCaller caller, TimeProvider time)
{
    private const int Most = 10_000;
    private const string Basic = "Basic ";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Platform.Text.Phrase ReadOnly = ("这里只能读取；设备在登记簿中维护，只能新建 Observations。", "This is read only: devices are entered in the register, and only Observations are created here.");

    private static readonly Problem Busy = new(
        "sensorthings.busy", ("服务器忙，没有收下任何数据，请稍后重发。", "The server is busy and has taken nothing: send it again after a while."), ProblemKind.TooMany);

    /// <summary>Answers a POST.</summary>
    public async Task<IResult> Answer(HttpContext context)
    {
        var path = ((string?)context.Request.RouteValues["path"] ?? "").TrimEnd('/');
        if (WhoSpeaks(context) is not { } mayTell)
            return NotKnown(context);
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (path == "CreateObservations")
            return await Many(context, body.RootElement, mayTell);
        if (path == "Observations")
            return await One(context, body.RootElement, DatastreamOf(body.RootElement, mayTell));
        const string start = "Datastreams('";
        const string end = "')/Observations";
        if (path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(end, StringComparison.Ordinal) && path.Length > start.Length + end.Length)
            return await One(context, body.RootElement, Datastream(path[start.Length..^end.Length], mayTell));
        // It is there, and made in another way: whoever speaks the standard asks by the status.
        if (EntitySets.Find(path.Split('(', '/')[0]) is not null)
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return Results.Json(
                new JsonObject { ["error"] = new JsonObject { ["code"] = "sensorthings.read_only", ["message"] = ReadOnly.ToString() } }, Readable, "application/json", StatusCodes.Status405MethodNotAllowed);
        }

        throw Fault.Of("path", "只能新建 Observations；设备在登记簿中维护。", "Only Observations can be created here; devices are entered in the register.");
    }

    private async Task<IResult> One(HttpContext context, JsonElement body, Entity datastream)
    {
        var reading = Reading(datastream, Member(body, "phenomenonTime"), Member(body, "result"));
        var intake = await readings.Take(new[] { reading }, context.RequestAborted);
        if (intake.Later)
            return TooBusy(context);
        if (intake.Refused is [{ } refused])
            throw new Fault(refused.Problem with { Kind = ProblemKind.Invalid });
        var made = Entity.Observation(datastream, new(reading.At, reading.Value, false));
        var link = Reader.Link(Addresses.RootOf(context), made);
        context.Response.Headers.Location = link;
        var json = new JsonObject { ["@iot.id"] = made.Id, ["@iot.selfLink"] = link };
        // It was there before, perhaps with another result, and that one stays.
        if (intake.Repeated > 0)
            return Results.Json(json, Readable);
        foreach (var (name, value) in made.Json)
            json[name] = value?.DeepClone();
        return Results.Json(json, Readable, "application/json", StatusCodes.Status201Created);
    }

    /// <summary>The extension for data arrays: each line is answered by its link, or by the word <c>error</c> in its place.</summary>
    private async Task<IResult> Many(HttpContext context, JsonElement body, Func<Device, bool> mayTell)
    {
        if (body.ValueKind != JsonValueKind.Array)
            throw Fault.Of("body", "内容须为数组。", "The body is an array of datastreams with their data arrays.");
        var (batch, lines, places) = (new List<Reading>(), new List<string?>(), new List<int>());
        var root = Addresses.RootOf(context);
        foreach (var part in body.EnumerateArray())
        {
            var (at, result) = Columns(part);
            var datastream = TryDatastream(part, mayTell);
            foreach (var line in Lines(part))
            {
                if (lines.Count == Most)
                    throw Fault.Of("dataArray", $"一次最多 {Most} 条。", $"At most {Most} lines at once.");
                places.Add(-1);
                lines.Add(null);
                if (datastream is null || line.ValueKind != JsonValueKind.Array || line.GetArrayLength() <= Math.Max(at, result) || TryReading(datastream, at < 0 ? default : line[at], line[result]) is not { } reading)
                    continue;
                places[^1] = batch.Count;
                lines[^1] = Reader.Link(root, Entity.Observation(datastream, new(reading.At, reading.Value, false)));
                batch.Add(reading);
            }
        }

        var intake = batch.Count == 0 ? new(0, 0, []) : await readings.Take(batch.ToArray(), context.RequestAborted);
        if (intake.Later)
            return TooBusy(context);
        var refused = intake.Refused.Select(r => r.Index).ToHashSet();
        var answer = new JsonArray();
        for (var i = 0; i < lines.Count; i++)
            answer.Add(lines[i] is { } link && !refused.Contains(places[i]) ? link : "error");
        return Results.Json(answer, Readable, "application/json", StatusCodes.Status201Created);
    }

    private static (int At, int Result) Columns(JsonElement part)
    {
        if (Member(part, "components") is not { ValueKind: JsonValueKind.Array } components)
            throw Fault.Of("components", "请写明 components。", "Say the components, such as [\"phenomenonTime\", \"result\"].");
        var names = components.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.String ? c.GetString() : null).ToList();
        var result = names.IndexOf("result");
        return result >= 0 ? (names.IndexOf("phenomenonTime"), result) : throw Fault.Of("components", "components 须含 result。", "The components name result.");
    }

    private static JsonElement.ArrayEnumerator Lines(JsonElement part) =>
        Member(part, "dataArray") is { ValueKind: JsonValueKind.Array } lines ? lines.EnumerateArray() : throw Fault.Of("dataArray", "请写明 dataArray。", "Say the dataArray.");

    private Entity? TryDatastream(JsonElement body, Func<Device, bool> mayTell)
    {
        try
        {
            return DatastreamOf(body, mayTell);
        }
        catch (Fault)
        {
            return null;
        }
    }

    private Reading? TryReading(Entity datastream, JsonElement at, JsonElement result)
    {
        try
        {
            return Reading(datastream, at, result);
        }
        catch (Fault)
        {
            return null;
        }
    }

    private Entity DatastreamOf(JsonElement body, Func<Device, bool> mayTell) =>
        Member(body, "Datastream") is { ValueKind: JsonValueKind.Object } link && Member(link, "@iot.id") is { ValueKind: JsonValueKind.String } id
            ? Datastream(id.GetString()!, mayTell)
            : throw Fault.Of("Datastream", "请以 {\"@iot.id\": \"…\"} 写明 Datastream。", "Say the Datastream as {\"@iot.id\": \"…\"}.");

    private Entity Datastream(string id, Func<Device, bool> mayTell)
    {
        var parts = id.Split(Entity.Sign);
        return parts.Length == 2 && devices.ByCode(parts[0]) is { } device && kinds.Find(device.Kind) is { Personal: false } kind && kind.Find(parts[1]) is { } measure && mayTell(device)
            ? Entity.Datastream(device, kind, measure)
            : throw Fault.NotFound();
    }

    private Reading Reading(Entity datastream, JsonElement at, JsonElement result)
    {
        var value = result.ValueKind switch
        {
            JsonValueKind.Number when result.TryGetDouble(out var number) && double.IsFinite(number) => number,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => throw Fault.Of("result", "result 须为数字，或 true、false。", "The result is a number, or true or false."),
        };
        return new(datastream.Device!.Id, datastream.Measure!.Code, At(at), value);
    }

    private DateTimeOffset At(JsonElement at)
    {
        if (at.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Clock.Now(time);
        var text = at.ValueKind == JsonValueKind.String ? at.GetString()! : "";
        var hasZone = text.Length > 16 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-' || text[^5] is '+' or '-');
        return hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? Clock.ToMicroseconds(instant)
            : throw Fault.Of("phenomenonTime", "phenomenonTime 须为带时区的 ISO 8601 时刻，不支持时段。", "phenomenonTime is one instant of ISO 8601 with its zone; intervals are not taken.");
    }

    private static JsonElement Member(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var member) ? member : default;

    /// <summary>For which devices the caller speaks; <c>null</c> for nobody's.</summary>
    private Func<Device, bool>? WhoSpeaks(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return Entered(authorization[Basic.Length..]) is { } own ? device => device.Id == own.Id : null;
        var places = caller.Value.ScopesFor(SensingPermissions.Send);
        return places.IsEmpty ? null : device => places.Covers(device.Scope);
    }

    private Device? Entered(string credentials)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64String(credentials.Trim(), bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? devices.Enter(text[..colon], text[(colon + 1)..]) : null;
    }

    private static IResult NotKnown(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"linli\", charset=\"UTF-8\"";
        throw new Fault(new(
            "sensorthings.key_wrong", ("设备编码或密钥不对，或接口密钥没有上报权限。", "The device's code or key is wrong, or the API key may not send readings."), ProblemKind.NotSignedIn));
    }

    private static IResult TooBusy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Results.Json(
            new JsonObject { ["error"] = new JsonObject { ["code"] = Busy.Code, ["message"] = Busy.Message.ToString() } },
            Readable, "application/json", StatusCodes.Status503ServiceUnavailable);
    }
}
