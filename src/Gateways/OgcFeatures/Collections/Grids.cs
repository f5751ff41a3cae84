using Linli.Places.Grids;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.UseCases;

namespace Linli.OgcFeatures.Collections;

/// <summary>The grids of all communities with their borders; who looks after them is not for everybody.</summary>
internal sealed class Grids : FeatureCollection
{
    public override string Id => "grids";

    public override Phrase Title => ("网格", "Grids");

    public override Phrase Description => (
        "社区网格的边界：每户住房恰好属于一个网格。", "Borders of the grids: every home belongs to exactly one.");

    public override string GeometryFormat => "geometry-any";

    public override IReadOnlyList<Property> Properties { get; } =
    [
        new("code", PropertyType.Text, ("代码", "Code")),
        new("name_zh", PropertyType.Text, ("名称", "Name in Chinese")),
        new("name_en", PropertyType.Text, ("英文名称", "Name in English")),
        new("community", PropertyType.Text, ("所属社区", "Code of its community")),
        new("area_m2", PropertyType.Integer, ("面积（平方米）", "Area in square metres")),
    ];

    public override async Task<Result<GeoFeature[]>> Load(UseCaseRunner runner, CancellationToken cancel)
    {
        var found = await runner.Ask(new GetGridBorders(), cancel);
        return found.Ok ? Ordered(found.Value.Select(Feature)) : found.Problem;
    }

    private static GeoFeature Feature(GridBorder grid) => new(
        grid.Border,
        new Dictionary<string, object?>
        {
            ["code"] = grid.Code,
            ["name_zh"] = grid.Name.Zh,
            ["name_en"] = grid.Name.En,
            ["community"] = grid.Community,
            ["area_m2"] = (long)Math.Round(Area.SquareMetres(grid.Border)),
        },
        grid.Code);
}
