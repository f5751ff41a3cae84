using Linli.Platform.Geo;
using Linli.Platform.Text;

namespace Linli.Places.Import;

/// <summary>A row that is left out.</summary>
/// <param name="Row">Which.</param>
/// <param name="Field">The field that is wrong.</param>
/// <param name="Reason">Why, in both languages.</param>
internal sealed record RefusedHome(int Row, string Field, Phrase Reason);

/// <summary>What was said of a list of homes beside its cells.</summary>
/// <param name="Compound">Code of the compound of rows that name none.</param>
/// <param name="Buildings">Whether buildings that are not known are founded, instead of refusing their homes.</param>
/// <param name="Crs">System of its coordinates: wgs84, cgcs2000, gcj02 or bd09 (R51).</param>
internal sealed record HomesListed(string? Compound, bool Buildings, CoordinateSystem Crs);

/// <summary>What a list of homes does to the register of homes.</summary>
internal sealed class HomesPlan
{
    public List<HomeRow> Added { get; } = [];

    public List<PlaceRow> Buildings { get; } = [];

    public List<RefusedHome> Refused { get; } = [];

    public List<HomeConflict> Conflicts { get; } = [];

    public int Changed { get; set; }

    public int Unchanged { get; set; }

    /// <summary>Contradictions nobody has decided yet.</summary>
    public int Undecided { get; set; }

    /// <summary>The home each row was taken for, by its label.</summary>
    public Dictionary<int, string> Labels { get; } = [];
}
