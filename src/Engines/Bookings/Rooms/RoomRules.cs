using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Bookings.Rooms;

/// <summary>Time of a resource that is taken, as the rules see it.</summary>
/// <param name="From">From, UTC.</param>
/// <param name="Until">Until, UTC.</param>
/// <param name="Use">For what; <c>null</c> for a closure.</param>
internal readonly record struct Taken(DateTimeOffset From, DateTimeOffset Until, string? Use);

/// <summary>May a room be had at this time? Pure.</summary>
internal static class RoomRules
{
    /// <summary>
    /// Whether two times are in each other's way. Between different uses lies the time to set the room up; a closure needs none, and
    /// the end of one may be the begin of the other.
    /// </summary>
    public static bool Clash(Taken one, Taken other, int setUpMinutes)
    {
        var gap = one.Use is null || other.Use is null || one.Use == other.Use ? TimeSpan.Zero : TimeSpan.FromMinutes(setUpMinutes);
        return one.From < other.Until + gap && other.From < one.Until + gap;
    }

    /// <summary>The wish is too short, too long, or not in steps.</summary>
    public static Problem? WrongLength(IntervalTerms terms, DateTimeOffset from, int minutes)
    {
        if (minutes < terms.LeastMinutes || minutes > terms.MostMinutes || minutes % terms.StepMinutes != 0)
            return Problem.Invalid("minutes", "bookings.length",
                $"时长应为 {terms.LeastMinutes} 到 {terms.MostMinutes} 分钟，以 {terms.StepMinutes} 分钟为一档。", $"Give {terms.LeastMinutes} to {terms.MostMinutes} minutes, in steps of {terms.StepMinutes}.");
        var local = LocalTime.ToLocal(from).TimeOfDay;
        return local.Ticks % TimeSpan.FromMinutes(terms.StepMinutes).Ticks != 0
            ? Problem.Invalid("from", "bookings.step", $"开始时间以 {terms.StepMinutes} 分钟为一档。", $"Bookings begin in steps of {terms.StepMinutes} minutes.")
            : null;
    }

    /// <summary>Whether a time lies within one of the spans in which it is open, in minutes from midnight of its local day.</summary>
    public static bool IsOpen(IReadOnlyList<(int From, int To)> spans, DateTimeOffset from, int minutes)
    {
        var begin = (int)LocalTime.ToLocal(from).TimeOfDay.TotalMinutes;
        return spans.Any(s => s.From <= begin && begin + minutes <= s.To);
    }

    /// <summary>Whether a loud use would reach into quiet hours (安静时段).</summary>
    public static Problem? TooLoud(QuietHours? quiet, string? use, DateTimeOffset from, DateTimeOffset until)
    {
        if (quiet is null || use is null || (quiet.LoudUses.Count > 0 && !quiet.LoudUses.Contains(use)))
            return null;
        for (var day = LocalTime.DateOf(from).AddDays(-1); day <= LocalTime.DateOf(until); day = day.AddDays(1))
        {
            var begin = LocalTime.At(day, quiet.From);
            var end = LocalTime.At(quiet.Until > quiet.From ? day : day.AddDays(1), quiet.Until);
            if (from < end && begin < until)
                return Problem.Conflict("bookings.quiet_hours",
                    $"{quiet.From:HH:mm}–{quiet.Until:HH:mm} 是安静时段，不安排有声响的活动，请改时间或换室内场地。", $"{quiet.From:HH:mm} to {quiet.Until:HH:mm} are quiet hours: choose another time, or a room indoors.");
        }

        return null;
    }

    /// <summary>The begins at which a room is free for so long, in order.</summary>
    public static IEnumerable<DateTimeOffset> FreeBegins(
        IntervalTerms terms, DateOnly day, IReadOnlyList<(int From, int To)> spans, IReadOnlyCollection<Taken> taken, string use, int minutes, int setUpMinutes, DateTimeOffset notBefore)
    {
        foreach (var (open, close) in spans)
            for (var begin = (open + terms.StepMinutes - 1) / terms.StepMinutes * terms.StepMinutes; begin + minutes <= close; begin += terms.StepMinutes)
            {
                var from = LocalTime.StartOfDay(day).AddMinutes(begin);
                var wish = new Taken(from, from.AddMinutes(minutes), use);
                if (from > notBefore && !taken.Any(t => Clash(t, wish, setUpMinutes)))
                    yield return from;
            }
    }
}
