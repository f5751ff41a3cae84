using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Announcements;

/// <summary>What is announced to the caller now: important ones first, then the newest.</summary>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–100.</param>
public sealed record ListAnnouncements(int Skip = 0, int Take = 20) : IQuery<AnnouncementPage>, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => Inbox.Pages.Problems(Skip, Take);
}

/// <summary>A page of announcements.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Items">The page.</param>
public sealed record AnnouncementPage(int Total, IReadOnlyList<AnnouncementLine> Items);

/// <summary>An announcement as a resident reads it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">One line; the Chinese in both languages where nobody wrote it in English.</param>
/// <param name="Text">The text.</param>
/// <param name="Important">Stands before all others.</param>
/// <param name="From">Since when it is shown, UTC.</param>
/// <param name="Until">Until when it is shown, UTC.</param>
/// <param name="Place">Path of the place that says it.</param>
/// <param name="PlaceName">Its name.</param>
/// <param name="CorrectedAt">When its words were last changed after people could read them, UTC.</param>
public sealed record AnnouncementLine(
    Guid Id, Phrase Title, Phrase Text, bool Important, DateTimeOffset From, DateTimeOffset? Until, ScopePath Place, Phrase PlaceName, DateTimeOffset? CorrectedAt);

/// <summary>One announcement, if it is announced to the caller now or the caller manages it.</summary>
/// <param name="Id">Which.</param>
public sealed record OpenAnnouncement(Guid Id) : IQuery<AnnouncementLine>;

internal sealed class ListAnnouncementsHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time)
    : IHandler<ListAnnouncements, AnnouncementPage>, IHandler<OpenAnnouncement, AnnouncementLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/announcements", (UseCaseRunner runner, CancellationToken cancel, int skip = 0, int take = 20) =>
            runner.Answer(new ListAnnouncements(skip, take), cancel))
            .Needs(Access.Public).WithTags("announcements").WithSummary("What is announced where I live 公告");
        api.MapGet("/announcements/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenAnnouncement(id), cancel))
            .Needs(Access.Public).WithTags("announcements").WithSummary("One announcement");
    }

    public async Task<Result<AnnouncementPage>> Handle(ListAnnouncements request, CancellationToken cancel)
    {
        var shown = Shown();
        var rows = await shown.OrderByDescending(a => a.Important).ThenByDescending(a => a.From).ThenByDescending(a => a.Id)
            .Skip(request.Skip).Take(request.Take).ToListAsync(cancel);
        return new AnnouncementPage(await shown.CountAsync(cancel), [.. rows.Select(Line)]);
    }

    public async Task<Result<AnnouncementLine>> Handle(OpenAnnouncement request, CancellationToken cancel) =>
        await Shown().SingleOrDefaultAsync(a => a.Id == request.Id, cancel) is { } row ? Line(row) : AnnouncementProblems.NotFound;

    private IQueryable<Announcement> Shown()
    {
        var above = AnnouncementReach.Above(current.Value, tree);
        var now = Clock.Now(time);
        return db.Scoped<Announcement>(AnnouncementReach.Below(current.Value), orElse: a => above.Contains(a.Scope)).AsNoTracking()
            .Where(a => a.State == AnnouncementState.Published && a.From <= now && (a.Until == null || a.Until > now));
    }

    private AnnouncementLine Line(Announcement row)
    {
        var place = ScopePath.Parse(row.Scope, null);
        return new(
            row.Id, (row.TitleZh, row.TitleEn ?? row.TitleZh), (row.TextZh, row.TextEn ?? row.TextZh), row.Important, row.From, row.Until,
            place, AnnouncementWords.Place(tree, place), row.CorrectedAt);
    }
}
