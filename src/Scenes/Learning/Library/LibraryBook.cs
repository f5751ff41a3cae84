using System.Security.Cryptography;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>What several use cases of the library do. Copies of one title change hands under that title's lock.</summary>
internal sealed class LibraryBook(LinliDb db, IPersonAccounts accounts, INotices notices, TimeProvider time)
{
    public static readonly Problem NoBook = Problem.NotFound("library.no_book", "没有这本书。", "There is no such book.");

    /// <summary>Names what was scanned: of a pile of books one has to find the one that is meant.</summary>
    public static Problem NoCopy(params IEnumerable<string?> scanned) => Problem.Invalid(
        "barcode", "library.no_copy", $"没有这个条码：{Named(scanned, '、')}。请核对或先编目。", $"There is no such barcode: {Named(scanned, ',')}. Look at it again, or enter the book first.");

    private static string Named(IEnumerable<string?> scanned, char between) => string.Join(between, scanned.Select(s => s is not { Length: > 0 } ? "—" : s.Length > 40 ? s[..40] + "…" : s));

    public static readonly Problem NoBranch = Problem.Invalid("branch", "library.no_branch", "没有这个分馆，或不归您管。", "There is no such branch, or it is not yours.");

    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.Today(time);

    public async Task Lock(IEnumerable<Guid> books, CancellationToken cancel)
    {
        foreach (var book in books.Distinct().Order())
            await db.LockUntilCommit($"library.book.{book}", cancel);
    }

    /// <summary>The reader's row, made at their first visit.</summary>
    public async Task<Reader> Reader(Guid person, CancellationToken cancel)
    {
        await db.LockUntilCommit($"library.reader.{person}", cancel);
        if (await db.Records<Reader>().SingleOrDefaultAsync(r => r.Person == person, cancel) is { } known)
            return known;
        string card;
        do
            card = RandomNumberGenerator.GetString("0123456789", 8);
        while (await db.Records<Reader>().AnyAsync(r => r.Card == card, cancel));
        var made = new Reader { Person = person, Card = card, At = Now };
        db.Records<Reader>().Add(made);
        return made;
    }

    /// <summary>Puts a copy that became free aside for the first who waits, or back on its shelf; under the lock of its title.</summary>
    /// <returns>The reservation it is kept for.</returns>
    public async Task<BookHold?> PassOn(BookCopy copy, CancellationToken cancel)
    {
        (copy.State, copy.KeptFor, copy.Version) = (CopyState.Shelf, null, copy.Version + 1);
        await Serve(copy.Book, copy.Branch, cancel, copy);
        return copy.KeptFor is { } kept ? (await Holds(copy.Book, copy.Branch, cancel)).Find(h => h.Id == kept) : null;
    }

    /// <summary>
    /// Puts what stands on the shelf of a branch aside for those who wait for the title there, in their turn; under its lock. Where the
    /// last copy is lost or withdrawn nobody waits in vain: they are told, and the queue ends.
    /// </summary>
    public async Task Serve(Guid book, string at, CancellationToken cancel, BookCopy? first = null)
    {
        var waiting = (await Holds(book, at, cancel)).Where(h => h.State == HoldState.Waiting).OrderBy(h => h.At).ThenBy(h => h.Id).ToList();
        if (waiting.Count == 0)
            return;
        var copies = await Current(db.Unfiltered<BookCopy>().Where(c => c.Book == book && c.Branch == at), c => c.Book == book && c.Branch == at, cancel);
        var branch = await db.Unfiltered<Branch>().SingleAsync(b => b.Code == at, cancel);
        var free = copies.Where(c => c.State == CopyState.Shelf).OrderBy(c => c != first).ThenBy(c => c.Barcode, StringComparer.Ordinal).ToList();
        foreach (var (hold, copy) in waiting.Zip(free))
            await Keep(hold, copy, branch, cancel);
        if (copies.TrueForAll(c => c.State is CopyState.Lost or CopyState.Withdrawn))
            foreach (var hold in waiting)
            {
                db.Delete(hold);
                await Tell(hold.Person, "gone", ("您预约的书没有了", "The book you reserved is gone"), ($"{branch.NameZh}的复本已遗失或剔旧，这个预约取消了，可以看看别的分馆。", $"{branch.NameEn} has no copy any more: your reservation has ended. Another branch may have one."), $"book-gone-{hold.Id:N}", cancel);
            }
    }

