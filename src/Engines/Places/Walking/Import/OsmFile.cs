using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Linli.Places.Walking.Network;
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
    private readonly List<Way> ways = [];
    private readonly Dictionary<long, Node?> nodes = [];

    /// <summary>Reads a file; the stream must be able to go back to its beginning.</summary>
    public static Result<NetworkDraft> Read(Stream file)
    {
        try
        {
            return new OsmFile().ReadTwice(file);
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
        if (nodes.Count > MostPoints)
            return Problem.Invalid("file", "places.osm_too_large", "文件过大，请只导出所需的范围。", "The file is too large: extract only the area that is needed.");
        Problem? wrong = null;
        ForEach(file, wantsNodes: true, (name, reader) =>
        {
            if (name == "node")
                wrong ??= ReadNode(reader);
        });
        if (wrong is not null)
            return wrong;
        Draw();
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
        var (facts, refused) = OsmTags.Read(tags);
        if (facts is null || refs.Count < 2)
        {
            draft.Refuse("way/" + id, refused ?? ("少于两个点", "fewer than two points"));
            return;
        }

        ways.Add(new("way/" + id, refs, facts, OsmTags.Levels(tags.GetValueOrDefault("level")), tags.GetValueOrDefault("incline") == "down"));
        foreach (var node in refs)
            nodes.TryAdd(node, null);
    }

    private Problem? ReadNode(XmlReader reader)
    {
        if (!long.TryParse(reader.GetAttribute("id"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) || !nodes.ContainsKey(id))
            return null;
        var (lon, lat) = (Degrees(reader.GetAttribute("lon")), Degrees(reader.GetAttribute("lat")));
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        Inside(reader, (name, inner) =>
        {
            if (name == "tag")
                tags[inner.GetAttribute("k") ?? ""] = inner.GetAttribute("v") ?? "";
        });
        if (SwappedDegrees.Look(lon, lat))
            return SwappedDegrees.Problem($"node/{id}", lon, lat);
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

    private void Draw()
    {
        var points = new Dictionary<(long Node, double? Level), int>();
        var lifts = new Dictionary<long, SortedDictionary<double, int>>();
        // Ways of one level first: the ends of steps between levels then know theirs.
        foreach (var way in ways.OrderBy(w => w.Levels.Length > 1))
        {
            if (way.Nodes.FindAll(n => nodes[n] is not null) is not { Count: >= 2 } known)
            {
                draft.Refuse(way.Ref, ("文件里缺少它的点", "the file lacks its points"));
                continue;
            }

            if (known.Count < way.Nodes.Count)
                draft.Notes.Add(($"{way.Ref} 缺少 {way.Nodes.Count - known.Count} 个点，已跳过这些点", $"{way.Ref} lacks {way.Nodes.Count - known.Count} points, which were left out"));
            draft.Ways.Add(new(way.Ref, [.. known.Select((n, i) => PointOf(n, way, i == 0, i == known.Count - 1, points, lifts))], way.Facts));
        }

        foreach (var (node, levels) in lifts)
            Connect(node, levels);
    }

    private int PointOf(long id, Way way, bool first, bool last, Dictionary<(long, double?), int> points, Dictionary<long, SortedDictionary<double, int>> lifts)
    {
        var node = nodes[id]!;
        var level = LevelAt(way, first, last);
        var isLift = node.Tags.GetValueOrDefault("highway") == "elevator";
        var key = (id, isLift ? level ?? 0 : (double?)null);
        if (!points.TryGetValue(key, out var point))
        {
            var made = new PointDraft(node.Longitude, node.Latitude);
            OsmTags.Apply(node.Tags, made);
            points.Add(key, point = draft.Add(made));
        }

        draft.Points[point].Level ??= level;
        if (isLift)
        {
            if (!lifts.TryGetValue(id, out var served))
                lifts.Add(id, served = []);
            served[level ?? 0] = point;
        }

        return point;
    }

    private static double? LevelAt(Way way, bool first, bool last) => way.Levels switch
    {
        [] => null,
        [var only] => only,
        _ when first => way.Down ? way.Levels[^1] : way.Levels[0],
        _ when last => way.Down ? way.Levels[0] : way.Levels[^1],
        _ => null,
    };

    private void Connect(long id, SortedDictionary<double, int> served)
    {
        var node = nodes[id]!;
        // The lift itself may name levels at which the file draws no way; nobody gets out there.
        var facts = new WayFacts(WayKind.Lift)
        {
            NameZh = node.Tags.GetValueOrDefault("name"), NameEn = node.Tags.GetValueOrDefault("name:en"),
            Wheelchair = node.Tags.GetValueOrDefault("wheelchair") == "no" ? WheelchairUse.No : WheelchairUse.Unknown,
        };
        foreach (var (level, point) in served)
            draft.Points[point].Level = level;
        var levels = served.Values.ToList();
        for (var i = 0; i + 1 < levels.Count; i++)
            draft.Lifts.Add(($"node/{id}", levels[i], levels[i + 1], facts));
    }

    private sealed record Way(string Ref, List<long> Nodes, WayFacts Facts, double[] Levels, bool Down);

    private sealed record Node(double Longitude, double Latitude, Dictionary<string, string> Tags);
}

/// <summary>Longitude in the place of latitude, as far as the numbers show it.</summary>
internal static class SwappedDegrees
{
    /// <summary>Whether the numbers are possible only the other way round, or lie in China only that way.</summary>
    public static bool Look(double longitude, double latitude) =>
        Math.Abs(latitude) is > 90 and <= 180 && Math.Abs(longitude) <= 90 || longitude is > 17 and < 54 && latitude is > 73 and < 136;

    public static Problem Problem(string where, double longitude, double latitude) => Platform.Results.Problem.Invalid("file", "places.swapped",
        string.Create(CultureInfo.InvariantCulture, $"{where} 的经度和纬度填反了（经度 {longitude}，纬度 {latitude}）：经度在前，请交换后重新导入。"),
        string.Create(CultureInfo.InvariantCulture, $"Longitude and latitude are swapped at {where} (longitude {longitude}, latitude {latitude}): put longitude first and import again."));
}
