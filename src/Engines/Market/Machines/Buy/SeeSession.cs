using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Buy;

/// <summary>A purchase as its buyer sees it: where it stands, and the receipt.</summary>
/// <param name="Id">Which.</param>
internal sealed record SeeSession(Guid Id) : IQuery<SessionView>;

/// <summary>The caller's purchases at machines, newest first.</summary>
internal sealed record MySessions : IQuery<IReadOnlyList<SessionLine>>;

/// <summary>A purchase in a list.</summary>
internal sealed record SessionLine(Guid Id, string Number, MachineKind Kind, Phrase Machine, SessionState State, DateTimeOffset At, long ChargedFen, long RefundedFen, long DebtFen);

/// <summary>A line of a receipt.</summary>
/// <param name="Name">What.</param>
/// <param name="SoldBy">By weight or by piece.</param>
/// <param name="Grams">How heavy.</param>
/// <param name="Pieces">How many, of goods sold by the piece.</param>
/// <param name="PriceFen">Fen for 500 g, or for one.</param>
/// <param name="Fen">What it cost.</param>
internal sealed record ReceiptLine(Phrase Name, SoldBy SoldBy, long Grams, long Pieces, long PriceFen, long Fen)
{
    /// <summary>The lot it came from, where lots are recorded.</summary>
    public string? Lot { get; init; }
}

/// <summary>A dispute as the buyer sees it.</summary>
internal sealed record DisputeView(Guid Id, string Text, DateTimeOffset At, DisputeState State, long RefundFen, string? Decision);

/// <summary>A purchase.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What stands on the receipt.</param>
/// <param name="Code">Code of the machine.</param>
/// <param name="Kind">Kind of the machine.</param>
/// <param name="Machine">Its name.</param>
/// <param name="Spot">Where it stands.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it is reviewed, or ended otherwise.</param>
/// <param name="At">When it began.</param>
/// <param name="HeldFen">What is, or was, set aside.</param>
/// <param name="Rice">What rice was chosen.</param>
/// <param name="WantedGrams">How much of it.</param>
/// <param name="Percent">How far the mill is.</param>
/// <param name="DoorOpen">Whether the door is open.</param>
/// <param name="OpenSeconds">For how long.</param>
/// <param name="Waits">Whether records of the machine are on their way.</param>
/// <param name="Taken">What is missing from the shelves so far.</param>
/// <param name="Lines">The receipt.</param>
/// <param name="TotalFen">What it costs.</param>
/// <param name="ChargedFen">What was paid.</param>
/// <param name="DebtFen">What is still open.</param>
/// <param name="RefundedFen">What came back.</param>
/// <param name="BagTaken">Whether the bag was taken.</param>
/// <param name="EndedAt">When it was settled.</param>
/// <param name="MayCancel">Whether it can still be called off.</param>
/// <param name="Disputes">What the buyer said, and what was decided.</param>
internal sealed record SessionView(
    Guid Id, string Number, string Code, MachineKind Kind, Phrase Machine, string Spot, SessionState State, Phrase? Reason, DateTimeOffset At, long HeldFen, Phrase? Rice,
    long? WantedGrams, int Percent, bool DoorOpen, int OpenSeconds, bool Waits, IReadOnlyList<ReceiptLine> Taken, IReadOnlyList<ReceiptLine> Lines, long TotalFen, long ChargedFen,
    long DebtFen, long RefundedFen, bool BagTaken, DateTimeOffset? EndedAt, bool MayCancel, IReadOnlyList<DisputeView> Disputes)
{
    /// <summary>What insurance paid, and what of it came back; not part of what was charged.</summary>
    public long InsuranceFen { get; init; }

    public long InsuranceBackFen { get; init; }
}

