using Linli.People.Accounts;
using Linli.People.Care;
using Linli.People.Privacy.Disclosure;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Erasures;

/// <summary>Wishes to be deleted that wait.</summary>
internal sealed class ErasureDesk(LinliDb db, Outbox outbox, TimeProvider time)
{
    /// <summary>The wish about a person that waits or is held.</summary>
    public Task<Erasure?> Open(Guid person, CancellationToken cancel) =>
        db.Records<Erasure>().SingleOrDefaultAsync(e => e.PersonId == person && e.EndedAt == null, cancel);

    /// <summary>Whoever comes back in the meantime stays: signing in takes one's own wish back.</summary>
    public async Task TakeBackBySigningIn(Guid person, CancellationToken cancel)
    {
        if (await Open(person, cancel) is { } erasure && erasure.AskedBy == person)
            await End(erasure, ErasureState.TakenBack, cancel);
    }

    public async Task End(Erasure erasure, ErasureState state, CancellationToken cancel)
    {
        (erasure.State, erasure.EndedAt) = (state, Clock.Now(time));
        await Say(erasure, cancel);
    }

    /// <summary>Tells whoever asked, and the workers who look after the person.</summary>
    public async Task Say(Erasure erasure, CancellationToken cancel)
    {
        // Whoever is deleted reads nothing any more, and nothing new is kept of them.
        var reads = erasure.State != ErasureState.Done || erasure.AskedBy != erasure.PersonId;
        var asked = await db.Records<Account>().Where(a => reads && a.PersonId == erasure.AskedBy && a.Kind == AccountKind.Resident).Select(a => a.Id).ToListAsync(cancel);
        var workers = await db.Records<CareAssignment>().Where(a => a.PersonId == erasure.PersonId && a.To == null).Select(a => a.Account).Distinct().ToListAsync(cancel);
        var place = await PersonReach.PlaceOf(db, erasure.PersonId, Clock.Now(time), cancel);
        outbox.Add(new ErasureMoved(
            erasure.Id, Enum.Parse<ErasureStep>(erasure.State.ToString()), asked, workers,
            place is null ? ScopePath.Root : ScopePath.Parse(place, null), erasure.DueAt, erasure.AskedBy == erasure.PersonId ? null : erasure.PersonId));
    }

    // Whoever acts for the office is known by name as long as they do; their posts are withdrawn first.
    public async Task<Problem?> Hindrance(Guid person, CancellationToken cancel) =>
        await db.Records<Account>().AnyAsync(a => a.PersonId == person && a.Kind == AccountKind.Staff && a.SuspendedAt == null && !a.ClaimPending, cancel)
            ? Problem.Conflict("staff_account_open",
                "您还有工作账号，请先请管理员撤销岗位并停用账号，再来注销。", "You still have a staff account: have an administrator withdraw your posts and close it first.")
            : null;
}
