using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Linli.Platform.Time;

namespace Linli.Server.Simulation;

/// <summary>
/// Residents order at the market (市集): one in ten answers is lost and asked for again, some call it off, the others get their goods for the
/// code of the order, and now and then something is wrong with them.
/// </summary>
internal sealed class Shoppers(double ordersADay) : IActor
{
    private const long Dearest = 24_00;

    public double PerHour(int hour) => hour is >= 8 and < 21 ? ordersADay / 13 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var who = day.Of(day.Town.People);
        if (!await who.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            if (await Wallet.Fill(day, who, cancel) && await Order(day, who, cancel) is var (merchant, order))
                await Serve(day, who, merchant, order, cancel);
        }
        finally
        {
            who.Turn.Release();
        }
    }

    private static async Task<(Player Merchant, JsonElement Order)?> Order(SimulatedDay day, Player who, CancellationToken cancel)
    {
        var goods = (await day.Api.Get(who, "market", "/api/v1/market/goods", cancel) is { } page ? page.List("goods") : [])
            .Where(g => day.Town.Merchants.ContainsKey(g.Text("shop")) && g.Number("priceFen") <= Dearest && (!g.TryGetProperty("stock", out var stock) || stock.ValueKind == JsonValueKind.Null || stock.GetInt64() > 2)).ToList();
        if (goods.Count == 0)
            return null;
        var chosen = day.Of(goods);
        var wish = new
        {
            shop = chosen.Text("shop"),
            lines = new[] { new { goods = chosen.Text("id"), count = day.Chance() < 0.7 ? 1 : 2, priceFen = chosen.Number("priceFen") } },
            idempotencyKey = string.Create(CultureInfo.InvariantCulture, $"sim-{day.Now.Ticks}-{day.Chance()}"),
        };
        if (await day.Api.Post(who, "order", "/api/v1/market/orders", wish, cancel) is not { } placed)
            return null;
        if (day.Chance() < 0.1 && await day.Api.Post(who, "order again", "/api/v1/market/orders", wish, cancel) is { } again && again.Text("id") != placed.Text("id"))
            day.Deals.Fault($"order {placed.Text("number")} was placed twice");
        day.Deals.Add(new(who, Deal.Order, placed.Text("id"), placed.Number("paidFen")));
        return (day.Town.Merchants[wish.shop], placed);
    }

    private static async Task Serve(SimulatedDay day, Player who, Player merchant, JsonElement order, CancellationToken cancel)
    {
        var at = $"/api/v1/market/orders/{order.Text("id")}";
        if (day.Chance() < 0.08)
        {
            await day.Api.Post(who, "cancel order", at + "/cancel", new { }, cancel);
            return;
        }

        if (await day.Api.Post(merchant, "pack", at + "/pack", new { }, cancel) is null
            || await day.Api.Post(merchant, "hand over", at + "/hand-over", new { code = order.Text("code") }, cancel) is null || day.Chance() >= 0.08)
            return;
        var wrong = new { line = 1, reason = "spoiled", text = "打开一看有一份已经坏了。", idempotencyKey = $"sim-{order.Text("id")}" };
        if (await day.Api.Post(who, "after-sale", at + "/after-sales", wrong, cancel) is { } asked)
            await day.Api.Post(merchant, "answer after-sale", $"/api/v1/market/after-sales/{asked.Text("id")}/answer", new { giveFen = asked.Number("askedFen") / 2, text = "抱歉，退您一半。" }, cancel);
    }
}

