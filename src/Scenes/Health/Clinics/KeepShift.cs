using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Clinics;

/// <summary>Adds a shift of a doctor (排班); its slots of the next two weeks can be booked at once, further ones day by day.</summary>
/// <param name="Days">Days of the week, Monday 1 to Sunday 7.</param>
/// <param name="From">Begin of the first slot, local time.</param>
/// <param name="Until">End of the last one.</param>
/// <param name="SlotMinutes">How long a slot lasts, 5 to 240 minutes.</param>
/// <param name="Places">People in each slot, 1 to 50.</param>
/// <param name="FirstDay">First day; today when left out.</param>
/// <param name="LastDay">Last day.</param>
/// <param name="OnHolidays">Whether on public holidays too.</param>
internal sealed record KeepShift(
    IReadOnlyList<int> Days, TimeOnly From, TimeOnly Until, int SlotMinutes = 30, int Places = 4, DateOnly? FirstDay = null, DateOnly? LastDay = null, bool OnHolidays = false)
    : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Doctor { get; init; }

    public string? AuditSubject => Doctor.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Days is not { Count: > 0 and <= 7 } || Days.Any(d => d is < 1 or > 7))
            yield return Problem.Invalid("days", "health.shift_days", "请选择星期几出诊（1–7）。", "Choose days of the week (1–7).");
        if (SlotMinutes is < 5 or > 240)
            yield return Problem.Invalid("slotMinutes", "health.shift_slot", "每个时段 5 到 240 分钟。", "A slot lasts 5 to 240 minutes.");
        else if (Until <= From || (Until - From).TotalMinutes < SlotMinutes)
            yield return Problem.Invalid("until", "health.shift_times", "结束要晚于开始，至少容得下一个时段。", "It ends after it begins, with room for one slot.");
        if (Places is < 1 or > 50)
            yield return Problem.Invalid("places", "health.shift_places", "每个时段 1 到 50 人。", "1 to 50 people in each slot.");
        if (FirstDay is { Year: < 2000 or > 2100 } || LastDay is { Year: < 2000 or > 2100 } || LastDay < FirstDay)
            yield return Problem.Invalid("lastDay", "health.shift_span", "起止日期不正确。", "The days are wrong.");
    }
}

internal sealed class KeepShiftHandler(LinliDb db, ShiftPlanner planner, CurrentCaller current, TimeProvider time) : IHandler<KeepShift, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/clinics/doctors/{id:guid}/shifts", (Guid id, KeepShift request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Doctor = id }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("Add a shift of a doctor 排班");

    public async Task<Result<Guid>> Handle(KeepShift request, CancellationToken cancel)
    {
        if (await db.Scoped<Doctor>(current.Value.ScopesFor(HealthPermissions.Clinics)).AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Doctor, cancel) is not { Active: true } doctor)
            return ClinicProblems.NoDoctor;
        await db.LockUntilCommit($"doctor {doctor.Id}", cancel);
        var today = LocalTime.Today(time);
        if (request.LastDay < today)
            return Problem.Invalid("lastDay", "health.shift_over", "最后一天已经过去。", "The last day is over.");
        var shift = new Shift
        {
            Id = Guid.CreateVersion7(), Doctor = doctor.Id, Scope = doctor.Scope, Days = string.Concat(request.Days.Distinct().Order()), From = request.From, Until = request.Until,
            SlotMinutes = request.SlotMinutes, Places = request.Places, FirstDay = request.FirstDay is { } first && first > today ? first : today, LastDay = request.LastDay, OnHolidays = request.OnHolidays,
        };
        // Of a doctor that the caller keeps.
        var others = await db.Unfiltered<Shift>().AsNoTracking().Where(s => s.Doctor == doctor.Id && (s.LastDay == null || s.LastDay >= today)).ToListAsync(cancel);
        if (others.Exists(o => ShiftRules.Clash(o, shift)))
            return Problem.Conflict("health.shift_clash", "这位医生这个时间已有排班。", "This doctor has a shift at that time already.");
        db.Insert(shift);
        return await planner.Plan(shift, doctor, ShiftRules.HorizonDays, cancel) is { } refused ? refused : shift.Id;
    }
}

