using Linli.LowCarbon.Gardens;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Privacy;

/// <summary>Applications for garden plots: they go with the person, the plot is free for the next household.</summary>
internal sealed class GardenPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "garden-plots";

    public Phrase Title => ("一米菜园", "Garden plots");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var mine = await Mine(subject).AsNoTracking().OrderBy(a => a.At).Join(db.Unfiltered<GardenSeason>(), a => a.Season, s => s.Id, (a, s) => new { a, s.NameZh }).ToListAsync(cancel);
        return mine.Count == 0 ? [] :
        [
            new("applications", ("报名", "Applications"), [.. mine.Select(x => new DataValue[]
            {
                new("season", ("菜园", "Season"), x.NameZh),
                new("state", ("状态", "State"), x.a.State.ToString().ToLowerInvariant()),
                DataValue.Instant("at", ("报名时间", "When"), x.a.At),
                DataValue.Instant("takenAt", ("确认时间", "Taken"), x.a.TakenAt),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var drawn = await Mine(subject).CountAsync(a => a.Rank != null, cancel);
        return drawn == 0 ? [] :
        [
            new(("抽签顺序里的编号，不带姓名和住址", "The number in the order of a draw, without name and home"), ("让其他家庭能复算抽签", "So that other households can recompute the draw"), drawn),
        ];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var ids = await Mine(subject).Select(a => a.Id).ToListAsync(cancel);
        await db.Unfiltered<GardenPlot>().Where(p => p.Application != null && ids.Contains(p.Application.Value))
            .ExecuteUpdateAsync(x => x.SetProperty(p => p.Application, (Guid?)null).SetProperty(p => p.WarnedUntil, (DateTimeOffset?)null), cancel);
        await Mine(subject).Where(a => a.Rank == null).ExecuteDeleteAsync(cancel);
        // The id of a drawn application has to stay where it was; nothing else of it does.
        await Mine(subject).ExecuteUpdateAsync(
            x => x.SetProperty(a => a.State, PlotState.Withdrawn).SetProperty(a => a.Home, Guid.Empty).SetProperty(a => a.Person, Guid.Empty).SetProperty(a => a.Account, Guid.Empty), cancel);
    }

    private IQueryable<PlotApplication> Mine(DataSubject subject) => db.Unfiltered<PlotApplication>().Where(a => a.Person == subject.Person || subject.Accounts.Contains(a.Account));
}
