using System.Security.Cryptography;
using System.Text;
using Linli.Bookings.Offerings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Calendar;

/// <summary>Makes a private calendar address (日历订阅): one's own, or for staff that of a room or of an offering such as a club's evening. The address before it ends.</summary>
/// <param name="Resource">Code of a room.</param>
/// <param name="Offering">An offering.</param>
internal sealed record MakeFeed(string? Resource = null, Guid? Offering = null) : ICommand<FeedAddress>, IAudited
{
    public string? AuditSubject => Resource ?? Offering?.ToString();
}

/// <summary>Ends one's calendar address (停用日历订阅).</summary>
internal sealed record EndFeed : ICommand<Done>;

/// <summary>Whether one has an address.</summary>
internal sealed record MyFeed : IQuery<FeedState>;

/// <summary>A calendar address, shown this once.</summary>
/// <param name="Path">Path to subscribe to; whoever has it can read the calendar.</param>
internal sealed record FeedAddress(string Path);

/// <summary>Whether there is an address.</summary>
/// <param name="Since">Since when; <c>null</c> for none.</param>
internal sealed record FeedState(DateTimeOffset? Since);

internal sealed class FeedHandler(LinliDb db, OfferingBook offerings, CurrentCaller current, TimeProvider time)
    : IHandler<MakeFeed, FeedAddress>, IHandler<EndFeed, Done>, IHandler<MyFeed, FeedState>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings/feed", (MakeFeed request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Make a private calendar address; the one before ends 新建日历订阅");
        api.MapDelete("/bookings/feed", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new EndFeed(), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("End my calendar address 停用日历订阅");
        api.MapGet("/bookings/feed", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyFeed(), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Whether I have a calendar address");
    }

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public async Task<Result<FeedAddress>> Handle(MakeFeed request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var person = default(Guid?);
        var offering = request.Offering is { } o ? new OfferingId(o) : default(OfferingId?);
        if (request.Resource is null && offering is null)
        {
            if (current.Value.Person is not { } me)
                return BookingProblems.NoPerson;
            person = me;
        }
        else if (!await MayPublish(request.Resource, offering, cancel))
        {
            return BookingProblems.NoResource;
        }

        foreach (var old in await db.Records<FeedRow>().Where(f => f.EndedAt == null && f.Person == person && f.Resource == request.Resource && f.Offering == offering).ToListAsync(cancel))
            old.EndedAt = now;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        db.Records<FeedRow>().Add(new() { Id = Guid.CreateVersion7(now), Person = person, Resource = request.Resource, Offering = offering, Hash = HashOf(secret), By = current.Value.Account, At = now });
        return new FeedAddress($"/calendar/{secret}.ics");
    }

    public async Task<Result<Done>> Handle(EndFeed request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        foreach (var old in await db.Records<FeedRow>().Where(f => f.EndedAt == null && f.Person == me && me != null).ToListAsync(cancel))
            old.EndedAt = Clock.Now(time);
        return Done.It;
    }

    public async Task<Result<FeedState>> Handle(MyFeed request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        return new FeedState(me is null ? null : await db.Records<FeedRow>().Where(f => f.EndedAt == null && f.Person == me).Select(f => (DateTimeOffset?)f.At).FirstOrDefaultAsync(cancel));
    }

    private async Task<bool> MayPublish(string? resource, OfferingId? offering, CancellationToken cancel) =>
        resource is not null ? (await offerings.Resources([resource], cancel)).TryGetValue(resource, out var room) && current.Value.May(BookingsPermissions.Desk, room.Scope)
        : await offerings.Find(offering!.Value, cancel) is { } found && current.Value.May(BookingsPermissions.Desk, found.Scope);
}
