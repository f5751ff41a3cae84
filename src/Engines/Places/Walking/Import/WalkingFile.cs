using System.Text;
using Linli.Platform.Results;

namespace Linli.Places.Walking.Import;

/// <summary>A file with a walking network, read but not yet stored.</summary>
public sealed class WalkingFile
{
    /// <summary>The largest GeoJSON taken; OpenStreetMap files are read piece by piece and may be larger.</summary>
    private const long MostJson = 64L << 20;

    private WalkingFile(NetworkDraft draft, string format) => (Draft, Format) = (draft, format);

    /// <summary><c>osm</c> or <c>geojson</c>.</summary>
    public string Format { get; }

    internal NetworkDraft Draft { get; }

    /// <summary>Reads OpenStreetMap XML (plain or gzip) or GeoJSON lines, whichever it is.</summary>
    /// <param name="file">The file; it must be able to go back to its beginning.</param>
    /// <param name="tolerance">Metres within which the ends of GeoJSON lines are joined, 0.1 to 20.</param>
    public static Result<WalkingFile> Read(Stream file, double tolerance = 1)
    {
        if (!(tolerance is >= 0.1 and <= 20))
            return Problem.Invalid("tolerance", "places.tolerance_range", "吸附距离应为 0.1–20 米。", "The tolerance is 0.1 to 20 metres.");
        var begin = new byte[64];
        file.Position = 0;
        var length = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var text = Encoding.UTF8.GetString(begin, 0, length).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (begin is [0x1f, 0x8b, ..] || text.StartsWith('<'))
        {
            var osm = OsmFile.Read(file);
            return osm.Ok ? new WalkingFile(osm.Value, "osm") : osm.As<WalkingFile>();
        }

        if (!text.StartsWith('{'))
            return Problem.Invalid("file", "places.network_format",
                "请上传 OpenStreetMap XML（.osm、.osm.gz）或 GeoJSON 文件。", "Send OpenStreetMap XML (.osm, .osm.gz) or GeoJSON.");
        if (file.Length > MostJson)
            return new Problem("places.geojson_too_large", ("GeoJSON 超过 64 MB，请分区导入。", "The GeoJSON is larger than 64 MB: import it in parts."), ProblemKind.TooLarge, "file");
        using var buffer = new MemoryStream();
        file.CopyTo(buffer);
        var lines = LineFile.Read(buffer.ToArray(), tolerance);
        return lines.Ok ? new WalkingFile(lines.Value, "geojson") : lines.As<WalkingFile>();
    }
}
