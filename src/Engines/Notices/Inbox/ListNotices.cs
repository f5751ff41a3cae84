using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Inbox;

/// <summary>The caller's inbox, newest first.</summary>
/// <param name="UnreadOnly">Only what was not read yet.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–100.</param>
internal sealed record ListNotices(bool UnreadOnly = false, int Skip = 0, int Take = 20) : IQuery<NoticePage>, IValidated
{
    public IEnumerable<Problem> Problems() => Pages.Problems(Skip, Take);
}

/// <summary>What a page of a list may be.</summary>
internal static class Pages
{
    public static IEnumerable<Problem> Problems(int skip, int take)
    {
        if (skip is < 0 or > 1_000_000)
            yield return Problem.Invalid("skip", "skip_range", "skip 应为 0 以上的整数。", "skip is 0 or more.");
        if (take is < 1 or > 100)
            yield return Problem.Invalid("take", "take_range", "take 应为 1–100。", "take is 1 to 100.");
    }
}

/// <summary>A page of the inbox.</summary>
/// <param name="Total">How many notices there are.</param>
/// <param name="Unread">How many were not read.</param>
/// <param name="Items">The page.</param>
internal sealed record NoticePage(int Total, int Unread, IReadOnlyList<NoticeLine> Items);

/// <summary>A notice in both languages.</summary>
internal sealed record NoticeLine(Guid Id, string Kind, Phrase Title, Phrase Body, string Link, DateTimeOffset At, bool Read)
{
    public static NoticeLine Of(Notice n) => new(n.Id, n.Kind, (n.TitleZh, n.TitleEn), (n.BodyZh, n.BodyEn), n.Link, n.At, n.ReadAt is not null);
}

internal sealed class ListNoticesHandler(LinliDb db, CurrentCaller current) : IHandler<ListNotices, NoticePage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices", (UseCaseRunner runner, CancellationToken cancel, bool unreadOnly = false, int skip = 0, int take = 20) =>
            runner.Answer(new ListNotices(unreadOnly, skip, take), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("My inbox");

    public async Task<Result<NoticePage>> Handle(ListNotices request, CancellationToken cancel)
    {
        var all = db.Records<Notice>().AsNoTracking().Where(n => n.AccountId == current.Value.Account);
        var shown = request.UnreadOnly ? all.Where(n => n.ReadAt == null) : all;
        var rows = await shown.OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Skip(request.Skip).Take(request.Take).ToListAsync(cancel);
        return new NoticePage(
            await shown.CountAsync(cancel),
            await all.CountAsync(n => n.ReadAt == null, cancel),
            [.. rows.Select(NoticeLine.Of)]);
    }
}
