using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Screen;

/// <summary>What the wall of a hall shows (叫号屏): numbers and masked names, nothing of why anybody came.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Site">Which room; the hall itself when left out.</param>
internal sealed record ReadBoard(string? Hall, string? Site = null) : IQuery<HallBoard>;

/// <summary>The wall.</summary>
/// <param name="Hall">Name of the hall.</param>
/// <param name="Room">Name of the room, where it is another than the hall itself.</param>
/// <param name="Calls">Who is called or served, the latest call first.</param>
/// <param name="Next">Who comes next, in order.</param>
/// <param name="Missed">Numbers that were missed and may come back.</param>
/// <param name="Waiting">How many wait in this room.</param>
/// <param name="Open">Counters open.</param>
internal sealed record HallBoard(Phrase Hall, Phrase? Room, IReadOnlyList<BoardCall> Calls, IReadOnlyList<BoardWaiting> Next, IReadOnlyList<string> Missed, int Waiting, int Open);

/// <summary>A call on the wall.</summary>
/// <param name="Key">Changes with every call, so that each is said once.</param>
/// <param name="Number">What is called.</param>
/// <param name="Name">Masked.</param>
/// <param name="Counter">Where to.</param>
/// <param name="IsCalling">Whether they are still called.</param>
/// <param name="At">When it was called last, UTC.</param>
internal sealed record BoardCall(string Key, string Number, string? Name, int Counter, bool IsCalling, DateTimeOffset At);

/// <summary>Somebody who waits.</summary>
internal sealed record BoardWaiting(string Number, string? Name, Lane Lane);

internal sealed class ReadBoardHandler(LinliDb db, HallDesk desk) : IHandler<ReadBoard, HallBoard>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/halls/{hall}/board", (string hall, string? site, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadBoard(hall, site), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("The wall of a hall 叫号屏");

    public async Task<Result<HallBoard>> Handle(ReadBoard request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var (site, today) = (request.Site ?? "", desk.Today);
        var room = site.Length == 0 ? null : await db.Records<SiteRow>().AsNoTracking().SingleOrDefaultAsync(s => s.Hall == hall.Id && s.Code == site, cancel);
        if (site.Length > 0 && room is null)
            return Problem.Invalid("site", "hall.site_unknown", "没有这个办事点，请重新选择。", "There is no such room: choose another.");
        var counters = await db.Unfiltered<CounterRow>().AsNoTracking().Where(c => c.Hall == hall.Id && c.Site == site).ToDictionaryAsync(c => c.Id, cancel);
        var tickets = await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Hall == hall.Id && t.Day == today
            && (t.State == TicketState.Waiting || t.State == TicketState.Called || t.State == TicketState.Serving || t.State == TicketState.Absent)).ToListAsync(cancel);
        var queues = await db.Records<QueueRow>().AsNoTracking().Where(q => q.Hall == hall.Id && q.Day == today && q.Site == site).ToListAsync(cancel);
        var waiting = tickets.Where(t => t.State == TicketState.Waiting && t.Site == site).ToList();
        waiting.ForEach(t => t.Lane = TicketRules.LaneAt(t, desk.Now));
        var counted = await desk.Queues(hall.Id, cancel);
        var next = Enum.GetValues<Purpose>().SelectMany(p => HallDesk.InOrder(hall, counted, queues.Find(q => q.Purpose == p), waiting, p, site).Take(p == Purpose.Service ? 7 : 2));
        return new HallBoard(
            hall.Name, room?.Name,
            [
                .. tickets.Where(t => t.State is TicketState.Called or TicketState.Serving && t.Counter is { } at && counters.ContainsKey(at)).OrderByDescending(t => t.CalledAt)
                    .Select(t => new BoardCall($"{t.Number}-{t.Returns}-{t.Calls}-{counters[t.Counter!.Value].Number}", t.Number, t.Name, counters[t.Counter!.Value].Number, t.State == TicketState.Called, t.CalledAt!.Value)),
            ],
            [.. next.Select(t => new BoardWaiting(t.Number, t.Name, t.Lane))], [.. tickets.Where(t => t.State == TicketState.Absent && t.Site == site).OrderBy(t => t.AbsentAt).Select(t => t.Number)],
            waiting.Count, counters.Values.Count(c => c.Clerk is not null));
    }
}
