using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>How much lies in each box of the staff's inbox.</summary>
public sealed record InboxCounts : IQuery<IReadOnlyDictionary<InboxBox, int>>
{
    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }
}

internal sealed class InboxCountsHandler(StaffView view, InboxFilter filter)
    : IHandler<InboxCounts, IReadOnlyDictionary<InboxBox, int>>, IUseCase
{
    private static readonly InboxBox[] Counted =
        [InboxBox.Open, InboxBox.New, InboxBox.ToDispatch, InboxBox.Pool, InboxBox.Mine, InboxBox.Helping, InboxBox.Waiting, InboxBox.Overdue, InboxBox.Supervised];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/inbox/counts", ([AsParameters] InboxCounts request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("How much lies in each box 待办数");

    public async Task<Result<IReadOnlyDictionary<InboxBox, int>>> Handle(InboxCounts request, CancellationToken cancel)
    {
        var counts = new Dictionary<InboxBox, int>();
        foreach (var box in Counted)
            counts[box] = await (await filter.Apply(view.Cases(box, request.Place), new() { Box = box }, cancel)).CountAsync(cancel);
        return counts;
    }
}
