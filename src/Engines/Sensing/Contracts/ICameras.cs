using Linli.Platform.Geo;

namespace Linli.Sensing;

/// <summary>A picture that can be looked at now.</summary>
/// <param name="Address">Path or address of a stream of pictures that an <c>img</c> element shows, such as multipart JPEG or an animated drawing.</param>
/// <param name="Test">Whether it is a test picture and shows nothing real; the page says so beside it.</param>
/// <param name="Until">After this instant the address has to be asked for again, UTC.</param>
public sealed record CameraStream(string Address, bool Test, DateTimeOffset Until);

/// <summary>One picture of a camera, as its adapter read it. It is masked at once where it is needed, and neither kept nor handed on as it is.</summary>
/// <param name="Width">Pixels, at least 1.</param>
/// <param name="Height">Pixels, at least 1.</param>
/// <param name="Rgb">Three bytes a pixel, row by row from the top left; no others.</param>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="NearestCar">How many pixels wide a car is where it is largest in the picture: how coarse the picture is made rests on it.</param>
/// <param name="Test">Whether it is a test picture and shows nothing real.</param>
public sealed record CameraSnapshot(int Width, int Height, ReadOnlyMemory<byte> Rgb, DateTimeOffset At, int NearestCar, bool Test)
{
    /// <summary>Parts of the picture that are not shown at all, such as the pavement and the windows of houses (隐私遮挡区): corners as shares of width and height, 0 to 1.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Covered { get; init; } = [];
}

/// <summary>
/// Takes single pictures of cameras (抓拍). A gateway to a video platform implements it; it decodes what the platform sends, and knows of each
/// camera how large cars are and what is covered.
/// </summary>
public interface ICameraSnapshots
{
    /// <summary>A picture of now, or <c>null</c> when this adapter does not know the camera.</summary>
    ValueTask<CameraSnapshot?> Take(Device camera, CancellationToken cancel);
}

/// <summary>
/// Hands out the addresses of cameras' streams (视频接入). A gateway to a video platform implements it; without one, cameras are on
/// the map and have no picture.
/// </summary>
public interface ICameraStreams
{
    /// <summary>The stream of a camera, or <c>null</c> when this adapter does not know the camera. The page has asked whether the caller may look.</summary>
    ValueTask<CameraStream?> Open(Device camera, CancellationToken cancel);
}

/// <summary>Kinds of devices that the duty room looks for by name.</summary>
public static class WatchKinds
{
    /// <summary>摄像机: a camera on a public place, whose place is published (R14).</summary>
    public const string Camera = "camera";

    /// <summary>Kinds that belong to fire safety (消防设备), separated by commas as lists and figures ask for them.</summary>
    public const string Fire = "fire-panel,smoke-detector,manual-call-point,fire-detector,water-pressure";

    /// <summary>How far it is from a point to where a camera is mounted, in metres; <c>null</c> where that is not known.</summary>
    public static double? Away(this Device camera, GeoPoint point) => camera.Place?.DistanceTo(point);
}
