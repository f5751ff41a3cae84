using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market.Goods;
using Linli.Market.Orders;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests;

/// <summary>A town with a listed shop: the merchant of the town sells for the team <see cref="Shop"/>.</summary>
internal sealed class Stall(TestTown town, Guid merchant) : IAsyncDisposable
{
    public const string Shop = "shop-a";

    private int count;

    public TestTown Town => town;

    public Guid Merchant => merchant;

    public static async Task<Stall> Open(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var town = await TestTown.Found(kind);
        var merchant = await town.Staff("merchant");
        var stall = new Stall(town, merchant);
        (await stall.Do(s => s.GetRequiredService<ITeamFounding>().Found(
            new(Shop, ("郑记杂货", "Zheng's shop"), Team.Merchant, SmallTown.First), merchant, Posts.Merchant, default))).ShouldBeTrue();
        return stall;
    }

    /// <summary>Goods on sale, with so many of them.</summary>
    public async Task<GoodsId> Goods(string name = "油豆腐", long fen = 600, long? stock = 10, string? township = null, GoodsCategory category = GoodsCategory.Tofu, bool delivers = true) =>
        (await town.Run(merchant, new KeepGoods
        {
            NameZh = name, NameEn = name, UnitZh = "份", UnitEn = "portion", Category = category, PriceFen = fen, Stock = stock, Township = township, Delivers = delivers,
        })).Value;

    public async Task<long?> StockOf(GoodsId goods) => (await town.Ask(merchant, new ListOwnGoods(goods))).Value!.Single().Stock;

    /// <summary>Somebody of the first community with a home and so much money in their wallet.</summary>
    public async Task<Guid> Buyer(string phone = "19900000101", long fen = 10_000, bool home = true)
    {
        var account = await town.VerifiedResident(phone, home: home);
        await Fund(await PersonOf(account), fen);
        return account;
    }

    public Task<Guid> PersonOf(Guid account) => town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.Person!.Value));

    /// <summary>Pays money into a wallet.</summary>
    public Task Fund(Guid person, long fen) => Do(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", SmallTown.First, null), default);
        var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), default);
        return fen == 0 || (await ledger.Post(new("test", NewKey(), "test.top-up", ("充值", "Top-up"), [Entry.From(bank, new Fen(fen)), Entry.To(wallet, new Fen(fen))]), default)).Ok;
    });

    public Task<long> WalletOf(Guid account) => BalanceOf(async () => AccountOwner.Person(await PersonOf(account)), NewAccount.Wallet);

    public Task<long> Takings(string shop = Shop) => BalanceOf(() => Task.FromResult(new AccountOwner(OwnerKind.Shop, shop)), "takings");

    /// <summary>An order of so many at the price they have.</summary>
    public Task<Result<PlacedOrder>> Order(Guid buyer, GoodsId goods, long count = 1, long fen = 600, string? key = null) =>
        town.Run(buyer, new PlaceOrder(Shop, [new(goods, count, fen)], IdempotencyKey: key ?? NewKey()));

    /// <summary>An order that the buyer has picked up.</summary>
    public async Task<PlacedOrder> PickedUp(Guid buyer, GoodsId goods, long count = 1, long fen = 600)
    {
        var order = (await Order(buyer, goods, count, fen)).Value!;
        (await town.Run(merchant, new PackOrder { Order = order.Id })).Ok.ShouldBeTrue();
        (await town.Run(merchant, new HandOverOrder(order.Code) { Order = order.Id })).Ok.ShouldBeTrue();
        return order;
    }

    /// <summary>Somebody whom the register knows, signed in and sure of who they are.</summary>
    public async Task<HttpClient> Known(string name, string phone, string identityNumber)
    {
        var desk = await town.StaffClient("worker");
        var home = (await town.InScope(s => s.GetRequiredService<Places.IHomes>().InBuilding(SmallTown.First.Child("hf-1-c").Child("hf-1-c-7"), default)))[1];
        (await desk.PostAsJsonAsync($"/api/v1/register/homes/{home.Id.Value}/people", new { relation = "owner", name, phone, identityNumber })).EnsureSuccessStatusCode();
        var client = await town.ResidentClient(phone);
        (await client.PostAsJsonAsync("/api/v1/me/claim", new { name, lastFour = identityNumber[^4..] })).EnsureSuccessStatusCode();
        return client;
    }

    private Task<long> BalanceOf(Func<Task<AccountOwner>> owner, string purpose) => Do(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return await ledger.Find(await owner(), LedgerUnit.Fen, purpose, default) is { } account ? (await ledger.Balance(account, default)).Posted : 0;
    });

    public string NewKey() => $"k{Interlocked.Increment(ref count)}";

    /// <summary>What a use case does: commits when it was carried out, undoes everything when it was refused.</summary>
    public Task<Result<T>> Try<T>(Func<IGoods, Task<Result<T>>> act) => InTransaction(s => act(s.GetRequiredService<IGoods>()), r => r.Ok);

    public Task<T> Do<T>(Func<IServiceProvider, Task<T>> act) => InTransaction(act, _ => true);

    public ValueTask DisposeAsync() => town.DisposeAsync();

    private Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act, Func<T, bool> commits) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var answer = await act(s);
            if (!commits(answer))
                return answer;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            db.ChangeTracker.Clear();
            return answer;
        }
    });
}
