using Linli.Cases.Read;
using Linli.Open311.Speak;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Requests;

/// <summary>GET Service Request: one public case. What is not public is not there.</summary>
internal static class GetRequest
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/requests/{id}", "One public case 公开事项详情", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        var jurisdiction = ask.Service<Jurisdictions>().Of(ask);
        if (!jurisdiction.Ok)
            return jurisdiction.As<Document>();
        var found = await ask.Run.Ask(
            new FindPublicCases { Place = jurisdiction.Value.Path, Numbers = [ask.Route("id").Trim().ToUpperInvariant()] }, ask.Cancel);
        if (!found.Ok)
            return found.As<Document>();
        return found.Value.Count == 0 ? Errors.NotFound("service_request_id") : await ask.Service<RequestDocuments>().Of(ask, found.Value);
    }
}
