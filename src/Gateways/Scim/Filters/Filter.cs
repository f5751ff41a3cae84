using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Scim.Schemas;

namespace Linli.Scim.Filters;

/// <summary>A condition on a resource, or on one value of a list (RFC 7644 § 3.4.2.2).</summary>
internal abstract record Filter
{
    /// <param name="of">The resource, or one value of a list.</param>
    public abstract bool Holds(JsonObject of);
}

internal sealed record Both(Filter Left, Filter Right) : Filter
{
    public override bool Holds(JsonObject of) => Left.Holds(of) && Right.Holds(of);
}

internal sealed record Either(Filter Left, Filter Right) : Filter
{
    public override bool Holds(JsonObject of) => Left.Holds(of) || Right.Holds(of);
}

internal sealed record Not(Filter Inner) : Filter
{
    public override bool Holds(JsonObject of) => !Inner.Holds(of);
}

/// <summary><c>emails[type eq "work"]</c>: one and the same value meets the whole condition.</summary>
internal sealed record Some(AttributePath Path, Filter Inner) : Filter
{
    public override bool Holds(JsonObject of) => Comparison.ValuesAt(of, Path with { Sub = null }).OfType<JsonObject>().Any(Inner.Holds);
}

/// <summary>An attribute compared with a value.</summary>
/// <param name="Path">Which.</param>
/// <param name="Operator">eq, ne, co, sw, ew, gt, ge, lt, le or pr.</param>
/// <param name="Value">A text, a truth value, a number or nothing.</param>
internal sealed record Comparison(AttributePath Path, string Operator, JsonNode? Value) : Filter
{
    public override bool Holds(JsonObject of)
    {
        var values = Leaves(of).Where(IsThere).ToList();
        return Operator switch
        {
            "pr" => values.Count > 0,
            "eq" when Value is null => values.Count == 0,
            "ne" when Value is null => values.Count > 0,
            "ne" => !values.Exists(v => Compare(v, "eq")),
            _ => values.Exists(v => Compare(v, Operator)),
        };
    }

    /// <summary>Every value at a place, lists spread out.</summary>
    public static IEnumerable<JsonNode> ValuesAt(JsonObject of, AttributePath path)
    {
        var holder = path.Extension is null ? of : of[path.Extension] as JsonObject;
        if (path.Attribute is null)
            return holder is null ? [] : [holder];
        var values = holder?[path.Attribute.Name] switch { null => [], JsonArray many => many.OfType<JsonNode>(), var one => [one] };
        return path.Sub is null ? values : values.OfType<JsonObject>().Select(v => v[path.Sub.Name]).OfType<JsonNode>();
    }

    // Of a list of values with parts, the part called value is meant.
    private IEnumerable<JsonNode> Leaves(JsonObject of)
    {
        var values = ValuesAt(of, Path);
        return Path is { Sub: null, Attribute: { Type: "complex", Many: true } } && Operator != "pr"
            ? values.OfType<JsonObject>().Select(v => v["value"]).OfType<JsonNode>()
            : values;
    }

    private static bool IsThere(JsonNode node) => node switch
    {
        JsonObject { Count: 0 } or JsonArray { Count: 0 } => false,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>().Length > 0,
        _ => true,
    };

    private bool Compare(JsonNode node, string how)
    {
        if (node is not JsonValue)
            return false;
        if (node.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return how == "eq" && Truth(Value) == node.GetValue<bool>();
        var (left, right) = (node.GetValue<string>(), Incoming.Text(Value) ?? Value!.ToJsonString());
        if (Path.Leaf?.Type == "dateTime")
            return Moment(left) is { } a && Moment(right) is { } b && Ordered(a.CompareTo(b), how);
        var rule = Path.Leaf?.CaseExact == true ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return how switch
        {
            "co" => left.Contains(right, rule),
            "sw" => left.StartsWith(right, rule),
            "ew" => left.EndsWith(right, rule),
            _ => Ordered(string.Compare(left, right, rule), how),
        };
    }

    private static bool Ordered(int order, string how) => how switch
    {
        "eq" => order == 0,
        "gt" => order > 0,
        "ge" => order >= 0,
        "lt" => order < 0,
        _ => order <= 0,
    };

    private static bool? Truth(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetValue<string>(), out var said) => said,
        _ => null,
    };

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
