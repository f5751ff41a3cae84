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

namespace Linli.Market.Machines.Desk;

/// <summary>Machines the caller looks after (设备看板).</summary>
internal sealed record DeskMachines : IQuery<MachineBoard>;

/// <summary>What needs somebody, and all machines.</summary>
/// <param name="Machines">Those in service, the worst first.</param>
/// <param name="SoldToday">How many purchases were settled today.</param>
/// <param name="TakenTodayFen">What they brought.</param>
/// <param name="Disputes">Disputes that wait.</param>
internal sealed record MachineBoard(IReadOnlyList<DeskMachine> Machines, int SoldToday, long TakenTodayFen, int Disputes);

/// <summary>A machine as staff see it.</summary>
internal sealed record DeskMachine(
    Guid Id, string Code, MachineKind Kind, Phrase Name, ScopePath Place, string Spot, string Shop, DateTimeOffset? LastSeenAt, bool Online, string? Fault, DateTimeOffset? DoorOpenSince,
    bool InUse, long ClockAheadSeconds, long LastSeq, long UpTo, IReadOnlyList<DeskShelf> Shelves, int Waiting, int Strays)
{
    /// <summary>Whether the machine no longer knows if its door is open.</summary>
    public bool DoorUnsure { get; init; }

    /// <summary>Whether the machine no longer knows if it is repaired.</summary>
    public bool FaultUnsure { get; init; }

    /// <summary>When staff last said how it is in truth, and what they saw.</summary>
    public DateTimeOffset? SetRightAt { get; init; }

    public string? SetRightNote { get; init; }

    /// <summary>The drug licence that names its address, and its last local day.</summary>
    public string? Licence { get; init; }

    public DateOnly? LicenceUntil { get; init; }
}

/// <summary>A shelf.</summary>
internal sealed record DeskShelf(int Number, Phrase Name, SoldBy SoldBy, int PieceGrams, int ToleranceGrams, long StockGrams, long LowGrams, long? PriceFen, long? NextFen, DateTimeOffset? NextFrom)
{
    public bool IsLow => StockGrams < LowGrams;

    /// <summary>What kind of goods, and the lot that lies there with its last local day.</summary>
    public GoodsClass Class { get; init; }

