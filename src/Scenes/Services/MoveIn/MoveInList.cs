using Linli.Platform.Data;

namespace Linli.Services.MoveIn;

/// <summary>The check-list (入住清单) of one person who moves into one home.</summary>
internal sealed class MoveInList : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    public required Guid Account { get; init; }

    public required Guid Person { get; init; }

    /// <summary>The tie to the home it was made for; there is one list a tie.</summary>
    public required Guid Tie { get; init; }

    public required string HomeLabel { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Member of staff who opened it; <c>null</c> when the approved registration did.</summary>
    public Guid? OpenedBy { get; init; }

    /// <summary>When the last compulsory item was done.</summary>
    public DateTimeOffset? ReadyAt { get; set; }

    public DateTimeOffset? OverriddenAt { get; set; }

    public Guid? OverriddenBy { get; set; }

    /// <summary>Why keys were allowed before the training was done; the resident reads it, too.</summary>
    public string? OverrideReason { get; set; }

    public DateTimeOffset? KeyAt { get; set; }

    public Guid? KeyBy { get; set; }

    /// <summary>What was handed over, such as two keys and a card.</summary>
    public string? KeyWhat { get; set; }

    /// <summary>Keys and credentials may be given.</summary>
    public bool IsOpenForKeys => ReadyAt is not null || OverriddenAt is not null;
}

/// <summary>How an item came to be done.</summary>
internal enum ItemDoneBy
{
    /// <summary>The quiz was passed.</summary>
    Quiz,

    /// <summary>Staff recorded attendance at a session.</summary>
    Attendance,

    /// <summary>Staff checked it at the desk.</summary>
    Desk,
}

/// <summary>One item of a check-list: a version of a training module and what became of it.</summary>
internal sealed class MoveInItem
{
    public required Guid Id { get; init; }

    public required Guid List { get; init; }

    public required Guid Module { get; init; }

    /// <summary>Whether keys wait for it; no more once a newer version took its place.</summary>
    public required bool Compulsory { get; set; }

    public required int Order { get; init; }

    /// <summary>How often the quiz was tried.</summary>
    public int Tries { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public ItemDoneBy? DoneBy { get; set; }

    /// <summary>Member of staff who recorded it.</summary>
    public Guid? RecordedBy { get; set; }

    /// <summary>Where and when the session was, or what was seen.</summary>
    public string? Note { get; set; }
}

/// <summary>One try at a quiz, kept with its answers.</summary>
internal sealed class QuizTry
{
    public required Guid Id { get; init; }

    public required Guid Item { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Right { get; init; }

    public required int Total { get; init; }

    public required bool Passed { get; init; }

    /// <summary>The chosen options by question: <c>0;1,2;3</c>.</summary>
    public required string Answers { get; init; }
}
