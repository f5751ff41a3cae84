using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>What totals of the ledger are counted by.</summary>
internal enum TotalsBy
{
    /// <summary>归集: wholes counted together.</summary>
    Collection,

    /// <summary>中心: each whole with its parts.</summary>
    Centre,

    /// <summary>权属.</summary>
    Owner,

    /// <summary>场景.</summary>
    Scene,

    /// <summary>原用途.</summary>
    FormerUse,

    /// <summary>所属地点.</summary>
    Place,
}

/// <summary>Areas of the ledger added up by the database, with the filters of <see cref="FindSpaces"/> except the words.</summary>
/// <param name="By">What is added up apart.</param>
/// <param name="Filter">Which lines count.</param>
internal sealed record SpaceTotals(TotalsBy By, FindSpaces? Filter = null) : IQuery<SpaceTotalsAnswer>;

/// <summary>Areas by some key.</summary>
/// <param name="Area">Square metres in all.</param>
/// <param name="Spaces">How many lines.</param>
/// <param name="Unmeasured">How many of them have no area yet.</param>
/// <param name="Groups">The parts, largest first; empty keys are lines that have none.</param>
internal sealed record SpaceTotalsAnswer(decimal Area, int Spaces, int Unmeasured, IReadOnlyList<SpaceTotal> Groups);

/// <summary>One part of the totals.</summary>
/// <param name="Key">Value of what is counted by: a code, a name of an enumeration, or a text as written.</param>
/// <param name="Area">Square metres.</param>
/// <param name="Spaces">How many lines.</param>
/// <param name="Unmeasured">How many of them have no area yet.</param>
/// <param name="Approximate">Some areas in it are known only about.</param>
internal sealed record SpaceTotal(string Key, decimal Area, int Spaces, int Unmeasured, bool Approximate);

internal sealed class SpaceTotalsHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<SpaceTotals, SpaceTotalsAnswer>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/spaces/totals", (TotalsBy by, [AsParameters] FindSpaces filter, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(new SpaceTotals(by, filter), cancel))
            .Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("Totals of the space ledger 面积合计");

    public async Task<Result<SpaceTotalsAnswer>> Handle(SpaceTotals request, CancellationToken cancel)
    {
        if (FindSpacesHandler.Filtered(db, tree, current.Value, request.Filter ?? new(), out var rows) is { } problem)
            return problem;
        var groups = await Sums(Counted(rows), request.By, cancel);
        return new SpaceTotalsAnswer(
            groups.Sum(g => g.Area) / 100m, groups.Sum(g => g.Spaces), groups.Sum(g => g.Unmeasured),
            [.. groups.OrderByDescending(g => g.Area).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new SpaceTotal(g.Key, g.Area / 100m, g.Spaces, g.Unmeasured, g.Approximate > 0))]);
    }

    /// <summary>
    /// Each line with the area that counts for itself: a whole what its parts leave of it, so that nothing counts twice. Where a
    /// whole says that its parts overlap it counts alone, and where it was not measured only its parts do.
    /// </summary>
    private IQueryable<Line> Counted(IQueryable<SpaceRow> rows)
    {
        // The whole or parts of a line that the caller sees; no more than their areas are used.
        var all = db.Unfiltered<SpaceRow>();
        var parts = all.Where(p => p.PartOf != null).GroupBy(p => p.PartOf).Select(g => new { Whole = g.Key, Area = g.Sum(p => (long)(p.AreaDm2 ?? 0)) });
        return from space in rows
               join part in parts on space.Code equals part.Whole into inside
               from part in inside.DefaultIfEmpty()
               join whole in all on space.PartOf equals whole.Code into around
               from whole in around.DefaultIfEmpty()
               select new Line
               {
                   Code = space.Code, Whole = space.PartOf, Collection = whole.Code == null ? space.Collection : whole.Collection, Owner = space.Owner, Scene = space.Scene,
                   FormerUse = space.FormerUse, Place = space.Scope, Area = space.AreaDm2, Approximate = space.AreaIsApproximate,
                   Own = space.AreaDm2 == null || whole.OverlapNote != null ? 0L
                       : space.OverlapNote != null ? (long)space.AreaDm2.Value
                       : (long)space.AreaDm2.Value - ((long?)part.Area ?? 0L),
               };
    }

    private static async Task<List<SpaceSum>> Sums(IQueryable<Line> lines, TotalsBy by, CancellationToken cancel) => by switch
    {
        TotalsBy.Collection => await Sum(lines.GroupBy(l => l.Collection ?? ""), cancel),
        TotalsBy.Centre => await Sum(lines.GroupBy(l => l.Whole ?? l.Code), cancel),
        TotalsBy.Owner => await Sum(lines.GroupBy(l => l.Owner), cancel),
        TotalsBy.Scene => await Sum(lines.GroupBy(l => l.Scene), cancel),
        TotalsBy.FormerUse => await Sum(lines.GroupBy(l => l.FormerUse ?? ""), cancel),
        _ => await Sum(lines.GroupBy(l => l.Place), cancel),
    };

    private static async Task<List<SpaceSum>> Sum<TKey>(IQueryable<IGrouping<TKey, Line>> groups, CancellationToken cancel) =>
        [.. (await groups.Select(g => new
        {
            g.Key, Area = g.Sum(l => l.Own), Spaces = g.Count(), Unmeasured = g.Sum(l => l.Area == null ? 1 : 0), Approximate = g.Sum(l => l.Approximate ? 1 : 0),
        }).ToListAsync(cancel)).Select(g => new SpaceSum(g.Key!.ToString()!, g.Area, g.Spaces, g.Unmeasured, g.Approximate))];

    private sealed record SpaceSum(string Key, long Area, int Spaces, int Unmeasured, int Approximate);

    private sealed class Line
    {
        public required string Code { get; init; }

        public string? Whole { get; init; }

        public string? Collection { get; init; }

        public required string Owner { get; init; }

        public Scene Scene { get; init; }

        public string? FormerUse { get; init; }

        public required string Place { get; init; }

        public int? Area { get; init; }

        public bool Approximate { get; init; }

        public long Own { get; init; }
    }
}
