using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>
/// Papers that were promised and have not come (容缺补正): two working days before the last day the person is told once more, and once more
/// when it is over. A deadline that nobody speaks of is none (R45).
/// </summary>
internal sealed class RemindPapers(LinliDb db, WriterQueue writers, HallDesk desk, INotices notices) : IJob
{
    private const int WorkingDaysBefore = 2;

    public async Task Run(CancellationToken cancel)
    {
        var today = desk.Today;
        var soon = WorkingDayCalendar.China.AddWorkingDays(today, WorkingDaysBefore);
        var since = today.AddDays(-14);
        using var turn = await writers.Enter(cancel);
        // The clock reminds, whoever may see them.
        var due = await db.Unfiltered<HallMatter>().AsNoTracking()
            .Where(m => m.State == MatterState.InHand && m.LaterUntil <= soon && m.LaterUntil > since && db.Records<MatterPaper>().Any(p => p.Matter == m.Id && p.State == PaperState.Later))
            .Join(db.Unfiltered<FileRow>(), m => m.Case, f => f.Case, (m, f) => new { m.Id, m.LaterUntil, f.Account, f.Number }).Where(x => x.Account != null).Take(500).ToListAsync(cancel);
        foreach (var one in due)
        {
            var over = one.LaterUntil < today;
            await notices.Tell(
                one.Account!.Value, "hall.papers", over ? ("补交材料已过期", "Papers are overdue") : ("请补交材料", "Papers to hand in"),
                over ? ($"{one.Number}：答应 {one.LaterUntil:M月d日} 前补交的材料还没有收到，请尽快送到大厅或来电说明。", $"{one.Number}: the papers promised until {one.LaterUntil:d MMM} have not come. Please bring them, or call us.")
                    : ($"{one.Number}：请在 {one.LaterUntil:M月d日} 前补交容缺的材料，哪几份见“我的办件”。", $"{one.Number}: please hand in until {one.LaterUntil:d MMM} what was missing; “My matters” says what."),
                "/hall/mine", $"hall.papers.{one.Id:N}.{(over ? "over" : "soon")}", cancel);
        }

        await db.SaveChangesAsync(cancel);
    }
}
