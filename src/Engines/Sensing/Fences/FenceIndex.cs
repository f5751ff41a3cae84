using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Fences;

/// <summary>
/// Answers which fences contain a point, and how far their borders are. Everything is worked out when it is built: a grid of about
/// 50 m whose cells know the fences that cover them wholly and, where a border passes, only the edges that touch the cell and
/// whether one point of the cell is inside. Immutable; an edit makes a new one. Asking allocates nothing.
/// </summary>
/// <remarks>
/// Exact in the degrees given, borders and corners included, as NetTopologySuite's <c>Covers</c>: a point is joined with the known
/// point of its cell by a way along the axes, and the edges of the cell that the way crosses are counted with exact signs. Metres
/// are those of the ellipsoid at the middle of each fence.
/// </remarks>
internal sealed class FenceIndex
{
    private const double CellMetres = 50;
    private const int MostCells = 1 << 22;

    /// <summary>A list begins with how many fences cover the cell, the first border in it, and how many borders there are; the fences follow.</summary>
    internal const int ListHead = 3;

    /// <summary>No fences at all.</summary>
    public static readonly FenceIndex Empty = Build([]);

    private readonly double minX;
    private readonly double minY;
    private readonly double perX;
    private readonly double perY;
    private readonly int width;
    private readonly int height;
    private readonly int[] cells;
    private readonly int[] lists;
    private readonly FenceBorder[] borders;
    private readonly FenceEdge[] edges;
    private readonly FenceOutline[] outlines;

    internal FenceIndex(FenceGrid grid, int[] cells, int[] lists, FenceBorder[] borders, FenceEdge[] edges, FenceOutline[] outlines, int mostAtOnce)
    {
        (minX, minY, perX, perY, width, height) = (grid.MinX, grid.MinY, grid.PerX, grid.PerY, grid.Width, grid.Height);
        (this.cells, this.lists, this.borders, this.edges, this.outlines, MostAtOnce) = (cells, lists, borders, edges, outlines, mostAtOnce);
    }

    /// <summary>How many fences there are; they are numbered as given, from 0.</summary>
    public int Count => outlines.Length;

    /// <summary>No point lies in more fences than this.</summary>
    public int MostAtOnce { get; }

    /// <summary>Works out the index of areas, polygons or several each, WGS-84.</summary>
    public static FenceIndex Build(IReadOnlyList<Geometry> areas) => new FenceIndexBuilder(areas, CellMetres, MostCells).Build();

    /// <summary>Finds the fences that contain a point, borders included.</summary>
    /// <param name="x">Longitude.</param>
    /// <param name="y">Latitude.</param>
    /// <param name="found">Their numbers come here; has room for <see cref="MostAtOnce"/>.</param>
    /// <returns>How many there are.</returns>
    public int Containing(double x, double y, Span<int> found)
    {
        var at = ListAt(x, y);
        if (at == 0)
            return 0;
        var list = lists.AsSpan(at);
        var count = list[0];
        list.Slice(ListHead, count).CopyTo(found);
        foreach (ref readonly var border in borders.AsSpan(list[1], list[2]))
            if (IsInside(border, x, y))
                found[count++] = border.Fence;
        return count;
    }

    /// <summary>Whether a fence contains a point, its border included.</summary>
    public bool Covers(int fence, double x, double y)
    {
        var at = ListAt(x, y);
        if (at == 0)
            return false;
        var list = lists.AsSpan(at);
        if (list.Slice(ListHead, list[0]).Contains(fence))
            return true;
        foreach (ref readonly var border in borders.AsSpan(list[1], list[2]))
            if (border.Fence == fence)
                return IsInside(border, x, y);
        return false;
    }

    /// <summary>Metres from a point to the nearest border of a fence, from either side; not a number for a fence without an area.</summary>
    public double ToBorder(int fence, double x, double y)
    {
        ref readonly var outline = ref outlines[fence];
        var nearest = double.PositiveInfinity;
        foreach (ref readonly var edge in outline.Edges.AsSpan())
            nearest = Math.Min(nearest, Squared(edge, x, y, outline.Scale));
        return outline.Edges.Length == 0 ? double.NaN : Math.Sqrt(nearest);
    }

