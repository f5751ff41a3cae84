using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>Residents eat at the canteen: the clerk reads their code, sees their price, and sells the meal (食堂窗口).</summary>
internal sealed class Diners(double mealsADay) : IActor
{
    private string? site;

    public double PerHour(int hour) => hour is 11 or 12 ? mealsADay * 0.3 : hour is 16 or 17 ? mealsADay * 0.2 : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var (who, clerk) = (day.Of(day.Town.People), day.Town.Clerk);

        // The clerk knows where they stand, and does not ask for every guest.
        if ((site ??= (await day.Api.Get(clerk, "canteens", "/api/v1/canteen/sites", cancel)).List().FirstOrDefault(s => s.Text("kind") != "banquet") is { ValueKind: JsonValueKind.Object } found ? found.Text("code") : null) is null)
            return;
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
