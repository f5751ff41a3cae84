using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing.Alarms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Responders;

/// <summary>Says that the caller is on duty at a point (到岗). Only this point is kept, until the duty ends or the next word.</summary>
public sealed record CheckIn : ICommand<DateTimeOffset>
{
    /// <summary>WGS-84 degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>Code of one of the caller's posts, such as <c>guard</c>; the first that can be called out when left out.</summary>
    public string? Post { get; init; }

    /// <summary>For how many hours, 1 to 12; 8 when left out.</summary>
    public int? Hours { get; init; }
}

internal sealed class CheckInHandler(IResponders responders, CurrentCaller current, TimeProvider time) : IHandler<CheckIn, DateTimeOffset>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/duty", (CheckIn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(SensingPermissions.Respond).WithTags("Sensing").WithSummary("Go on duty at a point 到岗签到");

    public async Task<Result<DateTimeOffset>> Handle(CheckIn request, CancellationToken cancel)
    {
        var hours = request.Hours ?? 8;
        if (hours is < 1 or > 12)
            return Problem.Invalid("hours", "sensing.duty_hours", "一次在岗 1–12 小时。", "A duty lasts 1 to 12 hours.");
        if (request is not { Latitude: { } lat, Longitude: { } lon } || !GeoPoint.IsValid(lat, lon))
            return Problem.Invalid("latitude", "sensing.duty_point", "请用手机定位，或在地图上选您现在的位置。", "Use the phone's position, or choose where you are on the map.");
        if (DutyPosts.Of(current.Value, request.Post) is not { } grant)
            return Problem.Invalid("post", "sensing.duty_post", "您没有这个岗位。", "You do not hold this post.");
        var until = Clock.Now(time).AddHours(hours);
        // For the whole of what the post reaches: the nearest may stand across the border of a community.
        await responders.CheckIn(current.Value.Account!.Value, grant.Post, grant.Scope, new(lat, lon), until, cancel);
        return until;
    }
}

/// <summary>Which posts go on duty.</summary>
internal static class DutyPosts
{
    private static readonly string[] Order = [Posts.Guard, Posts.Patrol, Posts.GridSteward, Posts.Merchant];

    /// <summary>The caller's post of that code, or the first that can be called out.</summary>
    public static Grant? Of(Caller caller, string? post) =>
        caller.Account is null ? null : caller.Grants.Where(g => Order.Contains(g.Post) && (post is null || g.Post == post)).MinBy(g => Array.IndexOf(Order, g.Post));
}

/// <summary>Ends the caller's duty (离岗).</summary>
public sealed record CheckOut : ICommand<Done>;

internal sealed class CheckOutHandler(LinliDb db, CurrentCaller current) : IHandler<CheckOut, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/sensing/duty", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new CheckOut(), cancel))
            .Needs(SensingPermissions.Respond).WithTags("Sensing").WithSummary("Go off duty 离岗");

    public async Task<Result<Done>> Handle(CheckOut request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        if (await db.Records<CallRow>().AnyAsync(c => c.Account == me && c.Active && c.State != CallState.Asked, cancel))
            return Problem.Conflict("sensing.call_open", "您还有出警没有完成，请先完成或说明不能前往。", "You are still called out: finish it first, or say that you cannot come.");
        foreach (var row in await db.Unfiltered<DutyRow>().Where(d => d.Account == me).ToListAsync(cancel))
            db.Delete(row);
        return Done.It;
    }
}
