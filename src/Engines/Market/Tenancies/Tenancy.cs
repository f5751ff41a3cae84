using Linli.Ledger;
using Linli.Platform.Data;

namespace Linli.Market.Tenancies;

/// <summary>A space that the cooperative lets to a shop (租约), by the month.</summary>
internal sealed class Tenancy : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Code of the merchant's team.</summary>
    public required string Shop { get; init; }

    public required string Scope { get; init; }

    /// <summary>Which space, in words: 社区综合体一层 6 号铺.</summary>
    public required string Space { get; set; }

    /// <summary>Code of the cooperative that lets it.</summary>
    public required string Landlord { get; init; }

    public required long RentFen { get; set; }

    /// <summary>First month, <c>202611</c>.</summary>
    public required int From { get; init; }

    /// <summary>Last month; <c>null</c> while open.</summary>
    public int? Until { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Months for which no rent is asked (免租), and by whose decision.</summary>
internal sealed class RentWaiver
{
    public required Guid Id { get; init; }

    public required Guid Tenancy { get; init; }

    public required int From { get; init; }

    public required int Until { get; init; }

    public required string Reason { get; init; }

    /// <summary>Which decision it rests on: 和三社区居民会议 2026-08-12 第 4 项.</summary>
    public required string Decision { get; init; }

    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What a month of a tenancy cost (月租金).</summary>
internal sealed class RentMonth
{
    public required Guid Tenancy { get; init; }

    public required int Month { get; init; }

    /// <summary>What the rent would be.</summary>
    public required long RentFen { get; init; }

    /// <summary>The waiver that took it away.</summary>
    public Guid? Waiver { get; set; }

    /// <summary>The payment, where something was due.</summary>
    public TransferId? Transfer { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What is due.</summary>
    public long DueFen => Waiver is null ? RentFen : 0;
}

/// <summary>The decisions about rent.</summary>
internal static class RentRules
{
    private const string Coop = "-coop";

    /// <summary>Code of the place whose cooperative this is; <c>null</c> when it is none.</summary>
    public static string? PlaceOf(string landlord) => landlord.EndsWith(Coop, StringComparison.Ordinal) && landlord.Length > Coop.Length ? landlord[..^Coop.Length] : null;

    public static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;

    public static int Next(int month) => month % 100 == 12 ? month + 89 : month + 1;

    public static bool IsMonth(int month) => month / 100 is >= 2020 and <= 2099 && month % 100 is >= 1 and <= 12;

    /// <summary>Months from one to another.</summary>
    public static IEnumerable<int> Months(int from, int until)
    {
        for (var month = from; month <= until; month = Next(month))
            yield return month;
    }

    /// <summary>How many months.</summary>
    public static int Count(int from, int until) => ((until / 100) - (from / 100)) * 12 + (until % 100) - (from % 100) + 1;

    /// <summary>The waiver that takes the rent of a month away.</summary>
    public static RentWaiver? WaiverOf(IEnumerable<RentWaiver> waivers, int month) => waivers.Where(w => w.From <= month && month <= w.Until).OrderBy(w => w.At).FirstOrDefault();

    /// <summary>Months that must be written down by now: those that have begun, within the tenancy.</summary>
    public static IEnumerable<int> Due(Tenancy tenancy, DateOnly today) => Months(tenancy.From, Math.Min(tenancy.Until ?? int.MaxValue, MonthOf(today)));
}
