using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Send;

/// <summary>What became of readings that were sent.</summary>
/// <param name="Accepted">How many are durable now and count.</param>
/// <param name="Repeated">How many had been taken before and changed nothing.</param>
/// <param name="Refused">Those that cannot be true; they should not be sent again.</param>
internal sealed record SendAnswer(int Accepted, int Repeated, IReadOnlyList<RefusedItem> Refused);

/// <summary>A reading that was not taken.</summary>
/// <param name="Index">Number of the reading, or of the event, from 0.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Zh">Why, and what to do, in Chinese.</param>
/// <param name="En">Why, and what to do, in English.</param>
internal sealed record RefusedItem(int Index, string? Field, string Code, string Zh, string En);

/// <summary>Readings over HTTP: of one device with its key, or of many through a gateway with an API key.</summary>
internal sealed class SendReadingsEndpoint(
    IReadings readings, IDevices devices, CurrentCaller caller, TimeProvider time, HttpContext context) : IUseCase
{
    private const int LargestBody = 8 << 20;
    private const string Basic = "Basic ";
    private const string EventJson = "application/cloudevents+json";
    private const string EventsJson = "application/cloudevents-batch+json";

    private const string Description =
        "A device signs in with `Authorization: Basic base64(code:key)` and speaks for itself; `device` may then be left out. A gateway sends for many devices with an API key "
        + "(`X-Api-Key`) that holds `sensing.send`, for devices at its place. The body is one reading, a list, or `{\"readings\": […]}`; a reading has `device`, `at` (ISO 8601 with "
        + "its zone; left out, the instant it arrives), and `measure` with `value`, or `values` (an object by measure), or `latitude` and `longitude` with `accuracy`, `speed` (m/s), "
        + "`heading`, in the coordinate system of the device's entry. CloudEvents 1.0.2 are taken structured, batched and with `ce-` headers; `subject` may name the device and `time` the "
        + "instant; the same `source` and `id` again within a day brings nothing. When it is answered, what was accepted is durable. 429 and 503 with `Retry-After` mean: keep everything, send all of it again.";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/readings", (HttpContext context, CancellationToken cancel) =>
                ActivatorUtilities.CreateInstance<SendReadingsEndpoint>(context.RequestServices, context).Answer(cancel))
            .Needs(Access.Public) // a device's key is no account; the endpoint asks for it itself
            .DisableRateLimiting().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Accepts<JsonElement>("application/json", EventJson, EventsJson)
            .Produces<SendAnswer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(429).ProducesProblem(503)
            .WithTags("Sensing").WithSummary("Send readings 上报监测数据").WithDescription(Description);

    private async Task<IResult> Answer(CancellationToken cancel)
    {
        if (WhoSpeaks() is not { } speaker)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"linli\", charset=\"UTF-8\"";
            return ProblemResults.From([new("sensing.device_key_wrong",
                ("设备编码或密钥不对，或密钥没有上报权限。", "The device's code or key is wrong, or the key may not send readings."), ProblemKind.NotSignedIn)]);
        }

        var parser = new ReadingParser(speaker, time.GetUtcNow());
        try
        {
            await Read(parser, cancel);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's two ways to say that bytes are no JSON, or that a string in it is no text.
            return ProblemResults.From([SendProblems.Unreadable]);
        }

        return await Take(parser.Sent, cancel);
    }

    private async Task<IResult> Take(SentReadings sent, CancellationToken cancel)
    {
        if (sent.Readings.Count + sent.Refused.Count == 0)
            return IsEmptyBatch(sent) ? TypedResults.Ok(new SendAnswer(0, 0, [])) : ProblemResults.From([SendProblems.Empty]);
        var taken = await readings.Take(sent.Readings.ToArray(), sent.Events, cancel);
        if (taken.Later)
        {
            context.Response.Headers.RetryAfter = "5";
            return ProblemResults.From([taken.Busy || taken.Refused.Any(r => r.Problem == DoorProblems.LostTwin) ? SendProblems.Busy : SendProblems.TooFast]);
        }

        var refused = new List<(SentReadings.Item Item, Problem Problem)>(sent.Refused);
        foreach (var one in taken.Refused)
            refused.Add((sent.Items[one.Index], one.Problem));
        if (refused.Count == 0 || taken.Accepted + taken.Repeated > 0)
            return TypedResults.Ok(new SendAnswer(taken.Accepted, taken.Repeated, refused.ConvertAll(r =>
                new RefusedItem(r.Item.Index, FieldOf(r.Item, r.Problem), r.Problem.Code, r.Problem.Message.Zh, r.Problem.Message.En))));

        // Nothing came of it: a sender that looks at the status only must see that.
        const int MostShown = 100;
        return ProblemResults.From([.. refused.Take(MostShown).Select(r => r.Problem with { Field = FieldOf(r.Item, r.Problem), Kind = ProblemKind.Invalid })]);
    }

    private static string FieldOf(SentReadings.Item item, Problem problem) => (item.Path + problem.Field).TrimEnd('.');

    private bool IsEmptyBatch(SentReadings sent) => sent.Events.Count == 0 && (context.Request.ContentType ?? "").StartsWith(EventsJson, StringComparison.OrdinalIgnoreCase);

    private Speaker? WhoSpeaks()
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return Entered(authorization[Basic.Length..]) is { } device ? ForItself(device) : null;
        var places = caller.Value.ScopesFor(SensingPermissions.Send);
        return places.IsEmpty ? null : (string? code, out DeviceId found) =>
        {
            found = default;
            if (string.IsNullOrEmpty(code))
                return SendProblems.DeviceMissing;

            // A device at another place and one that is not there are the same to a stranger.
            if (devices.ByCode(code) is not { } known || !places.Covers(known.Scope))
                return DoorProblems.UnknownDevice;
            found = known.Id;
            return null;
        };
    }

    private static Speaker ForItself(Device device) => (string? code, out DeviceId found) =>
    {
        found = device.Id;
        return code is null || code == device.Code ? null : DoorProblems.NotYours;
    };

    private Device? Entered(string credentials)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64String(credentials.Trim(), bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? devices.Enter(text[..colon], text[(colon + 1)..]) : null;
    }

    private async Task Read(ReadingParser parser, CancellationToken cancel)
    {
        var body = context.Request.BodyReader;
        ReadResult read;
        while (true)
        {
            read = await body.ReadAsync(cancel);
            if (read.IsCompleted)
                break;
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var buffer = read.Buffer;
        if (buffer.IsSingleSegment)
        {
            Parse(parser, buffer.FirstSpan);
        }
        else
        {
            var whole = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
            try
            {
                buffer.CopyTo(whole);
                Parse(parser, whole.AsSpan(0, (int)buffer.Length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(whole);
            }
        }

        body.AdvanceTo(buffer.End);
    }

    private void Parse(ReadingParser parser, ReadOnlySpan<byte> body)
    {
        var type = context.Request.ContentType ?? "";
        if (type.StartsWith(EventsJson, StringComparison.OrdinalIgnoreCase))
            parser.Events(body);
        else if (type.StartsWith(EventJson, StringComparison.OrdinalIgnoreCase))
            parser.Event(body);
        else if (context.Request.Headers.ContainsKey("ce-specversion"))
            parser.Binary(Attributes(), body);
        else
            parser.Plain(body);
    }

    private Envelope Attributes()
    {
        var envelope = new Envelope();
        foreach (var (name, value) in context.Request.Headers)
            if (name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
                envelope.Set(name[3..].ToLowerInvariant(), Uri.UnescapeDataString(value.ToString()));
        return envelope;
    }
}
