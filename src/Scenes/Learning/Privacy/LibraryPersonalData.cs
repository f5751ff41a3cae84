using Linli.Learning.Library;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Privacy;

/// <summary>What the library keeps of a reader. Books that are still out stay theirs until they are back; everything else goes.</summary>
internal sealed class LibraryPersonalData(LinliDb db, LibraryBook library) : IPersonalData
{
    public string Module => "library";

    public Phrase Title => ("图书馆", "Library");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var loans = await Loans(subject).AsNoTracking().Join(db.Records<Book>(), l => l.Book, b => b.Id, (l, b) => new { b.Title, l.OutAt, l.Due, l.ReturnedAt }).OrderBy(l => l.OutAt).ToListAsync(cancel);
        var holds = await Holds(subject).AsNoTracking().Join(db.Records<Book>(), h => h.Book, b => b.Id, (h, b) => new { b.Title, h.At, h.State }).OrderBy(h => h.At).ToListAsync(cancel);
        var reader = await db.Records<Reader>().AsNoTracking().SingleOrDefaultAsync(r => r.Person == subject.Person, cancel);
        // Borrowed for them on the card of somebody else, and who is on whose card.
        var loansFor = await db.Unfiltered<Loan>().AsNoTracking().Where(l => l.For == subject.Person).Join(db.Records<Book>(), l => l.Book, b => b.Id, (l, b) => new { b.Title, l.OutAt, l.Due }).OrderBy(l => l.OutAt).ToListAsync(cancel);
        var ties = await db.Records<FamilyMember>().AsNoTracking().Where(m => m.Holder == subject.Person || m.Member == subject.Person).OrderBy(m => m.At).ToListAsync(cancel);
        if (loans.Count + holds.Count + loansFor.Count + ties.Count == 0 && reader is null)
            return [];
        return
        [
            new("card", ("读者证", "Card"), reader is null ? [] : [new DataValue[] { new("card", ("卡号", "Number"), reader.Card), new("history", ("保留借阅记录", "Keeps a history"), reader.KeepsHistory ? "yes" : "no"), DataValue.Instant("at", ("开卡", "Since"), reader.At) }]),
            new("loans", ("借阅", "Loans"), [.. loans.Select(l => new DataValue[] { new("book", ("书", "Book"), l.Title), DataValue.Instant("out", ("借出", "Out"), l.OutAt), DataValue.Day("due", ("到期", "Due"), l.Due), DataValue.Instant("returned", ("归还", "Back"), l.ReturnedAt) })]),
            new("holds", ("预约取书", "Reservations"), [.. holds.Select(h => new DataValue[] { new("book", ("书", "Book"), h.Title), DataValue.Instant("at", ("预约", "Reserved"), h.At), new("state", ("状态", "State"), LibraryWords.Of(h.State).Zh) })]),
            new("loansFor", ("家人用借阅卡代借", "Borrowed for them by the family"), [.. loansFor.Select(l => new DataValue[] { new("book", ("书", "Book"), l.Title), DataValue.Instant("out", ("借出", "Out"), l.OutAt), DataValue.Day("due", ("到期", "Due"), l.Due) })]),
            new("familyCard", ("家庭借阅卡", "Family card"), [.. ties.Select(t => new DataValue[] { new("tie", ("关系", "Tie"), t.Holder == subject.Person ? "家人在本人卡上 family on one's card" : "在家人卡上 on a card of the family"), DataValue.Instant("at", ("加入", "Since"), t.At) })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => await Loans(subject).CountAsync(l => l.ReturnedAt == null, cancel) is > 0 and var count
        ? [new(("还没归还的图书，只留编号，归还后删除", "Books that are not back yet, by number alone, until they are"), ("图书属于大家", "The books belong to everybody"), count)]
        : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var book in (await Holds(subject).Select(h => h.Book).ToListAsync(cancel)).Distinct().Order())
        {
            await library.Lock([book], cancel);
            foreach (var hold in await Holds(subject).Where(h => h.Book == book).ToListAsync(cancel))
            {
                if (hold.OpenKey is not null)
                    await library.End(hold, null, cancel);
                db.Delete(hold);
            }
        }

        await Loans(subject).Where(l => l.ReturnedAt != null).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Loan>().Where(l => l.For == subject.Person).ExecuteUpdateAsync(s => s.SetProperty(l => l.For, (Guid?)null), cancel);
        await Loans(subject).ExecuteUpdateAsync(s => s.SetProperty(l => l.Reader, Guid.Empty).SetProperty(l => l.For, (Guid?)null), cancel);
        await db.Records<FamilyMember>().Where(m => m.Holder == subject.Person || m.Member == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Records<Reader>().Where(r => r.Person == subject.Person).ExecuteDeleteAsync(cancel);
    }

    // Of one reader, at whatever branch.
    private IQueryable<Loan> Loans(DataSubject subject) => db.Unfiltered<Loan>().Where(l => l.Reader == subject.Person);

    private IQueryable<BookHold> Holds(DataSubject subject) => db.Unfiltered<BookHold>().Where(h => h.Person == subject.Person);
}
