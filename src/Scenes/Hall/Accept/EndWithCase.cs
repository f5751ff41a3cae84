using Linli.Cases;
using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>
/// A case that its reporter withdrew, that was merged into another or handed over, takes its matters along: nothing of it waits on the
/// counter's list any more, and nobody goes to a visit that has become another's.
/// </summary>
internal sealed class EndWithCase(LinliDb db, HallDesk desk, INotices notices) : IEventHandler<CaseMoved>
{
    public async Task Handle(Delivered<CaseMoved> delivered, CancellationToken cancel)
    {
        if (WordsOf(delivered.Event) is not { } words)
            return;
        var id = delivered.Event.Case;
        await db.LockUntilCommit($"hall.case.{id.Value:N}", cancel);
        // Of the case that moved, whoever moved it.
        var open = await db.Unfiltered<HallMatter>().Where(m => m.Case == id && (m.State == MatterState.Planned || m.State == MatterState.InHand)).ToListAsync(cancel);
        var off = open.Exists(m => m.State == MatterState.Planned);
        foreach (var matter in open)
            (matter.State, matter.Outcome, matter.EndedAt) = (MatterState.Withdrawn, words, desk.Now);
        if (await db.Unfiltered<FileRow>().SingleOrDefaultAsync(f => f.Case == id, cancel) is not { FinishedAt: null } file)
            return;
        file.FinishedAt = desk.Now;
        foreach (var helper in off && file.VisitAt is not null ? await db.Records<WayRow>().Where(w => w.Case == id && w.Helper != null).Select(w => w.Helper!.Value).ToListAsync(cancel) : [])
            await notices.Tell(helper, "hall.visit_off", ("上门取消了", "A visit was called off"), ($"{file.Number} 不用去了：{words}。", $"{file.Number}: you need not go."), "/desk/hall/visits", $"hall.visit_off.{file.Case.Value:N}", cancel);
    }

    // A case that becomes a petition changes its type with the same step.
    private static string? WordsOf(CaseMoved moved) => moved switch
    {
        { Action: CaseAction.HandOver } => "已移交其他渠道办理",
        { State: CaseState.Withdrawn } => "本人撤回",
        { State: CaseState.Merged } => "已并入另一件事项，在那里继续办",
        _ => null,
    };
}
