using Linli.Platform.Text;

namespace Linli.Places.Features;

/// <summary>Grids (网格) for gateways: their borders, which the map shows anybody; not their stewards.</summary>
internal sealed class GridFeatures(PlacesMemory memory) : IFeatureSource
{
    public string Collection => "grids";

    public Phrase Title => ("网格", "Grids");

    public Phrase Description => ("社区的网格及其边界", "The grids of the communities with their borders");

    public IReadOnlyList<FeatureProperty> Properties { get; } =
    [
        new("code", FeaturePropertyKind.Text, ("代码", "Code")),
        new("community", FeaturePropertyKind.Text, ("社区", "Community")),
        new("name_zh", FeaturePropertyKind.Text, ("中文名称", "Chinese name")),
        new("name_en", FeaturePropertyKind.Text, ("英文名称", "English name")),
    ];

    public Task<IReadOnlyList<PlaceFeature>> All(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<PlaceFeature>>([.. memory.Current.Grids.Shapes.Select(Feature)]);

    private static PlaceFeature Feature(GridShape shape) => new(
        shape.Grid.Code, "grid", shape.Grid.Name, shape.Grid.Path, shape.Shape,
        new Dictionary<string, object?>
        {
            ["code"] = shape.Grid.Code,
            ["community"] = shape.Grid.Path.Parent.Code,
            ["name_zh"] = shape.Grid.Name.Zh,
            ["name_en"] = shape.Grid.Name.En,
        });
}
