using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Filters;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;

namespace Linli.Scim.Patches;

/// <summary>One step of a change.</summary>
/// <param name="Verb">add, replace or remove.</param>
/// <param name="Target">Where; <c>null</c> for the resource as a whole.</param>
/// <param name="Value">What; <c>null</c> where nothing was sent.</param>
internal sealed record Step(string Verb, Target? Target, JsonNode? Value);

/// <summary>A PATCH request as clients really send it (RFC 7644 § 3.5.2).</summary>
internal static class Patch
{
    public const string Urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private const int Most = 1000;

    /// <summary>The steps of a request, in order.</summary>
    public static Result<IReadOnlyList<Step>> Read(ResourceType kind, JsonObject body)
    {
        if (Incoming.Find(body, "schemas") is not JsonArray schemas || !schemas.Any(s => string.Equals(Incoming.Text(s), Urn, StringComparison.OrdinalIgnoreCase)))
            return Faults.Invalid("schemas", Faults.InvalidValue, $"schemas 应包含 {Urn}。", $"schemas must name {Urn}.");
        if (Incoming.Find(body, "Operations") is not JsonArray { Count: > 0 and <= Most } operations)
            return Faults.Invalid("Operations", Faults.InvalidSyntax, $"Operations 应有 1–{Most} 步。", $"Operations must hold 1 to {Most} steps.");
        var steps = new List<Step>();
        foreach (var operation in operations)
        {
            var read = One(kind, operation as JsonObject, steps);
            if (read is not null)
                return read;
        }

        return steps;
    }

    private static Problem? One(ResourceType kind, JsonObject? operation, List<Step> steps)
    {
        // Entra says Add, Replace and Remove.
        var verb = operation is null ? null : Incoming.Text(Incoming.Find(operation, "op"))?.ToLowerInvariant();
        if (verb is not ("add" or "replace" or "remove"))
            return Faults.Invalid("op", Faults.InvalidSyntax, "op 应为 add、replace 或 remove。", "op must be add, replace or remove.");
        var value = Incoming.Find(operation!, "value");
        if (Incoming.Text(Incoming.Find(operation!, "path")) is { Length: > 0 } path)
        {
            var target = FilterParser.Path(kind, path);
            if (!target.Ok)
                return target.Problem;
            if (verb != "remove" && value is null)
                return Faults.Invalid("value", Faults.InvalidValue, "缺少 value。", "The value is missing.");
            steps.Add(new(verb, target.Value, value));
            return null;
        }

        if (verb == "remove")
            return Faults.Invalid("path", Faults.NoTarget, "remove 需要 path。", "A remove needs a path.");
        return value is JsonObject values
            ? Spread(kind, verb, values, steps)
            : Faults.Invalid("value", Faults.InvalidValue, "没有 path 时 value 应为对象。", "Without a path the value must be an object.");
    }

    // Without a path each name of the value is one, also such as name.givenName or emails[type eq "work"].value (Entra).
    private static Problem? Spread(ResourceType kind, string verb, JsonObject values, List<Step> steps)
    {
        foreach (var (name, value) in values)
        {
            if (name.Equals("schemas", StringComparison.OrdinalIgnoreCase))
                continue;
            var target = FilterParser.Path(kind, name);
            if (!target.Ok)
                continue; // unknown attributes are left out, as when a resource is created
            steps.Add(new(value is null ? "remove" : verb, target.Value, value));
        }

        return null;
    }
}
