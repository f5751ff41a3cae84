using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>Decides and counts one attempt of a member of staff.</summary>
internal sealed record CountStaffSignIn(Guid Account, bool PasswordRight, string? Code) : ICommand<SignInVerdict>, IAudited
{
    public string? AuditSubject => Account.ToString();
}

internal sealed class CountStaffSignInHandler(LinliDb db, FieldCipher cipher, TimeProvider time)
    : IHandler<CountStaffSignIn, SignInVerdict>, IUseCase
{
    /// <summary>The same for a wrong login and a wrong password.</summary>
    public static SignInVerdict Wrong => SignInVerdict.No(
        "login_wrong", "账号或密码不对。", "The login or the password is wrong.", "password");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-in/staff", async (StaffSignIn request, StaffDoor door, UseCaseRunner runner, LinliDb db, CancellationToken cancel) =>
            await Tokens.Answer(await door.Enter(request, cancel), db, runner, cancel))
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Sign in with login, password and second factor: bearer tokens")
            .Produces<AccessTokenResponse>().ProducesProblem(StatusCodes.Status401Unauthorized);

    public async Task<Result<SignInVerdict>> Handle(CountStaffSignIn request, CancellationToken cancel)
    {
        var account = await db.Records<Account>().SingleAsync(a => a.Id == request.Account, cancel);
        var now = Clock.Now(time);
        if (LockOut.IsClosed(account.LockoutEnd, now))
            return SignInVerdict.No("locked_out",
                "错误次数过多，请 15 分钟后再试。", "Too many wrong tries: try again in 15 minutes.", kind: ProblemKind.TooMany);
        if (!request.PasswordRight)
            return Failed(account, now, Wrong);
        if (account.SuspendedAt is not null)
            return AccountProblems.Suspended;
        if (await SecondFactor(account, request.Code, now, cancel) is { } refusal)
            return refusal;

        (account.AccessFailedCount, account.LockoutEnd, account.LastSignInAt) = (0, null, now);
        return SignInVerdict.Yes(account.Id);
    }

    private async Task<SignInVerdict?> SecondFactor(Account account, string? code, DateTimeOffset now, CancellationToken cancel)
    {
        if (account.TotpKey is not { } key)
            return await SignInRules.HasPasskey(db, account.Id, cancel)
                ? SignInVerdict.No("passkey_required", "该账号请用通行密钥登录。", "This account signs in with its passkey.")
                : null;
        if (string.IsNullOrWhiteSpace(code))
            return SignInVerdict.No("totp_required", "请输入身份验证器上的 6 位数字。", "Type the six digits of your authenticator app.", "code");
        if (Totp.Match(cipher.Open(key), code, account.TotpStep, now) is { } step)
        {
            account.TotpStep = step;
            return null;
        }

        var hash = RecoveryCodes.HashOf(cipher, account.Id, code);
        var spare = await db.Records<RecoveryCode>().SingleOrDefaultAsync(c => c.AccountId == account.Id && c.Hash == hash && c.UsedAt == null, cancel);
        if (spare is null)
            return Failed(account, now, SignInVerdict.No("totp_wrong", "验证码不对，请核对后再试。", "This code is wrong: check it and try again.", "code"));
        spare.UsedAt = now;
        return null;
    }

    private static SignInVerdict Failed(Account account, DateTimeOffset now, SignInVerdict refusal)
    {
        (account.AccessFailedCount, account.LockoutEnd) = LockOut.AfterFailure(account.AccessFailedCount, now);
        return refusal;
    }
}
