using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Speak;

/// <summary>What is at no other address is a 404 in the format that was asked for.</summary>
internal static class NoSuchAddress
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.Map(Counter.Root + "/{**rest}", (HttpContext context, Counter counter) =>
                counter.Serve(context, Extension((string?)context.Request.RouteValues["rest"]), _ => Nothing))
            .Needs(Access.Public).DisableRateLimiting().DisableAntiforgery().ExcludeFromDescription();

    private static Task<Result<Document>> Nothing => Task.FromResult<Result<Document>>(Problem.NotFound("no_such_address",
        "没有这个地址，或不支持该请求方法。", "There is nothing at this address, or it does not take that method."));

    private static string? Extension(string? rest) =>
        Path.GetExtension(rest)?.ToLowerInvariant() is ".json" ? "json" : "xml";
}
