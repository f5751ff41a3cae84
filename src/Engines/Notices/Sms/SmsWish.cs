using Linli.Platform.Time;

namespace Linli.Notices.Sms;

/// <summary>That somebody wants a text message (短信提醒) when there is news and no phone of theirs rings.</summary>
internal sealed class SmsWish
{
    public required Guid AccountId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the next message goes out, if anything is still unread then.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? LastSentAt { get; set; }
}

/// <summary>When to write: soon, seldom, and not at night.</summary>
internal static class SmsRules
{
    /// <summary>Whoever is looking at the page reads the notice there and needs no message.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>One message speaks of everything that came in meanwhile.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(4);

    private static readonly TimeOnly Morning = new(8, 0);
    private static readonly TimeOnly Evening = new(21, 0);

    /// <summary>When a message about news of this moment goes out.</summary>
    public static DateTimeOffset DueAt(DateTimeOffset now, DateTimeOffset? lastSentAt)
    {
        var soon = now + Grace;
        return Awake(lastSentAt + Pause is { } rested && rested > soon ? rested : soon);
    }

    private static DateTimeOffset Awake(DateTimeOffset at)
    {
        var (day, clock) = (LocalTime.DateOf(at), TimeOnly.FromDateTime(LocalTime.ToLocal(at).DateTime));
        if (clock < Morning)
            return LocalTime.At(day, Morning);
        return clock < Evening ? at : LocalTime.At(day.AddDays(1), Morning);
    }
}
