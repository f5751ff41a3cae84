using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Linli.Places.Walking.Entrances;
using Linli.Platform.Results;

namespace Linli.Places.Walking.Import;

/// <summary>
/// Reads the walking network out of OpenStreetMap XML, plain or packed with gzip. The file is read twice, element by element:
/// ways first, then only the nodes they use, so that an extract of a city needs no more memory than its ways.
/// </summary>
internal sealed class OsmFile
{
    private const long MostCharacters = 8L << 30;
    private const int MostPoints = 20_000_000;
    private readonly NetworkDraft draft = new();
    private readonly List<OsmWay> ways = [];
    private readonly Dictionary<long, OsmNode?> nodes = [];
    private readonly List<long> entrances = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Reads a file; the stream must be able to go back to its beginning.</summary>
    public static Result<NetworkDraft> Read(Stream file)
    {
        try
        {
            return new OsmFile().ReadTwice(file);
        }
        catch (InvalidDataException e) when (e.Message == "too large")
        {
            return Problem.Invalid("file", "places.osm_too_large", "文件过大，请只导出所需的范围。", "The file is too large: extract only the area that is needed.");
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or FormatException)
        {
            return Problem.Invalid("file", "places.osm_unreadable",
                "不是可读的 OpenStreetMap XML（.osm 或 .osm.gz），或文件不完整：" + e.Message,
                "This is no OpenStreetMap XML (.osm or .osm.gz) that can be read, or it was cut off: " + e.Message);
        }
    }

    private Result<NetworkDraft> ReadTwice(Stream file)
    {
        var isOsm = false;
        ForEach(file, wantsNodes: false, (name, reader) =>
        {
            isOsm |= name == "osm";
            if (name == "way")
                ReadWay(reader);
        });
        if (!isOsm)
            return Problem.Invalid("file", "places.osm_unreadable", "文件里没有 OpenStreetMap 数据（缺少 <osm>）。", "The file holds no OpenStreetMap data: there is no <osm>.");
        Problem? wrong = null;
        ForEach(file, wantsNodes: true, (name, reader) =>
        {
            if (name == "node")
                wrong ??= ReadNode(reader);
        });
        if (wrong is not null)
            return wrong;
        new OsmDrawing(draft, nodes).Draw(ways, entrances);
        return draft;
    }

    private static void ForEach(Stream file, bool wantsNodes, Action<string, XmlReader> visit)
    {
        file.Position = 0;
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using var unpacked = packed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        using var reader = XmlReader.Create(unpacked ?? file, new()
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, CloseInput = false, MaxCharactersInDocument = MostCharacters,
        });
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.Name is "osm" || reader.Name is "way" && !wantsNodes || reader.Name is "node" && wantsNodes)
                visit(reader.Name, reader);
        }
    }

    private void ReadWay(XmlReader reader)
    {
        var id = reader.GetAttribute("id") ?? "?";
        var deleted = reader.GetAttribute("action") == "delete" || reader.GetAttribute("visible") == "false";
        var (refs, tags) = (new List<long>(), new Dictionary<string, string>(StringComparer.Ordinal));
        Inside(reader, (name, inner) =>
        {
            if (name == "nd" && long.TryParse(inner.GetAttribute("ref"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var node))
                refs.Add(node);
            else if (name == "tag")
                tags[inner.GetAttribute("k") ?? ""] = inner.GetAttribute("v") ?? "";
        });
        if (deleted || !OsmTags.IsWay(tags))
            return;
        if (!known.Add(id))
        {
            draft.Refuse("way/" + id, ("同一编号出现多次，只取第一次", "it is there more than once: the first was taken"));
            return;
        }

        var (facts, refused) = OsmTags.Read(tags);
        if (facts is null || refs.Count < 2)
        {
            draft.Refuse("way/" + id, refused ?? ("少于两个点", "fewer than two points"));
            return;
        }

        ways.Add(new("way/" + id, refs, facts, OsmTags.Levels(tags.GetValueOrDefault("level")), tags.GetValueOrDefault("incline") == "down"));
        foreach (var node in refs)
            nodes.TryAdd(node, null);
        // Before the memory is gone, not after.
        if (nodes.Count > MostPoints)
            throw new InvalidDataException("too large");
    }

    private Problem? ReadNode(XmlReader reader)
    {
        if (!long.TryParse(reader.GetAttribute("id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
            return null;
        // Doors lie on walls, not on ways; a node without tags is none.
        var onWay = nodes.ContainsKey(id);
        if (!onWay && reader.IsEmptyElement)
            return null;
        var (lon, lat) = (Degrees(reader.GetAttribute("lon")), Degrees(reader.GetAttribute("lat")));
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        Inside(reader, (name, inner) =>
        {
            if (name == "tag")
                tags[inner.GetAttribute("k") ?? ""] = inner.GetAttribute("v") ?? "";
        });
        var isEntrance = EntranceTags.IsEntrance(tags);
        if (!onWay && !isEntrance)
            return null;
        if (SwappedDegrees.Look(lon, lat))
            return SwappedDegrees.Problem($"node/{id}", lon, lat);
        // A node that is there twice counts once, as it was read last; so does its door.
        if (isEntrance && nodes.GetValueOrDefault(id) is null)
            entrances.Add(id);
        if (Math.Abs(lon) <= 180 && Math.Abs(lat) <= 90)
            nodes[id] = new(lon, lat, tags);
        return null;
    }

    private static double Degrees(string? text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    // Visits what lies within the element; the reader ends on its last tag.
    private static void Inside(XmlReader reader, Action<string, XmlReader> visit)
    {
        if (reader.IsEmptyElement)
            return;
        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
            if (reader.NodeType == XmlNodeType.Element)
                visit(reader.Name, reader);
    }
}
