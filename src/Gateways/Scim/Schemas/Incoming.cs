using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Speak;

namespace Linli.Scim.Schemas;

/// <summary>
/// What clients send, brought into the schema's own spelling: names in any case, booleans as the text "True" or "False"
/// (Microsoft Entra), a lone value where a list belongs. What the schema does not know is left out (RFC 7644 § 3.3).
/// </summary>
internal static class Incoming
{
    private const int LongestText = 2000;
    private const int LongestList = 20_000;

    /// <summary>A whole resource.</summary>
    public static Result<JsonObject> Resource(ResourceType kind, JsonObject sent)
    {
        if (Find(sent, "schemas") is not JsonArray schemas || !schemas.Any(s => Text(s) is { } urn && urn.Equals(kind.Core.Id, StringComparison.OrdinalIgnoreCase)))
            return Faults.Invalid("schemas", Faults.InvalidValue, $"schemas 应包含 {kind.Core.Id}。", $"schemas must name {kind.Core.Id}.");
        var resource = new JsonObject();
        foreach (var (name, value) in sent)
        {
            if (name.Equals("schemas", StringComparison.OrdinalIgnoreCase) || value is null)
                continue;
            if (kind.Resolve(name) is not { Sub: null } path)
                continue;
            var read = path.Attribute is null ? Extension(kind, path.Extension!, value) : Value(path.Attribute, value);
            if (!read.Ok)
                return read.As<JsonObject>();
            Put(resource, path, read.Value);
        }

        return resource;
    }

    /// <summary>The value of one attribute, or of a sub-attribute.</summary>
    public static Result<JsonNode> Value(ScimAttribute attribute, JsonNode? value)
    {
        if (!attribute.Many)
            return value is JsonArray { Count: 1 } lone ? One(attribute, lone[0]) : One(attribute, value);
        var items = value as JsonArray ?? [value?.DeepClone()];
        if (items.Count > LongestList)
            return Wrong(attribute);
        var list = new JsonArray();
        foreach (var item in items)
        {
            var one = One(attribute, item);
            if (!one.Ok)
                return one;
            list.Add(one.Value);
        }

        return list;
    }

    /// <summary>All attributes of an extension.</summary>
    public static Result<JsonNode> Extension(ResourceType kind, string urn, JsonNode? value)
    {
        if (value is not JsonObject sent)
            return Faults.Invalid(urn, Faults.InvalidValue, $"{urn} 应为对象。", $"{urn} must be an object.");
        return Complex(kind.Extensions.Single(e => e.Id == urn).Attributes, sent);
    }

    public static void Put(JsonObject resource, AttributePath path, JsonNode? value)
    {
        if (path.Extension is null)
            resource[path.Attribute!.Name] = value;
        else if (path.Attribute is null)
            resource[path.Extension] = value;
        else
            ((resource[path.Extension] as JsonObject) ?? (JsonObject)(resource[path.Extension] = new JsonObject()))[path.Attribute.Name] = value;
    }

    /// <summary>A property in any case.</summary>
    public static JsonNode? Find(JsonObject from, string name) =>
        from.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Result<JsonNode> One(ScimAttribute attribute, JsonNode? value)
    {
        if (attribute.Type == "complex")
            return value switch
            {
                JsonObject sent => Complex(attribute.Sub, sent),
                JsonValue when attribute.Find("value") is { } main => One(main, value) is { Ok: true } one ? new JsonObject { ["value"] = one.Value } : Wrong(attribute),
                _ => Wrong(attribute),
            };
        if (value is not JsonValue)
            return Wrong(attribute);
        return attribute.Type == "boolean" ? Boolean(attribute, value) : Words(attribute, value);
    }

    private static Result<JsonNode> Complex(IReadOnlyList<ScimAttribute> attributes, JsonObject sent)
    {
        var read = new JsonObject();
        foreach (var (name, value) in sent)
        {
            if (value is null || attributes.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } attribute)
                continue;
            var one = Value(attribute, value);
            if (!one.Ok)
                return one;
            read[attribute.Name] = one.Value;
        }

        return read;
    }

    private static Result<JsonNode> Boolean(ScimAttribute attribute, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        JsonValueKind.String when bool.TryParse(value.GetValue<string>(), out var said) => JsonValue.Create(said),
        _ => Wrong(attribute),
    };

    private static Result<JsonNode> Words(ScimAttribute attribute, JsonNode value)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(), // an employee number written as a number
            _ => null,
        };
        return text is null || text.Length > LongestText || text.Contains('\0', StringComparison.Ordinal) ? Wrong(attribute) : JsonValue.Create(text);
    }

    private static Problem Wrong(ScimAttribute attribute) => Faults.Invalid(attribute.Name, Faults.InvalidValue,
        $"{attribute.Name} 的值不对，应为 {attribute.Type}。",
        string.Create(CultureInfo.InvariantCulture, $"{attribute.Name} has a wrong value: it must be {(attribute.Many ? "a list of " : "")}{attribute.Type}."));
}
