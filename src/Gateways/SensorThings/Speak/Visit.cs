using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.SensorThings.Query;
using Linli.SensorThings.Things;
using Microsoft.AspNetCore.Http;

namespace Linli.SensorThings.Speak;

/// <summary>Follows an address, step by step: <c>Things('C-1')/Datastreams/$ref</c>.</summary>
internal sealed class Visit(HttpContext context, Reader reader)
{
    private const int Longest = 12;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string root = Addresses.RootOf(context);
    private readonly CancellationToken cancel = context.RequestAborted;
    private EntitySet set = EntitySets.Things;
    private (Entity Entity, Way Way)? from;
    private Entity? entity;

    public async Task<IResult> Follow(string path)
    {
        var steps = Options.Split(path.TrimEnd('/'), '/').ToList();
        if (steps.Count > Longest)
            throw Fault.NotFound();
        var (name, id) = Cut(steps[0]);
        set = EntitySets.Find(name) ?? throw Fault.NotFound();
        if (id is not null)
            entity = await reader.Find(set, id, cancel) ?? throw Fault.NotFound();
        for (var i = 1; i < steps.Count; i++)
        {
            if (steps[i] == "$ref" && i == steps.Count - 1)
                return await References();
            if (entity is null)
                throw Fault.NotFound();
            if (entity.Set.Find(Cut(steps[i]).Name) is { } way)
                await Go(way, Cut(steps[i]).Id);
            else
                return Property([.. steps.Skip(i)]);
        }

        return entity is null ? await Collection() : Results.Json(await reader.Write(entity, Asked(), root, cancel), Readable);
    }

    private async Task Go(Way way, string? id)
    {
        var start = entity!;
        (set, from) = (way.To, (start, way));
        if (!way.IsMany)
        {
            entity = reader.Follow(start, way) ?? throw Fault.NotFound();
            return;
        }

        entity = null;
        if (id is null)
            return;
        var found = await reader.Find(set, id, cancel);
        if (found is null || !await IsBehind(start, way, found))
            throw Fault.NotFound();
        entity = found;
    }

    private async Task<bool> IsBehind(Entity start, Way way, Entity found)
    {
        if (way.To == EntitySets.Observations)
            return found.Device?.Id == start.Device?.Id && (start.Measure is null || start.Measure.Code == found.Measure!.Code);
        var page = await reader.Read(way.To, (start, way), Options.Read(way.To, [("$filter", $"id eq '{found.Id.Replace("'", "''", StringComparison.Ordinal)}'")]), cancel);
        return page.Entities.Count > 0;
    }

    private async Task<IResult> Collection()
    {
        var options = Asked();
        var page = await reader.Read(set, from, options, cancel);
        var list = new JsonArray();
        foreach (var one in page.Entities)
            list.Add((JsonNode)await reader.Write(one, options, root, cancel));
        return Told(page, options, list);
    }

    private async Task<IResult> References()
    {
        if (entity is not null)
            return Results.Json(new JsonObject { ["@iot.selfLink"] = Reader.Link(root, entity) }, Readable);
        var options = Asked();
        var page = await reader.Read(set, from, options, cancel);
        return Told(page, options, [.. page.Entities.Select(e => (JsonNode)new JsonObject { ["@iot.selfLink"] = Reader.Link(root, e) })]);
    }

    private IResult Told(Page page, Options options, JsonArray list)
    {
        var json = new JsonObject();
        if (page.Count is { } count)
            json["@iot.count"] = count;
        if (page.More)
            json["@iot.nextLink"] = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{context.Request.Path.ToUriComponent()}?{options.NextPage()}";
        json["value"] = list;
        return Results.Json(json, Readable);
    }

    private IResult Property(List<string> steps)
    {
        var isRaw = steps[^1] == "$value";
        var names = isRaw ? steps[..^1] : steps;
        if (names.Count == 0 || !entity!.Set.Properties.Contains(names[0]))
            throw Fault.NotFound();
        JsonNode? value = entity.Json;
        foreach (var name in names)
            value = (value as JsonObject)?[name];
        if (value is null)
            return Results.NoContent();
        if (!isRaw)
            return Results.Json(new JsonObject { [names[^1]] = value.DeepClone() }, Readable);
        return value is JsonValue && value.GetValueKind() == JsonValueKind.String
            ? Results.Text(value.GetValue<string>(), "text/plain; charset=utf-8")
            : Results.Text(value.ToJsonString(Readable), value is JsonValue ? "text/plain; charset=utf-8" : "application/json");
    }

    private Options Asked() => Options.Read(
        set, [.. context.Request.Query.Where(q => q.Key.StartsWith('$')).Select(q => (q.Key, q.Value.ToString()))]);

    // Things('C-1') is the one of Things called C-1.
    private static (string Name, string? Id) Cut(string step)
    {
        var open = step.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
            return (step, null);
        var inner = step.EndsWith(')') ? step[(open + 1)..^1] : throw Fault.NotFound();
        return inner is ['\'', .., '\''] ? (step[..open], inner[1..^1].Replace("''", "'", StringComparison.Ordinal)) : throw Fault.NotFound();
    }
}
