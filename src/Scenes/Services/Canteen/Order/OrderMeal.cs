using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.People;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Services.Canteen.Card;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Canteen.Order;

/// <summary>
/// Orders a meal ahead (预订): the portion is kept and the price promised, what is to be paid is set aside. It is fetched at the counter by
/// code; what nobody fetched is set free when the counter closes.
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Day">Local day: today until the cut-off, or one of the next 7.</param>
/// <param name="Meal">Which meal.</param>
/// <param name="Items">What.</param>
/// <param name="PayBy">From the canteen card, or from the caller's wallet.</param>
/// <param name="IdempotencyKey">Sent again, it is the same order.</param>
public sealed record OrderMeal(string Site, DateOnly Day, MealTime Meal, IReadOnlyList<Wanted> Items, PayBy PayBy, string? IdempotencyKey = null) : ICommand<OrderedMeal>, IValidated, IRepeatable, IAudited
{
    /// <summary>Who eats, if not the caller: a parent who agreed, or a child.</summary>
    public Guid? OnBehalfOf { get; init; }

    /// <summary>What the page showed, in fen: refused where the price has changed since.</summary>
    public long? ExpectedFen { get; init; }

    string? IAudited.AuditSubject => Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.FaultOf(Items) is { } fault)
            yield return fault;
        if (PayBy == PayBy.Cash)
            yield return OrderRules.NoCash;
    }
}

/// <summary>An order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What people read.</param>
/// <param name="Quote">What it costs, step by step.</param>
/// <param name="FetchUntil">Until when it lies ready, UTC.</param>
public sealed record OrderedMeal(Guid Id, string Number, TariffQuote Quote, DateTimeOffset FetchUntil);

internal sealed class OrderMealHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, ILedger ledger, Eaters eaters, CurrentCaller current) : IHandler<OrderMeal, OrderedMeal>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/orders", (OrderMeal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("Order a meal ahead 预订用餐");

    public async Task<Result<OrderedMeal>> Handle(OrderMeal request, CancellationToken cancel)
    {
        if (await till.AnySite(request.Site, cancel) is not { Kind: SiteKind.Canteen } site)
            return CanteenTill.NoSite;
        var eater = await eaters.For(request.OnBehalfOf, FamilyMatters.Book, cancel);
        if (!eater.Ok)
            return eater.As<OrderedMeal>();
        if (OrderRules.TimeFault(site, request.Day, request.Meal, till.Today, till.Now, OrderRules.DaysAhead) is { } late)
            return late;
        await till.WaitFor(eater.Value.Person, cancel);

        var priced = await till.Price(site, eater.Value.Person, request.Day, request.Meal, request.Items, request.PayBy, cancel, guardianPays: eater.Value.IsWard);
        if (!priced.Ok)
            return priced.As<OrderedMeal>();
        if (request.ExpectedFen is { } shown && shown != priced.Value.Quote.PaysFen)
            return Problem.Conflict("canteen.price_changed", $"价格刚刚变化，现在应付 {Yuan.Short(priced.Value.Quote.PaysFen)} 元，请确认后再订。", $"The price has just changed to {Yuan.Short(priced.Value.Quote.PaysFen)} yuan: confirm again.");
        return await till.Take(priced.Value.Items, cancel) is { } soldOut ? soldOut : await Keep(priced.Value, eater.Value, request, cancel);
    }

    private async Task<Result<OrderedMeal>> Keep(Priced priced, EaterOfCaller eater, OrderMeal request, CancellationToken cancel)
    {
        var (site, fen, id) = (priced.Site, priced.Quote.PaysFen, Guid.CreateVersion7(till.Now));
        var times = site.Serving.Single(t => t.Meal == request.Meal);
        var fetchUntil = LocalTime.At(request.Day, times.Until);
        AccountId? from = null;
        HoldId? hold = null;
        if (fen > 0)
        {
            var account = request.PayBy == PayBy.Wallet ? await accounts.Wallet(eater.Payer, cancel) : await accounts.StoredValue(eater.CardOf, site.Place, cancel);
            var held = await ledger.Hold(
                new(account, Amount.Of(new Fen(fen)), fetchUntil.AddHours(1), CanteenRules.Poster, $"order-{id:D}", ($"{site.NameZh}预订", $"Ordered at {site.NameEn}")) { Subject = id.ToString("D") }, cancel);
            if (!held.Ok)
                return CanteenTill.Friendly(held.Problem);
            (from, hold) = (account, held.Value);
        }

        var order = new MealOrder
        {
            Id = id, Number = await till.Number("D", till.Now, cancel), Site = site.Id, Scope = site.Scope, Day = request.Day, Meal = request.Meal, Person = eater.Person,
            OrderedBy = current.Value.Account!.Value, Items = JsonSerializer.Serialize(priced.Items, Json.Options), Quote = JsonSerializer.Serialize(priced.Quote, Json.Options),
            PaysFen = fen, PayBy = request.PayBy, Tariff = priced.Tariff.Version, Hold = hold, PaidFrom = from, At = till.Now,
            CancelUntil = LocalTime.At(request.Day, times.OrderUntil), FetchUntil = fetchUntil, State = OrderState.Open,
        };
        db.Insert(order);
        eaters.Record(eater, id.ToString("D"), ($"为您预订{CanteenWords.Of(request.Meal).Zh}：{site.NameZh}", $"ordered {CanteenWords.Of(request.Meal).En} for you at {site.NameEn}"));
        return new OrderedMeal(id, order.Number, priced.Quote, fetchUntil);
    }
}

internal static class OrderRules
{
    public const int DaysAhead = 7;

    public static readonly Problem NoCash = Problem.Invalid("payBy", "canteen.order_pay", "预订请用食堂卡或钱包付款。", "What is ordered ahead is paid from the canteen card or the wallet.");

    public static Problem? TimeFault(CanteenSite site, DateOnly day, MealTime meal, DateOnly today, DateTimeOffset now, int daysAhead)
    {
        if (site.Serving.FirstOrDefault(t => t.Meal == meal) is not { } times)
            return Problem.Invalid("meal", "canteen.not_served", "这个食堂不供应这一餐。", "This canteen does not serve this meal.");
        if (day < today || day.DayNumber - today.DayNumber > daysAhead)
            return Problem.Invalid("day", "canteen.order_day", $"只能预订今天到 {daysAhead} 天内的餐。", $"Meals of today and the next {daysAhead} days can be ordered.");
        return now < LocalTime.At(day, times.OrderUntil) ? null
            : Problem.Conflict("canteen.order_late", $"预订已于 {times.OrderUntil:HH:mm} 截止，请直接到窗口用餐。", $"Orders closed at {times.OrderUntil:HH:mm}: come to the counter.");
    }
}
