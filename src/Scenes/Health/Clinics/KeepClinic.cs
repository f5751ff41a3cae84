using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Clinics;

/// <summary>Enters a clinic, or changes it.</summary>
/// <param name="Place">Code of the place it belongs to.</param>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="About">What it is, at most 500 characters.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="Space">Code of its line in the space ledger.</param>
internal sealed record KeepClinic(string Place, string NameZh, string? NameEn = null, string? About = null, string? Facility = null, string? Space = null)
    : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Lower-case letters, digits and hyphens; it stays.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!ClinicProblems.IsCode(Code))
            yield return Problem.Invalid("code", "health.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        foreach (var problem in ClinicProblems.Names(NameZh, NameEn).Concat(ClinicProblems.Text("about", About, 500)).Concat(ClinicProblems.Text("facility", Facility, 60)).Concat(ClinicProblems.Text("space", Space, 60)))
            yield return problem;
    }
}

internal sealed class KeepClinicHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<KeepClinic, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/clinics/{code}", (string code, KeepClinic request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(HealthPermissions.Clinics).WithTags("Clinics").WithSummary("Enter or change a clinic");

    public async Task<Result<Done>> Handle(KeepClinic request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(HealthPermissions.Clinics, place.Path))
            return ClinicProblems.Place;
        // The code is taken whoever asks; whether the caller may change it is asked next.
        var clinic = await db.Unfiltered<Clinic>().SingleOrDefaultAsync(c => c.Code == request.Code, cancel);
        if (clinic is not null && !current.Value.May(HealthPermissions.Clinics, ScopePath.Parse(clinic.Scope, null)))
            return ClinicProblems.NoClinic;
        if (clinic is not null && clinic.Scope != place.Path.Value && await db.Unfiltered<Doctor>().AnyAsync(d => d.Clinic == clinic.Code && d.Active, cancel))
            return ClinicProblems.PlaceFixed("它还有出诊的医生", "doctors see people there");
        if (clinic is null)
            db.Insert(clinic = new() { Code = request.Code, Scope = place.Path.Value, NameZh = "", NameEn = "" });
        var zh = ClinicProblems.Line(request.NameZh, 60);
        (clinic.Scope, clinic.NameZh, clinic.NameEn) = (place.Path.Value, zh, ClinicProblems.LineOrNothing(request.NameEn, 100) ?? zh);
        (clinic.About, clinic.Facility, clinic.Space) = (ClinicProblems.LineOrNothing(request.About, 500), ClinicProblems.LineOrNothing(request.Facility, 60), ClinicProblems.LineOrNothing(request.Space, 60));
        return Done.It;
    }
}
