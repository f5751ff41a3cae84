using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Inbox;

/// <summary>How many notices the caller has not read.</summary>
internal sealed record CountUnread : IQuery<UnreadCount>;

/// <summary>The count.</summary>
internal sealed record UnreadCount(int Unread);

internal sealed class CountUnreadHandler(LinliDb db, CurrentCaller current) : IHandler<CountUnread, UnreadCount>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/unread", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CountUnread(), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("How many notices I have not read");

    public async Task<Result<UnreadCount>> Handle(CountUnread request, CancellationToken cancel) =>
        new UnreadCount(await db.Records<Notice>().CountAsync(n => n.AccountId == current.Value.Account && n.ReadAt == null, cancel));
}
