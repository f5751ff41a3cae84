using Linli.Places;
using Linli.Platform.Geo;
using Linli.Platform.Text;

namespace Linli.Mobility.FindCar;

/// <summary>What to do next, for the icon beside the words.</summary>
public enum CarTurn
{
    /// <summary>直行.</summary>
    Straight,

    /// <summary>左转.</summary>
    Left,

    /// <summary>右转.</summary>
    Right,

    /// <summary>掉头.</summary>
    Back,

    /// <summary>乘电梯.</summary>
    Lift,

    /// <summary>走楼梯.</summary>
    Stairs,

    /// <summary>扶梯、坡道.</summary>
    Ramp,

    /// <summary>到达.</summary>
    There,
}

/// <summary>A step of the way to the car.</summary>
/// <param name="Level">What the lift shows for the level one is on when it begins, such as <c>B2</c>.</param>
/// <param name="Turn">What to do.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Metres">How far.</param>
/// <param name="Line">Longitude and latitude of its points, WGS-84; empty for a change of level.</param>
public sealed record CarStep(string Level, CarTurn Turn, Phrase Text, int Metres, IReadOnlyList<double[]> Line);

/// <summary>Turns the pieces of a way into what somebody would say: straight pieces in one line are one step.</summary>
internal static class WayWords
{
    private const double Straight = 35;
    private const double Behind = 150;

    /// <summary>The steps; the last says on which side the goal lies.</summary>
    public static IReadOnlyList<CarStep> Say(IIndoorPlan plan, IReadOnlyList<IndoorPiece> pieces, IndoorSpot goal)
    {
        var spots = plan.Spots.ToDictionary(s => s.Id);
        var levels = plan.Levels.ToDictionary(l => l.Id);
        var steps = new List<CarStep>();
        double? heading = null;
        // The few metres from the edge of the bay to its middle are not walked: the goal lies to the left or right there.
        var walked = pieces.Where(p => p.By != "walk" || (p.Spot != goal.Id && p.Metres >= 0.5)).ToList();
        foreach (var piece in walked)
        {
            if (piece.By != "walk")
            {
                var before = pieces.TakeWhile(p => p != piece).LastOrDefault()?.Level ?? piece.Level;
                steps.Add(Change(piece, levels[before], levels[piece.Level], spots[piece.Spot]));
                heading = null;
                continue;
            }

            var bearing = Bearing(piece.From, piece.To);
            var turn = heading is { } was ? Turn(was, bearing) : CarTurn.Straight;
            heading = bearing;
            if (turn == CarTurn.Straight && steps.Count > 0 && steps[^1] is { Turn: not (CarTurn.Lift or CarTurn.Stairs or CarTurn.Ramp) } last)
                steps[^1] = Walk(last.Turn, last.Metres + piece.Metres, spots[piece.Spot], levels[piece.Level], [.. last.Line, Point(piece.To)]);
            else
                steps.Add(Walk(turn, piece.Metres, spots[piece.Spot], levels[piece.Level], [Point(piece.From), Point(piece.To)]));
        }

        steps.Add(Arrive(levels[goal.Level], goal, pieces.Count > 0 && pieces[^1].Spot == goal.Id && heading is { } way ? Turn(way, Bearing(pieces[^1].From, pieces[^1].To)) : CarTurn.Straight));
        return steps;
    }

    private static CarStep Walk(CarTurn turn, double metres, IndoorSpot along, IndoorLevel level, IReadOnlyList<double[]> line)
    {
        var whole = (int)Math.Max(1, Math.Round(metres));
        var (zh, en) = turn switch
        {
            CarTurn.Left => ("左转", "Turn left"),
            CarTurn.Right => ("右转", "Turn right"),
            CarTurn.Back => ("掉头", "Turn round"),
            _ => ("直行", "Go straight on"),
        };
        var (alongZh, alongEn) = along.IsNamed ? ($"，沿{along.Name.Zh}", $" along {along.Name.En}") : ("", "");
        return new(level.Short, turn, ($"{zh}{alongZh}走 {whole} 米", $"{en}{alongEn} for {whole} m"), whole, line);
    }

    private static CarStep Change(IndoorPiece piece, IndoorLevel from, IndoorLevel to, IndoorSpot by)
    {
        var (zh, en) = (by.Name.Zh, by.Name.En);
        return piece.By switch
        {
            "elevator" => new(from.Short, CarTurn.Lift, ($"在{(zh.Length > 0 ? zh : "电梯厅")}乘电梯到 {to.Short}（{to.Name.Zh}）", $"Take {(en.Length > 0 ? en : "the lift")} to {to.Short} ({to.Name.En})"), 0, []),
            "stairs" => new(from.Short, CarTurn.Stairs, ($"走{(zh.Length > 0 ? zh : "楼梯")}到 {to.Short}", $"Take {(en.Length > 0 ? en : "the stairs")} to {to.Short}"), 0, []),
            "escalator" => new(from.Short, CarTurn.Ramp, ($"乘扶梯到 {to.Short}", $"Take the escalator to {to.Short}"), 0, []),
            _ => new(from.Short, CarTurn.Ramp, ($"沿坡道到 {to.Short}", $"Take the ramp to {to.Short}"), 0, []),
        };
    }

    private static CarStep Arrive(IndoorLevel level, IndoorSpot goal, CarTurn side)
    {
        var name = goal.IsNamed ? goal.Name : ("目的地", "your goal");
        return new(
            level.Short, CarTurn.There,
            side switch
            {
                CarTurn.Left => ($"到了：{name.Zh} 在左手边", $"You are there: {name.En} is on your left"),
                CarTurn.Right => ($"到了：{name.Zh} 在右手边", $"You are there: {name.En} is on your right"),
                _ => ($"到了：{name.Zh} 就在面前", $"You are there: {name.En} is in front of you"),
            },
            0, [Point(goal.Point)]);
    }

    /// <summary>Which way a turn from one bearing to another goes, both in degrees from north.</summary>
    public static CarTurn Turn(double was, double now)
    {
        var angle = ((now - was + 540) % 360) - 180;
        return Math.Abs(angle) <= Straight ? CarTurn.Straight : Math.Abs(angle) >= Behind ? CarTurn.Back : angle > 0 ? CarTurn.Right : CarTurn.Left;
    }

    private static double Bearing(GeoPoint from, GeoPoint to) =>
        (double.RadiansToDegrees(Math.Atan2((to.Longitude - from.Longitude) * Math.Cos(double.DegreesToRadians(from.Latitude)), to.Latitude - from.Latitude)) + 360) % 360;

    private static double[] Point(GeoPoint at) => [at.Longitude, at.Latitude];
}
