using Linli.Market;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Canteen.Counter;

/// <summary>
/// Sells a meal at the counter (收银): stock, money, subsidies and receipt together or not at all. The price is that of the person's
/// age today; who had the subsidised meal already is refused.
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Items">What, 1 to 30 lines of the menu.</param>
/// <param name="PayBy">How it is paid; guests pay cash.</param>
/// <param name="IdempotencyKey">Made by the till for each sale: sent again after a lost answer, it gives the same receipt.</param>
public sealed record SellMeal(string Site, IReadOnlyList<Wanted> Items, PayBy PayBy, string? IdempotencyKey = null) : ICommand<SoldMeal>, IValidated, IRepeatable, IAudited
{
    /// <summary>Whom the reader read; a guest when left out.</summary>
    public string? Ticket { get; init; }

    /// <summary>Which meal; the one served now when left out.</summary>
    public MealTime? Meal { get; init; }

    /// <summary>Whether it is taken away (打包).</summary>
    public bool Takeaway { get; init; }

    /// <summary>What the till showed, in fen: refused where the price has changed since.</summary>
    public long? ExpectedFen { get; init; }

    string? IAudited.AuditSubject => Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.FaultOf(Items) is { } fault)
            yield return fault;
        if (!Enum.IsDefined(PayBy))
            yield return Problem.Invalid("payBy", "canteen.pay_unknown", "请选择食堂卡、钱包或现金。", "Choose card, wallet or cash.");
        else if (Ticket is null && PayBy != PayBy.Cash)
            yield return Problem.Invalid("payBy", "canteen.guest_pays_cash", "未出示码或卡的客人请付现金。", "Guests who show no code or card pay cash.");
    }
}

/// <summary>A receipt as the till gets it.</summary>
/// <param name="Id">Its id: <c>/api/v1/canteen/receipts/{id}</c>.</param>
/// <param name="Number">What people read.</param>
/// <param name="Quote">List price, every step, what is paid.</param>
/// <param name="At">When, UTC.</param>
public sealed record SoldMeal(Guid Id, string Number, TariffQuote Quote, DateTimeOffset At);

internal sealed class SellMealHandler(CanteenTill till, CanteenTelling telling, IPresentedCodes codes) : IHandler<SellMeal, SoldMeal>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/meals", (SellMeal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Sell a meal at the counter 窗口收银");

    public async Task<Result<SoldMeal>> Handle(SellMeal request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;
        Presented? who = null;
        if (request.Ticket is { } ticket)
        {
            var presented = codes.Open(ticket);
            if (!presented.Ok)
                return presented.As<SoldMeal>();
            who = presented.Value;
            await till.WaitFor(who.Person, cancel);
        }

        var meal = request.Meal ?? CanteenRules.MealAt(site.Serving, till.Now);
        var priced = await till.Price(site, who?.Person, till.Today, meal, request.Items, request.PayBy, cancel);
        if (!priced.Ok)
            return priced.As<SoldMeal>();
        return await till.VouchedFault(who, request.PayBy, priced.Value.Quote.PaysFen, cancel) is { } tooMuch ? tooMuch : await Sell(priced.Value, who, request, cancel);
    }

    private async Task<Result<SoldMeal>> Sell(Priced priced, Presented? who, SellMeal request, CancellationToken cancel)
    {
        if (request.ExpectedFen is { } shown && shown != priced.Quote.PaysFen)
            return Problem.Conflict("canteen.price_changed",
                $"价格刚刚变化，现在应付 {Yuan.Short(priced.Quote.PaysFen)} 元，请确认后再收。", $"The price has just changed to {Yuan.Short(priced.Quote.PaysFen)} yuan: show it and confirm again.");
        if (await till.Take(priced.Items, cancel) is { } soldOut)
            return soldOut;
        var (id, at) = (Guid.CreateVersion7(till.Now), till.Now);
        var from = await till.PaysFrom(priced.Site, request.PayBy, priced.Person, cancel);
        var posted = await till.Post(await till.TransferOf(priced, from, id, at, cancel), cancel);
        if (posted.Problems.Count > 0)
            return posted.As<SoldMeal>();
        var vouched = who?.Way == PresentedWay.Vouched;
        var row = await till.Write(id, priced, request.PayBy, request.Takeaway, posted.Value, null, vouched, at, cancel);
        if (vouched)
            await telling.VouchedMeal(who!.Person, row, cancel);
        return new SoldMeal(id, row.Number, priced.Quote, at);
    }
}
