using System.Globalization;
using Linli.OgcFeatures.Collections;
using Linli.OgcFeatures.Speak;
using Linli.Places;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.OgcFeatures.Filter;

/// <summary>Which features of a collection a request wants, and which page of them.</summary>
/// <param name="Passes">Whether a feature is wanted.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Offset">How many to pass over.</param>
internal sealed record Selection(Func<GeoFeature, bool> Passes, int Limit, int Offset)
{
    public const int UsualLimit = 100;
    public const int HighestLimit = 10_000;
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    /// <summary>Arguments of every collection; its queryables come on top.</summary>
    public static readonly string[] Arguments = ["limit", "offset", "bbox", "datetime", "filter", "filter-lang", "filter-crs"];

    public static Result<Selection> Read(Ask ask, FeatureCollection collection)
    {
        if (ask.Unknown(Arguments.Concat(collection.Properties.Select(p => p.Name))) is { } unknown)
            return unknown;
        if (Whole(ask["limit"], UsualLimit, 1) is not { } limit)
            return Problem.Invalid("limit", "ogc.limit", $"limit 应为 1–{HighestLimit} 的整数。", $"limit is a whole number from 1 to {HighestLimit}.");
        if (Whole(ask["offset"], 0, 0) is not { } offset)
            return Problem.Invalid("offset", "ogc.offset", "offset 应为不小于 0 的整数。", "offset is a whole number, 0 or more.");
        if (Moment.Check(ask["datetime"]) is { } moment)
            return moment;
        var box = BoundingBox.Read(ask["bbox"]);
        if (!box.Ok)
            return box.Problem;
        var filter = Filter(ask, collection);
        if (!filter.Ok)
            return filter.Problem;
        var tests = new List<Test> { filter.Value };
        foreach (var property in collection.Properties)
            if (ask[property.Name] is { } wanted)
                if (Equal(property, wanted) is { } equal)
                    tests.Add(equal);
                else
                    return Problem.Invalid(property.Name, "ogc.value", "这个参数的值类型不对，请看 queryables。", "The value is of the wrong type: see queryables.");
        return new Selection(f => box.Value(f.Geometry) && tests.TrueForAll(t => t(f) == true), Math.Min(limit, HighestLimit), offset);
    }

    private static Result<Test> Filter(Ask ask, FeatureCollection collection)
    {
        if (ask["filter-lang"] is not (null or "cql2-text"))
            return Problem.Invalid("filter-lang", "ogc.filter_lang", "只支持 cql2-text。", "Only cql2-text is understood.");
        if (ask["filter-crs"] is not (null or Crs84))
            return Problem.Invalid("filter-crs", "ogc.filter_crs", "只支持 CRS84（WGS-84 经纬度）。", $"Only {Crs84} is understood.");
        return ask["filter"] is { } text ? Cql2.Read(text, collection) : (Test)(_ => true);
    }

    private static Test? Equal(FeatureProperty property, string wanted)
    {
        var value = Scalar.From(property);
        object? literal = value.Type switch
        {
            FeaturePropertyKind.Text => wanted,
            FeaturePropertyKind.Date => Moment.Day(wanted),
            FeaturePropertyKind.Timestamp => Moment.Instant(wanted),
            FeaturePropertyKind.Boolean => bool.TryParse(wanted, out var truth) ? truth : null,
            _ => double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
        return literal is null ? null : f => value.Of(f) is { } found && Scalar.Compare(found, literal) == 0;
    }

    private static int? Whole(string? text, int otherwise, int least) =>
        text is null ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;
}
