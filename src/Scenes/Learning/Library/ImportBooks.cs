using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>
/// Takes a catalogue in (图书导入): MARC as ISO 2709 or MARCXML (CNMARC or MARC 21), or a table with ISBN, title and barcode. Records
/// that cannot be read are told apart with a reason and left out; a book or barcode that is known is not entered again.
/// </summary>
/// <param name="Branch">The branch its copies stand in.</param>
/// <param name="File">The file, in JSON as base64; at most 20 MB.</param>
/// <param name="DryRun">Looks only.</param>
internal sealed record ImportBooks(string? Branch, byte[]? File, bool DryRun = false) : ICommand<BooksImported>, IValidated, IAudited
{
    public const int MostRecords = 50_000;

    public string? AuditSubject => Branch?.Length <= 40 ? Branch : null;

    public IEnumerable<Problem> Problems()
    {
        if (File is not { Length: > 0 })
            yield return Problem.Invalid("file", "library.file_missing", "请选择书目文件（CSV、Excel、MARC 或 MARCXML）。", "Choose a file: CSV, Excel, MARC or MARCXML.");
        else if (File.Length > 20 * 1024 * 1024)
            yield return Problem.Invalid("file", "library.file_large", "文件不超过 20 MB，请分几次导入。", "A file has at most 20 MB: import it in parts.");
    }
}

/// <summary>What became of a file.</summary>
/// <param name="Records">Records in it.</param>
/// <param name="Books">Titles that were new.</param>
/// <param name="Copies">Copies that were new.</param>
/// <param name="Known">Records with nothing new.</param>
/// <param name="Refused">Those left out, and why; at most 200.</param>
/// <param name="RefusedCount">How many were left out.</param>
/// <param name="Doubts">Records that were taken although something was wrong: an ISBN that does not check, or one that the catalogue knows under another title.</param>
internal sealed record BooksImported(int Records, int Books, int Copies, int Known, IReadOnlyList<RefusedRecord> Refused, int RefusedCount, int Doubts);

/// <summary>A record that was left out.</summary>
internal sealed record RefusedRecord(int Number, string? Title, Phrase Why);

internal sealed partial class ImportBooksHandler(LinliDb db, LibraryBook library, CurrentCaller current) : IHandler<ImportBooks, BooksImported>, IUseCase
{
    private const int MostShown = 200;

    private static readonly TableColumn[] columns =
    [
        new("title", true, "书名", "题名", "正题名", "title"), new("isbn", false, "ISBN", "ISBN号", "国际标准书号"), new("author", false, "作者", "著者", "责任者"), new("publisher", false, "出版社", "出版者"),
        new("year", false, "出版年", "出版日期", "出版时间"), new("class", false, "分类号", "索书号", "中图分类"), new("barcode", false, "条码", "条形码", "条码号", "馆藏条码"), new("shelf", false, "架位", "馆藏位置"),
        new("audience", false, "读者对象", "适读对象"),
    ];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/library/imports", (ImportBooks request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LearningPermissions.Catalogue).WithTags("Library").WithSummary("Take a catalogue in: MARC, MARCXML, CSV 图书导入");

