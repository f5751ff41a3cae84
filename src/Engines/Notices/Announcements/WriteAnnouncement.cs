using System.Text.Json.Serialization;
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

/// <summary>Writes an announcement, or changes one: a draft freely, a published one as a correction that says so.</summary>
/// <param name="Scope">Whose residents read it: a community, a compound, a building, or a place above them.</param>
/// <param name="TitleZh">Title, 2–60 characters.</param>
/// <param name="TextZh">Text, 2–5,000 characters.</param>
/// <param name="TitleEn">Title in English, at most 120 characters; with the text or not at all.</param>
/// <param name="TextEn">Text in English, at most 8,000 characters.</param>
/// <param name="Important">Stands before all others.</param>
/// <param name="From">From when it is shown, UTC; from its publication when left out.</param>
/// <param name="Until">Until when it is shown, UTC; without end when left out.</param>
internal sealed record WriteAnnouncement(
    ScopePath? Scope, string? TitleZh, string? TextZh, string? TitleEn = null, string? TextEn = null, bool Important = false,
    DateTimeOffset? From = null, DateTimeOffset? Until = null) : ICommand<AnnouncementWritten>, IValidated, IAudited
{
    /// <summary>Which one is changed; a new one when <c>null</c>.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>The version that was read, so that nobody's change is overwritten; not compared when left out.</summary>
    public int? Version { get; init; }

    string? IAudited.AuditSubject => Id?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Scope is null)
            yield return Problem.Invalid("scope", "scope_missing", "请选择发给哪里的居民。", "Choose whose residents read it.");
        if (!PlainText.TryCleanLine(TitleZh, 60, out var title) || title.Length < 2)
            yield return Problem.Invalid("titleZh", "announcement_title", "标题为 2–60 个字。", "A title has 2–60 characters.");
        if (!PlainText.TryClean(TextZh, 5000, out var text) || text.Length < 2)
            yield return Problem.Invalid("textZh", "announcement_text", "正文为 2–5000 个字。", "A text has 2–5,000 characters.");
        var hasTitle = PlainText.TryCleanLine(TitleEn, 120, out var titleEn) & titleEn.Length > 0;
        var hasText = PlainText.TryClean(TextEn, 8000, out var textEn) & textEn.Length > 0;
        if (hasTitle != hasText || titleEn.Length > 120 || textEn.Length > 8000)
            yield return Problem.Invalid("titleEn", "announcement_english",
                "英文标题和正文要一起填写，标题不超过 120 个、正文不超过 8000 个字符。", "Give title and text in English together: at most 120 and 8,000 characters.");
        if (Until is { } until && until <= From)
            yield return Problem.Invalid("until", "announcement_ends_before_it_begins", "结束时间应晚于开始时间。", "It ends after it begins.");
    }
}

/// <summary>The announcement as it was written.</summary>
internal sealed record AnnouncementWritten(Guid Id, int Version);

internal sealed class WriteAnnouncementHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time)
    : IHandler<WriteAnnouncement, AnnouncementWritten>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/announcements", (WriteAnnouncement request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, a => $"{Edge.Api}/announcements/{a.Id}", cancel))
            .Needs(NoticesPermissions.Announce).WithTags("announcements").WithSummary("Write an announcement as a draft 公告草稿");
        api.MapPut("/announcements/{id:guid}", (Guid id, WriteAnnouncement request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Id = id }, cancel))
            .Needs(NoticesPermissions.Announce).WithTags("announcements").WithSummary("Change an announcement");
    }

    public async Task<Result<AnnouncementWritten>> Handle(WriteAnnouncement request, CancellationToken cancel)
    {
        var scope = request.Scope!.Value;
        if (!current.Value.May(NoticesPermissions.Announce, scope))
            return Problem.Forbidden("beyond_own_scope", "只能向自己管理范围内的居民发布。", "You announce only to the places you manage.");
        // Homes hang below buildings, not below grids: what is said to a grid would reach nobody.
        if (scope != ScopePath.Root && tree.Find(scope) is not { Kind: not PlaceKind.Grid })
            return Problem.Invalid("scope", "scope_unknown", "请选择社区、小区、楼幢或以上层级。", "Choose a community, a compound, a building or a place above.");
        var now = Clock.Now(time);
        if (request.Until <= now)
            return Problem.Invalid("until", "announcement_over", "结束时间应在将来。", "It ends in the future.");
        var found = await Find(request, now, cancel);
        if (!found.Ok)
            return found.As<AnnouncementWritten>();
        var row = found.Value;
        Fill(row, request, now);
        return new AnnouncementWritten(row.Id, row.Version);
    }

    private async Task<Result<Announcement>> Find(WriteAnnouncement request, DateTimeOffset now, CancellationToken cancel)
    {
        if (request.Id is not { } id)
        {
            var fresh = new Announcement
            {
                Id = Guid.CreateVersion7(now), Scope = "", TitleZh = "", TextZh = "", From = now, At = now, Author = current.Value.Account,
            };
            db.Insert(fresh);
            return fresh;
        }

        var row = await db.Scoped<Announcement>(AnnouncementReach.Below(current.Value)).SingleOrDefaultAsync(a => a.Id == id, cancel);
        if (row is null)
            return AnnouncementProblems.NotFound;
        if (row.State == AnnouncementState.Withdrawn)
            return Problem.Conflict("announcement_withdrawn", "这条公告已撤下，请另写一条。", "This announcement was withdrawn: write a new one.");
        if (request.Version is { } read && read != row.Version)
            return Problem.Conflict("changed_meanwhile", "别人刚刚改过这条公告，请刷新后再改。", "Someone else has just changed it: reload it and try again.");
        return row;
    }

    private static void Fill(Announcement row, WriteAnnouncement request, DateTimeOffset now)
    {
        PlainText.TryCleanLine(request.TitleZh, 60, out var titleZh);
        PlainText.TryClean(request.TextZh, 5000, out var textZh);
        PlainText.TryCleanLine(request.TitleEn, 120, out var titleEn);
        PlainText.TryClean(request.TextEn, 8000, out var textEn);
        (row.Scope, row.TitleZh, row.TextZh) = (request.Scope!.Value.Value, titleZh, textZh);
        (row.TitleEn, row.TextEn) = titleEn.Length == 0 ? (null, null) : (titleEn, textEn);
        row.Important = request.Important;
        row.From = request.From is { } from ? Clock.ToMicroseconds(from) : row.State == AnnouncementState.Draft ? now : row.From;
        row.Until = request.Until is { } until ? Clock.ToMicroseconds(until) : null;
        row.CorrectedAt = row.State == AnnouncementState.Published ? now : null;
        row.Version++;
    }
}

/// <summary>What several use cases answer.</summary>
internal static class AnnouncementProblems
{
    public static readonly Problem NotFound = Problem.NotFound("announcement_not_found", "没有找到这条公告，或它已不再公开。", "There is no such announcement, or it is no longer shown.");
}
