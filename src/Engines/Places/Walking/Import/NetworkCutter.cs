using System.Globalization;
using Linli.Places.Walking.Network;

namespace Linli.Places.Walking.Import;

/// <summary>A network ready to be stored.</summary>
internal sealed record CutNetwork(List<WalkNodeRow> Nodes, List<WalkEdgeRow> Edges);

/// <summary>Cuts ways into edges: at their ends, where ways meet, at gates, and wherever a point asks for it.</summary>
internal sealed class NetworkCutter(NetworkDraft draft, string source)
{
    private readonly List<WalkNodeRow> nodes = [];
    private readonly List<WalkEdgeRow> edges = [];
    private readonly Dictionary<int, int> nodeOf = [];
    private readonly HashSet<(int, int, WayKind, string?)> drawn = [];
    private readonly int[] uses = new int[draft.Points.Count];

    public static CutNetwork Cut(NetworkDraft draft, string source) => new NetworkCutter(draft, source).Cut();

    private CutNetwork Cut()
    {
        Levels();
        foreach (var way in draft.Ways)
        {
            foreach (var point in way.Points)
                uses[point]++;
            // The ends of a way are nodes, so a point in the middle of one way and at the end of another is used twice.
            uses[way.Points[0]]++;
            uses[way.Points[^1]]++;
        }

        foreach (var lift in draft.Lifts)
            (uses[lift.Lower], uses[lift.Upper]) = (uses[lift.Lower] + 2, uses[lift.Upper] + 2);
        // A crossing drawn as a way says it itself; the node on the road would say it again.
        foreach (var point in draft.Ways.Where(w => w.Facts is { Kind: WayKind.Crossing, HalfCrossings: > 0 }).SelectMany(w => w.Points))
            draft.Points[point].Crossing = false;
        foreach (var way in draft.Ways)
        {
            var begin = edges.Count;
            Cut(way);
            Share(way.Facts.HalfCrossings, begin);
        }

        foreach (var (what, lower, upper, facts) in draft.Lifts)
            Put(what, facts, NodeAt(lower), NodeAt(upper), [lower, upper]);
        return new(nodes, edges);
    }

    // Whoever crosses waits once, on whatever side they come from: half at each end of the way, however often it is cut.
    private void Share(int halves, int begin)
    {
        if (halves == 0 || begin == edges.Count)
            return;
        edges[begin] = edges[begin] with { HalfCrossings = edges[begin].HalfCrossings + (halves / 2) };
        edges[^1] = edges[^1] with { HalfCrossings = edges[^1].HalfCrossings + (halves - (halves / 2)) };
    }

    // A point on ways of one known level lies on it; ends of steps between levels learn theirs from the ways they meet.
    private void Levels()
    {
        foreach (var point in draft.Points)
            point.Level ??= 0;
    }

    private void Cut(WayDraft way)
    {
        var piece = new List<int>();
        var from = -1;
        for (var i = 0; i < way.Points.Length; i++)
        {
            var point = way.Points[i];
            // A way drawn twice over the same spot has no length there.
            if (piece.Count > 0 && piece[^1] == point)
                continue;
            piece.Add(point);
            if (draft.Points[point].Blocked)
            {
                // The gate ends the way on this side; on the other side another way begins at a node of its own.
                if (from >= 0)
                    Put(way.Ref, way.Facts, from, NewNode(point), piece);
                from = i == way.Points.Length - 1 ? -1 : NewNode(point);
                piece = [point];
            }
            else if (from < 0)
            {
                from = NodeAt(point);
            }
            else if (uses[point] > 1 || draft.Points[point].Cut || i == way.Points.Length - 1)
            {
                Close(way, ref from, ref piece);
            }
        }
    }

    private void Close(WayDraft way, ref int from, ref List<int> piece)
    {
        var to = NodeAt(piece[^1]);
        // A loop without another node gets one in its middle: an edge leads from one node to another.
        if (to == from && piece.Count > 2)
        {
            var half = piece.Count / 2;
            var middle = NodeAt(piece[half]);
            Put(way.Ref, way.Facts, from, middle, piece[..(half + 1)]);
            Put(way.Ref, way.Facts, middle, to, piece[half..]);
        }
        else if (to != from)
        {
            Put(way.Ref, way.Facts, from, to, piece);
        }

        piece = [piece[^1]];
        from = to;
    }

    private int NodeAt(int point) => nodeOf.TryGetValue(point, out var known) ? known : nodeOf[point] = NewNode(point);

    private int NewNode(int point)
    {
        var at = draft.Points[point];
        nodes.Add(new() { Source = source, Number = nodes.Count, Longitude = at.Longitude, Latitude = at.Latitude, Level = at.Level ?? 0 });
        return nodes.Count - 1;
    }

    private void Put(string what, WayFacts facts, int from, int to, List<int> points)
    {
        var metres = 0.0;
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var (a, b) = (draft.Points[points[i]], draft.Points[points[i + 1]]);
            metres += Ground.Metres(a.Longitude, a.Latitude, b.Longitude, b.Latitude);
        }

        var passed = points.Select(p => draft.Points[p]).ToList();
        // A crossing at a node is shared by the ways that meet there, one within an edge belongs to it whole; who walks along the
        // street does not cross it.
        var halves = facts.Kind is WayKind.Street or WayKind.Lane ? 0 : passed.Take(1).Concat(passed.Skip(1).TakeLast(1)).Count(p => p.Crossing)
            + (2 * passed.Skip(1).SkipLast(1).Count(p => p.Crossing));
        var between = Between(points);
        if (!drawn.Add((Math.Min(from, to), Math.Max(from, to), facts.Kind, from < to ? between : Between([.. points.AsEnumerable().Reverse()]))))
        {
            draft.Refuse(what, ("与另一条路完全重合，只计一次", "it lies wholly on another way, which is counted once"));
            return;
        }

        edges.Add(new(facts)
        {
            Source = source, Number = edges.Count, Ref = what.Length > 80 ? what[..80] : what, From = from, To = to, LengthMm = Math.Max(1, (int)Math.Round(metres * 1000)),
            KerbMm = Math.Max(facts.KerbMm, passed.Max(p => p.KerbMm)), HalfCrossings = facts.Kind == WayKind.Lift ? 0 : halves,
            Wheelchair = passed.Exists(p => p.NoWheels) ? WheelchairUse.No : facts.Wheelchair, Between = between,
        });
    }

    private string? Between(List<int> points) => points.Count <= 2
        ? null
        : string.Join(' ', points.Skip(1).SkipLast(1).Select(p =>
            string.Create(CultureInfo.InvariantCulture, $"{draft.Points[p].Longitude:0.#######} {draft.Points[p].Latitude:0.#######}")));
}
