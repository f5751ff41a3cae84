using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market.Goods;
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
