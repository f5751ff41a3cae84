using Linli.Ledger.Postings;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Wallet;

/// <summary>Lines of a wallet of mine, each with the page of what it is about (钱包明细).</summary>
/// <param name="Unit">Which wallet.</param>
/// <param name="Incoming">True for what came in, false for what went out.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Take">How many, 1 to 100.</param>
internal sealed record MyLines(LedgerUnit Unit, bool? Incoming = null, string? After = null, int Take = 20) : IQuery<MyLinesPage>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Take is < 1 or > 100)
            yield return Problem.Invalid("take", "ledger.take", "一次 1–100 条。", "1 to 100 at once.");
        if (After is not null && !StatementBook.IsCursor(After))
            yield return Problem.Invalid("after", "ledger.cursor", "翻页参数不对，请从第一页开始。", "This is no place to go on from: begin with the first page.");
    }
}

/// <summary>A page of lines.</summary>
/// <param name="Lines">The lines, newest first.</param>
/// <param name="Next">Where the next page begins.</param>
internal sealed record MyLinesPage(IReadOnlyList<MyLine> Lines, string? Next);

/// <summary>A line with what it is about.</summary>
/// <param name="Line">The line.</param>
/// <param name="Href">Page of what it is about; <c>null</c> where none is known.</param>
/// <param name="Title">What it is about in a few words.</param>
internal sealed record MyLine(StatementLine Line, string? Href, Phrase? Title);

internal sealed class MyLinesHandler(LinliDb db, AccountReach reach, StatementBook book, IEnumerable<ISubjectLinks> links) : IHandler<MyLines, MyLinesPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me/lines", (LedgerUnit unit, bool? incoming, string? after, int? take, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new MyLines(unit, incoming, after, take ?? 20), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Lines of my wallet, each with what it is about 钱包明细");

    public async Task<Result<MyLinesPage>> Handle(MyLines request, CancellationToken cancel)
    {
        if (await reach.Mine(request.Unit, cancel) is not { } account)
            return new MyLinesPage([], null);
        var page = await book.Page(new(account.Id) { Incoming = request.Incoming, After = request.After, Take = request.Take }, cancel);
        var kinds = await KindsOf([.. page.Lines.Where(l => l.Reverses is not null).Select(l => l.Reverses!.Value).Distinct()], cancel);
        var found = new Dictionary<(ISubjectLinks, string), SubjectLink>();
        ISubjectLinks? Owner(StatementLine line) => links.FirstOrDefault(l => l.Owns(line.Reverses is { } original ? kinds.GetValueOrDefault(original, line.Kind) : line.Kind));
        foreach (var group in page.Lines.Where(l => l.Subject is not null && Owner(l) is not null).GroupBy(l => Owner(l)!))
            foreach (var (subject, link) in await group.Key.Find([.. group.Select(l => l.Subject!).Distinct()], cancel))
                found[(group.Key, subject)] = link;
        return new MyLinesPage([.. page.Lines.Select(l => l.Subject is { } subject && Owner(l) is { } owner && found.TryGetValue((owner, subject), out var link)
            ? new MyLine(l, link.Href, link.Title) : new MyLine(l, null, null))], page.Next);
    }

    private async Task<Dictionary<TransferId, string>> KindsOf(List<TransferId> originals, CancellationToken cancel) =>
        originals.Count == 0 ? [] : await db.Records<TransferRow>().Where(t => originals.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Kind, cancel);
}
