using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Time;

namespace Linli.Platform.Tests.Time;

public class WorkingDayCalendarTests
{
    private static readonly WorkingDayCalendar calendar = WorkingDayCalendar.China;

    [Theory]
    [InlineData("2026-02-14", true)] // Saturday, made up
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-23", false)] // Monday, off
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)] // Saturday, made up
    [InlineData("2026-05-09", true)] // Saturday, made up
    [InlineData("2026-05-10", false)]
    [InlineData("2026-01-04", true)] // Sunday, made up
    [InlineData("2026-10-08", true)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    public void IsWorkingDay_InALoadedYear_FollowsTheNotice_R52(string date, bool expected) =>
        calendar.IsWorkingDay(Date(date)).ShouldBe(expected);

    [Theory]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void China_PerYear_HoldsTheDaysOfTheNotice(int year, int holidays, int makeUps)
    {
        var days = calendar.Days.Where(day => day.Date.Year == year).ToList();
        days.Count(day => day.Kind == CalendarDayKind.Holiday).ShouldBe(holidays);
        days.Count(day => day.Kind == CalendarDayKind.MakeUpWorkday).ShouldBe(makeUps);
        days.ShouldAllBe(day => day.Jurisdiction == "CN" && day.Source.Contains(year.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void China_MakeUpDays_AreAllWeekendDays() =>
        calendar.Days.Where(day => day.Kind == CalendarDayKind.MakeUpWorkday)
            .ShouldAllBe(day => day.Date.DayOfWeek == DayOfWeek.Saturday || day.Date.DayOfWeek == DayOfWeek.Sunday);

    [Fact]
    public void IsWorkingDay_InAYearWithoutData_IsMondayToFriday_AndTheYearIsReported()
    {
        calendar.HasYear(2025).ShouldBeTrue();
        calendar.HasYear(2026).ShouldBeTrue();
        calendar.HasYear(2010).ShouldBeFalse();
        calendar.IsWorkingDay(Date("2010-10-01")).ShouldBeTrue(); // a Friday; the notice of that year is not loaded
        calendar.IsWorkingDay(Date("2010-10-02")).ShouldBeFalse();
    }

    [Fact]
    public void HasYear_WithOnlyOneLocalRow_IsStillFalse()
    {
        var typhoon = new CalendarDay(Date("2027-08-10"), CalendarDayKind.Holiday, "台风停工", "市政府通告", "330100");
        var local = calendar.With([typhoon]);
        local.IsWorkingDay(typhoon.Date).ShouldBeFalse();
        local.Find(typhoon.Date).ShouldBe(typhoon);
        local.HasYear(2027).ShouldBeFalse();
    }

    [Fact]
    public void With_ARowOfADateThatIsThere_ReplacesItAndLeavesTheOriginal()
    {
        var date = Date("2026-05-09");
        var local = calendar.With([new CalendarDay(date, CalendarDayKind.Holiday, "地方放假", "通告", "330100")]);
        local.IsWorkingDay(date).ShouldBeFalse();
        calendar.IsWorkingDay(date).ShouldBeTrue();
    }

    [Theory]
    [InlineData("2026-11-02", 5, "2026-11-09")] // Monday: five working days later
    [InlineData("2026-11-07", 1, "2026-11-09")] // reported on a Saturday
    [InlineData("2026-02-13", 3, "2026-02-25")] // over Spring Festival, with the make-up Saturday
    [InlineData("2026-04-30", 7, "2026-05-13")] // over Labour Day, with the make-up Saturday
    [InlineData("2026-11-07", 0, "2026-11-07")] // same day, also on a Saturday
    public void AddWorkingDays_StartsTheNextDay_R06(string start, int days, string expected) =>
        calendar.AddWorkingDays(Date(start), days).ShouldBe(Date(expected));

    [Theory]
    [InlineData("2026-11-02", 15, "2026-11-17")]
    [InlineData("2026-11-01", 6, "2026-11-09")] // ends on a Saturday: rolls to Monday
    [InlineData("2026-09-25", 6, "2026-10-08")] // ends on 1 October: rolls past the holiday
    [InlineData("2026-02-04", 10, "2026-02-14")] // ends on a Saturday that is worked: stays
    [InlineData("2026-11-07", 0, "2026-11-07")]
    public void AddCalendarDays_WhenTheLastDayIsNotWorked_RollsOver_CivilCode203(string start, int days, string expected) =>
        calendar.AddCalendarDays(Date(start), days).ShouldBe(Date(expected));

    [Fact]
    public void Periods_OfNegativeLength_AreRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => calendar.AddWorkingDays(Date("2026-11-02"), -1));
        Should.Throw<ArgumentOutOfRangeException>(() => calendar.AddCalendarDays(Date("2026-11-02"), -1));
    }

    [Fact]
    public void DueAt_IsMidnightAfterTheLastWorkingDay_InUtc()
    {
        // 23:30 on Monday 2 November in Shanghai; three working days end with Thursday the 5th.
        var due = calendar.DueAt(new DateTimeOffset(2026, 11, 2, 15, 30, 0, TimeSpan.Zero), 3);
        due.ShouldBe(new DateTimeOffset(2026, 11, 5, 16, 0, 0, TimeSpan.Zero));
        due.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void DueAt_WhenStartedJustAfterLocalMidnight_CountsFromTheNewLocalDay() =>
        calendar.DueAt(new DateTimeOffset(2026, 11, 2, 16, 0, 0, TimeSpan.Zero), 1)
            .ShouldBe(new DateTimeOffset(2026, 11, 4, 16, 0, 0, TimeSpan.Zero));

    [Fact]
    public void WorkingDaysBetween_AddWorkingDays_AreInverse() =>
        Prop.ForAll(Dates().ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (start, n) =>
        {
            var end = calendar.AddWorkingDays(start, n);
            return calendar.WorkingDaysBetween(start, end) == n
                && calendar.WorkingDaysBetween(end, start) == -n
                && (n == 0 || calendar.IsWorkingDay(end));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AddCalendarDays_ForAnyPeriod_EndsOnTheFirstWorkingDayNotBeforeItsLength() =>
        Prop.ForAll(Dates().ToArbitrary(), Gen.Choose(1, 90).ToArbitrary(), (start, n) =>
        {
            var end = calendar.AddCalendarDays(start, n);
            var nominal = start.AddDays(n);
            return calendar.IsWorkingDay(end)
                && end >= nominal
                && Enumerable.Range(0, end.DayNumber - nominal.DayNumber).All(i => !calendar.IsWorkingDay(nominal.AddDays(i)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2027-1-1,holiday,元旦,通知", "2027-1-1")]
    [InlineData("2027-01-01,feast,元旦,通知", "feast")]
    [InlineData("2027-01-01", "Line 2")]
    public void ReadCsv_WithARowThatCannotBeRead_SaysWhere(string row, string mention)
    {
        using var csv = new StringReader("date,kind,name,source\n" + row + "\n");
        Should.Throw<FormatException>(() => WorkingDayCalendar.ReadCsv(csv, "CN")).Message.ShouldContain(mention);
    }

    [Fact]
    public void Constructor_WithADateTwice_IsRefused()
    {
        var day = new CalendarDay(Date("2027-01-01"), CalendarDayKind.Holiday, "元旦", "通知", "CN");
        Should.Throw<ArgumentException>(() => new WorkingDayCalendar([day, day])).Message.ShouldContain("2027-01-01");
    }

    private static Gen<DateOnly> Dates() =>
        Gen.Choose(0, 800).Select(day => new DateOnly(2024, 12, 1).AddDays(day));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
