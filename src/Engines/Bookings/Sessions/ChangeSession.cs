using System.Text.Json.Serialization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Bookings.WaitList;
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
using Microsoft.Extensions.Logging;

namespace Linli.Bookings.Sessions;

/// <summary>Cancels a session (取消场次), such as when the teacher is ill: everybody is told and gets everything back.</summary>
/// <param name="Reason">Why, 2–200 characters; everybody reads it.</param>
internal sealed record CancelSession(string Reason) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public SessionId Id { get; init; }

    public string? AuditSubject => Id.Value.ToString();
}

/// <summary>Moves a session to another time (改期), across midnight too; everybody is told, and may cancel until it begins.</summary>
/// <param name="Start">The new begin.</param>
/// <param name="End">The new end.</param>
/// <param name="Reason">Why, 2–200 characters.</param>
/// <param name="Capacity">Other places; never fewer than are given away.</param>
internal sealed record MoveSession(DateTimeOffset Start, DateTimeOffset End, string Reason, int? Capacity = null) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public SessionId Id { get; init; }

    public string? AuditSubject => Id.Value.ToString();
}

internal sealed class ChangeSessionHandler(SessionChange change, OfferingBook offerings, CurrentCaller current) : IHandler<CancelSession, Done>, IHandler<MoveSession, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings/sessions/{id}/cancel", (SessionId id, CancelSession request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Cancel a session; everybody is told and refunded 取消场次");
        api.MapPost("/bookings/sessions/{id}/move", (SessionId id, MoveSession request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Move a session; everybody is told 改期");
    }

    public async Task<Result<Done>> Handle(CancelSession request, CancellationToken cancel) =>
        await Reached(request.Id, cancel) ? await change.Cancel(request.Id, request.Reason, cancel) : BookingProblems.NoSession;

    public async Task<Result<Done>> Handle(MoveSession request, CancellationToken cancel) =>
        await Reached(request.Id, cancel) ? await change.Move(request, cancel) : BookingProblems.NoSession;

    private async Task<bool> Reached(SessionId id, CancellationToken cancel) =>
        await offerings.Session(id, cancel) is { } session && current.Value.May(BookingsPermissions.Desk, session.Scope);
}

