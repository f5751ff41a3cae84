using System.Numerics;
using Linli.Places.Walking.Network;
using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Places.Walking.Routing;

/// <summary>
/// The ground that a search reached, as rings. The ways walked, the last one in part, are drawn into square cells; these are
/// widened by one cell on every side, because people walk to doors and not to centre lines; the border of the cells is
/// followed halfway between cells, smoothed, and freed of points that lie on a line. Outer rings run counter-clockwise, holes
/// clockwise (RFC 7946). Memory is kept between uses.
/// </summary>
internal sealed class ReachShape
{
    private const float FinestCell = 10;
    private const float CoarsestCell = 40;
    private const float CellsAcross = 80;

    private ulong[] drawn = [];
    private ulong[] wide = [];
    private ulong[] visited = [];
    private float[] ringX = new float[4096];
    private float[] ringY = new float[4096];
    private int[] ringEnd = new int[64];
    private int rings;
    private int points;
    private int columns;
    private int rows;
    private int words;
    private float cell;
    private float west;
    private float south;

    /// <summary>How many rings there are; none when nothing was reached.</summary>
    public int Rings => rings;

    /// <summary>How many points all rings have together.</summary>
    public int Points => points;

    /// <summary>Metres east of the points of a ring; the first point is not repeated at the end.</summary>
    public ReadOnlySpan<float> RingX(int ring) => ringX.AsSpan(Start(ring), ringEnd[ring] - Start(ring));

    /// <summary>Metres north of the points of a ring.</summary>
    public ReadOnlySpan<float> RingY(int ring) => ringY.AsSpan(Start(ring), ringEnd[ring] - Start(ring));

    /// <summary>Draws what a search with <see cref="WalkSearch.Spread"/> reached.</summary>
    /// <param name="search">The finished search.</param>
    /// <param name="start">Where it began, so that the first way is drawn too when no node was reached.</param>
    public void Draw(WalkSearch search, Snap? start = null)
    {
        (rings, points) = (0, 0);
        if (start is { } known && Walks.ToTheWay(known, search.Net) > search.Limit)
            start = null;
        if (search.Settled.IsEmpty && start is null)
            return;
        MeasureOut(search, start);
        DrawWays(search);
        if (start is { } begin)
            DrawFirstWay(search, begin);
        Widen();
        Follow();
    }

    /// <summary>The rings as a geometry in degrees: a polygon, several, or an empty one.</summary>
    public Geometry ToGeometry(Ground ground)
    {
        var factory = new GeometryFactory(new PrecisionModel(), GeoPoint.Srid);
        var outer = new List<(LinearRing Ring, List<LinearRing> Holes)>();
        var holes = new List<LinearRing>();
        for (var ring = 0; ring < rings; ring++)
        {
            var line = factory.CreateLinearRing(Degrees(ring, ground));
            if (NetTopologySuite.Algorithm.Orientation.IsCCW(line.CoordinateSequence))
                outer.Add((line, []));
            else
                holes.Add(line);
        }

        foreach (var hole in holes)
            outer.First(o => outer.Count == 1 || factory.CreatePolygon(o.Ring).Covers(hole)).Holes.Add(hole);
        var polygons = outer.ConvertAll(o => factory.CreatePolygon(o.Ring, [.. o.Holes]));
        return polygons.Count switch { 0 => factory.CreatePolygon(), 1 => polygons[0], _ => factory.CreateMultiPolygon([.. polygons]) };
    }

    private Coordinate[] Degrees(int ring, Ground ground)
    {
        var xs = RingX(ring);
        var ys = RingY(ring);
        var coordinates = new Coordinate[xs.Length + 1];
        for (var i = 0; i < xs.Length; i++)
            coordinates[i] = new(Math.Round(ground.LongitudeOf(xs[i]), 6), Math.Round(ground.LatitudeOf(ys[i]), 6));
        coordinates[^1] = coordinates[0].Copy();
        return coordinates;
    }

    private int Start(int ring) => ring == 0 ? 0 : ringEnd[ring - 1];

