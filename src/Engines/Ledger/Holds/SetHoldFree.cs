using System.Text.Json.Serialization;
using Linli.Ledger.Payments;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Holds;

/// <summary>Sets free at the desk what a hold still keeps (释放预占), such as that of a machine that broke. The owner is told why.</summary>
/// <param name="Reason">Why, 2 to 100 characters without personal data.</param>
public sealed record SetHoldFree(string Reason) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which hold.</summary>
    [JsonIgnore]
    public HoldId Id { get; init; }

    string? IAudited.AuditSubject => Id.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "ledger.hold_reason", "请用 2–100 个字写明原因，不要写个人信息。", "Say why in 2 to 100 characters, without personal data.");
    }
}

internal sealed class SetHoldFreeHandler(LinliDb db, AccountReach reach, HoldDesk desk, WalletNews news, CurrentCaller current) : IHandler<SetHoldFree, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/holds/{id}/set-free", (HoldId id, SetHoldFree request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Reverse).WithTags("Ledger").WithSummary("Set a hold free at the desk 释放预占");

    public async Task<Result<Done>> Handle(SetHoldFree request, CancellationToken cancel)
    {
        if (await db.Records<HoldRow>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == request.Id, cancel) is not { } hold
            || await reach.Find(hold.Account, cancel, LedgerPermissions.Reverse) is not { } account)
            return HoldDesk.NotFound;
        var person = account.OwnerKind == OwnerKind.Person && Guid.TryParse(account.OwnerKey, out var owner) ? owner : (Guid?)null;
        if (person is { } own && current.Value.MayBe(own))
            return Problem.Forbidden("ledger.own_wallet", "自己钱包里的预留请由同事释放。", "What is set aside on your own wallet is for a colleague to set free.");

        // The provider may have given the money back by now: free, it could be spent a second time.
        if (hold.Poster == PaymentBooks.Poster)
            return Problem.Conflict("ledger.hold_of_refund", "这是退款的预留，请在“收付款与现金”里办理。", "This is kept for a refund: deal with it under payments and cash.");
        var freed = await desk.ReleaseOpen(request.Id, cancel);
        if (!freed.Ok)
            return freed.As<Done>();
        PlainText.TryCleanLine(request.Reason, int.MaxValue, out var reason);
        await news.Tell(person, null, "wallet.hold", ("预留已释放", "Something set aside is free again"),
            ($"{hold.Memo.Zh}：{UnitWords.Words(account.Unit, freed.Value).Zh} 已退回可用余额。原因：{reason}", $"{hold.Memo.En}: {UnitWords.Words(account.Unit, freed.Value).En} can be spent again. Why: {reason}"),
            "/me/wallet", $"hold-freed:{hold.Id.Value:D}", cancel);
        return Done.It;
    }
}
