using Linli.Platform.Results;

namespace Linli.People.SignIn;

internal static class AccountProblems
{
    public static SignInVerdict Suspended => SignInVerdict.No(
        "account_suspended", "该账号已停用，请联系社区。", "This account is suspended: please ask the community.", kind: ProblemKind.Forbidden);
}
