using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Offerings;

/// <summary>Makes a space of the ledger bookable, or changes how (开放预约). Uses, hours and state stay with the ledger.</summary>
internal sealed record KeepRoom : ICommand<RoomKept>, IRepeatable, IAudited
{
    /// <summary>Code of the space.</summary>
    [JsonIgnore]
    public string Space { get; init; } = "";

    /// <summary>How many people it holds, 1 to 5,000.</summary>
    public int Capacity { get; init; } = 20;

    /// <summary>Time to change it from one use to another, 0 to 240 minutes.</summary>
    public int SetUpMinutes { get; init; } = 30;

    /// <summary>Uses for which it is lent, of those that the ledger allows; all when left out.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>The rules; those of the kind <c>room</c> when left out.</summary>
    public BookingTerms? Terms { get; init; }

    /// <summary>Whether it can be booked.</summary>
    public bool Open { get; init; } = true;

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => this with { IdempotencyKey = null };

    public string? AuditSubject => Space;
}

/// <summary>A room that can be booked.</summary>
/// <param name="Room">Code of the resource: that of the space.</param>
/// <param name="Offering">The offering by which it is booked.</param>
internal sealed record RoomKept(string Room, OfferingId Offering);

internal sealed class KeepRoomHandler(LinliDb db, ILentSpaces spaces, OfferingKeeper keeper, KindBook kinds, CurrentCaller current) : IHandler<KeepRoom, RoomKept>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/bookings/rooms/{space}", (string space, KeepRoom request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Space = space }, cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("Make a space of the ledger bookable 开放场地预约");

    public async Task<Result<RoomKept>> Handle(KeepRoom request, CancellationToken cancel)
    {
        if (!(await spaces.Find([request.Space], cancel)).TryGetValue(request.Space, out var space) || !current.Value.May(BookingsPermissions.Keep, space.Place))
            return BookingProblems.NoResource;
        if (request.Capacity is < 1 or > 5000)
            return Problem.Invalid("capacity", "bookings.room_capacity", "容纳人数为 1 到 5000。", "Give 1 to 5,000 people.");
        if (request.SetUpMinutes is < 0 or > Rooms.RoomTime.LongestSetUp)
            return Problem.Invalid("setUpMinutes", "bookings.set_up", "布置时间为 0 到 240 分钟。", "Give 0 to 240 minutes to set it up.");
        var allowed = space.Uses.Select(u => u.Code).ToList();
        var uses = request.Uses.Count == 0 ? allowed : request.Uses;
        if (uses.Count == 0 || uses.Except(allowed).Any())
            return Problem.Invalid("uses", "bookings.use_not_allowed", $"空间台账允许的用途是：{string.Join('、', space.Uses.Select(u => u.Name.Zh))}。", $"The space ledger allows: {string.Join(", ", space.Uses.Select(u => u.Name.En))}.");
        // By its code; whether the caller may was asked of the space.
        var room = await db.Unfiltered<ResourceRow>().SingleOrDefaultAsync(r => r.Code == space.Code, cancel);
        if (room is null)
            db.Insert(room = new()
            {
                Code = space.Code, Kind = ResourceKinds.Space, Space = space.Code, Scope = space.Place.Value, NameZh = "", NameEn = "", Capacity = 1, SetUpMinutes = 0, Uses = "", Version = 0,
            });
        (room.NameZh, room.NameEn, room.Scope) = (space.Name.Zh, space.Name.En, space.Place.Value);
        (room.Capacity, room.SetUpMinutes, room.Uses) = (request.Capacity, request.SetUpMinutes, string.Join('|', uses));
        room.Version++;
        var kept = await keeper.Keep(
            new(OfferingKind.Room, space.Place, space.Name, request.Terms ?? kinds.Find(OfferingKind.Room).Terms)
            {
                Id = room.Lending, Resources = [room.Code], Capacity = request.Capacity, Open = request.Open,
            },
            cancel);
        if (!kept.Ok)
            return kept.As<RoomKept>();
        room.Lending = kept.Value.Id;
        return new RoomKept(room.Code, kept.Value.Id);
    }
}
