using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>Signs staff in by password and second factor.</summary>
/// <param name="Login">Login name.</param>
/// <param name="Password">Password.</param>
/// <param name="Code">Code of the authenticator app, or a recovery code; asked for by the problem <c>totp_required</c>.</param>
internal sealed record StaffSignIn(string? Login, string? Password, string? Code = null);

/// <summary>
/// Checks the password before the transaction: the hash is slow on purpose, and on SQLite everybody else's writing would
/// wait for it. The verdict itself is made inside, where the lock-out is counted.
/// </summary>
internal sealed class StaffDoor(LinliDb db, IPasswordHasher<Account> hasher, UseCaseRunner runner)
{
    // Unknown logins take as long as known ones, so that a stopwatch cannot tell them apart.
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<object>().HashPassword(new(), "nobody"));

    public async Task<Result<SignInVerdict>> Enter(StaffSignIn request, CancellationToken cancel)
    {
        if (Missing(request) is { Count: > 0 } problems)
            return Result<SignInVerdict>.Fail(problems);
        var login = Logins.Normal(request.Login!);
        var account = await db.Records<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.NormalizedUserName == login && a.Kind == AccountKind.Staff, cancel);
        var right = hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? Nobody.Value, request.Password!) != PasswordVerificationResult.Failed;
        if (account?.PasswordHash is null)
            return CountStaffSignInHandler.Wrong;
        return await runner.Run(new CountStaffSignIn(account.Id, right, request.Code), cancel);
    }

    private static List<Problem> Missing(StaffSignIn request)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(request.Login) || request.Login.Length > 80)
            problems.Add(Problem.Invalid("login", "login_missing", "请输入账号。", "Type your login."));
        if (string.IsNullOrEmpty(request.Password) || request.Password.Length > 200)
            problems.Add(Problem.Invalid("password", "password_missing", "请输入密码。", "Type your password."));
        return problems;
    }
}
