using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Clinics;

/// <summary>A shift ends with a day (停排班), such as when the hours change: slots after it are cancelled and everybody who booked one hears of it.</summary>
/// <param name="LastDay">The last day with slots; yesterday ends it at once.</param>
/// <param name="Reason">What people read, 2–100 characters; nothing private.</param>
internal sealed record EndShift(DateOnly LastDay, string Reason) : ICommand<AwayResult>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Shift { get; init; }

    public string? AuditSubject => Shift.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Reason, 100).Length < 2)
            yield return Problem.Invalid("reason", "health.away_reason", "请写明说明，预约的人会看到。", "Say why: those who booked read it.");
    }
}

internal sealed class EndShiftHandler(LinliDb db, ShiftPlanner planner, CurrentCaller current, TimeProvider time) : IHandler<EndShift, AwayResult>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/clinics/shifts/{id:guid}/end", (Guid id, EndShift request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Shift = id }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("A shift ends with a day 停排班");

    public async Task<Result<AwayResult>> Handle(EndShift request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        if (await db.Scoped<Shift>(current.Value.ScopesFor(HealthPermissions.Clinics)).AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Shift, cancel) is not { } seen)
            return Problem.NotFound("health.no_shift", "没有这个排班，或不在您的范围内。", "There is no such shift, or it is not yours.");
        if (request.LastDay < today.AddDays(-1) || request.LastDay > today.AddYears(1) || request.LastDay > seen.LastDay)
            return Problem.Invalid("lastDay", "health.shift_last_day", "最后一天应从昨天起、一年以内，不晚于原来的。", "The last day lies between yesterday and a year ahead, and not after the one it has.");
        await db.LockUntilCommit($"doctor {seen.Doctor}", cancel);
        // Of a doctor that the caller keeps.
        var shift = await db.Unfiltered<Shift>().SingleAsync(s => s.Id == request.Shift, cancel);
        var doctor = await db.Unfiltered<Doctor>().AsNoTracking().SingleAsync(d => d.Id == shift.Doctor, cancel);
        var after = new HashSet<DateTimeOffset>();
        for (var day = request.LastDay < today ? today : request.LastDay.AddDays(1); day <= today.AddDays(ShiftRules.HorizonDays + 1); day = day.AddDays(1))
            if (ShiftRules.RunsOn(shift, day, WorkingDayCalendar.China))
                after.UnionWith(ShiftRules.Slots(shift, day).Select(s => s.Start));
        shift.LastDay = request.LastDay;
        return await planner.Cancel(doctor, s => after.Contains(s.Start), ClinicProblems.Line(request.Reason, 100), cancel);
    }
}
