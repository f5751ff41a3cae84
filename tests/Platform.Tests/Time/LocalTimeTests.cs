using System.Globalization;
using Linli.Platform.Time;

namespace Linli.Platform.Tests.Time;

public class LocalTimeTests
{
    [Theory]
    [InlineData("2026-11-03T15:59:59Z", "2026-11-03")]
    [InlineData("2026-11-03T16:00:00Z", "2026-11-04")]
    [InlineData("2026-11-04T00:30:00+09:00", "2026-11-03")]
    public void DateOf_AnInstantInAnyOffset_IsTheDateInShanghai_R52(string instant, string expected) =>
        LocalTime.DateOf(Instant(instant)).ShouldBe(Date(expected));

    [Theory]
    [InlineData("1988-07-15")] // summer time was in force, and must not shift the day
    [InlineData("2026-11-03")]
    public void StartOfDay_InAnyYear_IsEightHoursBeforeUtcMidnight(string date)
    {
        var start = LocalTime.StartOfDay(Date(date));
        start.Offset.ShouldBe(TimeSpan.Zero);
        start.ShouldBe(Instant(date + "T00:00:00+08:00"));
        LocalTime.DateOf(start).ShouldBe(Date(date));
        LocalTime.DateOf(start.AddTicks(-1)).ShouldBe(Date(date).AddDays(-1));
    }

    [Fact]
    public void EndOfDay_IsTheStartOfTheNextDay() =>
        LocalTime.EndOfDay(Date("2026-12-31")).ShouldBe(LocalTime.StartOfDay(Date("2027-01-01")));

    [Fact]
    public void ToLocal_KeepsTheInstantAndShowsTheLocalClock()
    {
        var local = LocalTime.ToLocal(Instant("2026-11-03T23:15:00Z"));
        local.ShouldBe(Instant("2026-11-03T23:15:00Z"));
        local.Offset.ShouldBe(TimeSpan.FromHours(8));
        local.Hour.ShouldBe(7);
    }

    [Fact]
    public void At_IsTheInstantOfTheLocalClock() =>
        LocalTime.At(Date("2026-11-03"), new TimeOnly(9, 30)).ShouldBe(Instant("2026-11-03T01:30:00Z"));

    [Fact]
    public void Today_JustAfterLocalMidnight_IsAlreadyTheNewDay() =>
        LocalTime.Today(new StoppedClock(Instant("2026-11-03T16:00:01Z"))).ShouldBe(Date("2026-11-04"));

    [Theory]
    [InlineData("1946-03-15", "2026-03-14", 79)]
    [InlineData("1946-03-15", "2026-03-15", 80)] // R48's vector: 80 on the day itself
    [InlineData("2016-09-10", "2016-09-10", 0)]
    [InlineData("1956-02-29", "2026-02-28", 69)]
    [InlineData("1956-02-29", "2026-03-01", 70)]
    [InlineData("1956-02-29", "2028-02-28", 71)]
    [InlineData("1956-02-29", "2028-02-29", 72)]
    public void AgeOn_AroundTheBirthday_TurnsOnTheDayItself(string birth, string date, int expected) =>
        LocalTime.AgeOn(Date(birth), Date(date)).ShouldBe(expected);

    [Fact]
    public void AgeOn_BeforeTheBirth_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => LocalTime.AgeOn(Date("2016-09-10"), Date("2016-09-09")));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
