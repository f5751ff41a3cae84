using Linli.Platform.Data;
using Linli.Platform.Live;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Inbox;

/// <summary>The number beside the bell.</summary>
internal sealed class UnreadNotices(LinliDb db) : IUnreadNotices
{
    public async ValueTask<int> Count(Guid account, CancellationToken cancel) =>
        await db.Records<Notice>().CountAsync(n => n.AccountId == account && n.ReadAt == null, cancel);
}
