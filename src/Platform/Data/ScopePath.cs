using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Linli.Platform.Data;

/// <summary>
/// A place in the scope tree as the codes from the root down, <c>/zj/hf/hf-1/</c>: always a slash at both ends, so that
/// "lies within" is "starts with". Compared by ordinal value; the database uses the same order.
/// </summary>
[JsonConverter(typeof(ScopePathJsonConverter))]
public readonly record struct ScopePath : IComparable<ScopePath>, IParsable<ScopePath>
{
    /// <summary>The whole installation.</summary>
    public static readonly ScopePath Root = new("/");

    private readonly string? value;

    private ScopePath(string value) => this.value = value;

    /// <summary>The path with its slashes.</summary>
    public string Value => value ?? "/";

    /// <summary>The last code of the path; empty for the root.</summary>
    public string Code => Value.Length == 1 ? "" : Value[(Value.LastIndexOf('/', Value.Length - 2) + 1)..^1];

    /// <summary>The smallest text greater than every path within this one: <c>0</c> follows <c>/</c> in ASCII.</summary>
    public string UpperBound => string.Concat(Value.AsSpan(0, Value.Length - 1), "0");

    /// <summary>The path one level up; the root is its own parent.</summary>
    public ScopePath Parent => Value.Length == 1 ? this : new(Value[..(Value.LastIndexOf('/', Value.Length - 2) + 1)]);

    /// <summary>Whether <paramref name="other"/> is this place or lies in it.</summary>
    public bool Contains(ScopePath other) => other.Value.StartsWith(Value, StringComparison.Ordinal);

    /// <summary>A place directly below this one.</summary>
    /// <exception cref="ArgumentException">The code is empty or has other characters than letters, digits, '-', '_'.</exception>
    public ScopePath Child(string code)
    {
        if (code.Length == 0 || code.Any(c => !(char.IsLetterOrDigit(c) || c is '-' or '_')))
            throw new ArgumentException($"'{code}' is not a scope code: letters, digits, '-' and '_' only.", nameof(code));
        return new(Value + code + "/");
    }

    /// <summary>This place and everything above it, the root first.</summary>
    public IEnumerable<ScopePath> SelfAndAncestors()
    {
        for (var i = 0; i < Value.Length; i++)
            if (Value[i] == '/')
                yield return new(Value[..(i + 1)]);
    }

    /// <inheritdoc/>
    public static ScopePath Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var path)
            ? path
            : throw new FormatException($"'{s}' is not a scope path such as /city/community/.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ScopePath result)
    {
        var ok = s is { Length: > 0 and <= 400 } && s[0] == '/' && s[^1] == '/' && !s.Contains("//", StringComparison.Ordinal);
        result = ok ? new(s!) : Root;
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(ScopePath other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(ScopePath left, ScopePath right) => left.CompareTo(right) < 0;

    public static bool operator <=(ScopePath left, ScopePath right) => left.CompareTo(right) <= 0;

    public static bool operator >(ScopePath left, ScopePath right) => left.CompareTo(right) > 0;

    public static bool operator >=(ScopePath left, ScopePath right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal sealed class ScopePathJsonConverter : JsonConverter<ScopePath>
{
    public override ScopePath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ScopePath.TryParse(reader.GetString(), null, out var path) ? path : throw new JsonException("Not a scope path.");

    public override void Write(Utf8JsonWriter writer, ScopePath value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override ScopePath ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ScopePath value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
