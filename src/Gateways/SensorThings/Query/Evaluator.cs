using System.Text.Json.Nodes;
using Linli.SensorThings.Things;

namespace Linli.SensorThings.Query;

/// <summary>Holds entities against a filter.</summary>
internal sealed class Evaluator(Catalogue catalogue, DateTimeOffset now)
{
    /// <summary>Whether an entity passes.</summary>
    public bool Passes(Entity entity, Expression filter) => Of(entity, filter).Any(v => v is true);

    /// <summary>The first value of an expression, to order by.</summary>
    public object? First(Entity entity, Expression expression) => Of(entity, expression).FirstOrDefault();

    // A way over several entities has several values; a comparison holds when it holds for one of them.
    private IEnumerable<object?> Of(Entity entity, Expression expression) => expression switch
    {
        Literal literal => [literal.Value],
        PathTo path => Walk(entity, path.Steps, 0),
        Not not => [!Of(entity, not.Of).Any(v => v is true)],
        Pair { Operator: "and" } pair => [Passes(entity, pair.Left) && Passes(entity, pair.Right)],
        Pair { Operator: "or" } pair => [Passes(entity, pair.Left) || Passes(entity, pair.Right)],
        Pair pair => Two(pair.Operator, Of(entity, pair.Left), [.. Of(entity, pair.Right)]),
        Call { Name: "now" } => [now],
        Call call => Combined(entity, call.Arguments, 0, []).Select(arguments => Functions.Carry(call.Name, arguments)),
        _ => [null],
    };

    private IEnumerable<object?> Walk(Entity entity, IReadOnlyList<string> steps, int at)
    {
        var step = steps[at];
        if (entity.Set.Find(step) is { } way)
        {
            if (way.To == EntitySets.Observations)
                throw Fault.Of("$filter", "不支持经由 Observations 筛选，请直接查询 Observations。", "A filter cannot go through Observations: ask the Observations themselves.");
            if (at + 1 == steps.Count)
                throw Fault.Of("$filter", $"{step} 是关联，请写明其属性。", $"{step} leads to another entity: say which property of it.");
            return catalogue.Follow(entity, way).SelectMany(other => Walk(other, steps, at + 1));
        }

        if (step is "id" or "@iot.id")
            return [entity.Id];
        if (!entity.Json.TryGetPropertyValue(step, out var node) && !entity.Set.Properties.Contains(step))
            throw Fault.Of("$filter", $"{entity.Set.Name} 没有属性 {step}。", $"{entity.Set.Name} have no property {step}; they have: {string.Join(", ", entity.Set.Properties)}.");
        for (var i = at + 1; i < steps.Count; i++)
            node = (node as JsonObject)?[steps[i]];

        // Written with as few digits as they need, instants do not sort as text.
        return [step is "phenomenonTime" or "resultTime" or "time" ? Values.Instant(Values.Of(node)) : Values.Of(node)];
    }

    private static IEnumerable<object?> Two(string @operator, IEnumerable<object?> lefts, List<object?> rights)
    {
        foreach (var left in lefts)
            foreach (var right in rights)
                yield return @operator switch
                {
                    "add" => Values.Sum(left, right, 1),
                    "sub" => Values.Sum(left, right, -1),
                    "mul" => left is double a && right is double b ? a * b : null,
                    "div" => left is double a && right is double b && b != 0 ? a / b : null,
                    "mod" => left is double a && right is double b && b != 0 ? a % b : null,
                    _ => Values.Holds(@operator, left, right),
                };
    }

    private IEnumerable<object?[]> Combined(Entity entity, IReadOnlyList<Expression> arguments, int at, object?[] before)
    {
        if (at == arguments.Count)
            return [before];
        return Of(entity, arguments[at]).SelectMany(value => Combined(entity, arguments, at + 1, [.. before, value]));
    }
}
