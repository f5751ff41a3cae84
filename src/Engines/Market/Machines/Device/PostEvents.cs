using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Device;

/// <summary>
/// A machine tells what happened, also long after the fact (上报事件). What was sent once is kept as it came first; the answer comes when
/// everything is durable.
/// </summary>
/// <param name="Events">1–500 events.</param>
internal sealed record PostEvents(IReadOnlyList<PostedEvent>? Events) : ICommand<EventsTaken>, IValidated
{
    private const long Heaviest = 1_000_000;

    /// <summary>How far numbers may run ahead of those that are here: a counter gone wrong must not bury the machine's own story.</summary>
    public const long FarthestAhead = 10_000;

    public IEnumerable<Problem> Problems()
    {
        if (Events is not { Count: >= 1 and <= 500 })
        {
            yield return Problem.Invalid("events", "market.machine_events_count", "每次 1–500 条事件。", "Send 1 to 500 events at once.");
            yield break;
        }

        if (Events.Any(e => e.Seq <= 0))
            yield return Problem.Invalid("events", "market.machine_event_seq", "每条事件要有大于 0 的序号。", "Each event has a number above 0.");
        if (Events.Any(e => e.Grams is < -Heaviest or > Heaviest || e.Readings?.Any(r => r.Grams is < -Heaviest or > Heaviest) == true || e.Readings?.Count > 100))
            yield return Problem.Invalid("events", "market.machine_event_grams", "重量超出范围。", "A weight is out of range.");
        if (Events.Any(e => e.Kind == EventKind.Weighed && (e.Shelf is null || e.Grams is null)))
            yield return Problem.Invalid("events", "market.machine_event_weighed", "称重事件要有货层和克数。", "A weighing names its shelf and the grams.");
        if (Events.Any(e => e.Kind is EventKind.Milled or EventKind.Jammed && e.Grams is null or < 0))
            yield return Problem.Invalid("events", "market.machine_event_output", "出米事件要有实际克数。", "Milled and jammed say how much came out.");
        if (Events.Any(e => e.Session is null && e.Kind is EventKind.Started or EventKind.Progress or EventKind.Milled or EventKind.Jammed or EventKind.Taken or EventKind.Refused))
            yield return Problem.Invalid("events", "market.machine_event_session", "这类事件要写明订单。", "Such an event names its session.");
        if (Events.Any(e => e.Percent is < 0 or > 100) || Events.Any(e => e.Code is { Length: 0 or > 40 }))
            yield return Problem.Invalid("events", "market.machine_event_value", "进度为 0–100，代码不超过 40 个字符。", "Progress is 0 to 100, a code has at most 40 characters.");
        if (Events.Any(e => e.Readings?.DistinctBy(r => r.Shelf).Count() < e.Readings?.Count))
            yield return Problem.Invalid("events", "market.machine_event_readings", "每个货层只报一个读数。", "Each shelf has one reading.");
    }
}

/// <summary>An event as the machine saw it.</summary>
/// <param name="Seq">The machine's own number: 1, 2, 3 … without gaps, never again.</param>
/// <param name="At">When, by the machine's clock; kept, decides nothing.</param>
/// <param name="Kind">What.</param>
/// <param name="Session">The purchase it belongs to.</param>
/// <param name="Shelf">Which shelf.</param>
/// <param name="Grams">Weighed: by how much the shelf became heavier, below zero lighter. Milled and jammed: how much came out.</param>
/// <param name="Percent">How far the mill is.</param>
/// <param name="Readings">What the scales show when the door opens and closes.</param>
/// <param name="Code">What fault: jam, scale, door, power.</param>
internal sealed record PostedEvent(
    long Seq, DateTimeOffset At, EventKind Kind, Guid? Session = null, int? Shelf = null, long? Grams = null, int? Percent = null, IReadOnlyList<ScaleReading>? Readings = null, string? Code = null);

/// <summary>What a scale shows.</summary>
/// <param name="Shelf">Which shelf.</param>
/// <param name="Grams">How much lies on it.</param>
internal sealed record ScaleReading(int Shelf, long Grams);

/// <summary>What was taken.</summary>
/// <param name="Taken">New events.</param>
/// <param name="Known">Events that were here already.</param>
/// <param name="UpTo">Up to here no event is missing: they may be forgotten.</param>
/// <param name="Missing">The first numbers that are missing: post them.</param>
internal sealed record EventsTaken(int Taken, int Known, long UpTo, IReadOnlyList<long> Missing);

internal sealed class PostEventsHandler(LinliDb db, MachineBook book, SessionDesk desk, Outbox outbox, TimeProvider time) : IHandler<PostEvents, EventsTaken>, IUseCase
{
    private const int MostMissing = 50;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/machines/device/events", (PostEvents request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MachinePermissions.Device).WithTags("machines").WithSummary("For machines: post what happened 上报事件");

