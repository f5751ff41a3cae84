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

/// <summary>A doctor is back earlier, or was not to be away at all (恢复出诊): the days that lie ahead can be booked again. Whoever had a slot there books anew.</summary>
/// <param name="Doctor">Id of the doctor.</param>
/// <param name="Day">A local day of that absence, today when left out: other ones, such as a holiday of next month, stay.</param>
internal sealed record EndAway(Guid Doctor, DateOnly? Day = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Doctor.ToString();
}

internal sealed class EndAwayHandler(LinliDb db, ShiftPlanner planner, CurrentCaller current, TimeProvider time) : IHandler<EndAway, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/clinics/doctors/{id:guid}/away", (Guid id, UseCaseRunner run, CancellationToken cancel, DateOnly? day = null) => run.Answer(new EndAway(id, day), cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("A doctor sees people again 恢复出诊");

    public async Task<Result<Done>> Handle(EndAway request, CancellationToken cancel)
    {
        if (await db.Scoped<Doctor>(current.Value.ScopesFor(HealthPermissions.Clinics)).AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Doctor, cancel) is not { Active: true } doctor)
            return ClinicProblems.NoDoctor;
        await db.LockUntilCommit($"doctor {doctor.Id}", cancel);
        var today = LocalTime.Today(time);
        var day = request.Day ?? today;
        // Of a doctor that the caller keeps; days that are over stay on record.
        var away = await db.Unfiltered<DoctorAway>().Where(a => a.Doctor == doctor.Id && a.Until >= today && a.From <= day && a.Until >= day).ToListAsync(cancel);
        if (away.Count == 0)
            return Problem.Conflict("health.not_away", "这位医生没有停诊。", "This doctor is not away.");
        var (from, until) = (away.Min(a => a.From), away.Max(a => a.Until));
        foreach (var one in away)
            if (one.From < today)
                one.Until = today.AddDays(-1);
            else
                db.Delete(one);
        await db.SaveChangesAsync(cancel);
        return await planner.Again(doctor, from, until, cancel) is { } refused ? refused : Done.It;
    }
}
