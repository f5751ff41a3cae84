using System.Text.Json.Serialization;
using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Reversals;

/// <summary>
/// Asks for a transfer to be compensated (冲正). A small one is compensated at once; for a large one somebody else decides
/// (双人复核). The original stays as it is, the compensation refers to it.
/// </summary>
/// <param name="Reason">Why, 2 to 100 characters; it stands in the statements of everybody concerned: no personal data.</param>
public sealed record AskReversal(string Reason) : ICommand<ReversalAnswer>, IValidated, IAudited
{
    /// <summary>Which transfer.</summary>
    [JsonIgnore]
    public TransferId Transfer { get; init; }

    string? IAudited.AuditSubject => Transfer.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "ledger.reversal_reason", "请用 2–100 个字写明原因，不要写个人信息。", "Say why in 2 to 100 characters, without personal data.");
    }
}

/// <summary>What became of it.</summary>
/// <param name="Request">The request that waits for somebody else, if the transfer is large.</param>
/// <param name="Posted">The compensation, if it was made at once.</param>
public sealed record ReversalAnswer(Guid? Request, Posted? Posted);

internal sealed class AskReversalHandler(LinliDb db, ReversalReach reach, CurrentCaller current, TimeProvider time)
    : IHandler<AskReversal, ReversalAnswer>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/transfers/{id}/reversal", (TransferId id, AskReversal request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Transfer = id }, cancel))
            .Needs(LedgerPermissions.Reverse).WithTags("Ledger").WithSummary("Ask for a transfer to be compensated 冲正");

    public async Task<Result<ReversalAnswer>> Handle(AskReversal request, CancellationToken cancel)
    {
        PlainText.TryCleanLine(request.Reason, int.MaxValue, out var reason);
        if (await reach.Find(request.Transfer, cancel) is not { } entries)
            return ReversalReach.NotFound;
        if (await reach.Refusal(request.Transfer, cancel) is { } refused)
            return refused;
        if (!ReversalLimits.NeedsASecondPerson(entries))
        {
            var posted = await reach.Undo(request.Transfer, reason, cancel);
            return posted.Ok ? new ReversalAnswer(null, posted.Value) : posted.As<ReversalAnswer>();
        }

        await db.LockUntilCommit($"ledger.reversal.{request.Transfer.Value}", cancel);
        if (await db.Records<ReversalRequest>().AnyAsync(r => r.Transfer == request.Transfer && r.State == ReversalState.Waiting, cancel))
            return Problem.Conflict("ledger.reversal_waiting", "这笔账已有冲正申请待复核。", "A request for this transfer is waiting already.");
        var now = Clock.Now(time);
        var asked = new ReversalRequest
        {
            Id = Guid.CreateVersion7(now), Transfer = request.Transfer, Reason = reason, At = now, By = current.Value.Account, State = ReversalState.Waiting, Version = 1,
        };
        db.Records<ReversalRequest>().Add(asked);
        return new ReversalAnswer(asked.Id, null);
    }
}

/// <summary>When a compensation is large.</summary>
internal static class ReversalLimits
{
    public const string Poster = "ledger.reversal";

    /// <summary>500 yuan, 500 points, or eight hours.</summary>
    public static bool NeedsASecondPerson(IReadOnlyList<(LedgerUnit Unit, long Amount)> entries) =>
        entries.Where(e => e.Amount > 0).GroupBy(e => e.Unit).Any(g => g.Sum(e => e.Amount) > g.Key switch
        {
            LedgerUnit.Fen or LedgerUnit.InsuranceFen => 50_000,
            LedgerUnit.Points => 500,
            _ => 480,
        });

    public static Phrase Memo(string reason) => ($"冲正：{reason}", $"Compensation: {reason}");
}

/// <summary>Which transfers a caller may have compensated: those of which every account of people, shops and funds belongs to their places.</summary>
internal sealed class ReversalReach(LinliDb db, ILedger ledger, IEnumerable<ITransferOwner> owners, CurrentCaller current)
{
    private static readonly string[] MoneyMoved = [Payments.ArrivalDesk.Kind, Payments.RefundDesk.Kind, Settlements.SettlementPayment.Kind];

    public static readonly Problem NotFound = Problem.NotFound("ledger.transfer_not_found", "没有找到这笔账。", "This transfer was not found.");

    public async Task<IReadOnlyList<(LedgerUnit Unit, long Amount)>?> Find(TransferId transfer, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Reverse);

        // All of its accounts, to see whether each of them is in reach.
        var entries = await db.Records<EntryRow>().AsNoTracking().Where(e => e.Transfer == transfer)
            .Join(db.Unfiltered<Account>(), e => e.Account, a => a.Id, (e, a) => new { a.Unit, e.Amount, a.Scope, a.OwnerKind }).ToListAsync(cancel);
        var within = entries.Count > 0 && entries.Where(e => e.OwnerKind is not (OwnerKind.Issuer or OwnerKind.Outside)).All(e => scopes.Covers(e.Scope));
        return within ? entries.ConvertAll(e => (e.Unit, e.Amount)) : null;
    }

    /// <summary>Why a transfer within reach is not for the caller to compensate.</summary>
    public async Task<Problem?> Refusal(TransferId transfer, CancellationToken cancel)
    {
        // What went to or came from a bank is not undone by writing it down the other way round; a module whose staff wrote down what a
        // bank's slip says knows better.
        var owned = await OwnerOf(transfer, cancel);
        if (owned is null && await db.Records<TransferRow>().AnyAsync(t => t.Id == transfer && MoneyMoved.Contains(t.Kind), cancel))
            return Problem.Conflict("ledger.money_moved", "这笔钱已经实际收付，不能冲正：请在“收付款与现金”里退款或核实。", "This money really moved: give it back, or look into it, under payments.");
        var owners = await db.Records<EntryRow>().AsNoTracking().Where(e => e.Transfer == transfer)
            .Join(db.Unfiltered<Account>(), e => e.Account, a => a.Id, (e, a) => a).Where(a => a.OwnerKind == OwnerKind.Person).Select(a => a.OwnerKey).ToListAsync(cancel);
        return owners.Any(o => Guid.TryParse(o, out var person) && current.Value.MayBe(person))
            ? Problem.Forbidden("ledger.own_wallet", "自己的账请由同事冲正。", "Your own is for a colleague to compensate.")
            : owned is var (what, owner) ? await owner.Refusal(what, cancel) : null;
    }

    /// <summary>Undoes a transfer: the module it belongs to does, where there is one, and the ledger otherwise.</summary>
    public async Task<Result<Posted>> Undo(TransferId transfer, string reason, CancellationToken cancel)
    {
        var memo = ReversalLimits.Memo(reason);
        if (await OwnerOf(transfer, cancel) is var (owned, owner) && await owner.Undo(owned, memo, cancel) is { } undone)
            return undone;
        return await ledger.Reverse(new(transfer, ReversalLimits.Poster, transfer.Value.ToString("D"), memo), cancel);
    }

    private async Task<(OwnedTransfer Transfer, ITransferOwner Owner)?> OwnerOf(TransferId transfer, CancellationToken cancel)
    {
        var owned = await db.Records<TransferRow>().AsNoTracking().Where(t => t.Id == transfer).Select(t => new OwnedTransfer(t.Id, t.Poster, t.Kind, t.Subject)).SingleOrDefaultAsync(cancel);
        return owned is not null && owners.FirstOrDefault(o => o.Poster == owned.Poster) is { } owner ? (owned, owner) : null;
    }
}
