using System.Globalization;
using Linli.Platform.Time;

namespace Linli.Places.Tests;

/// <summary>Opening hours by the week, the season and the calendar of 2026 (R52).</summary>
public sealed class OpeningTimesTests
{
    [Theory]
    [InlineData("Mo-Fr 08:30-17:30", "2026-11-23 08:29", false, "2026-11-23 08:30")]
    [InlineData("Mo-Fr 08:30-17:30", "2026-11-23 08:30", true, "2026-11-23 17:30")]
    [InlineData("Mo-Fr 08:30-17:30", "2026-11-23 17:30", false, "2026-11-24 08:30")]
    [InlineData("Mo-Fr 08:30-17:30", "2026-11-27 18:00", false, "2026-11-30 08:30")]
    [InlineData("Mo-Su 06:30-08:30,10:30-13:00,16:30-18:30", "2026-11-23 09:00", false, "2026-11-23 10:30")]
    [InlineData("Tu-Su 09:00-20:30", "2026-11-23 10:00", false, "2026-11-24 09:00")]
    [InlineData("24/7", "2026-11-23 03:00", true, null)]
    [InlineData("Fr,Sa 18:00-02:00", "2026-11-28 01:59", true, "2026-11-28 02:00")]
    [InlineData("Fr,Sa 18:00-02:00", "2026-11-30 01:00", false, "2026-12-04 18:00")]
    [InlineData("Mo-Su 00:00-24:00", "2026-11-23 23:59", true, null)]
    [InlineData("Mo-Fr 08:00-12:00, We 14:00-16:00", "2026-11-25 15:00", true, "2026-11-25 16:00")]
    [InlineData("Mo-Sa 08:00-18:00; We off", "2026-11-25 10:00", false, "2026-11-26 08:00")]
    [InlineData("Apr-Oct 06:00-21:00; Nov-Mar 07:00-19:00", "2026-11-23 06:30", false, "2026-11-23 07:00")]
    [InlineData("Nov 20-Nov 25 10:00-11:00", "2026-11-25 10:30", true, "2026-11-25 11:00")]
    [InlineData("Sa[1] 09:00-11:00", "2026-11-07 10:00", true, "2026-11-07 11:00")]
    [InlineData("Sa[-1] 09:00-11:00", "2026-11-21 10:00", false, "2026-11-28 09:00")]
    public void Now_ByTheWeek(string hours, string at, bool open, string? until) => Check(hours, at, open, until, null);

    [Theory]
    // 1 to 7 October 2026 are days off; Saturday 10 October and Sunday 20 September are worked for them.
    [InlineData("Mo-Fr 08:30-17:30", "2026-10-01 10:00", false, "2026-10-08 08:30", "国庆节")]
    [InlineData("Mo-Fr 08:30-17:30", "2026-10-10 10:00", true, "2026-10-10 17:30", null)]
    [InlineData("Mo-Fr 08:30-17:30", "2026-09-20 10:00", true, "2026-09-20 17:30", null)]
    [InlineData("Mo-Fr 08:30-17:30; Sa 09:00-12:00", "2026-10-10 13:00", false, "2026-10-12 08:30", null)]
    [InlineData("Mo-Fr 08:30-17:30; Sa,Su 09:00-12:00", "2026-10-01 10:00", true, "2026-10-01 17:30", "国庆节")]
    [InlineData("Mo-Su 09:00-21:00", "2026-10-01 10:00", true, "2026-10-01 21:00", "国庆节")]
    [InlineData("Mo-Su 09:00-21:00; PH off", "2026-10-07 10:00", false, "2026-10-08 09:00", "国庆节")]
    [InlineData("PH off; Mo-Su 09:00-21:00", "2026-10-07 10:00", false, "2026-10-08 09:00", "国庆节")]
    [InlineData("Mo-Fr 08:30-17:30; PH 10:00-15:00", "2026-10-03 14:00", true, "2026-10-03 15:00", "国庆节")]
    [InlineData("Mo-Fr,PH 08:30-17:30", "2026-10-03 14:00", true, "2026-10-03 17:30", "国庆节")]
    [InlineData("Tu-Su 09:00-20:30", "2026-10-01 10:00", true, "2026-10-01 20:30", "国庆节")]
    public void Now_OnHolidaysAndMakeUpDays_FollowsTheCalendar(string hours, string at, bool open, string? until, string? holiday) =>
        Check(hours, at, open, until, holiday);

    [Theory]
    [InlineData("")]
    [InlineData("weekdays 9 to 5")]
    [InlineData("Mo-Fr 08:30")]
    [InlineData("Mo-Fr 08:30-17:60")]
    [InlineData("Mo-Fr 25:00-26:00")]
    [InlineData("Mo-Fr 08:30+")]
    [InlineData("SH off")]
    [InlineData("sunrise-sunset")]
    [InlineData("Mo-Fr 08:30-17:30;;x")]
    [InlineData("Mo-Xx 08:30-17:30")]
    public void Hours_WrittenInAWayThatIsNotKnown_AreUnknownRatherThanGuessed(string hours)
    {
        OpeningTimes.TryParse(hours, out _).ShouldBeFalse();
        OpeningTimes.At(hours, TestsAt("2026-11-23 10:00"), WorkingDayCalendar.China).ShouldBe(OpenNow.Unknown);
    }

    [Fact]
    public void MinutesBetween_InAMonthWithHolidays_CountsWorkingDays()
    {
        OpeningTimes.TryParse("Mo-Fr 08:30-17:30", out var times).ShouldBeTrue();

        // October 2026: 22 weekdays, five of them off, one Saturday worked.
        times.MinutesBetween(new(2026, 10, 1), new(2026, 10, 31), WorkingDayCalendar.China).ShouldBe((22 - 5 + 1) * 9 * 60);
    }

    private static void Check(string hours, string at, bool open, string? until, string? holiday)
    {
        OpeningTimes.TryParse(hours, out var times).ShouldBeTrue();

        times.At(TestsAt(at), WorkingDayCalendar.China).ShouldBe(new(open, until is null ? null : TestsAt(until), holiday));
    }

    private static DateTimeOffset TestsAt(string local) =>
        new DateTimeOffset(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), LocalTime.Offset).ToUniversalTime();
}
