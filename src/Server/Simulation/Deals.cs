using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>What people paid for in a simulation, with money or points, to be looked up again at its end.</summary>
internal sealed class Deals
{
    private readonly ConcurrentQueue<Deal> made = new();
    private readonly ConcurrentQueue<string> faults = new();

    public IReadOnlyList<Deal> Made => [.. made];

    public IReadOnlyList<string> Faults => [.. faults];

    public void Add(Deal deal) => made.Enqueue(deal);

    /// <summary>Something that must never be.</summary>
    public void Fault(string what) => faults.Enqueue(what);
}

/// <summary>Something that was paid for, or that came in.</summary>
/// <param name="Who">By whom, or to whom.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What the line of the wallet says it is about; of points that were earned the transfer.</param>
/// <param name="Paid">How much was agreed, in fen or points; of a machine what it charged is asked for at the end.</param>
internal sealed record Deal(Player Who, string Kind, string Subject, long Paid)
{
    public const string Order = "order";
    public const string Machine = "machine";
    public const string Redemption = "redemption";

    /// <summary>A meal of a canteen.</summary>
    public const string Meal = "meal";

    /// <summary>A meal that was ordered ahead: set aside on the card.</summary>
    public const string MealOrder = "meal order";

    /// <summary>From the canteen card back to the wallet.</summary>
    public const string CardRefund = "card refund";

    /// <summary>Points that came in.</summary>
    public const string Earned = "earned";

    /// <summary>What a meal is paid with: wallet, storedValue (the canteen card) or cash.</summary>
    public string PaidBy { get; init; } = "wallet";

    /// <summary>Whether a meal is a set meal, priced by age.</summary>
    public bool IsSet { get; init; }

    public bool IsOfPoints => Kind is Redemption or Earned;

    public bool ComesIn => Kind is CardRefund or Earned;
}

/// <summary>
/// Looks up every deal of a simulation in the wallet or card it was paid from: each was paid exactly once, what came back is what the order says,
/// a cancelled order came back whole, points were earned once, a meal costs what its receipt says, and nobody's balance is below zero.
/// </summary>
internal sealed class DealReckoning(LinliApi api)
{
    private const int Pages = 10;
    private const int LinesOfCard = 30;

    public async Task<(bool Agrees, IReadOnlyList<string> Lines)> Check(Deals deals, CancellationToken cancel)
    {
        var faults = deals.Faults.ToList();
        foreach (var mine in deals.Made.GroupBy(d => d.Who))
        {
            var money = await Lines(mine.Key, "fen", mine.Where(d => !d.IsOfPoints), cancel);
            var points = await Lines(mine.Key, "points", mine.Where(d => d.IsOfPoints), cancel);
            var canteen = mine.Any(d => d.Kind is Deal.Meal or Deal.MealOrder or Deal.CardRefund) ? await api.Get(mine.Key, "my canteen", "/api/v1/canteen/me", cancel) ?? default : default;
            foreach (var deal in mine)
                if (await Fault(deal, deal.IsOfPoints ? points : money, canteen, cancel) is { } fault)
                    faults.Add($"{deal.Kind} {deal.Subject} {mine.Key.Name}: {fault}");
            if (canteen.Number("storedFen") < 0 || ((await api.Get(mine.Key, "wallet", "/api/v1/ledger/me", cancel)) is { } wallet && wallet.List("pockets").Any(p => p.Number("available") < 0)))
                faults.Add($"{mine.Key.Name}: below zero");
        }

        var counts = string.Join(", ", deals.Made.GroupBy(d => d.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}")));
        return (faults.Count == 0, [$"买卖 deals: {counts} = {(faults.Count == 0 ? "各付一次 each paid once" : "")}", .. faults.Take(10)]);
    }

    private async Task<string?> Fault(Deal deal, IReadOnlyList<JsonElement> lines, JsonElement canteen, CancellationToken cancel)
    {
        var (paid, back) = (deal.ComesIn ? -deal.Paid : deal.Paid, 0L);
        switch (deal.Kind)
        {
            case Deal.Order when await api.Get(deal.Who, "count", $"/api/v1/market/orders/{deal.Subject}", cancel) is { } order:
                var summary = order.GetProperty("summary");
                back = summary.Number("refundedFen");
                if (summary.Number("paidFen") != paid || back > paid || (summary.Text("state") == "cancelled" && back != paid))
                    return string.Create(CultureInfo.InvariantCulture, $"{summary.Text("state")}, paid {summary.Number("paidFen")} of {paid}, back {back}");
                break;
            case Deal.Machine when await api.Get(deal.Who, "count", $"/api/v1/machines/sessions/{deal.Subject}", cancel) is { } purchase:
                (paid, back) = (purchase.Number("chargedFen"), purchase.Number("refundedFen"));
                break;
            case Deal.Meal when await api.Get(deal.Who, "count", $"/api/v1/canteen/receipts/{deal.Subject}", cancel) is { } receipt:
                if (MealReckoning.Fault(receipt, deal) is { } wrong)
                    return wrong;
                lines = deal.PaidBy == "wallet" ? lines : [.. canteen.List("lines")];

                // Of the card only the newest lines are told.
                if (deal.PaidBy == "cash" || (deal.PaidBy != "wallet" && lines.Count == LinesOfCard && lines.All(l => l.Text("subject") != deal.Subject)))
                    return null;
                break;
            case Deal.MealOrder:
                return MealReckoning.OrderFault(canteen, deal);
            case Deal.Redemption or Deal.CardRefund or Deal.Earned:
                break;
            default:
                return "not found";
        }

        var own = lines.Where(l => l.Text(deal.Kind == Deal.Earned ? "transfer" : "subject") == deal.Subject && l.Text("reverses").Length == 0).ToList();
        var transfers = own.Select(l => l.Text("transfer")).ToHashSet(StringComparer.Ordinal);
        var (went, came) = (-own.Sum(l => l.Number("amount")), lines.Where(l => transfers.Contains(l.Text("reverses"))).Sum(l => l.Number("amount")));
        return went == paid && came == back && (deal.Kind == Deal.Machine || own.Count == (paid == 0 ? 0 : 1))
            ? null : string.Create(CultureInfo.InvariantCulture, $"{own.Count} × {went} instead of {paid}, back {came} instead of {back}");
    }

    private async Task<IReadOnlyList<JsonElement>> Lines(Player who, string unit, IEnumerable<Deal> deals, CancellationToken cancel)
    {
        var lines = new List<JsonElement>();
        if (!deals.Any())
            return lines;
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            var found = await api.Get(who, "wallet", $"/api/v1/ledger/me/lines?unit={unit}&take=100{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}", cancel);
            lines.AddRange(found is { } there ? there.List("lines").Select(l => l.GetProperty("line")) : []);
            after = found?.Text("next");
            if (string.IsNullOrEmpty(after))
                break;
        }

        return lines;
    }
}
