using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http;

namespace Linli.People.SignIn;

/// <summary>Verdicts as answers of the API: an access token and a refresh token, or a problem.</summary>
internal static class Tokens
{
    public static async Task<IResult> Answer(Result<SignInVerdict> result, LinliDb db, CancellationToken cancel)
    {
        if (!result.Ok)
            return ProblemResults.From(result.Problems);
        if (result.Value.Refusal is { } refusal)
            return ProblemResults.From([refusal]);
        return TypedResults.SignIn(
            Principals.First(await Principals.Of(db, result.Value.Account!.Value, BearerTokenDefaults.AuthenticationScheme, cancel)),
            authenticationScheme: BearerTokenDefaults.AuthenticationScheme);
    }
}
