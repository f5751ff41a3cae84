using System.Text.Json.Serialization;
using Linli.Bookings;
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

/// <summary>Enters a doctor of a department, or changes what people read of them; one who has left stops being booked, and everybody who had booked hears of it.</summary>
/// <param name="Department">Code of the department.</param>
/// <param name="Name">Full name, at most 30 characters.</param>
/// <param name="Title">Professional title (职称).</param>
/// <param name="Skills">What they are good at, at most 200 characters.</param>
/// <param name="Active">Whether they see people.</param>
internal sealed record KeepDoctor(string Department, string Name, string Title, string? Skills = null, bool Active = true) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Clinic { get; init; } = "";

    /// <summary>Which; <c>null</c> for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    public string? AuditSubject => Id?.ToString() ?? Clinic;

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Name, 30).Length < 2)
            yield return Problem.Invalid("name", "health.doctor_name", "请填写医生姓名（2–30 个字）。", "Give the doctor's name (2–30 characters).");
        if (ClinicProblems.Line(Title, 30).Length < 2)
            yield return Problem.Invalid("title", "health.doctor_title", "请填写职称（2–30 个字）。", "Give the professional title (2–30 characters).");
        foreach (var problem in ClinicProblems.Text("skills", Skills, 200))
            yield return problem;
    }
}

internal sealed class KeepDoctorHandler(LinliDb db, IBookings bookings, ShiftPlanner planner, CurrentCaller current, TimeProvider time) : IHandler<KeepDoctor, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/clinics/{clinic}/doctors", (string clinic, KeepDoctor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Clinic = clinic }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("Enter a doctor");
        api.MapPut("/clinics/{clinic}/doctors/{id:guid}", (string clinic, Guid id, KeepDoctor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Clinic = clinic, Id = id }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("Change a doctor");
    }

    public async Task<Result<Guid>> Handle(KeepDoctor request, CancellationToken cancel)
    {
        if (await db.Scoped<Clinic>(current.Value.ScopesFor(HealthPermissions.Clinics)).AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Clinic, cancel) is not { } clinic)
            return ClinicProblems.NoClinic;
        // Of a clinic that the caller keeps.
        if (await db.Unfiltered<Department>().AsNoTracking().SingleOrDefaultAsync(d => d.Clinic == clinic.Code && d.Code == request.Department, cancel) is not { } department)
            return Problem.Invalid("department", "health.no_department", "没有这个科室，请先建科室。", "There is no such department: enter it first.");
        var doctor = request.Id is { } id ? await db.Unfiltered<Doctor>().SingleOrDefaultAsync(d => d.Id == id && d.Clinic == clinic.Code, cancel) : null;
        if (request.Id is not null && (doctor is null || doctor.Department != department.Id))
            return ClinicProblems.NoDoctor;
        var (name, title) = (ClinicProblems.Line(request.Name, 30), ClinicProblems.Line(request.Title, 30));
        var kept = await bookings.Keep(Plan(clinic, department, doctor?.Offering, name, title, request), cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        if (doctor is null)
            db.Insert(doctor = new() { Id = Guid.CreateVersion7(), Department = department.Id, Clinic = clinic.Code, Scope = clinic.Scope, Name = name, Title = title, Offering = kept.Value, Active = true });
        else if (doctor.Active && !request.Active)
        {
            await db.LockUntilCommit($"doctor {doctor.Id}", cancel);
            var left = await planner.Cancel(doctor, _ => true, "医生不再出诊，请改约其他医生", cancel);
            if (!left.Ok)
                return left.As<Guid>();
            // Their shifts are over with today; back again, they are given new ones.
            var today = LocalTime.Today(time);
            foreach (var shift in await db.Unfiltered<Shift>().Where(s => s.Doctor == doctor.Id && (s.LastDay == null || s.LastDay > today)).ToListAsync(cancel))
                shift.LastDay = today;
        }

        (doctor.Name, doctor.Title, doctor.Skills, doctor.Active) = (name, title, ClinicProblems.LineOrNothing(request.Skills, 200), request.Active);
        return doctor.Id;
    }

    /// <summary>The offering of a doctor.</summary>
    public static OfferingPlan Plan(Clinic clinic, Department department, OfferingId? offering, string name, string title, KeepDoctor request) =>
        new(ClinicParts.Kind.Code, ScopePath.Parse(clinic.Scope, null), ClinicProblems.Title($"{department.NameZh} · {name} {title}", $"{department.NameEn}: {name}"),
            ClinicParts.Kind.Terms with { LeastAge = department.LeastAge, MostAge = department.MostAge })
        {
            Id = offering, About = ClinicProblems.LineOrNothing(string.Join('。', new[] { clinic.NameZh, request.Skills }.Where(t => !string.IsNullOrEmpty(t))), 300), Subject = $"clinic:{clinic.Code}", Open = request.Active,
        };
}
