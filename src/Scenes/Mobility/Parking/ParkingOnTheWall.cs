using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;

namespace Linli.Mobility.Parking;

/// <summary>智慧停车 on the wall: free bays of the lots whose numbers are of now, and how many lots that are.</summary>
internal sealed class ParkingOnTheWall(UseCaseRunner run) : ICockpitModule
{
    private const string Board = "/desk/parking";

    public string Code => "parking";

    public Phrase Name => ("智慧停车", "Parking");

    public string Icon => "parking";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        // Lots are for everybody, and so are their numbers.
        var shown = (await run.Ask(new GetParking(), cancel)).Value;
        if (shown is not { Counted: > 0 } || shown.Lots.Where(l => l.Free is not null).Max(l => l.UpdatedAt) is not { } at)
            return CockpitFigure.Nothing(("暂无数据：道闸和车位检测器还没有上报", "No data yet: no gate and no bay detector has reported"), Board);
        var full = shown.Lots.Count(l => l.Free == 0);
        return new(Text(shown.Free), ("空闲车位", "Free bays"), at, Board)
        {
            Look = full > 0 ? CockpitLook.Watch : CockpitLook.Good,
            Facts =
            [
                new(("有实时数据的车位/全部", "Bays with live data/all"), $"{Text(shown.Counted)}/{Text(shown.Capacity)}", Board),
                new(("有实时数据的停车场", "Lots with live data"), $"{Text(shown.Lots.Count(l => l.Free is not null))}/{Text(shown.Lots.Count)}", Board), new(("已满", "Full"), Text(full), Board),
            ],
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
