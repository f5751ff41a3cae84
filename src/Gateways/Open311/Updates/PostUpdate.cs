using Linli.Cases;
using Linli.Cases.Handle;
using Linli.Open311.Requests;
using Linli.Open311.Speak;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Updates;

/// <summary>POST Service Request Update (a common extension): another system says something about a case.</summary>
internal static class PostUpdate
{
    private const int LongestId = 200;

    public static void Map(IEndpointRouteBuilder app) =>
        Counter.Post(app, "/servicerequestupdates", "An update from another system 提交进展", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        if (Clients.Refuse(ask) is { } noKey)
            return noKey;
        if (ask.Service<Jurisdictions>().Of(ask) is { Ok: false } unknown)
            return unknown.As<Document>();
        var files = Media.FilesOf(ask);
        var problems = Problems(ask).ToList();
        if (Media.Refuse(ask, files) is { } wrongMedia)
            problems.Add(wrongMedia);
        if (problems.Count > 0)
            return Result<Document>.Fail(problems);
        var media = await Media.Keep(ask, files);
        if (!media.Ok)
            return media.As<Document>();

        var update = new RelayUpdate
        {
            Number = ask["service_request_id"]!.Trim().ToUpperInvariant(),
            Text = TextOf(ask),
            Outcome = OutcomeOf(ask["status"]),
            Files = media.Value,
        };
        var kept = await ask.Run.Run(new KeepUpdate(ask["update_id"]!.Trim(), update, Media.UrlsOf(ask)), ask.Cancel);
        return kept.Ok
            ? new Document("service_request_updates", new Items("request_update", [new Fields(("update_id", kept.Value.Entry.ToString()))]))
            : kept.As<Document>();
    }

    private static IEnumerable<Problem> Problems(Ask ask)
    {
        foreach (var name in new[] { "service_request_id", "update_id" })
            if (ask[name] is null)
                yield return Errors.Missing(name);
        if (ask["description"] is null && Media.UrlsOf(ask).Count == 0 && Media.FilesOf(ask).Count == 0)
            yield return Errors.Missing("description");
        if (ask["update_id"]?.Length > LongestId)
            yield return Problem.Invalid("update_id", "open311.update_id_length", $"update_id 最多 {LongestId} 个字符。", $"update_id has at most {LongestId} characters.");
        if (ask["status"] is { } status && !IsStatus(status))
            yield return Problem.Invalid("status", "open311.status_unknown", "status 只能是 open 或 closed。", "status is open or closed.");
        var at = Moments.Read(ask, "updated_datetime");
        if (!at.Ok)
            yield return at.Problem;
        else if (at.Value.At > Clock.Now(ask.Service<TimeProvider>()).AddMinutes(5))
            yield return Problem.Invalid("updated_datetime", "open311.updated_later", "updated_datetime 不能晚于现在。", "updated_datetime cannot lie in the future.");
    }

    // Pictures kept elsewhere stand with the words, so that those who read them know of them; a picture alone says "photo".
    private static string TextOf(Ask ask) =>
        string.Join('\n', [ask["description"] ?? "（照片 Photo）", .. Media.UrlsOf(ask)]);

    // The finer words of clients that have more than two states.
    private static bool IsStatus(string status) => status.ToLowerInvariant()
        is "open" or "investigating" or "action_scheduled" or "in_progress" or "planned" or "confirmed" or "reopen" or "for_triage"
        || OutcomeOf(status) is not null;

    private static CaseOutcome? OutcomeOf(string? status) => status?.ToLowerInvariant() switch
    {
        "closed" or "fixed" => CaseOutcome.Solved,
        "no_further_action" or "not_councils_responsibility" or "internal_referral" or "duplicate" => CaseOutcome.Explained,
        "unable_to_fix" => CaseOutcome.NotSolved,
        _ => null,
    };
}
