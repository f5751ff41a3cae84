using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Walking;

/// <summary>The walking network in figures: where it came from, how long it is, what does not hang together (步行网络概况).</summary>
public sealed record GetWalking : IQuery<WalkingSummary>;

/// <summary>The walking network in figures.</summary>
/// <param name="Sources">Files it was read from.</param>
/// <param name="Nodes">Nodes of all sources, those at one spot counted once.</param>
/// <param name="Edges">Edges of all sources.</param>
/// <param name="Metres">Length of all ways, measured on the ground.</param>
/// <param name="SlowLaneMetres">Length of the slow lane.</param>
/// <param name="Parts">Nodes of each part that hangs together, the largest first; at most twenty.</param>
/// <param name="StepFreeParts">The same for wheelchairs.</param>
/// <param name="Profiles">How people walk.</param>
public sealed record WalkingSummary(
    IReadOnlyList<WalkingSource> Sources, int Nodes, int Edges, double Metres, double SlowLaneMetres, IReadOnlyList<int> Parts, IReadOnlyList<int> StepFreeParts,
    IReadOnlyList<ProfileListed> Profiles);

/// <summary>A file the network was read from.</summary>
/// <param name="Code">Name of the source.</param>
/// <param name="Format">osm or geojson.</param>
/// <param name="Crs">How its degrees were read.</param>
/// <param name="At">When.</param>
/// <param name="Edges">How many edges it brought.</param>
/// <param name="Metres">How long they are.</param>
public sealed record WalkingSource(string Code, string Format, string Crs, DateTimeOffset At, int Edges, double Metres);

/// <summary>How somebody walks.</summary>
/// <param name="Code">To be named when asking for a way.</param>
/// <param name="Name">What people call it.</param>
/// <param name="MetresPerSecond">Speed on the flat.</param>
/// <param name="StepFree">Whether steps are no way.</param>
/// <param name="Source">Where the figures come from.</param>
public sealed record ProfileListed(string Code, Phrase Name, double MetresPerSecond, bool StepFree, string Source);

internal sealed class GetWalkingHandler(LinliDb db, WalkingMemory memory) : IHandler<GetWalking, WalkingSummary>, IUseCase
{
    private const int MostParts = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/walking", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetWalking(), cancel))
            .Needs(Access.Public).WithSummary("The walking network in figures 步行网络概况");

    public async Task<Result<WalkingSummary>> Handle(GetWalking request, CancellationToken cancel)
    {
        var sources = await db.Records<WalkSourceRow>().AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel);
        var (walking, profiles) = (memory.Current, memory.ProfilesAt(ScopePath.Root));
        var graph = walking.Graph;
        var wheels = profiles.FirstOrDefault(p => p.NeedsWheels);
        return new WalkingSummary(
            sources.ConvertAll(s => new WalkingSource(s.Code, s.Format, s.Crs, s.At, s.Edges, s.Metres)), graph.Nodes, graph.Edges,
            Math.Round(graph.LengthMm.Sum(l => l / 1000.0), 1),
            Math.Round(Enumerable.Range(0, graph.Edges).Where(e => graph.Facts[e].SlowLane).Sum(e => graph.LengthMm[e] / 1000.0), 1),
            [.. graph.Components.Take(MostParts)], wheels is null ? [] : [.. walking.NetOf(wheels).Parts.Take(MostParts)],
            [.. profiles.Select(p => new ProfileListed(p.Code, p.Name, p.SpeedCmPerS / 100.0, p.StepsPercent is null, p.Source))]);
    }
}
