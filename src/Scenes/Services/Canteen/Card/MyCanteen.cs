using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Card;

/// <summary>The caller's canteen card, orders and receipts, or those of somebody they may see them of (我的食堂).</summary>
internal sealed record MyCanteen : IQuery<CanteenOfPerson>
{
    /// <summary>Whose, if not one's own.</summary>
    public Guid? OnBehalfOf { get; init; }
}

/// <summary>What a person has and had.</summary>
/// <param name="StoredFen">What can be spent of the card.</param>
/// <param name="HeldFen">What is set aside for orders and refunds.</param>
/// <param name="WalletFen">What can be spent of the caller's own wallet.</param>
/// <param name="Orders">Orders, those to be fetched first.</param>
/// <param name="Meals">Meals, newest first.</param>
/// <param name="Refunds">Refunds, newest first.</param>
/// <param name="Lines">The card's statement, newest first.</param>
/// <param name="IsWard">Whether it is a child under 14: then the card is that of the guardian, who asks.</param>
/// <param name="ChildFen">What lies on the child's own card all the same: the guardian can have it back.</param>
internal sealed record CanteenOfPerson(
    long StoredFen, long HeldFen, long WalletFen, IReadOnlyList<MyOrder> Orders, IReadOnlyList<MyMeal> Meals, IReadOnlyList<RefundLine> Refunds, IReadOnlyList<StatementLine> Lines,
    bool IsWard, long ChildFen);

/// <summary>An order of one's own.</summary>
internal sealed record MyOrder(Guid Id, string Number, Phrase Site, DateOnly Day, MealTime Meal, IReadOnlyList<MealItem> Items, long PaysFen, OrderState State, DateTimeOffset CancelUntil, DateTimeOffset FetchUntil);

/// <summary>A meal of one's own.</summary>
internal sealed record MyMeal(Guid Id, string Number, Phrase Site, DateOnly Day, MealTime Meal, IReadOnlyList<MealItem> Items, long ListFen, long PaysFen, PayBy PaidBy, DateTimeOffset At, bool Void);

internal sealed class MyCanteenHandler(LinliDb db, CanteenAccounts accounts, ILedger ledger, Eaters eaters) : IHandler<MyCanteen, CanteenOfPerson>, IUseCase
{
    private const int Most = 30;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/me", (Guid? onBehalfOf, UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyCanteen { OnBehalfOf = onBehalfOf }, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("My canteen card, orders and receipts 我的食堂");

    public async Task<Result<CanteenOfPerson>> Handle(MyCanteen request, CancellationToken cancel)
    {
        var eater = await eaters.For(request.OnBehalfOf, FamilyMatters.View, cancel);
        if (!eater.Ok)
            return eater.As<CanteenOfPerson>();
        var person = eater.Value.Person;
        var (stored, held) = await accounts.Of(eater.Value.CardOf, CanteenRules.Purpose, cancel);
        var sites = await db.Unfiltered<CanteenSite>().AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, cancel);

        // One's own, or of somebody one acts for.
        var orders = await db.Unfiltered<MealOrder>().AsNoTracking().Where(o => o.Person == person).OrderByDescending(o => o.At).Take(Most).ToListAsync(cancel);
        var meals = await db.Unfiltered<MealRow>().AsNoTracking().Where(m => m.Person == person).OrderByDescending(m => m.At).Take(Most).ToListAsync(cancel);
        var refunds = await db.Unfiltered<RefundRow>().AsNoTracking().Where(r => r.Person == person).OrderByDescending(r => r.At).Take(Most).ToListAsync(cancel);
        var card = await ledger.Find(AccountOwner.Person(eater.Value.CardOf), LedgerUnit.Fen, CanteenRules.Purpose, cancel);
        return new CanteenOfPerson(
            stored, held, (await accounts.Of(eater.Value.Payer, NewAccount.Wallet, cancel)).Available,
            [.. orders.OrderBy(o => o.State != OrderState.Open).Select(o => new MyOrder(o.Id, o.Number, sites[o.Site], o.Day, o.Meal, o.Ordered, o.PaysFen, o.State, o.CancelUntil, o.FetchUntil))],
            meals.ConvertAll(m => new MyMeal(m.Id, m.Number, sites[m.Site], m.Day, m.Meal, m.Eaten, m.ListFen, m.PaysFen, m.PaidBy, m.At, m.VoidedAt is not null)),
            refunds.ConvertAll(r => new RefundLine(r.Id, r.Fen, r.State, r.At)),
            card is { } account ? (await ledger.Statement(new(account) { Take = Most }, cancel)).Lines : [],
            eater.Value.IsWard, eater.Value.IsWard ? (await accounts.Of(person, CanteenRules.Purpose, cancel)).Available : 0);
    }
}
