using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Installation;
using Linli.Sensing;

namespace Linli.CameraSimulator;

/// <summary>Pictures of a bridge drawn by ourselves in place of a video platform, in the demo only, and said to be a test: cars that move, somebody on the pavement.</summary>
internal sealed class TestSnapshots(ThisInstallation here, TimeProvider time) : ICameraSnapshots
{
    private const int Width = 640;
    private const int Height = 360;
    private const int NearestCar = 120;
    private static readonly (double, double)[] pavement = [(0.66, 0.42), (0.74, 0.4), (1, 0.56), (1, 1), (0.9, 1)];

    public ValueTask<CameraSnapshot?> Take(Device camera, CancellationToken cancel)
    {
        if (!here.IsDemo || camera.Facility is null)
            return ValueTask.FromResult<CameraSnapshot?>(null);
        var now = Clock.Now(time);
        return ValueTask.FromResult<CameraSnapshot?>(new(Width, Height, Draw(now.ToUnixTimeSeconds()).Pixels, now, NearestCar, Test: true) { Covered = [pavement] });
    }

    internal static Picture Draw(long second)
    {
        var picture = new Picture(Width, Height).Shade(0, 150, 0x9CC3DD, 0xDDE9EE).Box(0, 140, Width - 1, Height - 1, 0x5F8FA0)
            .Wedge(145, 270, 430, Height - 1, 20, 600, 0x55595E).Wedge(145, 346, 352, Height - 1, 300, 320, 0xE8E4D0).Wedge(145, 430, 450, Height - 1, 600, Width - 1, 0xB9B2A6);
        // Toward us on the left, away on the right; the nearer the larger.
        for (var car = 0; car < 8; car++)
        {
            var (left, way) = (car % 2 == 0, ((second * (car % 2 == 0 ? 7 : 5)) + (car * 47)) % 200 / 200.0);
            var depth = left ? way : 1 - way;
            var (wide, foot) = (18 + (int)(depth * (NearestCar - 20)), 165 + (int)(depth * 180));
            var middle = left ? 315 - (int)(depth * 145) : 385 + (int)(depth * 75);
            Car(picture, middle, foot, wide, new[] { 0xB23A2E, 0xF2F2F0, 0x2D4A78, 0x2B2B2D }[car % 4]);
        }

        return picture.Disc(600, 232, 7, 0xF1C9A5).Box(592, 240, 608, 284, 0x2E7D4F);
    }

    private static void Car(Picture picture, int middle, int foot, int wide, int colour)
    {
        var (half, tall) = (wide / 2, wide * 2 / 3);
        picture.Box(middle - half, foot - (tall / 2), middle + half, foot, colour)
            .Wedge(foot - tall, middle - (half * 2 / 3), middle + (half * 2 / 3), foot - (tall / 2), middle - half, middle + half, 0x33414D)
            .Box(middle - (wide / 8), foot - (tall / 5), middle + (wide / 8), foot - (tall / 12), 0x1F63C6);
    }
}
