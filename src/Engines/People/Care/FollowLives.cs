using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>
/// Lets the lists follow the register: who died or whose last day is over leaves them, who moved or whose grid was redrawn is
/// found where they live now. Whoever changes the register need not know of care.
/// </summary>
internal sealed record FollowLives : ICommand<Done>;

internal sealed class FollowLivesHandler(LinliDb db, CareDesk desk) : IHandler<FollowLives, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only the clock asks for it.
    }

    public async Task<Result<Done>> Handle(FollowLives request, CancellationToken cancel)
    {
        foreach (var change in await Changes(db, desk, cancel))
        {
            var entry = await db.Unfiltered<CareEntry>().SingleAsync(e => e.Id == change.Entry, cancel);
            if (change.Why is { } why)
            {
                await desk.End(entry, CareState.Ended, null, why, cancel);
                // The next entry of the same person must see that this one is over.
                await db.SaveChangesAsync(cancel);
            }
            else
            {
                (entry.Scope, entry.Grid) = (change.Scope!, change.Grid);
            }
        }

        return Done.It;
    }

    internal static async Task<IReadOnlyList<Change>> Changes(LinliDb db, CareDesk desk, CancellationToken cancel)
    {
        var (today, now) = (desk.Today, desk.Now);
        var open = db.Unfiltered<CareEntry>().AsNoTracking().Where(e => e.State == CareState.Listed || e.State == CareState.Waiting);
        var over = await open.Join(db.Records<Person>(), e => e.PersonId, p => p.Id, (e, p) => new { e.Id, e.To, p.DiedOn, p.ErasedAt })
            .Where(x => x.To < today || x.DiedOn != null || x.ErasedAt != null).ToListAsync(cancel);
        // Of several homes the entry stays with the one it was made for while that tie runs.
        var ties = db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.From <= now && (t.To == null || t.To > now));
        var away = await open.Where(e => !ties.Any(t => t.PersonId == e.PersonId && t.Scope == e.Scope && t.Grid == e.Grid))
            .Select(e => new { e.Id, Tie = ties.Where(t => t.PersonId == e.PersonId).OrderByDescending(t => t.From).Select(t => new { t.Scope, t.Grid }).FirstOrDefault() }).ToListAsync(cancel);
        var ended = over.ConvertAll(x => new Change(x.Id, x.DiedOn is not null ? "已去世 Died" : x.ErasedAt is not null ? "已注销 Erased" : "期满 Ran out", null, null));
        return [.. ended, .. away.Where(x => x.Tie is not null && !ended.Exists(e => e.Entry == x.Id)).Select(x => new Change(x.Id, null, x.Tie!.Scope, x.Tie.Grid))];
    }

    /// <summary>What became of an entry: it ends, or lies elsewhere.</summary>
    internal sealed record Change(Guid Entry, string? Why, string? Scope, string? Grid);
}

/// <summary>Looks every few minutes; writes nothing when nothing has changed.</summary>
internal sealed class CareClock(LinliDb db, CareDesk desk, UseCaseRunner runner) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        if ((await FollowLivesHandler.Changes(db, desk, cancel)).Count > 0)
            await runner.Run(new FollowLives(), cancel);
    }
}
