using System.Text.Json.Nodes;
using Linli.SensorThings.Query;
using Linli.SensorThings.Things;

namespace Linli.SensorThings.Speak;

/// <summary>A page of entities.</summary>
/// <param name="Entities">Those on it.</param>
/// <param name="More">Whether there is a page behind it.</param>
/// <param name="Count">How many there are in all, when it was asked for.</param>
internal sealed record Page(IReadOnlyList<Entity> Entities, bool More, int? Count);

/// <summary>Answers what is asked of entities.</summary>
internal sealed class Reader(Catalogue catalogue, Past past, TimeProvider time)
{
    /// <summary>Entities that one answer tells at most, expansions included.</summary>
    public const int MostTold = 10_000;

    // A reader is made for each request.
    private int told;

    /// <summary>A page of a set, or of where a way leads.</summary>
    /// <param name="set">Of what.</param>
    /// <param name="from">The entity and the way from it; <c>null</c> for the whole set.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancel">Ends the search.</param>
    public async Task<Page> Read(EntitySet set, (Entity Entity, Way Way)? from, Options options, CancellationToken cancel)
    {
        IReadOnlyList<Entity> all;
        if (set == EntitySets.Observations)
        {
            all = await past.Read(DatastreamsOf(from?.Entity), options, cancel);
        }
        else
        {
            var evaluator = new Evaluator(catalogue, time.GetUtcNow());
            var found = from is { } way ? catalogue.Follow(way.Entity, way.Way) : catalogue.All(set);
            if (options.Filter is { } filter)
                found = found.Where(e => evaluator.Passes(e, filter));
            all = Sorting.Sort([.. found], options.Order, evaluator);
        }

        return new([.. all.Skip(options.Skip).Take(options.Top)], options.Top > 0 && all.Count > (long)options.Skip + options.Top, options.Count ? all.Count : null);
    }

    /// <summary>An entity by its id.</summary>
    public async Task<Entity?> Find(EntitySet set, string id, CancellationToken cancel) =>
        set == EntitySets.Observations ? await past.Find(id, cancel) : catalogue.Find(set, id);

    /// <summary>The one entity a way leads to, or <c>null</c>.</summary>
    public Entity? Follow(Entity from, Way way) => catalogue.Follow(from, way).FirstOrDefault();

    /// <summary>An entity with its links and expansions.</summary>
    public async Task<JsonObject> Write(Entity entity, Options options, string root, CancellationToken cancel)
    {
        if (++told > MostTold)
            throw Fault.Of("$expand", $"一次最多返回 {MostTold} 个实体，请减小 $top 或展开层数。", $"One answer tells at most {MostTold} entities: lower $top, or expand less.");
        var self = Link(root, entity);
        var json = new JsonObject();
        if (Wants(options, "id") || Wants(options, "@iot.id"))
            json["@iot.id"] = entity.Id;
        if (options.Select is null)
            json["@iot.selfLink"] = self;
        foreach (var (name, value) in entity.Json)
            if (Wants(options, name))
                json[name] = value?.DeepClone();
        foreach (var way in entity.Set.Ways)
            if (options.Expand.FirstOrDefault(e => e.Way == way) is { } expansion)
                await Expand(json, entity, self, expansion, root, cancel);
            else if (Wants(options, way.Name))
                json[$"{way.Name}@iot.navigationLink"] = $"{self}/{way.Name}";
        return json;
    }

    /// <summary>Where an entity is.</summary>
    public static string Link(string root, Entity entity) => $"{root}/{entity.Set.Name}('{Uri.EscapeDataString(entity.Id.Replace("'", "''", StringComparison.Ordinal))}')";

    private async Task Expand(JsonObject json, Entity entity, string self, Expansion expansion, string root, CancellationToken cancel)
    {
        var (way, options) = (expansion.Way, expansion.Options);
        if (!way.IsMany)
        {
            json[way.Name] = Follow(entity, way) is { } one ? await Write(one, options, root, cancel) : null;
            return;
        }

        var page = await Read(way.To, (entity, way), options, cancel);
        if (page.Count is { } count)
            json[$"{way.Name}@iot.count"] = count;
        var list = new JsonArray();
        foreach (var other in page.Entities)
            list.Add((JsonNode)await Write(other, options, root, cancel));
        json[way.Name] = list;
        if (page.More)
            json[$"{way.Name}@iot.nextLink"] = $"{self}/{way.Name}?{options.NextPage()}";
    }

    private IReadOnlyList<Entity> DatastreamsOf(Entity? from) => from switch
    {
        null => [.. catalogue.All(EntitySets.Datastreams)],
        _ when from.Set == EntitySets.Datastreams => [from],
        _ => [.. catalogue.Follow(from, EntitySets.Things.Find("Datastreams")!)],
    };

    private static bool Wants(Options options, string name) => options.Select is null || options.Select.Contains(name);
}
