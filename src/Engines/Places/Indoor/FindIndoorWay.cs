using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Indoor;

/// <summary>The way between two rooms of a building (室内路线).</summary>
/// <param name="Code">The indoor map; in the address.</param>
/// <param name="From">Id of the unit one is in.</param>
/// <param name="To">Id of the unit one wants to get to.</param>
/// <param name="StepFree">Lifts and ramps only, no stairs, escalators, revolving doors or turnstiles.</param>
internal sealed record FindIndoorWay(string Code, Guid From, Guid To, bool StepFree = false) : IQuery<IndoorWay>;

/// <summary>A way, or that there is none.</summary>
/// <param name="Found">Whether one gets there.</param>
/// <param name="Metres">How far, without what goes up or down.</param>
/// <param name="Seconds">How long it takes, walking 1.2 m/s, step-free 0.9 m/s.</param>
/// <param name="Legs">What to do, in order.</param>
internal sealed record IndoorWay(bool Found, double Metres, double Seconds, IReadOnlyList<IndoorLeg> Legs);

/// <summary>A leg of the way on one level.</summary>
/// <param name="Level">Id of the level.</param>
/// <param name="Text">What to do.</param>
/// <param name="Line">Longitude and latitude of its points, WGS-84.</param>
internal sealed record IndoorLeg(Guid Level, Phrase Text, IReadOnlyList<double[]> Line);

internal sealed class FindIndoorWayHandler(VenueShelf shelf) : IHandler<FindIndoorWay, IndoorWay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/indoor/{code}/route", (string code, Guid from, Guid to, bool? stepFree, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(new FindIndoorWay(code, from, to, stepFree == true), cancel))
            .Needs(Access.Public).WithTags("Indoor").WithSummary("The way between two rooms 室内路线");

    public async Task<Result<IndoorWay>> Handle(FindIndoorWay request, CancellationToken cancel)
    {
        if (await shelf.Take(request.Code, cancel) is not { } kept)
            return ExportVenueHandler.NoVenue;
        var units = kept.Map.Features.Where(f => f.Type == "unit").Select(f => f.Id).ToHashSet();
        foreach (var (field, unit) in new[] { ("from", request.From), ("to", request.To) })
            if (!units.Contains(unit))
                return Problem.Invalid(field, "places.unknown_unit", "这张图里没有这个房间。", "There is no such room on this map.");
        return Describe(kept.Map, new IndoorGraph(kept.Map).Way(request.From, request.To, request.StepFree));
    }

    internal static IndoorWay Describe(ImdfMap map, IReadOnlyList<IndoorStep>? steps)
    {
        if (steps is null)
            return new(false, 0, 0, []);
        var features = map.Features.ToDictionary(f => f.Id);
        var legs = new List<IndoorLeg>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (step.By != "walk")
                legs.Add(new(step.Level, Change(step, features), [[step.To.X, step.To.Y]]));
            else
                legs.Add(new(step.Level, Walk(step, i == steps.Count - 1, features), [[step.From.X, step.From.Y], [step.To.X, step.To.Y]]));
        }

        return new(true, Math.Round(steps.Sum(s => s.Metres), 1), Math.Round(steps.Sum(s => s.Seconds)), legs);
    }

    private static Phrase Walk(IndoorStep step, bool last, Dictionary<Guid, ImdfFeature> features)
    {
        var unit = Name(features[step.Unit]);
        var metres = Math.Max(1, Math.Round(step.Metres)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return last
            ? ($"在{unit.Zh}走 {metres} 米即到", $"In {unit.En}, {metres} m, and you are there")
            : ($"穿过{unit.Zh}，{metres} 米到门口", $"Through {unit.En}, {metres} m to the door");
    }

    private static Phrase Change(IndoorStep step, Dictionary<Guid, ImdfFeature> features)
    {
        var level = Name(features[step.Level]);
        return step.By switch
        {
            "elevator" => ($"乘电梯到{level.Zh}", $"Take the lift to {level.En}"),
            "stairs" => ($"走楼梯到{level.Zh}", $"Take the stairs to {level.En}"),
            "escalator" => ($"乘扶梯到{level.Zh}", $"Take the escalator to {level.En}"),
            "ramp" => ($"沿坡道到{level.Zh}", $"Take the ramp to {level.En}"),
            _ => ($"到{Name(features[step.Unit]).Zh}", $"Go on to {Name(features[step.Unit]).En}"),
        };
    }

    /// <summary>What a unit or level is called; its category where it has no name.</summary>
    internal static Phrase Name(ImdfFeature feature)
    {
        var zh = feature.Label("name", english: false) ?? feature.Text("category") ?? feature.Type;
        return (zh, feature.Label("name", english: true) ?? zh);
    }
}
