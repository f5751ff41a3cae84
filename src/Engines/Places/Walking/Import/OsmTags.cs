using System.Globalization;
using Linli.Places.Walking.Network;
using Linli.Platform.Text;

namespace Linli.Places.Walking.Import;

/// <summary>What OpenStreetMap's tags say about walking.</summary>
internal static class OsmTags
{
    private static readonly Dictionary<string, WayKind> Highways = new(StringComparer.Ordinal)
    {
        ["footway"] = WayKind.Footway, ["path"] = WayKind.Path, ["pedestrian"] = WayKind.Pedestrian, ["steps"] = WayKind.Steps, ["corridor"] = WayKind.Corridor,
        ["elevator"] = WayKind.Lift, ["platform"] = WayKind.Footway, ["living_street"] = WayKind.Street, ["residential"] = WayKind.Street, ["service"] = WayKind.Lane,
        ["track"] = WayKind.Path, ["road"] = WayKind.Street, ["unclassified"] = WayKind.Street, ["tertiary"] = WayKind.Street, ["tertiary_link"] = WayKind.Street,
        ["secondary"] = WayKind.Street, ["secondary_link"] = WayKind.Street, ["primary"] = WayKind.Street, ["primary_link"] = WayKind.Street,
    };

    private static readonly HashSet<string> OnlyWhereAllowed = new(StringComparer.Ordinal) { "cycleway", "bridleway", "busway", "trunk", "trunk_link", "motorway", "motorway_link" };
    private static readonly HashSet<string> RoughSurfaces = new(StringComparer.Ordinal)
    {
        "gravel", "fine_gravel", "pebblestone", "cobblestone", "unhewn_cobblestone", "sett", "sand", "mud", "grass", "dirt", "earth", "ground", "unpaved", "woodchips", "rock",
        "stepping_stones", "grass_paver",
    };

    private static readonly HashSet<string> RoughSmoothness = new(StringComparer.Ordinal) { "bad", "very_bad", "horrible", "very_horrible", "impassable" };

    /// <summary>Whether a way has anything to do with walking at all; what has not is passed over without a word.</summary>
    public static bool IsWay(IReadOnlyDictionary<string, string> tags) => tags.ContainsKey("highway") && tags["highway"] is not ("proposed" or "razed" or "abandoned" or "bus_stop" or "rest_area" or "services");

    /// <summary>What the tags say, or why nobody walks there.</summary>
    public static (WayFacts? Facts, Phrase? Refused) Read(IReadOnlyDictionary<string, string> tags)
    {
        var highway = Get(tags, "highway")!;
        var foot = Get(tags, "foot");
        var allowed = foot is "yes" or "designated" or "permissive" or "destination" or "official";
        if (foot is "no" or "private" or "use_sidewalk" or "discouraged")
            return (null, ($"foot={foot}：不允许步行", $"foot={foot}: nobody walks here"));
        if (Get(tags, "access") is "no" or "private" && !allowed)
            return (null, ($"access={tags["access"]}：不对外开放", $"access={tags["access"]}: not open to the public"));
        if (Get(tags, "motorroad") is "yes" && !allowed)
            return (null, ("motorroad=yes：机动车专用", "motorroad=yes: for motor vehicles only"));
        if (highway == "construction")
            return (null, ("正在施工", "under construction"));
        if (Get(tags, "sidewalk") is "separate" || Get(tags, "sidewalk:both") is "separate")
            return allowed ? Facts(tags, highway) : (null, ("人行道另有绘制（sidewalk=separate）", "its sidewalk is drawn as a way of its own (sidewalk=separate)"));
        if (OnlyWhereAllowed.Contains(highway) && !allowed && Get(tags, "sidewalk") is not ("both" or "left" or "right" or "yes"))
            return (null, ($"highway={highway} 未注明允许步行", $"highway={highway} without a word that one may walk there"));
        return Facts(tags, highway);
    }

    private static (WayFacts? Facts, Phrase? Refused) Facts(IReadOnlyDictionary<string, string> tags, string highway)
    {
        if (!Highways.TryGetValue(highway, out var kind) && !OnlyWhereAllowed.Contains(highway))
            return (null, ($"不认识 highway={highway}", $"highway={highway} is not known"));
        if (!Highways.ContainsKey(highway))
            kind = WayKind.Path;
        if (kind is WayKind.Footway or WayKind.Path && (Get(tags, "footway") is "crossing" || Get(tags, "path") is "crossing"))
            kind = WayKind.Crossing;
        var conveying = Get(tags, "conveying") is { } moving && moving != "no";
        if (kind == WayKind.Steps && conveying)
            kind = WayKind.Escalator;
        return (new WayFacts(kind)
        {
            WidthCm = Centimetres(Get(tags, "sidewalk:width") ?? Get(tags, "width") ?? Get(tags, "est_width")),
            NameZh = Short(Get(tags, "name:zh") ?? Get(tags, "name"), 100), NameEn = Short(Get(tags, "name:en") ?? Get(tags, "name"), 200),
            InclinePermille = Incline(Get(tags, "incline")), KerbMm = Kerb(tags), Wheelchair = Wheels(Get(tags, "wheelchair")),
            Rough = Get(tags, "surface") is { } surface && RoughSurfaces.Contains(surface) || Get(tags, "smoothness") is { } smooth && RoughSmoothness.Contains(smooth),
            OneWay = OneWay(tags, kind), Bridge = Get(tags, "bridge") is { } bridge && bridge != "no", Tunnel = Get(tags, "tunnel") is { } tunnel && tunnel != "no",
            SlowLane = Get(tags, "slow_lane") is "yes" || Get(tags, "footway") is "slow_lane", CarriagewayCm = Centimetres(Get(tags, "carriageway:width")),
            HalfCrossings = kind == WayKind.Crossing && Get(tags, "crossing") is not null ? 2 : 0,
        }, null);
    }

