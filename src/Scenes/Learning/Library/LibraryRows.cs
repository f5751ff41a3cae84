using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Learning.Library;

/// <summary>A branch of the library, a city study or a shared study (图书馆分馆、城市书房), with its rules kept as data.</summary>
internal sealed class Branch : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Code of its space in the ledger.</summary>
    public string? Space { get; set; }

    public required int LoanDays { get; set; }

    public required int MostLoans { get; set; }

    public required int MostRenewals { get; set; }

    /// <summary>How long a book that came back is kept for who reserved it.</summary>
    public required int HoldDays { get; set; }

    public int Version { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A title of the catalogue (书目).</summary>
internal sealed class Book
{
    public required Guid Id { get; init; }

    /// <summary>ISBN of thirteen digits.</summary>
    public string? Isbn { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    public string? Publisher { get; init; }

    public int? Year { get; init; }

    /// <summary>Class mark of the Chinese Library Classification (中图法), such as <c>R161</c>.</summary>
    public string? Class { get; init; }

    /// <summary>Whether it stands in the children's area.</summary>
    public bool ForChildren { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Where a copy is.</summary>
internal enum CopyState
{
    /// <summary>在架.</summary>
    Shelf,

    /// <summary>借出.</summary>
    Lent,

    /// <summary>预约架: kept for somebody who reserved it.</summary>
    Kept,

    /// <summary>遗失.</summary>
    Lost,

    /// <summary>剔旧.</summary>
    Withdrawn,
}

/// <summary>A copy with its barcode (复本).</summary>
internal sealed class BookCopy : IScoped
{
    public required string Barcode { get; init; }

    public required string Scope { get; init; }

    public required Guid Book { get; init; }

    public required string Branch { get; init; }

    public string? Shelf { get; set; }

    public required CopyState State { get; set; }

    /// <summary>The reservation it is kept for.</summary>
    public Guid? KeptFor { get; set; }

    public int Version { get; set; }
}

/// <summary>
/// A loan (借阅). Who has borrowed what is nobody's business once it is back: the row goes then, unless the reader keeps a history.
/// </summary>
internal sealed class Loan : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Barcode { get; init; }

    public required Guid Book { get; init; }

    public required string Branch { get; init; }

    /// <summary>On whose card.</summary>
    public required Guid Reader { get; set; }

    /// <summary>For whom of the family card.</summary>
    public Guid? For { get; set; }

    public required DateTimeOffset OutAt { get; init; }

    /// <summary>The last local day.</summary>
    public required DateOnly Due { get; set; }

    public int Renewals { get; set; }

    public DateTimeOffset? ReturnedAt { get; set; }

    /// <summary>The barcode while it is out: a copy is lent once.</summary>
    public string? OpenKey { get; set; }

    public int Version { get; set; }
}

/// <summary>How many loans there were on a day: what stays of them.</summary>
internal sealed class LoanDay : IScoped
{
    public required string Branch { get; init; }

    public required DateOnly Day { get; init; }

    public required string Scope { get; init; }

    public required int Loans { get; set; }
}

/// <summary>A reader with their card (读者证).</summary>
internal sealed class Reader
{
    public required Guid Person { get; init; }

    /// <summary>Eight digits, by which family joins the card.</summary>
    public required string Card { get; init; }

    /// <summary>Whether they want a history of their loans.</summary>
    public bool KeepsHistory { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Somebody for whom the holder of a card borrows too (家庭借阅卡): a grandchild.</summary>
internal sealed class FamilyMember
{
    public required Guid Holder { get; init; }

    public required Guid Member { get; init; }

    /// <summary>The account that put them on it: their own, or a guardian's.</summary>
    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>How a reservation of a book stands.</summary>
internal enum HoldState
{
    /// <summary>排队.</summary>
    Waiting,

    /// <summary>到馆待取.</summary>
    Ready,

    /// <summary>逾期未取: lay in vain, and rests for as long; it is no reservation any more.</summary>
    Lapsed,
}

/// <summary>A reservation of a book (预约取书): the first who waits gets the next copy that comes back. The row goes when it ends.</summary>
internal sealed class BookHold : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Book { get; init; }

    public required string Branch { get; init; }

    public required Guid Person { get; init; }

    public required HoldState State { get; set; }

    public string? Barcode { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The last local day on which it is kept; of one that lapsed, the last of its rest.</summary>
    public DateOnly? ReadyUntil { get; set; }

    /// <summary>The person while it is alive: nobody reserves the same book twice.</summary>
    public Guid? OpenKey { get; set; }

    public int Version { get; set; }
}
