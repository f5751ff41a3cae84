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

    /// <summary>Numbers, durations, an instant and a duration, or how long it is from one instant to another; <c>null</c> for what does not add up.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <param name="sign">1 to add it, -1 to take it away.</param>
    public static object? Sum(object? left, object? right, int sign)
    {
        try
        {
            return (left, right) switch
            {
                (double a, double b) => a + (sign * b),
                (TimeSpan a, TimeSpan b) => a + (sign * b),
                (not null, TimeSpan b) when Instant(left) is { } at => at + (sign * b),
                (not null, DateTimeOffset b) when sign < 0 && Instant(left) is { } at => at - b,
                _ => null,
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Less than zero, zero, more than zero; <c>null</c> when the two cannot be compared.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (left is DateTimeOffset || right is DateTimeOffset)
            return Instant(left) is { } a && Instant(right) is { } b ? a.CompareTo(b) : null;
        return (left, right) switch
        {
            (double a, double b) => a.CompareTo(b),
            (TimeSpan a, TimeSpan b) => a.CompareTo(b),
            (string a, string b) => string.CompareOrdinal(a, b),
            (bool a, bool b) => a.CompareTo(b),
            // A switch that is on is one, as it is stored.
            (bool a, double b) => (a ? 1d : 0).CompareTo(b),
            (double a, bool b) => a.CompareTo(b ? 1 : 0),
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
