using System.Globalization;
using System.Text.Json;
using Linli.Platform.Time;

namespace Linli.Server.Simulation;

/// <summary>
/// Residents eat at the canteens (食堂窗口): the clerk reads their code and sells what they choose, some have their set meal ordered ahead,
/// some try to eat twice from one card, and some have paid back what is left on it.
/// </summary>
internal sealed class Diners(double mealsADay) : IActor
{
    private const long Note = 50_00;
    private const long Little = 5_00;
    private static readonly string[] Ways = ["storedValue", "storedValue", "wallet", "cash"];
    private IReadOnlyList<string>? sites;

    public double PerHour(int hour) => hour is 11 or 12 ? mealsADay * 0.3 : hour is 16 or 17 ? mealsADay * 0.2 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        // The clerk knows which canteens there are, and does not ask for every guest.
        sites ??= [.. (await day.Api.Get(day.Town.Clerk, "canteens", "/api/v1/canteen/sites", cancel)).List().Where(s => s.Text("kind") == "canteen").Select(s => s.Text("code"))];
        var who = day.Of(day.Town.Adults);
        if (sites.Count == 0 || !await who.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            await (day.Chance() switch
            {
                < 0.12 => OrderAhead(day, who, day.Of(sites), cancel),
                < 0.2 => HavePaidBack(day, who, cancel),
                _ => Eat(day, who, day.Of(sites), cancel),
            });
        }
        finally
        {
            who.Turn.Release();
        }
    }

    private static async Task Eat(SimulatedDay day, Player who, string site, CancellationToken cancel)
    {
        if (await Choose(day, who, site, "", _ => true, cancel) is not var (meal, dish) || await Ticket(day, who, cancel) is not var (ticket, key))
            return;
        var payBy = day.Of(Ways);
        if (!await Fill(day, who, site, payBy, ticket, key, cancel))
            return;
        if (await FetchOrder(day, who, site, ticket, key, cancel))
            return;
        var wish = new { site, meal, items = new[] { new { line = dish.Text("line"), count = 1 } }, payBy, ticket, idempotencyKey = key };
        if (await day.Api.Post(day.Town.Clerk, "sell meal", "/api/v1/canteen/counter/meals", wish, cancel) is not { } sold)
            return;
        day.Deals.Add(new(who, Deal.Meal, sold.Text("id"), sold.GetProperty("quote").Number("paysFen")) { PaidBy = payBy, IsSet = IsSet(dish) });
        if (day.Chance() < 0.1 && await day.Api.Post(day.Town.Clerk, "sell meal again", "/api/v1/canteen/counter/meals", wish, cancel) is { } again && again.Text("id") != sold.Text("id"))
            day.Deals.Fault($"meal {sold.Text("number")} was sold twice");

        // Another tray from the same card: one set meal is one set meal.
        if (IsSet(dish) && day.Chance() < 0.4 && await day.Api.Post(day.Town.Clerk, "sell second set", "/api/v1/canteen/counter/meals", wish with { idempotencyKey = key + "-2" }, cancel) is { } second)
            day.Deals.Fault($"{who.Name} had a second set meal: {second.Text("number")}");
    }

    // What was ordered for now lies ready, and is handed over instead.
    private static async Task<bool> FetchOrder(SimulatedDay day, Player who, string site, string ticket, string key, CancellationToken cancel)
    {
        var seen = await day.Api.Post(day.Town.Clerk, "counter", "/api/v1/canteen/counter/quote", new { site, items = Array.Empty<object>(), ticket }, cancel);
        if (seen?.List("orders").FirstOrDefault() is not { ValueKind: JsonValueKind.Object } ready
            || await day.Api.Post(day.Town.Clerk, "fetch order", $"/api/v1/canteen/counter/orders/{ready.Text("id")}/fetch", new { ticket, idempotencyKey = key + "-f" }, cancel) is not { } fetched)
            return false;
        day.Deals.Add(new(who, Deal.Meal, fetched.Text("id"), ready.Number("paysFen")) { PaidBy = Ways[0], IsSet = true });
        return true;
    }

    // Today where there is time, otherwise tomorrow; one in three thinks better of it.
    private static async Task OrderAhead(SimulatedDay day, Player who, string site, CancellationToken cancel)
    {
        var date = LocalTime.DateOf(day.ServerNow);
        for (var ahead = 0; ahead < 2; ahead++)
        {
            if (await Choose(day, who, site, VillageOrders.Iso(date.AddDays(ahead)), m => m.Text("orderUntil").Length > 0, cancel) is not var (meal, dish) || !IsSet(dish))
                continue;
            if (await Ticket(day, who, cancel) is not var (ticket, key) || !await Fill(day, who, site, Ways[0], ticket, key, cancel)
                || await day.Api.Post(who, "order meal", "/api/v1/canteen/orders", new
                {
                    site,
                    day = VillageOrders.Iso(date.AddDays(ahead)),
                    meal,
                    items = new[] { new { line = dish.Text("line"), count = 1 } },
                    payBy = Ways[0],
                    expectedFen = dish.Number("paysFen"),
                    idempotencyKey = key + "-o",
                }, cancel) is not { } ordered)
                return;
            day.Deals.Add(new(who, Deal.MealOrder, ordered.Text("id"), ordered.GetProperty("quote").Number("paysFen")));
            if (day.Chance() < 0.3)
                await day.Api.Post(who, "cancel meal", $"/api/v1/canteen/orders/{ordered.Text("id")}/cancel", new { }, cancel);
            return;
        }
    }

    private static async Task HavePaidBack(SimulatedDay day, Player who, CancellationToken cancel)
    {
        if (await day.Api.Get(who, "my canteen", "/api/v1/canteen/me", cancel) is not { } mine || mine.Number("storedFen") < Little)
            return;
        var wish = new { toWallet = true, fen = Little, idempotencyKey = Key(day) };
        if (await day.Api.Post(who, "refund card", "/api/v1/canteen/me/refunds", wish, cancel) is { } paid)
            day.Deals.Add(new(who, Deal.CardRefund, paid.Text("id"), paid.Number("fen")));
    }

    // A dish of a meal that the person has not had yet.
    private static async Task<(string Meal, JsonElement Dish)?> Choose(SimulatedDay day, Player who, string site, string date, Func<JsonElement, bool> when, CancellationToken cancel)
    {
        var menu = await day.Api.Get(who, "menu", $"/api/v1/canteen/menu?site={site}{(date.Length == 0 ? "" : "&day=" + date)}", cancel);
        var dishes = menu is { } shown
            ? shown.List("meals").Where(when).SelectMany(m => m.List("dishes").Where(d => d.Number("left") > 0 && !(IsSet(d) && m.TryGetProperty("had", out var had) && had.ValueKind == JsonValueKind.Object)).Select(d => (m.Text("meal"), d))).ToList()
            : [];
        return dishes.Count == 0 ? null : day.Of(dishes);
    }

    private static async Task<(string Ticket, string Key)?> Ticket(SimulatedDay day, Player who, CancellationToken cancel) =>
        (await day.Api.Get(who, "my code", "/api/v1/me/code", cancel))?.Text("token") is { Length: > 0 } code
        && (await day.Api.Post(day.Town.Clerk, "read code", "/api/v1/canteen/counter/read", new { code }, cancel))?.Text("ticket") is { Length: > 0 } ticket
            ? (ticket, Key(day)) : null;

    private static async Task<bool> Fill(SimulatedDay day, Player who, string site, string payBy, string ticket, string key, CancellationToken cancel)
    {
        if (payBy == "wallet")
            return await Wallet.Fill(day, who, cancel);
        return payBy == "cash" || (await day.Api.Get(who, "my canteen", "/api/v1/canteen/me", cancel) is { } mine
            && (mine.Number("storedFen") >= Note || await day.Api.Post(day.Town.Clerk, "top up card", "/api/v1/canteen/counter/top-ups", new { site, ticket, fen = Note, idempotencyKey = key + "-t" }, cancel) is not null));
    }

    private static string Key(SimulatedDay day) => string.Create(CultureInfo.InvariantCulture, $"sim-{day.Now.Ticks}-{day.Chance()}");

    private static bool IsSet(JsonElement dish) => dish.Text("kind") == "set";
}
