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

/// <summary>A doctor does not see people on some days (停诊): everybody who booked hears of it, and nothing more can be booked there.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">Last day, at most 180 days later.</param>
/// <param name="Reason">What people read, at most 100 characters; nothing private.</param>
internal sealed record SendAway(DateOnly From, DateOnly Until, string Reason) : ICommand<AwayResult>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Doctor { get; init; }

    public string? AuditSubject => Doctor.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (From.Year is < 2000 or > 2100 || Until.Year is < 2000 or > 2100 || Until < From || Until.DayNumber - From.DayNumber > 180)
            yield return Problem.Invalid("until", "health.away_days", "停诊日期不正确（最长 180 天）。", "The days are wrong (at most 180).");
        if (ClinicProblems.Line(Reason, 100).Length < 2)
            yield return Problem.Invalid("reason", "health.away_reason", "请写明停诊说明，预约的人会看到。", "Say why: those who booked read it.");
    }
}

/// <summary>What came of it.</summary>
/// <param name="Cancelled">Slots that were cancelled.</param>
/// <param name="Told">People who had booked one.</param>
internal sealed record AwayResult(int Cancelled, int Told);

internal sealed class SendAwayHandler(LinliDb db, ShiftPlanner planner, CurrentCaller current, TimeProvider time) : IHandler<SendAway, AwayResult>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/clinics/doctors/{id:guid}/away", (Guid id, SendAway request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Doctor = id }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("A doctor does not see people on some days 停诊");

    public async Task<Result<AwayResult>> Handle(SendAway request, CancellationToken cancel)
    {
        if (await db.Scoped<Doctor>(current.Value.ScopesFor(HealthPermissions.Clinics)).AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Doctor, cancel) is not { } doctor)
            return ClinicProblems.NoDoctor;
        if (request.Until < LocalTime.Today(time))
            return Problem.Invalid("until", "health.away_past", "这些日子已经过去。", "These days are over.");
        await db.LockUntilCommit($"doctor {doctor.Id}", cancel);
        var (now, reason) = (Clock.Now(time), ClinicProblems.Line(request.Reason, 100));
        db.Insert(new DoctorAway { Id = Guid.CreateVersion7(now), Doctor = doctor.Id, Scope = doctor.Scope, From = request.From, Until = request.Until, Reason = reason, At = now });
        return await planner.Cancel(doctor, s => s.Day >= request.From && s.Day <= request.Until, reason, cancel);
    }
}
