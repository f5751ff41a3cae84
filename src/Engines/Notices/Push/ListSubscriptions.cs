using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Push;

/// <summary>The browsers that ring when the caller gets a notice.</summary>
internal sealed record ListSubscriptions : IQuery<IReadOnlyList<RingingBrowser>>;

/// <summary>One of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Device">What it is, such as <c>Chrome · Android</c>; empty when it did not say.</param>
/// <param name="Mark">SHA-256 of its endpoint in lower-case hex, by which a browser knows itself. The endpoint is told to nobody.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="LastSentAt">When it was last rung, UTC.</param>
internal sealed record RingingBrowser(Guid Id, string Device, string Mark, DateTimeOffset At, DateTimeOffset? LastSentAt);

internal sealed class ListSubscriptionsHandler(LinliDb db, CurrentCaller current, FieldCipher cipher)
    : IHandler<ListSubscriptions, IReadOnlyList<RingingBrowser>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/push/subscriptions", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListSubscriptions(), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("The browsers that ring when I get a notice");

    public async Task<Result<IReadOnlyList<RingingBrowser>>> Handle(ListSubscriptions request, CancellationToken cancel)
    {
        var rows = await db.Records<PushSubscription>().AsNoTracking()
            .Where(s => s.AccountId == current.Value.Account).OrderBy(s => s.At).ToListAsync(cancel);
        return rows.ConvertAll(s => new RingingBrowser(s.Id, s.Device, MarkOf(cipher.Open(s.Endpoint)), s.At, s.LastSentAt));
    }

    internal static string MarkOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)));
}
