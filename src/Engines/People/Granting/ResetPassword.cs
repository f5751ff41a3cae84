using System.Text.Json.Serialization;
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
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Gives a member of staff a new first password when theirs is lost; every sign-in of theirs ends.</summary>
/// <param name="Password">At least 10 characters, hard to guess; the person changes it.</param>
/// <param name="ForgetAuthenticator">Their authenticator app is lost too: it and its recovery codes count no longer.</param>
internal sealed record ResetPassword(string? Password, bool ForgetAuthenticator = false) : ICommand<Done>, IAudited
{
    /// <summary>Whose posts all lie within the places the caller administers.</summary>
    [JsonIgnore]
    public Guid Account { get; init; }

    string? IAudited.AuditSubject => Account.ToString();
}

internal sealed class ResetPasswordHandler(
    LinliDb db, CurrentCaller current, IPasswordHasher<Account> hasher, CallerDirectory directory, TimeProvider time)
    : IHandler<ResetPassword, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/people/{account:guid}/password", (Guid account, ResetPassword request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Account = account }, cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("people").WithSummary("Give a member of staff a new password; every sign-in of theirs ends");

    public async Task<Result<Done>> Handle(ResetPassword request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(PeoplePermissions.ManagePosts);
        if (await AccountReach.Find(db, request.Account, scopes, Clock.Now(time), cancel) is not { Kind: AccountKind.Staff } account)
            return AccountReach.NotFound;
        if (account.Id == current.Value.Account)
            return Problem.Conflict("own_account", "自己的密码请在安全设置里修改。", "Change your own password in your security settings.");
        if (Passwords.Check(request.Password, account.UserName!) is { } weak)
            return weak with { Field = "password" };
        account.PasswordHash = hasher.HashPassword(account, request.Password!);
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
        if (request.ForgetAuthenticator)
        {
            (account.TotpKey, account.TotpOffered) = (null, null);
            await db.Records<RecoveryCode>().Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancel);
            // A passkey left behind would keep the owner out, who has no other second factor, and let a thief in.
            await db.Records<Microsoft.AspNetCore.Identity.IdentityUserPasskey<Guid>>().Where(p => p.UserId == account.Id).ExecuteDeleteAsync(cancel);
        }

        account.EndSignIns(time);
        db.AfterCommit(() => directory.Forget(account.Id));
        return Done.It;
    }
}
