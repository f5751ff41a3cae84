using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>Reads at the desk which reader stands there (扫读者码): their family card, what they have, what waits for them.</summary>
/// <param name="Code">What the scanner read.</param>
internal sealed record ReadReader(string? Code) : ICommand<ReaderAtDesk>, IAudited
{
    public string? AuditSubject => null;
}

/// <summary>The same again with the ticket, after something was done.</summary>
internal sealed record LookAtReader(string Ticket) : IQuery<ReaderAtDesk>;

/// <summary>A reader before the desk.</summary>
/// <param name="Ticket">Stands for them, for five minutes.</param>
/// <param name="Name">Masked.</param>
/// <param name="Family">For whom they borrow too, masked.</param>
/// <param name="Loans">What they have.</param>
/// <param name="Ready">Barcodes of books kept for them and the children of their card, with titles.</param>
internal sealed record ReaderAtDesk(string Ticket, string Name, IReadOnlyList<CardMember> Family, IReadOnlyList<LoanView> Loans, IReadOnlyList<ReadyBook> Ready);

/// <summary>Somebody on a family card.</summary>
internal sealed record CardMember(Guid Person, string Name);

/// <summary>A book kept for the reader, or for a child of their card.</summary>
internal sealed record ReadyBook(string Barcode, string Title, DateOnly Until, string? For);

/// <summary>A loan.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Barcode">The copy.</param>
/// <param name="Title">The book.</param>
/// <param name="Due">The last local day.</param>
/// <param name="Renewals">How often it was renewed.</param>
/// <param name="ReturnedAt">When it came back, UTC; of a history that the reader keeps.</param>
/// <param name="For">Of the family card, masked.</param>
internal sealed record LoanView(Guid Id, string Barcode, string Title, DateOnly Due, int Renewals, DateTimeOffset? ReturnedAt, string? For);

/// <summary>Lends books to the reader before the desk (借书), for themselves or for a member of their family card; all of them, or none.</summary>
/// <param name="Ticket">Of the reader.</param>
/// <param name="Barcodes">1–20 barcodes.</param>
/// <param name="For">Member of the family card.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record LendBooks(string Ticket, IReadOnlyList<string>? Barcodes, Guid? For = null, string? IdempotencyKey = null) : ICommand<IReadOnlyList<LoanView>>, IValidated, IRepeatable, IAudited
{
    object IRepeatable.Wish => (string.Join('|', Barcodes ?? []), For);

    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (Barcodes is not { Count: > 0 and <= 20 } || Barcodes.Any(string.IsNullOrWhiteSpace))
            yield return Problem.Invalid("barcodes", "library.barcodes", "请扫 1 到 20 本书的条码。", "Scan the barcodes of 1 to 20 books.");
    }
}