    public async Task<Result<BooksImported>> Handle(ImportBooks request, CancellationToken cancel)
    {
        if (await db.Scoped<Branch>(current.Value.ScopesFor(LearningPermissions.Catalogue)).SingleOrDefaultAsync(b => b.Code == request.Branch, cancel) is not { } branch)
            return LibraryBook.NoBranch;
        var read = Read(request.File!);
        if (!read.Ok)
            return read.As<BooksImported>();
        var records = read.Value;
        if (records.Count > ImportBooks.MostRecords)
            return Problem.Invalid("file", "library.file_large", $"一次最多 {ImportBooks.MostRecords} 条，请分几次导入。", $"At most {ImportBooks.MostRecords} records at once: import it in parts.");
        await db.LockUntilCommit("library.import", cancel);
        var known = await Known.Load(db, cancel);
        var (books, copies, refused, old, doubts) = (new List<Book>(), new List<BookCopy>(), new List<RefusedRecord>(), 0, 0);
        foreach (var record in records)
        {
            if (Fault(record, known) is { } fault)
            {
                refused.Add(new(record.Number, Short(record.Title), fault));
                continue;
            }

            var isbn = LibraryRules.Isbn(record.Isbn);
            var before = (books.Count, copies.Count);
            var same = known.Find(isbn, record);
            if ((isbn is null && !string.IsNullOrWhiteSpace(record.Isbn)) || (isbn is not null && same is { } other && !known.Calls(other, isbn, record.Title)))
                doubts++;
            var book = same ?? known.Add(Describe(record, isbn), books);
            foreach (var code in record.Barcodes.Select(LibraryRules.Barcode).OfType<string>().Where(b => known.Barcodes.TryAdd(b, book)))
                copies.Add(new() { Barcode = code, Scope = branch.Scope, Book = book, Branch = branch.Code, Shelf = Short(record.Shelf), State = CopyState.Shelf });
            if (before == (books.Count, copies.Count))
                old++;
        }

        if (!request.DryRun)
        {
            await db.InsertMany(books, cancel);
            await db.InsertMany(copies, cancel);
            await Serve(branch, copies, cancel);
        }

        return new BooksImported(records.Count, books.Count, copies.Count, old, [.. refused.Take(MostShown)], refused.Count, doubts);
    }

    // Whoever waits for a title comes before whoever finds it on the shelf.
    private async Task Serve(Branch branch, List<BookCopy> copies, CancellationToken cancel)
    {
        var came = copies.Select(c => c.Book).ToHashSet();
        var wanted = (await db.Unfiltered<BookHold>().Where(h => h.Branch == branch.Code && h.State == HoldState.Waiting).Select(h => h.Book).Distinct().ToListAsync(cancel)).Where(came.Contains).ToList();
        await library.Lock(wanted, cancel);
        foreach (var book in wanted)
            await library.Serve(book, branch.Code, cancel);
    }

    // What the file is shows in its first bytes, whatever it is called.
    private static Result<IReadOnlyList<BookRecord>> Read(byte[] file)
    {
        try
        {
            if (MarcFile.IsIso2709(file))
                return MarcFile.ReadIso2709(file).ToList();
            using var stream = new MemoryStream(file);
            if (MarcFile.IsXml(file))
                return MarcFile.ReadXml(stream).ToList();
            using var table = TableReader.Open(stream, [.. columns.SelectMany(c => c.Names.Prepend(c.Field))]);
            var map = ColumnMap.Match(table.Headers, columns);
            return map.Missing.Count > 0
                ? Problem.Invalid("file", "library.file_columns", $"表中缺少这些列：{string.Join('、', map.Missing)}。", $"These columns are missing: {string.Join(", ", map.Missing)}.")
                : table.Rows().Select(row => FromTable(row, map)).ToList();
        }
        catch (Exception e) when (e is InvalidTableException or XmlException)
        {
            return Problem.Invalid("file", "library.file_unreadable", "看不懂这个文件。请用 CSV、Excel、MARC（ISO 2709）或 MARCXML。", "This file cannot be read: send CSV, Excel, MARC (ISO 2709) or MARCXML.");
        }
    }

    private static BookRecord FromTable(TableRow row, ColumnMap map) => new(row.Number, map.Get(row, "title").Trim().Length == 0 ? "没有题名 there is no title" : null)
    {
        Isbn = map.Get(row, "isbn"), Title = map.Get(row, "title"), Author = map.Get(row, "author"), Publisher = map.Get(row, "publisher"), Year = map.Get(row, "year"), Class = map.Get(row, "class"),
        Volume = MarcFile.VolumeIn(map.Get(row, "title")), Audience = map.Get(row, "audience"), Shelf = map.Get(row, "shelf"), Barcodes = [.. map.Get(row, "barcode").Split([' ', ';', '；', '、'], StringSplitOptions.RemoveEmptyEntries)],
    };

