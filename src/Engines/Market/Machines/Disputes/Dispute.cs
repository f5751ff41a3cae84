using System.Globalization;
using System.Text.Json.Serialization;
using Linli.Ledger;
using Linli.Market.Machines.Buy;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Disputes;

/// <summary>Says that a receipt is wrong (对小票有异议).</summary>
/// <param name="Text">What is wrong, 2–500 characters.</param>
/// <param name="Files">Photos uploaded before, at most 4.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same dispute.</param>
internal sealed record Dispute(string? Text, IReadOnlyList<FileId>? Files = null, string? IdempotencyKey = null) : ICommand<DisputeMade>, IValidated, IAudited, IRepeatable
{
    /// <summary>Which purchase.</summary>
    [JsonIgnore]
    public Guid Session { get; init; }

    public string? AuditSubject => Session.ToString();

    object IRepeatable.Wish => new { Session, Text };

    public IEnumerable<Problem> Problems()
    {
        if (Text?.Trim() is not { Length: >= 2 and <= 500 })
            yield return Problem.Invalid("text", "market.machine_dispute_text", "请用 2–500 个字说明哪里不对。", "Say in 2 to 500 characters what is wrong.");
        if (Files?.Count > 4)
            yield return Problem.Invalid("files", "market.machine_dispute_files", "最多 4 张照片。", "At most 4 photos.");
    }
}

/// <summary>A dispute as it was made.</summary>
/// <param name="Id">Its id.</param>
internal sealed record DisputeMade(Guid Id);

/// <summary>Decides a dispute: gives money back by compensation, whole or in part, or lets the receipt stand.</summary>
/// <param name="RefundFen">What is given back, in fen; 0 lets the receipt stand.</param>
/// <param name="Decision">Why, 2–300 characters; the buyer reads it.</param>
internal sealed record DecideDispute(long RefundFen, string? Decision) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (RefundFen < 0)
            yield return Problem.Invalid("refundFen", "market.machine_refund", "退款金额不能为负。", "A refund is not below zero.");
        if (Decision?.Trim() is not { Length: >= 2 and <= 300 })
            yield return Problem.Invalid("decision", "market.machine_decision", "请用 2–300 个字写明理由，居民看得到。", "Say why in 2 to 300 characters; the buyer reads it.");
    }
}

