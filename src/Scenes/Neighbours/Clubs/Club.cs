using Linli.Platform.Data;

namespace Linli.Neighbours.Clubs;

/// <summary>How far a club is.</summary>
public enum ClubState
{
    /// <summary>待审核: nobody but its organiser and staff sees it.</summary>
    Waiting,

    /// <summary>已公开: neighbours of the joined communities find it.</summary>
    Listed,

    /// <summary>未通过.</summary>
    Refused,

    /// <summary>已解散.</summary>
    Closed,
}

/// <summary>Neighbours who do something together again and again (社群).</summary>
internal sealed class Club : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The community of its organiser, whose staff review it.</summary>
    public required string Scope { get; init; }

    public required string Name { get; init; }

    /// <summary>Code of an interest.</summary>
    public required string Interest { get; init; }

    public required string About { get; init; }

    /// <summary>Account of whoever started it, or goes on with it.</summary>
    public required Guid Organiser { get; set; }

    /// <summary>Since when it is known that the organiser moved away and the office has to name another.</summary>
    public DateTimeOffset? OrganiserGoneAt { get; set; }

    public ClubState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was not listed, or why staff closed it: the organiser reads it.</summary>
    public string? Reason { get; set; }
}

/// <summary>How far somebody is with a club.</summary>
internal enum MemberState
{
    /// <summary>申请中.</summary>
    Asked,

    /// <summary>成员.</summary>
    Member,
}

/// <summary>Somebody in a club, or on the way into it; leaving deletes the row.</summary>
internal sealed class Member
{
    public required Guid Id { get; init; }

    public required Guid Club { get; init; }

    public required Guid Account { get; init; }

    /// <summary>What the others read instead of a name.</summary>
    public required string Nickname { get; init; }

    /// <summary>A word to the organiser, with the request.</summary>
    public string? Word { get; init; }

    public required DateTimeOffset At { get; init; }

    public MemberState State { get; set; }

    /// <summary>教练: keeps the list of meetings too.</summary>
    public bool Coach { get; set; }
}
