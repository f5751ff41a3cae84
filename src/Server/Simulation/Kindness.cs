using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>
/// What volunteers and donors did in a run, and whether the API says the same at the end: a wish has one donor, no wish is lost,
/// no place is given twice, and everybody's record shows the minutes they were told.
/// </summary>
internal sealed class Kindness(LinliApi api, SimulatedTown town)
{
    private readonly ConcurrentDictionary<string, int> walks = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(Player Who, string Walk, long Minutes)> given = [];
    private readonly ConcurrentDictionary<(string Wish, Player Who), int> held = new();
    private readonly ConcurrentBag<string> faults = [];
    private string? code;
    private long? wishes;

    /// <summary>The round of wishes that is shown first.</summary>
    public async Task<JsonElement?> Round(SimulatedDay? day, CancellationToken cancel)
    {
        code ??= (await api.Get(null, "wishes", "/api/v1/wishes/rounds", cancel)).List().FirstOrDefault().Text("code");
        return code.Length == 0 ? null : await api.Get(day?.Of(day.Town.Adults), "wishes", $"/api/v1/wishes/rounds/{code}", cancel);
    }

    public async Task Begin(CancellationToken cancel) => wishes = All(await Round(null, cancel));

    public void Announced(string walk, int capacity) => walks[walk] = capacity;

    public void Gave(Player who, string walk, long minutes) => given.Add((who, walk, minutes));

    /// <summary>Who of those that reached for a wish at the same moment was told that it is theirs.</summary>
    public void Reached(string wish, IReadOnlyList<Player> winners)
    {
        if (winners.Count > 1)
            faults.Add($"wish {wish}: {winners.Count} donors");
        foreach (var who in winners)
            held.AddOrUpdate((wish, who), 1, (_, n) => n + 1);
    }

    public void GaveBack(string wish, Player who) => held.AddOrUpdate((wish, who), 0, (_, n) => n - 1);

    /// <summary>The result as lines to print, and whether it agrees.</summary>
    public async Task<(bool Agrees, IReadOnlyList<string> Lines)> End(CancellationToken cancel)
    {
        var running = held.Where(h => h.Value > 0).Select(h => h.Key).ToList();
        foreach (var both in running.GroupBy(r => r.Wish).Where(g => g.Count() > 1))
            faults.Add($"wish {both.Key}: {both.Count()} donors at the end");
        foreach (var mine in running.GroupBy(r => r.Who))
        {
            var gifts = (await api.Get(mine.Key, "my gifts", "/api/v1/wishes/mine", cancel)).List().Where(g => g.Text("end").Length == 0).Select(g => g.Text("wish")).ToHashSet(StringComparer.Ordinal);
            Blame(mine.Where(m => !gifts.Contains(m.Wish)).Select(m => $"{mine.Key.Name}: claimed {m.Wish}, and it is not among their gifts"));
        }

        var now = All(await Round(null, cancel));
        if (now != wishes)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"wishes: {wishes} before, {now} now"));
        foreach (var (walk, capacity) in walks)
            if (await api.Get(town.Organisers[0], "list of walk", $"/api/v1/volunteering/activities/{walk}/list", cancel) is { } list
                && list.List("people").Count(p => p.Text("state") == "taken") is var taken && taken > capacity)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"walk {walk}: {taken} of {capacity} places"));
        foreach (var mine in given.GroupBy(g => g.Who))
        {
            var lines = (await api.Get(mine.Key, "my record", "/api/v1/volunteering/record", cancel)) is { } record ? record.List("lines").ToList() : [];
            Blame(mine.Where(m => lines.Where(l => l.Text("activity") == m.Walk).Sum(l => l.Number("minutes")) != m.Minutes).Select(m => $"{mine.Key.Name}: told {m.Minutes} min of {m.Walk}, recorded otherwise"));
        }

        return (faults.IsEmpty,
        [
            string.Create(CultureInfo.InvariantCulture, $"心愿 wishes: {wishes} → {now}，认领中 claimed here {running.Count}，每个心愿一位认领人 one donor each"),
            string.Create(CultureInfo.InvariantCulture, $"志愿 volunteering: {walks.Count} 场 walks, {given.Count} 人次签退 checked out, {given.Sum(g => g.Minutes)} 分钟 minutes"),
            .. faults.Take(6),
        ]);

        void Blame(IEnumerable<string> some)
        {
            foreach (var one in some)
                faults.Add(one);
        }
    }

    private static long? All(JsonElement? round) =>
        round is { } shown && shown.TryGetProperty("round", out var line) && line.TryGetProperty("counts", out var counts) ? counts.Number("open") + counts.Number("claimed") + counts.Number("fulfilled") : null;
}
