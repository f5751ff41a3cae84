using FsCheck;
using FsCheck.Fluent;
using Linli.Bookings.Recurrence;
using Linli.Platform.Time;

namespace Linli.Bookings.Tests;

public class RecurrenceTests
{
    private static readonly WorkingDayCalendar China = WorkingDayCalendar.China;

    [Theory]
    [InlineData("FREQ=DAILY;COUNT=3", "2026-11-30", "1130 1201 1202")]
    [InlineData("FREQ=DAILY;INTERVAL=10;UNTIL=20261220", "2026-11-30", "1130 1210 1220")]
    [InlineData("FREQ=DAILY;BYDAY=SA,SU;COUNT=3", "2026-11-25", "1128 1129 1205")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "2026-11-24", "1124 1126 1201 1203")]
    [InlineData("FREQ=WEEKLY;COUNT=2", "2026-11-25", "1125 1202")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4", "2026-11-26", "1129 1207 1213 1221")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=3", "2026-11-26", "1206 1207 1220")]
    [InlineData("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", "2026-10-01", "1013 1110")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2026-10-01", "1030 1127")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-10-01", "1031 1130 1231")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31", "2026-08-01", "0831 1031 1231")]
    [InlineData("FREQ=MONTHLY", "2026-08-31", "0831 1031 1231")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2026-01-01", "0213 0313 1113")]
    [InlineData("FREQ=YEARLY;BYMONTH=3,11;BYDAY=1MO", "2026-01-01", "0302 1102")]
    [InlineData("FREQ=YEARLY;BYDAY=1TH,-1TH", "2026-01-01", "0101 1231")]
    [InlineData("FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=6", "2026-07-01", "")]
    [InlineData("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "2026-01-01", "")]
    public void Rule_ComesOnTheDaysOfTheStandard(string rule, string start, string days) =>
        string.Join(' ', Expand(rule, start, "2026-12-31").Select(d => d.ToString("MMdd", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(days);

    [Fact]
    public void LeapDay_ComesEveryFourYears_AndThirtyFirstOfFebruaryNever()
    {
        Expand("FREQ=YEARLY", "2024-02-29", "2033-12-31").ShouldBe([new(2024, 2, 29), new(2028, 2, 29), new(2032, 2, 29)]);
        Expand("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "2026-01-01", "2126-12-31").ShouldBeEmpty();
    }

    [Fact]
    public void RuleThatNeverEnds_StopsAtTheHorizon() =>
        Expand("FREQ=DAILY", "2026-11-23", "2027-11-22").Count.ShouldBe(365);

    [Fact]
    public void RuleOfTheLastDaysOfTheCalendar_DoesNotOverflow() =>
        RuleDays.From(RecurrenceRule.Read("FREQ=WEEKLY;INTERVAL=1000")!, DateOnly.MaxValue.AddDays(-3), DateOnly.MaxValue).Count().ShouldBe(1);

    [Theory]
    [InlineData("")]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=DAILY;COUNT=0")]
    [InlineData("FREQ=DAILY;COUNT=3;UNTIL=20261231")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;INTERVAL=-1")]
    [InlineData("FREQ=WEEKLY;BYDAY=2TU")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=3")]
    [InlineData("FREQ=MONTHLY;BYDAY=6TU")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0")]
    [InlineData("FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO")]
    [InlineData("FREQ=DAILY;UNTIL=20260231")]
    [InlineData("FREQ=DAILY;FREQ=DAILY")]
    [InlineData("BYDAY=MO")]
    public void RuleThatIsWrongOrNotUnderstood_IsRefused(string rule) => RecurrenceRule.Read(rule).ShouldBeNull();

    [Theory]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=3")]
    [InlineData("FREQ=YEARLY;BYMONTH=3,11;BYDAY=1MO,-1FR")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1,-1;UNTIL=20261231")]
    public void Rule_IsWrittenAsItWasRead(string rule) => RecurrenceRule.Read(rule)!.ToString().ShouldBe(rule);

    [Fact]
    public void UntilAsInstant_CountsByTheDayInShanghai() =>
        RecurrenceRule.Read("FREQ=DAILY;UNTIL=20261201T170000Z")!.Until.ShouldBe(new(2026, 12, 2));

    [Fact]
    public void UntilAsInstant_LeavesOutWhatBeginsAfterIt_AndIsWrittenAsItWasRead()
    {
        // Midnight of 1 January in Shanghai: the evening of that day lies after it.
        var rule = RecurrenceRule.Read("FREQ=DAILY;UNTIL=20261231T160000Z")!;
        rule.ToString().ShouldBe("FREQ=DAILY;UNTIL=20261231T160000Z");
        var days = new RecurringDays(new(2026, 12, 30), rule, [], [], HolidayRule.AsWritten);
        (days with { Begin = new(19, 0) }).Between(new(2026, 12, 1), new(2027, 1, 31), China)[^1].ShouldBe(new(2026, 12, 31));
        (days with { Begin = new(0, 0) }).Between(new(2026, 12, 1), new(2027, 1, 31), China)[^1].ShouldBe(new(2027, 1, 1));
        RecurrenceRule.Read("FREQ=DAILY;UNTIL=99991231T235959Z").ShouldBeNull();
    }

    [Fact]
    public void MakeUpDays_StayWithinTheMonthsOfARule_AndAreInOneOfTheChunksOfACount()
    {
        // 20 September and 10 October 2026 are worked; neither lies in July or August.
        new RecurringDays(new(2026, 7, 1), RecurrenceRule.Read("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=7,8"), [], [], HolidayRule.WorkingDays)
            .Between(new(2026, 7, 1), new(2026, 12, 31), China).ShouldAllBe(d => d.Month == 7 || d.Month == 8);
        var counted = new RecurringDays(new(2026, 9, 1), RecurrenceRule.Read("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=60"), [], [], HolidayRule.WorkingDays);
        var whole = counted.Between(new(2026, 9, 1), new(2026, 12, 31), China);
        whole.ShouldContain(new DateOnly(2026, 9, 20));
        // Followed in two steps that meet on the make-up Sunday, as the planner does.
        counted.Between(new(2026, 9, 1), new(2026, 9, 20), China).Concat(counted.Between(new(2026, 9, 21), new(2026, 12, 31), China)).ShouldBe(whole);
    }

    [Fact]
    public void Holidays_AreSkipped_AndMakeUpDaysAddedWhereTheRuleRunsOnWorkingDays()
    {
        // National Day 2026 is 1 to 7 October; 20 September and 10 October are worked.
        var (from, to) = (new DateOnly(2026, 9, 14), new DateOnly(2026, 10, 12));
        var working = new RecurringDays(from, RecurrenceRule.Read("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), [], [], HolidayRule.WorkingDays).Between(from, to, China);
        working.ShouldBe(Enumerable.Range(0, 29).Select(from.AddDays).Where(China.IsWorkingDay));
        working.ShouldContain(d => d.DayOfWeek == DayOfWeek.Saturday || d.DayOfWeek == DayOfWeek.Sunday);
        var club = new RecurringDays(from, RecurrenceRule.Read("FREQ=WEEKLY;BYDAY=TH"), [], [], HolidayRule.SkipHolidays).Between(from, to, China);
        club.ShouldNotContain(new DateOnly(2026, 10, 1));
        new RecurringDays(from, RecurrenceRule.Read("FREQ=WEEKLY;BYDAY=TH"), [], [], HolidayRule.AsWritten).Between(from, to, China).ShouldContain(new DateOnly(2026, 10, 1));
    }

    [Fact]
    public void Exceptions_TakeDaysOut_AndAdditionsStayOnHolidays()
    {
        var from = new DateOnly(2026, 9, 24);
        var days = new RecurringDays(from, RecurrenceRule.Read("FREQ=WEEKLY;COUNT=3"), [new(2026, 10, 8)], [new(2026, 10, 2)], HolidayRule.SkipHolidays).Between(from, from.AddDays(60), China);
        days.ShouldBe([new(2026, 9, 24), new(2026, 10, 2)]);
    }

    [Fact]
    public void AnyRule_ComesInOrder_OnceADay_WithinItsEnds_AndOnDaysThatFitIt()
    {
        var days = Gen.Elements("MO", "TU", "WE", "TH", "FR", "SA", "SU").NonEmptyListOf().Select(d => string.Join(',', d.Distinct()));
        var rules =
            from frequency in Gen.Elements("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
            from interval in Gen.Choose(1, 5)
            from byDay in days
            from month in Gen.Choose(0, 12)
            from count in Gen.Choose(0, 20)
            from start in Gen.Choose(0, 2000)
            select (Text: $"FREQ={frequency};INTERVAL={interval};BYDAY={byDay}" + (month == 0 ? "" : $";BYMONTH={month}") + (count == 0 ? "" : $";COUNT={count}"),
                ByDay: byDay, Month: month, Count: count, Start: new DateOnly(2024, 1, 1).AddDays(start));
        Prop.ForAll(rules.ToArbitrary(), r =>
        {
            var to = r.Start.AddDays(800);
            var found = RuleDays.From(RecurrenceRule.Read(r.Text)!, r.Start, to).ToList();
            return found.SequenceEqual(found.Distinct().Order())
                && found.TrueForAll(d => d >= r.Start && d <= to && (r.Month == 0 || d.Month == r.Month) && r.ByDay.Contains(d.DayOfWeek.ToString()[..2].ToUpperInvariant(), StringComparison.Ordinal))
                && (r.Count == 0 || found.Count <= r.Count);
        }).QuickCheckThrowOnFailure();
    }

    // How long it takes is measured in bench/Bookings; what is counted here is the same on every machine.
    [Fact]
    public void TenThousandRules_OverAYear_KeepLittleBesideTheirDays()
    {
        var texts = new[] { "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=YEARLY;BYMONTH=3,11;BYDAY=1MO" };
        var start = new DateOnly(2026, 1, 1);
        var rules = Enumerable.Range(0, 10_000).Select(i => new RecurringDays(start.AddDays(i % 7), RecurrenceRule.Read(texts[i % texts.Length]), [], [], HolidayRule.SkipHolidays)).ToList();
        rules[0].Between(start, start.AddDays(364), China).Count.ShouldBeGreaterThan(300);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var days = rules.Sum(r => r.Between(start, start.AddDays(364), China).Count);
        days.ShouldBeGreaterThan(100_000);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / days).ShouldBeLessThan(60, "bytes a day");
    }

    private static List<DateOnly> Expand(string rule, string start, string to) =>
        [.. RuleDays.From(RecurrenceRule.Read(rule)!, DateOnly.ParseExact(start, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), DateOnly.ParseExact(to, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
}
