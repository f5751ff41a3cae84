using Linli.Ledger;
using Linli.Market.Machines;
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
/// <param name="Machines">The account of its unattended machines instead of that of its orders.</param>
public sealed record ReadShopAccount(string? Shop = null, string? After = null, bool Machines = false) : IQuery<ShopAccountView>;

/// <summary>The account of a shop.</summary>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Fen">What orders brought and is still there, less refunds and rents.</param>
/// <param name="MachinesFen">What its unattended machines brought and is still there.</param>
/// <param name="Page">Lines, the newest first.</param>
public sealed record ShopAccountView(string Shop, long Fen, long MachinesFen, StatementPage Page);

internal sealed class ReadShopAccountHandler(ShopReach reach, ShopAccounts shops, ILedger ledger) : IHandler<ReadShopAccount, ShopAccountView>, IUseCase
{
    private const int Size = 30;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/shop-account", (UseCaseRunner run, CancellationToken cancel, string? shop = null, string? after = null, bool machines = false) => run.Answer(new ReadShopAccount(shop, after, machines), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("The account of my shop 店铺账单");

    public async Task<Result<ShopAccountView>> Handle(ReadShopAccount request, CancellationToken cancel)
    {
        if (await reach.Find(request.Shop, cancel) is not { } shop)
            return ShopReach.NoShop;
        var (orders, machines) = (await shops.Find(shop.Code, cancel), await ledger.Find(new(OwnerKind.Shop, shop.Code), LedgerUnit.Fen, SessionDesk.Takings, cancel));
        var page = (request.Machines ? machines : orders) is { } account ? await ledger.Statement(new(account) { After = request.After, Take = Size }, cancel) : new([], null);
        return new ShopAccountView(shop.Code, await Holds(orders, cancel), await Holds(machines, cancel), page);
    }

    private async Task<long> Holds(AccountId? account, CancellationToken cancel) => account is { } known ? (await ledger.Balance(known, cancel)).Posted : 0;
}
