using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Announcements;

/// <summary>Shows an announcement to the residents from its first moment on, or takes it back.</summary>
/// <param name="Id">Which.</param>
/// <param name="Show">Publish the draft, or withdraw what is published.</param>
internal sealed record PublishAnnouncement(Guid Id, bool Show) : ICommand<AnnouncementWritten>, IAudited
{
    public string? AuditSubject => $"{Id} {(Show ? "published" : "withdrawn")}";
}

internal sealed class PublishAnnouncementHandler(LinliDb db, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<PublishAnnouncement, AnnouncementWritten>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/announcements/{id:guid}/publish", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new PublishAnnouncement(id, true), cancel))
            .Needs(NoticesPermissions.Announce).WithTags("announcements").WithSummary("Show an announcement to the residents 发布公告");
        api.MapPost("/announcements/{id:guid}/withdraw", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new PublishAnnouncement(id, false), cancel))
            .Needs(NoticesPermissions.Announce).WithTags("announcements").WithSummary("Take an announcement back 撤下公告");
    }

    public async Task<Result<AnnouncementWritten>> Handle(PublishAnnouncement request, CancellationToken cancel)
    {
        var row = await db.Scoped<Announcement>(AnnouncementReach.Below(current.Value)).SingleOrDefaultAsync(a => a.Id == request.Id, cancel);
        if (row is null)
            return AnnouncementProblems.NotFound;
        var now = Clock.Now(time);
        if (Refuse(row, request.Show, now) is { } refused)
            return refused;
        if (request.Show)
            (row.State, row.PublishedAt, row.PublishedBy, row.From) = (AnnouncementState.Published, now, current.Value.Account, Later(row.From, now));
        else
            (row.State, row.WithdrawnAt) = (AnnouncementState.Withdrawn, now);
        row.Version++;
        outbox.Add(new AnnouncementPublished(row.Id, ScopePath.Parse(row.Scope, null), request.Show));
        return new AnnouncementWritten(row.Id, row.Version);
    }

    internal static Problem? Refuse(Announcement row, bool show, DateTimeOffset now) => (show, row.State) switch
    {
        (true, AnnouncementState.Draft) => row.Until <= now
            ? Problem.Conflict("announcement_over", "结束时间已过，请先改时间。", "Its time is over: change it first.")
            : null,
        (false, AnnouncementState.Published) => null,
        (true, _) => Problem.Conflict("announcement_not_a_draft", "只有草稿可以发布，请刷新查看。", "Only a draft can be published: reload it."),
        _ => Problem.Conflict("announcement_not_published", "这条公告没有在公开，请刷新查看。", "This announcement is not shown: reload it."),
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
