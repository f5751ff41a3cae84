using Linli.Cases;
using Linli.Cases.Read;
using Linli.Open311.Requests;
using Linli.Open311.Speak;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

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
        var found = await ask.Run.Ask(
            new PublicUpdates
            {
                Place = jurisdiction.Value!.Path,
                Numbers = [.. ask.List("service_request_id").Select(id => id.ToUpperInvariant())],
                From = span.Value!.From,
                To = span.Value.To,
                Skip = page.Value!.Skip,
                Take = page.Value.Take,
            }, ask.Cancel);
        return found.Ok
            ? new Document("service_request_updates", new Items("request_update", [.. found.Value.Select(Of)]))
            : found.As<Document>();
    }

    private static Fields Of(PublicUpdate update) => new(
        ("update_id", update.Id.ToString()),
        ("service_request_id", update.Number),
        ("status", Statuses.Of(update.State)),
        ("updated_datetime", Moments.Of(update.At)),
        ("description", update.Text ?? update.Sentence.ToString()),
        ("external_status_code", CodeOf(update.State)));

    // For clients that know more than open and closed.
    private static string CodeOf(CaseState state) => state switch
    {
        CaseState.Reported => "reported",
        CaseState.Accepted => "accepted",
        CaseState.Dispatched => "dispatched",
        CaseState.InHand => "in_hand",
        CaseState.Answered => "answered",
        CaseState.Confirmed => "confirmed",
        CaseState.Withdrawn => "withdrawn",
        CaseState.Merged => "merged",
        _ => "handed_over",
    };
}
