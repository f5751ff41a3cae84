using Linli.Market;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Services.Canteen.Card;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Canteen.Order;

/// <summary>What an order would cost by the way it is paid, step by step (确认预订); nothing is ordered by it.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Day">Local day.</param>
/// <param name="Meal">Which meal.</param>
/// <param name="Items">What.</param>
/// <param name="PayBy">From the canteen card, or from the caller's wallet.</param>
public sealed record QuoteOrder(string Site, DateOnly Day, MealTime Meal, IReadOnlyList<Wanted> Items, PayBy PayBy) : IQuery<OrderQuote>
{
    /// <summary>Who eats, if not the caller.</summary>
    public Guid? OnBehalfOf { get; init; }
}

/// <summary>A price before it is agreed to.</summary>
/// <param name="Items">What was chosen.</param>
/// <param name="Quote">What it costs: the order names its sum as <c>expectedFen</c>.</param>
public sealed record OrderQuote(IReadOnlyList<MealItem> Items, TariffQuote Quote);

internal sealed class QuoteOrderHandler(CanteenTill till, Eaters eaters) : IHandler<QuoteOrder, OrderQuote>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/orders/quote", (QuoteOrder request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("What an order would cost 预订算价");

    public async Task<Result<OrderQuote>> Handle(QuoteOrder request, CancellationToken cancel)
    {
        if (await till.AnySite(request.Site, cancel) is not { Kind: SiteKind.Canteen } site)
            return CanteenTill.NoSite;
        if (request.PayBy == PayBy.Cash)
            return OrderRules.NoCash;
        var eater = await eaters.For(request.OnBehalfOf, FamilyMatters.Book, cancel);
        if (!eater.Ok)
            return eater.As<OrderQuote>();
        if (OrderRules.TimeFault(site, request.Day, request.Meal, till.Today, till.Now, OrderRules.DaysAhead) is { } late)
            return late;
        var priced = await till.Price(site, eater.Value.Person, request.Day, request.Meal, request.Items, request.PayBy, cancel, guardianPays: eater.Value.IsWard);
        return priced.Ok ? new OrderQuote(priced.Value.Items, priced.Value.Quote) : priced.As<OrderQuote>();
    }
}
