using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetTopologySuite.Geometries;

namespace Linli.SensorThings.Query;

/// <summary>Values of properties and how they compare.</summary>
internal static class Values
{
    /// <summary>What a filter sees of JSON.</summary>
    public static object? Of(JsonNode? node)
    {
        // No switch expression: JSON takes text and numbers back in without being asked.
        if (node is not JsonValue value)
            return node;
        var kind = value.GetValueKind();
        if (kind == JsonValueKind.String)
            return value.GetValue<string>();
        if (kind == JsonValueKind.Number)
            return value.GetValue<double>();
        return kind == JsonValueKind.True;
    }

    public static DateTimeOffset? Instant(object? value) => value switch
    {
        DateTimeOffset instant => instant,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) => read,
        _ => null,
    };

    /// <summary>A geometry, or the point of GeoJSON.</summary>
    public static Geometry? Shape(object? value) => value switch
    {
        Geometry shape => shape,
        JsonObject json when (string?)json["type"] == "Point" && json["coordinates"] is JsonArray { Count: >= 2 } at => new Point(at[0]!.GetValue<double>(), at[1]!.GetValue<double>()),
        _ => null,
    };

    /// <summary>Less than zero, zero, more than zero; <c>null</c> when the two cannot be compared.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (left is DateTimeOffset || right is DateTimeOffset)
            return Instant(left) is { } a && Instant(right) is { } b ? a.CompareTo(b) : null;
        return (left, right) switch
        {
            (double a, double b) => a.CompareTo(b),
            (string a, string b) => string.CompareOrdinal(a, b),
            (bool a, bool b) => a.CompareTo(b),
            _ => null,
        };
    }

    /// <summary>Whether a comparison holds; what cannot be compared is not equal and nothing else.</summary>
    public static bool Holds(string @operator, object? left, object? right)
    {
        if (left is null || right is null)
            return @operator switch { "eq" => left is null && right is null, "ne" => left is not null || right is not null, _ => false };
        var order = Compare(left, right);
        return @operator switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }
}
