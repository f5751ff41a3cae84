using Linli.Cases.Statistics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>Which part of the work a member of staff looks at.</summary>
public enum InboxBox
{
    /// <summary>Everything that is open.</summary>
    Open,

    /// <summary>Waiting to be accepted.</summary>
    New,

    /// <summary>Accepted, waiting for a team.</summary>
    ToDispatch,

    /// <summary>With one's own team, taken on by nobody yet.</summary>
    Pool,

    /// <summary>One's own.</summary>
    Mine,

    /// <summary>Other teams' cases in which one's own team was asked to help.</summary>
    Helping,

    /// <summary>Answered, waiting for the reporter.</summary>
    Waiting,

    /// <summary>A clock has run out.</summary>
    Overdue,

    /// <summary>Supervised.</summary>
    Supervised,

    /// <summary>Closed.</summary>
    Closed,

    /// <summary>Everything, newest first.</summary>
    All,
}

/// <summary>The staff's inbox (待办): open work with the earliest clock first, everything else newest first.</summary>
public sealed record Inbox : IQuery<CasePage>
{
    /// <summary>Which part; open work when left out.</summary>
    public InboxBox? Box { get; init; }

    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>Only of this category.</summary>
    public string? Category { get; init; }

    /// <summary>Only of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Only of this team.</summary>
    public string? Team { get; init; }

    /// <summary>Only through this way in.</summary>
    public CaseChannel? Channel { get; init; }

    /// <summary>Only handled in this mode.</summary>
    public HandlingMode? Mode { get; init; }

    /// <summary>Words of title, text, place, answer or number.</summary>
    public string? Search { get; init; }

    /// <summary>Opened on or after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Opened before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only what a figure of the statistics counts; together with <c>box=all</c> exactly the cases behind it.</summary>
    public CaseFact? Fact { get; init; }

    /// <summary>What <see cref="CaseFact.AnsweredLate"/> takes for late, in days; 15 when left out.</summary>
    public int? LateDays { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? After { get; init; }

    /// <summary>1 to 100 lines; 20 when left out.</summary>
    public int? Take { get; init; }

    internal bool ByClock => Box is null or InboxBox.Open or InboxBox.New or InboxBox.ToDispatch or InboxBox.Pool or InboxBox.Mine or InboxBox.Helping or InboxBox.Overdue or InboxBox.Supervised;
}

internal sealed class InboxHandler(StaffView view, InboxFilter filter) : IHandler<Inbox, CasePage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/inbox", ([AsParameters] Inbox request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("The staff's inbox 待办");

    public async Task<Result<CasePage>> Handle(Inbox request, CancellationToken cancel)
    {
        if (Bookmark.TryRead(request.After, out var bookmark) is { } unreadable)
            return unreadable;
        var take = Math.Clamp(request.Take ?? 20, 1, 100);
        var cases = await filter.Apply(view.Cases(request.Box, request.Place).AsNoTracking(), request, cancel);
        return request.ByClock
            ? await cases.EarliestClockFirst(bookmark, take, cancel)
            : await cases.NewestFirst(bookmark, take, Lines.Full, cancel);
    }
}