    /// <summary>Whether a point is outside a fence and no border of it is nearer than so many metres.</summary>
    public bool IsClearOf(int fence, double x, double y, double metres)
    {
        if (Covers(fence, x, y))
            return false;
        ref readonly var outline = ref outlines[fence];
        // The box says enough of most that is far away.
        if ((outline.Box.MinX - x) * outline.Scale.East > metres || (x - outline.Box.MaxX) * outline.Scale.East > metres
            || (outline.Box.MinY - y) * outline.Scale.North > metres || (y - outline.Box.MaxY) * outline.Scale.North > metres)
            return true;
        var squared = metres * metres;
        foreach (ref readonly var edge in outline.Edges.AsSpan())
            if (Squared(edge, x, y, outline.Scale) < squared)
                return false;
        return true;
    }

    private int ListAt(double x, double y)
    {
        var column = (x - minX) * perX;
        var row = (y - minY) * perY;
        // Written so that what is not a number is outside too.
        if (!(column >= 0 && row >= 0 && column < width && row < height))
            return 0;
        return cells[((int)row * width) + (int)column];
    }

    // From the point level to the column of the known point, then up or down to it, a hair above and to the right of vertices: an
    // edge that is crossed has its ends, or the ends of the way, on different sides.
    private bool IsInside(in FenceBorder border, double x, double y)
    {
        var inside = border.KnownInside;
        var knownX = border.KnownX;
        // Most edges keep to one side of the column: only the level part of the way can cross them, and its end is on the side of the column.
        foreach (ref readonly var edge in edges.AsSpan(border.First, border.Beside))
        {
            var upward = edge.Ay <= y;
            if (upward == (edge.By <= y))
            {
                if (edge.TouchesFlat(x, y))
                    return true;
                continue;
            }

            var side = edge.Side(x, y);
            if (side == 0)
                return true;
            inside ^= side > 0 != (upward == edge.Ax > knownX);
        }

        return border.Across == 0 ? inside : IsInside(border, x, y, inside);
    }

    private bool IsInside(in FenceBorder border, double x, double y, bool inside)
    {
        var (knownX, knownY) = (border.KnownX, border.KnownY);
        foreach (ref readonly var edge in edges.AsSpan(border.First + border.Beside, border.Across))
        {
            var corner = edge.SideAbove(knownX, y);
            if ((edge.Ay <= y) != (edge.By <= y))
            {
                var side = edge.Side(x, y);
                if (side == 0)
                    return true;
                inside ^= side != corner;
            }
            else if (edge.TouchesFlat(x, y))
            {
                return true;
            }

            inside ^= corner != edge.Side(knownX, knownY);
        }

        return inside;
    }

    private static double Squared(in FenceEdge edge, double x, double y, LocalScale scale)
    {
        var (abX, abY) = ((edge.Bx - edge.Ax) * scale.East, (edge.By - edge.Ay) * scale.North);
        var (apX, apY) = ((x - edge.Ax) * scale.East, (y - edge.Ay) * scale.North);
        var length = (abX * abX) + (abY * abY);
        var along = length == 0 ? 0 : Math.Clamp(((apX * abX) + (apY * abY)) / length, 0, 1);
        var (dx, dy) = (apX - (along * abX), apY - (along * abY));
        return (dx * dx) + (dy * dy);
    }
}

/// <summary>Where the grid lies: its lower left corner, cells per degree, and how many there are.</summary>
internal readonly record struct FenceGrid(double MinX, double MinY, double PerX, double PerY, int Width, int Height);

/// <summary>
/// The border of one fence within one cell: its edges there, and whether a point of the cell that is on none of them is inside. First
/// come the edges that lie wholly beside the column of that point, then those across it.
/// </summary>
internal readonly record struct FenceBorder(int Fence, int First, int Beside, int Across, double KnownX, double KnownY, bool KnownInside);

/// <summary>All edges of a fence, its box in degrees and its scale.</summary>
internal readonly record struct FenceOutline(FenceEdge[] Edges, Envelope Box, LocalScale Scale);