/// <summary>Cancels and moves sessions, with everybody in them.</summary>
internal sealed class SessionChange(
    LinliDb db, OfferingBook offerings, SessionLocks locks, RoomTime rooms, ReservationEnd end, BookingMoney money, WaitQueue queue, BookingTelling telling, TimeProvider time,
    ILogger<SessionChange> log)
{
    public async Task<Result<Done>> Cancel(SessionId id, string? reason, CancellationToken cancel)
    {
        if (!PlainText.TryCleanLine(reason, 200, out var why) || why.Length < 2)
            return Problem.Invalid("reason", "bookings.reason_missing", "请写明原因（2–200 个字），大家会看到。", "Say why (2–200 characters); everybody reads it.");
        if (await offerings.Session(id, cancel) is not { } seen || await offerings.Find(seen.Offering, cancel) is not { } offering)
            return BookingProblems.NoSession;
        await rooms.LockFor(offering, id, cancel);
        // A series goes with all its meetings that are still to come.
        var now = Clock.Now(time);
        IReadOnlyList<SessionId> all = seen.IsSeries ? await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series == id && s.End > now).Select(s => s.Id).ToListAsync(cancel) : [];
        var locked = await locks.Sessions([id, .. all], cancel);
        var session = locked.Single(s => s.Id == id);
        if (session.State == SessionState.Cancelled)
            return Done.It;
        if (now >= session.End)
            return BookingProblems.SessionOver;
        foreach (var each in locked.Where(s => s.State == SessionState.Planned))
        {
            (each.State, each.StateNote, each.Sequence, each.ChangedAt) = (SessionState.Cancelled, why, each.Sequence + 1, now);
            await rooms.Free(each.Id, cancel);
            telling.Publish(each);
        }

        await TellAll(session, offering, "cancelled", why, cancel);
        foreach (var reservation in await People(session.Id, cancel))
            if (await end.Leave(reservation, session, offering, CancelledBy.Session, why, now, cancel) is { } stuck)
                return stuck;
        return Done.It;
    }

    public async Task<Result<Done>> Move(MoveSession wish, CancellationToken cancel)
    {
        if (!PlainText.TryCleanLine(wish.Reason, 200, out var why) || why.Length < 2)
            return Problem.Invalid("reason", "bookings.reason_missing", "请写明原因（2–200 个字），大家会看到。", "Say why (2–200 characters); everybody reads it.");
        var (start, finish, now) = (Clock.ToMicroseconds(wish.Start), Clock.ToMicroseconds(wish.End), Clock.Now(time));
        if (!BookingRules.IsSane(start) || !BookingRules.IsSane(finish) || finish <= start || finish - start > TimeSpan.FromDays(2) || start <= now)
            return Problem.Invalid("start", "bookings.session_times", "新的时间应在将来，结束在开始之后，不超过两天。", "The new time lies ahead, ends after it begins, and lasts at most two days.");
        if (await offerings.Session(wish.Id, cancel) is not { IsSeries: false } seen || await offerings.Find(seen.Offering, cancel) is not { } offering)
            return BookingProblems.NoSession;
        var locked = await rooms.LockFor(offering, wish.Id, cancel);
        var together = await locks.Sessions(seen.Series is { } whole ? [wish.Id, whole] : [wish.Id], cancel);
        var session = together.Single(s => s.Id == wish.Id);
        if (session.State != SessionState.Planned || now >= session.Start)
            return BookingProblems.SessionOver;
        if (wish.Capacity is { } capacity && (capacity < session.Taken || capacity > 100_000))
            return Problem.Invalid("capacity", "bookings.capacity_taken", $"已有 {session.Taken} 人预约，名额不能更少。", $"{session.Taken} places are given away: it cannot be fewer.");
        // It keeps what it took when it was made, whatever its offering takes by now.
        var own = await rooms.TakenBy([session.Id], cancel);
        var resources = own.Select(c => locked.GetValueOrDefault(c)).OfType<ResourceRow>().ToList();
        if (await rooms.InTheWay(resources, session.Use, start, finish, offering.ReadTerms().Quiet, session.Id, cancel) is { } taken)
            return taken;
        var (moved, later) = (start != session.Start || finish != session.End, finish > session.End);
        await rooms.Free(session.Id, cancel);
        (session.Start, session.End, session.Day, session.ChangedAt) = (start, finish, LocalTime.DateOf(start), now);
        (session.Capacity, session.StateNote, session.Sequence) = (wish.Capacity ?? session.Capacity, why, session.Sequence + 1);
        if (moved)
            session.MovedAt = now;
        if (session is { DrawAt: not null, DrawnAt: null } && offering.ReadTerms().DrawHoursBefore is { } hours)
            session.DrawAt = Clock.ToMicroseconds(start.AddHours(-hours) > now ? start.AddHours(-hours) : now);
        rooms.Take(resources, session, session.Use);
        telling.Publish(session);
        foreach (var reservation in await People(session.Id, cancel))
            await Follow(reservation, session, offering, later, cancel);
        if (together.FirstOrDefault(s => s.IsSeries) is { } series)
            await Stretch(series, session, offering, cancel);
        if (moved)
            await TellAll(session, offering, "moved", why, cancel);
        await queue.Offer(session, offering, cancel);
        return Done.It;
    }

    // What hangs on the time of a reservation goes with the session.
    private async Task Follow(ReservationRow reservation, SessionRow session, OfferingRow offering, bool later, CancellationToken cancel)
    {
        reservation.Day = session.Day;
        var last = BookingRules.JoinBefore(offering.ReadTerms(), session.Start, session.End);
        if (reservation.OfferUntil > last)
            reservation.OfferUntil = last;
        // Nobody's empty wallet stops the others from being moved; what could not be set aside again is looked at by somebody.
        if (later && await money.Renew(reservation, session, offering, cancel) is { } poor)
            log.LogWarning("The money of reservation {Reservation} could not be set aside anew: {Problem}", reservation.Id.Value, poor.Code);
    }

    // A series begins with its first meeting and is settled after its last; whoever is enrolled goes along.
    private async Task Stretch(SessionRow series, SessionRow moved, OfferingRow offering, CancellationToken cancel)
    {
        var (end, day) = (series.End, series.Day);
        var others = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series == series.Id && s.Id != moved.Id && s.State != SessionState.Cancelled).Select(s => new { s.Start, s.End }).ToListAsync(cancel);
        (series.Start, series.End) = (others.Select(s => s.Start).Append(moved.Start).Min(), others.Select(s => s.End).Append(moved.End).Max());
        (series.Day, series.ChangedAt) = (LocalTime.DateOf(series.Start), moved.ChangedAt);
        if (series.End > end || series.Day != day)
            foreach (var reservation in await People(series.Id, cancel))
                await Follow(reservation, series, offering, series.End > end, cancel);
    }

    private async Task TellAll(SessionRow session, OfferingRow offering, string what, string why, CancellationToken cancel)
    {
        var at = BookingTelling.WhatAndWhen(offering, session);
        var again = session.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (title, body) = (what == "moved", session.Series is not null) switch
        {
            (true, false) => (new Phrase("预约的时间改了", "The time of your booking changed"), new Phrase($"“{at.Zh}”（新时间）。原因：{why}。不方便可以取消。", $"Now: “{at.En}”. {why}. Cancel it if it does not suit you.")),
            (true, true) => (new Phrase("有一次课改了时间", "A meeting was moved"), new Phrase($"“{at.Zh}”（新时间）。原因：{why}。其他各次不变。", $"Now: “{at.En}”. {why}. The other meetings stay.")),
            (false, true) => (new Phrase("有一次课取消了", "A meeting was cancelled"), new Phrase($"“{at.Zh}”这一次取消。原因：{why}。其他各次照常。", $"“{at.En}” does not take place: {why}. The other meetings stay.")),
            _ => (new Phrase("预约的场次取消了", "What you booked was cancelled"), new Phrase($"“{at.Zh}”取消。原因：{why}。", $"“{at.En}” was cancelled: {why}.")),
        };
        // Said to those who paid something here; what a scene takes by itself, it speaks of by itself.
        var whole = what == "cancelled" && session.Series is null;
        var refund = new Phrase(body.Zh + "已付费用全部退回。", body.En + " What was paid comes back.");
        foreach (var reservation in await People(session.Series ?? session.Id, cancel))
            await telling.Tell(reservation, what, title, whole && reservation.Price + reservation.DepositFen > 0 ? refund : body, cancel, $"{session.Id.Value:N}{again}");
    }

    private async Task<List<ReservationRow>> People(SessionId session, CancellationToken cancel) =>
        await db.Unfiltered<ReservationRow>().Where(r => r.Session == session && r.State != ReservationState.Cancelled).OrderBy(r => r.Payer ?? r.Person).ToListAsync(cancel);
}
