using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Clinics;

/// <summary>Enters a department of a clinic (科室), or changes it. Ages hold for what is booked from then on.</summary>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="About">What one comes here for, at most 300 characters.</param>
/// <param name="LeastAge">Youngest age in completed years.</param>
/// <param name="MostAge">Oldest age in completed years.</param>
/// <param name="Position">Lower stands first.</param>
internal sealed record KeepDepartment(string NameZh, string? NameEn = null, string? About = null, int? LeastAge = null, int? MostAge = null, int Position = 100)
    : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Clinic { get; init; } = "";

    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => $"{Clinic}/{Code}";

    public IEnumerable<Problem> Problems()
    {
        if (!ClinicProblems.IsCode(Code))
            yield return Problem.Invalid("code", "health.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        foreach (var problem in ClinicProblems.Names(NameZh, NameEn).Concat(ClinicProblems.Text("about", About, 300)))
            yield return problem;
        if (LeastAge is < 0 or > 120 || MostAge is < 0 or > 120 || LeastAge > MostAge)
            yield return Problem.Invalid("leastAge", "health.ages", "年龄范围不正确。", "The ages are wrong.");
    }
}

internal sealed class KeepDepartmentHandler(LinliDb db, IBookings bookings, CurrentCaller current) : IHandler<KeepDepartment, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/clinics/{clinic}/departments/{code}", (string clinic, string code, KeepDepartment request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Clinic = clinic, Code = code }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("Enter or change a department 科室");

    public async Task<Result<Done>> Handle(KeepDepartment request, CancellationToken cancel)
    {
        if (await db.Scoped<Clinic>(current.Value.ScopesFor(HealthPermissions.Clinics)).AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Clinic, cancel) is not { } clinic)
            return ClinicProblems.NoClinic;
        await db.LockUntilCommit($"clinic {clinic.Code}", cancel);
        // Of a clinic that the caller keeps.
        var department = await db.Unfiltered<Department>().SingleOrDefaultAsync(d => d.Clinic == clinic.Code && d.Code == request.Code, cancel);
        if (department is null)
            db.Insert(department = new() { Id = Guid.CreateVersion7(), Clinic = clinic.Code, Code = request.Code, Scope = clinic.Scope, NameZh = "", NameEn = "", Position = 0 });
        var zh = ClinicProblems.Line(request.NameZh, 60);
        (department.NameZh, department.NameEn, department.About) = (zh, ClinicProblems.LineOrNothing(request.NameEn, 100) ?? zh, ClinicProblems.LineOrNothing(request.About, 300));
        (department.LeastAge, department.MostAge, department.Position) = (request.LeastAge, request.MostAge, request.Position);
        foreach (var doctor in await db.Unfiltered<Doctor>().AsNoTracking().Where(d => d.Department == department.Id).ToListAsync(cancel))
            if (await bookings.Keep(KeepDoctorHandler.Plan(clinic, department, doctor.Offering, doctor.Name, doctor.Title, new(department.Code, doctor.Name, doctor.Title, doctor.Skills, doctor.Active)), cancel) is { Ok: false } refused)
                return refused.As<Done>();
        return Done.It;
    }
}
