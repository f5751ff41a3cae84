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

/// <summary>What the caller may be told about, and whether they want it.</summary>
internal sealed record ListTopics : IQuery<IReadOnlyList<TopicLine>>;

/// <summary>A topic in both languages.</summary>
/// <param name="Code">What <c>/notices/opt-outs/{kind}</c> takes.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Hint">What comes under it.</param>
/// <param name="Wanted">Whether the caller wants it.</param>
internal sealed record TopicLine(string Code, Phrase Title, Phrase Hint, bool Wanted);

internal sealed class ListTopicsHandler(LinliDb db, CurrentCaller current, IEnumerable<NoticeTopic> topics)
    : IHandler<ListTopics, IReadOnlyList<TopicLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/topics", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListTopics(), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("What I may be told about, and whether I want it");

    public async Task<Result<IReadOnlyList<TopicLine>>> Handle(ListTopics request, CancellationToken cancel)
    {
        var unwanted = await db.Records<OptOut>().Where(o => o.AccountId == current.Value.Account).Select(o => o.Kind).ToListAsync(cancel);
        return topics.Where(t => !t.Always && current.Value.May(t.Permission))
            .Select(t => new TopicLine(t.Code, t.Title, t.Hint, !unwanted.Contains(t.Code))).ToList();
    }
}
