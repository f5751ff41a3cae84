using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Speak;

namespace Linli.Scim.Schemas;

/// <summary>What of a resource is shown: <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 § 3.9).</summary>
internal static class Outgoing
{
    /// <summary>The resource, reduced to what was asked for.</summary>
    public static JsonObject Show(ResourceType kind, JsonObject resource, IReadOnlyList<string> wanted, IReadOnlyList<string> unwanted)
    {
        if (wanted.Count == 0 && unwanted.Count == 0)
            return resource;
        var only = wanted.Select(kind.Resolve).OfType<AttributePath>().ToList();
        var without = unwanted.Select(kind.Resolve).OfType<AttributePath>().ToList();
        var shown = new JsonObject();
        foreach (var (name, value) in resource)
        {
            if (kind.Extensions.FirstOrDefault(e => e.Id == name) is { } extension)
            {
                var inner = Reduce(name, extension.Attributes, (JsonObject)value!, only, without);
                if (inner.Count > 0)
                    shown[name] = inner;
            }
            else if (kind.Top.First(a => a.Name == name) is var attribute && Keep(null, attribute, value, only, without) is { } kept)
            {
                shown[name] = kept;
            }
        }

        return shown;
    }

    /// <summary>Names separated by commas, or sent again; names that the schema does not know show nothing.</summary>
    public static Result<IReadOnlyList<string>> Names(string parameter, IEnumerable<string?> sent)
    {
        var names = sent.SelectMany(s => (s ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        return names.Count > 100
            ? Faults.Invalid(parameter, Faults.InvalidValue, "属性太多。", "Too many attributes.")
            : names;
    }

    private static JsonObject Reduce(string extension, IReadOnlyList<ScimAttribute> attributes, JsonObject from, List<AttributePath> only, List<AttributePath> without)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in from)
            if (Keep(extension, attributes.First(a => a.Name == name), value, only, without) is { } kept)
                shown[name] = kept;
        return shown;
    }

    private static JsonNode? Keep(string? extension, ScimAttribute attribute, JsonNode? value, List<AttributePath> only, List<AttributePath> without)
    {
        if (attribute.Returned == "always")
            return value?.DeepClone();
        if (without.Exists(p => p.Extension == extension && p.Sub is null && (p.Attribute is null || p.Attribute == attribute)))
            return null;
        var subsOut = without.Where(p => p.Extension == extension && p.Attribute == attribute && p.Sub is not null).Select(p => p.Sub!.Name).ToHashSet(StringComparer.Ordinal);
        if (only.Count == 0)
            return Subs(value, n => !subsOut.Contains(n));
        var mine = only.FindAll(p => p.Extension == extension && (p.Attribute is null || p.Attribute == attribute));
        if (mine.Count == 0)
            return null;
        var subs = mine.TrueForAll(p => p.Sub is not null) ? mine.Select(p => p.Sub!.Name).ToHashSet(StringComparer.Ordinal) : null;
        return Subs(value, n => (subs?.Contains(n) ?? true) && !subsOut.Contains(n));
    }

    private static JsonNode? Subs(JsonNode? value, Func<string, bool> keep) => value switch
    {
        JsonObject one => new JsonObject(one.Where(p => keep(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))),
        JsonArray many => new JsonArray([.. many.Select(v => Subs(v, keep))]),
        _ => value?.DeepClone(),
    };
}
