using System.Collections.Frozen;
using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.Places.Facilities;

/// <summary>A kind of facility.</summary>
/// <param name="Code">Such as <c>library</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Layer">Its layer of the life map; <c>null</c> for what is found by search only, such as a duty room.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
internal sealed record FacilityKind(string Code, Phrase Name, LifeLayer? Layer, string Icon);

/// <summary>Kinds of facilities and their layers, from <c>facility-kinds.csv</c>; a kind that is not listed is shown by its code.</summary>
internal static class FacilityKinds
{
    private static readonly Lazy<FrozenDictionary<string, FacilityKind>> Known = new(Read);

    public static IEnumerable<FacilityKind> All => Known.Value.Values.OrderBy(k => k.Layer is null).ThenBy(k => k.Layer).ThenBy(k => k.Code, StringComparer.Ordinal);

    public static FacilityKind? Find(string kind) => Known.Value.GetValueOrDefault(kind);

    public static Phrase NameOf(string kind) => Find(kind)?.Name ?? (kind, kind);

    public static LifeLayer? LayerOf(string kind) => Find(kind)?.Layer;

    public static string IconOf(string kind) => Find(kind)?.Icon ?? "map-pin";

    private static FrozenDictionary<string, FacilityKind> Read()
    {
        using var stream = typeof(FacilityKinds).Assembly.GetManifestResourceStream("facility-kinds.csv")
            ?? throw new InvalidOperationException("The kinds of facilities are missing from the program.");
        using var table = TableReader.Open(stream);
        return table.Rows().Select(row => new FacilityKind(row["code"], (row["name_zh"], row["name_en"]), LifeLayers.FromCode(row["layer"]), row["icon"]))
            .ToFrozenDictionary(k => k.Code, StringComparer.Ordinal);
    }
}
