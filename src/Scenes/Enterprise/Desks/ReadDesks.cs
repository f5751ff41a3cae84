using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Spaces with shared desks, for everybody.</summary>
internal sealed record FindDesks : IQuery<IReadOnlyList<DeskSpaceLine>>;

/// <summary>A space with shared desks.</summary>
internal sealed record DeskSpaceLine(string Code, Phrase Name, string? About, int HotDesks, int FixedDesks, int FreeFixed, int Rooms, long GuestFen, long? FromFeeFen);

/// <summary>A space on a day: what is free, and what it costs the caller.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="Day">Which local day; the first that can be booked when left out.</param>
internal sealed record ReadDesks(string Space, DateOnly? Day = null) : IQuery<DeskSheet>;

/// <summary>A space on a day.</summary>
/// <param name="Code">Code of the space.</param>
/// <param name="Name">Its name.</param>
/// <param name="About">What people read.</param>
/// <param name="Day">The day.</param>
/// <param name="Days">Days that can be booked.</param>
/// <param name="Desk">Hot desks.</param>
/// <param name="Rooms">Meeting rooms.</param>
/// <param name="Plans">Plans of membership that are open.</param>
/// <param name="FixedDesks">Fixed desks.</param>
/// <param name="FreeFixed">Of them free.</param>
/// <param name="Member">Whether the caller is a member on that day.</param>
/// <param name="HoursLeft">Included hours of rooms left in the month, for members.</param>
internal sealed record DeskSheet(
    string Code, Phrase Name, string? About, DateOnly Day, IReadOnlyList<DateOnly> Days, Bookable Desk, IReadOnlyList<Bookable> Rooms, IReadOnlyList<PlanLine> Plans, int FixedDesks, int FreeFixed, bool Member, int? HoursLeft);

/// <summary>Hot desks, or a room, with what it costs the caller, also beyond what a membership includes, and what is free.</summary>
internal sealed record Bookable(Guid? Room, Phrase Name, int Seats, OfferingId Offering, long Fen, long BeyondFen, long GuestFen, IReadOnlyList<SessionView> Times);

/// <summary>A plan.</summary>
internal sealed record PlanLine(Guid Id, PlanKind Kind, Phrase Name, long FeeFen, int RoomHours, long DeskFen, long RoomFen, int Seats, bool Open);

internal sealed class ReadDesksHandler(LinliDb db, IBookings bookings, DeskPrices prices, CurrentCaller current, TimeProvider time) : IHandler<FindDesks, IReadOnlyList<DeskSpaceLine>>, IHandler<ReadDesks, DeskSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/desks", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindDesks(), cancel)).Needs(Access.Public).WithTags("Desks").WithSummary("Spaces with shared desks 共享办公");
        api.MapGet("/desks/{space}", (string space, UseCaseRunner run, CancellationToken cancel, DateOnly? day = null) => run.Answer(new ReadDesks(space, day), cancel))
            .Needs(Access.Public).WithTags("Desks").WithSummary("What is free on a day, and what it costs");
    }

    public async Task<Result<IReadOnlyList<DeskSpaceLine>>> Handle(FindDesks request, CancellationToken cancel)
    {
        // For everybody.
        var spaces = await db.Unfiltered<DeskSpace>().AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel);
        var desks = (await db.Unfiltered<FixedDesk>().Where(d => d.Gone == null).GroupBy(d => d.Space).Select(g => new { g.Key, All = g.Count(), Free = g.Count(d => d.Membership == null) }).ToListAsync(cancel)).ToDictionary(g => g.Key);
        var rooms = await db.Unfiltered<MeetingRoom>().Where(r => r.Open).GroupBy(r => r.Space).Select(g => new { g.Key, All = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.All, cancel);
        var fees = await db.Unfiltered<DeskPlan>().Where(p => p.Open).GroupBy(p => p.Space).Select(g => new { g.Key, Least = g.Min(p => p.FeeFen) }).ToDictionaryAsync(g => g.Key, g => (long?)g.Least, cancel);
        return spaces.ConvertAll(s => new DeskSpaceLine(
            s.Code, s.Name, s.About, s.HotDesks, desks.GetValueOrDefault(s.Code)?.All ?? 0, desks.GetValueOrDefault(s.Code)?.Free ?? 0, rooms.GetValueOrDefault(s.Code), s.GuestFen, fees.GetValueOrDefault(s.Code)));
    }

    public async Task<Result<DeskSheet>> Handle(ReadDesks request, CancellationToken cancel)
    {
        // For everybody.
        if (await db.Unfiltered<DeskSpace>().AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Space, cancel) is not { } space)
            return FirmProblems.NoSpace;
        var rooms = await db.Unfiltered<MeetingRoom>().AsNoTracking().Where(r => r.Space == space.Code && r.Open).OrderBy(r => r.Id).ToListAsync(cancel);
        var now = Clock.Now(time);
        var times = (await bookings.Sessions([space.Offering, .. rooms.Select(r => r.Offering)], now, now.AddDays(DeskRules.HorizonDays + 1), cancel)).Where(s => s.State == SessionState.Planned && s.Start > now).ToList();
        List<DateOnly> days = [.. times.Select(s => s.Day).Distinct().Order()];
        var day = request.Day ?? days.FirstOrDefault(LocalTime.Today(time));
        var on = times.Where(s => s.Day == day).ToLookup(s => s.Offering);
        var membership = current.Value.Person is { } me ? await prices.Of(me, space.Code, day, cancel) : null;
        var used = membership is null ? 0 : await prices.Used(membership, day, cancel);
        var plans = await db.Unfiltered<DeskPlan>().AsNoTracking().Where(p => p.Space == space.Code && p.Open).OrderBy(p => p.FeeFen).ToListAsync(cancel);
        var desks = await db.Unfiltered<FixedDesk>().Where(d => d.Space == space.Code && d.Gone == null).Select(d => d.Membership == null).ToListAsync(cancel);
        return new DeskSheet(
            space.Code, space.Name, space.About, day, days, new(null, ("流动工位", "Hot desk"), space.HotDesks, space.Offering, membership?.DeskFen ?? space.GuestFen, membership?.DeskFen ?? space.GuestFen, space.GuestFen, [.. on[space.Offering]]),
            rooms.ConvertAll(r => new Bookable(r.Id, r.Name, r.Seats, r.Offering, membership is null ? r.GuestFen : DeskRules.HourFen(membership, used), membership?.RoomFen ?? r.GuestFen, r.GuestFen, [.. on[r.Offering]])),
            plans.ConvertAll(Line), desks.Count, desks.Count(free => free), membership is not null, membership is null ? null : Math.Max(0, membership.RoomHours - used));
    }

    public static PlanLine Line(DeskPlan p) => new(p.Id, p.Kind, p.Name, p.FeeFen, p.RoomHours, p.DeskFen, p.RoomFen, p.Seats, p.Open);
}
