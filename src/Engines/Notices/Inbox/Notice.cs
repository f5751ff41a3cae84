namespace Linli.Notices.Inbox;

/// <summary>One thing a person should know (消息).</summary>
internal sealed class Notice
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Stable code, such as <c>case.answered</c>: what people opt out of.</summary>
    public required string Kind { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public required string BodyZh { get; init; }

    public required string BodyEn { get; init; }

    /// <summary>Local address of the page it leads to.</summary>
    public required string Link { get; init; }

    /// <summary>With the account unique: a repeated event tells nobody twice.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>A kind of notice, or a whole topic, that a person does not want.</summary>
internal sealed class OptOut
{
    public required Guid AccountId { get; init; }

    public required string Kind { get; init; }
}
