using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Ways;

/// <summary>What the hall has done (大厅统计): tickets, waits, ratings, limits kept, and each of the five ways (S90).</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Days">Of how many days up to today, 1–366.</param>
internal sealed record HallFigures(string? Hall, int Days = 30) : IQuery<FiguresOfHall>;

/// <summary>Figures without names.</summary>
/// <param name="From">The first day.</param>
/// <param name="Tickets">Tickets taken.</param>
/// <param name="Served">… served.</param>
/// <param name="Missed">… missed for good.</param>
/// <param name="Lanes">By lane: tickets, and minutes they waited.</param>
/// <param name="ServiceMinutes">Minutes at a counter, on average.</param>
/// <param name="Rated">Ratings.</param>
/// <param name="Content">… with four or five stars.</param>
/// <param name="BadInTime">Bad ratings put right within a day.</param>
/// <param name="Bad">Bad ratings.</param>
/// <param name="Finished">Matters finished.</param>
/// <param name="InTime">… within the promised limit.</param>
/// <param name="WithGaps">Matters taken in while papers were missing.</param>
/// <param name="Spared">Papers that nobody had to bring, as data are shared.</param>
/// <param name="Ways">The five ways.</param>
/// <param name="Visits">Visits at home.</param>
/// <param name="VisitsInTime">… of at most thirty minutes.</param>
internal sealed record FiguresOfHall(
    DateOnly From, int Tickets, int Served, int Missed, IReadOnlyList<LaneFigures> Lanes, double? ServiceMinutes, int Rated, int Content, int BadInTime, int Bad, int Finished, int InTime, int WithGaps, int Spared,
    IReadOnlyList<WayFigures> Ways, int Visits, int VisitsInTime);

/// <summary>A lane.</summary>
internal sealed record LaneFigures(Lane Lane, int Tickets, double? MeanWait, double? LongestWait);

/// <summary>One of the five ways.</summary>
/// <param name="Way">Which.</param>
/// <param name="Cases">Cases that took it.</param>
/// <param name="Finished">… finished.</param>
/// <param name="InTime">Matters of them within the limit.</param>
/// <param name="Matters">Matters of them that ended.</param>
/// <param name="Hours">Hours from the file to its end, on average.</param>
internal sealed record WayFigures(HallWay Way, int Cases, int Finished, int InTime, int Matters, double? Hours);

internal sealed class HallFiguresHandler(LinliDb db, HallDesk desk) : IHandler<HallFigures, FiguresOfHall>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/halls/{hall}/figures", (string hall, int? days, UseCaseRunner run, CancellationToken cancel) => run.Answer(new HallFigures(hall, days ?? 30), cancel))
            .Needs(HallPermissions.Statistics).WithTags("Hall").WithSummary("What the hall has done 大厅统计");

    public async Task<Result<FiguresOfHall>> Handle(HallFigures request, CancellationToken cancel)
    {
        if (await desk.FindWhole(request.Hall, HallPermissions.Statistics, cancel) is not { } hall)
            return HallDesk.NoHall;
        if (request.Days is < 1 or > 366)
            return Problem.Invalid("days", "hall.days", "请填 1 到 366 天。", "Give 1 to 366 days.");
        var from = desk.Today.AddDays(1 - request.Days);
        var since = LocalTime.StartOfDay(from);
        var tickets = await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Hall == hall.Id && t.Day >= from)
            .Select(t => new { t.Lane, t.State, t.TakenAt, t.ServedAt, t.EndedAt, t.Rating, t.RatedAt, t.SettledAt }).ToListAsync(cancel);
        var files = await db.Unfiltered<FileRow>().AsNoTracking().Where(f => f.Hall == hall.Id && f.At >= since).ToListAsync(cancel);
        var ids = db.Unfiltered<FileRow>().Where(f => f.Hall == hall.Id && f.At >= since).Select(f => f.Case);
        var matters = await db.Unfiltered<HallMatter>().AsNoTracking().Where(m => ids.Contains(m.Case)).ToListAsync(cancel);
        var ways = (await db.Records<WayRow>().AsNoTracking().Where(w => ids.Contains(w.Case)).ToListAsync(cancel)).ToLookup(w => w.Way, w => w.Case);
        var spared = await db.Records<MatterPaper>().CountAsync(p => (p.State == PaperState.Shared || p.State == PaperState.Dropped) && db.Unfiltered<HallMatter>().Any(m => m.Id == p.Matter && ids.Contains(m.Case)), cancel);
        var served = tickets.Where(t => t is { State: TicketState.Done, ServedAt: not null, EndedAt: not null }).ToList();
        var ended = matters.Where(m => m.EndedAt is not null).ToList();
        var visits = files.Where(f => f.VisitUntil is not null).ToList();
        return new FiguresOfHall(
            from, tickets.Count, tickets.Count(t => t.State == TicketState.Done), tickets.Count(t => t.State == TicketState.Lapsed),
            [.. Enum.GetValues<Lane>().Select(lane => Of(lane, served.Where(t => t.Lane == lane).Select(t => (t.ServedAt!.Value - t.TakenAt).TotalMinutes).ToList(), tickets.Count(t => t.Lane == lane)))],
            served.Count == 0 ? null : served.Average(t => (t.EndedAt!.Value - t.ServedAt!.Value).TotalMinutes),
            tickets.Count(t => t.Rating is not null), tickets.Count(t => t.Rating >= 4), tickets.Count(t => t.Rating <= 2 && t.SettledAt <= t.RatedAt!.Value.AddHours(24)), tickets.Count(t => t.Rating <= 2),
            ended.Count, ended.Count(InTime), matters.Count(m => m.PromisedAt is not null), spared,
            [.. Enum.GetValues<HallWay>().Select(way => Of(way, [.. ways[way]], files, ended))], visits.Count, visits.Count(v => v.VisitUntil - v.VisitFrom <= Visits.VisitRules.Target));
    }

    private static bool InTime(HallMatter matter) => matter.DueOn is { } due && LocalTime.DateOf(matter.EndedAt!.Value) <= due;

    private static LaneFigures Of(Lane lane, List<double> waits, int tickets) => new(lane, tickets, waits.Count == 0 ? null : waits.Average(), waits.Count == 0 ? null : waits.Max());

    private static WayFigures Of(HallWay way, HashSet<Cases.CaseId> cases, List<FileRow> files, List<HallMatter> ended)
    {
        var mine = files.FindAll(f => cases.Contains(f.Case));
        var finished = mine.FindAll(f => f.FinishedAt is not null);
        var matters = ended.FindAll(m => cases.Contains(m.Case));
        return new(way, mine.Count, finished.Count, matters.Count(InTime), matters.Count, finished.Count == 0 ? null : finished.Average(f => (f.FinishedAt!.Value - f.At).TotalHours));
    }
}
