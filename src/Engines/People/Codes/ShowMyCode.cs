using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Codes;

/// <summary>The caller's own code for the next minute, to be shown at a till, a shop or an activity.</summary>
internal sealed record ShowMyCode : IQuery<MyCode>;

/// <summary>A code.</summary>
/// <param name="Token">What it says to a scanner.</param>
/// <param name="Svg">As a picture.</param>
/// <param name="Until">When it is replaced, UTC.</param>
/// <param name="Seconds">For how long it is good from now: a phone's clock may be wrong.</param>
internal sealed record MyCode(string Token, string Svg, DateTimeOffset Until, int Seconds);

internal sealed class ShowMyCodeHandler(CurrentCaller current, CodeText text, TimeProvider time) : IHandler<ShowMyCode, MyCode>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/code", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ShowMyCode(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("My code for the next minute 我的码");

    public Task<Result<MyCode>> Handle(ShowMyCode request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return Task.FromResult<Result<MyCode>>(Problem.Forbidden("people.no_person",
                "请先在“我的家”核对身份，再使用我的码。", "Confirm who you are under “My home” first: then there is a code."));
        var now = Clock.Now(time);
        var until = now + PresentedCodes.CodeLife;
        var token = text.Write(new(me, until, Guid.CreateVersion7(now)));
        return Task.FromResult<Result<MyCode>>(new MyCode(token, QrPicture.Svg(token), until, (int)PresentedCodes.CodeLife.TotalSeconds));
    }
}
