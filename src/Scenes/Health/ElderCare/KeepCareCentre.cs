using System.Text.Json.Serialization;
using Linli.Health.Clinics;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Enters a centre of home care, or changes its record.</summary>
/// <param name="Place">Code of the place it belongs to.</param>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="AreaM2">Area in square metres.</param>
/// <param name="Beds">Beds for a rest or a night.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="About">What it is, at most 500 characters.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="Space">Code of its line in the space ledger.</param>
internal sealed record KeepCareCentre(string Place, string NameZh, decimal AreaM2, int Beds = 0, string? NameEn = null, string? About = null, string? Facility = null, string? Space = null)
    : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!ClinicProblems.IsCode(Code))
            yield return Problem.Invalid("code", "health.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        foreach (var problem in ClinicProblems.Names(NameZh, NameEn).Concat(ClinicProblems.Text("about", About, 500)).Concat(ClinicProblems.Text("facility", Facility, 60)).Concat(ClinicProblems.Text("space", Space, 60)))
            yield return problem;
        if (AreaM2 is <= 0 or > 100_000)
            yield return Problem.Invalid("areaM2", "health.area", "请填写面积（平方米）。", "Give the area in square metres.");
        if (Beds is < 0 or > 5000)
            yield return Problem.Invalid("beds", "health.beds", "床位数为 0 到 5000。", "Give 0 to 5,000 beds.");
    }
}

internal sealed class KeepCareCentreHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<KeepCareCentre, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/care-centres/{code}", (string code, KeepCareCentre request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(HealthPermissions.KeepCare).WithTags("Elder care").WithSummary("Enter or change a centre of home care");

    public async Task<Result<Done>> Handle(KeepCareCentre request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(HealthPermissions.KeepCare, place.Path))
            return ClinicProblems.Place;
        // The code is taken whoever asks; whether the caller may change it is asked next.
        var centre = await db.Unfiltered<CareCentre>().SingleOrDefaultAsync(c => c.Code == request.Code, cancel);
        if (centre is not null && !current.Value.May(HealthPermissions.KeepCare, ScopePath.Parse(centre.Scope, null)))
            return CareWords.NoCentre;
        if (centre is not null && centre.Scope != place.Path.Value
            && (await db.Unfiltered<CareService>().AnyAsync(s => s.Centre == centre.Code && s.EndedAt == null, cancel) || await db.Unfiltered<CarePlan>().AnyAsync(p => p.Centre == centre.Code && p.State != PlanState.Ended, cancel)))
            return ClinicProblems.PlaceFixed("它还有在办的项目或没结束的照护计划", "it has services, or plans of care that have not ended");
        if (centre is null)
            db.Insert(centre = new() { Code = request.Code, Scope = place.Path.Value, NameZh = "", NameEn = "", AreaDm2 = 0, Beds = 0, Operator = request.Code });
        var zh = ClinicProblems.Line(request.NameZh, 60);
        (centre.Scope, centre.NameZh, centre.NameEn, centre.AreaDm2, centre.Beds) = (place.Path.Value, zh, ClinicProblems.LineOrNothing(request.NameEn, 100) ?? zh, (int)(request.AreaM2 * 100), request.Beds);
        (centre.About, centre.Facility, centre.Space) = (ClinicProblems.LineOrNothing(request.About, 500), ClinicProblems.LineOrNothing(request.Facility, 60), ClinicProblems.LineOrNothing(request.Space, 60));
        return Done.It;
    }
}
