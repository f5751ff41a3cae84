using Linli.Market.Goods;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Shops;

/// <summary>Which shops the caller sells for: the merchant's teams they work in. Everybody of a team sees the same.</summary>
internal sealed class ShopReach(LinliDb db, CurrentCaller current, IPeople people)
{
    public static readonly Problem NoShop = Problem.Forbidden("market.no_shop",
        "店铺还没有公开：请先在“我的店铺”提交资料，社区审核通过后即可上架商品。", "Your shop is not listed yet: fill in its profile first; once the community has listed it you can offer goods.");

    public static readonly Problem GoodsNotFound = Problem.NotFound("market.goods_not_found", "没有找到这件商品。", "These goods were not found.");

    /// <summary>Codes of the caller's shops.</summary>
    public IReadOnlyList<string> Codes => [.. current.Value.Grants.Where(g => g.Team is not null && g.Permissions.Contains(MarketPermissions.Sell)).Select(g => g.Team!).Distinct()];

    /// <summary>The caller's shops, by code.</summary>
    public async Task<IReadOnlyList<Team>> Mine(CancellationToken cancel)
    {
        var codes = Codes;
        return codes.Count == 0 ? [] : [.. (await people.Teams(cancel)).Where(t => t.Kind == Team.Merchant && codes.Contains(t.Code))];
    }

    /// <summary>The shop of the caller with this code; without a code the first.</summary>
    public async Task<Team?> Find(string? code, CancellationToken cancel) => (await Mine(cancel)).FirstOrDefault(t => code is null || t.Code == code);

    /// <summary>Goods of one of the caller's shops, to be changed.</summary>
    public async Task<GoodsRow?> FindGoods(GoodsId id, CancellationToken cancel)
    {
        var codes = Codes;

        // Of one's own shops, wherever they are.
        return await db.Unfiltered<GoodsRow>().SingleOrDefaultAsync(g => g.Id == id && codes.Contains(g.Shop), cancel);
    }
}
