using Linli.Bookings;
using Linli.People;
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

namespace Linli.Health.ElderCare;

/// <summary>Who comes to a centre on a day (当日到访): day care and services, names masked.</summary>
/// <param name="Centre">Code of the centre.</param>
/// <param name="Day">Local day; today when left out.</param>
internal sealed record CareDay(string Centre, DateOnly? Day = null) : IQuery<IReadOnlyList<CareSession>>;

/// <summary>Somebody was there, or was not (签到).</summary>
/// <param name="Centre">Code of the centre.</param>
/// <param name="Session">The session.</param>
/// <param name="Reservation">Whose.</param>
/// <param name="Present">Whether they came.</param>
internal sealed record MarkCare(string Centre, Guid Session, Guid Reservation, bool Present) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Reservation.ToString();
}

/// <summary>The body of a mark.</summary>
internal sealed record MarkBody(bool Present);

/// <summary>A session of a centre.</summary>
internal sealed record CareSession(SessionId Session, CareKind Kind, Phrase Name, DateTimeOffset Start, DateTimeOffset End, int Capacity, int Present, IReadOnlyList<CareVisitor> People);

/// <summary>Somebody who comes.</summary>
/// <param name="Reservation">Their reservation.</param>
/// <param name="Name">Masked.</param>
/// <param name="Present">Whether they came; <c>null</c> while nobody said.</param>
/// <param name="HasPlan">Whether a plan of the centre runs for them.</param>
internal sealed record CareVisitor(Guid Reservation, string Name, bool? Present, bool HasPlan);

internal sealed class CareDayHandler(LinliDb db, IBookings bookings, IRosters rosters, IActingFor names, CurrentCaller current, TimeProvider time) : IHandler<CareDay, IReadOnlyList<CareSession>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care-centres/{code}/day", (string code, UseCaseRunner run, CancellationToken cancel, DateOnly? day = null) => run.Answer(new CareDay(code, day), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Who comes to a centre on a day 当日到访");

    public async Task<Result<IReadOnlyList<CareSession>>> Handle(CareDay request, CancellationToken cancel)
    {
        var day = request.Day ?? LocalTime.Today(time);
        if (day.Year is < 2000 or > 2100)
            return Problem.Invalid("day", "health.day", "日期不正确。", "The day is wrong.");
        if (!await db.Scoped<CareCentre>(current.Value.ScopesFor(HealthPermissions.Care)).AnyAsync(c => c.Code == request.Centre, cancel))
            return CareWords.NoCentre;
        // Of a centre of the caller's.
        var services = await db.Unfiltered<CareService>().AsNoTracking().Where(s => s.Centre == request.Centre).ToDictionaryAsync(s => s.Offering, cancel);
        var planned = await db.Unfiltered<CarePlan>().AsNoTracking().Where(p => p.Centre == request.Centre && p.State != PlanState.Ended && p.Person != null).Select(p => p.Person!.Value).Distinct().ToListAsync(cancel);
        var shown = new List<CareSession>();
        foreach (var session in (await bookings.Sessions([.. services.Keys], LocalTime.StartOfDay(day), LocalTime.EndOfDay(day), cancel)).Where(s => s.State != SessionState.Cancelled))
        {
            var people = (await rosters.Of(session.Id, cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended or ReservationState.NoShow).ToList();
            var came = await rosters.Attendance(session.Id, cancel);
            var masked = await names.MaskedNames([.. people.Select(p => p.Person).OfType<Guid>()], cancel);
            shown.Add(new(
                session.Id, services[session.Offering].Kind, services[session.Offering].Name, session.Start, session.End, session.Capacity, came.Values.Count(p => p),
                [.. people.Select(p => new CareVisitor(p.Reservation.Value, p.Person is { } who ? masked.GetValueOrDefault(who, "") : "", came.TryGetValue(p.Reservation, out var there) ? there : null, p.Person is { } w && planned.Contains(w)))]));
        }

        return shown;
    }
}

internal sealed class MarkCareHandler(LinliDb db, IBookings bookings, IRosters rosters, CurrentCaller current, TimeProvider time) : IHandler<MarkCare, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/care-centres/{code}/sessions/{session:guid}/people/{reservation:guid}", (string code, Guid session, Guid reservation, MarkBody body, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new MarkCare(code, session, reservation, body.Present), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Somebody was there, or was not 签到");

    public async Task<Result<Done>> Handle(MarkCare request, CancellationToken cancel)
    {
        if (!await db.Scoped<CareCentre>(current.Value.ScopesFor(HealthPermissions.Care)).AnyAsync(c => c.Code == request.Centre, cancel))
            return CareWords.NoCentre;
        // Of a centre of the caller's.
        var offerings = await db.Unfiltered<CareService>().AsNoTracking().Where(s => s.Centre == request.Centre).Select(s => s.Offering).ToListAsync(cancel);
        var now = Clock.Now(time);
        var (session, reservation) = (new SessionId(request.Session), new ReservationId(request.Reservation));
        if (!(await bookings.Sessions(offerings, now.AddDays(-30), now.AddDays(2), cancel)).Any(s => s.Id == session) || !(await rosters.Of(session, cancel)).Any(r => r.Reservation == reservation))
            return CareWords.NoBooking;
        return await bookings.Attend(session, reservation, request.Present, cancel);
    }
}
