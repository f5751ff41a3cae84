using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>Takes a book back (还书); nobody has to say who they are. The next who waits for it is told.</summary>
/// <param name="Barcode">What the scanner read.</param>
internal sealed record ReturnBook(string? Barcode) : ICommand<BookReturned>, IAudited
{
    public string? AuditSubject => Barcode?.Length <= 30 ? Barcode : null;
}

/// <summary>What becomes of a book that came back.</summary>
/// <param name="Barcode">The copy.</param>
/// <param name="Title">The book.</param>
/// <param name="KeptUntil">Whether it goes to the shelf of reserved books, and until when; <c>null</c> for its own shelf.</param>
/// <param name="Shelf">Where it stands.</param>
/// <param name="DaysLate">How many days it was late.</param>
internal sealed record BookReturned(string Barcode, string Title, DateOnly? KeptUntil, string? Shelf, int DaysLate);

/// <summary>Renews a loan (续借): the reader by themselves, or the desk for them.</summary>
internal sealed record RenewLoan(Guid Id) : ICommand<DateOnly>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Writes a copy off as lost or withdrawn, or back onto its shelf (遗失、剔旧、找到).</summary>
/// <param name="Barcode">The copy.</param>
/// <param name="State">Lost, withdrawn or shelf.</param>
internal sealed record SetCopy(string? Barcode, CopyState State) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Barcode?.Length <= 30 ? Barcode : null;
}

internal sealed class ReturnBookHandler(LinliDb db, LibraryBook library, CurrentCaller current)
    : IHandler<ReturnBook, BookReturned>, IHandler<RenewLoan, DateOnly>, IHandler<SetCopy, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/library/desk/returns", (ReturnBook request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LearningPermissions.Library).WithTags("Library").WithSummary("Take a book back 还书");
        api.MapPost("/library/loans/{id:guid}/renew", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RenewLoan(id), cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("Renew a loan 续借");
        api.MapPost("/library/desk/copies", (SetCopy request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LearningPermissions.Catalogue).WithTags("Library").WithSummary("Write a copy off, or back 遗失与剔旧");
    }

    public async Task<Result<BookReturned>> Handle(ReturnBook request, CancellationToken cancel)
    {
        if (await Copy(request.Barcode, LearningPermissions.Library, cancel) is not { } copy)
            return LibraryBook.NoCopy(request.Barcode);
        var title = await db.Records<Book>().Where(b => b.Id == copy.Book).Select(b => b.Title).SingleAsync(cancel);
        // The copy before the desk.
        var loan = await db.Unfiltered<Loan>().SingleOrDefaultAsync(l => l.OpenKey == copy.Barcode, cancel);
        if (loan is null && copy.State is CopyState.Shelf or CopyState.Kept)
            return Problem.Conflict("library.not_lent", $"《{title}》没有借出记录，直接放回{(copy.State == CopyState.Kept ? "预约架" : "书架")}即可。", $"“{title}” is not lent: put it back on its shelf.");
        var late = loan is null ? 0 : Math.Max(0, library.Today.DayNumber - loan.Due.DayNumber);
        if (loan is not null)
            await Forget(loan, cancel);
        var hold = await library.PassOn(copy, cancel);
        return new BookReturned(copy.Barcode, title, hold?.ReadyUntil, copy.Shelf, late);
    }

    public async Task<Result<DateOnly>> Handle(RenewLoan request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        // One's own, or at the desk of its branch.
        if (await db.Unfiltered<Loan>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == request.Id && l.ReturnedAt == null, cancel) is not { } seen
            || (seen.Reader != me && !current.Value.May(LearningPermissions.Library, seen.Scope)))
            return Problem.NotFound("library.no_loan", "没有这笔借阅。", "There is no such loan.");
        await library.Lock([seen.Book], cancel);
        var loan = await db.Unfiltered<Loan>().SingleAsync(l => l.Id == request.Id, cancel);
        var branch = await db.Unfiltered<Branch>().SingleAsync(b => b.Code == loan.Branch, cancel);
        var wanted = await db.Unfiltered<BookHold>().AnyAsync(h => h.Book == loan.Book && h.Branch == loan.Branch && h.State == HoldState.Waiting, cancel);
        if (LibraryRules.MayNotRenew(loan.Renewals, branch.MostRenewals, loan.Due, library.Today, wanted) is { } not)
            return not;
        (loan.Due, loan.Renewals, loan.Version) = (library.Today.AddDays(branch.LoanDays), loan.Renewals + 1, loan.Version + 1);
        return loan.Due;
    }

    public async Task<Result<Done>> Handle(SetCopy request, CancellationToken cancel)
    {
        if (request.State is CopyState.Lent or CopyState.Kept)
            return Problem.Invalid("state", "library.copy_state", "只能改为在架、遗失或剔旧。", "It can be set to shelf, lost or withdrawn.");
        if (await Copy(request.Barcode, LearningPermissions.Catalogue, cancel) is not { } copy)
            return LibraryBook.NoCopy(request.Barcode);
        var loan = await db.Unfiltered<Loan>().SingleOrDefaultAsync(l => l.OpenKey == copy.Barcode, cancel);
        if (loan is not null && request.State != CopyState.Lost)
            return Problem.Conflict("library.lent", "这本书还借在外面，请先办理归还。", "This book is out: take it back first.");
        if (loan is not null)
            await Forget(loan, cancel);
        // Kept for somebody: they go back to the head of the queue.
        if (copy.KeptFor is { } kept && await db.Unfiltered<BookHold>().SingleOrDefaultAsync(h => h.Id == kept, cancel) is { } hold)
            (hold.State, hold.Barcode, hold.ReadyUntil, hold.Version) = (HoldState.Waiting, null, null, hold.Version + 1);
        (copy.State, copy.KeptFor, copy.Version) = (request.State, null, copy.Version + 1);
        await library.Serve(copy.Book, copy.Branch, cancel, copy);
        return Done.It;
    }

    private async Task Forget(Loan loan, CancellationToken cancel)
    {
        // A history is the reader's own: what somebody else of the card read is no part of it.
        if (loan.For is null && await db.Records<Reader>().AnyAsync(r => r.Person == loan.Reader && r.KeepsHistory, cancel))
            (loan.ReturnedAt, loan.OpenKey, loan.Version) = (library.Now, null, loan.Version + 1);
        else
            db.Delete(loan);
    }

    private async Task<BookCopy?> Copy(string? barcode, string permission, CancellationToken cancel)
    {
        var code = LibraryRules.Barcode(barcode);
        if (await db.Unfiltered<BookCopy>().AsNoTracking().SingleOrDefaultAsync(c => c.Barcode == code, cancel) is not { } seen || !current.Value.May(permission, seen.Scope))
            return null;
        await library.Lock([seen.Book], cancel);
        return await db.Unfiltered<BookCopy>().SingleAsync(c => c.Barcode == code, cancel);
    }
}
