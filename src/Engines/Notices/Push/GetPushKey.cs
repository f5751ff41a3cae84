using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Notices.Push;

/// <summary>The key a browser subscribes for.</summary>
internal sealed record GetPushKey : IQuery<PublicPushKey>;

/// <summary>The key.</summary>
/// <param name="PublicKey">65 bytes, base64url: the <c>applicationServerKey</c> of <c>PushManager.subscribe</c>.</param>
internal sealed record PublicPushKey(string PublicKey);

internal sealed class GetPushKeyHandler(PushKeys keys) : IHandler<GetPushKey, PublicPushKey>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/push/key", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetPushKey(), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("The key a browser subscribes for (VAPID)");

    public async Task<Result<PublicPushKey>> Handle(GetPushKey request, CancellationToken cancel) =>
        new PublicPushKey((await keys.Get(cancel)).Public);
}
