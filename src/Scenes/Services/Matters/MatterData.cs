using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Matters;

/// <summary>Asks another office for what a form needs; sending it is the person's consent to exactly this, and is recorded as such.</summary>
internal sealed class MatterData(CurrentCaller current, ISharedData data)
{
    /// <summary>What results of the network identity count for.</summary>
    public const string Purpose = "services.matter";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Edge.Api + "/matters/certificates", async Task<Results<Ok<NetworkCheck>, ProblemHttpResult>> (ShowOwnCertificate request, INetworkIdentity network, CancellationToken cancel) =>
        {
            var known = await network.Check(Purpose, request.Code, cancel);
            return known.Ok ? TypedResults.Ok(known.Value) : ProblemResults.From(known.Problems);
        })
            .Needs(Access.SignedIn).WithTags("matters").WithSummary("Verify one's certificate of the network identity for a form 网证核验");
        app.MapPost(Edge.Api + "/matters/{matter}/data", async Task<Results<Ok<SharedDataAnswer>, ProblemHttpResult>> (string matter, int? version, MatterData asking, CancellationToken cancel) =>
        {
            var answer = await asking.Ask(matter, version, cancel);
            return answer.Ok ? TypedResults.Ok(answer.Value) : ProblemResults.From(answer.Problems);
        })
            .Needs(Access.SignedIn).WithTags("matters").WithSummary("Let other offices fill a form: the call is the person's consent, kept on record");
    }

    /// <summary>What an answer may be used for.</summary>
    public static string SubjectOf(Matter matter) => "matter/" + matter.Code;

    /// <param name="code">Code of the matter.</param>
    /// <param name="version">Version of the text the person read; left out the one of today.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<SharedDataAnswer>> Ask(string code, int? version, CancellationToken cancel)
    {
        if (MatterBook.Find(code) is not { } matter)
            return Problem.NotFound("services.matter_unknown", "这里没有这个事项。", "This matter is not offered here.");
        return current.Value is { Account: { } account, Person: not null }
            ? await data.Ask(account, SubjectOf(matter), ($"办理{matter.Name.Zh}", $"For: {matter.Name.En}"), matter.SharedFields, version, cancel)
            : Problem.Forbidden("services.matter_machine", "接口密钥不能申请。", "A machine cannot apply.");
    }
}

/// <summary>A certificate of the network identity that the applicant shows.</summary>
/// <param name="Code">What the phone shows; it is passed on and not kept.</param>
internal sealed record ShowOwnCertificate(string? Code);
