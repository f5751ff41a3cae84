using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Fences;

/// <summary>The fences of the caller's places, with the rules that look at them.</summary>
/// <param name="Code">This one only.</param>
internal sealed record FindFences(string? Code = null) : IQuery<FenceListed[]>;

/// <summary>A fence in a list.</summary>
/// <param name="Fence">The fence, WGS-84.</param>
/// <param name="SquareMetres">How large it is.</param>
/// <param name="Rules">Codes of the rules that look at it.</param>
/// <param name="ChangedAt">When it was last changed, UTC.</param>
/// <param name="ChangedBy">By whom; empty for the program itself.</param>
internal sealed record FenceListed(Fence Fence, double SquareMetres, IReadOnlyList<string> Rules, DateTimeOffset ChangedAt, string ChangedBy);

internal sealed class FindFencesHandler(LinliDb db, CurrentCaller current) : IHandler<FindFences, FenceListed[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/fences.geojson", async Task<IResult> (string? code, string? crs, UseCaseRunner runner, CancellationToken cancel) =>
            {
                if (KeepFenceHandler.SystemOf(crs) is not { } system)
                    return ProblemResults.From([Problem.Invalid("crs", "sensing.unknown_crs", "坐标系只能是 wgs84、cgcs2000、gcj02 或 bd09。", "The coordinate system is wgs84, cgcs2000, gcj02 or bd09.")]);
                var found = await runner.Ask(new FindFences(code), cancel);
                return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value.Select(f => Feature(f, system))), "application/geo+json") : ProblemResults.From(found.Problems);
            })
            .Needs(SensingPermissions.Rules).Produces(StatusCodes.Status200OK, contentType: "application/geo+json").WithTags("Sensing").WithSummary("Fences as GeoJSON, tagged with their coordinate system 围栏");

    public async Task<Result<FenceListed[]>> Handle(FindFences request, CancellationToken cancel)
    {
        var rows = await db.Scoped<FenceRow>(current.Value.ScopesFor(SensingPermissions.Rules)).AsNoTracking()
            .Where(f => request.Code == null || f.Code == request.Code).OrderBy(f => f.Code).ToListAsync(cancel);
        var rules = (await db.Scoped<RuleRow>(current.Value.ScopesFor(SensingPermissions.Rules)).AsNoTracking().Select(r => r.Body).ToListAsync(cancel))
            .ConvertAll(RuleText.Read).ToLookup(r => r.Fence, r => r.Code);
        return rows.Select(r => (Row: r, Fence: r.ToFence())).Select(f => new FenceListed(f.Fence, Area.SquareMetres(f.Fence.Area), [.. rules[f.Row.Code]], f.Row.ChangedAt, f.Row.ChangedBy)).ToArray();
    }

    internal static Problem Unknown() => Problem.NotFound("sensing.unknown_fence", "没有这个围栏。", "There is no such fence.");

    private static GeoFeature Feature(FenceListed listed, CoordinateSystem system) => new(
        ChinaCoordinates.FromWgs84(listed.Fence.Area, system),
        new Dictionary<string, object?>
        {
            ["code"] = listed.Fence.Code, ["name"] = listed.Fence.Name.ToString(), ["name_zh"] = listed.Fence.Name.Zh, ["name_en"] = listed.Fence.Name.En,
            ["place"] = listed.Fence.Scope.Code, ["crs"] = Platform.Json.Name(system), ["href"] = "/desk/sensing/fences/" + listed.Fence.Code,
            ["text"] = string.Join(' ', listed.Rules),
        },
        listed.Fence.Code);
}
