using Linli.Platform.Demo;
using Linli.Sensing;

namespace Linli.Mobility.Roads;

/// <summary>
/// Makes a picture of a road so coarse that nobody and no plate can be read in it, and covers what its camera says is not to be seen. What is
/// left is how full the road is. One pixel of the result is the mean of a whole block: nothing finer is in it, however it is enlarged.
/// </summary>
internal static class PictureMask
{
    /// <summary>A car, where it is largest, is at most so many blocks wide: its plate is three, and a face one.</summary>
    public const int MostBlocksOfACar = 12;

    /// <summary>And no picture has more blocks than this beside each other, whatever its camera says of its cars.</summary>
    public const int MostBlocks = 160;

    private const int LeastBlock = 4;
    private const int LeastAcross = 8;
    private const int Cover = 0x808080;

    // Sixteen steps of each colour: many pictures of one block tell no more than one of them.
    private const int Steps = 0xF0;

    /// <summary>The side of a block in pixels.</summary>
    public static int BlockOf(CameraSnapshot picture) =>
        Math.Max(LeastBlock, Math.Max(Upward(picture.NearestCar, MostBlocksOfACar), Upward(picture.Width, MostBlocks)));

    /// <summary>The picture as PNG, a pixel for each block; <c>null</c> for one of which it cannot be said how coarse is coarse enough.</summary>
    public static byte[]? Apply(CameraSnapshot picture)
    {
        if (picture.NearestCar <= 0 || picture.NearestCar > picture.Width || picture.Rgb.Length != (long)picture.Width * picture.Height * 3)
            return null;
        var block = BlockOf(picture);
        // What is left over at the edges would be finer than a block.
        var (across, down) = (picture.Width / block, picture.Height / block);
        if (across < LeastAcross || down < LeastAcross / 2)
            return null;
        var masked = new Picture(across, down);
        for (var y = 0; y < down; y++)
            for (var x = 0; x < across; x++)
                masked.Box(x, y, x, y, IsCovered(picture, x * block, y * block, block) ? Cover : MeanOf(picture, x * block, y * block, block));
        return masked.ToPng();
    }

    private static int MeanOf(CameraSnapshot picture, int left, int top, int block)
    {
        var rgb = picture.Rgb.Span;
        var (red, green, blue) = (0, 0, 0);
        for (var y = top; y < top + block; y++)
            for (var at = ((y * picture.Width) + left) * 3; at < ((y * picture.Width) + left + block) * 3; at += 3)
                (red, green, blue) = (red + rgb[at], green + rgb[at + 1], blue + rgb[at + 2]);
        var all = block * block;
        return (Stepped(red / all) << 16) | (Stepped(green / all) << 8) | Stepped(blue / all);
    }

    // A block of which any pixel is covered is covered.
    private static bool IsCovered(CameraSnapshot picture, int left, int top, int block)
    {
        foreach (var area in picture.Covered)
            for (var y = top; y < top + block; y++)
                for (var x = left; x < left + block; x++)
                    if (Holds(area, (x + 0.5) / picture.Width, (y + 0.5) / picture.Height))
                        return true;
        return false;
    }

    private static bool Holds(IReadOnlyList<(double X, double Y)> area, double x, double y)
    {
        var inside = false;
        for (int i = 0, j = area.Count - 1; i < area.Count; j = i++)
            if (area[i].Y > y != area[j].Y > y && x < ((area[j].X - area[i].X) * (y - area[i].Y) / (area[j].Y - area[i].Y)) + area[i].X)
                inside = !inside;
        return inside;
    }

    private static int Stepped(int colour) => (colour & Steps) | 0x08;

    private static int Upward(int value, int by) => (value + by - 1) / by;
}
