namespace Linli.People.Privacy.Erasures;

/// <summary>Where a wish to be deleted stands.</summary>
internal enum ErasureState
{
    /// <summary>反悔期: done when it is over, taken back by signing in.</summary>
    Waiting,

    /// <summary>待工作人员看过: a guardian asked for a child who is on a special-care list.</summary>
    Held,

    /// <summary>已撤回.</summary>
    TakenBack,

    /// <summary>未同意: a worker says why.</summary>
    Refused,

    /// <summary>已删除.</summary>
    Done,
}

/// <summary>That somebody wants their data deleted, or those of a child (注销申请).</summary>
internal sealed class Erasure
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Person who asked: the same, or a guardian.</summary>
    public required Guid AskedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it is done.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public required ErasureState State { get; set; }

    /// <summary>Account of the worker who looked.</summary>
    public Guid? SeenBy { get; set; }

    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Why it was refused; the guardian reads it.</summary>
    public string? Word { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