    private void MeasureOut(WalkSearch search, Snap? start)
    {
        var graph = search.Net.Graph;
        var (east, north) = (float.MinValue, float.MinValue);
        (west, south) = (float.MaxValue, float.MaxValue);
        foreach (var node in search.Settled)
        {
            var (x, y) = (graph.X[node], graph.Y[node]);
            (west, east) = (Math.Min(west, x), Math.Max(east, x));
            (south, north) = (Math.Min(south, y), Math.Max(north, y));
        }

        if (start is { X: var startX, Y: var startY })
            (west, east, south, north) = (Math.Min(west, startX), Math.Max(east, startX), Math.Min(south, startY), Math.Max(north, startY));
        cell = Math.Clamp(Math.Max(east - west, north - south) / CellsAcross, FinestCell, CoarsestCell);
        // What is walked beyond the last node lies outside the box of the nodes: curved ways and parts of ways.
        var rim = Math.Max(Beyond(search, graph), start is { Edge: var edge } ? Math.Min(graph.LengthMm[edge] / 1000f, Walkable(search)) : 0) + (3 * cell);
        (west, south) = (west - rim, south - rim);
        columns = (int)((east + rim - west) / cell) + 2;
        rows = (int)((north + rim - south) / cell) + 2;
        words = (columns + 63) / 64;
        if (drawn.Length < words * rows)
            (drawn, wide, visited) = (new ulong[words * rows], new ulong[words * rows], new ulong[words * rows]);
        Array.Clear(drawn, 0, words * rows);
        Array.Clear(visited, 0, words * rows);
    }

    // No step leads farther from its node than its own length, nor than one walks in the time.
    private static float Beyond(WalkSearch search, WalkGraph graph)
    {
        var longest = 0;
        var table = search.Net.Out;
        foreach (var node in search.Settled)
            for (var arc = table.First[node]; arc < table.First[node + 1]; arc++)
                longest = Math.Max(longest, graph.LengthMm[table.Edges[arc]]);
        return Math.Min(longest / 1000f, Walkable(search));
    }

    private static float Walkable(WalkSearch search) => (float)search.Limit / 10 * search.Net.Profile.SpeedCmPerS / 100;

    private void DrawWays(WalkSearch search)
    {
        var graph = search.Net.Graph;
        var table = search.Net.Out;
        foreach (var node in search.Settled)
        {
            var cost = search.Cost(node);
            Mark(graph.X[node], graph.Y[node]);
            for (var arc = table.First[node]; arc < table.First[node + 1]; arc++)
            {
                var (other, step) = table.Arcs[arc];
                var edge = table.Edges[arc];
                var left = search.Limit - cost;
                // Walked whole from both ends it is drawn once.
                if (left >= step && node > other && search.Net.Forward(edge) == search.Net.Backward(edge) && search.Cost(other) + (long)step <= search.Limit)
                    continue;
                DrawWay(graph.ShapeX(edge), graph.ShapeY(edge), graph.From[edge] == node, 0, left >= step ? 1 : (float)left / step);
            }
        }
    }

    private void DrawFirstWay(WalkSearch search, Snap start)
    {
        var net = search.Net;
        var left = search.Limit - Walks.ToTheWay(start, net);
        Mark(start.X, start.Y);
        var xs = net.Graph.ShapeX(start.Edge);
        var ys = net.Graph.ShapeY(start.Edge);
        if (net.Forward(start.Edge) is var along and not WalkCost.None)
            DrawWay(xs, ys, true, start.Share, Math.Min(1, start.Share + ((float)left / along)));
        if (net.Backward(start.Edge) is var against and not WalkCost.None)
            DrawWay(xs, ys, false, 1 - start.Share, Math.Min(1, 1 - start.Share + ((float)left / against)));
    }

    private void DrawWay(ReadOnlySpan<float> xs, ReadOnlySpan<float> ys, bool forward, float fromShare, float toShare)
    {
        var whole = fromShare > 0 || toShare < 1 ? Length(xs, ys) : 0;
        var (from, to) = (fromShare * whole, toShare < 1 ? toShare * whole : float.MaxValue);
        var walked = 0f;
        for (var i = 0; i + 1 < xs.Length && walked < to; i++)
        {
            var (a, b) = forward ? (i, i + 1) : (xs.Length - 1 - i, xs.Length - 2 - i);
            var (dx, dy) = (xs[b] - xs[a], ys[b] - ys[a]);
            var length = MathF.Sqrt((dx * dx) + (dy * dy));
            var (begin, end) = (Math.Max(0, from - walked), Math.Min(length, to - walked));
            walked += length;
            if (begin > end || length == 0)
                continue;
            var steps = (int)((end - begin) / (cell * 0.75f)) + 1;
            for (var s = 0; s <= steps; s++)
            {
                var at = (begin + ((end - begin) * s / steps)) / length;
                Mark(xs[a] + (dx * at), ys[a] + (dy * at));
            }
        }
    }

    private static float Length(ReadOnlySpan<float> xs, ReadOnlySpan<float> ys)
    {
        var sum = 0f;
        for (var i = 0; i + 1 < xs.Length; i++)
            sum += MathF.Sqrt(((xs[i + 1] - xs[i]) * (xs[i + 1] - xs[i])) + ((ys[i + 1] - ys[i]) * (ys[i + 1] - ys[i])));
        return sum;
    }

