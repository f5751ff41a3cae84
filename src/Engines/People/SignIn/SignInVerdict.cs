using Linli.Platform.Results;

namespace Linli.People.SignIn;

/// <summary>
/// What came of an attempt to sign in. A refusal is an answer here and not a failed result: the failed try has been
/// counted, and what is counted must be committed.
/// </summary>
/// <param name="Account">Who has come in.</param>
/// <param name="Refusal">Why nobody has.</param>
internal sealed record SignInVerdict(Guid? Account, Problem? Refusal)
{
    public static SignInVerdict No(string code, string zh, string en, string? field = null, ProblemKind kind = ProblemKind.NotSignedIn) =>
        new(null, new(code, (zh, en), kind, field));

    public static SignInVerdict Yes(Guid account) => new(account, null);
}
