using System.Globalization;
using Linli.Platform.Geo;
using Linli.Web;

namespace Linli.Places;

/// <summary>Degrees on forms of the workbench.</summary>
internal static class PointForm
{
    /// <summary>The systems to choose from, as <c>crs</c> takes them.</summary>
    public static IEnumerable<Choice> Systems() =>
        new[] { CoordinateSystem.Wgs84, CoordinateSystem.Gcj02, CoordinateSystem.Bd09, CoordinateSystem.Cgcs2000 }
#pragma warning disable CA1308 // codes are written in small letters
            .Select(s => new Choice(s.ToString().ToLowerInvariant(), PointCheck.Name(s).ToString()));
#pragma warning restore CA1308

    /// <summary>What was typed; a text that is no number becomes not a number, which every check refuses.</summary>
    public static (double? Longitude, double? Latitude) Read(PostedForm form) => (Number(form.Text("Longitude")), Number(form.Text("Latitude")));

    private static double? Number(string? text) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : double.NaN;
}
