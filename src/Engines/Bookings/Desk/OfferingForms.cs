using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Bookings.Desk;

/// <summary>Choices of the forms that make and change offerings.</summary>
internal static class OfferingForms
{
    public static IReadOnlyList<Choice> Holidays =>
        [new("SkipHolidays", T("节假日停", "not on holidays")), new("AsWritten", T("照常", "as written")), new("WorkingDays", T("只在工作日（含调休）", "working days only, make-up days included"))];

    public static IReadOnlyList<Choice> Repeats =>
    [
        new("FREQ=DAILY", T("每天", "every day")), new("FREQ=WEEKLY", T("每周同一天", "weekly")), new("FREQ=WEEKLY;INTERVAL=2", T("隔周", "every other week")),
        new("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", T("周一到周五", "Monday to Friday")), new("FREQ=WEEKLY;BYDAY=SA,SU", T("周末", "weekends")), new("FREQ=MONTHLY", T("每月同一日", "monthly")),
    ];
}
