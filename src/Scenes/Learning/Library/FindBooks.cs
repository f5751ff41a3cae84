using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>Looks into the catalogue (查书): title, author, ISBN; everybody may.</summary>
/// <param name="Q">Words, at most 60 characters.</param>
/// <param name="Children">Only books of the children's area.</param>
/// <param name="Branch">Only with a copy at this branch.</param>
/// <param name="Id">Only this one.</param>
internal sealed record FindBooks(string? Q = null, bool Children = false, string? Branch = null, Guid? Id = null) : IQuery<BookLine[]>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Q?.Length > 60)
            yield return Problem.Invalid("q", "library.words", "查找内容不超过 60 个字。", "Search for at most 60 characters.");
    }
}

/// <summary>A title with where its copies are.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Title.</param>
/// <param name="Author">Author.</param>
/// <param name="Publisher">Publisher.</param>
/// <param name="Year">Year.</param>
/// <param name="Isbn">Thirteen digits.</param>
/// <param name="Class">Class mark.</param>
/// <param name="ForChildren">Whether it stands in the children's area.</param>
/// <param name="Branches">Copies by branch.</param>
internal sealed record BookLine(
    Guid Id, string Title, string? Author, string? Publisher, int? Year, string? Isbn, string? Class, bool ForChildren, IReadOnlyList<BranchCopies> Branches);

/// <summary>Copies of a title at a branch.</summary>
/// <param name="Branch">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="Copies">How many.</param>
/// <param name="OnShelf">How many of them can be taken along.</param>
/// <param name="Shelf">Where they stand.</param>
/// <param name="Waiting">How many wait.</param>
internal sealed record BranchCopies(string Branch, Phrase Name, int Copies, int OnShelf, string? Shelf, int Waiting);

/// <summary>The branches (分馆与书房).</summary>
internal sealed record ListBranches : IQuery<BranchLine[]>;

/// <summary>A branch with its rules.</summary>
internal sealed record BranchLine(string Code, Phrase Name, string? Space, int LoanDays, int MostLoans, int MostRenewals, int HoldDays, int Copies, int Out, int LoansThisYear);

internal sealed class FindBooksHandler(LinliDb db, LibraryBook library) : IHandler<FindBooks, BookLine[]>, IHandler<ListBranches, BranchLine[]>, IUseCase
{
    private const int Most = 60;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/library/books", (UseCaseRunner run, CancellationToken cancel, string? q = null, bool children = false, string? branch = null) => run.Answer(new FindBooks(q, children, branch), cancel))
            .Needs(Access.Public).WithTags("Library").WithSummary("Look into the catalogue 查书");
        api.MapGet("/library/books/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindBooks(Id: id), cancel))
            .Needs(Access.Public).WithTags("Library").WithSummary("One book");
        api.MapGet("/library/branches", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListBranches(), cancel))
            .Needs(Access.Public).WithTags("Library").WithSummary("Branches and studies 分馆");
    }

    public async Task<Result<BookLine[]>> Handle(FindBooks request, CancellationToken cancel)
    {
        var books = db.Records<Book>().AsNoTracking();
        if (request.Id is { } id)
            books = books.Where(b => b.Id == id);
        if (request.Children)
            books = books.Where(b => b.ForChildren);
        if (request.Branch is { Length: > 0 } at)
            books = books.Where(b => db.Unfiltered<BookCopy>().Any(c => c.Book == b.Id && c.Branch == at));
        if (request.Q?.Trim() is { Length: > 0 } words)
        {
            var isbn = LibraryRules.Isbn(words);
            books = isbn is not null ? books.Where(b => b.Isbn == isbn) : books.Where(b => b.Title.Contains(words) || (b.Author != null && b.Author.Contains(words)));
        }

        var found = await books.OrderBy(b => b.Title).ThenBy(b => b.Id).Take(Most).ToListAsync(cancel);
        if (request.Id is not null && found.Count == 0)
            return LibraryBook.NoBook;
        var ids = found.ConvertAll(b => b.Id);
        // The catalogue is for everybody to see.
        var copies = await db.Unfiltered<BookCopy>().AsNoTracking().Where(c => ids.Contains(c.Book) && c.State != CopyState.Withdrawn && c.State != CopyState.Lost).ToListAsync(cancel);
        var waiting = await db.Unfiltered<BookHold>().Where(h => ids.Contains(h.Book) && h.State == HoldState.Waiting).GroupBy(h => new { h.Book, h.Branch }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var names = await db.Unfiltered<Branch>().AsNoTracking().ToDictionaryAsync(b => b.Code, cancel);
        return (BookLine[])[.. found.Select(b => new BookLine(
            b.Id, b.Title, b.Author, b.Publisher, b.Year, b.Isbn, b.Class, b.ForChildren,
            [.. copies.Where(c => c.Book == b.Id).GroupBy(c => c.Branch).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new BranchCopies(
                g.Key, names[g.Key].Name, g.Count(), g.Count(c => c.State == CopyState.Shelf), g.Select(c => c.Shelf).FirstOrDefault(s => s is not null),
                waiting.Where(w => w.Key.Book == b.Id && w.Key.Branch == g.Key).Sum(w => w.Count)))]))];
    }

    public async Task<Result<BranchLine[]>> Handle(ListBranches request, CancellationToken cancel)
    {
        var first = new DateOnly(library.Today.Year, 1, 1);
        var branches = await db.Unfiltered<Branch>().AsNoTracking().OrderBy(b => b.Code).ToListAsync(cancel);
        var copies = await db.Unfiltered<BookCopy>().Where(c => c.State != CopyState.Withdrawn).GroupBy(c => new { c.Branch, Out = c.State == CopyState.Lent }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var loans = await db.Unfiltered<LoanDay>().Where(d => d.Day >= first).GroupBy(d => d.Branch).Select(g => new { g.Key, Loans = g.Sum(d => d.Loans) }).ToDictionaryAsync(g => g.Key, g => g.Loans, cancel);
        return (BranchLine[])[.. branches.Select(b => new BranchLine(
            b.Code, b.Name, b.Space, b.LoanDays, b.MostLoans, b.MostRenewals, b.HoldDays, copies.Where(c => c.Key.Branch == b.Code).Sum(c => c.Count),
            copies.Where(c => c.Key.Branch == b.Code && c.Key.Out).Sum(c => c.Count), loans.GetValueOrDefault(b.Code)))];
    }
}
