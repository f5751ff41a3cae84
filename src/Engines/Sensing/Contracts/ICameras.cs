using Linli.Platform.Geo;

namespace Linli.Sensing;

/// <summary>A picture that can be looked at now.</summary>
/// <param name="Address">Path or address of a stream of pictures that an <c>img</c> element shows, such as multipart JPEG or an animated drawing.</param>
/// <param name="Test">Whether it is a test picture and shows nothing real; the page says so beside it.</param>
/// <param name="Until">After this instant the address has to be asked for again, UTC.</param>
public sealed record CameraStream(string Address, bool Test, DateTimeOffset Until);

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
