using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Filters;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;

namespace Linli.Scim.Patches;

/// <summary>Carries the steps of a change out on a resource; all of them or, with the first problem, none.</summary>
internal static class Patcher
{
    /// <summary>The resource afterwards.</summary>
    public static Result<JsonObject> Apply(ResourceType kind, JsonObject resource, IReadOnlyList<Step> steps)
    {
        var changed = (JsonObject)resource.DeepClone();
        foreach (var step in steps)
            if (Apply(kind, changed, step) is { } problem)
                return problem;
        return changed;
    }

    private static Problem? Apply(ResourceType kind, JsonObject resource, Step step)
    {
        var path = step.Target!.Path;
        if (path.Attribute is null)
            return ApplyToExtension(kind, resource, step, path.Extension!);
        if (Refuse(resource, step, path) is { } refused)
            return ReferenceEquals(refused, Same) ? null : refused;
        if (path.Extension is null)
            return ApplyTo(resource, step, path.Attribute);
        var holder = resource[path.Extension] as JsonObject ?? [];
        var problem = ApplyTo(holder, step, path.Attribute);
        if (holder.Parent is null && holder.Count > 0)
            resource[path.Extension] = holder;
        return problem;
    }

    private static readonly Problem Same = Faults.Invalid("id", Faults.Mutability, "", "");

    // Okta sends the id along with what it changes; said as it is, it changes nothing.
    private static Problem? Refuse(JsonObject resource, Step step, AttributePath path)
    {
        var leaf = path.Leaf!;
        if (path.Attribute!.IsReadOnly || leaf.IsReadOnly)
            return step.Verb != "remove" && path.Attribute.Name is "id" or "meta" or "groups" && (path.Attribute.Name != "id" || Incoming.Text(step.Value) == (string?)resource["id"])
                ? Same
                : Faults.Invalid(leaf.Name, Faults.Mutability, $"{leaf.Name} 只读。", $"{leaf.Name} is read-only.");
        return step.Verb == "remove" && path.Attribute.Required && path.Sub is null
            ? Faults.Invalid(leaf.Name, Faults.Mutability, $"{leaf.Name} 必填，不能移除。", $"{leaf.Name} is required and cannot be removed.")
            : null;
    }

    private static Problem? ApplyToExtension(ResourceType kind, JsonObject resource, Step step, string urn)
    {
        if (step.Verb == "remove")
        {
            resource.Remove(urn);
            return null;
        }

        var values = Incoming.Extension(kind, urn, step.Value);
        if (!values.Ok)
            return values.Problem;
        var holder = resource[urn] as JsonObject ?? (JsonObject)(resource[urn] = new JsonObject());
        foreach (var (name, value) in values.Value.AsObject())
            holder[name] = value?.DeepClone();
        return null;
    }

    private static Problem? ApplyTo(JsonObject holder, Step step, ScimAttribute attribute) =>
        step.Target!.Filter is { } filter ? ApplyToSome(holder, step, attribute, filter)
        : step.Target.Path.Sub is { } sub ? ApplyToParts(holder, step, attribute, sub)
        : ApplyToWhole(holder, step, attribute);

    private static Problem? ApplyToWhole(JsonObject holder, Step step, ScimAttribute attribute)
    {
        if (step.Verb == "remove" && (step.Value is null || !attribute.Many))
        {
            holder.Remove(attribute.Name);
            return null;
        }

        var read = Incoming.Value(attribute, step.Value);
        if (!read.Ok)
            return read.Problem;
        if (step.Verb == "remove")
            Take((holder[attribute.Name] as JsonArray) ?? [], read.Value.AsArray());
        else if (attribute.Many && step.Verb == "add")
            Join(holder, attribute, read.Value.AsArray());
        else if (attribute.Type == "complex" && !attribute.Many)
            Merge(holder, attribute, read.Value.AsObject());
        else
            holder[attribute.Name] = read.Value;
        return null;
    }

    private static Problem? ApplyToParts(JsonObject holder, Step step, ScimAttribute attribute, ScimAttribute sub)
    {
        var values = holder[attribute.Name] switch { JsonArray many => many.OfType<JsonObject>().ToList(), JsonObject one => [one], _ => [] };
        if (values.Count == 0 && step.Verb != "remove")
        {
            var fresh = new JsonObject();
            values.Add(fresh);
            holder[attribute.Name] = attribute.Many ? new JsonArray(fresh) : fresh;
        }

        return Write(values, step, sub);
    }

