using Linli.Cases.Read;
using Linli.Open311.Speak;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Requests;

/// <summary>GET Service Requests: public cases by every filter of the specification, and the common extensions.</summary>
internal static class GetRequests
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/requests", "Public cases 公开事项", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        var jurisdiction = ask.Service<Jurisdictions>().Of(ask);
        if (!jurisdiction.Ok)
            return jurisdiction.As<Document>();
        var filter = FilterOf(ask, jurisdiction.Value.Path);
        if (!filter.Ok)
            return filter.As<Document>();
        var found = await ask.Run.Ask(filter.Value, ask.Cancel);
        return found.Ok ? await ask.Service<RequestDocuments>().Of(ask, found.Value) : found.As<Document>();
    }

    private static Result<FindPublicCases> FilterOf(Ask ask, ScopePath? place)
    {
        var page = Page.Of(ask);
        if (!page.Ok)
            return page.As<FindPublicCases>();
        var find = new FindPublicCases { Place = place, Skip = page.Value.Skip, Take = page.Value.Take };

        // Ids override every other argument.
        if (ask.List("service_request_id") is { Count: > 0 } ids)
            return ids.Count > FindPublicCases.MaxTake
                ? Problem.Invalid("service_request_id", "open311.too_many_ids", "一次最多查询 1000 个编号。", "At most 1,000 ids at once.")
                : find with { Numbers = [.. ids.Select(id => id.ToUpperInvariant())] };

        var span = Span.Of(ask, Clock.Now(ask.Service<TimeProvider>()));
        var since = Moments.Read(ask, "updated_after");
        var until = Moments.Read(ask, "updated_before", ends: true);
        var status = OpenOf(ask);
        List<Problem> problems = [.. span.Problems, .. since.Problems, .. until.Problems, .. status.Problems];
        if (problems.Count > 0)
            return Result<FindPublicCases>.Fail(problems);

        // Whoever asks what has changed means older requests too.
        var any = (since.Value.At ?? until.Value.At) is not null && ask["start_date"] is null && ask["end_date"] is null;
        return find with
        {
            Categories = ask.List("service_code"),
            OpenedFrom = any ? null : span.Value!.From,
            OpenedTo = any ? null : span.Value!.To,
            UpdatedFrom = since.Value.At,
            UpdatedTo = until.Value.At,
            Open = status.Value.Open,
        };
    }

    private static Result<StatusFilter> OpenOf(Ask ask)
    {
        var wanted = ask.List("status").Select(s => s.ToLowerInvariant()).Distinct().ToList();
        if (wanted.Exists(s => s is not (Statuses.Open or Statuses.Closed)))
            return Problem.Invalid("status", "open311.status_unknown", "status 只能是 open 或 closed。", "status is open or closed.");
        return new StatusFilter(wanted is [var only] ? only == Statuses.Open : null);
    }

    private readonly record struct StatusFilter(bool? Open);
}
