using System.Net;
using System.Net.Http.Json;
using Linli.Market.Zones;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Market.Tests;

[Trait("Feature", "S63")]
public class ZoneTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Zones_ListTheirServicesInOrder_AndLeadToShopsAndPages(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var @operator = await stall.Town.Staff("operator");
        (await stall.Town.Run(@operator, new KeepZone("惠民社", "Good value", "basket", 2, null, [new("平价粮油", "Rice and oil", Shop: Stall.Shop)]) { Code = "value" })).Ok.ShouldBeTrue();
        var food = new KeepZone("美食汇", "Food", "bowl", 1, "吃饭", [new("三元套餐", "Three-yuan meal", Where: "一层东", Path: "/canteen"), new("早点", "Breakfast", Phone: "0571-55503008")]) { Code = "food" };
        (await stall.Town.Run(@operator, food)).Ok.ShouldBeTrue();
        (await stall.Town.Run(@operator, food with { Services = [.. food.Services.Reverse()] })).Ok.ShouldBeTrue();
        var zones = (await stall.Town.Ask(null, new ListZones())).Value!;
        zones.Select(z => z.Name.Zh).ShouldBe(["美食汇", "惠民社"]);
        zones[0].Services.Select(s => s.Name.Zh).ShouldBe(["早点", "三元套餐"]);
        zones[1].Services.Single().ShopName!.Value.Zh.ShouldBe("郑记杂货");
        var page = await stall.Town.Client().GetStringAsync("/market/zones");
        page.ShouldContain("href=\"/canteen\"");
        page.ShouldContain($"href=\"/market?shop={Stall.Shop}\"");
        page.ShouldContain("href=\"tel:0571-55503008\"");
    }

    [Fact]
    public async Task ZoneThatCannotBe_IsRefused_AndIsTheOperatorsAlone()
    {
        await using var stall = await Stall.Open();
        var @operator = await stall.Town.Staff("operator");
        var right = new KeepZone("美食汇", "Food", "bowl", 1, null, []) { Code = "food" };
        (await stall.Town.Run(@operator, right with { Code = "F" })).Problem.Field.ShouldBe("code");
        (await stall.Town.Run(@operator, right with { NameZh = "" })).Problem.Field.ShouldBe("nameZh");
        (await stall.Town.Run(@operator, right with { Order = -1 })).Problem.Field.ShouldBe("icon");
        foreach (var path in new[] { "//evil.example", "https://evil.example", "\\evil", "/a\\b" })
            (await stall.Town.Run(@operator, right with { Services = [new("饭", "Food and more", Path: path)] })).Problem.Field.ShouldBe("services");
        (await stall.Town.Run(@operator, right with { Services = [new("早点铺", "Breakfast", Phone: "12")] })).Problem.Field.ShouldBe("services");
        (await stall.Town.Run(@operator, right with { Services = [new("早点铺", "Breakfast", Shop: "nowhere")] })).Problem.Code.ShouldBe("market.shop_unknown");
        (await (await stall.Town.StaffClient("merchant")).PutAsJsonAsync("/api/v1/market/zones/food", right)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
