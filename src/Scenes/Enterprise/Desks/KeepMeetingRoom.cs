using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Enters a meeting room of a space with desks, lent by the hour, or changes it. Hours that can be booked already stay.</summary>
/// <param name="NameZh">What people call it, 2 to 40 characters.</param>
/// <param name="Seats">How many people it holds, 1 to 200.</param>
/// <param name="GuestFen">What an hour costs whoever is no member, in fen.</param>
/// <param name="From">Begin of the first hour, local time.</param>
/// <param name="Until">End of the last one.</param>
/// <param name="NameEn">In English.</param>
/// <param name="Open">Whether it can be booked.</param>
internal sealed record KeepMeetingRoom(string NameZh, int Seats, long GuestFen, TimeOnly From, TimeOnly Until, string? NameEn = null, bool Open = true) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Space { get; init; } = "";

    /// <summary>Which; <c>null</c> for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    public string? AuditSubject => Id?.ToString() ?? Space;

    public IEnumerable<Problem> Problems()
    {
        if (Seats is < 1 or > 200)
            yield return Problem.Invalid("seats", "enterprise.seats", "座位为 1–200 个。", "There are 1 to 200 seats.");
        foreach (var problem in FirmProblems.Names(NameZh, NameEn).Concat(FirmProblems.Price("guestFen", GuestFen)).Concat(FirmProblems.Hours(From, Until)))
            yield return problem;
    }
}

internal sealed class KeepMeetingRoomHandler(LinliDb db, IBookings bookings, DeskPlanner planner, CurrentCaller current) : IHandler<KeepMeetingRoom, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/desks/{space}/rooms", (string space, KeepMeetingRoom request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Enter a meeting room");
        api.MapPut("/desks/{space}/rooms/{id:guid}", (string space, Guid id, KeepMeetingRoom request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space, Id = id }, cancel))
            .Needs(EnterprisePermissions.Desks).WithTags("Desks").WithSummary("Change a meeting room");
    }

    public async Task<Result<Guid>> Handle(KeepMeetingRoom request, CancellationToken cancel)
    {
        if (await db.Scoped<DeskSpace>(current.Value.ScopesFor(EnterprisePermissions.Desks)).AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Space, cancel) is not { } space)
            return FirmProblems.NoSpace;
        await db.LockUntilCommit($"desks {space.Code}", cancel);
        // Of a space that the caller keeps.
        var room = request.Id is { } id ? await db.Unfiltered<MeetingRoom>().SingleOrDefaultAsync(r => r.Id == id && r.Space == space.Code, cancel) : null;
        if (request.Id is not null && room is null)
            return Problem.NotFound("enterprise.no_room", "没有这间会议室。", "There is no such meeting room.");
        var (zh, en) = (FirmProblems.Line(request.NameZh, 40), FirmProblems.LineOrNothing(request.NameEn, 80));
        if (room is null)
            db.Insert(room = new() { Id = Guid.CreateVersion7(), Space = space.Code, Scope = space.Scope, NameZh = zh, NameEn = en ?? zh, Seats = 1, GuestFen = 0, From = request.From, Until = request.Until, Open = true });
        (room.NameZh, room.NameEn, room.Seats, room.GuestFen, room.From, room.Until, room.Open) = (zh, en ?? zh, request.Seats, request.GuestFen, request.From, request.Until, request.Open);
        var kept = await bookings.Keep(Plan(space, room), cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        room.Offering = kept.Value;
        return await planner.Plan(space, room, DeskRules.HorizonDays, cancel) is { } refused ? refused : room.Id;
    }

    /// <summary>The offering of a room: one team at a time, hour by hour.</summary>
    public static OfferingPlan Plan(DeskSpace space, MeetingRoom room) =>
        new(DeskRules.RoomKind, ScopePath.Parse(space.Scope, null), ($"{space.NameZh} · {room.NameZh}", $"{space.NameEn}: {room.NameEn}"), DeskParts.Room.Terms with { Prices = room.GuestFen == 0 ? [] : [new(room.GuestFen)] })
        {
            Id = room.Offering == default ? null : room.Offering, About = $"{room.Seats} 座 · {room.Seats} seats", Subject = $"desks:{space.Code}", Capacity = 1, Operator = DeskBook.OperatorOf(space.Code), Open = room.Open,
        };
}
