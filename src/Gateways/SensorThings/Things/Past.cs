using System.Globalization;
using Linli.Sensing;
using Linli.SensorThings.Query;

namespace Linli.SensorThings.Things;

/// <summary>A span of time; the end is not part of it.</summary>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset To);

/// <summary>Observations: what datastreams measured.</summary>
internal sealed class Past(ITracks tracks, Catalogue catalogue, TimeProvider time)
{
    /// <summary>Readings that are looked through for one answer.</summary>
    public const int MostLookedAt = 50_000;

    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>The observations of datastreams, in the order that was asked for, as far as they must be known for one page.</summary>
    /// <param name="datastreams">Whose.</param>
    /// <param name="options">Filter, order, page.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <returns>Those that pass; when <see cref="Options.Count"/> is not asked for, perhaps only those up to the end of the page and one more.</returns>
    public async Task<IReadOnlyList<Entity>> Read(IReadOnlyList<Entity> datastreams, Options options, CancellationToken cancel)
    {
        var evaluator = new Evaluator(catalogue, time.GetUtcNow());
        // Nothing is taken that lies further ahead than a clock drifts: the last ones are found close behind now.
        var span = Narrowed(options.Filter, new(DateTimeOffset.UnixEpoch, time.GetUtcNow() + MostAhead));
        datastreams = Of(options.Filter, datastreams);
        if (IsSimple(options) && options.Order.Count == 0)
            return await InTurn(datastreams, span, options.Skip + options.Top + 1, cancel);
        if (IsSimple(options) && datastreams.Count == 1 && IsByTime(options.Order, out var descending))
        {
            var wanted = options.Skip + options.Top + 1;
            var values = descending ? await Last(datastreams[0], span, wanted, cancel) : await Values(datastreams[0], span, wanted, cancel);
            return [.. values.Select(v => Entity.Observation(datastreams[0], v))];
        }

        var found = new List<Entity>();
        var left = MostLookedAt;
        foreach (var datastream in datastreams)
        {
            var values = await Values(datastream, span, left + 1, cancel);
            left -= values.Count;
            if (left < 0)
                throw Fault.Of("$filter", "数据过多，请用 phenomenonTime 缩小时间范围，或只查询一个 Datastream。",
                    "That is more than can be looked through: narrow the time with phenomenonTime, or ask one Datastream.");
            found.AddRange(values.Select(v => Entity.Observation(datastream, v)).Where(o => options.Filter is null || evaluator.Passes(o, options.Filter)));
        }

        return Sorting.Sort(found, options.Order, evaluator);
    }

    // Without an order they come datastream by datastream, and only as many are read as the page shows.
    private async Task<IReadOnlyList<Entity>> InTurn(IReadOnlyList<Entity> datastreams, Span span, int wanted, CancellationToken cancel)
    {
        var found = new List<Entity>();
        foreach (var datastream in datastreams)
        {
            if (found.Count >= wanted)
                break;
            foreach (var value in await Values(datastream, span, wanted - found.Count, cancel))
                found.Add(Entity.Observation(datastream, value));
        }

        return found;
    }

    /// <summary>What a filter leaves of the datastreams, so that the others are not read at all.</summary>
    private static IReadOnlyList<Entity> Of(Expression? filter, IReadOnlyList<Entity> datastreams) => filter switch
    {
        Pair { Operator: "and" } both => Of(both.Right, Of(both.Left, datastreams)),
        Pair { Operator: "eq", Left: PathTo { Steps: ["Datastream", "id" or "@iot.id"] }, Right: Literal { Value: string id } } => [.. datastreams.Where(d => d.Id == id)],
        _ => datastreams,
    };

