using System.Text.Json.Serialization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Blackouts;

/// <summary>Closes a room or another resource for some time (停用). What is booked then must be moved or cancelled first, or with it.</summary>
/// <param name="From">Begin.</param>
/// <param name="Until">End, at most a year later.</param>
/// <param name="Reason">Why, 2–200 characters; everybody reads it.</param>
/// <param name="CancelSessions">Whether the sessions in the way are cancelled: everybody is told and refunded.</param>
internal sealed record CloseRoom(DateTimeOffset From, DateTimeOffset Until, string? Reason, bool CancelSessions = false) : ICommand<Closure>, IAudited
{
    [JsonIgnore]
    public string Resource { get; init; } = "";

    public string? AuditSubject => Resource;
}

/// <summary>Opens it again before the time.</summary>
internal sealed record OpenRoom(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>A closure.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cancelled">How many sessions were cancelled for it.</param>
internal sealed record Closure(Guid Id, int Cancelled);

internal sealed class CloseRoomHandler(LinliDb db, OfferingBook offerings, SessionLocks locks, RoomTime rooms, SessionChange change, CurrentCaller current, TimeProvider time)
    : IHandler<CloseRoom, Closure>, IHandler<OpenRoom, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings/resources/{code}/closures", (string code, CloseRoom request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Resource = code }, cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("Close a room for some time 停用");
        api.MapDelete("/bookings/closures/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenRoom(id), cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("Open it again 恢复使用");
    }

    public async Task<Result<Closure>> Handle(CloseRoom request, CancellationToken cancel)
    {
        if (!PlainText.TryCleanLine(request.Reason, 200, out var why) || why.Length < 2)
            return Problem.Invalid("reason", "bookings.reason_missing", "请写明原因（2–200 个字），大家会看到。", "Say why (2–200 characters); everybody reads it.");
        var (from, until, now) = (Clock.ToMicroseconds(request.From), Clock.ToMicroseconds(request.Until), Clock.Now(time));
        if (!BookingRules.IsSane(from) || !BookingRules.IsSane(until) || until <= from || until <= now || until - from > TimeSpan.FromDays(366))
            return Problem.Invalid("until", "bookings.closure_times", "结束应在开始之后、现在之后，最长一年。", "It ends after it begins and after now, within a year.");
        if ((await offerings.Resources([request.Resource], cancel)).Values.FirstOrDefault() is not { } seen || !current.Value.May(BookingsPermissions.Keep, seen.Scope))
            return BookingProblems.NoResource;
        // Everything that would be cancelled is locked before anything is: first all resources, then all sessions.
        var meant = await InTheWay(request.Resource, from, until, cancel);
        var room = (await locks.Resources([request.Resource, .. await Taking(meant, cancel)], cancel))[request.Resource];
        await locks.Sessions(await WithSeries(meant, cancel), cancel);
        var inTheWay = await InTheWay(request.Resource, from, until, cancel);
        if (inTheWay.Count > 0 && !request.CancelSessions)
            return Problem.Conflict("bookings.closure_booked", $"这段时间已有 {inTheWay.Count} 场预约，请先改期，或勾选“同时取消”。", $"{inTheWay.Count} sessions are booked then: move them first, or have them cancelled too.");
        if (inTheWay.Except(meant).Any())
            return Problem.Conflict("bookings.closure_race", "刚刚又有人预约了这段时间，请再试一次。", "Somebody has just booked that time: try again.");
        foreach (var session in inTheWay)
            if (await change.Cancel(session, why, cancel) is { Ok: false } refused)
                return refused.As<Closure>();
        var closure = new OccupancyRow { Id = Guid.CreateVersion7(now), Resource = room.Code, Scope = room.Scope, From = from, Until = until, Reason = why, By = current.Value.Account, At = now };
        db.Insert(closure);
        room.Version++;
        return new Closure(closure.Id, inTheWay.Count);
    }

    private async Task<IReadOnlyList<SessionId>> InTheWay(string resource, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) =>
        [.. (await rooms.Around(resource, from, until, cancel)).Where(o => o.Session is not null && o.From < until && from < o.Until).Select(o => o.Session!.Value).Distinct().OrderBy(s => s.Value)];

    private async Task<IReadOnlyList<string>> Taking(IReadOnlyList<SessionId> sessions, CancellationToken cancel)
    {
        var ids = (await offerings.Sessions(sessions, cancel)).Values.Select(s => s.Offering).Distinct().ToList();
        return [.. (await offerings.Find(ids, cancel)).Values.SelectMany(o => o.ResourceCodes), .. await rooms.TakenBy(sessions, cancel)];
    }

    private async Task<IReadOnlyList<SessionId>> WithSeries(IReadOnlyList<SessionId> sessions, CancellationToken cancel) =>
        [.. sessions, .. (await offerings.Sessions(sessions, cancel)).Values.Select(s => s.Series).OfType<SessionId>()];

    public async Task<Result<Done>> Handle(OpenRoom request, CancellationToken cancel)
    {
        if (await db.Scoped<OccupancyRow>(current.Value.ScopesFor(BookingsPermissions.Keep)).SingleOrDefaultAsync(o => o.Id == request.Id && o.Session == null, cancel) is not { } closure)
            return BookingProblems.NoResource;
        db.Delete(closure);
        return Done.It;
    }
}
