using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Desk;

/// <summary>
/// Staff end a purchase that the machine did not end, or whose records need a person's eye (人工结束): by what left the shelves, or by
/// nothing. Never more than a cabinet weighed, never more rice than was agreed.
/// </summary>
/// <param name="Reason">Why, 2–200 characters; the buyer reads it.</param>
/// <param name="Taken">What left each shelf, of a mill what came out; left out for nothing.</param>
/// <param name="Free">Whether it is let off: the stock goes, nothing is charged.</param>
internal sealed record EndSession(string? Reason, IReadOnlyList<TakenFromShelf>? Taken = null, bool Free = false) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("reason", "market.machine_end_reason", "请用 2–200 个字写明原因，居民看得到。", "Say why in 2 to 200 characters; the buyer reads it.");
        if (Taken is not null && (Taken.Count > RegisterMachine.MostShelves || Taken.Any(t => t.Grams is < 0 or > 200_000) || Taken.DistinctBy(t => t.Shelf).Count() != Taken.Count))
            yield return Problem.Invalid("taken", "market.machine_end_taken", "克数应为 0–200000，每个货层一行。", "Grams are 0 to 200,000, one line for each shelf.");
    }
}

/// <summary>What left a shelf.</summary>
/// <param name="Shelf">Which.</param>
/// <param name="Grams">How much.</param>
internal sealed record TakenFromShelf(int Shelf, long Grams);

/// <summary>Closes the note about what a buyer could not pay: it was paid at the desk, or is waived.</summary>
/// <param name="Note">Which, 2–200 characters.</param>
internal sealed record CloseDebt(string? Note) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which purchase.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Note?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("note", "market.machine_note", "请用 2–200 个字写明处理结果。", "Say in 2 to 200 characters what came of it.");
    }
}

internal sealed class EndSessionHandler(LinliDb db, MachineBook book, MachineReach reach, SessionDesk desk, CurrentCaller current, TimeProvider time)
    : IHandler<EndSession, Done>, IHandler<CloseDebt, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines/sessions/{id:guid}/end", (Guid id, EndSession request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("End a purchase by hand 人工结束购买");
        api.MapPost("/machines/sessions/{id:guid}/debt", (Guid id, CloseDebt request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Close a note about what was not paid 处理尾款");
    }

    public async Task<Result<Done>> Handle(EndSession request, CancellationToken cancel)
    {
        var found = await Locked(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (machine, session) = found.Value;
        if (!session.IsOpen)
            return Problem.Conflict("market.machine_session_ended", "这笔购买已经结束。", "This purchase has ended already.");
        if (session.IsOf(current.Value))
            return OwnPurchase;
        var folded = await desk.Fold(machine, session, cancel);
        var terms = ShelfTerms.Read(session.Terms);
        var taken = (request.Taken ?? []).Where(t => t.Grams > 0).ToDictionary(t => t.Shelf, t => t.Grams);
        if (taken.Keys.Where(k => terms.All(t => t.Shelf != k)).Cast<int?>().FirstOrDefault() is { } unknown)
            return Problem.Invalid("taken", "market.machine_end_shelf", $"没有货层 {unknown}。", $"There is no shelf {unknown}.");
        if (taken.Count > 0 && !request.Free && NotChargeable(machine, session, folded) is { } refused)
            return refused;
        // What came out of a mill is what a person sees there, up to what was agreed and paid for; of a cabinet the scales alone speak.
        long Most(int shelf) => session.Kind == MachineKind.RiceMill ? (shelf == session.Shelf ? session.WantedGrams ?? 0 : 0) : Math.Max(0, folded.Net?.GetValueOrDefault(shelf) ?? 0);
        if (taken.Where(t => t.Value > Most(t.Key)).Select(t => (int?)t.Key).FirstOrDefault() is { } more)
            return Problem.Invalid("taken", "market.machine_end_more", $"货层 {more} 最多 {Most(more)} 克：不能超过设备称出的，或购买的。", $"Shelf {more}: at most {Most(more)} g, what the machine weighed or what was bought.");
        var sold = request.Free ? [] : terms.Where(t => taken.ContainsKey(t.Shelf)).Select(t => MachineRules.Line(t, taken[t.Shelf])).ToList();
        (session.StaffNote, session.EndedBy, session.Reason) = (request.Reason!.Trim(), current.Value.Account, SessionReasons.Staff);
        foreach (var command in await db.Records<MachineCommand>().Where(c => c.Session == session.Id && c.TakenAt == null && c.WithdrawnAt == null).ToListAsync(cancel))
            command.WithdrawnAt = Clock.Now(time);
        await desk.End(machine, session, sold, taken, SessionReasons.Staff, cancel);
        if (session.Kind == MachineKind.RiceMill || machine.Session == session.Id)
            machine.Session = null;
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CloseDebt request, CancellationToken cancel)
    {
        var found = await Locked(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var session = found.Value.Session;
        if (session.IsOf(current.Value))
            return OwnPurchase;
        if (session.DebtFen == 0 || session.DebtClosed is not null)
            return Problem.Conflict("market.machine_no_debt", "这笔购买没有未付的尾款。", "Nothing is open of this purchase.");
        session.DebtClosed = request.Note!.Trim();
        return Done.It;
    }

    private static Problem OwnPurchase => Problem.Forbidden("market.machine_own", "自己的购买要由别的同事处理。", "Somebody else sees to your own purchase.");

    // Nothing is charged before a mill has begun, nor while a door is open: nobody knows yet what will be put back (S61).
    private static Problem? NotChargeable(Machine machine, MachineSession session, Folded folded)
    {
        if (session.Kind == MachineKind.RiceMill)
            return session.State != SessionState.Authorised ? null
                : Problem.Conflict("market.machine_not_begun", "设备没有说它开始碾米，不能扣款；只能不扣款结束。", "The machine never said that it began: nothing can be charged, it can only be ended without a charge.");
        if (session.State != SessionState.Review)
            return folded.Waits
                ? Problem.Conflict("market.machine_records_missing", "记录还没有传全，不能扣款；确认传不上来时，先在设备页“按丢失处理”，或不扣款结束。", "Records are missing, nothing can be charged: say on the machine's page that they are lost, or end it without a charge.")
                : Problem.Conflict("market.machine_door_open", "门还没有关，不能扣款；只能不扣款结束。", "The door is not closed: nothing can be charged, it can only be ended without a charge.");
        return folded.Closed || machine.DoorOpenSince is null || machine.Session is not null ? null
            : Problem.Conflict("market.machine_door_unknown", "设备丢失了关门记录：先到现场看门关好，在设备页按“门已关好”，再结算。", "The machine lost what came of its door: see that it is closed, say so on its page, then settle.");
    }

    private async Task<Result<(Machine Machine, MachineSession Session)>> Locked(Guid id, CancellationToken cancel)
    {
        // Whether the caller may is asked of its machine.
        if (await db.Unfiltered<MachineSession>().AsNoTracking().Where(s => s.Id == id).Select(s => (Guid?)s.Machine).SingleOrDefaultAsync(cancel) is not { } at
            || await reach.Find(at, cancel) is null || await book.Lock(at, cancel) is not { } machine)
            return Buy.OwnSessions.NotFound;
        return (machine, await db.Unfiltered<MachineSession>().SingleAsync(s => s.Id == id, cancel));
    }
}