    public async Task<Result<EventsTaken>> Handle(PostEvents request, CancellationToken cancel)
    {
        var calling = await book.Calling(cancel);
        if (!calling.Ok)
            return calling.As<EventsTaken>();
        var now = Clock.Now(time);
        var machine = (await book.Lock(calling.Value, cancel))!;
        machine.LastSeenAt = now;
        if (request.Events!.Max(e => e.Seq) is var highest && highest > machine.LastSeq + PostEvents.FarthestAhead)
            return Problem.Invalid("events", "market.machine_event_ahead", $"序号 {highest} 跳得太远：最后收到的是 {machine.LastSeq}，请从 {machine.LastSeq + 1} 继续。", $"Number {highest} is too far ahead: the last one here is {machine.LastSeq}, go on with {machine.LastSeq + 1}.");
        var posted = request.Events!.DistinctBy(e => e.Seq).OrderBy(e => e.Seq).ToList();
        var seqs = posted.ConvertAll(e => e.Seq);
        var known = await db.Records<MachineEvent>().Where(e => e.Machine == machine.Id && seqs.Contains(e.Seq)).Select(e => e.Seq).ToHashSetAsync(cancel);
        var fresh = posted.FindAll(e => !known.Contains(e.Seq));
        var sessions = await Sessions(machine, fresh, cancel);
        foreach (var e in fresh)
        {
            var session = e.Session is { } id ? sessions.GetValueOrDefault(id) : null;
            Keep(machine, e, Stray(e, session), now);
            Follow(machine, e, session, now);
            // The receipt was there before the bag was taken: its page hears of that, too.
            if (e.Kind == EventKind.Taken && session is { IsOpen: false })
                await desk.Moved(machine, session, cancel);
        }

        if (fresh.Count > 0)
        {
            // What came before lies in the table: the story of a session is read from there as a whole.
            await db.SaveChangesAsync(cancel);
            await CountUp(machine, fresh[^1].Seq, cancel);
            await desk.AdvanceAll(machine, sessions.Keys.ToHashSet(), cancel);
            await desk.TellOfDoubt(machine, cancel);
            if (fresh.Exists(e => e.Kind is EventKind.Opened or EventKind.Closed or EventKind.Fault or EventKind.Jammed or EventKind.Cleared or EventKind.Lost))
                outbox.Add(new MachineChanged(machine.Id, machine.Place));
        }

        return new EventsTaken(fresh.Count, request.Events!.Count - fresh.Count, machine.UpTo, await ReportHandler.Missing(db, machine, MostMissing, cancel));
    }

    private async Task<Dictionary<Guid, MachineSession>> Sessions(Machine machine, List<PostedEvent> fresh, CancellationToken cancel)
    {
        var ids = fresh.Select(e => e.Session).OfType<Guid>().Distinct().ToList();
        // Only those of the machine that speaks.
        return await db.Unfiltered<MachineSession>().Where(s => s.Machine == machine.Id && ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancel);
    }

    private void Keep(Machine machine, PostedEvent e, string? stray, DateTimeOffset now) => db.Records<MachineEvent>().Add(new()
    {
        Id = Guid.CreateVersion7(now), Machine = machine.Id, Seq = e.Seq, Kind = e.Kind, Session = e.Session, Shelf = e.Shelf, Grams = e.Grams, Percent = e.Percent, Code = e.Code,
        Readings = e.Readings is { Count: > 0 } readings ? JsonSerializer.Serialize(readings.ToDictionary(r => r.Shelf, r => r.Grams)) : null,
        At = Clock.ToMicroseconds(e.At), ReceivedAt = now, Stray = stray,
    });

    private static string? Stray(PostedEvent e, MachineSession? session) =>
        e.Session is null ? null : session is null ? "unknown"
        : session.IsOpen || e.Kind is EventKind.Taken or EventKind.Progress or EventKind.Fault or EventKind.Cleared
        // How it began may come after how it ended.
        || (e.Kind == EventKind.Started && session.EndedBy is null && session.Reason is null or SessionReasons.Jam) ? null : "ended";

    // What the machine itself is like: the highest number counts, whatever comes first.
    private static void Follow(Machine machine, PostedEvent e, MachineSession? session, DateTimeOffset now)
    {
        if (e.Kind is EventKind.Opened or EventKind.Closed && e.Seq > machine.DoorSeq)
            (machine.DoorSeq, machine.DoorOpenSince) = (e.Seq, e.Kind == EventKind.Opened ? now : null);
        if (e.Kind is EventKind.Fault or EventKind.Jammed or EventKind.Cleared && e.Seq > machine.FaultSeq)
        {
            machine.FaultSeq = e.Seq;
            (machine.Fault, machine.FaultSince) = e.Kind == EventKind.Cleared ? (null, null) : (e.Code ?? (e.Kind == EventKind.Jammed ? "jam" : "unknown"), (DateTimeOffset?)now);
        }

        if (e.Kind == EventKind.Lost)
            machine.LostSeq = Math.Max(machine.LostSeq, e.Seq);
        if (e.Kind != EventKind.Taken || session is null)
            return;
        session.TakenAt ??= now;
        if (machine.Session == session.Id && !session.IsOpen)
            machine.Session = null;
    }

    private async Task CountUp(Machine machine, long highest, CancellationToken cancel)
    {
        machine.LastSeq = Math.Max(machine.LastSeq, highest);
        if (machine.UpTo == machine.LastSeq)
            return;
        var later = await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == machine.Id && e.Seq > machine.UpTo).OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync(cancel);
        foreach (var seq in later.TakeWhile(seq => seq == machine.UpTo + 1))
            machine.UpTo = seq;
    }
}
