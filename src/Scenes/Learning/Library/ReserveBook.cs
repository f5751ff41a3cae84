using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>Reserves a book (预约取书): one on the shelf is set aside at once, otherwise the next that comes back.</summary>
/// <param name="Branch">Where it is fetched.</param>
internal sealed record ReserveBook(string? Branch) : ICommand<HoldView>, IAudited
{
    [JsonIgnore]
    public Guid Book { get; init; }

    public string? AuditSubject => null;
}

/// <summary>Gives a reservation up; the next who waits gets the book.</summary>
internal sealed record CancelHold(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>A reservation of a book, as its reader sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Book">Which book.</param>
/// <param name="Title">Its title.</param>
/// <param name="Branch">Where it is fetched.</param>
/// <param name="State">How it stands.</param>
/// <param name="Ahead">How many wait before them.</param>
/// <param name="Until">Until when it is kept, local day.</param>
internal sealed record HoldView(Guid Id, Guid Book, string Title, Platform.Text.Phrase Branch, HoldState State, int? Ahead, DateOnly? Until);

internal sealed class ReserveBookHandler(LinliDb db, LibraryBook library, CurrentCaller current) : IHandler<ReserveBook, HoldView>, IHandler<CancelHold, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/library/books/{id:guid}/holds", (Guid id, ReserveBook request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Book = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("Reserve a book 预约取书");
        api.MapPost("/library/holds/{id:guid}/cancel", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelHold(id), cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("Give a reservation up 取消预约");
    }

    public async Task<Result<HoldView>> Handle(ReserveBook request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return Problem.Forbidden("library.no_person", "请先在“我的家”核对身份，再来借书。", "Confirm who you are under My home first, then borrow.");
        // The reader before the title, as at the desk: nobody passes the limits by asking for eight titles at once.
        await library.Reader(me, cancel);
        await library.Lock([request.Book], cancel);
        if (await db.Records<Book>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == request.Book, cancel) is not { } book)
            return LibraryBook.NoBook;
        var copies = await db.Unfiltered<BookCopy>().Where(c => c.Book == book.Id && c.Branch == request.Branch && c.State != CopyState.Lost && c.State != CopyState.Withdrawn).ToListAsync(cancel);
        if (copies.Count == 0 || await db.Unfiltered<Branch>().SingleOrDefaultAsync(b => b.Code == request.Branch, cancel) is not { } branch)
            return Problem.Invalid("branch", "library.not_at_branch", "这个分馆没有这本书，请选有馆藏的分馆。", "This branch has no copy: choose one that has.");
        var holds = await db.Unfiltered<BookHold>().AsNoTracking().Where(h => h.Person == me && (h.OpenKey != null || h.Book == book.Id)).ToListAsync(cancel);
        if (LibraryRules.MayNotReserve(holds, book.Id, library.Today) is { } not)
            return not;
        var taken = copies.ConvertAll(c => c.Barcode);
        if (await db.Unfiltered<Loan>().AnyAsync(l => l.Reader == me && l.OpenKey != null && taken.Contains(l.OpenKey), cancel))
            return Problem.Conflict("library.have_it", "这本书就在您手上。", "You have this book.");
        var overdue = await db.Unfiltered<Loan>().CountAsync(l => l.Reader == me && l.OpenKey != null && l.Due < library.Today, cancel);
        if (LibraryRules.MayNotBorrow(0, overdue, 0, branch.MostLoans) is { } late)
            return late;
        var hold = new BookHold { Id = Guid.CreateVersion7(library.Now), Scope = branch.Scope, Book = book.Id, Branch = branch.Code, Person = me, State = HoldState.Waiting, At = library.Now, OpenKey = me };
        // Whoever waits already comes first.
        await library.Serve(book.Id, branch.Code, cancel);
        if (copies.Find(c => c.State == CopyState.Shelf) is { } free)
        {
            (free.State, free.KeptFor, free.Version) = (CopyState.Kept, hold.Id, free.Version + 1);
            (hold.State, hold.Barcode, hold.ReadyUntil) = (HoldState.Ready, free.Barcode, library.Today.AddDays(branch.HoldDays));
        }

        var ahead = (await library.Holds(book.Id, branch.Code, cancel)).Count(h => h.State == HoldState.Waiting);
        db.Insert(hold);
        return new HoldView(hold.Id, book.Id, book.Title, branch.Name, hold.State, hold.State == HoldState.Waiting ? ahead : null, hold.ReadyUntil);
    }

    public async Task<Result<Done>> Handle(CancelHold request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        // One's own, or at the desk of its branch.
        if (await db.Unfiltered<BookHold>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == request.Id, cancel) is not { } seen
            || (seen.Person != me && !current.Value.May(LearningPermissions.Library, seen.Scope)))
            return Problem.NotFound("library.no_hold", "没有这个预约。", "There is no such reservation.");
        await library.Lock([seen.Book], cancel);
        var hold = await db.Unfiltered<BookHold>().SingleAsync(h => h.Id == request.Id, cancel);
        if (hold.State is HoldState.Waiting or HoldState.Ready)
            await library.End(hold, null, cancel);
        return Done.It;
    }
}
