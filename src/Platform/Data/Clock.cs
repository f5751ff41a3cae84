namespace Linli.Platform.Data;

/// <summary>Instants as the databases keep them.</summary>
public static class Clock
{
    /// <summary>Now, UTC, cut to whole microseconds: what PostgreSQL keeps, so that a value read back equals the one written.</summary>
    public static DateTimeOffset Now(TimeProvider time) => ToMicroseconds(time.GetUtcNow());

    /// <summary>The instant in UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
