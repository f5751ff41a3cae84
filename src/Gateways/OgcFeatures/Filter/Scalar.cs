using Linli.Places;
using Linli.Platform.Geo;

namespace Linli.OgcFeatures.Filter;

/// <summary>A value in a comparison.</summary>
/// <param name="Type">Its type; integers count as numbers.</param>
/// <param name="Of">The value in a feature: <see cref="string"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>; <c>null</c> when missing.</param>
/// <param name="Is">How it was written, for what is said of it.</param>
internal sealed record Scalar(FeaturePropertyKind Type, Func<GeoFeature, object?> Of, string Is)
{
    public static Scalar Literal(string value) => new(FeaturePropertyKind.Text, _ => value, "a text");

    public static Scalar Literal(double value) => new(FeaturePropertyKind.Number, _ => value, "a number");

    public static Scalar Literal(bool value) => new(FeaturePropertyKind.Boolean, _ => value, "true or false");

    public static Scalar Literal(DateOnly value) => new(FeaturePropertyKind.Date, _ => value, "a date");

    public static Scalar Literal(DateTimeOffset value) => new(FeaturePropertyKind.Timestamp, _ => value, "a timestamp");

    public static Scalar From(FeatureProperty property) => new(
        property.Kind == FeaturePropertyKind.Integer ? FeaturePropertyKind.Number : property.Kind,
        feature => feature.Properties.GetValueOrDefault(property.Name) switch
        {
            null => null,
            long whole => (double)whole,
            int whole => (double)whole,
            double number => number,
            bool truth => truth,
            DateOnly day => day,
            DateTimeOffset instant => instant,
            var other => other.ToString(),
        },
        property.Name);

    /// <summary>The same without regard to capitals.</summary>
    public Scalar InSmallLetters() => this with { Of = feature => (Of(feature) as string)?.ToLowerInvariant() };

    /// <summary>The order of two values of one type.</summary>
    public static int Compare(object one, object other) => (one, other) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (double a, double b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (DateOnly a, DateOnly b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        _ => throw new InvalidOperationException("Values of two types are compared."),
    };
}
