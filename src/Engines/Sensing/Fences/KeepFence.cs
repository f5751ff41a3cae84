using System.Text.Json;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Fences;

/// <summary>
/// Takes in fences as GeoJSON, all of them or none: new codes are added, known codes get their new border. One fence is a
/// collection of one.
/// </summary>
/// <param name="GeoJson">A FeatureCollection of polygons with the properties <c>code</c>, <c>place</c> (its code), <c>name_zh</c> and <c>name_en</c>.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
/// <param name="DryRun">Only report what is wrong.</param>
internal sealed record ImportFences(JsonElement GeoJson, string? Crs = null, bool DryRun = false) : ICommand<ImportedFences>;

/// <summary>What an import of fences did, or would do.</summary>
internal sealed record ImportedFences(int Added, int Changed, bool DryRun);

/// <summary>Takes a fence away.</summary>
/// <param name="Code">Its code.</param>
internal sealed record RemoveFence(string Code) : ICommand<Done>, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => Code;
}

internal sealed class KeepFenceHandler(LinliDb db, RuleBook book, IScopeTree tree, CurrentCaller current)
    : IHandler<ImportFences, ImportedFences>, IHandler<RemoveFence, Done>, IUseCase
{
    private const int MostFences = 5000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/fences/import", (ImportFences request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("Import fences from GeoJSON 围栏");
        api.MapDelete("/sensing/fences/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveFence(code), cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("Take a fence away");
    }

    public async Task<Result<ImportedFences>> Handle(ImportFences request, CancellationToken cancel)
    {
        if (SystemOf(request.Crs) is not { } system)
            return Problem.Invalid("crs", "sensing.unknown_crs", "坐标系只能是 wgs84、cgcs2000、gcj02 或 bd09。", "The coordinate system is wgs84, cgcs2000, gcj02 or bd09.");
        var read = Read(request.GeoJson, system);
        if (!read.Ok)
            return read.As<ImportedFences>();
        var added = 0;
        foreach (var fence in read.Value)
        {
            var known = await book.FenceOf(fence.Code, cancel);
            if (!current.Value.May(SensingPermissions.Rules, fence.Scope) || (known is not null && !current.Value.May(SensingPermissions.Rules, known.Scope)))
                return SensingPlaces.NotHere();
            added += known is null ? 1 : 0;
            if (!request.DryRun)
                await book.Put(fence, cancel);
        }

        return new ImportedFences(added, read.Value.Count - added, request.DryRun);
    }

    public async Task<Result<Done>> Handle(RemoveFence request, CancellationToken cancel)
    {
        if (await book.FenceOf(request.Code, cancel) is not { } row || !current.Value.May(SensingPermissions.Rules, row.Scope))
            return FindFencesHandler.Unknown();
        var bodies = await db.Unfiltered<RuleRow>().AsNoTracking().Select(r => r.Body).ToListAsync(cancel);
        if (bodies.Select(RuleText.Read).FirstOrDefault(r => r.Fence == request.Code) is { } rule)
            return Problem.Conflict("sensing.fence_used", $"规则“{rule.Name.Zh}”（{rule.Code}）还在用这个围栏，请先改规则。", $"The rule '{rule.Name.En}' ({rule.Code}) still uses this fence: change the rule first.");
        await book.Remove(request.Code, cancel);
        return Done.It;
    }

    internal static CoordinateSystem? SystemOf(string? crs) =>
        string.IsNullOrEmpty(crs) ? CoordinateSystem.Wgs84 : Enum.TryParse<CoordinateSystem>(crs, true, out var system) && !char.IsAsciiDigit(crs[0]) ? system : null;

    private Result<List<Fence>> Read(JsonElement json, CoordinateSystem system)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Problem.Invalid("geoJson", "sensing.no_geojson", "请给出 GeoJSON（FeatureCollection）。", "Give a GeoJSON FeatureCollection.");
        IReadOnlyList<GeoFeature> features;
        try
        {
            features = GeoJson.Read(JsonSerializer.SerializeToUtf8Bytes(json));
        }
        catch (InvalidGeoJsonException e)
        {
            return Problem.Invalid("geoJson", "sensing.no_geojson", "不是可用的 GeoJSON：" + e.Message, "This is no GeoJSON: " + e.Message);
        }

        if (features.Count is 0 or > MostFences)
            return Problem.Invalid("geoJson", "sensing.fence_count", $"一次导入 1–{MostFences} 个围栏。", $"One import takes 1 to {MostFences} fences.");
        var (fences, problems) = (new List<Fence>(), new List<Problem>());
        for (var n = 0; n < features.Count; n++)
        {
            var fence = Read(features[n], $"geoJson.features[{n}]", system);
            if (fence.Ok)
                fences.Add(fence.Value);
            else
                problems.AddRange(fence.Problems);
        }

        if (fences.GroupBy(f => f.Code).FirstOrDefault(g => g.Count() > 1) is { } twice)
            problems.Add(Problem.Invalid("geoJson", "sensing.fence_twice", $"代码 {twice.Key} 出现了两次。", $"The code {twice.Key} is there twice."));
        return problems.Count > 0 ? Result<List<Fence>>.Fail([.. problems.Take(20)]) : fences;
    }

    private Result<Fence> Read(GeoFeature feature, string field, CoordinateSystem system)
    {
        var code = feature.Properties.GetValueOrDefault("code") as string ?? feature.Id;
        if (!SensingCode.IsValid(code))
            return SensingCode.Wrong(field + ".properties.code");
        if (!PlainText.TryCleanLine(feature.Properties.GetValueOrDefault("name_zh") as string, 100, out var zh) || zh.Length == 0
            || !PlainText.TryCleanLine(feature.Properties.GetValueOrDefault("name_en") as string, 200, out var en))
            return Problem.Invalid(field + ".properties.name_zh", "sensing.name_length", "名称应为 1–100 个字。", "A name has 1 to 100 characters.");
        if (SensingPlaces.Find(tree, feature.Properties.GetValueOrDefault("place") as string) is not { } place)
            return SensingPlaces.NoPlace(field + ".properties.place");
        // Degrees are looked at before they are shifted: what is none cannot be.
        if (FenceCheck.Problem(feature.Geometry, field + ".geometry") is { } problem)
            return problem;
        var area = ChinaCoordinates.ToWgs84(feature.Geometry!, system);
        return new Fence(code!, (zh, en.Length == 0 ? zh : en), place.Path, area);
    }
}
