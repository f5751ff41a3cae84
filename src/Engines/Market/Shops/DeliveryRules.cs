using Linli.Platform.Time;

namespace Linli.Market.Shops;

/// <summary>The decisions about bringing goods home.</summary>
internal static class DeliveryRules
{
    /// <summary>How far ahead one can choose.</summary>
    public const int DaysAhead = 3;

    // Who packs needs some time.
    private static readonly TimeSpan Lead = TimeSpan.FromHours(1);

    /// <summary>What bringing goods of this worth home costs.</summary>
    public static long Fee(ShopTerms terms, long goodsFen) => terms.FreeFromFen is { } free && goodsFen >= free ? 0 : terms.FeeFen;

    /// <summary>The windows one can choose now, the next first.</summary>
    public static IEnumerable<DeliverySlot> Slots(IEnumerable<DeliveryWindow> windows, DateTimeOffset now)
    {
        var ordered = windows.OrderBy(w => w.From).ToList();
        for (var day = 0; day < DaysAhead; day++)
            foreach (var window in ordered)
            {
                var date = LocalTime.DateOf(now).AddDays(day);
                var slot = new DeliverySlot(LocalTime.At(date, window.From), LocalTime.At(date, window.Until), window.Most);
                if (slot.From >= now + Lead)
                    yield return slot;
            }
    }
}

/// <summary>A window on a day.</summary>
internal sealed record DeliverySlot(DateTimeOffset From, DateTimeOffset Until, int? Most);