    private static Phrase? Fault(BookRecord record, Known known)
    {
        if (record.Fault is { } broken)
            return (broken, broken);
        if (!PlainText.TryCleanLine(record.Title, 200, out var title) || title.Length == 0)
            return ("题名为空或超过 200 个字。", "The title is empty, or longer than 200 characters.");
        if (record.Barcodes.FirstOrDefault(b => LibraryRules.Barcode(b) is null) is { } bad)
            return ($"条码“{Short(bad)}”不对：4–30 个字母、数字或连字符。", $"The barcode “{Short(bad)}” is wrong: 4–30 letters, digits or hyphens.");
        var book = known.Find(LibraryRules.Isbn(record.Isbn), record);
        return record.Barcodes.Select(b => LibraryRules.Barcode(b)!).FirstOrDefault(b => known.Barcodes.TryGetValue(b, out var other) && other != book) is { } taken
            ? ($"条码 {taken} 已用于另一本书。", $"The barcode {taken} belongs to another book.")
            : null;
    }

    private Book Describe(BookRecord record, string? isbn)
    {
        PlainText.TryCleanLine(record.Title, 200, out var title);
        var year = FourDigits().Match(record.Year ?? "");
        return new()
        {
            Id = Guid.CreateVersion7(library.Now), Isbn = isbn, Title = title, Author = Short(record.Author), Publisher = Short(record.Publisher), Class = Short(record.Class),
            Year = year.Success ? int.Parse(year.Value, CultureInfo.InvariantCulture) : null, At = library.Now,
            ForChildren = record.Audience is { } audience && (audience.Contains('童') || audience.Contains("少儿", StringComparison.Ordinal) || audience.Contains("child", StringComparison.OrdinalIgnoreCase)),
        };
    }

    private static string? Short(string? text) => PlainText.TryCleanLine(text?.Length > 100 ? text[..100] : text, 100, out var clean) && clean.Length > 0 ? clean : null;

    [GeneratedRegex("(1[89]|20)[0-9]{2}")]
    private static partial Regex FourDigits();

    // By ISBN, or where there is none by title, author and publisher. Volumes of a set may share the ISBN of the set: they go by their titles.
    private sealed class Known
    {
        private readonly Dictionary<string, List<(Guid Id, string Title)>> isbns = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Guid> words = new(StringComparer.OrdinalIgnoreCase);

        public Dictionary<string, Guid> Barcodes { get; private init; } = new(StringComparer.Ordinal);

        public static async Task<Known> Load(LinliDb db, CancellationToken cancel)
        {
            var known = new Known { Barcodes = await db.Unfiltered<BookCopy>().AsNoTracking().ToDictionaryAsync(c => c.Barcode, c => c.Book, cancel) };
            foreach (var book in await db.Records<Book>().AsNoTracking().OrderBy(b => b.At).ThenBy(b => b.Id).ToListAsync(cancel))
                known.Add(book, null);
            return known;
        }

        public Guid? Find(string? isbn, BookRecord record)
        {
            if (isbn is null)
                return words.TryGetValue(Key(record.Title, record.Author, record.Publisher), out var other) ? other : null;
            if (!isbns.TryGetValue(isbn, out var same))
                return null;
            var exact = same.FindIndex(b => Same(b.Title, record.Title));
            return exact >= 0 ? same[exact].Id : record.Volume is null ? same[0].Id : null;
        }

        /// <summary>Whether the catalogue calls a book of an ISBN so.</summary>
        public bool Calls(Guid book, string isbn, string title) => isbns[isbn].Exists(b => b.Id == book && Same(b.Title, title));

        public Guid Add(Book book, List<Book>? made)
        {
            made?.Add(book);
            if (book.Isbn is not { } isbn)
                words.TryAdd(Key(book.Title, book.Author, book.Publisher), book.Id);
            else if (isbns.TryGetValue(isbn, out var same))
                same.Add((book.Id, book.Title));
            else
                isbns.Add(isbn, [(book.Id, book.Title)]);
            return book.Id;
        }

        private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

        private static string Key(string title, string? author, string? publisher) => $"{title.Trim()}|{author?.Trim()}|{publisher?.Trim()}";
    }
}
