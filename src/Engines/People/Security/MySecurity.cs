using System.Buffers.Text;
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

namespace Linli.People.Security;

/// <summary>By what the caller's staff account is signed in to.</summary>
internal sealed record MySecurity : IQuery<SecurityOfMine>;

/// <summary>What is set up.</summary>
/// <param name="Totp">Whether an authenticator app is.</param>
/// <param name="RecoveryCodesLeft">Recovery codes not used yet.</param>
/// <param name="Passkeys">Passkeys, oldest first.</param>
/// <param name="MustProvePerson">Whether a code has to show that the account belongs to whoever holds its phone.</param>
internal sealed record SecurityOfMine(bool Totp, int RecoveryCodesLeft, IReadOnlyList<PasskeyOfMine> Passkeys, bool MustProvePerson = false);

/// <summary>A passkey.</summary>
/// <param name="Id">Credential id, base64url.</param>
/// <param name="Device">Where it was made, such as <c>Chrome · Android</c>; empty when unknown.</param>
/// <param name="At">When, UTC.</param>
internal sealed record PasskeyOfMine(string Id, string Device, DateTimeOffset At);

internal sealed class MySecurityHandler(LinliDb db, CurrentCaller current) : IHandler<MySecurity, SecurityOfMine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me/security", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MySecurity(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("By what my staff account is signed in to");

    public async Task<Result<SecurityOfMine>> Handle(MySecurity request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { } account)
            return StaffAccounts.OnlyStaff;
        var passkeys = await db.Records<IdentityUserPasskey<Guid>>().AsNoTracking().Where(p => p.UserId == account.Id).ToListAsync(cancel);
        return new SecurityOfMine(
            account.TotpKey is not null,
            await db.Records<RecoveryCode>().CountAsync(c => c.AccountId == account.Id && c.UsedAt == null, cancel),
            [.. passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new PasskeyOfMine(Base64Url.EncodeToString(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt))],
            account.ClaimPending);
    }
}

/// <summary>Takes one of the caller's passkeys away, such as that of a lost phone.</summary>
/// <param name="Id">Credential id, base64url.</param>
internal sealed record RemovePasskey(string Id) : ICommand<Done>;

internal sealed class RemovePasskeyHandler(LinliDb db, CurrentCaller current, SignInRules rules, CallerDirectory directory)
    : IHandler<RemovePasskey, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/me/passkeys/{id}", (string id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemovePasskey(id), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Take a passkey of mine away");

    public async Task<Result<Done>> Handle(RemovePasskey request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { } account)
            return StaffAccounts.OnlyStaff;
        var mine = await db.Records<IdentityUserPasskey<Guid>>().Where(p => p.UserId == account.Id).ToListAsync(cancel);
        if (mine.Find(p => Base64Url.EncodeToString(p.CredentialId) == request.Id) is not { } passkey)
            return Problem.NotFound("passkey_not_found", "没有这个通行密钥，也许已经移除。", "There is no such passkey: it may have been removed already.");
        if (mine.Count == 1 && account.TotpKey is null && rules.RequireTotp)
            return Problem.Conflict("passkey_is_last", "请先设置身份验证器，再移除最后一个通行密钥。", "Set up an authenticator app before you remove your last passkey.");
        db.Records<IdentityUserPasskey<Guid>>().Remove(passkey);
        db.AfterCommit(() => directory.Forget(account.Id));
        return Done.It;
    }
}
