using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Gardens;

/// <summary>Gives out plots: draws when the time has come, lets offers lapse, and moves the waiting list on. Again changes nothing.</summary>
/// <param name="Season">Which season.</param>
internal sealed record MoveOn(Guid Season) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Season.ToString();
}

internal sealed class MoveOnHandler(LinliDb db, GardenBook book) : IHandler<MoveOn, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(MoveOn request, CancellationToken cancel)
    {
        await book.Lock(request.Season, cancel);
        if (await db.Unfiltered<GardenSeason>().SingleOrDefaultAsync(s => s.Id == request.Season, cancel) is { } season)
            await book.MoveOn(season, cancel);
        return Done.It;
    }
}

/// <summary>Looks after every season that is not over.</summary>
internal sealed class WatchGardens(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), Linli.Platform.Time.LocalTime.Today(time));
        var due = await db.Unfiltered<GardenSeason>().AsNoTracking().Where(s => s.Until >= today && s.ApplyUntil <= now
            && (s.DrawnAt == null || db.Unfiltered<PlotApplication>().Any(a => a.Season == s.Id && a.State == PlotState.Offered && a.OfferedUntil <= now)
                || (db.Unfiltered<PlotApplication>().Any(a => a.Season == s.Id && a.State == PlotState.Waiting) && db.Unfiltered<GardenPlot>().Any(p => p.Season == s.Id && p.Application == null))))
            .Select(s => s.Id).ToListAsync(cancel);
        foreach (var season in due)
            await runner.Run(new MoveOn(season), cancel);
    }
}

/// <summary>The one place that gives plots to people.</summary>
internal sealed class GardenBook(LinliDb db, INotices notices, TimeProvider time)
{
    public DateTimeOffset Now => Clock.Now(time);

    /// <summary>Whoever gives or takes plots of a season waits for the others.</summary>
    public Task Lock(Guid season, CancellationToken cancel) => db.LockUntilCommit($"garden {season}", cancel);

    public async Task MoveOn(GardenSeason season, CancellationToken cancel)
    {
        if (Now < season.ApplyUntil)
            return;
        var applications = await db.Unfiltered<PlotApplication>().Where(a => a.Season == season.Id).ToListAsync(cancel);
        var plots = await db.Unfiltered<GardenPlot>().Where(p => p.Season == season.Id).OrderBy(p => p.Number).ToListAsync(cancel);
        if (season.DrawnAt is null)
            Draw(season, applications);
        foreach (var late in applications.Where(a => a.State == PlotState.Offered && a.OfferedUntil <= Now))
        {
            late.State = PlotState.Lapsed;
            if (plots.Find(p => p.Application == late.Id) is { } free)
                free.Application = null;
        }

        var queue = new Queue<PlotApplication>(applications.Where(a => a.State == PlotState.Waiting).OrderBy(a => a.Rank ?? long.MaxValue).ThenBy(a => a.At).ThenBy(a => a.Id));
        foreach (var plot in plots.Where(p => p.Application is null))
            if (queue.TryDequeue(out var next))
                await Offer(season, plot, next, cancel);
    }

    private void Draw(GardenSeason season, List<PlotApplication> applications)
    {
        // Who came after the deadline, while the draw was not made yet, is no part of it and stands behind.
        var waiting = applications.Where(a => a.State == PlotState.Waiting && a.At < season.ApplyUntil).ToList();
        var order = season.Way == GardenWay.Lottery
            ? GardenRules.Drawn(season.Seed, waiting.Select(a => a.Id))
            : [.. waiting.OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Id)];
        for (var i = 0; i < order.Count; i++)
            waiting.Find(a => a.Id == order[i])!.Rank = i + 1;
        foreach (var (late, i) in applications.Where(a => a.State == PlotState.Waiting && a.At >= season.ApplyUntil).OrderBy(a => a.At).ThenBy(a => a.Id).Select((a, i) => (a, i)))
            late.Rank = order.Count + 1 + i;
        season.DrawnAt = Now;
    }

    private async Task Offer(GardenSeason season, GardenPlot plot, PlotApplication next, CancellationToken cancel)
    {
        (plot.Application, plot.WarnedUntil) = (next.Id, null);
        (next.State, next.Plot, next.OfferedUntil) = (PlotState.Offered, plot.Id, Now + GardenRules.OfferLasts);
        await notices.Tell(
            next.Account, "garden.offer", ("菜园地块分到您家了", "A garden plot is yours"), ($"{plot.Number} 号地块，请在三天内确认，逾期给下一户。", $"Plot {plot.Number}: take it within three days, or the next household gets it."),
            "/low-carbon/plots", $"garden-offer:{next.Id}:{next.OfferedUntil:O}", cancel);
    }
}
