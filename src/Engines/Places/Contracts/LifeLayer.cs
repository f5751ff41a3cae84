using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>The six layers of the life map (生活一张图), neither more nor fewer (S76).</summary>
public enum LifeLayer
{
    /// <summary>出行.</summary>
    Mobility,

    /// <summary>托幼.</summary>
    Childcare,

    /// <summary>教育.</summary>
    Education,

    /// <summary>医疗.</summary>
    Health,

    /// <summary>养老.</summary>
    Elders,

    /// <summary>休闲.</summary>
    Leisure,
}

/// <summary>The layers in words and colours.</summary>
public static class LifeLayers
{
    /// <summary>In the order people know them.</summary>
    public static IReadOnlyList<LifeLayer> All { get; } = Enum.GetValues<LifeLayer>();

    /// <summary>What people call a layer.</summary>
    public static Phrase Name(this LifeLayer layer) => layer switch
    {
        LifeLayer.Mobility => ("出行", "Getting about"),
        LifeLayer.Childcare => ("托幼", "Child-care"),
        LifeLayer.Education => ("教育", "Education"),
        LifeLayer.Health => ("医疗", "Health"),
        LifeLayer.Elders => ("养老", "Elder care"),
        _ => ("休闲", "Leisure"),
    };

    /// <summary>The layer in addresses and files: <c>mobility</c>.</summary>
#pragma warning disable CA1308 // codes are written in small letters
    public static string Code(this LifeLayer layer) => layer.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>The layer with a code, or <c>null</c>.</summary>
    public static LifeLayer? FromCode(string? code) =>
        All.Where(l => l.Code() == code).Select(l => (LifeLayer?)l).FirstOrDefault();

    /// <summary>A colour of its own, dark enough to be told from the ground; a word always stands beside it.</summary>
    public static string Colour(this LifeLayer layer) => layer switch
    {
        LifeLayer.Mobility => "#2b62a8",
        LifeLayer.Childcare => "#b5497e",
        LifeLayer.Education => "#8a5a00",
        LifeLayer.Health => "#b3261e",
        LifeLayer.Elders => "#6b3fa0",
        _ => "#0b7356",
    };

    /// <summary>Name of a Tabler icon.</summary>
    public static string Icon(this LifeLayer layer) => layer switch
    {
        LifeLayer.Mobility => "bus-stop",
        LifeLayer.Childcare => "baby-carriage",
        LifeLayer.Education => "school",
        LifeLayer.Health => "stethoscope",
        LifeLayer.Elders => "old",
        _ => "trees",
    };
}
