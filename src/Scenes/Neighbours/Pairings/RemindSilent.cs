using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.Neighbours.Pairings;

/// <summary>Reminds the two and their coordinator of a pairing that has been silent for long.</summary>
internal sealed record RemindSilentPairs : ICommand<Done>;

internal sealed class RemindSilentPairsHandler(LinliDb db, INotices notices, IOptions<NeighboursOptions> options, TimeProvider time) : IHandler<RemindSilentPairs, Done>, IUseCase
{
    // Nobody asks for it but the clock.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(RemindSilentPairs request, CancellationToken cancel)
    {
        var (now, days) = (Clock.Now(time), options.Value.PairingSilenceDays);
        foreach (var pair in await Silent(db, now, days, cancel))
        {
            pair.RemindedAt = now;
            foreach (var account in new[] { pair.First, pair.Second, pair.Coordinator })
                await notices.Tell(
                    account, "pairings.silent", ("好久没有联系了", "It has been quiet for long"), ($"结对已超过 {days} 天没有联系记录，问候一声吧。", $"No contact was noted for over {days} days: say hello."),
                    account == pair.Coordinator ? $"/desk/pairings/{pair.Id}" : $"/pairings/{pair.Id}", $"pair:{pair.Id}:silent:{now:yyyyMMdd}", cancel);
        }

        return Done.It;
    }

    internal static async Task<IReadOnlyList<Pair>> Silent(LinliDb db, DateTimeOffset now, int days, CancellationToken cancel)
    {
        var since = now.AddDays(-days);
        return (await db.Unfiltered<Pair>().Where(p => p.State == PairState.Active && (p.LastContactAt == null || p.LastContactAt <= since)).ToListAsync(cancel))
            .FindAll(p => PairingRules.IsSilent(p.SecondAgreedAt > p.FirstAgreedAt ? p.SecondAgreedAt.Value : p.FirstAgreedAt!.Value, p.LastContactAt, p.RemindedAt, now, days));
    }
}

/// <summary>Looks every six hours; writes nothing when nobody is silent.</summary>
internal sealed class PairingClock(LinliDb db, UseCaseRunner runner, IOptions<NeighboursOptions> options, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var silent = await RemindSilentPairsHandler.Silent(db, Clock.Now(time), options.Value.PairingSilenceDays, cancel);
        db.ChangeTracker.Clear();
        if (silent.Count > 0)
            await runner.Run(new RemindSilentPairs(), cancel);
    }
}
