using System.Runtime.InteropServices;
using Linli.Places.Walking.Routing;

namespace Linli.Places.Walking.Network;

/// <summary>Where a point meets the network.</summary>
/// <param name="Edge">Nearest edge.</param>
/// <param name="Share">How far along it from its beginning, 0 to 1 of its length.</param>
/// <param name="Metres">From the point to the edge, straight.</param>
/// <param name="X">Metres east, on the edge.</param>
/// <param name="Y">Metres north, on the edge.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Snap(int Edge, float Share, float Metres, float X, float Y);

/// <summary>Finds edges near a point: a table of square cells with the edges that touch each.</summary>
internal sealed class EdgeIndex
{
    /// <summary>Nobody is put on the network from farther away than this.</summary>
    public const float Farthest = 250;

    private const float Cell = 50;
    private const int MostFlat = 4_000_000;

    // A way of the main network is taken before a piece of it that leads nowhere, when it is not much farther.
    private const float ForTheMainPart = 30;

    // Without a level given, people stand on the ground.
    private const float PerLevel = 15;

    private readonly WalkGraph graph;
    private readonly float west;
    private readonly float south;

    // Only cells with a way in them are kept: two towns far apart cost no more than two towns.
    private readonly Dictionary<long, int> cells = [];
    private int[] flat = [];
    private int columns;
    private int rows;
    private readonly int[] first;
    private readonly int[] edges;

    public EdgeIndex(WalkGraph graph)
    {
        this.graph = graph;
        (west, south) = (float.MaxValue, float.MaxValue);
        for (var e = 0; e < graph.Edges; e++)
        {
            foreach (var x in graph.ShapeX(e))
                west = Math.Min(west, x);
            foreach (var y in graph.ShapeY(e))
                south = Math.Min(south, y);
        }

        var counts = new List<int>();
        ForEachCell((cell, _) =>
        {
            if (cells.TryAdd(cell, counts.Count))
                counts.Add(0);
            counts[cells[cell]]++;
        });
        Flatten();
        first = new int[counts.Count + 1];
        for (var i = 0; i < counts.Count; i++)
            first[i + 1] = first[i] + counts[i];
        edges = new int[first[^1]];
        var next = first.ToArray();
        ForEachCell((cell, edge) => edges[next[cells[cell]]++] = edge);
    }

    /// <summary>The way nearest to a point that the costs allow to walk, or <c>null</c> when there is none within <see cref="Farthest"/>.</summary>
    public Snap? Nearest(float x, float y, ProfileNet net, float? level = null)
    {
        var (any, main) = (default(Snap), default(Snap));
        var (anyScore, mainScore) = (float.MaxValue, float.MaxValue);
        var (column, row) = ((int)MathF.Floor((x - west) / Cell), (int)MathF.Floor((y - south) / Cell));
        var rings = (int)(Farthest / Cell) + 1;
        for (var ring = 0; ring <= rings; ring++)
        {
            // Everything in this ring and beyond is farther than what was found.
            if (Math.Min(mainScore, anyScore + ForTheMainPart) < (ring - 1) * Cell)
                break;
            for (var r = row - ring; r <= row + ring; r++)
                for (var c = column - ring; c <= column + ring; c += r == row - ring || r == row + ring || ring == 0 ? 1 : 2 * ring)
                    if (Find(c, r) is var cell and >= 0)
                        Look(cell);
        }

        if (mainScore <= anyScore + ForTheMainPart && mainScore < float.MaxValue)
            return main;
        return anyScore < float.MaxValue ? any : null;

        void Look(int cell)
        {
            for (var i = first[cell]; i < first[cell + 1]; i++)
            {
                var edge = edges[i];
                if (!net.Passable(edge))
                    continue;
                var snap = OnEdge(edge, x, y);
                if (snap.Metres > Farthest)
                    continue;
                var score = snap.Metres + LevelsAway(edge, level);
                // A level that was named is not traded for another.
                if (level is not null && score > Farthest)
                    continue;
                if (score < anyScore)
                    (any, anyScore) = (snap, score);
                if (score < mainScore && net.InMainPart(edge))
                    (main, mainScore) = (snap, score);
            }
        }
    }

    /// <summary>The point of an edge nearest to a point.</summary>
    public Snap OnEdge(int edge, float x, float y)
    {
        var xs = graph.ShapeX(edge);
        var ys = graph.ShapeY(edge);
        var (best, bestX, bestY, bestAlong, along) = (float.MaxValue, xs[0], ys[0], 0f, 0f);
        for (var i = 0; i + 1 < xs.Length; i++)
        {
            var (dx, dy) = (xs[i + 1] - xs[i], ys[i + 1] - ys[i]);
            var squared = (dx * dx) + (dy * dy);
            var share = squared == 0 ? 0 : Math.Clamp((((x - xs[i]) * dx) + ((y - ys[i]) * dy)) / squared, 0, 1);
            var (px, py) = (xs[i] + (share * dx), ys[i] + (share * dy));
            var away = ((x - px) * (x - px)) + ((y - py) * (y - py));
            var length = MathF.Sqrt(squared);
            if (away < best)
                (best, bestX, bestY, bestAlong) = (away, px, py, along + (share * length));
            along += length;
        }

        return new(edge, along == 0 ? 0 : Math.Clamp(bestAlong / along, 0, 1), MathF.Sqrt(best), bestX, bestY);
    }

    // One town fits into a plain table, which is looked up faster.
    private void Flatten()
    {
        foreach (var cell in cells.Keys)
            (columns, rows) = (Math.Max(columns, (int)(uint)cell + 1), Math.Max(rows, (int)(cell >> 32) + 1));
        if ((long)columns * rows > MostFlat)
            return;
        flat = new int[columns * rows];
        Array.Fill(flat, -1);
        foreach (var (cell, number) in cells)
            flat[((int)(cell >> 32) * columns) + (int)(uint)cell] = number;
    }

    private int Find(int column, int row) =>
        column < 0 || row < 0 || column >= columns || row >= rows ? -1
        : flat.Length > 0 ? flat[(row * columns) + column]
        : cells.GetValueOrDefault(CellAt(column, row), -1);

    private float LevelsAway(int edge, float? level)
    {
        var (a, b) = (graph.Node(graph.From[edge]).Level, graph.Node(graph.To[edge]).Level);
        var wanted = level ?? 0;
        var away = wanted < Math.Min(a, b) ? Math.Min(a, b) - wanted : wanted > Math.Max(a, b) ? wanted - Math.Max(a, b) : 0;
        return away * (level is null ? PerLevel : Farthest);
    }

    private void ForEachCell(Action<long, int> visit)
    {
        for (var e = 0; e < graph.Edges; e++)
        {
            var xs = graph.ShapeX(e);
            var ys = graph.ShapeY(e);
            var last = -1L;
            for (var i = 0; i + 1 < xs.Length; i++)
            {
                var (fromColumn, toColumn) = Cells(xs[i], xs[i + 1], west);
                var (fromRow, toRow) = Cells(ys[i], ys[i + 1], south);
                for (var r = fromRow; r <= toRow; r++)
                    for (var c = fromColumn; c <= toColumn; c++)
                        if (CellAt(c, r) is var cell && cell != last)
                        {
                            visit(cell, e);
                            last = cell;
                        }
            }
        }
    }

    private static long CellAt(int column, int row) => ((long)row << 32) | (uint)column;

    private static (int From, int To) Cells(float a, float b, float origin) =>
        ((int)((Math.Min(a, b) - origin) / Cell), (int)((Math.Max(a, b) - origin) / Cell));
}
