namespace Linli.Bookings;

/// <summary>What public holidays (节假日) and make-up working days (调休) do to something that recurs (R52).</summary>
public enum HolidayRule
{
    /// <summary>照常: it happens on the days of the rule, whatever they are.</summary>
    AsWritten,

    /// <summary>节假日停: it does not happen on days off by notice.</summary>
    SkipHolidays,

    /// <summary>工作日: it happens on working days only; where the rule runs Monday to Friday, make-up Saturdays and Sundays are added.</summary>
    WorkingDays,
}
