using Linli.Cases.Desk;
using Linli.Platform.Security;
using Linli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Report;

/// <summary>
/// What the desk form shows while somebody writes: categories the words point to, buildings of that name, and cases that may
/// be the same. HTML fragments for the page's own script.
/// </summary>
internal static class LogSuggest
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/log/suggest", Words).Needs(CasesPermissions.Log).DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/desk/log/places", Places).Needs(CasesPermissions.Log).DisableAntiforgery().ExcludeFromDescription();
    }

    // Only reads, and answers its own page: no token is needed for either.
    private static async Task<IResult> Words(HttpRequest request)
    {
        var form = new DeskForm(await PostedForm.Read(request.HttpContext));
        return new RazorComponentResult<LogSuggestions>(new { Text = form.Text("Text"), Category = form.Text("Category"), Latitude = form.Degrees("Latitude"), Longitude = form.Degrees("Longitude") });
    }

    private static async Task<IResult> Places(HttpRequest request)
    {
        var form = new DeskForm(await PostedForm.Read(request.HttpContext));
        return new RazorComponentResult<PlaceSuggestions>(new { Text = form.Text("PlaceText") });
    }
}
