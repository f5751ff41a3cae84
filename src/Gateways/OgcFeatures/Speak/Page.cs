namespace Linli.OgcFeatures.Speak;

/// <summary>What the page of a resource shows.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What it is.</param>
internal sealed record Page(string Title, string Text)
{
    /// <summary>The pages above it, the outermost first.</summary>
    public IReadOnlyList<(string Title, string Href)> Above { get; init; } = [];

    /// <summary>Names and values of one thing.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Headings of the table.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Rows of the table; the first cell leads to the address, where there is one.</summary>
    public IReadOnlyList<(string? Href, IReadOnlyList<string> Cells)> Rows { get; init; } = [];

    /// <summary>Address of GeoJSON to draw.</summary>
    public string? Map { get; init; }

    /// <summary>Where the page leads to: the links of the resource.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>What stands there when the table is empty.</summary>
    public string? Empty { get; init; }
}
