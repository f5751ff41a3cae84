using Linli.Bookings.Offerings;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Calendar;

/// <summary>Makes a private calendar address (日历订阅): one's own, or for staff that of a room or of an offering such as a club's evening. The address before it ends.</summary>
/// <param name="Resource">Code of a room.</param>
/// <param name="Offering">An offering.</param>
internal sealed record MakeFeed(string? Resource = null, Guid? Offering = null) : ICommand<FeedAddress>, IAudited
{
    public string? AuditSubject => Resource ?? Offering?.ToString();
}

/// <summary>Ends a calendar address (停用日历订阅): one's own, or for staff that of a room or of an offering.</summary>
/// <param name="Resource">Code of a room.</param>
/// <param name="Offering">An offering.</param>
internal sealed record EndFeed(string? Resource = null, Guid? Offering = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Resource ?? Offering?.ToString();
}

/// <summary>Whether one has an address, or a room or an offering has.</summary>
/// <param name="Resource">Code of a room.</param>
/// <param name="Offering">An offering.</param>
internal sealed record MyFeed(string? Resource = null, Guid? Offering = null) : IQuery<FeedState>;

/// <summary>A calendar address, shown this once.</summary>
/// <param name="Path">Path to subscribe to; whoever has it can read the calendar.</param>
internal sealed record FeedAddress(string Path);

/// <summary>Whether there is an address.</summary>
/// <param name="Since">Since when; <c>null</c> for none.</param>
internal sealed record FeedState(DateTimeOffset? Since);

internal sealed class FeedHandler(FeedBook feeds, OfferingBook offerings, CurrentCaller current)
    : IHandler<MakeFeed, FeedAddress>, IHandler<EndFeed, Done>, IHandler<MyFeed, FeedState>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings/feed", (MakeFeed request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Make a private calendar address; the one before ends 新建日历订阅");
        api.MapDelete("/bookings/feed", (UseCaseRunner run, CancellationToken cancel, string? resource = null, Guid? offering = null) => run.Answer(new EndFeed(resource, offering), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("End a calendar address 停用日历订阅");
        api.MapGet("/bookings/feed", (UseCaseRunner run, CancellationToken cancel, string? resource = null, Guid? offering = null) => run.Answer(new MyFeed(resource, offering), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Whether there is a calendar address");
    }

    public async Task<Result<FeedAddress>> Handle(MakeFeed request, CancellationToken cancel)
    {
        var of = await Of(request.Resource, request.Offering, cancel);
        return of.Ok ? new FeedAddress(await feeds.Make(of.Value, null, cancel)) : of.As<FeedAddress>();
    }

    public async Task<Result<Done>> Handle(EndFeed request, CancellationToken cancel)
    {
        var of = await Of(request.Resource, request.Offering, cancel);
        if (!of.Ok)
            return of.As<Done>();
        await feeds.End(of.Value, cancel);
        return Done.It;
    }

    public async Task<Result<FeedState>> Handle(MyFeed request, CancellationToken cancel)
    {
        var of = await Of(request.Resource, request.Offering, cancel);
        return new FeedState(of.Ok ? await feeds.Since(of.Value, cancel) : null);
    }

    // One's own calendar; those of rooms and offerings belong to the desk of their place.
    private async Task<Result<FeedOf>> Of(string? resource, Guid? offering, CancellationToken cancel)
    {
        if (resource is not null)
            return (await offerings.Resources([resource], cancel)).TryGetValue(resource, out var room) && current.Value.May(BookingsPermissions.Desk, room.Scope)
                ? new FeedOf(Resource: resource) : BookingProblems.NoResource;
        if (offering is { } id)
            return await offerings.Find(new OfferingId(id), cancel) is { } found && current.Value.May(BookingsPermissions.Desk, found.Scope)
                ? new FeedOf(Offering: found.Id) : BookingProblems.NoResource;
        return current.Value.Person is { } me ? new FeedOf(me) : BookingProblems.NoPerson;
    }
}
