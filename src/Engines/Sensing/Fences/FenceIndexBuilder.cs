using Linli.Platform.Geo;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Fences;

/// <summary>Works out a <see cref="FenceIndex"/>.</summary>
internal sealed class FenceIndexBuilder
{
    // A tenth of a millimetre: a point at the rim of a cell may be reckoned into the neighbour by rounding.
    private const double Rim = 1e-9;

    // Where a known point may lie across a cell: near its sides few edges are crossed.
    private static readonly double[] Columns = [0.02, 0.26, 0.5, 0.74, 0.98];

    private readonly IReadOnlyList<Geometry> areas;
    private readonly FenceGrid grid;
    private readonly List<(int Cell, int Fence)> covers = [];
    private readonly List<(int Cell, int Border)> passing = [];
    private readonly List<FenceBorder> borders = [];
    private readonly List<FenceEdge> edges = [];

    public FenceIndexBuilder(IReadOnlyList<Geometry> areas, double cellMetres, int mostCells)
    {
        this.areas = areas;
        var box = new Envelope();
        foreach (var area in areas)
            box.ExpandToInclude(area.EnvelopeInternal);
        if (box.IsNull)
            return;
        var scale = LocalScale.At((box.MinY + box.MaxY) / 2);
        // Towns far apart share one grid: coarser then, and slower, but as right.
        for (var size = cellMetres; ; size *= 1.5)
        {
            var (perX, perY) = (scale.East / size, scale.North / size);
            var (columns, rows) = (Math.Ceiling((box.Width + (4 * Rim)) * perX) + 1, Math.Ceiling((box.Height + (4 * Rim)) * perY) + 1);
            grid = new(box.MinX - (2 * Rim), box.MinY - (2 * Rim), perX, perY, (int)Math.Min(columns, mostCells), (int)Math.Min(rows, mostCells));
            if (columns * rows <= mostCells)
                break;
        }
    }

    public FenceIndex Build()
    {
        var outlines = new FenceOutline[areas.Count];
        for (var fence = 0; fence < areas.Count; fence++)
        {
            var sides = EdgesOf(areas[fence]);
            var box = areas[fence].EnvelopeInternal;
            outlines[fence] = new(sides, box, box.IsNull ? default : LocalScale.At((box.MinY + box.MaxY) / 2));
            if (sides.Length > 0)
                Place(fence, areas[fence], sides);
        }

        return Gather(outlines);
    }

    private static FenceEdge[] EdgesOf(Geometry area)
    {
        var found = new List<FenceEdge>();
        foreach (var line in NetTopologySuite.Geometries.Utilities.LinearComponentExtracter.GetLines(area))
        {
            var points = ((LineString)line).Coordinates;
            for (var i = 1; i < points.Length; i++)
                if (!points[i].Equals2D(points[i - 1]))
                    found.Add(new(points[i - 1].X, points[i - 1].Y, points[i].X, points[i].Y));
        }

        return [.. found];
    }

    private void Place(int fence, Geometry area, FenceEdge[] sides)
    {
        var touching = new Dictionary<int, List<int>>();
        for (var i = 0; i < sides.Length; i++)
            Touch(sides[i], i, touching);
        var locator = new IndexedPointInAreaLocator(area);
        foreach (var (cell, of) in touching.OrderBy(t => t.Key))
            Border(fence, cell, sides, of, locator);
        Fill(fence, area.EnvelopeInternal, touching, locator);
    }

    // Row by row, the cells between where the edge comes into the row and where it leaves it.
    private void Touch(in FenceEdge edge, int number, Dictionary<int, List<int>> touching)
    {
        var (low, high) = (Math.Min(edge.Ay, edge.By) - Rim, Math.Max(edge.Ay, edge.By) + Rim);
        for (var row = Row(low); row <= Row(high); row++)
        {
            var bottom = grid.MinY + (row / grid.PerY) - Rim;
            var top = grid.MinY + ((row + 1) / grid.PerY) + Rim;
            var (x1, x2) = (XAt(edge, bottom), XAt(edge, top));
            if (edge.Ay == edge.By)
                (x1, x2) = (edge.Ax, edge.Bx);
            for (var column = Column(Math.Min(x1, x2) - Rim); column <= Column(Math.Max(x1, x2) + Rim); column++)
            {
                var cell = (row * grid.Width) + column;
                if (!touching.TryGetValue(cell, out var list))
                    touching.Add(cell, list = []);
                list.Add(number);
            }
        }
    }

