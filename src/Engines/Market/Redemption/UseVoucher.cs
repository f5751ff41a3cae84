using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>Whoever gives the service takes the voucher (核销): once, and while it is good.</summary>
/// <param name="Code">What was scanned or typed.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record UseVoucher(string? Code, string? IdempotencyKey = null) : ICommand<VoucherUsed>, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => null;
}

/// <summary>A voucher that was taken.</summary>
internal sealed record VoucherUsed(Phrase Name, DateTimeOffset At);

/// <summary>A terminal reads who stands before it.</summary>
/// <param name="Code">Of the phone or card.</param>
internal sealed record ReadAtTerminal(string? Code) : ICommand<Presented>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: > 0 and <= 600 })
            yield return Problem.Invalid("code", "people.code_missing", "请扫码或刷卡。", "Read a code or a card.");
    }

    /// <summary>Never with the code.</summary>
    public override string ToString() => nameof(ReadAtTerminal);
}

internal sealed class UseVoucherHandler(LinliDb db, CurrentCaller current, IPresentedCodes codes, IPersonAccounts accounts, INotices notices, TimeProvider time)
    : IHandler<UseVoucher, VoucherUsed>, IHandler<ReadAtTerminal, Presented>, IUseCase
{
    private static readonly Problem unknown = Problem.Invalid("code", "redemption.voucher_unknown", "没有这张券，或不是由您这里提供服务。", "There is no such voucher, or another one gives its service.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/vouchers/use", (UseVoucher request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Redemption").WithSummary("Take a voucher 核销服务券");

    public Task<Result<Presented>> Handle(ReadAtTerminal request, CancellationToken cancel) => codes.Read(request.Code!, cancel);

    public async Task<Result<VoucherUsed>> Handle(UseVoucher request, CancellationToken cancel)
    {
        var code = request.Code?.Trim().ToUpperInvariant() ?? "";
        await db.LockUntilCommit($"redemption.voucher.{code}", cancel);
        if (await db.Records<Voucher>().SingleOrDefaultAsync(v => v.Code == code, cancel) is not { } voucher || !current.Value.Teams.Contains(voucher.Provider))
            return unknown;
        var now = Clock.Now(time);
        if (RedemptionRules.VoucherFault(voucher.UsedAt, voucher.WithdrawnAt, voucher.LastDay, LocalTime.DateOf(now)) is { } refused)
            return refused;
        (voucher.UsedAt, voucher.UsedBy, voucher.Version) = (now, current.Value.Account, voucher.Version + 1);
        foreach (var account in (await accounts.Of([voucher.Person], cancel))[voucher.Person])
            await notices.Tell(account, "points.voucher", ("服务券已使用", "A voucher of yours was used"), (voucher.NameZh, voucher.NameEn), "/points/shop", $"voucher:{voucher.Id}", cancel);
        return new VoucherUsed(voucher.Name, now);
    }
}
