using System.Globalization;
using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>
/// Residents buy at the demo's simulated mills and cabinets (碾米机、果蔬柜): through the public API, with their hands in the simulator. One
/// in a hundred finds the receipt wrong.
/// </summary>
internal sealed class MachineBuyers(double purchasesADay) : IActor
{
    private const int LookAgain = 40;
    private static readonly double[] Hours = [0.3, 0.2, 0.1, 0.1, 0.2, 1, 5, 8, 6, 4, 4, 5, 5, 3, 3, 4, 6, 9, 9, 7, 5, 3, 2, 1];
    private static readonly double Whole = Hours.Sum();
    private static readonly string[] Mills = ["rice1", "rice2"];
    private static readonly string[] Cabinets = ["fruit1", "fruit2"];

    public double PerHour(int hour) => purchasesADay * Hours[hour] / Whole;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var who = day.Of(day.Town.People);
        if (!await who.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            if (await Wallet.Fill(day, who, cancel) is false)
                return;
            // 90 bags of rice to 340 times fruit a day.
            await (day.Chance() < 0.21 ? Rice(day, who, day.Of(Mills), cancel) : Fruit(day, who, day.Of(Cabinets), cancel));
        }
        finally
        {
            who.Turn.Release();
        }
    }

    private static async Task Rice(SimulatedDay day, Player who, string code, CancellationToken cancel)
    {
        if (await day.Api.Get(who, "machine", $"/api/v1/machines/{code}", cancel) is not { } machine)
            return;
        var goods = machine.GetProperty("goods").EnumerateArray().Where(g => g.GetProperty("stockGrams").GetInt64() >= 1000).ToList();
        if (goods.Count == 0)
            return;
        var chosen = day.Of(goods);
        var begun = await day.Api.Post(who, "rice", $"/api/v1/machines/{code}/rice", new
        {
            shelf = chosen.GetProperty("shelf").GetInt32(),
            grams = day.Chance() < 0.7 ? 500 : 1000,
            priceFen = chosen.GetProperty("priceFen").GetInt64(),
            idempotencyKey = Key(day),
        }, cancel);
        if (begun is { } paid)
            day.Deals.Add(new(who, Deal.Machine, paid.Text("id"), 0));
        if (begun is { } session && await Until(day, who, session.Text("id"), v => v.Text("state") is "settled" or "released", cancel))
            await Hands(day, who, code, new { @do = "bag" }, cancel);
    }

    private static async Task Fruit(SimulatedDay day, Player who, string code, CancellationToken cancel)
    {
        if (await day.Api.Post(who, "open cabinet", $"/api/v1/machines/{code}/open", new { idempotencyKey = Key(day) }, cancel) is not { } begun)
            return;
        var id = begun.Text("id");
        day.Deals.Add(new(who, Deal.Machine, id, 0));
        if (!await Until(day, who, id, v => v.GetProperty("doorOpen").GetBoolean() || v.Text("state") == "released", cancel))
            return;
        var (shelf, grams) = (day.Chance() < 0.6 ? 1 : 2, 300 + (int)(day.Chance() * 700));
        await Hands(day, who, code, new { @do = "take", shelf, grams }, cancel);
        if (day.Chance() < 0.4)
            await Hands(day, who, code, new { @do = "put", shelf, grams = grams / 4 }, cancel);
        await Hands(day, who, code, new { @do = "close" }, cancel);
        if (await Until(day, who, id, v => v.Text("state") is "settled" or "released", cancel) && day.Chance() < 0.01)
            await day.Api.Post(who, "dispute", $"/api/v1/machines/sessions/{id}/dispute", new { text = "称重好像多了一点，请帮忙看看。" }, cancel);
    }

    private static async Task<bool> Until(SimulatedDay day, Player who, string id, Func<JsonElement, bool> there, CancellationToken cancel)
    {
        for (var i = 0; i < LookAgain; i++)
        {
            if (await day.Api.Get(who, "purchase", $"/api/v1/machines/sessions/{id}", cancel) is { } view && there(view))
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancel);
        }

        return false;
    }

    private static Task<JsonElement?> Hands(SimulatedDay day, Player who, string code, object act, CancellationToken cancel) =>
        day.Api.Post(who, "hands", $"/api/v1/simulator/machines/{code}", act, cancel);

    private static string Key(SimulatedDay day) => string.Create(CultureInfo.InvariantCulture, $"sim-{day.Now.Ticks}-{day.Chance()}");
}
