using Linli.Cases;
using Linli.Cases.Read;
using Linli.Open311.Requests;
using Linli.Open311.Speak;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Open311.Updates;

/// <summary>GET Service Request Updates (a common extension): what happened to public cases, oldest first.</summary>
internal static class GetUpdates
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/servicerequestupdates", "What happened to public cases 公开事项进展", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        var jurisdiction = ask.Service<Jurisdictions>().Of(ask);
        var span = Span.Of(ask, Clock.Now(ask.Service<TimeProvider>()));
        var page = Page.Of(ask);
        List<Problem> problems = [.. jurisdiction.Problems, .. span.Problems, .. page.Problems];
        if (problems.Count > 0)
            return Result<Document>.Fail(problems);

        // Whoever names requests wants all that happened to them, unless they say a time.
        var numbers = ask.List("service_request_id").Select(id => id.ToUpperInvariant()).ToList();
        var any = numbers.Count > 0 && ask["start_date"] is null && ask["end_date"] is null;
        var found = await ask.Run.Ask(
            new PublicUpdates
            {
                Place = jurisdiction.Value!.Path,
                Numbers = numbers,
                From = any ? null : span.Value!.From,
                To = any ? null : span.Value!.To,
                Skip = page.Value!.Skip,
                Take = page.Value.Take,
            }, ask.Cancel);
        if (!found.Ok)
            return found.As<Document>();
        var links = await LinksOf(ask, found.Value);
        return new Document("service_request_updates", new Items("request_update", [.. found.Value.Select(u => Of(ask, u, links.GetValueOrDefault(u.Id, [])))]));
    }

    private static async Task<Dictionary<Guid, string[]>> LinksOf(Ask ask, IReadOnlyList<PublicUpdate> updates)
    {
        var ids = updates.Select(u => u.Id).ToList();
        var posted = await ask.Service<LinliDb>().Records<PostedUpdate>().AsNoTracking()
            .Where(u => ids.Contains(u.Entry) && u.MediaUrls != null).ToListAsync(ask.Cancel);
        return posted.ToDictionary(u => u.Entry, u => u.MediaUrls!.Split('\n'));
    }

    private static Fields Of(Ask ask, PublicUpdate update, string[] links)
    {
        Node[] media = [.. update.Photos.Select(p => (Node)ask.Absolute($"/files/{p.Value}")), .. links.Select(l => (Node)l)];
        return new(
        [
            ("update_id", update.Id.ToString()),
            ("service_request_id", update.Number),
            ("status", Statuses.Of(update.State)),
            ("updated_datetime", Moments.Of(update.At)),
            ("description", update.Text ?? update.Sentence.ToString()),
            ("media_url", media.FirstOrDefault()),
            .. media.Length > 1 ? new (string, Node?)[] { ("media_urls", new Items("media_url", media)) } : [],
            ("external_status_code", Statuses.CodeOf(update.State)),
        ]);
    }
}
