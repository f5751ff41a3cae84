using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Clinics;

/// <summary>A clinic with its doctors and their next slots (出诊表). A slot is booked like everything: <c>POST /bookings/sessions/{id}/reservations</c>.</summary>
/// <param name="Clinic">Code of the clinic.</param>
/// <param name="Department">Only this department.</param>
/// <param name="Day">Only slots of this local day.</param>
internal sealed record ReadClinic(string Clinic, string? Department = null, DateOnly? Day = null) : IQuery<ClinicSheet>;

/// <summary>A clinic.</summary>
internal sealed record ClinicSheet(string Code, Phrase Name, string? About, string? Facility, IReadOnlyList<DepartmentSheet> Departments);

/// <summary>A department with its doctors.</summary>
internal sealed record DepartmentSheet(Guid Id, string Code, Phrase Name, string? About, int? LeastAge, int? MostAge, IReadOnlyList<DoctorSheet> Doctors);

/// <summary>A doctor with slots that lie ahead.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Full name: who practises is published.</param>
/// <param name="Title">Professional title.</param>
/// <param name="Skills">What they are good at.</param>
/// <param name="Offering">What is booked.</param>
/// <param name="Page">Page that books it.</param>
/// <param name="Slots">Slots that lie ahead, at most 60.</param>
/// <param name="Left">Places left in all of them.</param>
internal sealed record DoctorSheet(Guid Id, string Name, string Title, string? Skills, OfferingId Offering, string Page, IReadOnlyList<SessionView> Slots, int Left);

internal sealed class ReadClinicHandler(LinliDb db, IBookings bookings, TimeProvider time) : IHandler<ReadClinic, ClinicSheet>, IUseCase
{
    private const int MostSlots = 60;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/clinics/{code}", (string code, UseCaseRunner run, CancellationToken cancel, string? department = null, DateOnly? day = null) => run.Answer(new ReadClinic(code, department, day), cancel))
            .Needs(Access.Public).WithTags("Clinics").WithSummary("A clinic with its doctors and their next slots 出诊表");

    public async Task<Result<ClinicSheet>> Handle(ReadClinic request, CancellationToken cancel)
    {
        // For everybody.
        if (await db.Unfiltered<Clinic>().AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Clinic, cancel) is not { } clinic)
            return ClinicProblems.NoClinic;
        var departments = await db.Unfiltered<Department>().AsNoTracking().Where(d => d.Clinic == clinic.Code && (request.Department == null || d.Code == request.Department))
            .OrderBy(d => d.Position).ThenBy(d => d.Code).ToListAsync(cancel);
        if (request.Department is not null && departments.Count == 0)
            return Problem.NotFound("health.no_department", "没有这个科室。", "There is no such department.");
        var ids = departments.ConvertAll(d => d.Id);
        var doctors = await db.Unfiltered<Doctor>().AsNoTracking().Where(d => d.Active && ids.Contains(d.Department)).ToListAsync(cancel);
        var now = Clock.Now(time);
        var slots = (await bookings.Sessions(doctors.ConvertAll(d => d.Offering), now, now.AddDays(ShiftRules.HorizonDays + 1), cancel))
            .Where(s => s.State == SessionState.Planned && s.Start > now && (request.Day is not { } day || s.Day == day)).ToLookup(s => s.Offering);
        var byDepartment = doctors.OrderBy(d => d.Id).ToLookup(d => d.Department);
        return new ClinicSheet(clinic.Code, clinic.Name, clinic.About, clinic.Facility,
        [
            .. departments.Select(d => new DepartmentSheet(d.Id, d.Code, d.Name, d.About, d.LeastAge, d.MostAge,
            [
                .. byDepartment[d.Id].Select(x => new DoctorSheet(
                    x.Id, x.Name, x.Title, x.Skills, x.Offering, ClinicParts.Kind.PageOf(x.Offering), [.. slots[x.Offering].Take(MostSlots)], slots[x.Offering].Sum(s => s.Left))),
            ])),
        ]);
    }
}
