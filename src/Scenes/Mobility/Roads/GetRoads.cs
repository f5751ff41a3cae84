using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.Roads;

/// <summary>How full a road is.</summary>
public enum RoadLevel
{
    /// <summary>无数据: nothing is known of now.</summary>
    Unknown,

    /// <summary>畅通.</summary>
    Free,

    /// <summary>基本畅通.</summary>
    Busy,

    /// <summary>拥堵.</summary>
    Slow,

    /// <summary>严重拥堵.</summary>
    Jammed,
}

/// <summary>Live state of the roads people ask for (如心实况, S73): the level with its time and its source.</summary>
public sealed record GetRoads : IQuery<RoadShown[]>;

/// <summary>A road.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Level">unknown, free, busy, slow or jammed; unknown when nothing is known of the last ten minutes.</param>
/// <param name="Speed">Mean kilometres an hour over its counters; <c>null</c> while unknown.</param>
/// <param name="Vehicles">Vehicles in the last five minutes; <c>null</c> while unknown.</param>
/// <param name="At">The oldest word it rests on, UTC; <c>null</c> when there was never one.</param>
/// <param name="Source">Who says so, and how many counters.</param>
/// <param name="HasCamera">Whether a camera looks at it.</param>
/// <param name="Picture">Its picture of now; <c>null</c> without a camera, or when that does not answer.</param>
public sealed record RoadShown(string Code, Phrase Name, double Latitude, double Longitude, RoadLevel Level, int? Speed, int? Vehicles, DateTimeOffset? At, Phrase Source,
    bool HasCamera = false, RoadPictureShown? Picture = null);

/// <summary>A picture of a road in which neither people nor plates can be read.</summary>
/// <param name="Address">Path of the picture, PNG.</param>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="Source">Which camera.</param>
/// <param name="Test">Whether it is a test picture and shows nothing real.</param>
public sealed record RoadPictureShown(string Address, DateTimeOffset At, Phrase Source, bool Test);

internal sealed class GetRoadsHandler(LinliDb db, TimeProvider time, IDevices devices, ILatest latest, RoadPictures pictures) : IHandler<GetRoads, RoadShown[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/roads", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetRoads(), cancel))
            .Needs(Access.Public).WithSummary("Live state of roads 实时路况");

    public async Task<Result<RoadShown[]>> Handle(GetRoads request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // Roads are for everybody.
        var roads = await db.Unfiltered<Road>().AsNoTracking().OrderBy(r => r.Code).ToListAsync(cancel);
        var counters = devices.OfKind(RoadRules.Counter.Code).Where(d => d.State == DeviceState.InService && d.Facility is not null).ToLookup(d => d.Facility!);
        return await Task.WhenAll(roads.Select(r => WithPicture(Show(r, [.. counters[r.Code].Select(d => latest.Of(d.Id))], now), cancel)));
    }

    private async Task<RoadShown> WithPicture(RoadShown road, CancellationToken cancel)
    {
        if (pictures.CameraOf(road.Code) is null)
            return road;
        return await pictures.Of(road.Code, cancel) is { } picture
            ? road with { HasCamera = true, Picture = new($"/api/v1/mobility/roads/{road.Code}/picture.png?at={picture.At.ToUnixTimeSeconds()}", picture.At, picture.Source, picture.Test) }
            : road with { HasCamera = true };
    }

    private static RoadShown Show(Road road, IReadOnlyList<DeviceTwin> counters, DateTimeOffset now)
    {
        var words = counters.Where(t => t.Values.ContainsKey("speed") && t.Values.ContainsKey("vehicles")).Select(t => (Speed: t.Values["speed"], Vehicles: t.Values["vehicles"])).ToList();
        var fresh = words.Where(w => now - w.Speed.At <= RoadRules.Stale && w.Speed.At <= now).ToList();
        DateTimeOffset? at = fresh.Count > 0 ? fresh.Min(w => w.Speed.At) : words.Count > 0 ? words.Max(w => w.Speed.At) : null;
        var source = new Phrase($"{road.SourceZh}，{fresh.Count} 个断面", $"{road.SourceEn}, {fresh.Count} counters");
        if (fresh.Count == 0)
            return new(road.Code, (road.NameZh, road.NameEn), road.Latitude, road.Longitude, RoadLevel.Unknown, null, null, at, source);
        var speed = RoadRules.MeanSpeed([.. fresh.Select(w => (w.Speed.Value, w.Vehicles.Value))]);
        return new(
            road.Code, (road.NameZh, road.NameEn), road.Latitude, road.Longitude, RoadRules.Level(speed, road.FreeSpeed, fresh.Sum(w => w.Vehicles.Value)), speed is { } known ? (int)Math.Round(known) : null,
            (int)Math.Round(fresh.Sum(w => w.Vehicles.Value)), at, source);
    }
}

/// <summary>What can be said of a road from its counters. Shares of the free speed as traffic reports of Chinese cities use them.</summary>
internal static class RoadRules
{
    /// <summary>交通断面检测器: vehicles and mean speed over five minutes; sees no plate and no face.</summary>
    public static readonly DeviceKind Counter = new(
        "traffic-counter", ("交通断面检测器", "Traffic counter"), "traffic-lights",
        new Measure("vehicles", ("五分钟车流量", "Vehicles in five minutes"), "", 0, 2000, MeasureUse.Count), new Measure("speed", ("平均车速", "Mean speed"), "km/h", 0, 200))
    {
        OfflineAfter = TimeSpan.FromMinutes(10),
    };

    public static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    /// <summary>The mean of the counters, each by its vehicles; <c>null</c> where nobody drove.</summary>
    public static double? MeanSpeed(IReadOnlyCollection<(double Speed, double Vehicles)> counters) =>
        counters.Sum(c => c.Vehicles) is > 0 and var all ? counters.Sum(c => c.Speed * c.Vehicles) / all : null;

    /// <summary>The level; a road on which nobody drives is free.</summary>
    public static RoadLevel Level(double? speed, int freeSpeed, double vehicles) => vehicles <= 0 || speed is not { } known ? RoadLevel.Free : (known / freeSpeed) switch
    {
        >= 0.7 => RoadLevel.Free,
        >= 0.5 => RoadLevel.Busy,
        >= 0.3 => RoadLevel.Slow,
        _ => RoadLevel.Jammed,
    };
}
