using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Security;

/// <summary>Offers a new secret for an authenticator app; it counts once a code of it was typed.</summary>
internal sealed record OfferTotp : ICommand<TotpOffer>;

/// <summary>The secret as an app takes it; shown to its owner only.</summary>
/// <param name="Key">Base32, for typing.</param>
/// <param name="Address">otpauth address.</param>
/// <param name="QrSvg">The address as a QR code, SVG.</param>
internal sealed record TotpOffer(string Key, string Address, string QrSvg);

internal sealed class OfferTotpHandler(LinliDb db, FieldCipher cipher, CurrentCaller current) : IHandler<OfferTotp, TotpOffer>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/totp", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OfferTotp(), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Begin to set up an authenticator app");

    public async Task<Result<TotpOffer>> Handle(OfferTotp request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { } account)
            return StaffAccounts.OnlyStaff;
        var key = Totp.NewKey();
        account.TotpOffered = cipher.Seal(key);
        var address = Totp.Address(key, account.UserName!);
        return new TotpOffer(key, address, QrPicture.Svg(address));
    }
}

/// <summary>Confirms the offered secret by a code of it.</summary>
/// <param name="Code">Six digits.</param>
internal sealed record ConfirmTotp(string? Code) : ICommand<TotpConfirmed>;

/// <summary>The app is set up.</summary>
/// <param name="RecoveryCodes">Ten codes that each work once; shown this once.</param>
internal sealed record TotpConfirmed(IReadOnlyList<string> RecoveryCodes);

internal sealed class ConfirmTotpHandler(
    LinliDb db, FieldCipher cipher, CurrentCaller current, CallerDirectory directory, TimeProvider time)
    : IHandler<ConfirmTotp, TotpConfirmed>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/totp/confirm", (ConfirmTotp request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Finish setting up an authenticator app: recovery codes");

    public async Task<Result<TotpConfirmed>> Handle(ConfirmTotp request, CancellationToken cancel)
    {
        if (await StaffAccounts.Own(db, current, cancel) is not { } account)
            return StaffAccounts.OnlyStaff;
        if (account.TotpOffered is not { } offered)
            return Problem.Conflict("totp_not_offered", "请先获取二维码。", "Ask for the QR code first.");
        if (Totp.Match(cipher.Open(offered), request.Code ?? "", 0, Clock.Now(time)) is not { } step)
            return Problem.Invalid("code", "totp_wrong", "验证码不对，请核对手机时间后再试。", "This code is wrong: check the clock of your phone and try again.");

        (account.TotpKey, account.TotpOffered, account.TotpStep) = (offered, null, step);
        var codes = await FreshRecoveryCodes(account.Id, cancel);
        db.AfterCommit(() => directory.Forget(account.Id));
        return new TotpConfirmed(codes);
    }

    private async Task<List<string>> FreshRecoveryCodes(Guid account, CancellationToken cancel)
    {
        await db.Records<RecoveryCode>().Where(c => c.AccountId == account).ExecuteDeleteAsync(cancel);
        var codes = Enumerable.Range(0, RecoveryCodes.Count).Select(_ => RecoveryCodes.New()).ToList();
        db.Records<RecoveryCode>().AddRange(codes.Select(code => new RecoveryCode
        {
            Id = Platform.Ids.Ids.New(time),
            AccountId = account,
            Hash = RecoveryCodes.HashOf(cipher, account, code),
        }));
        return codes;
    }
}

/// <summary>The caller's own staff account, tracked.</summary>
internal static class StaffAccounts
{
    public static Problem OnlyStaff { get; } =
        Problem.Forbidden("staff_only", "这项设置只用于工作账号。", "This is for staff accounts only.");

    public static Task<Account?> Own(LinliDb db, CurrentCaller current, CancellationToken cancel) =>
        db.Records<Account>().SingleOrDefaultAsync(a => a.Id == current.Value.Account && a.Kind == AccountKind.Staff, cancel);
}
