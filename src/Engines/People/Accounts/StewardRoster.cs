using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

/// <summary>Tells Places who works here: the names of stewards, and who may become one.</summary>
internal sealed class StewardRoster(LinliDb db, IPeople people, TimeProvider time) : IStewardRoster
{
    private static readonly string[] Candidates = [Posts.GridSteward, Posts.GridLeader, Posts.CommunityWorker];

    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken cancel)
    {
        var staff = await db.Records<Account>().Where(a => accounts.Contains(a.Id) && a.Kind == AccountKind.Staff)
            .Select(a => a.Id).ToHashSetAsync(cancel);
        return (await people.NamesOf(accounts, cancel)).Where(n => staff.Contains(n.Key)).ToDictionary();
    }

    public async Task<IReadOnlySet<Guid>> Working(IReadOnlyCollection<Guid> accounts, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return await db.Records<Account>().Where(a => accounts.Contains(a.Id) && a.Kind == AccountKind.Staff && a.SuspendedAt == null
                && db.Unfiltered<PostHeld>().Any(p => p.AccountId == a.Id && p.From <= now && (p.To == null || p.To > now)))
            .Select(a => a.Id).ToHashSetAsync(cancel);
    }

    public async Task<IReadOnlyDictionary<Guid, string>> CandidatesFor(ScopePath grid, CancellationToken cancel)
    {
        // A steward of the grid next door may take this one over, so the whole community is asked.
        var around = await people.StaffAround(grid.Parent, Candidates, cancel);
        return around.DistinctBy(s => s.Account).ToDictionary(s => s.Account, s => s.Name);
    }
}
