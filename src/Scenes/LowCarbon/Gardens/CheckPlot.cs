using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Gardens;

/// <summary>
/// Staff look at a plot (巡查). A neglected one brings a warning of two weeks; found neglected after them it is taken back, and the
/// next household gets it. One that grows ends the warning.
/// </summary>
/// <param name="Plot">Which.</param>
/// <param name="Finding">How it was found.</param>
/// <param name="Note">What was seen, at most 200 characters; its holder reads it.</param>
internal sealed record CheckPlot(Guid Plot, PlotFinding Finding, string? Note = null) : ICommand<PlotChecked>, IValidated, IAudited
{
    public string? AuditSubject => Plot.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Note, 200, out _))
            yield return Problem.Invalid("note", "lowcarbon.text_length", "说明不超过 200 个字，一行。", "At most 200 characters on one line.");
    }
}

/// <summary>The body of a check.</summary>
internal sealed record CheckBody(PlotFinding Finding, string? Note = null);

/// <summary>What came of a check.</summary>
internal sealed record PlotChecked(DateTimeOffset? WarnedUntil, bool Returned);

/// <summary>Plots with their holders for the desk, names masked.</summary>
/// <param name="Season">Which season.</param>
internal sealed record DeskPlots(Guid Season) : IQuery<IReadOnlyList<DeskPlot>>;

/// <summary>A plot as staff see it.</summary>
internal sealed record DeskPlot(Guid Id, int Number, decimal Area, PlotState? State, string? Holder, DateTimeOffset? WarnedUntil, PlotFinding? LastFinding, DateTimeOffset? LastAt);

internal sealed class CheckPlotHandler(LinliDb db, CurrentCaller current, GardenBook book, INotices notices, Linli.People.IPeople people)
    : IHandler<CheckPlot, PlotChecked>, IHandler<DeskPlots, IReadOnlyList<DeskPlot>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/gardens/plots/{id:guid}/checks", (Guid id, CheckBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CheckPlot(id, body.Finding, body.Note), cancel))
            .Needs(LowCarbonPermissions.Plots).WithTags("gardens").WithSummary("Look at a plot 巡查地块");
        api.MapGet("/gardens/seasons/{id:guid}/plots", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DeskPlots(id), cancel))
            .Needs(LowCarbonPermissions.Plots).WithTags("gardens").WithSummary("Plots with their holders, masked");
    }

    public async Task<Result<PlotChecked>> Handle(CheckPlot request, CancellationToken cancel)
    {
        if (await db.Scoped<GardenPlot>(current.Value.ScopesFor(LowCarbonPermissions.Plots)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Plot, cancel) is not { } known)
            return Problem.NotFound("lowcarbon.no_plot", "没有这块地，或不在您的范围内。", "There is no such plot, or it is not yours.");
        await book.Lock(known.Season, cancel);
        var plot = await db.Unfiltered<GardenPlot>().SingleAsync(p => p.Id == known.Id, cancel);
        var holder = await db.Unfiltered<PlotApplication>().SingleOrDefaultAsync(a => a.Id == plot.Application && a.State == PlotState.Holding, cancel);
        if (holder is null)
            return Problem.Conflict("lowcarbon.plot_free", "这块地没有人种。", "Nobody has this plot.");
        db.Records<PlotCheck>().Add(new() { Id = Guid.CreateVersion7(book.Now), Plot = plot.Id, At = book.Now, By = current.Value.Account, Finding = request.Finding, Note = request.Note?.Trim() });
        if (request.Finding != PlotFinding.Neglected)
            plot.WarnedUntil = null;
        else if (plot.WarnedUntil is null)
            await Warn(plot, holder, cancel);
        else if (plot.WarnedUntil <= book.Now)
            return await TakeBack(plot, holder, cancel);
        return new PlotChecked(plot.WarnedUntil, false);
    }

    public async Task<Result<IReadOnlyList<DeskPlot>>> Handle(DeskPlots request, CancellationToken cancel)
    {
        var plots = await db.Scoped<GardenPlot>(current.Value.ScopesFor(LowCarbonPermissions.Plots)).AsNoTracking().Where(p => p.Season == request.Season).OrderBy(p => p.Number).ToListAsync(cancel);
        var ids = plots.ConvertAll(p => p.Id);
        var holders = await db.Unfiltered<PlotApplication>().AsNoTracking().Where(a => a.Season == request.Season && (a.State == PlotState.Holding || a.State == PlotState.Offered)).ToDictionaryAsync(a => a.Id, cancel);
        var names = await people.NamesOf([.. holders.Values.Select(h => h.Account).Distinct()], cancel);
        var checks = (await db.Records<PlotCheck>().AsNoTracking().Where(c => ids.Contains(c.Plot)).ToListAsync(cancel)).GroupBy(c => c.Plot).ToDictionary(g => g.Key, g => g.MaxBy(c => c.At)!);
        return plots.ConvertAll(p =>
        {
            var holder = p.Application is { } id ? holders.GetValueOrDefault(id) : null;
            var last = checks.GetValueOrDefault(p.Id);
            return new DeskPlot(p.Id, p.Number, p.AreaDm2 / 100m, holder?.State, holder is null ? null : names.GetValueOrDefault(holder.Account), p.WarnedUntil, last?.Finding, last?.At);
        });
    }

    private async Task Warn(GardenPlot plot, PlotApplication holder, CancellationToken cancel)
    {
        plot.WarnedUntil = book.Now + GardenRules.WarningLasts;
        await notices.Tell(
            holder.Account, "garden.warning", ($"{plot.Number} 号菜地需要打理", $"Plot {plot.Number} needs you"), ("巡查时看到有些荒了。请在两周内打理，仍然荒废将收回给下一户。", "It looked neglected. Put it right within two weeks, or the next household gets it."),
            "/low-carbon/plots", $"garden-warning:{plot.Id}:{plot.WarnedUntil:O}", cancel);
    }

    private async Task<PlotChecked> TakeBack(GardenPlot plot, PlotApplication holder, CancellationToken cancel)
    {
        holder.State = PlotState.Returned;
        (plot.Application, plot.WarnedUntil) = (null, null);
        await notices.Tell(
            holder.Account, "garden.returned", ($"{plot.Number} 号菜地已收回", $"Plot {plot.Number} was taken back"), ("提醒两周后仍然荒废，已给排队的下一户。", "It was neglected two weeks after the warning; the next household gets it."),
            "/low-carbon/plots", $"garden-returned:{holder.Id}", cancel);
        return new(null, true);
    }
}
