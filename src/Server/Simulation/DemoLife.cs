using System.Net;
using Linli.Server.Simulation.DutyRoom;
using Linli.Server.Simulation.Sensors;

namespace Linli.Server.Simulation;

/// <summary>
/// A gentle life in the demo while somebody watches: a few reports and answers an hour, and its devices, through the same public API as
/// everybody's. Only the demo has it; <c>--no-life</c> turns it off.
/// </summary>
internal static class DemoLife
{
    private static readonly IReadOnlyList<IActor> Actors =
    [
        new Reporters(reportsADay: 60), new Judges(answersAnHour: 6), new DeskClerks(actsAnHour: 10),
        new Handlers(actsAnHour: 16, t => t.Crews), new Handlers(actsAnHour: 4, t => t.Stewards),
        new Diners(mealsADay: 60), new MachineBuyers(purchasesADay: 60), new Shoppers(ordersADay: 24), new PointsSpenders(redemptionsADay: 12),
    ];

    /// <summary>Lives until the server stops.</summary>
    /// <param name="url">Address of the server.</param>
    /// <param name="fireLine">Where it hears fire units; <c>null</c> when it does not.</param>
    /// <param name="samples">Folder of the samples.</param>
    /// <param name="log">Where it says why it stands still.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task Run(string url, IPEndPoint? fireLine, string samples, ILogger log, TimeProvider time, CancellationToken stopping)
    {
        await using var units = fireLine is null ? null : new FireUnits(fireLine);
        try
        {
            var tally = new Tally();
            using var api = new LinliApi(new() { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(30) }, tally, time);
            var now = time.GetUtcNow();
            var seed = (int)(now.Ticks % int.MaxValue);
            var day = new SimulatedDay(api, SimulatedTown.Read(samples, seed), seed, now, time);
            using var devices = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(30) };
            IActor[] duty = units is null ? [new Watchkeepers()] : [new Watchkeepers(), units];
            await Task.WhenAll(
                new Simulator(new(Speed: 1, Hours: null, Seed: 0), day, [.. Actors, .. duty]).Run(stopping),
                new DemoSensors(devices, api, samples, time, elsewhere: units is null ? [] : FireUnits.Kinds).Run(stopping));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or KeyNotFoundException or OperationCanceledException)
        {
            log.LogWarning("The demo stands still: {Reason}", e.Message);
        }
    }
}
