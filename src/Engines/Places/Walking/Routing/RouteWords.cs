using System.Globalization;
using Linli.Places.Walking.Network;
using Linli.Platform.Text;

namespace Linli.Places.Walking.Routing;

/// <summary>One instruction of a route.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Metres">How far it leads, to the metre.</param>
/// <param name="Kind">What one walks on.</param>
/// <param name="Longitude">Where it begins, WGS-84.</param>
/// <param name="Latitude">Where it begins, WGS-84.</param>
public sealed record RouteStep(Phrase Text, int Metres, WayKind Kind, double Longitude, double Latitude);

/// <summary>Something people know, beside the way.</summary>
internal sealed record Landmark(float X, float Y, Phrase Name);

/// <summary>Turns a way into sentences.</summary>
internal sealed class RouteWords(WalkGraph graph, IReadOnlyList<Landmark> landmarks)
{
    private const double NearLandmark = 40;
    private const double Turn = 50;

    private sealed record Part(WayFacts Facts, List<(float X, float Y)> Points, float FromLevel, float ToLevel, double Metres);

    public IReadOnlyList<RouteStep> Of(FoundWay way)
    {
        var steps = new List<RouteStep>();
        Part? before = null;
        string? said = null;
        foreach (var part in Joined(way))
        {
            var landmark = NearestTo(part.Points[0]);
            // The same landmark twice in a row tells nothing the second time.
            var beside = landmark is { Name: var name } && name.Zh != said ? name : (Phrase?)null;
            said = landmark?.Name.Zh ?? said;
            var (lon, lat) = (graph.Ground.LongitudeOf(part.Points[0].X), graph.Ground.LatitudeOf(part.Points[0].Y));
            steps.Add(new(Say(part, before, beside), (int)Math.Round(part.Metres), part.Facts.Kind, lon, lat));
            before = part;
        }

        return steps;
    }

    private IEnumerable<Part> Joined(FoundWay way)
    {
        Part? open = null;
        foreach (var leg in way.Legs)
        {
            var metres = RouteFinder.Metres(graph, leg);
            if (metres < 0.5 && graph.Facts[leg.Edge].Kind != WayKind.Lift)
                continue;
            var (from, to) = leg.Forward ? (graph.From[leg.Edge], graph.To[leg.Edge]) : (graph.To[leg.Edge], graph.From[leg.Edge]);
            var part = new Part(graph.Facts[leg.Edge], RouteFinder.Points(graph, leg), graph.Node(from).Level, graph.Node(to).Level, metres);
            if (open is not null && Continues(open, part))
            {
                open.Points.AddRange(part.Points.Skip(1));
                open = open with { ToLevel = part.ToLevel, Metres = open.Metres + part.Metres };
                continue;
            }

            if (open is not null)
                yield return open;
            open = part;
        }

        if (open is not null)
            yield return open;
    }

    private static bool Continues(Part open, Part next) =>
        Special(open.Facts) == Special(next.Facts) && open.Facts.Kind == WayKind.Lift == (next.Facts.Kind == WayKind.Lift)
        && open.Facts.NameZh == next.Facts.NameZh && (open.Facts.Kind == WayKind.Lift || Math.Abs(Angle(open.Points, next.Points)) < Turn);

    // What people must be told of, whatever its name.
    private static WayKind? Special(WayFacts facts) =>
        facts.Kind is WayKind.Steps or WayKind.Escalator or WayKind.Lift or WayKind.Crossing ? facts.Kind : facts.Bridge ? WayKind.Corridor : null;

    private static Phrase Say(Part part, Part? before, Phrase? beside)
    {
        var metres = (int)Math.Round(part.Metres);
        var (zh, en) = beside is { } landmark ? ($"在{landmark.Zh}旁", $"at {landmark.En}, ") : ("", "");
        var (rises, falls) = (part.ToLevel > part.FromLevel, part.ToLevel < part.FromLevel);
        switch (part.Facts.Kind)
        {
            case WayKind.Lift:
                return ($"{zh}乘电梯从{LevelZh(part.FromLevel)}到{LevelZh(part.ToLevel)}", Upper($"{en}take the lift from level {Level(part.FromLevel)} to level {Level(part.ToLevel)}"));
            case WayKind.Steps:
                return ($"{zh}走{(rises ? "上" : falls ? "下" : "")}台阶，{metres} 米", Upper($"{en}take the steps{(rises ? " up" : falls ? " down" : "")}, {metres} m"));
            case WayKind.Escalator:
                return ($"{zh}乘自动扶梯{(rises ? "上" : falls ? "下" : "")}", Upper($"{en}take the escalator{(rises ? " up" : falls ? " down" : "")}"));
            case WayKind.Crossing:
                return ($"{zh}过人行横道，{metres} 米", Upper($"{en}use the crossing, {metres} m"));
        }

        var (turnZh, turnEn) = before is null ? ("", "") : TurnWords(Angle(before.Points, part.Points));
        var (onZh, onEn) = (part.Facts.NameZh ?? WayWords.Of(part.Facts.Kind).Zh, part.Facts.NameEn ?? part.Facts.NameZh ?? "the " + WayWords.Of(part.Facts.Kind).En);
        if (part.Facts.Bridge)
            return ($"{zh}{turnZh}走过{onZh}（桥），{metres} 米", Upper($"{en}{turnEn}cross {onEn} (bridge), {metres} m"));
        return ($"{zh}{turnZh}沿{onZh}走 {metres} 米", Upper($"{en}{turnEn}follow {onEn} for {metres} m"));
    }

    private static (string Zh, string En) TurnWords(double angle) => angle switch
    {
        > 150 or < -150 => ("掉头，", "turn back and "),
        > 30 => ("左转，", "turn left and "),
        < -30 => ("右转，", "turn right and "),
        _ => ("直行，", "go straight on and "),
    };

    private static string LevelZh(float level) => level switch
    {
        < 0 when level % 1 == 0 => string.Create(CultureInfo.InvariantCulture, $" 地下 {-level} 层"),
        _ when level % 1 == 0 => string.Create(CultureInfo.InvariantCulture, $" {level + 1} 层"),
        _ => string.Create(CultureInfo.InvariantCulture, $" {level} 层（夹层）"),
    };

    private static string Level(float level) => level.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private Landmark? NearestTo((float X, float Y) point) => landmarks
        .Select(l => (Mark: l, Away: Math.Sqrt(((l.X - point.X) * (l.X - point.X)) + ((l.Y - point.Y) * (l.Y - point.Y)))))
        .Where(l => l.Away <= NearLandmark).OrderBy(l => l.Away).Select(l => l.Mark).FirstOrDefault();

    // Degrees to the left from the end of one piece to the beginning of the next.
    private static double Angle(List<(float X, float Y)> before, List<(float X, float Y)> after)
    {
        var (a, b) = (before.Count > 1 ? (before[^2], before[^1]) : (before[^1], before[^1]), after.Count > 1 ? (after[0], after[1]) : (after[0], after[0]));
        var (ax, ay) = (a.Item2.X - a.Item1.X, a.Item2.Y - a.Item1.Y);
        var (bx, by) = (b.Item2.X - b.Item1.X, b.Item2.Y - b.Item1.Y);
        return double.RadiansToDegrees(Math.Atan2((ax * by) - (ay * bx), (ax * bx) + (ay * by)));
    }
}
