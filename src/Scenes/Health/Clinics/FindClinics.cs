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

/// <summary>Clinics with their departments (就医指南), for everybody.</summary>
/// <param name="Q">Words: a clinic, a department, what one comes for, or a doctor.</param>
internal sealed record FindClinics(string? Q = null) : IQuery<IReadOnlyList<ClinicLine>>;

/// <summary>A clinic of the directory.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What it is.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="Departments">Its departments that fit the words.</param>
internal sealed record ClinicLine(string Code, Phrase Name, string? About, string? Facility, IReadOnlyList<DepartmentLine> Departments);

/// <summary>A department of the directory.</summary>
/// <param name="Code">Unique in the clinic.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What one comes here for.</param>
/// <param name="Doctors">How many doctors see people there.</param>
internal sealed record DepartmentLine(string Code, Phrase Name, string? About, int Doctors);

internal sealed class FindClinicsHandler(LinliDb db) : IHandler<FindClinics, IReadOnlyList<ClinicLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/clinics", (UseCaseRunner run, CancellationToken cancel, string? q = null) => run.Answer(new FindClinics(q), cancel))
            .Needs(Access.Public).WithTags("Clinics").WithSummary("Clinics with their departments 就医指南");

    public async Task<Result<IReadOnlyList<ClinicLine>>> Handle(FindClinics request, CancellationToken cancel)
    {
        // The directory is for everybody.
        var clinics = await db.Unfiltered<Clinic>().AsNoTracking().OrderBy(c => c.Code).ToListAsync(cancel);
        var departments = (await db.Unfiltered<Department>().AsNoTracking().OrderBy(d => d.Position).ThenBy(d => d.Code).ToListAsync(cancel)).ToLookup(d => d.Clinic);
        var doctors = (await db.Unfiltered<Doctor>().AsNoTracking().Where(d => d.Active).Select(d => new { d.Department, d.Name, d.Skills }).ToListAsync(cancel)).ToLookup(d => d.Department);
        var words = (request.Q ?? "").Split((char[])[' ', '　'], StringSplitOptions.RemoveEmptyEntries);
        return clinics.ConvertAll(c => new ClinicLine(c.Code, c.Name, c.About, c.Facility,
        [
            .. departments[c.Code].Where(d => words.All(w => Says(w, [c.NameZh, c.NameEn, d.NameZh, d.NameEn, d.About, .. doctors[d.Id].SelectMany(x => (string?[])[x.Name, x.Skills])])))
                .Select(d => new DepartmentLine(d.Code, d.Name, d.About, doctors[d.Id].Count())),
        ])).FindAll(c => words.Length == 0 || c.Departments.Count > 0);
    }

    private static bool Says(string word, string?[] texts) => texts.Any(t => t?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
}
