using System.Globalization;
using System.Text.Json;
using Linli.Platform.Time;

namespace Linli.Server.Simulation;

/// <summary>
/// What holds for meals at the canteens of the demo: list price = what was paid + what was taken off, the low price goes by age on the day
/// (R26), and the books say the same of subsidies as the receipts.
/// </summary>
internal sealed class MealReckoning(LinliApi api, SimulatedTown town, TimeProvider time)
{
    private long? owed;

    /// <summary>Remembers what the cooperative bears before anybody eats.</summary>
    public async Task Begin(CancellationToken cancel) => owed = (await Books(cancel))?.List("accounts").Sum(a => a.Number("ledgerFen"));

    /// <summary>Why the subsidies of the month cannot be right, and a line to print. Others may eat at the same time.</summary>
    public async Task<(bool Agrees, string Line)> End(Deals deals, CancellationToken cancel)
    {
        var (list, paid, borne) = (0L, 0L, 0L);
        var meals = deals.Made.Where(d => d.Kind == Deal.Meal).ToList();
        foreach (var meal in meals)
            if (await api.Get(town.Clerk, "count", $"/api/v1/canteen/receipts/{meal.Subject}", cancel) is { } receipt)
                (list, paid, borne) = (list + receipt.Number("listFen"), paid + receipt.Number("paysFen"), borne + receipt.List("lines").Where(l => l.Text("payer").Length > 0).Sum(l => l.Number("offFen")));
        var line = string.Create(CultureInfo.InvariantCulture, $"食堂 meals: {meals.Count} 份 = 原价 list {list / 100m:0.00}，实付 paid {paid / 100m:0.00}，补贴 borne {borne / 100m:0.00}");
        if (await Books(cancel) is not { } books)
            return (meals.Count == 0, $"{line} ✗ 月报没有回答 · the month did not answer");
        var faults = books.List("accounts").Where(a => !a.Flag("agrees")).Select(a => $"{a.Text("site")}: receipts ≠ ledger").ToList();
        var now = books.List("accounts").Sum(a => a.Number("ledgerFen"));
        if (now - (owed ?? 0) < borne)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{now - (owed ?? 0)} fen in the books, {borne} on receipts"));
        return (faults.Count == 0, faults.Count == 0 ? line : $"{line} ✗ {string.Join("; ", faults)}");
    }

    /// <summary>What is wrong with a receipt, or <c>null</c>.</summary>
    public static string? Fault(JsonElement receipt, Deal deal)
    {
        var (list, paid, off) = (receipt.Number("listFen"), receipt.Number("paysFen"), receipt.List("lines").Sum(l => l.Number("offFen")));
        if (paid != deal.Paid || paid < 0 || list != paid + off)
            return string.Create(CultureInfo.InvariantCulture, $"list {list}, off {off}, paid {paid} instead of {deal.Paid}");
        var due = deal.IsSet && deal.Who.Born is { } born && DateOnly.TryParseExact(receipt.Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? SetPrice(born, day, list) : paid;
        return due == paid ? null : string.Create(CultureInfo.InvariantCulture, $"born {deal.Who.Born:yyyy-MM-dd}, {paid} paid for a set meal instead of {due}");
    }

    /// <summary>What is wrong with what was ordered ahead, or with what is set aside on a card, or <c>null</c>.</summary>
    public static string? OrderFault(JsonElement mine, Deal deal)
    {
        var orders = mine.List("orders").ToList();
        if (orders.FirstOrDefault(o => o.Text("id") == deal.Subject) is not { ValueKind: JsonValueKind.Object } order || order.Number("paysFen") != deal.Paid)
            return "not found, or at another price";
        var aside = orders.Where(o => o.Text("state") == "open").Sum(o => o.Number("paysFen")) + mine.List("refunds").Where(r => r.Text("state") == "asked").Sum(r => r.Number("fen"));
        return aside == mine.Number("heldFen") ? null : string.Create(CultureInfo.InvariantCulture, $"{mine.Number("heldFen")} fen set aside instead of {aside}");
    }

    // The demo's rule: nothing from 80 on, three yuan from 70 on, whatever the meal.
    private static long SetPrice(DateOnly born, DateOnly day, long list) => LocalTime.AgeOn(born, day) switch { >= 80 => 0, >= 70 => 300, _ => list };

    private Task<JsonElement?> Books(CancellationToken cancel) =>
        api.Get(town.Accountant, "count", string.Create(CultureInfo.InvariantCulture, $"/api/v1/canteen/settlement/{LocalTime.Today(time):yyyyMM}"), cancel);
}
