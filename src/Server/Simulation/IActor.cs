using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>A kind of people with a part in the day; each does one small thing at a time.</summary>
internal interface IActor
{
    /// <summary>How often a virtual hour somebody of this kind does something, at a local hour of the day.</summary>
    double PerHour(int hour);

    /// <summary>One of them does one thing.</summary>
    Task Act(SimulatedDay day, CancellationToken cancel);
}

/// <summary>What the actors share: the API, chance, virtual time, and what was reported.</summary>
internal sealed class SimulatedDay(LinliApi api, SimulatedTown town, int seed, DateTimeOffset from, TimeProvider time)
{
#pragma warning disable CA5394 // no secret depends on it
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> ready = new(StringComparer.Ordinal);
    private readonly List<string> reported = [];

    public LinliApi Api => api;

    public SimulatedTown Town => town;

    /// <summary>What was paid for in this run.</summary>
    public Deals Deals { get; } = new();

    /// <summary>What the kitchen and its villages did.</summary>
    public KitchenDiary Kitchen { get; } = new();

    /// <summary>The time of the server, which does not run faster: it decides what is open and what is closed.</summary>
    public DateTimeOffset ServerNow => time.GetUtcNow();

    /// <summary>Virtual time.</summary>
    public DateTimeOffset Now { get; set; } = from;

    /// <summary>Ids of the cases that residents reported in this run.</summary>
    public IReadOnlyList<string> Reported
    {
        get
        {
            lock (gate)
                return [.. reported];
        }
    }

    public T Of<T>(IReadOnlyList<T> some)
    {
        lock (gate)
            return some[random.Next(some.Count)];
    }

    public double Chance()
    {
        lock (gate)
            return random.NextDouble();
    }

    /// <summary>Remembers a case and what will be answered.</summary>
    public void Report(string id, string answer)
    {
        lock (gate)
        {
            reported.Add(id);
            answers[id] = answer;
        }
    }

    /// <summary>What to answer to a case.</summary>
    public string AnswerTo(string id)
    {
        lock (gate)
            return answers.GetValueOrDefault(id, "已到现场处理完毕，请您查看；如还有问题请再告诉我们。");
    }

    /// <summary>Whether the work on a case has taken its time; the first to ask sets the hour.</summary>
    public bool IsReady(string id)
    {
        lock (gate)
        {
            if (!ready.TryGetValue(id, out var at))
                ready[id] = at = Now.AddMinutes(10 + (random.NextDouble() * 50));
            return Now >= at;
        }
    }
#pragma warning restore CA5394
}

/// <summary>Reading answers of the API.</summary>
internal static class Answers
{
    /// <summary>The lines of a page.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? page) =>
        page is { ValueKind: JsonValueKind.Object } some && some.TryGetProperty("items", out var items) ? items.EnumerateArray() : [];

    /// <summary>An answer that is a list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement? answer) => answer is { ValueKind: JsonValueKind.Array } some ? some.EnumerateArray() : [];

    /// <summary>A list within an answer.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    public static long Number(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    public static bool Flag(this JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static string Text(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
