using Linli.Neighbours.Pairings;
using Linli.Platform.Data;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>Which of the two schools.</summary>
internal enum ClassSide
{
    /// <summary>本地学校.</summary>
    Ours,

    /// <summary>结对学校.</summary>
    Theirs,
}

/// <summary>Where a pairing of classes, or of two pupils, stands.</summary>
internal enum ClassState
{
    /// <summary>待双方同意.</summary>
    Proposed,

    /// <summary>结对中.</summary>
    Active,

    /// <summary>已结束.</summary>
    Ended,
}

/// <summary>Two classes of two schools (班级结对). Schools are public; of pupils nothing is.</summary>
internal sealed class ClassPairing : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string OurSchool { get; init; }

    public required string OurClass { get; init; }

    public required string TheirSchool { get; init; }

    public required string TheirPlace { get; init; }

    public required string TheirClass { get; init; }

    public required ClassState State { get; set; }

    /// <summary>Local day on which the head of our school agreed.</summary>
    public DateOnly? OursAgreedOn { get; set; }

    public DateOnly? TheirsAgreedOn { get; set; }

    public required Guid Coordinator { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndReason { get; set; }
}

/// <summary>A pupil who takes part: a child of the register, or the code that only their school can read.</summary>
internal sealed class ClassPupil
{
    public required Guid Id { get; init; }

    public required Guid Pairing { get; init; }

    public required ClassSide Side { get; init; }

    public Guid? Person { get; set; }

    /// <summary>The guardian's account that let them take part.</summary>
    public Guid? Guardian { get; set; }

    public string? Ref { get; init; }

    /// <summary>Day on which the guardian signed the paper that the school keeps.</summary>
    public DateOnly? SignedOn { get; init; }

    /// <summary>How they are called here: 甲-A, never by name.</summary>
    public required string Letter { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>A pupil of each side who write to each other (学生结对), with the word of both guardians.</summary>
internal sealed class PupilPair
{
    public required Guid Id { get; init; }

    public required Guid Pairing { get; init; }

    public required Guid Ours { get; init; }

    public required Guid Theirs { get; init; }

    public DateOnly? OursAgreedOn { get; set; }

    public DateOnly? TheirsAgreedOn { get; set; }

    public required ClassState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Where a session stands.</summary>
internal enum SessionState
{
    /// <summary>已安排.</summary>
    Planned,

    /// <summary>已举行.</summary>
    Held,

    /// <summary>已取消.</summary>
    CalledOff,
}

/// <summary>A live link between the two classrooms (视频连线).</summary>
internal sealed class VideoSession
{
    public required Guid Id { get; init; }

    public required Guid Pairing { get; init; }

    public required string Title { get; set; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>For staff and the guardians of those who take part.</summary>
    public required string Link { get; set; }

    public required SessionState State { get; set; }

    /// <summary>Grows with each change, as calendars ask for it.</summary>
    public int Sequence { get; set; }

    public string? Note { get; set; }
}

/// <summary>That a pupil takes part in a session.</summary>
internal sealed class VideoSeat
{
    public required Guid Id { get; init; }

    public required Guid Session { get; init; }

    public required Guid Pupil { get; init; }

    public bool? Came { get; set; }
}

/// <summary>A contact between the classes (联系记录).</summary>
internal sealed class ClassContact
{
    public required Guid Id { get; init; }

    public required Guid Pairing { get; init; }

    public required DateOnly On { get; init; }

    public required ContactWay Way { get; init; }

    public required string Text { get; init; }

    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }
}
