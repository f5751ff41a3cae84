using Linli.LowCarbon.Green;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Gardens;

/// <summary>Twenty plots of the demo, drawn some weeks ago, with a waiting list; one of them looks neglected.</summary>
internal sealed class GardenDemo(LinliDb db, IHomeTies ties, IScopeTree tree, IPeople people) : IDemoSeeder
{
    private const string Asset = "roof-library";
    private const string Lot = "4d1f0c6be2a94a83b7d25f8e16c3907a4d1f0c6be2a94a83b7d25f8e16c3907a";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (await db.Unfiltered<GreenAsset>().SingleOrDefaultAsync(a => a.Code == Asset, cancel) is not { } asset)
            return;
        var (at, today) = (Clock.ToMicroseconds(samples.Now.AddDays(-50)), LocalTime.DateOf(samples.Now));
        var season = new GardenSeason
        {
            Id = Guid.CreateVersion7(at), Scope = asset.Scope, Asset = asset.Code, NameZh = "图书分馆屋顶一米菜园", NameEn = "One-metre gardens on the library roof", Way = GardenWay.Lottery, From = today.AddDays(-40),
            Until = today.AddDays(140), ApplyUntil = at.AddDays(7), FeeFen = 0, Seed = Lot, DrawnAt = at.AddDays(7).AddSeconds(20), At = at,
        };
        db.Insert(season);
        var plots = Enumerable.Range(1, 20).Select(n => new GardenPlot { Id = Guid.CreateVersion7(at.AddMilliseconds(n)), Season = season.Id, Scope = season.Scope, Number = n, AreaDm2 = 100 }).ToList();
        var applications = await Applications(season, cancel);
        Give(season, plots, applications);
        foreach (var plot in plots)
            db.Insert(plot);
        foreach (var application in applications)
            db.Insert(application);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<List<PlotApplication>> Applications(GardenSeason season, CancellationToken cancel)
    {
        var (some, homes) = (new List<PlotApplication>(), new HashSet<Guid>());
        var place = tree.CommunityOf(ScopePath.Parse(season.Scope, null))?.Path ?? ScopePath.Parse(season.Scope, null);
        foreach (var account in (await people.ResidentsAt(place, cancel)).Order().Take(60))
            if (some.Count < 27 && (await ties.Running(account, cancel)).FirstOrDefault(t => place.Contains(t.Building)) is { } tie && homes.Add(tie.Home))
            {
                var at = season.At.AddHours(some.Count * 5);
                some.Add(new() { Id = Guid.CreateVersion7(at), Season = season.Id, Scope = season.Scope, Home = tie.Home, Person = tie.Person, Account = account, At = at });
            }

        return some;
    }

    private void Give(GardenSeason season, List<GardenPlot> plots, List<PlotApplication> applications)
    {
        var order = GardenRules.Drawn(season.Seed, applications.Select(a => a.Id));
        for (var i = 0; i < order.Count; i++)
        {
            var application = applications.Find(a => a.Id == order[i])!;
            application.Rank = i + 1;
            if (i >= plots.Count)
                continue;
            (application.State, application.Plot, application.TakenAt) = (PlotState.Holding, plots[i].Id, season.DrawnAt!.Value.AddHours(3 + i));
            plots[i].Application = application.Id;
            var seen = season.DrawnAt.Value.AddDays(30);
            db.Records<PlotCheck>().Add(new()
            {
                Id = Guid.CreateVersion7(seen.AddMinutes(i)), Plot = plots[i].Id, At = seen.AddMinutes(i), By = null, Finding = i == 6 ? PlotFinding.Neglected : i % 4 == 1 ? PlotFinding.Harvested : PlotFinding.Growing,
                Note = i == 6 ? "杂草多，没有浇水" : null,
            });
            if (i == 6)
                plots[i].WarnedUntil = seen + GardenRules.WarningLasts;
        }
    }
}