    private static Problem? ApplyToSome(JsonObject holder, Step step, ScimAttribute attribute, Filter filter)
    {
        var list = holder[attribute.Name] as JsonArray ?? [];
        var chosen = list.OfType<JsonObject>().Where(filter.Holds).ToList();
        if (chosen.Count == 0)
            return step.Verb switch
            {
                "remove" => null, // whoever has gone already is gone
                "add" when Template(filter) is { } fresh => ApplyToFresh(holder, step, attribute, list, fresh),
                _ => Faults.Invalid(attribute.Name, Faults.NoTarget, $"{attribute.Name} 中没有符合条件的值。", $"No value of {attribute.Name} meets the condition."),
            };
        return step.Target!.Path.Sub is { } sub ? Write(chosen, step, sub) : Exchange(list, chosen, step, attribute);
    }

    private static Problem? ApplyToFresh(JsonObject holder, Step step, ScimAttribute attribute, JsonArray list, JsonObject fresh)
    {
        if (step.Target!.Path.Sub is { } sub)
        {
            if (Write([fresh], step, sub) is { } problem)
                return problem;
        }
        else
        {
            var read = Incoming.Value(attribute, step.Value);
            if (!read.Ok)
                return read.Problem;
            foreach (var (name, value) in read.Value.AsArray().OfType<JsonObject>().SelectMany(o => o))
                fresh[name] = value?.DeepClone();
        }

        list.Add(fresh);
        if (list.Parent is null)
            holder[attribute.Name] = list;
        return null;
    }

    private static Problem? Exchange(JsonArray list, List<JsonObject> chosen, Step step, ScimAttribute attribute)
    {
        if (step.Verb == "remove")
        {
            foreach (var gone in chosen)
                list.Remove(gone);
            return null;
        }

        var read = Incoming.Value(attribute, step.Value);
        if (!read.Ok)
            return read.Problem;
        foreach (var one in chosen)
            foreach (var (name, value) in read.Value.AsArray().OfType<JsonObject>().SelectMany(o => o))
                one[name] = value?.DeepClone();
        return null;
    }

    private static Problem? Write(IReadOnlyList<JsonObject> values, Step step, ScimAttribute sub)
    {
        if (step.Verb == "remove")
        {
            foreach (var value in values)
                value.Remove(sub.Name);
            return null;
        }

        var read = Incoming.Value(sub, step.Value);
        if (!read.Ok)
            return read.Problem;
        foreach (var value in values)
            value[sub.Name] = read.Value.DeepClone();
        return null;
    }

    private static void Merge(JsonObject holder, ScimAttribute attribute, JsonObject parts)
    {
        var whole = holder[attribute.Name] as JsonObject ?? (JsonObject)(holder[attribute.Name] = new JsonObject());
        foreach (var (name, value) in parts)
            whole[name] = value?.DeepClone();
    }

    private static void Join(JsonObject holder, ScimAttribute attribute, JsonArray more)
    {
        var list = holder[attribute.Name] as JsonArray ?? (JsonArray)(holder[attribute.Name] = new JsonArray());
        var known = list.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var one in more)
            if (known.Add(KeyOf(one)))
                list.Add(one?.DeepClone());
    }

    private static void Take(JsonArray list, JsonArray gone)
    {
        var keys = gone.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var one in list.Where(v => keys.Contains(KeyOf(v))).ToList())
            list.Remove(one);
    }

    private static string KeyOf(JsonNode? node) => node is JsonObject o && o["value"] is { } value ? value.ToJsonString() : node?.ToJsonString() ?? "";

    // emails[type eq "work"].value where there is no such value yet: the condition says what the new one is like.
    private static JsonObject? Template(Filter filter) => filter switch
    {
        Comparison { Operator: "eq", Path: { Extension: null, Attribute: { } attribute, Sub: null }, Value: { } value } => new() { [attribute.Name] = value.DeepClone() },
        Both both when Template(both.Left) is { } left && Template(both.Right) is { } right =>
            new(left.Concat(right).DistinctBy(p => p.Key).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))),
        _ => null,
    };
}