/// <summary>Residents spend points at a shop's terminal (积分兑换): it reads their code, and where the network fails it asks again with the same key.</summary>
internal sealed class PointsSpenders(double redemptionsADay) : IActor
{
    public double PerHour(int hour) => hour is >= 8 and < 20 ? redemptionsADay / 12 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var who = day.Of(day.Town.People);
        if (await day.Api.Get(who, "points shop", "/api/v1/market/redemption/catalogue", cancel) is not { } shop)
            return;
        var offers = shop.List("stations").Where(s => s.Flag("open") && day.Town.Merchants.ContainsKey(s.Text("shop")))
            .SelectMany(s => s.List("offers").Select(o => (Shop: s.Text("shop"), Offer: o))).Where(o => o.Offer.Flag("open") && o.Offer.Number("points") <= shop.Number("points")
                && (!o.Offer.TryGetProperty("left", out var left) || left.ValueKind == JsonValueKind.Null || left.GetInt64() > 0)).ToList();
        if (offers.Count == 0 || (await day.Api.Get(who, "my code", "/api/v1/me/code", cancel))?.Text("token") is not { Length: > 0 } code)
            return;
        var chosen = day.Of(offers);
        var merchant = day.Town.Merchants[chosen.Shop];
        if ((await day.Api.Post(merchant, "read code", "/api/v1/codes/read", new { code }, cancel))?.Text("ticket") is not { Length: > 0 } ticket)
            return;
        var wish = new { ticket, offer = chosen.Offer.Text("id"), count = 1, idempotencyKey = $"sim-{code[^24..]}" };
        if (await day.Api.Post(merchant, "redeem", "/api/v1/market/redemption", wish, cancel) is not { } redeemed)
            return;
        if (day.Chance() < 0.2 && await day.Api.Post(merchant, "redeem again", "/api/v1/market/redemption", wish, cancel) is { } again && again.Text("number") != redeemed.Text("number"))
            day.Deals.Fault($"redemption {redeemed.Text("number")} was made twice");
        day.Deals.Add(new(who, Deal.Redemption, redeemed.Text("number"), redeemed.Number("points")));
    }
}

/// <summary>The desk gives points for what it saw somebody do (发放积分): once for each act, and never more often than the rule allows.</summary>
internal sealed class PointsEarners(double actsADay) : IActor
{
    private static readonly string[] Seen = ["waste.sorted", "waste.volunteer", "affairs.meeting"];
    private readonly ConcurrentDictionary<(Player Who, string Event, DateOnly Day), int> times = new();
    private IReadOnlyList<JsonElement>? rules;

    public double PerHour(int hour) => hour is >= 8 and < 20 ? actsADay / 12 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var (who, desk) = (day.Of(day.Town.Adults), day.Of(day.Town.Desk));
        rules ??= [.. (await day.Api.Get(desk, "earning rules", "/api/v1/ledger/earning-rules", cancel)).List().Where(r => Seen.Contains(r.Text("event")))];
        if (rules.Count == 0 || (await day.Api.Get(who, "my code", "/api/v1/me/code", cancel))?.Text("token") is not { Length: > 0 } code)
            return;
        var rule = day.Of(rules);
        var act = new { @event = rule.Text("event"), number = code, place = rule.Text("place"), idempotencyKey = string.Create(CultureInfo.InvariantCulture, $"sim-{day.Now.Ticks}-{day.Chance()}") };
        if (await day.Api.Post(desk, "give points", "/api/v1/ledger/earnings/here", act, cancel) is not { } earned)
            return;
        if (day.Chance() < 0.2 && await day.Api.Post(desk, "give points again", "/api/v1/ledger/earnings/here", act, cancel) is { } again && again.Text("id") != earned.Text("id"))
            day.Deals.Fault($"{who.Name}: one act earned twice");
        if (earned.Number("points") != rule.Number("points"))
            day.Deals.Fault(string.Create(CultureInfo.InvariantCulture, $"{act.@event} earned {earned.Number("points")} instead of {rule.Number("points")}"));
        if (rule.Number("timesPerDay") is > 0 and var most && times.AddOrUpdate((who, act.@event, LocalTime.DateOf(day.ServerNow)), 1, (_, n) => n + 1) > most)
            day.Deals.Fault(string.Create(CultureInfo.InvariantCulture, $"{who.Name}: {act.@event} more than {most} times a day"));
        day.Deals.Add(new(who, Deal.Earned, earned.Text("transfer"), earned.Number("points")));
    }
}