internal sealed class SeeSessionHandler(LinliDb db, OwnSessions own, SessionDesk desk, TimeProvider time)
    : IHandler<SeeSession, SessionView>, IHandler<MySessions, IReadOnlyList<SessionLine>>, IUseCase
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/machines/sessions/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MySessions(), cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("My purchases at machines 我的无人购买");
        api.MapGet("/machines/sessions/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SeeSession(id), cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("A purchase and its receipt 购买进度与小票");
    }

    public async Task<Result<SessionView>> Handle(SeeSession request, CancellationToken cancel)
    {
        if (await own.Find(request.Id, cancel) is not { } session)
            return OwnSessions.NotFound;
        var machine = await db.Unfiltered<Machine>().AsNoTracking().SingleAsync(m => m.Id == session.Machine, cancel);
        var lines = await db.Records<MachineLine>().AsNoTracking().Where(l => l.Session == session.Id).OrderBy(l => l.Shelf).ToListAsync(cancel);
        var disputes = await db.Unfiltered<MachineDispute>().AsNoTracking().Where(d => d.Session == session.Id).OrderBy(d => d.At).ToListAsync(cancel);
        var folded = session.IsOpen ? await desk.Fold(machine, session, cancel) : Folded.Nothing;
        var terms = ShelfTerms.Read(session.Terms);
        var given = await db.Records<MachineCommand>().AsNoTracking().AnyAsync(c => c.Session == session.Id && c.GivenAt != null, cancel);
        var doorOpen = session is { Kind: MachineKind.Cabinet, State: SessionState.Running } && !folded.Waits;
        return new SessionView(
            session.Id, session.Number, machine.Code, session.Kind, machine.Name, machine.Spot, session.State, session.Reason is { } reason ? SessionWords.Reason(reason) : null, session.At,
            session.HoldFen, session.Kind == MachineKind.RiceMill ? terms[0].Name : null, session.WantedGrams, session.Percent, doorOpen,
            doorOpen && session.BeganAt is { } began ? (int)(Clock.Now(time) - began).TotalSeconds : 0, folded.Waits, await TakenSoFar(session, terms, cancel),
            [.. lines.Select(l => new ReceiptLine(new(l.NameZh, l.NameEn), l.SoldBy, l.Grams, l.Pieces, l.PriceFen, l.Fen) { Lot = l.Lot })], session.TotalFen, session.ChargedFen,
            session.DebtClosed is null ? session.DebtFen : 0, session.RefundedFen, session.TakenAt is not null, session.EndedAt, session.State == SessionState.Authorised && !given,
            [.. disputes.Select(d => new DisputeView(d.Id, d.Text, d.At, d.State, d.RefundFen, d.Decision))])
        {
            InsuranceFen = session.InsuranceFen, InsuranceBackFen = session.InsuranceBackFen,
        };
    }

    public async Task<Result<IReadOnlyList<SessionLine>>> Handle(MySessions request, CancellationToken cancel) => await own.All()
        .OrderByDescending(s => s.At).Take(Most)
        // Where they bought, whatever the place.
        .Join(db.Unfiltered<Machine>(), s => s.Machine, m => m.Id, (s, m) => new SessionLine(
            s.Id, s.Number, s.Kind, new Phrase(m.NameZh, m.NameEn), s.State, s.At, s.ChargedFen, s.RefundedFen, s.DebtClosed == null ? s.DebtFen : 0)).ToListAsync(cancel);

    // What the scales say while the door is open: for the eye, nothing is charged by it.
    private async Task<IReadOnlyList<ReceiptLine>> TakenSoFar(MachineSession session, IReadOnlyList<ShelfTerms> terms, CancellationToken cancel)
    {
        if (session is not { Kind: MachineKind.Cabinet, State: SessionState.Running })
            return [];
        var net = await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == session.Machine && e.Session == session.Id && e.Stray == null && e.Kind == EventKind.Weighed && e.Shelf != null)
            .GroupBy(e => e.Shelf!.Value).Select(g => new { g.Key, Sum = -g.Sum(e => e.Grams ?? 0) }).ToDictionaryAsync(g => g.Key, g => g.Sum, cancel);
        return [.. MachineRules.Sold(net, terms).Select(l => new ReceiptLine(l.Terms.Name, l.Terms.SoldBy, l.Grams, l.Pieces, l.Terms.PriceFen, l.Fen))];
    }
}

/// <summary>Purchases of the caller, and those family may see for somebody.</summary>
internal sealed class OwnSessions(LinliDb db, CurrentCaller current, IActingFor family)
{
    public static Problem NotFound => Problem.NotFound("market.machine_session_not_found", "没有找到这笔购买。", "This purchase was not found.");

    /// <summary>The caller's own.</summary>
    public IQueryable<MachineSession> All()
    {
        var (account, me) = (current.Value.Account, current.Value.Person);
        // One's own, wherever it was.
        return db.Unfiltered<MachineSession>().Where(s => (account != null && s.Account == account) || (me != null && s.Person == me));
    }

    /// <summary>A purchase about which the caller may do something: their own, or one of somebody who agreed that they act.</summary>
    /// <returns>The purchase, and the agreement where it is somebody else's.</returns>
    public async Task<(MachineSession Session, ActedFor? For)?> FindToAct(Guid id, CancellationToken cancel)
    {
        if (await All().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is { } own)
            return (own, null);
        // Of those who agreed that the caller acts.
        return await db.Unfiltered<MachineSession>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is { Person: { } buyer } other
            && (await family.People(FamilyMatters.Book, cancel)).FirstOrDefault(p => p.Person == buyer) is { } acted ? (other, acted) : null;
    }

    public async Task<MachineSession?> Find(Guid id, CancellationToken cancel)
    {
        if (await All().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is { } own)
            return own;
        var others = (await family.People(FamilyMatters.View, cancel)).Select(p => (Guid?)p.Person).ToList();
        // Of those who agreed that the caller sees it.
        return others.Count == 0 ? null : await db.Unfiltered<MachineSession>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && others.Contains(s.Person), cancel);
    }
}
