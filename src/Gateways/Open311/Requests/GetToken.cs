using Linli.Cases;
using Linli.Cases.Read;
using Linli.Open311.Speak;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;

namespace Linli.Open311.Requests;

/// <summary>
/// GET service_request_id from a token. Every service here is <c>realtime</c>, so no token is ever given out; a client
/// that keeps the id as a token, or knows the case by its internal id, is answered all the same.
/// </summary>
internal static class GetToken
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/tokens/{token}", "Id of a request from a token 由令牌查编号", Serve);

    private static async Task<Result<Document>> Serve(Ask ask)
    {
        var jurisdiction = ask.Service<Jurisdictions>().Of(ask);
        if (!jurisdiction.Ok)
            return jurisdiction.As<Document>();
        var token = ask.Route("token").Trim();
        var find = new FindPublicCases { Place = jurisdiction.Value.Path };
        var found = await ask.Run.Ask(
            Guid.TryParse(token, out var id) ? find with { Ids = [new CaseId(id)] } : find with { Numbers = [token.ToUpperInvariant()] }, ask.Cancel);
        if (!found.Ok)
            return found.As<Document>();
        return found.Value is [var only]
            ? new Document("service_requests", new Items("request", [new Fields(("service_request_id", only.Number), ("token", token))]))
            : Errors.NotFound("token");
    }
}
