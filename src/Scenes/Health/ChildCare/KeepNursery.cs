using System.Text.Json.Serialization;
using Linli.Health.Clinics;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>Enters a nursery, or changes it.</summary>
/// <param name="Place">Code of the place it belongs to.</param>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="About">What it is, at most 500 characters.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="Space">Code of its line in the space ledger.</param>
/// <param name="AreaM2">Area in square metres.</param>
/// <param name="Operator">Key of whoever runs it and gets the fees; the nursery's own code when left out. Not for its teachers to change.</param>
internal sealed record KeepNursery(
    string Place, string NameZh, string? NameEn = null, string? About = null, string? Facility = null, string? Space = null, decimal? AreaM2 = null, string? Operator = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!ClinicProblems.IsCode(Code))
            yield return Problem.Invalid("code", "health.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        if (Operator is not null && !ClinicProblems.IsCode(Operator))
            yield return Problem.Invalid("operator", "health.code", "运营方代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        foreach (var problem in ClinicProblems.Names(NameZh, NameEn).Concat(ClinicProblems.Text("about", About, 500)).Concat(ClinicProblems.Text("facility", Facility, 60)).Concat(ClinicProblems.Text("space", Space, 60)))
            yield return problem;
        if (AreaM2 is <= 0 or > 100_000)
            yield return Problem.Invalid("areaM2", "health.area", "面积不正确。", "The area is wrong.");
    }
}

internal sealed class KeepNurseryHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<KeepNursery, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/nurseries/{code}", (string code, KeepNursery request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(HealthPermissions.KeepNursery).WithTags("Child-care").WithSummary("Enter or change a nursery");

    public async Task<Result<Done>> Handle(KeepNursery request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(HealthPermissions.KeepNursery, place.Path))
            return ClinicProblems.Place;
        // The code is taken whoever asks; whether the caller may change it is asked next.
        var nursery = await db.Unfiltered<Nursery>().SingleOrDefaultAsync(n => n.Code == request.Code, cancel);
        if (nursery is not null && !current.Value.May(HealthPermissions.KeepNursery, ScopePath.Parse(nursery.Scope, null)))
            return NurseryProblems.NoNursery;
        var today = LocalTime.Today(time);
        if (nursery is not null && nursery.Scope != place.Path.Value && await db.Unfiltered<NurseryGroup>().AnyAsync(g => g.Nursery == nursery.Code && g.Until >= today, cancel))
            return ClinicProblems.PlaceFixed("它还有没结束的班级", "it has groups whose term is not over");
        if (request.Operator is { } wished && wished != (nursery?.Operator ?? request.Code) && !current.Value.May(HealthPermissions.KeepRules, place.Path))
            return Problem.Forbidden("health.nursery_operator", "收款方由街道或运营方维护，请联系他们修改。", "Who gets the fees is entered by the street or the operator: ask them.") with { Field = "operator" };
        if (nursery is null)
            db.Insert(nursery = new() { Code = request.Code, Scope = place.Path.Value, NameZh = "", NameEn = "", Operator = request.Code });
        var zh = ClinicProblems.Line(request.NameZh, 60);
        (nursery.Scope, nursery.NameZh, nursery.NameEn) = (place.Path.Value, zh, ClinicProblems.LineOrNothing(request.NameEn, 100) ?? zh);
        (nursery.About, nursery.Facility, nursery.Space) = (ClinicProblems.LineOrNothing(request.About, 500), ClinicProblems.LineOrNothing(request.Facility, 60), ClinicProblems.LineOrNothing(request.Space, 60));
        (nursery.AreaDm2, nursery.Operator) = (request.AreaM2 is { } area ? (int)(area * 100) : null, request.Operator ?? nursery.Operator);
        return Done.It;
    }
}
