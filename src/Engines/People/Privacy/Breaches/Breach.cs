using Linli.Platform.Data;

namespace Linli.People.Privacy.Breaches;

/// <summary>Personal data that came, or may have come, into the wrong hands (个人信息安全事件).</summary>
internal sealed class Breach : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The place it concerns: officers of other places neither read it nor answer for it.</summary>
    public required string Scope { get; init; }

    public required string What { get; init; }

    /// <summary>Codes of the data, with blanks between.</summary>
    public required string Fields { get; init; }

    public required string Harm { get; init; }

    public required string Measures { get; init; }

    public required DateTimeOffset KnownAt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid RecordedBy { get; init; }

    public required string RecordedByName { get; init; }

    /// <summary>When the authority was told.</summary>
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>Which authority, and under which number.</summary>
    public string? ReportedTo { get; set; }
}

/// <summary>Somebody whose data are concerned.</summary>
internal sealed class BreachPerson
{
    public required Guid BreachId { get; init; }

    public required Guid PersonId { get; init; }

    public required bool OfChild { get; init; }

    /// <summary>Whether an account could be told; otherwise a letter has to go out.</summary>
    public required bool Told { get; init; }
}

/// <summary>The clock of a breach.</summary>
internal static class BreachRules
{
    /// <summary>The authority is told within a day of knowing (R40).</summary>
    public static readonly TimeSpan ReportWithin = TimeSpan.FromHours(24);

    public static DateTimeOffset ReportBy(DateTimeOffset known) => known + ReportWithin;

    /// <summary>Whole hours left; negative when it is late, <c>null</c> when it was told.</summary>
    public static int? HoursLeft(Breach breach, DateTimeOffset now) =>
        breach.ReportedAt is null ? (int)Math.Floor((ReportBy(breach.KnownAt) - now).TotalHours) : null;
}
