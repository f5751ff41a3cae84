using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;

namespace Linli.Mobility.Parking;

/// <summary>智慧停车 on the wall of the duty room: free bays of the lots whose numbers are of now, and how old these are. Lots are public.</summary>
internal sealed class ParkingOnTheWall(UseCaseRunner run) : ICockpitModule
{
    private const string Lots = "/parking";

    public string Code => "parking";

    public Phrase Name => ("智慧停车", "Parking");

    public string Icon => "parking";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var shown = (await run.Ask(new GetParking(), cancel)).Value;
        var known = shown?.Lots.Where(l => l.Free is not null).ToList() ?? [];
        if (shown is null || known.Count == 0)
            return CockpitFigure.Nothing(("暂无数据：还没有停车场道闸上报", "No data yet: no gate of a car park has reported"), Lots);
        var full = known.Count(l => l.Free == 0);
        return new(Text(shown.Free), ("空闲车位", "Free bays"), known.Max(l => l.UpdatedAt), Lots)
        {
            Look = full > 0 ? CockpitLook.Watch : CockpitLook.Good,
            Facts =
            [
                new(("占用/车位", "Taken/bays"), $"{Text(shown.Counted - shown.Free)}/{Text(shown.Counted)}", Lots),
                new(("已满停车场", "Full car parks"), Text(full), Lots),
                new(("实时停车场", "Live car parks"), $"{Text(known.Count)}/{Text(shown.Lots.Count)}", Lots),
            ],
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