    private static double XAt(in FenceEdge edge, double y)
    {
        var along = edge.Ay == edge.By ? 0 : Math.Clamp((y - edge.Ay) / (edge.By - edge.Ay), 0, 1);
        return edge.Ax + (along * (edge.Bx - edge.Ax));
    }

    // The known point: in the column of the cell that the fewest edges cross, on none of them.
    private void Border(int fence, int cell, FenceEdge[] sides, List<int> of, IndexedPointInAreaLocator locator)
    {
        var (left, bottom) = (grid.MinX + (cell % grid.Width / grid.PerX), grid.MinY + (cell / grid.Width / grid.PerY));
        var columns = Columns.Select(share => left + (share / grid.PerX)).ToArray();
        Array.Sort(Array.ConvertAll(columns, x => of.Count(n => sides[n].Crosses(x))), columns);
        for (var attempt = 0; ; attempt++)
        {
            var x = columns[attempt % columns.Length] + (attempt / columns.Length * Rim);
            var y = bottom + ((0.5 - (0.41 * (attempt % 11) / 11)) / grid.PerY);
            var where = locator.Locate(new Coordinate(x, y));
            if (where == Location.Boundary)
                continue;
            var first = edges.Count;
            foreach (var number in of)
                if (!sides[number].Crosses(x))
                    edges.Add(sides[number]);
            var beside = edges.Count - first;
            foreach (var number in of)
                if (sides[number].Crosses(x))
                    edges.Add(sides[number]);
            passing.Add((cell, borders.Count));
            borders.Add(new(fence, first, beside, of.Count - beside, x, y, where == Location.Interior));
            return;
        }
    }

    // Between two cells with a border nothing changes: one look says it for the whole run.
    private void Fill(int fence, Envelope box, Dictionary<int, List<int>> touching, IndexedPointInAreaLocator locator)
    {
        for (var row = Row(box.MinY); row <= Row(box.MaxY); row++)
        {
            bool? inside = null;
            for (var column = Column(box.MinX); column <= Column(box.MaxX); column++)
            {
                var cell = (row * grid.Width) + column;
                if (touching.ContainsKey(cell))
                {
                    inside = null;
                    continue;
                }

                inside ??= locator.Locate(new Coordinate(grid.MinX + ((column + 0.5) / grid.PerX), grid.MinY + ((row + 0.5) / grid.PerY))) == Location.Interior;
                if (inside.Value)
                    covers.Add((cell, fence));
            }
        }
    }

    private int Row(double y) => Math.Clamp((int)Math.Floor((y - grid.MinY) * grid.PerY), 0, grid.Height - 1);

    private int Column(double x) => Math.Clamp((int)Math.Floor((x - grid.MinX) * grid.PerX), 0, grid.Width - 1);

    // What a cell needs lies together: its list, then its borders, then their edges.
    private FenceIndex Gather(FenceOutline[] outlines)
    {
        var cells = new int[grid.Width * grid.Height];
        // List 0 is the empty one; cells with the same fences and no border share one.
        var lists = new List<int>(new int[FenceIndex.ListHead]);
        var (ownBorders, ownEdges) = (new List<FenceBorder>(borders.Count), new List<FenceEdge>(edges.Count));
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var most = 0;
        covers.Sort();
        passing.Sort();
        for (int c = 0, p = 0; c < covers.Count || p < passing.Count;)
        {
            var cell = Math.Min(c < covers.Count ? covers[c].Cell : int.MaxValue, p < passing.Count ? passing[p].Cell : int.MaxValue);
            var (fromC, fromP) = (c, p);
            while (c < covers.Count && covers[c].Cell == cell)
                c++;
            while (p < passing.Count && passing[p].Cell == cell)
                p++;
            most = Math.Max(most, c - fromC + p - fromP);
            var name = p > fromP ? null : string.Join(',', covers.GetRange(fromC, c - fromC).Select(f => f.Fence));
            if (name is not null && known.TryGetValue(name, out var at))
            {
                cells[cell] = at;
                continue;
            }

            cells[cell] = lists.Count;
            if (name is not null)
                known.Add(name, lists.Count);
            lists.AddRange([c - fromC, ownBorders.Count, p - fromP]);
            lists.AddRange(covers.GetRange(fromC, c - fromC).Select(f => f.Fence));
            foreach (var (_, number) in passing.GetRange(fromP, p - fromP))
            {
                var border = borders[number];
                ownBorders.Add(border with { First = ownEdges.Count });
                ownEdges.AddRange(edges.GetRange(border.First, border.Beside + border.Across));
            }
        }

        return new(grid, cells, [.. lists], [.. ownBorders], [.. ownEdges], outlines, most);
    }
}
