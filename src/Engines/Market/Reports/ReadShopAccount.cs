using Linli.Ledger;
using Linli.Market.Shops;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Market.Reports;

/// <summary>The account into which the caller's own shop is paid, with its lines (店铺账单).</summary>
/// <param name="Shop">Code of the shop, for who sells for several.</param>
/// <param name="After">Where the page begins.</param>
public sealed record ReadShopAccount(string? Shop = null, string? After = null) : IQuery<ShopAccountView>;

/// <summary>The account of a shop.</summary>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Fen">What it holds.</param>
/// <param name="Page">Lines, the newest first.</param>
public sealed record ShopAccountView(string Shop, long Fen, StatementPage Page);

internal sealed class ReadShopAccountHandler(ShopReach reach, ShopAccounts shops, ILedger ledger) : IHandler<ReadShopAccount, ShopAccountView>, IUseCase
{
    private const int Size = 30;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/shop-account", (UseCaseRunner run, CancellationToken cancel, string? shop = null, string? after = null) => run.Answer(new ReadShopAccount(shop, after), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("The account of my shop 店铺账单");

    public async Task<Result<ShopAccountView>> Handle(ReadShopAccount request, CancellationToken cancel)
    {
        if (await reach.Find(request.Shop, cancel) is not { } shop)
            return ShopReach.NoShop;
        return await shops.Find(shop.Code, cancel) is { } account
            ? new ShopAccountView(shop.Code, (await ledger.Balance(account, cancel)).Posted, await ledger.Statement(new(account) { After = request.After, Take = Size }, cancel))
            : new ShopAccountView(shop.Code, 0, new([], null));
    }
}
