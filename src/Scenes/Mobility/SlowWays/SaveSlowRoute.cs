using System.Text.Json.Serialization;
using Linli.Places.Facilities;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SlowWays;

/// <summary>Adds a route for walking or jogging (健身路线), or changes the one with this code.</summary>
public sealed record SaveSlowRoute : ICommand<Done>, IValidated, IAudited
{
    /// <summary>1 to 60 Latin letters, digits, hyphens.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    /// <summary>Chinese name, 1 to 60 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name, 1 to 120 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>walk or jog.</summary>
    public SlowPace Pace { get; init; }

    /// <summary>Codes of 2 to 20 facilities in turn; the first again at the end for a round.</summary>
    public string[] Stops { get; init; } = [];

    /// <summary>Lower comes first.</summary>
    public int Order { get; init; }

    string? IAudited.AuditSubject => Code;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Code.Length is 0 or > 60 || !Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return Problem.Invalid("code", "mobility.code_form", "代码应为 1–60 个字母、数字或“-”。", "A code has 1 to 60 Latin letters, digits or hyphens.");
        if (NameZh.Trim().Length is 0 or > 60)
            yield return Problem.Invalid("nameZh", "mobility.name_missing", "请填写中文名称（60 字以内）。", "Give a Chinese name of at most 60 characters.");
        if (NameEn.Trim().Length is 0 or > 120)
            yield return Problem.Invalid("nameEn", "mobility.name_missing", "请填写英文名称（120 字以内）。", "Give an English name of at most 120 characters.");
        if (Stops.Length is < 2 or > 20)
            yield return Problem.Invalid("stops", "mobility.stops_count", "路线应经过 2–20 个地点。", "A route has 2 to 20 stops.");
    }
}

internal sealed class SaveSlowRouteHandler(LinliDb db, IHandler<GetFacilities, FacilityListed[]> facilities) : IHandler<SaveSlowRoute, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/mobility/slow-routes/{code}", (string code, SaveSlowRoute request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(MobilityPermissions.SlowWays).WithSummary("Add or change a route for walking or jogging 维护健身路线");

    public async Task<Result<Done>> Handle(SaveSlowRoute request, CancellationToken cancel)
    {
        var known = ((await facilities.Handle(new(), cancel)).Value ?? []).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        if (request.Stops.FirstOrDefault(s => !known.Contains(s)) is { } unknown)
            return Problem.Invalid("stops", "mobility.unknown_stop", $"没有设施 {unknown}，请从设施列表中选择。", $"There is no facility {unknown}: choose from the list.");
        var row = await db.Records<SlowRoute>().SingleOrDefaultAsync(r => r.Code == request.Code, cancel);
        if (row is null)
            db.Records<SlowRoute>().Add(row = new() { Code = request.Code, NameZh = "", NameEn = "", Pace = request.Pace, Stops = "", Order = 0 });
        (row.NameZh, row.NameEn, row.Pace, row.Stops, row.Order) = (request.NameZh.Trim(), request.NameEn.Trim(), request.Pace, string.Join(' ', request.Stops), request.Order);
        return Done.It;
    }
}

/// <summary>Takes a route away.</summary>
/// <param name="Code">Its code.</param>
public sealed record RemoveSlowRoute(string Code) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Code;
}

internal sealed class RemoveSlowRouteHandler(LinliDb db) : IHandler<RemoveSlowRoute, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/mobility/slow-routes/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveSlowRoute(code), cancel))
            .Needs(MobilityPermissions.SlowWays).WithSummary("Take a route away 删除健身路线");

    public async Task<Result<Done>> Handle(RemoveSlowRoute request, CancellationToken cancel) =>
        await db.Records<SlowRoute>().Where(r => r.Code == request.Code).ExecuteDeleteAsync(cancel) == 0
            ? Problem.NotFound("mobility.unknown_route", "没有这条路线。", "There is no such route.")
            : Done.It;
}
