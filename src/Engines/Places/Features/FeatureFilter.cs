using System.Globalization;
using Linli.Platform.Results;
using NetTopologySuite.Geometries;

namespace Linli.Places.Features;

/// <summary>Picks the features a query asks for. A community has hundreds of them, so they are looked through one by one.</summary>
internal static class FeatureFilter
{
    public static Result<FeaturePage> Pick(this IFeatureSource source, IEnumerable<PlaceFeature> features, FeatureQuery query)
    {
        var wanted = new List<(string Name, object Value)>();
        var problems = new List<Problem>();
        foreach (var (name, text) in query.Equal ?? new Dictionary<string, string>())
            if (source.Properties.FirstOrDefault(p => p.Name == name) is not { Queryable: true } property)
                problems.Add(Problem.Invalid(name, "places.not_queryable",
                    $"不能按 {name} 筛选。", $"Features cannot be asked for by {name}."));
            else if (Read(property.Kind, text) is { } value)
                wanted.Add((name, value));
            else
                problems.Add(Problem.Invalid(name, "places.query_value", $"{name} 的值不正确。", $"This is no value of {name}."));
        if (problems.Count > 0)
            return Result<FeaturePage>.Fail(problems);
        List<PlaceFeature> found = [.. features.Where(f => Meets(f, query.Box) && wanted.TrueForAll(w => Same(f.Properties[w.Name], w.Value)))];
        found.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return new FeaturePage(found.Count, [.. found.Skip(query.Offset).Take(query.Limit)]);
    }

    private static bool Meets(PlaceFeature feature, Envelope? box) =>
        box is null || (feature.Geometry is { } shape && box.Intersects(shape.EnvelopeInternal)
            && (shape is Point || new GeometryFactory().ToGeometry(box).Intersects(shape)));

    private static object? Read(FeaturePropertyKind kind, string text)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return kind switch
        {
            FeaturePropertyKind.Text => text,
            FeaturePropertyKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
            FeaturePropertyKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (double)whole : null,
            _ => double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
    }

    private static bool Same(object? held, object wanted) => held switch
    {
        null => false,
        string text => wanted is string other && text == other,
        bool yes => wanted is bool other && yes == other,
        _ => wanted is double number && Convert.ToDouble(held, CultureInfo.InvariantCulture) is var own && own == number,
    };
}
