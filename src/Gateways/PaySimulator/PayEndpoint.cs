using Linli.Platform.Demo;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.PaySimulator;

/// <summary>Where the buttons of the simulator's page lead: back to the top-up, as a payment app would.</summary>
internal static class PayEndpoint
{
    public const string Page = "/simulator/pay";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Page + "/act", Act).Needs(Access.Public).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Act(HttpContext context, SimulatedPay pay, SimulatedNews news, DemoMode demo, IAntiforgery antiforgery)
    {
        if (!demo.IsDemo)
            return Results.NotFound();
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.Redirect("/");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (pay.Find(form["order"]) is not { } order || !Guid.TryParseExact(order.Number, "N", out var id) || !Enum.TryParse<Behaviour>(form["behaviour"], out var behaviour) || !Enum.IsDefined(behaviour))
            return Results.BadRequest();
        await news.Act(order, behaviour, context.RequestAborted);
        return Results.Redirect($"/me/wallet/top-ups/{id:D}");
    }
}
