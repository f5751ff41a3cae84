using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Security;

/// <summary>Changes the caller's password; every other sign-in ends.</summary>
/// <param name="OldPassword">The password so far.</param>
/// <param name="NewPassword">At least 10 characters, hard to guess.</param>
internal sealed record ChangePassword(string? OldPassword, string? NewPassword) : ICommand<Done>;

internal sealed class ChangePasswordHandler(
    LinliDb db, CurrentCaller current, IPasswordHasher<Account> hasher, CallerDirectory directory, TimeProvider time)
    : IHandler<ChangePassword, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/password", (ChangePassword request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Change one's password; every sign-in ends");

    public async Task<Result<Done>> Handle(ChangePassword request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { PasswordHash: { } hash } account)
            return StaffAccounts.OnlyStaff;
        if (Passwords.Check(request.NewPassword, account.UserName!) is { } weak)
            return weak;
        if (hasher.VerifyHashedPassword(account, hash, request.OldPassword ?? "") == PasswordVerificationResult.Failed)
            return Problem.Invalid("oldPassword", "password_wrong", "原密码不对。", "The old password is wrong.");
        account.PasswordHash = hasher.HashPassword(account, request.NewPassword!);
        account.EndSignIns(time);
        db.AfterCommit(() => directory.Forget(account.Id));
        return Done.It;
    }
}