    /// <summary>Reads what a node says about those who pass it.</summary>
    public static void Apply(IReadOnlyDictionary<string, string> tags, PointDraft point)
    {
        point.Crossing = Get(tags, "highway") is "crossing" && Get(tags, "crossing") is not "no";
        point.KerbMm = Get(tags, "barrier") is "kerb" || tags.ContainsKey("kerb") ? Kerb(tags) : 0;
        var barrier = Get(tags, "barrier");
        if (barrier is null or "kerb" or "entrance")
            return;
        var foot = Get(tags, "foot");
        var open = foot is "yes" or "designated" or "permissive";
        point.Blocked = !open && (foot is "no" or "private" || Get(tags, "access") is "no" or "private" || Get(tags, "locked") is "yes" || barrier is "wall" or "fence" or "hedge" or "debris");
        point.NoWheels = Get(tags, "wheelchair") is "no" || Get(tags, "wheelchair") is null && barrier is "stile" or "turnstile" or "full-height_turnstile" or "kissing_gate" or "cycle_barrier" or "log";
    }

    /// <summary>Levels that a tag names: <c>1</c>, <c>0;1</c>, <c>-1-2</c>.</summary>
    public static double[] Levels(string? text)
    {
        var levels = new SortedSet<double>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (double.TryParse(part, CultureInfo.InvariantCulture, out var one) && Math.Abs(one) <= 200)
            {
                levels.Add(one);
                continue;
            }

            var dash = part.IndexOf('-', 1);
            if (dash > 0 && int.TryParse(part[..dash], CultureInfo.InvariantCulture, out var from) && int.TryParse(part[(dash + 1)..], CultureInfo.InvariantCulture, out var to)
                && from <= to && to - from <= 200 && Math.Abs(from) <= 200)
                for (var level = from; level <= to; level++)
                    levels.Add(level);
        }

        return [.. levels];
    }

    /// <summary>Centimetres of <c>2</c>, <c>1.5 m</c>, <c>90 cm</c> or <c>6'</c>; <c>null</c> when it is none of these.</summary>
    public static int? Centimetres(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var written = text.Trim().Replace(',', '.');
        var (number, factor) = written switch
        {
            [.. var cm, 'c', 'm'] => (cm, 1.0),
            [.. var feet, '\''] => (feet, 30.48),
            [.. var metres, 'm'] => (metres, 100.0),
            _ => (written, 100.0),
        };
        return double.TryParse(number.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * factor is > 0 and < 10_000
            ? (int)Math.Round(value * factor)
            : null;
    }

    /// <summary>Thousandths of <c>5%</c>, <c>-8.3 %</c>, <c>3°</c>; 0 when only the direction is known.</summary>
    public static int Incline(string? text)
    {
        var written = text?.Trim() ?? "";
        if (written.EndsWith('%') && double.TryParse(written[..^1].Trim(), CultureInfo.InvariantCulture, out var percent) && Math.Abs(percent) <= 100)
            return (int)Math.Round(percent * 10);
        if (written.EndsWith('°') && double.TryParse(written[..^1].Trim(), CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= 45)
            return (int)Math.Round(Math.Tan(double.DegreesToRadians(degrees)) * 1000);
        return 0;
    }

    // A raised kerb of unknown height is as high as kerbs usually are.
    private static int Kerb(IReadOnlyDictionary<string, string> tags) =>
        (Get(tags, "kerb:height") ?? Get(tags, "height")) is { } height && (tags.ContainsKey("kerb") || Get(tags, "barrier") is "kerb") && Centimetres(height) is { } centimetres
            ? centimetres * 10
            : Get(tags, "kerb") switch { "raised" or "yes" => 120, "rolled" => 60, "lowered" => 30, _ => Get(tags, "barrier") is "kerb" && !tags.ContainsKey("kerb") ? 120 : 0 };

    private static WheelchairUse Wheels(string? text) => text switch
    {
        "yes" or "designated" => WheelchairUse.Yes,
        "limited" => WheelchairUse.Limited,
        "no" => WheelchairUse.No,
        _ => WheelchairUse.Unknown,
    };

    // A one-way street is for vehicles; those on foot are bound only where it says so, and by moving steps.
    private static int OneWay(IReadOnlyDictionary<string, string> tags, WayKind kind)
    {
        if (Get(tags, "oneway:foot") is { } foot)
            return foot switch { "yes" or "1" => 1, "-1" => -1, _ => 0 };
        if (Get(tags, "foot:backward") is "no")
            return 1;
        if (Get(tags, "foot:forward") is "no")
            return -1;
        if (kind == WayKind.Escalator)
            return Get(tags, "conveying") switch { "forward" => 1, "backward" => -1, _ => 0 };
        return 0;
    }

    private static string? Short(string? text, int most) =>
        text is not null && PlainText.TryCleanLine(text, most, out var clean) && clean.Length > 0 ? clean : null;

    private static string? Get(IReadOnlyDictionary<string, string> tags, string key) => tags.GetValueOrDefault(key);
}
