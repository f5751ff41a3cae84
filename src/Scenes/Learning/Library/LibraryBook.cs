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

    public static readonly Problem NoCopy = Problem.Invalid("barcode", "library.no_copy", "没有这个条码，请核对或先编目。", "There is no such barcode: look at it again, or enter the book first.");

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
        copy.Version++;
        // Of one title at one branch.
        var next = (await db.Unfiltered<BookHold>().Where(h => h.Book == copy.Book && h.Branch == copy.Branch && h.State == HoldState.Waiting).OrderBy(h => h.At).ThenBy(h => h.Id).Take(5).ToListAsync(cancel))
            .Find(h => h.State == HoldState.Waiting);
        if (next is null)
        {
            (copy.State, copy.KeptFor) = (CopyState.Shelf, null);
            return null;
        }

        var branch = await db.Unfiltered<Branch>().SingleAsync(b => b.Code == copy.Branch, cancel);
        (copy.State, copy.KeptFor) = (CopyState.Kept, next.Id);
        (next.State, next.Barcode, next.ReadyUntil, next.Version) = (HoldState.Ready, copy.Barcode, Today.AddDays(branch.HoldDays), next.Version + 1);
        var until = Courses.CourseWords.Day(next.ReadyUntil.Value);
        await Tell(next.Person, "ready", ("您预约的书到馆了", "The book you reserved is here"), ($"请在 {until.Zh} 前到{branch.NameZh}取。", $"Fetch it at {branch.NameEn} by {until.En}."), $"book-ready-{next.Id:N}", cancel);
        return next;
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
