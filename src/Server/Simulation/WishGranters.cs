namespace Linli.Server.Simulation;

/// <summary>Two neighbours reach for the same wish at the same moment; one of them gets it, and some find that they cannot bring it after all (认领、退回).</summary>
internal sealed class WishGranters(double claimsADay, Kindness kindness) : IActor
{
    public double PerHour(int hour) => claimsADay * (hour is >= 19 and < 22 ? 0.2 : hour is >= 7 and < 19 ? 0.03 : 0.02);

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var (one, two) = (day.Of(day.Town.Adults), day.Of(day.Town.Adults));
        if (one == two || await kindness.Round(day, cancel) is not { } round)
            return;
        var open = round.List("wishes").Where(w => w.Text("state") == "open").ToList();
        if (open.Count == 0)
            return;
        var wish = day.Of(open).Text("id");
        var answers = await Task.WhenAll(new[] { one, two }.Select(async who => (who, Got: await Claim(day, who, wish, cancel))));
        kindness.Reached(wish, [.. answers.Where(a => a.Got).Select(a => a.who)]);
        foreach (var (who, got) in answers)
            if (got && day.Chance() < 0.3 && await day.Api.Post(who, "give back", $"/api/v1/wishes/{wish}/give-back", new { }, cancel) is not null)
                kindness.GaveBack(wish, who);
    }

    private static async Task<bool> Claim(SimulatedDay day, Player who, string wish, CancellationToken cancel) =>
        await day.Api.Post(who, "claim wish", $"/api/v1/wishes/{wish}/claim", new { }, cancel) is not null;
}
