using NetTopologySuite.Algorithm;

namespace Linli.Sensing.Fences;

/// <summary>One side of a fence, from a to b, in degrees: x = longitude, y = latitude.</summary>
internal readonly record struct FenceEdge(double Ax, double Ay, double Bx, double By)
{
    // Three roundings of differences and products stay under this share of the summands.
    private const double Doubt = 1e-15;

    /// <summary>Whether it goes from one side of a column to the other; what stands in the column is left of it.</summary>
    public bool Crosses(double x) => (Ax <= x) != (Bx <= x);

    /// <summary>1 when the point lies left of the way from a to b, -1 right, 0 on its line; never wrong by rounding.</summary>
    public int Side(double x, double y)
    {
        var left = (Bx - Ax) * (y - Ay);
        var right = (By - Ay) * (x - Ax);
        var turn = left - right;
        var doubt = Doubt * (Math.Abs(left) + Math.Abs(right));
        if (turn > doubt)
            return 1;
        return turn < -doubt ? -1 : CGAlgorithmsDD.OrientationIndex(Ax, Ay, Bx, By, x, y);
    }

    /// <summary>The side of a point a hair above and a much finer hair to the right of the one given: never 0.</summary>
    public int SideAbove(double x, double y)
    {
        var side = Side(x, y);
        if (side != 0)
            return side;
        return Bx != Ax ? Math.Sign(Bx - Ax) : Math.Sign(Ay - By);
    }

    /// <summary>Whether the point lies on the edge or at one of its ends, though no crossing of the line above it says so.</summary>
    public bool TouchesFlat(double x, double y)
    {
        if (Ay == By)
            return y == Ay && x >= Math.Min(Ax, Bx) && x <= Math.Max(Ax, Bx);
        return Ay > By ? y == Ay && x == Ax : y == By && x == Bx;
    }
}
