using System.Globalization;
using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Market.Machines.Desk;

/// <summary>What staff read of machines, and how what they type is understood.</summary>
internal static class DeskWords
{
    public static IEnumerable<(Tone Tone, Phrase Text)> States(DeskMachine machine)
    {
        if (machine.Fault is { } fault)
            yield return (Tone.Danger, ($"故障：{MachineWords.Fault(fault).Zh}", $"fault: {MachineWords.Fault(fault).En}"));
        if (machine.DoorOpenSince is not null)
            yield return (Tone.Warning, machine.DoorUnsure ? ("柜门待查看", "look at the door") : ("门开着", "door open"));
        yield return machine.Online ? (Tone.Good, ("在线", "online")) : (Tone.Warning, ("离线", "offline"));
        if (machine.InUse)
            yield return (Tone.Info, ("使用中", "in use"));
        if (machine.UpTo < machine.LastSeq)
            yield return (Tone.Warning, ("记录待补传", "records missing"));
        if (Math.Abs(machine.ClockAheadSeconds) > 120)
            yield return (Tone.Plain, ($"时钟偏差 {machine.ClockAheadSeconds / 60} 分钟", $"clock off by {machine.ClockAheadSeconds / 60} min"));
    }

    /// <summary>What can be sold: a weight, or pieces.</summary>
    public static Phrase Stock(DeskShelf shelf) => shelf.SoldBy == SoldBy.Weight ? MachineWords.Weight(shelf.StockGrams)
        : ($"{shelf.StockGrams / shelf.PieceGrams} 件", $"{shelf.StockGrams / shelf.PieceGrams} pcs");

    /// <summary>Shelves as they are typed, one a line; a line that cannot be read becomes a shelf that is refused.</summary>
    public static IReadOnlyList<NewShelf> Shelves(string? text) => [.. (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(RegisterMachine.MostShelves + 1).Select(Shelf)];

    /// <summary>A drug licence as it is typed; <c>null</c> when nothing of it was.</summary>
    public static DrugLicence? Licence(PostedForm form) => form.Text("LicenceNumber") is null && form.Text("LicenceAddress") is null && form.Text("LicenceUntil") is null ? null
        : new(form.Text("LicenceNumber"), form.Text("LicenceAddress"), DateOnly.TryParseExact(form.Text("LicenceUntil"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) ? until : default);

    private static NewShelf Shelf(string line)
    {
        var parts = line.Split([',', '，', '\t'], StringSplitOptions.TrimEntries);
        string? At(int i) => i < parts.Length ? parts[i] : null;
        return new(
            int.TryParse(At(0), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, At(1), null, At(2) is "piece" or "按件" ? SoldBy.Piece : SoldBy.Weight, Yuan.Read(At(3)) ?? 0,
            int.TryParse(At(4), NumberStyles.None, CultureInfo.InvariantCulture, out var piece) ? piece : 0, Class: GoodsClasses.Read(At(5)));
    }
}
