using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Friends;

/// <summary>What somebody shows of themselves who wants to be found (交友名片). Who has none is nowhere to be found, and finds nobody.</summary>
internal sealed class Card : IScoped
{
    /// <summary>How others name it; accounts never leave the server.</summary>
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The community of the person's home.</summary>
    public required string Scope { get; set; }

    public required string Nickname { get; set; }

    /// <summary>Codes, each between blanks, so that one is found by its text.</summary>
    public required string Interests { get; set; }

    /// <summary>A sentence that those read whom the person greets.</summary>
    public required string About { get; set; }

    /// <summary>What both see of each other once a greeting was accepted.</summary>
    public required Sealed Contact { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What became of a greeting.</summary>
internal enum GreetingState
{
    /// <summary>等待回应.</summary>
    Waiting,

    /// <summary>已接受: both see what the other chose to share.</summary>
    Accepted,

    /// <summary>未接受.</summary>
    Declined,
}

/// <summary>A word from one neighbour to another (问候); one in a lifetime of the two cards.</summary>
internal sealed class Greeting
{
    public required Guid Id { get; init; }

    /// <summary>Account.</summary>
    public required Guid From { get; init; }

    /// <summary>Account.</summary>
    public required Guid To { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    public GreetingState State { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>Somebody does not want to meet somebody (屏蔽): neither finds nor greets the other any more.</summary>
internal sealed class Block
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required Guid Blocked { get; init; }

    /// <summary>The nickname at that time, for whoever wants to undo it.</summary>
    public required string Nickname { get; init; }

    public required DateTimeOffset At { get; init; }
}
