using Linli.Platform.Demo;
using Linli.Platform.Http;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.MachineSimulator;

/// <summary>What somebody's hands do at a simulated machine.</summary>
/// <param name="Do">take, put, close, bag, jam, scale, repair, power, forget, offline or online.</param>
/// <param name="Shelf">Which shelf.</param>
/// <param name="Grams">How much.</param>
internal sealed record ActAtMachine(string? Do, int Shelf = 1, long Grams = 0);

/// <summary>Acts at simulated machines; in the demo only.</summary>
internal static class SimulatorActs
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(Edge.Api + "/simulator/machines/{code}", (string code, ActAtMachine request, SimulatorHost host, DemoMode demo) =>
                demo.IsDemo && host.Find(code) is { } machine && Do(machine, request) ? Results.NoContent() : Results.NotFound())
            .Needs(Access.SignedIn).WithTags("simulator").WithSummary("SIMULATOR: what hands do at a machine of the demo 模拟器：在演示设备上取放");

    /// <summary>Does it.</summary>
    /// <returns>Whether there is such an act.</returns>
    public static bool Do(RunningMachine machine, ActAtMachine act)
    {
        const long Heaviest = 20_000;
        var (device, grams) = (machine.Device, Math.Clamp(act.Grams, 1, Heaviest));
        switch (act.Do)
        {
            case "take":
                device.TakeOut(act.Shelf, Math.Min(grams, Math.Max(1, device.Journal.Shelves.GetValueOrDefault(act.Shelf))));
                break;
            case "put":
                device.PutBack(act.Shelf, grams);
                break;
            case "close":
                device.CloseDoor();
                break;
            case "bag":
                device.TakeBag();
                break;
            case "jam":
                device.JamAfter = device.Journal.Milling is null ? 300 : device.Journal.Milled + 40;
                break;
            case "scale":
                device.Fail("scale", act.Shelf);
                break;
            case "repair":
                device.Repair();
                break;
            case "forget":
                device.LoseJournal();
                break;
            case "power":
                device.PowerCut();
                break;
            case "offline":
                device.Online = false;
                break;
            case "online":
                device.Online = true;
                break;
            case "fill":
                device.Fill(act.Shelf, grams);
                break;
            default:
                return false;
        }

        return true;
    }
}