    /// <summary>
    /// Ends a reservation under the lock of its title: its row goes, as what somebody reads is nobody's business afterwards, and a copy that was
    /// kept goes on to the next. Only a book that lay in vain is remembered, for as long as it would have been kept: so that nobody keeps one
    /// from everybody else by reserving it again and again.
    /// </summary>
    /// <param name="hold">Which; it waits or is ready.</param>
    /// <param name="taken">The copy that its reader takes home, where they do.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task End(BookHold hold, BookCopy? taken, CancellationToken cancel)
    {
        var (kept, until) = (hold.Barcode, hold.ReadyUntil);
        if (taken is null && until is { } last && await db.Unfiltered<Branch>().SingleAsync(b => b.Code == hold.Branch, cancel) is var branch && Today > last.AddDays(-branch.HoldDays))
            (hold.State, hold.OpenKey, hold.Barcode, hold.ReadyUntil, hold.Version) = (HoldState.Lapsed, null, null, Today.AddDays(branch.HoldDays), hold.Version + 1);
        else
            db.Delete(hold);
        if (kept is not null && kept != taken?.Barcode && await db.Unfiltered<BookCopy>().SingleOrDefaultAsync(c => c.Barcode == kept, cancel) is { } copy && copy.KeptFor == hold.Id)
            await PassOn(copy, cancel);
    }

    /// <summary>Reservations of a title at a branch, with what this unit of work has changed.</summary>
    public Task<List<BookHold>> Holds(Guid book, string at, CancellationToken cancel) =>
        Current(db.Unfiltered<BookHold>().Where(h => h.Book == book && h.Branch == at), h => h.Book == book && h.Branch == at, cancel);

    /// <summary>Running reservations of people for a title, at whatever branch; with what this unit of work has changed.</summary>
    public Task<List<BookHold>> HoldsOf(Guid book, IReadOnlyCollection<Guid> people, CancellationToken cancel) =>
        Current(db.Unfiltered<BookHold>().Where(h => h.Book == book && people.Contains(h.Person)), h => h.Book == book && h.OpenKey is { } key && people.Contains(key), cancel);

    private async Task Keep(BookHold hold, BookCopy copy, Branch branch, CancellationToken cancel)
    {
        (copy.State, copy.KeptFor, copy.Version) = (CopyState.Kept, hold.Id, copy.Version + 1);
        (hold.State, hold.Barcode, hold.ReadyUntil, hold.Version) = (HoldState.Ready, copy.Barcode, Today.AddDays(branch.HoldDays), hold.Version + 1);
        var until = Courses.CourseWords.Day(hold.ReadyUntil.Value);
        await Tell(hold.Person, "ready", ("您预约的书到馆了", "The book you reserved is here"), ($"请在 {until.Zh} 前到{branch.NameZh}取。", $"Fetch it at {branch.NameEn} by {until.En}."), $"book-ready-{hold.Id:N}-{hold.ReadyUntil:yyyyMMdd}", cancel);
    }

    // The database does not know yet what this unit of work has changed, added or deleted.
    private async Task<List<T>> Current<T>(IQueryable<T> rows, Func<T, bool> are, CancellationToken cancel) where T : class
    {
        await rows.LoadAsync(cancel);
        return [.. db.ChangeTracker.Entries<T>().Where(e => e.State != EntityState.Deleted).Select(e => e.Entity).Where(are)];
    }

    /// <summary>Tells a reader something; without naming the book, which is theirs alone to know.</summary>
    public async Task Tell(Guid person, string what, Platform.Text.Phrase title, Platform.Text.Phrase body, string key, CancellationToken cancel)
    {
        foreach (var account in (await accounts.Of([person], cancel))[person])
            await notices.Tell(account, $"library.{what}", title, body, "/learning/library/mine", key, cancel);
    }

    public async Task Count(Branch branch, int loans, CancellationToken cancel)
    {
        var day = Today;
        await db.LockUntilCommit($"library.day.{branch.Code}", cancel);
        if (await db.Unfiltered<LoanDay>().SingleOrDefaultAsync(d => d.Branch == branch.Code && d.Day == day, cancel) is { } known)
            known.Loans += loans;
        else
            db.Insert(new LoanDay { Branch = branch.Code, Day = day, Scope = branch.Scope, Loans = loans });
    }
}
