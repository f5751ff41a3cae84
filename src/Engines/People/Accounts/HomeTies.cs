using System.Linq.Expressions;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

/// <summary>Ties as scenes may know them.</summary>
internal sealed class HomeTies(LinliDb db, IHomes homes, TimeProvider time) : IHomeTies
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<TieOfHome>> Running(Guid account, CancellationToken cancel) =>
        [.. (await Read(t => t.AccountId == account, cancel)).Where(t => t.Standing == TieStanding.Running).OrderByDescending(t => t.From)];

    public async Task<IReadOnlyDictionary<Guid, TieOfHome>> Find(IReadOnlyCollection<Guid> ties, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, TieOfHome>();
        foreach (var part in ties.Distinct().Chunk(AtOnce))
            foreach (var tie in await Read(t => part.Contains(t.Id), cancel))
                found[tie.Id] = tie;
        return found;
    }

    public async Task<IReadOnlyList<TieOfHome>> AtHome(string label, CancellationToken cancel)
    {
        // As people write it: 和二7幢502室 is 和二-7-502.
        var written = (await homes.FindLabel(label, cancel))?.Label ?? label;
        return [.. (await Read(t => t.HomeLabel == written, cancel)).Where(t => t.Standing == TieStanding.Running).OrderBy(t => t.From)];
    }

    // A tie that begins in the future is not running yet, and none of these is asked for then.
    private async Task<List<TieOfHome>> Read(Expression<Func<HomeTie, bool>> which, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var rows = await db.Unfiltered<HomeTie>().AsNoTracking().Where(which).Where(t => t.AccountId != null && t.From <= now)
            .Join(
                db.Records<Account>(), t => t.AccountId, a => a.Id,
                (t, a) => new { t, a.SuspendedAt, a.Person!.DiedOn, a.Person.ErasedAt })
            .ToListAsync(cancel);
        return rows.ConvertAll(r => new TieOfHome(
            r.t.Id, r.t.AccountId!.Value, r.t.PersonId, r.t.HomeId, r.t.HomeLabel, r.t.Relation, ScopePath.Parse(r.t.Scope, null), r.t.From,
            r.t.To, Standing(r.t, r.DiedOn is not null, r.SuspendedAt is not null || r.ErasedAt is not null, now)));
    }

    /// <summary>How a tie stands: what happened to the person comes before what was agreed for the home.</summary>
    internal static TieStanding Standing(HomeTie tie, bool died, bool gone, DateTimeOffset now) =>
        died || tie.EndedBy == TieEnd.Died ? TieStanding.Died
        : gone ? TieStanding.AccountGone
        : tie.To is null || tie.To > now ? TieStanding.Running
        : tie.EndedBy is null ? TieStanding.Ended
        : TieStanding.MovedOut;
}