    private void Mark(float x, float y)
    {
        var (column, row) = ((int)((x - west) / cell), (int)((y - south) / cell));
        drawn[(row * words) + (column >> 6)] |= 1UL << (column & 63);
    }

    // Each cell with its eight neighbours, a word of 64 cells at a time.
    private void Widen()
    {
        for (var row = 0; row < rows; row++)
            for (var word = 0; word < words; word++)
            {
                var (middle, before, after) = (Column(row, word), Column(row, word - 1), Column(row, word + 1));
                wide[(row * words) + word] = middle | (middle << 1) | (middle >> 1) | (before >> 63) | (after << 63);
            }
    }

    private ulong Column(int row, int word)
    {
        if (word < 0 || word >= words)
            return 0;
        var at = (row * words) + word;
        return drawn[at] | (row > 0 ? drawn[at - words] : 0) | (row + 1 < rows ? drawn[at + words] : 0);
    }

    private bool In(int column, int row) => (wide[(row * words) + (column >> 6)] >> (column & 63) & 1) != 0;

    // Every ring has somewhere a cell whose western neighbour is outside; there it is begun, southwards, the inside to the left.
    private void Follow()
    {
        for (var row = 0; row < rows; row++)
            for (var word = 0; word < words; word++)
            {
                var at = (row * words) + word;
                var borders = wide[at] & ~((wide[at] << 1) | (word > 0 ? wide[at - 1] >> 63 : 0));
                for (var open = borders & ~visited[at]; open != 0; open = borders & ~visited[at])
                    Ring((word << 6) + BitOperations.TrailingZeroCount(open), row);
            }
    }

    private void Ring(int column, int row)
    {
        var start = points;
        var (x, y, dx, dy) = (column, row + 1, 0, -1);
        do
        {
            if (dy == -1)
                visited[((y - 1) * words) + (x >> 6)] |= 1UL << (x & 63);
            Add(x + (dx / 2f), y + (dy / 2f));
            (x, y) = (x + dx, y + dy);
            // The two cells ahead, seen along the way. Cells that touch at a corner only stay apart.
            var left = Ahead(x, y, dx, dy, left: true);
            if (!left)
                (dx, dy) = (-dy, dx);
            else if (Ahead(x, y, dx, dy, left: false))
                (dx, dy) = (dy, -dx);
        }
        while (!(dy == -1 && x == column && y == row + 1));

        Smooth(start);
        if (rings == ringEnd.Length)
            Array.Resize(ref ringEnd, rings * 2);
        ringEnd[rings++] = points;
    }

    // Cell (c, r) spans c..c+1 and r..r+1; of the four around a corner, the one ahead to the left or right.
    private bool Ahead(int x, int y, int dx, int dy, bool left)
    {
        var (sideX, sideY) = left ? (-dy, dx) : (dy, -dx);
        return In(x + ((dx + sideX - 1) / 2), y + ((dy + sideY - 1) / 2));
    }

    private void Add(float x, float y)
    {
        if (points == ringX.Length)
        {
            Array.Resize(ref ringX, points * 2);
            Array.Resize(ref ringY, points * 2);
        }

        ringX[points] = x;
        ringY[points++] = y;
    }

    // The mean of each point and its neighbours takes the steps out of slanting borders; then metres, and only the corners.
    private void Smooth(int start)
    {
        var count = points - start;
        var (firstX, firstY) = (ringX[start], ringY[start]);
        var (beforeX, beforeY) = (ringX[points - 1], ringY[points - 1]);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (ringX[start + i], ringY[start + i]);
            var (nextX, nextY) = i + 1 < count ? (ringX[start + i + 1], ringY[start + i + 1]) : (firstX, firstY);
            ringX[start + i] = west + ((beforeX + (2 * x) + nextX) / 4 * cell);
            ringY[start + i] = south + ((beforeY + (2 * y) + nextY) / 4 * cell);
            (beforeX, beforeY) = (x, y);
        }

        var kept = start + 1;
        for (var i = start + 1; i < points; i++)
        {
            var next = i + 1 < points ? i + 1 : start;
            var turn = ((ringX[i] - ringX[kept - 1]) * (ringY[next] - ringY[kept - 1])) - ((ringY[i] - ringY[kept - 1]) * (ringX[next] - ringX[kept - 1]));
            if (MathF.Abs(turn) < 1e-3f * cell * cell && next != start)
                continue;
            (ringX[kept], ringY[kept]) = (ringX[i], ringY[i]);
            kept++;
        }

        points = kept;
    }
}
