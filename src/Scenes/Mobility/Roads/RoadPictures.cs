using System.Collections.Concurrent;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.Extensions.Logging;

namespace Linli.Mobility.Roads;

/// <summary>The masked picture of a road.</summary>
/// <param name="At">When its camera took it, UTC.</param>
/// <param name="Source">Which camera.</param>
/// <param name="Png">The masked picture.</param>
/// <param name="Test">Whether it shows nothing real.</param>
internal sealed record RoadPicture(DateTimeOffset At, Phrase Source, byte[] Png, bool Test);

/// <summary>
/// The pictures of roads, masked as soon as a camera hands one out and kept in memory only until the next. However many people look, a camera
/// is asked twice a minute at most.
/// </summary>
internal sealed class RoadPictures(IDevices devices, IEnumerable<ICameraSnapshots> adapters, TimeProvider time, ILogger<RoadPictures> log)
{
    /// <summary>An older one is not shown.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly ConcurrentDictionary<string, Kept> roads = new(StringComparer.Ordinal);

    /// <summary>The camera of a road; <c>null</c> when it has none.</summary>
    public Device? CameraOf(string road) => devices.OfKind(WatchKinds.Camera).FirstOrDefault(d => d.Facility == road && d.State == DeviceState.InService);

    /// <summary>The picture of a road as far as it is of now.</summary>
    public async ValueTask<RoadPicture?> Of(string road, CancellationToken cancel)
    {
        if (CameraOf(road) is not { } camera)
            return null;
        var kept = roads.GetOrAdd(road, _ => new());
        await kept.Turn.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            if ((now - kept.AskedAt).Duration() >= AskEvery || kept.Camera != camera.Id)
            {
                kept.Picture = await Ask(camera, cancel) ?? (kept.Camera == camera.Id ? kept.Picture : null);
                (kept.AskedAt, kept.Camera) = (now, camera.Id);
            }

            return kept.Picture is { } picture && now - picture.At <= Stale && picture.At - now <= Ahead ? picture : kept.Picture = null;
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    private async Task<RoadPicture?> Ask(Device camera, CancellationToken cancel)
    {
        foreach (var adapter in adapters)
            try
            {
                if (await adapter.Take(camera, cancel).AsTask().WaitAsync(Patience, time, cancel) is not { } taken)
                    continue;
                if (PictureMask.Apply(taken) is { } masked)
                    return new(taken.At, (camera.Name, camera.Name), masked, taken.Test);
                log.LogWarning("The picture of camera {Camera} is not shown: its adapter must say how many pixels wide the nearest car is, within the picture.", camera.Code);
            }
            catch (Exception e) when (e is TimeoutException or HttpRequestException or IOException or InvalidOperationException)
            {
                log.LogWarning("Camera {Camera} handed out no picture: {Reason}", camera.Code, e.Message);
            }

        return null;
    }

    private sealed class Kept
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public DateTimeOffset AskedAt { get; set; } = DateTimeOffset.MinValue;

        public DeviceId Camera { get; set; }

        public RoadPicture? Picture { get; set; }
    }
}