    /// <summary>An observation by its id, or <c>null</c>.</summary>
    public async Task<Entity?> Find(string id, CancellationToken cancel)
    {
        var cut = id.LastIndexOf(Entity.Sign);
        if (cut < 0 || !long.TryParse(id.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks - 10
            || catalogue.Find(EntitySets.Datastreams, id[..cut]) is not { } datastream)
            return null;
        var at = new DateTimeOffset(ticks, TimeSpan.Zero);
        foreach (var value in await Values(datastream, new(at, at.AddTicks(10)), 10, cancel))
            if (value.At == at)
                return Entity.Observation(datastream, value);
        return null;
    }

    private async Task<IReadOnlyList<PastValue>> Values(Entity datastream, Span span, int most, CancellationToken cancel) =>
        span.From >= span.To ? [] : await tracks.Values(datastream.Device!.Id, datastream.Measure!.Code, span.From, span.To, most, cancel);

    // The past is read from its beginning: the last ones are found by going back further and further until there are enough.
    private async Task<IEnumerable<PastValue>> Last(Entity datastream, Span span, int wanted, CancellationToken cancel)
    {
        for (var back = TimeSpan.FromHours(1); ; back *= 6)
        {
            var from = back >= Longest || span.To - back <= span.From ? span.From : span.To - back;
            var values = await Values(datastream, span with { From = from }, MostLookedAt, cancel);
            if (values.Count == MostLookedAt)
                throw Fault.Of("$orderby", "数据过多，请用 phenomenonTime 缩小时间范围。", "That is more than can be looked through: narrow the time with phenomenonTime.");
            if (values.Count >= wanted || from == span.From)
                return values.Reverse().Take(wanted);
        }
    }

    // A filter that the span of time says whole needs no second look.
    private static bool IsSimple(Options options) => !options.Count && (options.Filter is null || IsSpan(options.Filter));

    private static bool IsSpan(Expression filter) => filter switch
    {
        Pair { Operator: "eq", Left: PathTo { Steps: ["Datastream", "id" or "@iot.id"] }, Right: Literal { Value: string } } => true,
        Pair { Operator: "and" } pair => IsSpan(pair.Left) && IsSpan(pair.Right),
        Pair { Operator: "ge" or "lt" or "gt" or "le", Left: PathTo { Steps: ["phenomenonTime" or "resultTime"] }, Right: Literal { Value: DateTimeOffset } } => true,
        _ => false,
    };

    private static bool IsByTime(IReadOnlyList<OrderBy> order, out bool descending)
    {
        descending = order is [{ Descending: true }];
        return order is [] or [{ By: PathTo { Steps: ["phenomenonTime" or "resultTime" or "id" or "@iot.id"] } }];
    }

    /// <summary>What a filter leaves of a span; databases keep microseconds, so that is the next instant after one.</summary>
    private static Span Narrowed(Expression? filter, Span span)
    {
        if (filter is Pair { Operator: "and" } both)
            return Narrowed(both.Right, Narrowed(both.Left, span));
        if (filter is not Pair { Left: PathTo { Steps: ["phenomenonTime" or "resultTime"] }, Right: Literal { Value: DateTimeOffset at } } pair || at == DateTimeOffset.MaxValue)
            return span;
        var after = at.AddMicroseconds(1);
        var (from, to) = pair.Operator switch
        {
            "ge" => (at, span.To),
            "gt" => (after, span.To),
            "lt" => (span.From, at),
            "le" => (span.From, after),
            "eq" => (at, after),
            _ => (span.From, span.To),
        };
        return new(from > span.From ? from : span.From, to < span.To ? to : span.To);
    }
}

/// <summary>Puts entities in an order.</summary>
internal static class Sorting
{
    public static IReadOnlyList<Entity> Sort(List<Entity> entities, IReadOnlyList<OrderBy> order, Evaluator evaluator)
    {
        if (order.Count == 0)
            return entities;
        var keyed = entities.ConvertAll(e => (Entity: e, Keys: order.Select(o => evaluator.First(e, o.By)).ToArray()));

        // What has no value comes first, as in OData.
        var sorted = keyed.OrderBy(k => k.Keys, Comparer<object?[]>.Create((a, b) =>
        {
            for (var i = 0; i < order.Count; i++)
            {
                var way = a[i] is null ? b[i] is null ? 0 : -1 : b[i] is null ? 1 : Values.Compare(a[i], b[i]) ?? 0;
                if (way != 0)
                    return order[i].Descending ? -way : way;
            }

            return 0;
        }));
        return [.. sorted.Select(k => k.Entity)];
    }
}
