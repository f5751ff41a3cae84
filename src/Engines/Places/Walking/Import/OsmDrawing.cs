using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;

namespace Linli.Places.Walking.Import;

/// <summary>A way as the file has it.</summary>
internal sealed record OsmWay(string Ref, List<long> Nodes, WayFacts Facts, double[] Levels, bool Down);

/// <summary>A node as the file has it.</summary>
internal sealed record OsmNode(double Longitude, double Latitude, Dictionary<string, string> Tags);

/// <summary>Draws what was read of an OpenStreetMap file: ways point by point, lifts from level to level, doors.</summary>
internal sealed class OsmDrawing(NetworkDraft draft, IReadOnlyDictionary<long, OsmNode?> nodes)
{
    public void Draw(IEnumerable<OsmWay> ways, IEnumerable<long> entrances)
    {
        var points = new Dictionary<(long Node, double? Level), int>();
        var lifts = new Dictionary<long, SortedDictionary<double, int>>();
        var (cut, lacking) = (new List<string>(), 0);
        // Ways of one level first: the ends of steps between levels then know theirs.
        foreach (var way in ways.OrderBy(w => w.Levels.Length > 1))
        {
            var runs = Runs(way.Nodes);
            if (runs.Count == 0)
                draft.Refuse(way.Ref, ("文件里缺少它的点", "the file lacks its points"));
            else if (runs.Sum(r => r.Length) < way.Nodes.Count)
            {
                cut.Add(way.Ref);
                lacking += way.Nodes.Count - runs.Sum(r => r.Length);
            }


            foreach (var (begin, length) in runs)
                draft.Ways.Add(new(
                    way.Ref, [.. Enumerable.Range(begin, length).Select(i => PointOf(way.Nodes[i], way, i == 0, i == way.Nodes.Count - 1, points, lifts))], way.Facts));
        }

        if (cut.Count > 0)
            draft.Notes.Add((
                $"{cut.Count} 条路（{string.Join("、", cut.Take(5))} 等）缺少 {lacking} 个点（常在裁切边缘），缺口处已断开，没有连直线",
                $"{cut.Count} ways ({string.Join(", ", cut.Take(5))} …) lack {lacking} points, as at the rim of an extract: they were cut there, not joined straight across"));
        foreach (var (node, levels) in lifts)
            Connect(node, levels);
        foreach (var id in entrances)
            if (nodes[id] is { } node)
                draft.Entrances.Add(($"node/{id}", draft.Add(new(node.Longitude, node.Latitude) { Level = OsmTags.Levels(node.Tags.GetValueOrDefault("level")) is [var only] ? only : null }), EntranceTags.StepFree(node.Tags), null));
    }

    // What the file knows of a way, from gap to gap: a straight line over a gap would lead through whatever lies there.
    private List<(int Begin, int Length)> Runs(List<long> way)
    {
        var runs = new List<(int, int)>();
        for (var i = 0; i < way.Count; i++)
        {
            var begin = i;
            while (i < way.Count && nodes[way[i]] is not null)
                i++;
            if (i - begin >= 2)
                runs.Add((begin, i - begin));
        }

        return runs;
    }

    private int PointOf(long id, OsmWay way, bool first, bool last, Dictionary<(long, double?), int> points, Dictionary<long, SortedDictionary<double, int>> lifts)
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

    private static double? LevelAt(OsmWay way, bool first, bool last) => way.Levels switch
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
}
