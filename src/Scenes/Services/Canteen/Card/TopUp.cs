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

namespace Linli.Services.Canteen.Card;

/// <summary>Pays cash into somebody's canteen card at the counter (现金充值).</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Ticket">Whom the reader read.</param>
/// <param name="Fen">How much, 1 fen to 2,000 yuan.</param>
/// <param name="IdempotencyKey">Sent again, it is the same payment.</param>
public sealed record TopUp(string Site, string Ticket, long Fen, string? IdempotencyKey = null) : ICommand<CardBalance>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CardRules.AmountFault(Fen) is { } fault)
            yield return fault;
    }
}

/// <summary>What is on a card.</summary>
/// <param name="AvailableFen">What can be spent.</param>
/// <param name="HeldFen">What is set aside for orders and refunds.</param>
public sealed record CardBalance(long AvailableFen, long HeldFen);

internal sealed class TopUpHandler(CanteenTill till, CanteenAccounts accounts, CardLimit limit, IPresentedCodes codes, ICareLists register) : IHandler<TopUp, CardBalance>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/top-ups", (TopUp request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Pay cash into a canteen card 现金充值");

    public async Task<Result<CardBalance>> Handle(TopUp request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;
        var presented = codes.Open(request.Ticket);
        if (!presented.Ok)
            return presented.As<CardBalance>();

        // What lay on a child's own card could neither be spent nor fetched by the child (R28).
        if (CanteenRules.IsChild((await register.Facts(presented.Value.Person, cancel))?.Born, till.Today))
            return CanteenRules.ChildCard;
        if (await limit.FaultOf(presented.Value.Person, request.Fen, cancel) is { } full)
            return full;
        var card = await accounts.StoredValue(presented.Value.Person, site.Place, cancel);
        var posted = await till.Post(
            new(CanteenRules.Poster, $"top-up-{Guid.CreateVersion7(till.Now):D}", CanteenRules.TopUp, ("食堂卡现金充值", "Cash paid into the canteen card"),
                [Entry.From(await accounts.CashBox(site, cancel), new Fen(request.Fen)), Entry.To(card, new Fen(request.Fen))]),
            cancel);
        if (posted.Problems.Count > 0)
            return posted.As<CardBalance>();
        var (available, held) = await accounts.Of(presented.Value.Person, CanteenRules.Purpose, cancel);
        return new CardBalance(available, held);
    }
}

/// <summary>Moves money from one's own wallet to one's canteen card, or to that of somebody one acts for (手机充值). A child eats from the guardian's card.</summary>
/// <param name="Fen">How much, 1 fen to 2,000 yuan.</param>
/// <param name="IdempotencyKey">Sent again, it is the same payment.</param>
public sealed record TopUpFromWallet(long Fen, string? IdempotencyKey = null) : ICommand<CardBalance>, IValidated, IRepeatable, IAudited
{
    /// <summary>Whose card, if not one's own.</summary>
    public Guid? OnBehalfOf { get; init; }

    string? IAudited.AuditSubject => OnBehalfOf?.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CardRules.AmountFault(Fen) is { } fault)
            yield return fault;
    }
}

internal sealed class TopUpFromWalletHandler(CanteenTill till, CanteenAccounts accounts, CardLimit limit, Eaters eaters) : IHandler<TopUpFromWallet, CardBalance>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/me/top-ups", (TopUpFromWallet request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("From the wallet to a canteen card 钱包充值");

    public async Task<Result<CardBalance>> Handle(TopUpFromWallet request, CancellationToken cancel)
    {
        var eater = await eaters.For(request.OnBehalfOf, FamilyMatters.Book, cancel);
        if (!eater.Ok)
            return eater.As<CardBalance>();
        var who = eater.Value;
        if (await limit.FaultOf(who.CardOf, request.Fen, cancel) is { } full)
            return full;
        var place = await eaters.Place(cancel);
        var (wallet, card) = (await accounts.Wallet(who.Payer, cancel), await accounts.StoredValue(who.CardOf, place, cancel));
        var id = Guid.CreateVersion7(till.Now);
        var posted = await till.Post(
            new(CanteenRules.Poster, $"top-up-{id:D}", CanteenRules.TopUp, ("钱包充值到食堂卡", "From the wallet to the canteen card"),
                [Entry.From(wallet, new Fen(request.Fen)), Entry.To(card, new Fen(request.Fen))]),
            cancel);
        if (posted.Problems.Count > 0)
            return posted.Problem.Code == "canteen.too_little"
                ? Problem.Conflict("canteen.wallet_too_little", "钱包余额不足，可以到食堂窗口用现金充值。", "There is too little in the wallet: pay in cash at the counter.") : posted.As<CardBalance>();
        eaters.Record(who, id.ToString("D"), ($"为您的食堂卡充值 {Yuan.Short(request.Fen)} 元", $"paid {Yuan.Short(request.Fen)} yuan into your canteen card"));
        var (available, held) = await accounts.Of(who.CardOf, CanteenRules.Purpose, cancel);
        return new CardBalance(available, held);
    }
}

/// <summary>How much a card may hold (单用途预付卡限额): what is set aside on it counts.</summary>
internal sealed class CardLimit(LinliDb db, CanteenAccounts accounts)
{
    /// <summary>Why so much more does not fit on somebody's card; until the commit nobody else pays into it.</summary>
    public async Task<Problem?> FaultOf(Guid person, long fen, CancellationToken cancel)
    {
        await db.LockUntilCommit($"canteen.card.{person}", cancel);
        var (available, held) = await accounts.Of(person, CanteenRules.Purpose, cancel);
        var left = Math.Max(0, CanteenRules.MostOnCard - available - held);
        return fen <= left ? null : Problem.Invalid("fen", "canteen.card_full",
            $"食堂卡最多存 {Yuan.Short(CanteenRules.MostOnCard)} 元，还可以充 {Yuan.Short(left)} 元。", $"A canteen card holds {Yuan.Short(CanteenRules.MostOnCard)} yuan at most: {Yuan.Short(left)} more fit on it.");
    }
}

internal static class CardRules
{
    public static Problem? AmountFault(long fen) => fen is < 1 or > CanteenRules.MostRecharge
        ? Problem.Invalid("fen", "canteen.amount", $"金额应在 0.01 元到 {Yuan.Short(CanteenRules.MostRecharge)} 元之间。", $"An amount is 0.01 to {Yuan.Short(CanteenRules.MostRecharge)} yuan.") : null;
}
