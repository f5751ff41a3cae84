namespace Linli.Web;

/// <summary>How a table is drawn.</summary>
public enum ChartKind
{
    /// <summary>Upright bars: a few kinds side by side.</summary>
    Bar,

    /// <summary>Lying bars: many kinds, or long names.</summary>
    BarLying,

    /// <summary>Over time.</summary>
    Line,

    /// <summary>Parts of a whole; first series only.</summary>
    Pie,

    /// <summary>Several dimensions of one thing.</summary>
    Radar,
}

/// <summary>One row of a chart's table.</summary>
/// <param name="Label">Name of the row.</param>
/// <param name="Values">One figure per series, <c>null</c> where there is none.</param>
/// <param name="Href">The records behind the row.</param>
public sealed record ChartRow(string Label, IReadOnlyList<decimal?> Values, string? Href = null)
{
    /// <summary>A row with one figure.</summary>
    public ChartRow(string label, decimal? value, string? href = null) : this(label, [value], href)
    {
    }
}
