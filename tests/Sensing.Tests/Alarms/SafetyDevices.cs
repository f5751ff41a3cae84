using Linli.Mobility.Parking;
using Linli.Platform.Data;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>A device of every kind that the wall counts from, each of which says something over HTTP with its own key.</summary>
internal static class SafetyDevices
{
    private const string Key = "a-key-that-its-maker-put-into-it";

    private static readonly (string Code, string Kind, object Values)[] All =
    [
        ("panel", "fire-panel", new { fault = 0 }), ("pressure", "water-pressure", new { pressure = 0.32 }), ("cam", "camera", new { obscured = 0 }), ("door", "footfall-counter", new { @in = 12, @out = 9 }),
        ("level", "water-level", new { level = 2.31 }), ("air", "air-station", new { pm25 = 31 }), ("gate", "parking-gate", new { @in = 100, @out = 100 }),
    ];

    public static async Task Speak(TestTown town)
    {
        await town.Do(async s =>
        {
            (await s.GetRequiredService<IDeviceBook>().EnterMany(
                [.. All.Select(d => new NewDevice("wall-" + d.Code, d.Code, d.Kind, SmallTown.First) { Key = Key, InService = true, Facility = d.Code == "gate" ? "lot" : null })], CancellationToken.None))
                .Problems.ShouldBeEmpty();
            s.GetRequiredService<LinliDb>().Insert(new ParkingLot
            {
                Code = "lot", Scope = SmallTown.First.Value, NameZh = "停车场", NameEn = "Car park", Kind = LotKind.Public, Capacity = 9, AccessibleBays = 0, ChargingBays = 0, Latitude = 30.208, Longitude = 120.2105,
                Address = "和一路 1 号", Hours = "24/7", TariffZh = "免费", TariffEn = "Free", Operator = "物业",
            });
            return true;
        });
        foreach (var (code, _, values) in All)
            (await town.DeviceClient("wall-" + code, Key).Post("/sensing/readings", new { at = town.Time.GetUtcNow(), values }).Good()).Whole("accepted").ShouldBeGreaterThan(0);
        await town.Services.GetRequiredService<ReadingPipeline>().Store(CancellationToken.None);
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<ReckonHours>(s).Run(CancellationToken.None);
            await ActivatorUtilities.CreateInstance<CountLots>(s).Run(CancellationToken.None);
            return true;
        });
    }
}
