using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Security;

/// <summary>Changes the caller's password; every other sign-in ends.</summary>
/// <param name="OldPassword">The password so far.</param>
/// <param name="NewPassword">At least 10 characters, hard to guess.</param>
internal sealed record ChangePassword(string? OldPassword, string? NewPassword);

/// <summary>
/// Checks and makes hashes before the transaction: both are slow on purpose, and on SQLite everybody else's writing would wait
/// for them.
/// </summary>
internal sealed class PasswordDesk(LinliDb db, CurrentCaller current, IPasswordHasher<Account> hasher, UseCaseRunner runner)
{
    public async Task<Result<Done>> Change(ChangePassword request, CancellationToken cancel)
    {
        if (await db.Records<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == current.Value.Account && a.Kind == AccountKind.Staff, cancel)
            is not { PasswordHash: { } hash } account)
            return StaffAccounts.OnlyStaff;
        if (Passwords.Check(request.NewPassword, account.UserName!) is { } weak)
            return weak;
        var right = request.OldPassword is { Length: <= 200 } old && hasher.VerifyHashedPassword(account, hash, old) != PasswordVerificationResult.Failed;
        var kept = await runner.Run(new KeepPassword(hash, right ? hasher.HashPassword(account, request.NewPassword!) : null), cancel);
        return !kept.Ok ? kept.As<Done>() : kept.Value.Refusal is { } refusal ? refusal : Done.It;
    }
}

/// <summary>Keeps the new hash, or counts a wrong old password: whoever finds a desk unlocked does not get to guess.</summary>
/// <param name="OldHash">The hash that was looked at; another one by now means that somebody was faster.</param>
/// <param name="NewHash">The new hash; <c>null</c> after a wrong password.</param>
internal sealed record KeepPassword(string OldHash, string? NewHash) : ICommand<PasswordKept>;

/// <summary>What came of it: a refusal is an answer, because the failed try has been counted.</summary>
internal sealed record PasswordKept(Problem? Refusal);

internal sealed class ChangePasswordHandler(LinliDb db, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<KeepPassword, PasswordKept>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/password", async Task<IResult> (ChangePassword request, PasswordDesk desk, CancellationToken cancel) =>
        {
            var changed = await desk.Change(request, cancel);
            return changed.Ok ? TypedResults.Ok(changed.Value) : ProblemResults.From(changed.Problems);
        })
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("me").WithSummary("Change one's password; every sign-in ends");

    public async Task<Result<PasswordKept>> Handle(KeepPassword request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { } account)
            return StaffAccounts.OnlyStaff;
        var now = Clock.Now(time);
        if (LockOut.IsClosed(account.LockoutEnd, now))
            return new PasswordKept(new("locked_out", ("错误次数过多，请 15 分钟后再试。", "Too many wrong tries: try again in 15 minutes."), ProblemKind.TooMany));
        if (request.NewHash is null)
        {
            (account.AccessFailedCount, account.LockoutEnd) = LockOut.AfterFailure(account.AccessFailedCount, now);
            return new PasswordKept(Problem.Invalid("oldPassword", "password_wrong", "原密码不对。", "The old password is wrong."));
        }

        if (account.PasswordHash != request.OldHash)
            return Problem.Conflict("changed_meanwhile", "密码刚刚已被修改，请重新登录。", "The password has just been changed: sign in again.");
        (account.PasswordHash, account.AccessFailedCount, account.LockoutEnd) = (request.NewHash, 0, null);
        account.EndSignIns(time);
        db.AfterCommit(() => directory.Forget(account.Id));
        return new PasswordKept(null);
    }
}
