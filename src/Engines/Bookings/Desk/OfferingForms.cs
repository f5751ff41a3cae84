using Linli.Bookings.Reserve;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Bookings.Desk;

/// <summary>Choices of the forms that make and change offerings.</summary>
internal static class OfferingForms
{
    public static IReadOnlyList<Choice> Holidays =>
        [new("SkipHolidays", T("节假日停", "not on holidays")), new("AsWritten", T("照常", "as written")), new("WorkingDays", T("只在工作日（含调休）", "working days only, make-up days included"))];

    /// <summary>The limit of what one person or one household has ahead of one offering, where there is one.</summary>
    public static int? Limit(BookingTerms terms, QuotaPer per) => terms.Quotas.FirstOrDefault(q => IsAhead(q) && q.Per == per)?.Most;

    /// <summary>The limits with those two set anew; others stay.</summary>
    public static IReadOnlyList<Quota> Limits(BookingTerms terms, int? person, int? household) =>
    [
        .. terms.Quotas.Where(q => !IsAhead(q)),
        .. new[] { (Per: QuotaPer.Person, Most: person), (Per: QuotaPer.Household, Most: household) }.Where(l => l.Most is not null).Select(l => new Quota(QuotaOf.Offering, l.Per, QuotaPeriod.Ahead, l.Most!.Value)),
    ];

    /// <summary>The training asked for first, where there is one.</summary>
    public static string? Training(BookingTerms terms) => terms.Conditions.FirstOrDefault(c => TrainingDone.Read(c) is not null);

    /// <summary>The conditions with the training set anew; those of scenes stay.</summary>
    public static IReadOnlyList<string> Conditions(BookingTerms terms, string? training) =>
        [.. terms.Conditions.Where(c => TrainingDone.Read(c) is null), .. training is null ? (string[])[] : [training]];

    private static bool IsAhead(Quota quota) => quota is { Of: QuotaOf.Offering, Period: QuotaPeriod.Ahead };

    public static IReadOnlyList<Choice> Repeats =>
    [
        new("FREQ=DAILY", T("每天", "every day")), new("FREQ=WEEKLY", T("每周同一天", "weekly")), new("FREQ=WEEKLY;INTERVAL=2", T("隔周", "every other week")),
        new("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", T("周一到周五", "Monday to Friday")), new("FREQ=WEEKLY;BYDAY=SA,SU", T("周末", "weekends")), new("FREQ=MONTHLY", T("每月同一日", "monthly")),
    ];
}
