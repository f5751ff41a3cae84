using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>What the caller's stations handed out today; or what whoever stands there has reserved. Without names.</summary>
/// <param name="Ticket">Of the person before the terminal: what they reserved.</param>
internal sealed record ShopRedemptions(string? Ticket = null) : IQuery<IReadOnlyList<ShopRedemption>>;

/// <summary>A redemption as the shop sees it.</summary>
internal sealed record ShopRedemption(Guid Id, string Number, Phrase Name, int Count, long Points, RedemptionState State, DateTimeOffset At);

internal sealed class ShopRedemptionsHandler(LinliDb db, ShopReach shops, IPresentedCodes codes, TimeProvider time) : IHandler<ShopRedemptions, IReadOnlyList<ShopRedemption>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/redemption/today", (UseCaseRunner run, CancellationToken cancel, string? ticket = null) => run.Answer(new ShopRedemptions(ticket), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Redemption").WithSummary("What my shop handed out today, or keeps for somebody");

    public async Task<Result<IReadOnlyList<ShopRedemption>>> Handle(ShopRedemptions request, CancellationToken cancel)
    {
        var own = shops.Codes;
        var (today, now) = (LocalTime.Today(time), Clock.Now(time));
        // Of one's own stations, wherever they are.
        var rows = db.Unfiltered<RedemptionRow>().AsNoTracking().Where(r => db.Unfiltered<RedemptionStation>().Any(s => s.Id == r.Station && own.Contains(s.Shop)));
        if (request.Ticket is { } ticket)
        {
            var who = codes.Open(ticket);
            if (!who.Ok)
                return who.As<IReadOnlyList<ShopRedemption>>();
            var person = who.Value.Person;
            rows = rows.Where(r => r.Person == person && r.State == RedemptionState.Reserved && r.HoldUntil > now);
        }
        else
        {
            rows = rows.Where(r => r.Day == today && (r.State == RedemptionState.Done || r.State == RedemptionState.Reversed));
        }

        return (await rows.OrderByDescending(r => r.At).Take(50).ToListAsync(cancel)).ConvertAll(r => new ShopRedemption(r.Id, r.Number, r.Name, r.Count, r.Points, r.State, r.At));
    }
}
