using Linli.Platform.Text;

namespace Linli.Enterprise.Flats;

/// <summary>Decisions about flats. Pure.</summary>
internal static class FlatRules
{
    /// <summary>After how many days a check-out that the tenant does not sign is settled without.</summary>
    public const int SilentDays = 7;

    /// <summary>Why somebody has to leave whose eligibility ended, as it is kept.</summary>
    public const string EligibilityEnded = "资格终止";

    /// <summary>Why somebody leaves who gave notice, as it is kept.</summary>
    public const string Notice = "承租人退租";

    /// <summary>Why somebody leaves who has another flat now, as it is kept.</summary>
    public const string Moved = "换房";

    /// <summary>Why somebody leaves.</summary>
    public static Phrase Reason(string? kept) => kept switch
    {
        EligibilityEnded => (kept, "Eligibility ended"),
        Notice => (kept, "Notice of the tenant"),
        Moved => (kept, "Moved to another flat"),
        _ => (kept ?? "", kept ?? ""),
    };

    /// <summary>Whose turn it is: in a draw by rank, in a queue by category and then in the order of coming.</summary>
    public static IEnumerable<FlatRequest> InTurn(FlatRound round, IEnumerable<FlatRequest> waiting) => round.Way == FlatWay.Lottery
        ? waiting.Where(r => r.Rank is not null).OrderBy(r => r.Rank)
        : waiting.OrderBy(r => r.Priority).ThenBy(r => r.Ticket);

    /// <summary>Whether a flat is what a request asks for, and no larger than its category gives.</summary>
    public static bool Fits(Flat flat, FlatRequest request) =>
        flat.State == FlatState.Free && flat.AreaDm2 <= request.AreaDm2 && (request.Layout is null || request.Layout == flat.Layout);

    /// <summary>The rent of the days of a month that somebody lives there, half a fen rounded up.</summary>
    /// <param name="monthFen">Rent of a whole month.</param>
    /// <param name="month">Its first day.</param>
    /// <param name="from">First day there.</param>
    /// <param name="until">Last day there; <c>null</c> while it goes on.</param>
    public static long RentOf(long monthFen, DateOnly month, DateOnly from, DateOnly? until)
    {
        var days = DateTime.DaysInMonth(month.Year, month.Month);
        var last = month.AddDays(days - 1);
        var (begin, end) = (from > month ? from : month, until is { } u && u < last ? u : last);
        var lived = end.DayNumber - begin.DayNumber + 1;
        return lived <= 0 ? 0 : lived == days ? monthFen : ((monthFen * lived * 2) + days) / (days * 2L);
    }

    /// <summary>When the rent of a month is due: on its tenth, or a week after moving in.</summary>
    public static DateOnly DueOn(DateOnly month, DateOnly movedIn) => movedIn.AddDays(7) > month.AddDays(9) && movedIn >= month ? movedIn.AddDays(7) : month.AddDays(9);

    /// <summary>What flats of a layout are furnished with, read from lines of a name and a count; a line without a count means one.</summary>
    /// <param name="layout">Which layout.</param>
    /// <param name="lines">One thing a line, such as <c>床 2</c>.</param>
    /// <param name="known">What there was, whose English names stay.</param>
    public static IEnumerable<KitWish> Kit(FlatLayout layout, string? lines, IReadOnlyList<KitWish>? known)
    {
        foreach (var line in (lines ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.LastIndexOfAny([' ', '　', '\t']);
            var counted = int.TryParse(at < 0 ? "" : line[(at + 1)..], System.Globalization.CultureInfo.InvariantCulture, out var count);
            var name = counted ? line[..at].TrimEnd() : line;
            yield return new(layout, name, known?.FirstOrDefault(k => k.NameZh == name)?.NameEn, counted ? count : 1);
        }
    }

    public static Phrase Of(FlatLayout layout) => layout switch
    {
        FlatLayout.Studio => ("单间", "Studio"),
        FlatLayout.OneRoom => ("一室一厅", "One bedroom"),
        FlatLayout.TwoRooms => ("两室一厅", "Two bedrooms"),
        _ => ("三室两厅", "Three bedrooms"),
    };

    public static Phrase Of(FlatState state) => state switch
    {
        FlatState.Free => ("空置", "Free"),
        FlatState.Offered => ("已分配", "Offered"),
        FlatState.Let => ("已出租", "Let"),
        _ => ("维修中", "Under repair"),
    };

    public static Phrase Of(ItemCondition condition) => condition switch
    {
        ItemCondition.Good => ("完好", "Good"),
        ItemCondition.Worn => ("有磨损", "Worn"),
        ItemCondition.Damaged => ("损坏", "Damaged"),
        _ => ("缺失", "Missing"),
    };

    public static Phrase Of(FlatRequestState state) => state switch
    {
        FlatRequestState.Waiting => ("轮候中", "Waiting"),
        FlatRequestState.Offered => ("待确认", "Offered"),
        FlatRequestState.Taken => ("已选定", "Taken"),
        FlatRequestState.Withdrawn => ("已退出", "Withdrawn"),
        FlatRequestState.Lapsed => ("逾期未确认", "Lapsed"),
        FlatRequestState.NotEligible => ("资格终止", "No longer eligible"),
        _ => ("本轮结束", "Round closed"),
    };

    public static Phrase Of(TenancyState state) => state switch
    {
        TenancyState.Draft => ("待签约", "To be signed"),
        TenancyState.Signed => ("待入住", "To be moved in"),
        TenancyState.Living => ("居住中", "Lived in"),
        TenancyState.Ended => ("已退租", "Ended"),
        _ => ("未成立", "Not concluded"),
    };
}