internal sealed class DisputeHandler(
    LinliDb db, OwnSessions own, MachineBook book, SessionDesk desk, ILedger ledger, IInsuranceAccounts insurance, IFileStore files, IActingFor family, CurrentCaller current, TimeProvider time)
    : IHandler<Dispute, DisputeMade>, IHandler<DecideDispute, Done>, IUseCase
{
    private static readonly TimeSpan Within = TimeSpan.FromDays(30);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines/sessions/{id:guid}/dispute", (Guid id, Dispute request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Session = id }, cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Say that a receipt is wrong 对小票有异议");
        api.MapPost("/machines/disputes/{id:guid}/decide", (Guid id, DecideDispute request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MachinePermissions.Disputes).WithTags("machines").WithSummary("Decide a dispute 处理异议");
    }

    public async Task<Result<DisputeMade>> Handle(Dispute request, CancellationToken cancel)
    {
        if (await own.FindToAct(request.Session, cancel) is not var (session, acted) || await book.Lock(session.Machine, cancel) is not { } machine)
            return OwnSessions.NotFound;
        var now = Clock.Now(time);
        if (session.IsOpen || session.EndedAt is not { } ended)
            return Problem.Conflict("market.machine_not_settled", "还没有结算，请等结算后再提出异议。", "It is not settled yet: wait for the receipt.");
        if (now - ended > Within)
            return Problem.Conflict("market.machine_dispute_late", "超过 30 天不能再提出异议，请到服务台。", "After 30 days go to the desk instead.");
        // The purchase is the caller's own.
        if (await db.Unfiltered<MachineDispute>().AnyAsync(d => d.Session == session.Id && d.State == DisputeState.Open, cancel))
            return Problem.Conflict("market.machine_disputed", "这笔购买的异议正在处理。", "A dispute about this purchase is being looked at.");
        var dispute = new MachineDispute { Id = Guid.CreateVersion7(now), Scope = session.Scope, Session = session.Id, Text = request.Text!.Trim(), At = now, State = DisputeState.Open };
        db.Insert(dispute);
        if (request.Files is { Count: > 0 } photos && await files.Attach(photos, MachineDispute.FileKind, dispute.Id, session.Place, cancel) is { Ok: false } refused)
            return refused.As<DisputeMade>();
        if (acted is not null)
            family.Record(acted, FamilyMatters.Book, session.Id.ToString(), ("代为对小票提出异议", "Disputed a receipt for you"), $"/machines/s/{session.Id}");
        await desk.TellStaff(machine, "machine.dispute", ("有一笔小票异议", "A receipt is disputed"), ($"{machine.NameZh} {session.Number}", $"{machine.NameEn} {session.Number}"), $"dispute:{dispute.Id}", cancel);
        await desk.Moved(machine, session, cancel);
        return new DisputeMade(dispute.Id);
    }

    public async Task<Result<Done>> Handle(DecideDispute request, CancellationToken cancel)
    {
        var (now, scopes) = (Clock.Now(time), current.Value.ScopesFor(MachinePermissions.Disputes));
        if (await db.Scoped<MachineDispute>(scopes).AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Id, cancel) is not { } seen)
            return Problem.NotFound("market.machine_dispute_not_found", "没有找到这条异议。", "This dispute was not found.");
        var at = await db.Unfiltered<MachineSession>().AsNoTracking().Where(s => s.Id == seen.Session).Select(s => s.Machine).SingleAsync(cancel);
        if (await book.Lock(at, cancel) is not { } machine)
            return MachineBook.NotFound;
        var dispute = await db.Scoped<MachineDispute>(scopes).SingleAsync(d => d.Id == request.Id, cancel);
        // Of a dispute that the caller may decide.
        var session = await db.Unfiltered<MachineSession>().SingleAsync(s => s.Id == dispute.Session, cancel);
        if (dispute.State != DisputeState.Open)
            return Problem.Conflict("market.machine_dispute_decided", "这条异议已经处理。", "This dispute was decided already.");
        if (session.IsOf(current.Value))
            return Problem.Forbidden("market.machine_dispute_own", "自己的异议要由别的同事处理。", "Somebody else decides about your own purchase.");
        if (request.RefundFen > session.GivableFen)
            return TooMuch(session.GivableFen);
        if (await Refund(session, dispute, request.RefundFen, machine, cancel) is { } refused)
            return refused;
        (dispute.State, dispute.RefundFen, dispute.Decision) = (request.RefundFen > 0 ? DisputeState.Refunded : DisputeState.Refused, request.RefundFen, request.Decision!.Trim());
        (dispute.DecidedAt, dispute.DecidedBy, dispute.Version) = (now, current.Value.Account, dispute.Version + 1);
        await desk.TellPerson(session, "machine.dispute", ("异议有结果了", "Your dispute was decided"),
            request.RefundFen > 0 ? ($"退回 {Yuan.Words(request.RefundFen).Zh}，点开看说明。", $"{Yuan.Words(request.RefundFen).En} were given back; see why.") : ("维持原结算，点开看说明。", "The receipt stands; see why."), $"dispute:{dispute.Id}", cancel);
        await desk.Moved(machine, session, cancel);
        return Done.It;
    }

    // What is still open is let off first; what was paid comes back by compensation, the transfers stay as they are.
    private async Task<Problem?> Refund(MachineSession session, MachineDispute dispute, long fen, Machine machine, CancellationToken cancel)
    {
        var letOff = Math.Min(fen, session.DebtClosed is null ? session.DebtFen : 0);
        (session.DebtFen, fen) = (session.DebtFen - letOff, fen - letOff);
        var shop = await ledger.Open(new(new(OwnerKind.Shop, machine.Shop), LedgerUnit.Fen, SessionDesk.Takings, machine.Place, null), cancel);
        // What insurance paid goes back to insurance, and last: nobody gets cash for it (R36).
        var insured = Math.Max(0, fen - (session.ChargedFen - session.RefundedFen));
        if (insured > 0)
        {
            if (insured > session.InsuranceFen - session.InsuranceBackFen || session.InsuranceTransfer is not { } by)
                return TooMuch(session.GivableFen);
            var back = await insurance.GiveBack(by, insured, SessionDesk.Poster, $"{dispute.Id:D}.insurance", ($"{machine.NameZh}退款 {session.Number}", $"Refund for {session.Number}"), cancel);
            if (!back.Ok)
                return back.Problem;
            (session.InsuranceBackFen, fen) = (session.InsuranceBackFen + insured, fen - insured);
        }

        var gone = session.RefundedFen;
        session.RefundedFen += fen;
        (TransferId? Transfer, long Fen)[] paid = [(session.Transfer, session.TransferFen), (session.RestTransfer, session.RestFen), (session.DebtTransfer, session.DebtPaidFen)];
        for (var i = 0; i < paid.Length && fen > 0; i++)
        {
            var back = Math.Min(fen, Math.Max(0, paid[i].Fen - gone));
            gone = Math.Max(0, gone - paid[i].Fen);
            if (back == 0)
                continue;
            var reversed = await ledger.Reverse(
                new(paid[i].Transfer!.Value, SessionDesk.Poster, string.Create(CultureInfo.InvariantCulture, $"{dispute.Id:D}.{i}"), ($"{machine.NameZh}退款 {session.Number}", $"Refund for {session.Number}"))
                { Part = [Entry.To(session.Wallet, new Fen(back)), Entry.From(shop, new Fen(back))] }, cancel);
            if (!reversed.Ok)
                return reversed.Problem;
            fen -= back;
        }

        // Nothing is said to have come back that the ledger did not move.
        return fen > 0 ? TooMuch(session.GivableFen) : null;
    }

    private static Problem TooMuch(long most) => Problem.Invalid(
        "refundFen", "market.machine_refund_more", $"最多可退 {Yuan.Words(most).Zh}。", $"At most {Yuan.Words(most).En} can be given back.");
}

/// <summary>Photos of a dispute are seen by its buyer and by those who decide.</summary>
internal sealed class DisputeFileGuard(LinliDb db, CurrentCaller current, OwnSessions own, MachineReach reach) : IFileGuard
{
    public string SubjectKind => MachineDispute.FileKind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel)
    {
        // Asked below whether the caller may.
        if (caller.Account != current.Value.Account || await db.Unfiltered<MachineDispute>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == subject, cancel) is not { } dispute)
            return false;
        if (await own.Find(dispute.Session, cancel) is not null)
            return true;
        var at = await db.Unfiltered<MachineSession>().AsNoTracking().Where(s => s.Id == dispute.Session).Select(s => s.Machine).SingleOrDefaultAsync(cancel);
        return caller.May(MachinePermissions.Machines) && await reach.Find(at, cancel) is not null;
    }
}
