using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Scim.Speak;

/// <summary>What is not offered says so in the words of this protocol.</summary>
internal static class NoSuchAddress
{
    private static readonly HashSet<string> Known = new(["Users", "Groups", "ServiceProviderConfig", "ResourceTypes", "Schemas"], StringComparer.OrdinalIgnoreCase);

    public static void Map(IEndpointRouteBuilder app)
    {
        Offer(app, "/Bulk", Faults.NotOffered("不支持批量请求，请逐个发送。", "Bulk requests are not offered: send one at a time."));
        Offer(app, "/Me", Faults.NotOffered("密钥属于机器，没有 /Me。", "A key belongs to a machine: there is no /Me."));
        Add(app, "/{**rest}", visit =>
            Known.Contains(((string?)visit.Context.Request.RouteValues["rest"] ?? "").Split('/')[0]) && visit.Context.Request.Method is not ("GET" or "HEAD")
                ? new Problem("scim.method", ("该地址不支持这个方法。", "This address does not take that method."), (ProblemKind)405)
                : Problem.NotFound("scim.address", "没有这个地址。", "There is nothing at this address."));
    }

    private static void Offer(IEndpointRouteBuilder app, string path, Problem problem) => Add(app, path, _ => problem);

    private static void Add(IEndpointRouteBuilder app, string path, Func<Visit, Problem> say)
    {
        Task Serve(HttpContext context) => Desk.Serve(context, visit => Task.FromResult<Result<Answer>>(say(visit)));
        app.Map(Desk.Root + path, Serve).Needs(Access.Public).DisableAntiforgery().ExcludeFromDescription();
    }
}