    public string? Lot { get; init; }

    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>A machine with its purchases, events and changes of stock.</summary>
/// <param name="Id">Which.</param>
internal sealed record DeskMachineSheet(Guid Id) : IQuery<MachineSheet>;

/// <summary>The sheet of a machine.</summary>
internal sealed record MachineSheet(
    DeskMachine Machine, long DepositFen, IReadOnlyList<DeskSession> Sessions, IReadOnlyList<DeskEvent> Events, IReadOnlyList<DeskEvent> Strays, IReadOnlyList<StockLine> Moves, IReadOnlyList<long> Missing);

/// <summary>A purchase as staff see it: the buyer's name masked.</summary>
internal sealed record DeskSession(
    Guid Id, string Number, string Buyer, SessionState State, string? Reason, string? StaffNote, DateTimeOffset At, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, long? WantedGrams, int Percent,
    long TotalFen, long ChargedFen, long DebtFen, string? DebtClosed, long RefundedFen, bool Open, IReadOnlyList<Proposal> Proposed, IReadOnlyList<Buy.ReceiptLine> Lines);

/// <summary>What the scales say left a shelf.</summary>
internal sealed record Proposal(int Shelf, Phrase Name, long Grams);

/// <summary>An event as the machine told it.</summary>
internal sealed record DeskEvent(Guid Id, long Seq, EventKind Kind, Guid? Session, int? Shelf, long? Grams, int? Percent, string? Code, DateTimeOffset At, DateTimeOffset ReceivedAt, string? Stray, bool Seen);

/// <summary>A change of stock.</summary>
internal sealed record StockLine(int Shelf, Phrase Name, StockWhy Why, long Grams, DateTimeOffset At);

/// <summary>Disputes about receipts, those that wait first.</summary>
internal sealed record DeskDisputes : IQuery<IReadOnlyList<MachineDisputeLine>>;

/// <summary>A dispute with all that the machine said.</summary>
internal sealed record MachineDisputeLine(
    Guid Id, Guid Session, string Number, Guid Machine, Phrase Name, string Buyer, string Text, DateTimeOffset At, DisputeState State, long RefundFen, string? Decision, long ChargedFen, long MostFen,
    IReadOnlyList<Buy.ReceiptLine> Lines, IReadOnlyList<DeskEvent> Events, IReadOnlyList<StoredFile> Photos);

internal sealed class DeskMachinesHandler(
    LinliDb db, MachineReach reach, MachineBook book, SessionDesk desk, IActingFor names, IFileStore files, TimeProvider time)
    : IHandler<DeskMachines, MachineBoard>, IHandler<DeskMachineSheet, MachineSheet>, IHandler<DeskDisputes, IReadOnlyList<MachineDisputeLine>>, IUseCase
{
    private const int Latest = 30;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/machines/board", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskMachines(), cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Machines one looks after 设备看板");
        api.MapGet("/machines/{id:guid}/sheet", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskMachineSheet(id), cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("A machine with its purchases and events 设备详情");
        api.MapGet("/machines/disputes", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskDisputes(), cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Disputes about receipts 小票异议");
    }

    public async Task<Result<MachineBoard>> Handle(DeskMachines request, CancellationToken cancel)
    {
        var machines = await reach.Machines().AsNoTracking().Where(m => m.RetiredAt == null).ToListAsync(cancel);
        var ids = machines.ConvertAll(m => m.Id);
        var today = Platform.Time.LocalTime.StartOfDay(Platform.Time.LocalTime.Today(time));
        // Of the machines the caller looks after.
        var sold = await db.Unfiltered<MachineSession>().Where(s => ids.Contains(s.Machine) && s.State == SessionState.Settled && s.EndedAt >= today)
            .GroupBy(_ => 1).Select(g => new { Count = g.Count(), Fen = g.Sum(s => s.ChargedFen - s.RefundedFen) }).SingleOrDefaultAsync(cancel);
        var disputes = await db.Unfiltered<MachineDispute>().Where(d => d.State == DisputeState.Open)
            .Join(db.Unfiltered<MachineSession>().Where(s => ids.Contains(s.Machine)), d => d.Session, s => s.Id, (d, s) => d.Id).CountAsync(cancel);
        var lines = new List<DeskMachine>(machines.Count);
        foreach (var machine in machines)
            lines.Add(await Line(machine, cancel));
        return new MachineBoard(
            [.. lines.OrderByDescending(m => m.Fault is not null || m.Waiting + m.Strays > 0).ThenBy(m => m.Online).ThenByDescending(m => m.Shelves.Any(s => s.IsLow)).ThenBy(m => m.Code, StringComparer.Ordinal)],
            sold?.Count ?? 0, sold?.Fen ?? 0, disputes);
    }

    public async Task<Result<MachineSheet>> Handle(DeskMachineSheet request, CancellationToken cancel)
    {
        if (await reach.Find(request.Id, cancel) is not { } machine)
            return MachineBook.NotFound;
        // Of a machine the caller looks after.
        var sessions = await db.Unfiltered<MachineSession>().AsNoTracking().Where(s => s.Machine == machine.Id)
            .OrderByDescending(s => s.State == SessionState.Authorised || s.State == SessionState.Running || s.State == SessionState.Review || (s.DebtFen > 0 && s.DebtClosed == null)).ThenByDescending(s => s.At).Take(Latest).ToListAsync(cancel);
        var buyers = await Buyers(sessions, cancel);
        var receipts = await Receipts(sessions.ConvertAll(s => s.Id), cancel);
        var shown = new List<DeskSession>(sessions.Count);
        foreach (var s in sessions)
            shown.Add(new(
                s.Id, s.Number, buyers(s), s.State, s.Reason, s.StaffNote, s.At, s.BeganAt, s.EndedAt, s.WantedGrams, s.Percent, s.TotalFen, s.ChargedFen, s.DebtFen, s.DebtClosed, s.RefundedFen, s.IsOpen,
                s.IsOpen ? Proposed(s, await desk.Fold(machine, s, cancel)) : [], [.. receipts[s.Id]]));
        var events = await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == machine.Id).OrderByDescending(e => e.Seq).Take(Latest * 2).ToListAsync(cancel);
        var strays = await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == machine.Id && e.Stray != null && e.SeenAt == null).OrderBy(e => e.Seq).Take(Latest).ToListAsync(cancel);
        var shelves = await db.Records<MachineShelf>().AsNoTracking().Where(s => s.Machine == machine.Id).ToDictionaryAsync(s => s.Id, cancel);
        var moves = await db.Records<MachineStockMove>().AsNoTracking().Where(m => m.Machine == machine.Id).OrderByDescending(m => m.At).Take(Latest).ToListAsync(cancel);
        return new MachineSheet(
            await Line(machine, cancel), machine.DepositFen, shown, events.ConvertAll(Of), strays.ConvertAll(Of),
            moves.ConvertAll(m => new StockLine(shelves[m.Shelf].Number, shelves[m.Shelf].Name, m.Why, m.Grams, m.At)), await Device.ReportHandler.Missing(db, machine, Latest, cancel));
    }

    public async Task<Result<IReadOnlyList<MachineDisputeLine>>> Handle(DeskDisputes request, CancellationToken cancel)
    {
        var machines = await reach.Machines().AsNoTracking().ToDictionaryAsync(m => m.Id, cancel);
        var ids = machines.Keys.ToList();
        // Of the machines the caller looks after.
        var found = await db.Unfiltered<MachineDispute>().AsNoTracking().Join(db.Unfiltered<MachineSession>().Where(s => ids.Contains(s.Machine)), d => d.Session, s => s.Id, (d, s) => new { Dispute = d, Session = s })
            .OrderByDescending(p => p.Dispute.State == DisputeState.Open).ThenByDescending(p => p.Dispute.At).Take(Latest).ToListAsync(cancel);
        var sessions = found.ConvertAll(f => f.Session);
        var (buyers, receipts) = (await Buyers(sessions, cancel), await Receipts([.. sessions.Select(s => s.Id)], cancel));
        var lines = new List<MachineDisputeLine>(found.Count);
        foreach (var f in found)
        {
            var (d, s) = (f.Dispute, f.Session);
            var events = d.State == DisputeState.Open ? await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Session == s.Id && e.Machine == s.Machine).OrderBy(e => e.Seq).ToListAsync(cancel) : [];
            lines.Add(new(
                d.Id, s.Id, s.Number, s.Machine, machines[s.Machine].Name, buyers(s), d.Text, d.At, d.State, d.RefundFen, d.Decision, s.ChargedFen, s.GivableFen, [.. receipts[s.Id]],
                events.ConvertAll(Of), await files.Of(MachineDispute.FileKind, d.Id, cancel)));
        }

        return lines;
    }

    private async Task<DeskMachine> Line(Machine m, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var offers = await book.Offers(m.Id, cancel);
        var ids = offers.Select(o => o.Shelf.Id).ToList();
        var next = (await db.Records<MachinePrice>().AsNoTracking().Where(p => ids.Contains(p.Shelf) && p.From > now).ToListAsync(cancel)).GroupBy(p => p.Shelf).ToDictionary(g => g.Key, g => g.OrderBy(p => p.From).ThenByDescending(p => p.At).First());
        // Of a machine the caller looks after.
        var waiting = await db.Unfiltered<MachineSession>().CountAsync(s => s.Machine == m.Id && (s.State == SessionState.Review || (s.AlarmedAt != null && (s.State == SessionState.Running || s.State == SessionState.Authorised)) || (s.DebtFen > 0 && s.DebtClosed == null)), cancel);
        var strays = await db.Records<MachineEvent>().CountAsync(e => e.Machine == m.Id && e.Stray != null && e.SeenAt == null, cancel);
        return new(
            m.Id, m.Code, m.Kind, m.Name, m.Place, m.Spot, m.Shop, book.LastHeard(m), book.IsOnline(m), m.Fault, m.DoorOpenSince, m.Session is not null,
            m.ClockAheadSeconds, m.LastSeq, m.UpTo,
            [.. offers.Select(o => new DeskShelf(o.Shelf.Number, o.Shelf.Name, o.Shelf.SoldBy, o.Shelf.PieceGrams, o.Shelf.ToleranceGrams, o.Shelf.StockGrams, o.Shelf.LowGrams, o.Terms?.PriceFen,
                next.GetValueOrDefault(o.Shelf.Id)?.Fen, next.GetValueOrDefault(o.Shelf.Id)?.From)
            {
                Class = o.Shelf.Class, Lot = o.Shelf.Lot, ExpiresOn = o.Shelf.ExpiresOn,
            })], waiting + (m.DoorUnsure || m.FaultUnsure ? 1 : 0), strays)
        {
            DoorUnsure = m.DoorUnsure, FaultUnsure = m.FaultUnsure, SetRightAt = m.SetRightAt, SetRightNote = m.SetRightNote, Licence = m.Licence, LicenceUntil = m.LicenceUntil,
        };
    }

    // Nobody but a person at the mill knows what came out of one that stopped speaking; what a cabinet weighed is known once its door is closed.
    private static IReadOnlyList<Proposal> Proposed(MachineSession session, Folded folded) => session.Kind == MachineKind.Cabinet && session.State != SessionState.Review ? [] : session.Kind == MachineKind.RiceMill
        ? [.. ShelfTerms.Read(session.Terms).Where(t => t.Shelf == session.Shelf).Select(t => new Proposal(t.Shelf, t.Name, 0))] :
        [.. ShelfTerms.Read(session.Terms).Select(t => new Proposal(t.Shelf, t.Name, folded.Net?.GetValueOrDefault(t.Shelf) ?? 0)).Where(p => p.Grams != 0)];

    private async Task<Func<MachineSession, string>> Buyers(List<MachineSession> sessions, CancellationToken cancel)
    {
        var masked = await names.MaskedNames([.. sessions.Select(s => s.Person).OfType<Guid>().Distinct()], cancel);
        return s => s.Person is { } person ? masked.GetValueOrDefault(person, "—") : "—";
    }

    private async Task<ILookup<Guid, Buy.ReceiptLine>> Receipts(List<Guid> sessions, CancellationToken cancel) =>
        (await db.Records<MachineLine>().AsNoTracking().Where(l => sessions.Contains(l.Session)).OrderBy(l => l.Shelf).ToListAsync(cancel))
        .ToLookup(l => l.Session, l => new Buy.ReceiptLine(new(l.NameZh, l.NameEn), l.SoldBy, l.Grams, l.Pieces, l.PriceFen, l.Fen));

    private static DeskEvent Of(MachineEvent e) => new(e.Id, e.Seq, e.Kind, e.Session, e.Shelf, e.Grams, e.Percent, e.Code, e.At, e.ReceivedAt, e.Stray, e.SeenAt is not null);
}
