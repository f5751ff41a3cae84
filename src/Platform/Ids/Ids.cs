namespace Linli.Platform.Ids;

/// <summary>Where new ids come from.</summary>
public static class Ids
{
    /// <summary>
    /// A new UUID version 7: its first 48 bits are the clock's milliseconds, so rows made later sort later and
    /// indexes grow at their end. Ids of the same millisecond have no order among themselves.
    /// </summary>
    /// <param name="time">The clock; a test's fake clock gives ids of its own time.</param>
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
