using Linli.Learning.Courses;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>What is due at a desk (今日馆务): books to put back from the shelf of reserved ones, overdue loans counted, never who has what.</summary>
internal sealed record LibraryToday : IQuery<TodayView>;

/// <summary>A day at the desk.</summary>
/// <param name="Out">Books that are out.</param>
/// <param name="Overdue">Of them overdue.</param>
/// <param name="Lent">Lent today.</param>
/// <param name="Kept">The shelf of reserved books.</param>
/// <param name="Branches">Branches of the desk.</param>
internal sealed record TodayView(int Out, int Overdue, int Lent, IReadOnlyList<KeptCopy> Kept, IReadOnlyList<DeskBranch> Branches);

/// <summary>A book on the shelf of reserved ones.</summary>
internal sealed record KeptCopy(string Barcode, string Title, string Branch, DateOnly Until);

/// <summary>A branch by name.</summary>
internal sealed record DeskBranch(string Code, Platform.Text.Phrase Name);

internal sealed class LibraryTodayHandler(LinliDb db, LibraryBook library, CurrentCaller current) : IHandler<LibraryToday, TodayView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/library/desk", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new LibraryToday(), cancel))
            .Needs(LearningPermissions.Library).WithTags("Library").WithSummary("A day at the library desk 今日馆务");

    public async Task<Result<TodayView>> Handle(LibraryToday request, CancellationToken cancel)
    {
        var mine = current.Value.ScopesFor(LearningPermissions.Library);
        var today = library.Today;
        var loans = db.Scoped<Loan>(mine).AsNoTracking().Where(l => l.ReturnedAt == null);
        var kept = await db.Scoped<BookHold>(mine).AsNoTracking().Where(h => h.State == HoldState.Ready).Join(db.Records<Book>(), h => h.Book, b => b.Id, (h, b) => new { h.Barcode, b.Title, h.Branch, h.ReadyUntil })
            .OrderBy(h => h.ReadyUntil).Take(200).ToListAsync(cancel);
        var branches = await db.Scoped<Branch>(mine).AsNoTracking().OrderBy(b => b.Code).ToListAsync(cancel);
        return new TodayView(
            await loans.CountAsync(cancel), await loans.CountAsync(l => l.Due < today, cancel), await db.Scoped<LoanDay>(mine).Where(d => d.Day == today).SumAsync(d => d.Loans, cancel),
            kept.ConvertAll(k => new KeptCopy(k.Barcode!, k.Title, branches.Find(b => b.Code == k.Branch)?.NameZh ?? k.Branch, k.ReadyUntil!.Value)), branches.ConvertAll(b => new DeskBranch(b.Code, b.Name)));
    }
}

/// <summary>Reminds of books that are due or overdue, passes on what nobody fetched in time, and forgets what rested long enough.</summary>
internal sealed class LibraryClock(LinliDb db, EachByItself each, LibraryBook library) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var today = library.Today;
        // For the whole installation.
        var lapsed = await db.Unfiltered<BookHold>().AsNoTracking().Where(h => h.State == HoldState.Ready && h.ReadyUntil < today).Select(h => new { h.Id, h.Book }).Take(500).ToListAsync(cancel);
        await each.Do(lapsed, async one =>
        {
            await library.Lock([one.Book], cancel);
            if (await db.Unfiltered<BookHold>().SingleOrDefaultAsync(h => h.Id == one.Id, cancel) is not { State: HoldState.Ready } hold)
                return;
            await library.End(hold, null, cancel);
            await library.Tell(hold.Person, "lapsed", ("您预约的书没有来取", "The book you reserved was not fetched"), ("已经放回书架，或让给了下一位读者。", "It is back on its shelf, or went on to the next reader."), $"book-lapsed-{hold.Id:N}", cancel);
        }, cancel);
        // A copy that came in while somebody put themselves down has nobody's eye on it.
        var idle = await db.Unfiltered<BookHold>().AsNoTracking().Where(h => h.State == HoldState.Waiting && db.Unfiltered<BookCopy>().Any(c => c.Book == h.Book && c.Branch == h.Branch && c.State == CopyState.Shelf))
            .Select(h => new { h.Book, h.Branch }).Distinct().Take(500).ToListAsync(cancel);
        await each.Do(idle, async one =>
        {
            await library.Lock([one.Book], cancel);
            await library.Serve(one.Book, one.Branch, cancel);
        }, cancel);
        // Those that rested long enough; rows of older versions, which kept what had ended, go with them.
        await each.Do<string>(["holds that rested"], _ => db.Unfiltered<BookHold>().Where(h => h.OpenKey == null && (h.ReadyUntil == null || h.ReadyUntil < today)).ExecuteDeleteAsync(cancel), cancel);
        var soon = today.AddDays(2);
        var due = await db.Unfiltered<Loan>().AsNoTracking().Where(l => l.ReturnedAt == null && (l.Due == soon || l.Due < today)).Select(l => new { l.Reader, l.Due }).Distinct().ToListAsync(cancel);
        if (due.Count > 0)
            await each.Do<string>(["reminders of loans"], async _ =>
            {
                foreach (var one in due.Where(d => d.Due == soon))
                    await library.Tell(one.Reader, "due", ("有书快到期了", "Books are due soon"), ($"{CourseWords.Day(one.Due).Zh}到期；没有人预约的话，可以在“我的借阅”里续借。", $"Due on {CourseWords.Day(one.Due).En}; you may be able to renew them."), $"book-due-{one.Reader:N}-{one.Due:yyyyMMdd}", cancel);
                // Once a week, not every day.
                foreach (var one in due.Where(d => d.Due < today && (today.DayNumber - d.Due.DayNumber) % 7 == 1))
                    await library.Tell(one.Reader, "overdue", ("有书已经超期", "Books are overdue"), ("请尽快归还，好让别的读者也能借到。", "Bring them back, so that others can read them."), $"book-overdue-{one.Reader:N}-{today:yyyyMMdd}", cancel);
            }, cancel);
    }
}
