namespace Linli.Platform.Time;

/// <summary>What a notice makes of a day that the week alone would decide otherwise.</summary>
public enum CalendarDayKind
{
    /// <summary>A day off by notice (放假), on whatever weekday it falls.</summary>
    Holiday,

    /// <summary>A Saturday or Sunday that is worked in exchange (调休上班).</summary>
    MakeUpWorkday,
}

/// <summary>One row of a working-day calendar: a day that differs from, or confirms, the plain week (R52).</summary>
/// <param name="Date">Local date.</param>
/// <param name="Kind">Day off or make-up working day.</param>
/// <param name="Name">What people call it, such as 春节.</param>
/// <param name="Source">The notice that set it.</param>
/// <param name="Jurisdiction">Where it holds; <c>CN</c> for the whole country.</param>
public sealed record CalendarDay(
    DateOnly Date, CalendarDayKind Kind, string Name, string Source, string Jurisdiction);
