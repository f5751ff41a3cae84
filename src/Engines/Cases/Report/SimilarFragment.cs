using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Report;

/// <summary><c>POST /report/similar</c>: what may be the same, as a piece of the report page while somebody still writes.</summary>
internal static class SimilarFragment
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/report/similar", Find).Needs(Access.SignedIn).ExcludeFromDescription();

    private static async Task<IResult> Find(HttpContext context, UseCaseRunner run, PlaceChoices places, TimeProvider time, CancellationToken cancel)
    {
        var typed = ReportForm.From(await PostedForm.Read(context));
        var chosen = typed.Latitude is null ? places.Find(typed.Place) : null;
        var found = await run.Ask(
            new FindSimilar
            {
                Text = typed.Text,
                Latitude = typed.Latitude ?? chosen?.Latitude,
                Longitude = typed.Longitude ?? chosen?.Longitude,
                Category = typed.Category,
            },
            cancel);
        return found is { Ok: true, Value.Count: > 0 }
            ? new RazorComponentResult<SimilarList>(new { Items = found.Value, Now = Clock.Now(time) })
            : Results.NoContent();
    }
}
