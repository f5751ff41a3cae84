using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>Residents eat at the canteen: the clerk reads their code, sees their price, and sells the meal (食堂窗口).</summary>
internal sealed class Diners(double mealsADay) : IActor
{
    public double PerHour(int hour) => hour is 11 or 12 ? mealsADay * 0.3 : hour is 16 or 17 ? mealsADay * 0.2 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var (who, clerk) = (day.Of(day.Town.People), day.Town.Clerk);
        var site = (await day.Api.Get(clerk, "menu", "/api/v1/canteen/sites", cancel)).List().FirstOrDefault(s => s.Text("kind") != "banquet").Text("code");
        var menu = await day.Api.Get(who, "menu", $"/api/v1/canteen/menu?site={site}", cancel);
        var dishes = menu is { } shown ? shown.List("meals").SelectMany(m => m.List("dishes")).Where(d => d.Number("left") > 0).ToList() : [];
        if (dishes.Count == 0 || (await day.Api.Get(who, "my code", "/api/v1/me/code", cancel))?.Text("token") is not { Length: > 0 } code)
            return;
        if ((await day.Api.Post(clerk, "read code", "/api/v1/canteen/counter/read", new { code }, cancel))?.Text("ticket") is not { Length: > 0 } ticket)
            return;
        var dish = day.Of(dishes);
        await day.Api.Post(clerk, "sell meal", "/api/v1/canteen/counter/meals", new
        {
            site,
            items = new[] { new { line = dish.Text("line"), count = 1 } },
            payBy = "cash",
            ticket,
            idempotencyKey = $"sim-{code[^24..]}",
        }, cancel);
    }
}

/// <summary>Residents buy rice at the mill, and fruit from the cabinet: they take, put something back, and close the door (碾米机、果蔬柜).</summary>
internal sealed class MachineBuyers(double purchasesADay) : IActor
{
    private const long Wallet = 50_00;

    public double PerHour(int hour) => hour is >= 6 and < 22 ? purchasesADay / 16 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var who = day.Of(day.Town.People);
        if (!await who.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            var ready = (await day.Api.Get(who, "machines", "/api/v1/machines", cancel)).List().Where(m => m.Flag("ready")).ToList();
            if (ready.Count == 0 || await day.Api.Get(who, "machine", $"/api/v1/machines/{day.Of(ready).Text("code")}", cancel) is not { } machine)
                return;
            if (machine.Number("availableFen") < Wallet && !await FillWallet(day, who, cancel))
                return;
            if (machine.Text("kind") == "riceMill")
                await Rice(day, who, machine, cancel);
            else
                await Fruit(day, who, machine, cancel);
        }
        finally
        {
            who.Turn.Release();
        }
    }

    // At the desk, in cash: the desk reads the code that the resident shows.
    private static async Task<bool> FillWallet(SimulatedDay day, Player who, CancellationToken cancel) =>
        (await day.Api.Get(who, "my code", "/api/v1/me/code", cancel))?.Text("token") is { Length: > 0 } code
        && await day.Api.Post(day.Of(day.Town.Desk), "take cash", "/api/v1/ledger/cash", new { number = code, fen = Wallet, idempotencyKey = $"sim-{code[^24..]}" }, cancel) is not null;

    private static async Task Rice(SimulatedDay day, Player who, JsonElement mill, CancellationToken cancel)
    {
        var goods = mill.List("goods").FirstOrDefault(g => g.Number("stockGrams") >= 1000);
        if (goods.ValueKind == JsonValueKind.Object)
            await day.Api.Post(who, "buy rice", $"/api/v1/machines/{mill.Text("code")}/rice",
                new { shelf = goods.Number("shelf"), grams = 1000, priceFen = goods.Number("priceFen") }, cancel);
    }

    private static async Task Fruit(SimulatedDay day, Player who, JsonElement cabinet, CancellationToken cancel)
    {
        if (await day.Api.Post(who, "open cabinet", $"/api/v1/machines/{cabinet.Text("code")}/open", new { }, cancel) is null)
            return;
        var hands = $"/api/v1/simulator/machines/{cabinet.Text("code")}";
        var shelf = cabinet.List("goods").First().Number("shelf");
        await day.Api.Post(who, "hands", hands, new { @do = "take", shelf, grams = 1020 }, cancel);
        await day.Api.Post(who, "hands", hands, new { @do = "put", shelf, grams = 200 }, cancel);
        await day.Api.Post(who, "hands", hands, new { @do = "close" }, cancel);
    }
}
