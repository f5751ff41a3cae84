using System.Globalization;

namespace Linli.Places.Spaces;

/// <summary>Areas as people write them and as they are kept, in whole square decimetres.</summary>
internal static class SpaceAreas
{
    /// <summary>Ten square kilometres, more than any ledger of spaces has.</summary>
    public const decimal Most = 10_000_000;

    /// <summary>Square metres with at most two decimals, above zero; <c>null</c> for anything else.</summary>
    public static int? ToDm2(decimal squareMetres) =>
        squareMetres is > 0 and <= Most && squareMetres * 100 is var dm2 && decimal.Truncate(dm2) == dm2 ? (int)dm2 : null;

    /// <summary>10,500 or 86.5: without decimals where there are none.</summary>
    public static string Say(long dm2) => (dm2 / 100m).ToString("#,##0.##", CultureInfo.InvariantCulture);

    /// <summary>Whether parts fit into their whole: where it has been measured, and nobody said that they overlap.</summary>
    public static bool Fit(int? whole, long parts, string? overlap) => whole is null || overlap is not null || parts <= whole;
}
