using Linli.Platform.Text;

namespace Linli.Places.Walking.Network;

/// <summary>What one walks on.</summary>
public enum WayKind
{
    /// <summary>人行道.</summary>
    Footway,

    /// <summary>小路.</summary>
    Path,

    /// <summary>步行街.</summary>
    Pedestrian,

    /// <summary>街道: a street one walks along.</summary>
    Street,

    /// <summary>小区道路.</summary>
    Lane,

    /// <summary>室内通道.</summary>
    Corridor,

    /// <summary>人行横道.</summary>
    Crossing,

    /// <summary>台阶.</summary>
    Steps,

    /// <summary>自动扶梯.</summary>
    Escalator,

    /// <summary>电梯: from one level to another at one place.</summary>
    Lift,
}

/// <summary>Whether a wheelchair passes, as the source says.</summary>
internal enum WheelchairUse
{
    Unknown,
    Yes,
    Limited,
    No,
}

/// <summary>Kinds of ways in words.</summary>
internal static class WayWords
{
    public static Phrase Of(WayKind kind) => kind switch
    {
        WayKind.Footway => ("人行道", "footway"),
        WayKind.Path => ("小路", "path"),
        WayKind.Pedestrian => ("步行街", "pedestrian street"),
        WayKind.Street => ("街道", "street"),
        WayKind.Lane => ("小区道路", "lane"),
        WayKind.Corridor => ("室内通道", "corridor"),
        WayKind.Crossing => ("人行横道", "crossing"),
        WayKind.Steps => ("台阶", "steps"),
        WayKind.Escalator => ("自动扶梯", "escalator"),
        _ => ("电梯", "lift"),
    };
}

/// <summary>What is known of a way besides its shape. Everything unknown is left at its default and hinders nobody.</summary>
internal record WayFacts(WayKind Kind)
{
    /// <summary>The facts alone, without what a row adds to them.</summary>
    public WayFacts Alone() => new(this);

    /// <summary>Width of what one walks on; <c>null</c> while unknown.</summary>
    public int? WidthCm { get; init; }

    /// <summary>Width of the carriageway beside or under it; <c>null</c> while unknown.</summary>
    public int? CarriagewayCm { get; init; }

    /// <summary>Part of the slow lane (慢行道, S74).</summary>
    public bool SlowLane { get; init; }

    public string? NameZh { get; init; }

    public string? NameEn { get; init; }

    /// <summary>Rise in thousandths along the direction of drawing, negative downhill.</summary>
    public int InclinePermille { get; init; }

    /// <summary>Highest kerb on the way; 0 where lowered, flush or unknown.</summary>
    public int KerbMm { get; init; }

    /// <summary>Half crossings on the way: a crossing at a node counts one for each way that ends there.</summary>
    public int HalfCrossings { get; init; }

    public WheelchairUse Wheelchair { get; init; }

    /// <summary>Gravel, cobbles, sand and the like.</summary>
    public bool Rough { get; init; }

    /// <summary>1 only along the direction of drawing, -1 only against it, 0 both.</summary>
    public int OneWay { get; init; }

    public bool Bridge { get; init; }

    public bool Tunnel { get; init; }
}
