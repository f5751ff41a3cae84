using Linli.Cases;
using Linli.Cases.Report;
using Linli.Open311.Services;
using Linli.Open311.Speak;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Requests;

/// <summary>POST Service Request: a report from another system becomes a case like any other.</summary>
internal static class PostRequest
{
    private const int LongestKey = 200;

    public static void Map(IEndpointRouteBuilder app) => Counter.Post(app, "/requests", "Report something from another system 提交事项", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        if (Clients.Refuse(ask) is { } noKey)
            return noKey;
        var jurisdiction = ask.Service<Jurisdictions>().Of(ask);
        if (!jurisdiction.Ok)
            return jurisdiction.As<Document>();
        if (ask["service_code"] is not { } code)
            return Errors.Missing("service_code");
        if (!(await GetServices.All(ask)).TryGetValue(code, out var category))
            return Errors.NotFound("service_code");
        var location = await Locations.Read(ask, jurisdiction.Value);
        var files = Media.FilesOf(ask);
        List<Problem> problems = [.. location.Problems, .. Attributes.Problems(category.Questions, Attributes.Of(category.Questions, ask.Arguments))];
        if (Media.Refuse(ask, files) is { } wrongMedia)
            problems.Add(wrongMedia);
        if (!PlainText.TryClean(ask["description"], ReportCase.MaxText, out _))
            problems.Add(Problem.Invalid("description", "open311.description_length",
                $"description 不超过 {ReportCase.MaxText} 个字。", $"description has at most {ReportCase.MaxText} characters."));
        if (problems.Count > 0)
            return Result<Document>.Fail(problems);
        return await Keep(ask, ReportOf(ask, category, location.Value!), files);
    }

    private static async Task<Result<Document>> Keep(Ask ask, ReportCase report, IReadOnlyList<IFormFile> files)
    {
        if (RepeatKey(ask) is { Length: > LongestKey })
            return Problem.Invalid("Idempotency-Key", "open311.idempotency_key_length",
                $"Idempotency-Key 最多 {LongestKey} 个字符。", $"An Idempotency-Key has at most {LongestKey} characters.");
        var media = await Media.Keep(ask, files);
        if (!media.Ok)
            return media.As<Document>();
        var command = new KeepRequest(
            report with { Files = media.Value }, await Fingerprint.Of(ask, files), RepeatKey(ask) is { } key ? Fingerprint.Of(key) : null,
            ask["device_id"] is not null, Media.UrlsOf(ask) is [var picture, ..] ? picture : null);
        var kept = await ask.Run.Run(command, ask.Cancel);
        return kept.Ok ? Receipt(ask, kept.Value) : kept.As<Document>();
    }

    private static ReportCase ReportOf(Ask ask, CategoryLine category, Location location) => new()
    {
        Channel = CaseChannel.Open311,
        Category = category.Code,
        Text = ask["description"] ?? category.Name.Zh,
        Latitude = location.Point?.Latitude,
        Longitude = location.Point?.Longitude,
        PlaceText = location.Words,
        Community = location.Community,
        ContactName = NameOf(ask["first_name"], ask["last_name"]),
        ContactPhone = ask["phone"],
        ContactEmail = ask["email"]?.Trim(),
        Answers = Attributes.Of(category.Questions, ask.Arguments),
        StaffNote = NoteOf(ask),
    };

    /// <summary>Chinese names stand together, family name first; others apart, given name first.</summary>
    internal static string? NameOf(string? first, string? last)
    {
        var parts = new[] { first?.Trim(), last?.Trim() }.Where(p => !string.IsNullOrEmpty(p)).ToArray();
        return parts.Length == 0 ? null : parts.All(p => p![0] >= 0x2E80) ? string.Concat(parts.Reverse()) : string.Join(' ', parts);
    }

    private static string NoteOf(Ask ask)
    {
        var lines = new List<string>();
        if (ask["address_id"] is { } address && PlainText.TryCleanLine(address, 200, out var id))
            lines.Add($"address_id：{id}");
        lines.AddRange(Media.UrlsOf(ask).Select(u => $"media_url：{u}"));
        return string.Join('\n', lines);
    }

    private static string? RepeatKey(Ask ask) => ask.Context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null;

    private static Document Receipt(Ask ask, KeptRequest kept) => new("service_requests", new Items("request",
    [
        new Fields(
            ("service_request_id", kept.Number),
            ("service_notice", Notice(kept.FinishDue).ToString()),
            ("account_id", ask["account_id"] is { } account ? account : (Node?)null)),
    ]));

    private static Phrase Notice(DateTimeOffset? due) => due is { } at
        ? ($"已收到，将在 {LocalTime.DateOf(at.AddTicks(-1)):yyyy-MM-dd} 前答复。", $"Received; you will have an answer by {LocalTime.DateOf(at.AddTicks(-1)):yyyy-MM-dd}.")
        : ("已收到，正在安排办理。", "Received; it is being arranged.");
}
