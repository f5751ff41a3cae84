using System.Globalization;
using System.Text.RegularExpressions;
using Linli.OgcFeatures.Collections;
using Linli.Places;

namespace Linli.OgcFeatures.Filter;

/// <summary>Reads what stands on both sides of an operator, and checks that it fits.</summary>
internal sealed class Operands(FeatureCollection collection, Cql2 words)
{
    /// <summary>A comparison of scalars.</summary>
    public Test Comparison()
    {
        if (words.Next is { Kind: TokenKind.Name, Value: Filter.Spatial.Property } geometry && collection.Find(geometry.Value) is null)
        {
            words.Take();
            return words.Next.Is("IS") ? IsNull(f => f.Geometry) : throw words.Unexpected("IS NULL or a spatial function around the geometry");
        }

        var left = Scalar();
        if (words.Next.Is("IS"))
            return IsNull(left.Of);

        if (words.Next.Kind == TokenKind.Sign && words.Next.Value is "=" or "<>" or "<" or ">" or "<=" or ">=")
        {
            var sign = words.Take().Value;
            var right = Like(left, Scalar());
            return f => Both(left, right, f, (a, b) => Holds(sign, Filter.Scalar.Compare(a, b)));
        }

        var negated = words.Took("NOT");
        Test test = words.Took("LIKE") ? Pattern(left)
            : words.Took("BETWEEN") ? Between(left)
            : words.Took("IN") ? In(left)
            : throw words.Unexpected("a comparison such as =, LIKE, BETWEEN, IN or IS NULL");
        return negated ? f => !test(f) : test;
    }

    private Test IsNull(Func<Platform.Geo.GeoFeature, object?> value)
    {
        words.Must("IS");
        var not = words.Took("NOT");
        words.Must("NULL");
        return f => value(f) is null != not;
    }

    /// <summary>A relation of two geometries.</summary>
    public Test Spatial(Spatial relation)
    {
        words.Take();
        words.Must("(");
        var left = Filter.Spatial.Geometry(words, collection);
        words.Must(",");
        var right = Filter.Spatial.Geometry(words, collection);
        words.Must(")");
        return f => left(f) is { } one && right(f) is { } other ? relation.Holds(one, other) : null;
    }

    private Test Pattern(Scalar left)
    {
        var pattern = Scalar();
        if (left.Type != FeaturePropertyKind.Text || pattern.Type != FeaturePropertyKind.Text)
            throw words.Unexpected("a text before and after LIKE");
        // Patterns are nearly always written out: one expression serves every feature.
        var (last, regex) = ("", Wildcards(""));
        return f => Both(left, pattern, f, (a, b) =>
        {
            if ((string)b != last)
                (last, regex) = ((string)b, Wildcards((string)b));
            return regex.IsMatch((string)a);
        });
    }

    private Test Between(Scalar left)
    {
        var low = Like(left, Scalar());
        words.Must("AND");
        var high = Like(left, Scalar());
        if (left.Type != FeaturePropertyKind.Number)
            throw words.Unexpected("a number before BETWEEN");
        return f => Both(left, low, f, (a, b) => Filter.Scalar.Compare(a, b) >= 0) & Both(left, high, f, (a, b) => Filter.Scalar.Compare(a, b) <= 0);
    }

    private Test In(Scalar left)
    {
        words.Must("(");
        var list = new List<Scalar>();
        do
            list.Add(Like(left, Scalar()));
        while (words.Took(","));
        words.Must(")");
        return f => left.Of(f) is { } value ? list.Any(item => item.Of(f) is { } other && Filter.Scalar.Compare(value, other) == 0) : null;
    }

    private Scalar Scalar()
    {
        var token = words.Take();
        if (token.Kind == TokenKind.Text)
            return Filter.Scalar.Literal(token.Value);
        if (token.Kind == TokenKind.Number)
            return double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? Filter.Scalar.Literal(number)
                : throw new Cql2Exception(token.At, $"{token.Value} is no number");
        if (token.Is("TRUE") || token.Is("FALSE"))
            return Filter.Scalar.Literal(token.Is("TRUE"));
        if (token.Is("CASEI") && words.Took("("))
        {
            var inner = Scalar();
            words.Must(")");
            return inner.Type == FeaturePropertyKind.Text ? inner.InSmallLetters() : throw new Cql2Exception(token.At, "CASEI takes a text");
        }

        if (token.Is("DATE") && words.Took("("))
            return Temporal(Moment.Day, d => Filter.Scalar.Literal(d), "a day such as DATE('2026-12-01')");
        if (token.Is("TIMESTAMP") && words.Took("("))
            return Temporal(Moment.Instant, i => Filter.Scalar.Literal(i), "an instant such as TIMESTAMP('2026-12-01T08:00:00Z')");
        if (token.Kind != TokenKind.Name)
            throw new Cql2Exception(token.At, "a property or a value is expected");
        return collection.Find(token.Value) is { } property
            ? Filter.Scalar.From(property)
            : throw new Cql2Exception(token.At, $"there is no property {token.Value}; see queryables");
    }

    private Scalar Temporal<T>(Func<string, T?> read, Func<T, Scalar> literal, string expected) where T : struct
    {
        var token = words.Take();
        var value = token.Kind == TokenKind.Text ? read(token.Value) : null;
        words.Must(")");
        return value is { } known ? literal(known) : throw new Cql2Exception(token.At, expected + " is expected");
    }

    private Scalar Like(Scalar left, Scalar right) =>
        left.Type == right.Type ? right : throw new Cql2Exception(words.Next.At, $"{left.Is} cannot be compared with {right.Is}: their types differ");

    private static bool? Both(Scalar left, Scalar right, Platform.Geo.GeoFeature feature, Func<object, object, bool> holds) =>
        left.Of(feature) is { } one && right.Of(feature) is { } other ? holds(one, other) : null;

    private static bool Holds(string sign, int order) => sign switch
    {
        "=" => order == 0,
        "<>" => order != 0,
        "<" => order < 0,
        ">" => order > 0,
        "<=" => order <= 0,
        _ => order >= 0,
    };

    // % for any characters, _ for one, a backslash before either for itself.
    private static Regex Wildcards(string pattern)
    {
        var regex = new System.Text.StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
            regex.Append(pattern[i] switch
            {
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                '%' => ".*",
                '_' => ".",
                var c => Regex.Escape(c.ToString()),
            });
        return new(regex.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
