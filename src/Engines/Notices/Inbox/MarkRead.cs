using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Inbox;

/// <summary>Marks one of the caller's notices as read, or all of them.</summary>
/// <param name="Notice">Which; all when <c>null</c>.</param>
internal sealed record MarkRead(Guid? Notice) : ICommand<UnreadCount>;

internal sealed class MarkReadHandler(LinliDb db, CurrentCaller current, Outbox outbox, TimeProvider time) : IHandler<MarkRead, UnreadCount>, IUseCase
{
    public static Problem NotThere { get; } = Problem.NotFound("notice_not_found", "没有找到这条消息。", "This notice was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/notices/{id:guid}/read", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MarkRead(id), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Mark a notice as read");
        api.MapPost("/notices/read-all", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MarkRead(null), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("Mark all notices as read");
    }

    public async Task<Result<UnreadCount>> Handle(MarkRead request, CancellationToken cancel)
    {
        var account = current.Value.Account!.Value;
        var mine = db.Records<Notice>().Where(n => n.AccountId == account);
        if (request.Notice is { } id && !await mine.AnyAsync(n => n.Id == id, cancel))
            return NotThere;
        var now = Clock.Now(time);
        var changed = await mine.Where(n => n.ReadAt == null && (request.Notice == null || n.Id == request.Notice))
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), cancel);
        if (changed > 0)
            outbox.Add(new InboxChanged(account, request.Notice));
        return new UnreadCount(await mine.CountAsync(n => n.ReadAt == null, cancel));
    }
}