/// <summary>Makes the slots of shifts, day by day; a day on which the doctor is away has none.</summary>
internal sealed class ShiftPlanner(LinliDb db, IBookings bookings, TimeProvider time)
{
    public async Task<Problem?> Plan(Shift shift, Doctor doctor, int daysAhead, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var until = today.AddDays(daysAhead);
        var away = await db.Unfiltered<DoctorAway>().AsNoTracking().Where(a => a.Doctor == doctor.Id && a.Until >= today).ToListAsync(cancel);
        for (var day = shift.PlannedUntil is { } done && done >= today ? done.AddDays(1) : today; day <= until; day = day.AddDays(1))
            if (!away.Exists(a => a.From <= day && day <= a.Until) && await Open(shift, doctor, day, now, [], cancel) is { } refused)
                return refused;
        shift.PlannedUntil = until;
        return null;
    }

    /// <summary>Makes the slots of days again on which a doctor was to be away, as far as slots were made by now.</summary>
    public async Task<Problem?> Again(Doctor doctor, DateOnly from, DateOnly until, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        // Of a doctor that the caller keeps.
        var shifts = await db.Unfiltered<Shift>().AsNoTracking().Where(s => s.Doctor == doctor.Id && s.PlannedUntil != null).ToListAsync(cancel);
        var away = await db.Unfiltered<DoctorAway>().AsNoTracking().Where(a => a.Doctor == doctor.Id && a.Until >= today).ToListAsync(cancel);
        var there = (await bookings.Sessions([doctor.Offering], LocalTime.StartOfDay(from), LocalTime.EndOfDay(until), cancel)).Where(s => s.State == SessionState.Planned).Select(s => s.Start).ToHashSet();
        for (var day = from < today ? today : from; day <= until; day = day.AddDays(1))
            foreach (var shift in shifts.Where(s => day <= s.PlannedUntil && !away.Exists(a => a.From <= day && day <= a.Until)))
                if (await Open(shift, doctor, day, now, there, cancel) is { } refused)
                    return refused;
        return null;
    }

    /// <summary>Cancels slots that lie ahead; everybody who booked one is told why.</summary>
    public async Task<Result<AwayResult>> Cancel(Doctor doctor, Func<SessionView, bool> which, string reason, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var slots = (await bookings.Sessions([doctor.Offering], now, now.AddDays(ShiftRules.HorizonDays + 2), cancel)).Where(s => s.State == SessionState.Planned && s.Start > now && which(s)).ToList();
        foreach (var slot in slots)
            if (await bookings.CancelSession(slot.Id, reason, cancel) is { Ok: false } refused)
                return refused.As<AwayResult>();
        return new AwayResult(slots.Count, slots.Sum(s => s.Taken + s.Waiting));
    }

    private async Task<Problem?> Open(Shift shift, Doctor doctor, DateOnly day, DateTimeOffset now, HashSet<DateTimeOffset> there, CancellationToken cancel)
    {
        if (ShiftRules.RunsOn(shift, day, WorkingDayCalendar.China))
            foreach (var (start, end) in ShiftRules.Slots(shift, day).Where(s => s.Start > now && !there.Contains(s.Start)))
                if (await bookings.Plan(doctor.Offering, start, end, shift.Places, null, cancel) is { Ok: false } refused)
                    return refused.Problem;
        return null;
    }
}

/// <summary>Makes the slots of the next day for every shift.</summary>
internal sealed class PlanShifts(LinliDb db, EachByItself each, ShiftPlanner planner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var until = today.AddDays(ShiftRules.HorizonDays);
        // For the whole installation.
        var due = await db.Unfiltered<Shift>().AsNoTracking().Where(s => (s.PlannedUntil == null || s.PlannedUntil < until) && (s.LastDay == null || s.LastDay >= today)
            && db.Unfiltered<Doctor>().Any(d => d.Id == s.Doctor && d.Active)).Select(s => new { s.Id, s.Doctor }).ToListAsync(cancel);
        await each.Do(due, async one =>
        {
            await db.LockUntilCommit($"doctor {one.Doctor}", cancel);
            var shift = await db.Unfiltered<Shift>().SingleAsync(s => s.Id == one.Id, cancel);
            // Days that were refused are made again next time.
            if (await planner.Plan(shift, await db.Unfiltered<Doctor>().AsNoTracking().SingleAsync(d => d.Id == one.Doctor, cancel), ShiftRules.HorizonDays, cancel) is { } refused)
                throw new InvalidOperationException(refused.Code);
        }, cancel);
    }
}
