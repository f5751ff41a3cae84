using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Linli.Platform.Results;

namespace Linli.Services.Gates;

/// <summary>
/// Looks every few seconds whether the tie of each credential still runs. Moving out, death, a deleted account: whoever
/// changes the register need not know of gates, and nothing is forgotten when an event is late.
/// </summary>
internal sealed class FollowTies(LinliDb db, IHomeTies ties, UseCaseRunner runner) : IJob
{
    private const int AtOnce = 500;

    public async Task Run(CancellationToken cancel)
    {
        var last = Guid.Empty;
        while (true)
        {
            var part = await db.Unfiltered<GateCredential>().AsNoTracking().Where(c => c.RevokedAt == null && c.Id > last)
                .OrderBy(c => c.Id).Take(AtOnce).Select(c => new { c.Id, c.Tie, c.ValidUntil, c.Kind }).ToListAsync(cancel);
            if (part.Count == 0)
                return;
            last = part[^1].Id;
            var known = await ties.Find([.. part.Select(c => c.Tie)], cancel);
            Guid[] changed = [.. part
                .Where(c => known.GetValueOrDefault(c.Tie) is not { Standing: TieStanding.Running } tie
                    || (c.Kind == CredentialKind.Guest ? c.ValidUntil > tie.To : c.ValidUntil != tie.To))
                .Select(c => c.Id)];
            if (changed.Length > 0)
                await runner.Run(new FollowTiesOf(changed), cancel);
        }
    }
}

/// <summary>Ends or limits credentials whose ties have changed; for the job and for event handlers.</summary>
/// <param name="Credentials">Which.</param>
internal sealed record FollowTiesOf(IReadOnlyList<Guid> Credentials) : ICommand<Done>;

internal sealed class FollowTiesOfHandler(LinliDb db, IHomeTies ties, Credentials credentials) : IHandler<FollowTiesOf, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(FollowTiesOf request, CancellationToken cancel)
    {
        var wanted = request.Credentials;
        var rows = await db.Unfiltered<GateCredential>().Where(c => wanted.Contains(c.Id) && c.RevokedAt == null).ToListAsync(cancel);
        var known = await ties.Find([.. rows.Select(c => c.Tie)], cancel);
        foreach (var credential in rows)
        {
            var tie = known.GetValueOrDefault(credential.Tie);
            if (GateRules.EndOf(tie) is { } why)
                await credentials.Revoke(credential, why, cancel);
            else
                await credentials.Limit(credential, tie!.To, cancel);
        }

        return Done.It;
    }
}
