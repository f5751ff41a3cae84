using Linli.Platform.Time;
using Linli.Sensing.Rules;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Rules;

public sealed class WatchScheduleTests
{
    [Theory]
    [InlineData("2026-11-23 22:00", true)]
    [InlineData("2026-11-24 05:59", true)]
    [InlineData("2026-11-24 06:00", false)]
    [InlineData("2026-11-23 21:59", false)]
    public void Hours_MayGoOverMidnight(string local, bool open) =>
        Schedule(WatchDays.Every, new WatchHours(new(22, 0), new(6, 0))).IsOpen(Ticks(local)).ShouldBe(open);

    [Theory]
    [InlineData("2026-10-10 09:00", true)] // a make-up Saturday (R52)
    [InlineData("2026-10-05 09:00", false)] // a Monday of the National Day holidays
    [InlineData("2026-11-22 09:00", false)]
    [InlineData("2026-11-23 09:00", true)]
    public void WorkingDays_FollowTheCalendar(string local, bool open)
    {
        var schedule = Schedule(WatchDays.Working);
        schedule.IsOpen(Ticks(local)).ShouldBe(open);
        schedule.IsOpen(Ticks(local)).ShouldBe(open, "from memory");
    }

    [Fact]
    public void At_NamesTheWindowAnInstantLiesInElseTheNext()
    {
        var schedule = Schedule(WatchDays.Working, new WatchHours(new(7, 20), new(8, 10)), new WatchHours(new(15, 0), new(16, 0)));
        schedule.At(Ticks("2026-11-20 16:00")).ShouldBe(new WatchWindow(Ticks("2026-11-23 07:20"), Ticks("2026-11-23 08:10")));
        schedule.At(Ticks("2026-11-23 08:09")).ShouldBe(new WatchWindow(Ticks("2026-11-23 07:20"), Ticks("2026-11-23 08:10")));
        Schedule(WatchDays.Working).At(Ticks("2026-11-23 12:00")).ShouldBe(new WatchWindow(Ticks("2026-11-23 00:00"), Ticks("2026-11-28 00:00")), "a whole week in one");
    }

    private static WatchSchedule Schedule(WatchDays days, params WatchHours[] hours) => new(days, hours, LaneBed.Here, WorkingDayCalendar.China, null);

    private static long Ticks(string local) => new DateTimeOffset(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), LocalTime.Offset).UtcTicks;
}
