using System.Text.Json;

namespace Linli.Server.Simulation;

/// <summary>The one-stop desk accepts what came in and gives it to a team or to the grid (受理、派发).</summary>
internal sealed class DeskClerks(double actsAnHour) : IActor
{
    public double PerHour(int hour) => actsAnHour;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var who = day.Of(day.Town.Desk);
        var box = day.Chance() < 0.6 ? "new" : "toDispatch";
        var waiting = (await day.Api.Get(who, "inbox", $"/api/v1/cases/inbox?box={box}&take=10", cancel)).Items().ToList();
        if (waiting.Count == 0)
            return;
        var id = day.Of(waiting).Text("id");
        if (box == "new")
            await day.Api.Post(who, "accept", $"/api/v1/cases/{id}/accept", new { }, cancel);
        else
            await Dispatch(day, who, id, cancel);
    }

    private static async Task Dispatch(SimulatedDay day, Player who, string id, CancellationToken cancel)
    {
        if (await day.Api.Get(who, "open", $"/api/v1/cases/{id}", cancel) is not { } item)
            return;
        var team = item.Text("suggestedTeam");
        var toSteward = item.GetProperty("line").Text("level") == "steward" && item.Text("steward").Length > 0;
        if (toSteward || team.Length > 0)
            await day.Api.Post(who, "dispatch", $"/api/v1/cases/{id}/dispatch",
                toSteward ? new { how = "assign" } : new { team, how = day.Chance() < 0.7 ? "grab" : "roundRobin" }, cancel);
        else
            await day.Api.Post(who, "answer", $"/api/v1/cases/{id}/answer", new { text = day.AnswerTo(id), outcome = "explained" }, cancel);
    }
}

/// <summary>Crews and stewards take work on, begin it and answer (抢单、办理、答复).</summary>
internal sealed class Handlers(double actsAnHour, Func<SimulatedTown, IReadOnlyList<Player>> who) : IActor
{
    public double PerHour(int hour) => hour is >= 6 and < 22 ? actsAnHour : actsAnHour / 6;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var me = day.Of(who(day.Town));
        if (!await me.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            var mine = (await day.Api.Get(me, "inbox", "/api/v1/cases/inbox?box=mine&take=20", cancel)).Items().ToList();
            if (mine.Find(c => c.Text("state") == "dispatched") is { ValueKind: JsonValueKind.Object } fresh)
                await day.Api.Post(me, "start", $"/api/v1/cases/{fresh.Text("id")}/start", new { message = "已到现场，正在处理。" }, cancel);
            else if (mine.Find(c => c.Text("state") == "inHand" && day.IsReady(c.Text("id"))) is { ValueKind: JsonValueKind.Object } done)
                await Answer(day, me, done.Text("id"), cancel);
            else if ((await day.Api.Get(me, "inbox", "/api/v1/cases/inbox?box=pool&take=5", cancel)).Items().ToList() is { Count: > 0 } pool)
                await day.Api.Post(me, "grab", $"/api/v1/cases/{day.Of(pool).Text("id")}/grab", new { }, cancel);
        }
        finally
        {
            me.Turn.Release();
        }
    }

    private static async Task Answer(SimulatedDay day, Player me, string id, CancellationToken cancel)
    {
        if (await day.Api.Photo(me, Reporters.After, cancel) is { } photo)
            await day.Api.Post(me, "answer", $"/api/v1/cases/{id}/answer", new { text = day.AnswerTo(id), outcome = "solved", files = new[] { photo } }, cancel);
    }
}
