using Linli.Market;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Services.Canteen.Card;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Counter;

/// <summary>What the counter shows before it sells (算价): every step, what is on the card, what was eaten or ordered already.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Items">What; nothing yet is right too.</param>
public sealed record QuoteMeal(string Site, IReadOnlyList<Wanted> Items) : IQuery<CounterView>
{
    /// <summary>Whom the reader read; a guest when left out.</summary>
    public string? Ticket { get; init; }

    /// <summary>How it would be paid.</summary>
    public PayBy PayBy { get; init; } = PayBy.StoredValue;

    /// <summary>Which meal; the one served now when left out.</summary>
    public MealTime? Meal { get; init; }
}

/// <summary>What the counter sees of a person: no date of birth, no full name.</summary>
/// <param name="Name">Masked; <c>null</c> for a guest.</param>
/// <param name="AgeClass">Between which ages of the tariff.</param>
/// <param name="StoredFen">What can be spent of the card.</param>
/// <param name="WalletFen">What can be spent of the wallet.</param>
/// <param name="Before">That they had this meal already.</param>
/// <param name="Orders">What they ordered ahead here for today.</param>
/// <param name="Refunds">What they may fetch here in cash; nothing for whoever only said a name.</param>
/// <param name="Items">What was chosen.</param>
/// <param name="Quote">What it costs; <c>null</c> while nothing was chosen.</param>
/// <param name="Meal">Which meal.</param>
public sealed record CounterView(
    string? Name, Phrase AgeClass, long StoredFen, long WalletFen, EatenBefore? Before, IReadOnlyList<OrderToFetch> Orders, IReadOnlyList<RefundLine> Refunds,
    IReadOnlyList<MealItem> Items, TariffQuote? Quote, MealTime Meal);

/// <summary>An order that lies ready.</summary>
public sealed record OrderToFetch(Guid Id, string Number, IReadOnlyList<MealItem> Items, long PaysFen, MealTime Meal);

internal sealed class QuoteMealHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, ITariffs tariffs, IPresentedCodes codes, ICareLists register)
    : IHandler<QuoteMeal, CounterView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/quote", (QuoteMeal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("What a meal costs somebody, step by step 算价");

    public async Task<Result<CounterView>> Handle(QuoteMeal request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;
        var presented = request.Ticket is { } ticket ? codes.Open(ticket) : (Result<Presented>?)null;
        if (presented is { Ok: false } unread)
            return unread.As<CounterView>();
        var person = presented?.Value?.Person;
        var meal = request.Meal ?? CanteenRules.MealAt(site.Serving, till.Now);
        TariffQuote? quote = null;
        IReadOnlyList<MealItem> items = [];
        if (request.Items.Count > 0)
        {
            var priced = await till.Price(site, person, till.Today, meal, request.Items, request.PayBy, cancel);
            if (!priced.Ok)
                return priced.As<CounterView>();
            if (await till.VouchedFault(presented?.Value, request.PayBy, priced.Value.Quote.PaysFen, cancel) is { } tooMuch)
                return tooMuch;
            (items, quote) = (priced.Value.Items, priced.Value.Quote);
        }

        var terms = (await tariffs.At(site.Tariff, site.Place, till.Today, cancel))?.Terms ?? new();
        var facts = person is { } who ? await register.Facts(who, cancel) : null;
        var eaten = await till.Had(person, till.Today, meal, cancel);
        return new CounterView(
            presented?.Value?.Name, Tariff.AgeClass(terms, Tariff.AgeOn(terms, new(facts?.Born, []), till.Today)),
            person is { } p ? (await accounts.Of(p, CanteenRules.Purpose, cancel)).Available : 0,
            person is { } w ? (await accounts.Of(w, Ledger.NewAccount.Wallet, cancel)).Available : 0,
            eaten.Before, await Orders(site, person, cancel), await Refunds(site, presented?.Value, cancel), items, quote, meal);
    }

    private async Task<IReadOnlyList<RefundLine>> Refunds(CanteenSite site, Presented? who, CancellationToken cancel)
    {
        if (who is null or { Way: PresentedWay.Vouched })
            return [];
        var rows = await db.Unfiltered<RefundRow>().AsNoTracking().Where(r => r.Site == site.Id && r.Person == who.Person && r.State == RefundState.Asked).OrderBy(r => r.At).ToListAsync(cancel);
        return rows.ConvertAll(r => new RefundLine(r.Id, r.Fen, r.State, r.At));
    }

    private async Task<IReadOnlyList<OrderToFetch>> Orders(CanteenSite site, Guid? person, CancellationToken cancel)
    {
        if (person is not { } who)
            return [];
        var today = till.Today;
        var rows = await db.Unfiltered<MealOrder>().AsNoTracking()
            .Where(o => o.Site == site.Id && o.Day == today && o.State == OrderState.Open && o.Person == who).OrderBy(o => o.At).ToListAsync(cancel);
        return rows.ConvertAll(o => new OrderToFetch(o.Id, o.Number, o.Ordered, o.PaysFen, o.Meal));
    }
}
