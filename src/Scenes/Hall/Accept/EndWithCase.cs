using Linli.Cases;
using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>A case that its reporter withdrew takes its matters along: nothing of it waits on the counter's list any more.</summary>
internal sealed class EndWithCase(LinliDb db, HallDesk desk) : IEventHandler<CaseMoved>
{
    public async Task Handle(Delivered<CaseMoved> delivered, CancellationToken cancel)
    {
        if (delivered.Event.Type != MatterDesk.Type.Code || delivered.Event.State != CaseState.Withdrawn)
            return;
        var id = delivered.Event.Case;
        await db.LockUntilCommit($"hall.case.{id.Value:N}", cancel);
        // Of the case that moved, whoever moved it.
        foreach (var matter in await db.Unfiltered<HallMatter>().Where(m => m.Case == id && (m.State == MatterState.Planned || m.State == MatterState.InHand)).ToListAsync(cancel))
            (matter.State, matter.Outcome, matter.EndedAt) = (MatterState.Withdrawn, "本人撤回", desk.Now);
        if (await db.Unfiltered<FileRow>().SingleOrDefaultAsync(f => f.Case == id, cancel) is { FinishedAt: null } file)
            file.FinishedAt = desk.Now;
    }
}
