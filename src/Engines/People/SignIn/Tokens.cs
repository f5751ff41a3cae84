using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http;

namespace Linli.People.SignIn;

/// <summary>Verdicts as answers of the API: an access token and a refresh token, or a problem.</summary>
internal static class Tokens
{
    public static async Task<IResult> Answer(Result<SignInVerdict> result, LinliDb db, UseCaseRunner runner, CancellationToken cancel)
    {
        if (!result.Ok)
            return ProblemResults.From(result.Problems);
        if (result.Value.Refusal is { } refusal)
            return ProblemResults.From([refusal]);
        var account = result.Value.Account!.Value;
        var begun = await runner.Run(new BeginTokenSignIn(account), cancel);
        if (!begun.Ok)
            return ProblemResults.From(begun.Problems);
        var who = await Principals.Of(db, account, BearerTokenDefaults.AuthenticationScheme, cancel);
        return TypedResults.SignIn(who.At(begun.Value, turn: 1), authenticationScheme: BearerTokenDefaults.AuthenticationScheme);
    }
}
