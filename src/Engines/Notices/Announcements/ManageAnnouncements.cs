using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Announcements;

/// <summary>Announcements of the places the caller manages, drafts and withdrawn ones included, the newest first.</summary>
/// <param name="Id">Only this one.</param>
/// <param name="Skip">How many to skip.</param>
/// <param name="Take">How many to show, 1–100.</param>
internal sealed record ManageAnnouncements(Guid? Id = null, int Skip = 0, int Take = 50) : IQuery<ManagedPage>, IValidated
{
    public IEnumerable<Problem> Problems() => Inbox.Pages.Problems(Skip, Take);
}

/// <summary>A page of managed announcements.</summary>
internal sealed record ManagedPage(int Total, IReadOnlyList<ManagedAnnouncement> Items);

/// <summary>An announcement as those see it who write it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Scope">Whose residents read it.</param>
/// <param name="TitleZh">Title.</param>
/// <param name="TextZh">Text.</param>
/// <param name="TitleEn">Title in English.</param>
/// <param name="TextEn">Text in English.</param>
/// <param name="Important">Stands before all others.</param>
/// <param name="State">draft, published or withdrawn.</param>
/// <param name="IsShown">Whether residents read it right now.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, UTC.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="PublishedBy">Who published it.</param>
/// <param name="PublishedAt">When, UTC.</param>
/// <param name="Version">To be sent back with a change.</param>
internal sealed record ManagedAnnouncement(
    Guid Id, ScopePath Scope, string TitleZh, string TextZh, string? TitleEn, string? TextEn, bool Important, AnnouncementState State, bool IsShown,
    DateTimeOffset From, DateTimeOffset? Until, string? Author, string? PublishedBy, DateTimeOffset? PublishedAt, int Version);

internal sealed class ManageAnnouncementsHandler(LinliDb db, CurrentCaller current, IPeople people, TimeProvider time)
    : IHandler<ManageAnnouncements, ManagedPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/announcements/managed", (UseCaseRunner runner, CancellationToken cancel, int skip = 0, int take = 50) =>
            runner.Answer(new ManageAnnouncements(null, skip, take), cancel))
            .Needs(NoticesPermissions.Announce).WithTags("announcements").WithSummary("Announcements I manage, drafts included");

    public async Task<Result<ManagedPage>> Handle(ManageAnnouncements request, CancellationToken cancel)
    {
        var all = db.Scoped<Announcement>(AnnouncementReach.Below(current.Value)).AsNoTracking().Where(a => request.Id == null || a.Id == request.Id);
        var rows = await all.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Skip(request.Skip).Take(request.Take).ToListAsync(cancel);
        var names = await people.NamesOf([.. rows.SelectMany(a => new[] { a.Author, a.PublishedBy }).OfType<Guid>().Distinct()], cancel);
        var now = Clock.Now(time);
        return new ManagedPage(await all.CountAsync(cancel), [.. rows.Select(a => new ManagedAnnouncement(
            a.Id, ScopePath.Parse(a.Scope, null), a.TitleZh, a.TextZh, a.TitleEn, a.TextEn, a.Important, a.State,
            a.State == AnnouncementState.Published && a.From <= now && !(a.Until <= now), a.From, a.Until,
            a.Author is { } by ? names.GetValueOrDefault(by) : null, a.PublishedBy is { } who ? names.GetValueOrDefault(who) : null, a.PublishedAt, a.Version))]);
    }
}
