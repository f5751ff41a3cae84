using Linli.Platform.Data;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>What a club meets for.</summary>
internal enum ClubMeetingKind
{
    /// <summary>固定活动: again and again in the same room.</summary>
    Regular,

    /// <summary>单次活动: once, in a room or online.</summary>
    Event,
}

/// <summary>Times at which a club meets (社群活动). The room is taken through its offering, whose id is also its own.</summary>
internal sealed class ClubMeeting : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Club { get; init; }

    public required ClubMeetingKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Code of the room; <c>null</c> online, and where no room is booked.</summary>
    public string? Room { get; init; }

    public required DateOnly FirstDay { get; init; }

    public required TimeOnly From { get; init; }

    public required int Minutes { get; init; }

    /// <summary>Days of the week of a regular one.</summary>
    public string? Days { get; init; }

    /// <summary>The last local day of a regular one.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Address of an online one, for those who booked it.</summary>
    public string? Link { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>A member was at a regular meeting (签到). Members need no place; who comes to an event has booked one.</summary>
internal sealed class ClubPresence
{
    public required Guid Session { get; init; }

    public required Guid Account { get; init; }

    public required Guid Club { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; set; }

    /// <summary>Whether their code was read.</summary>
    public bool Scanned { get; init; }
}