internal sealed class LendBooksHandler(LinliDb db, LibraryBook library, IPresentedCodes codes, IPersonTraits facts, IActingFor names, CurrentCaller current)
    : IHandler<ReadReader, ReaderAtDesk>, IHandler<LookAtReader, ReaderAtDesk>, IHandler<LendBooks, IReadOnlyList<LoanView>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/library/desk/readers", (ReadReader request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LearningPermissions.Library).WithTags("Library").WithSummary("Who stands at the desk 扫读者码");
        api.MapPost("/library/desk/loans", (LendBooks request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LearningPermissions.Library).WithTags("Library").WithSummary("Lend books 借书");
    }

    public async Task<Result<ReaderAtDesk>> Handle(ReadReader request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Code))
            return Problem.Invalid("code", "library.code_missing", "请扫读者的手机码或住户卡。", "Scan the reader's code or card.");
        var presented = await codes.Read(request.Code.Trim(), cancel);
        return presented.Ok ? await AtDesk(presented.Value, cancel) : presented.As<ReaderAtDesk>();
    }

    public async Task<Result<ReaderAtDesk>> Handle(LookAtReader request, CancellationToken cancel) =>
        codes.Open(request.Ticket) is { Ok: true } presented ? await AtDesk(presented.Value, cancel) : codes.Open(request.Ticket).As<ReaderAtDesk>();

    public async Task<Result<IReadOnlyList<LoanView>>> Handle(LendBooks request, CancellationToken cancel)
    {
        var presented = codes.Open(request.Ticket);
        if (!presented.Ok)
            return presented.As<IReadOnlyList<LoanView>>();
        var person = presented.Value.Person;
        if (await facts.Of(person, cancel) is not { IsAlive: true } known)
            return Problem.NotFound("library.no_reader", "名册里没有这位读者。", "The register does not know this reader.");
        if (known.AgeOn(library.Today) is < LibraryRules.OwnCardFrom)
            return Problem.Forbidden("library.child_alone", "未满 14 周岁请用家庭借阅卡，由家里大人代借。", "Somebody under 14 borrows on the family's card, through a grown-up.");
        if (request.For is { } member && !await db.Records<FamilyMember>().AnyAsync(m => m.Holder == person && m.Member == member, cancel))
            return Problem.Invalid("for", "library.not_family", "不在这张家庭借阅卡上。", "They are not on this family card.");
        await library.Reader(person, cancel);
        // A book that was scanned twice is one book.
        var codesRead = request.Barcodes!.Select(LibraryRules.Barcode).Distinct().ToList();
        if (codesRead.Contains(null))
            return LibraryBook.NoCopy(request.Barcodes!.Where(b => LibraryRules.Barcode(b) is null)) with { Field = "barcodes" };
        var books = await db.Unfiltered<BookCopy>().AsNoTracking().Where(c => codesRead.Contains(c.Barcode)).Select(c => c.Book).ToListAsync(cancel);
        await library.Lock(books, cancel);
        // By barcode; whether the caller may lend at each branch is asked of each.
        var copies = await db.Unfiltered<BookCopy>().Where(c => codesRead.Contains(c.Barcode)).ToListAsync(cancel);
        if (codesRead.Except(copies.Where(c => current.Value.May(LearningPermissions.Library, c.Scope)).Select(c => c.Barcode)).ToList() is { Count: > 0 } unknown)
            return LibraryBook.NoCopy(unknown) with { Field = "barcodes" };
        var open = await db.Unfiltered<Loan>().AsNoTracking().Where(l => l.Reader == person && l.ReturnedAt == null).Select(l => new { l.Branch, l.Due }).ToListAsync(cancel);
        var made = new List<Loan>();
        // Each branch by its own rules, whatever lies on top of the pile.
        foreach (var pile in copies.GroupBy(c => c.Branch).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var branch = await db.Unfiltered<Branch>().SingleAsync(b => b.Code == pile.Key, cancel);
            if (LibraryRules.MayNotBorrow(open.Count(l => l.Branch == pile.Key), open.Count(l => l.Due < library.Today), pile.Count(), branch.MostLoans) is { } not)
                return not;
            foreach (var copy in pile)
                if (await Lend(copy, branch, person, request.For, made, cancel) is { } refused)
                    return refused;
            await library.Count(branch, pile.Count(), cancel);
        }

        return await Views(made, cancel);
    }

    private async Task<Problem?> Lend(BookCopy copy, Branch branch, Guid person, Guid? member, List<Loan> made, CancellationToken cancel)
    {
        var reserved = await library.HoldsOf(copy.Book, [member ?? person, person], cancel);
        // What a member of the card reserved is fetched on the card too: a child has no other way.
        if (copy.State == CopyState.Kept && !reserved.Exists(h => h.Id == copy.KeptFor))
            return Problem.Conflict("library.kept", $"{copy.Barcode} 是为别的读者留的。", $"{copy.Barcode} is kept for another reader.");
        if (copy.State is CopyState.Lent or CopyState.Lost or CopyState.Withdrawn)
            return Problem.Conflict("library.not_here", $"{copy.Barcode} 记录为{LibraryWords.Of(copy.State).Zh}，请先办理归还。", $"{copy.Barcode} is recorded as {LibraryWords.Of(copy.State).En}: take it back first.");
        // Whoever reserved the title and finds another copy need not wait any longer.
        if ((reserved.Find(h => h.Id == copy.KeptFor) ?? reserved.Find(h => h.Person == (member ?? person)) ?? reserved.FirstOrDefault()) is { } hold)
            await library.End(hold, copy, cancel);
        (copy.State, copy.KeptFor, copy.Version) = (CopyState.Lent, null, copy.Version + 1);
        var loan = new Loan
        {
            Id = Guid.CreateVersion7(library.Now), Scope = copy.Scope, Barcode = copy.Barcode, Book = copy.Book, Branch = copy.Branch, Reader = person, For = member, OutAt = library.Now,
            Due = library.Today.AddDays(branch.LoanDays), OpenKey = copy.Barcode,
        };
        db.Insert(loan);
        made.Add(loan);
        return null;
    }

    private async Task<Result<ReaderAtDesk>> AtDesk(Presented presented, CancellationToken cancel)
    {
        var person = presented.Person;
        var members = await db.Records<FamilyMember>().AsNoTracking().Where(m => m.Holder == person).Select(m => m.Member).ToListAsync(cancel);
        var masked = await names.MaskedNames(members, cancel);
        var children = new List<Guid>();
        foreach (var member in members)
            if ((await facts.Of(member, cancel))?.AgeOn(library.Today) < LibraryRules.OwnCardFrom)
                children.Add(member);
        // Of the reader before the desk, and of the children they fetch for; what a grown-up of the card reserved is theirs alone to know.
        var loans = await db.Unfiltered<Loan>().AsNoTracking().Where(l => l.Reader == person && l.ReturnedAt == null).OrderBy(l => l.Due).ToListAsync(cancel);
        var ready = await db.Unfiltered<BookHold>().AsNoTracking().Where(h => (h.Person == person || children.Contains(h.Person)) && h.State == HoldState.Ready)
            .Join(db.Records<Book>(), h => h.Book, b => b.Id, (h, b) => new { h.Barcode, b.Title, h.ReadyUntil, h.Person }).OrderBy(r => r.ReadyUntil).ToListAsync(cancel);
        return new ReaderAtDesk(
            presented.Ticket, presented.Name, [.. members.Select(m => new CardMember(m, masked.GetValueOrDefault(m, "")))], await Views(loans, cancel), ready.ConvertAll(r => new ReadyBook(r.Barcode!, r.Title, r.ReadyUntil!.Value, r.Person == person ? null : masked.GetValueOrDefault(r.Person, ""))));
    }

    private async Task<List<LoanView>> Views(List<Loan> loans, CancellationToken cancel)
    {
        var books = loans.Select(l => l.Book).Distinct().ToList();
        var titles = await db.Records<Book>().AsNoTracking().Where(b => books.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.Title, cancel);
        var masked = await names.MaskedNames([.. loans.Select(l => l.For).OfType<Guid>().Distinct()], cancel);
        return loans.ConvertAll(l => new LoanView(l.Id, l.Barcode, titles[l.Book], l.Due, l.Renewals, l.ReturnedAt, l.For is { } who ? masked.GetValueOrDefault(who, "") : null));
    }
}
