using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Cases.Channel;

/// <summary>The four levels of the two-way channel (街道 → 社区 → 邻里管家 → 居民, S14).</summary>
public enum ChannelLevel
{
    /// <summary>居民.</summary>
    Resident,

    /// <summary>邻里管家/网格员.</summary>
    Steward,

    /// <summary>社区.</summary>
    Community,

    /// <summary>街道.</summary>
    Street,
}

/// <summary>A message on its way up or down the levels.</summary>
internal sealed class ChannelMessage : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The place it is about: whoever holds the receiving level there, above or below it, gets it.</summary>
    public required string Scope { get; init; }

    public required ChannelLevel From { get; init; }

    public required ChannelLevel To { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required Guid Author { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The message it answers or passes on.</summary>
    public Guid? ReplyTo { get; init; }
}

/// <summary>That somebody has taken note of a message.</summary>
internal sealed class ChannelReceipt
{
    public required Guid Message { get; init; }

    public required Guid Account { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A message was sent along the channel.</summary>
/// <param name="Message">Its id.</param>
/// <param name="Place">What place it is about.</param>
/// <param name="From">The level that sent it.</param>
/// <param name="To">The level it goes to.</param>
public sealed record MessageSent(Guid Message, ScopePath Place, ChannelLevel From, ChannelLevel To) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Message.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => To == ChannelLevel.Resident ? null : CasesPermissions.Read;
}
