using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Ledger;
using Linli.LowCarbon.Gardens;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Garden plots (S67): one for each household, drawn so that anybody can do it again, and a list that moves on by itself.</summary>
[Trait("Feature", "S67")]
public sealed class GardenTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset ApplyUntil = TestTown.Start.AddDays(7);

    private static Task<TestTown> Town(DatabaseKind kind = DatabaseKind.Sqlite) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static object Season(string way = "lottery", int plots = 2, long feeFen = 0, decimal area = 1, string asset = "roof-1", string from = "2026-12-01", string until = "2027-05-31") =>
        new { asset, nameZh = "屋顶菜园", nameEn = "Roof garden", way, from, until, applyUntil = ApplyUntil, plots, area, feeFen };

    private static async Task<(HttpClient Worker, Guid Season)> Open(TestTown town, object? season = null)
    {
        var worker = await town.StaffClient("worker");
        await worker.Put("/green/assets/roof-1", new { place = "hf-1", nameZh = "屋顶", kind = "roofGarden", state = "thriving", area = 60, keeper = "物业" }).Good();
        return (worker, (await worker.Post("/gardens/seasons", season ?? Season()).Good()).GetGuid());
    }

    /// <summary>A resident with a home of the first community: each in another one, unless told otherwise.</summary>
    private static async Task<HttpClient> Neighbour(TestTown town, int home)
    {
        var client = await town.VerifiedClient("1990000010" + home);
        await town.Person("邻居" + home, "1970-01-01", home % 6, account: (await client.Get("/me").Good()).Id("account"));
        return client;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lottery_CanBeRecomputedByAnybody_AndTheListMovesOnByItself(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (worker, season) = await Open(town);
        var hash = (await town.Client().Get("/gardens/seasons").Good())[0].Text("seedHash");
        var people = new List<HttpClient>();
        for (var i = 0; i < 4; i++)
            people.Add(await Neighbour(town, i));
        var ids = new List<Guid>();
        foreach (var one in people)
            ids.Add((await one.Post($"/gardens/seasons/{season}/applications").Good()).Id());
        (await people[0].Post($"/gardens/seasons/{season}/applications").Good()).Id().ShouldBe(ids[0], "sent again after a lost answer");
        (await town.Client().Get($"/gardens/seasons/{season}/draw").Refused(HttpStatusCode.NotFound)).ShouldBe("lowcarbon.no_draw");
        await Job(town);
        (await Mine(people[0])).Text("state").ShouldBe("waiting");

        town.Time.SetTo(ApplyUntil);
        await Job(town);

        var draw = await town.Client().Get($"/gardens/seasons/{season}/draw").Good();
        draw.Text("seedHash").ShouldBe(hash);
        Sha(draw.Text("seed")).ShouldBe(hash);
        var order = draw.GetProperty("order").EnumerateArray().Select(o => o.GetGuid()).ToList();
        order.ShouldBe(ids.OrderBy(id => Sha($"{draw.Text("seed")}:{id:D}"), StringComparer.Ordinal));
        draw.GetProperty("agrees").GetBoolean().ShouldBeTrue();
        var states = new List<string>();
        foreach (var id in order)
            states.Add((await Mine(people[ids.IndexOf(id)])).Text("state"));
        states.ShouldBe(["offered", "offered", "waiting", "waiting"]);

        // The first takes the plot, the second lets the offer lapse, so the third gets it; the first neglects it, so the fourth does.
        var (first, third, fourth) = (people[ids.IndexOf(order[0])], people[ids.IndexOf(order[2])], people[ids.IndexOf(order[3])]);
        await first.Post($"/gardens/applications/{order[0]}/take").Good();
        town.Time.Move(TimeSpan.FromDays(3));
        await Job(town);
        (await Mine(third)).Text("state").ShouldBe("offered");
        await third.Post($"/gardens/applications/{order[2]}/take").Good();
        var plot = (await worker.Get($"/gardens/seasons/{season}/plots").Good()).EnumerateArray().First(p => p.Text("number") == (Mine(first).Result).Text("plot"));
        plot.ToString().ShouldNotContain("邻居");
        (await worker.Post($"/gardens/plots/{plot.Id()}/checks", new { finding = "neglected", note = "杂草多" }).Good()).GetProperty("returned").GetBoolean().ShouldBeFalse();
        town.Time.Move(TimeSpan.FromDays(13));
        (await worker.Post($"/gardens/plots/{plot.Id()}/checks", new { finding = "neglected" }).Good()).GetProperty("returned").GetBoolean().ShouldBeFalse("the two weeks are not over");
        town.Time.Move(TimeSpan.FromDays(1));
        (await worker.Post($"/gardens/plots/{plot.Id()}/checks", new { finding = "neglected" }).Good()).GetProperty("returned").GetBoolean().ShouldBeTrue();
        await Job(town);
        (await Mine(first)).Text("state").ShouldBe("returned");
        (await Mine(fourth)).Text("state").ShouldBe("offered");
        (await fourth.GetStringAsync(new Uri("/low-carbon/plots", UriKind.Relative))).ShouldContain("is yours");
        (await worker.GetStringAsync(new Uri("/desk/gardens", UriKind.Relative))).ShouldContain("Neglected");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Queue_GivesPlotsInTurn_AndTheFeeIsPaidOnceFromTheWallet(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (_, season) = await Open(town, Season("queue", plots: 1, feeFen: 3000));
        var (a, b) = (await Neighbour(town, 1), await Neighbour(town, 2));
        var first = (await a.Post($"/gardens/seasons/{season}/applications").Good()).Id();
        town.Time.Move(TimeSpan.FromMinutes(1));
        var second = (await b.Post($"/gardens/seasons/{season}/applications").Good()).Id();
        town.Time.SetTo(ApplyUntil);
        await Job(town);
        (await b.Post($"/gardens/applications/{second}/take").Refused(HttpStatusCode.Conflict)).ShouldBe("lowcarbon.no_offer");
        (await b.Post($"/gardens/applications/{first}/take").Refused(HttpStatusCode.NotFound)).ShouldBe("lowcarbon.no_application");
        (await a.Post($"/gardens/applications/{first}/take").Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.insufficient");
        var wallet = await Fill(town, first, 5000);
        await a.Post($"/gardens/applications/{first}/take").Good();
        (await a.Post($"/gardens/applications/{first}/take").Good()).Text("state").ShouldBe("holding");
        (await town.InScope(async s => (await s.GetRequiredService<ILedger>().Balance(wallet, CancellationToken.None)).Posted)).ShouldBe(2000);

        (await a.Post($"/gardens/applications/{first}/give-back")).IsSuccessStatusCode.ShouldBeTrue();
        await Job(town);
        (await Mine(b)).Text("state").ShouldBe("offered");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WhoComesLate_StandsBehindTheDraw_AndAFeePaidBeforeTheSeasonComesBack(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (worker, season) = await Open(town, Season(feeFen: 3000, plots: 1, from: "2026-12-20"));
        var (first, second, late) = (await Neighbour(town, 0), await Neighbour(town, 1), await Neighbour(town, 2));
        Guid[] drawn = [(await first.Post($"/gardens/seasons/{season}/applications").Good()).Id(), (await second.Post($"/gardens/seasons/{season}/applications").Good()).Id()];

        // The job comes a night late; meanwhile somebody applies.
        town.Time.SetTo(ApplyUntil.AddHours(2));
        var after = (await late.Post($"/gardens/seasons/{season}/applications").Good()).Id();
        await Job(town);
        var order = (await town.Client().Get($"/gardens/seasons/{season}/draw").Good()).GetProperty("order").EnumerateArray().Select(o => o.GetGuid()).ToList();
        order.ShouldBe(drawn, ignoreOrder: true);
        (await Mine(late)).GetProperty("rank").GetInt64().ShouldBe(3);
        (await Mine(late)).Id().ShouldBe(after);

        var winner = order[0] == drawn[0] ? first : second;
        var wallet = await Fill(town, order[0], 5000);
        await winner.Post($"/gardens/applications/{order[0]}/take").Good();
        await winner.Post($"/gardens/applications/{order[0]}/give-back").Good();
        (await town.InScope(async s => (await s.GetRequiredService<ILedger>().Balance(wallet, CancellationToken.None)).Posted)).ShouldBe(5000);
        (await worker.Post("/gardens/seasons", Season(from: "2026-11-24", until: "2026-11-25")).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.apply_after");
        (await worker.Post("/gardens/seasons", Season(from: "2026-11-24", until: "9999-12-31")).Refused(HttpStatusCode.BadRequest)).ShouldBe("day_out_of_calendar");
    }

    [Fact]
    public async Task Plots_WithBadInputOrASecondApplicationOfAHome_AreRefused()
    {
        await using var town = await Town();
        var (worker, season) = await Open(town);
        Task<HttpResponseMessage> Try(object body) => worker.Post("/gardens/seasons", body);
        (await Try(Season(plots: 0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.plots");
        (await Try(Season(area: 0.001m)).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.plot_area");
        (await Try(Season(feeFen: -1)).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.plot_fee");
        (await Try(Season(asset: "none")).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.unknown_asset");
        (await Try(Season(from: "2027-06-01")).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.season_days");
        var (a, same) = (await Neighbour(town, 1), await Neighbour(town, 7));
        await a.Post($"/gardens/seasons/{season}/applications").Good();
        (await same.Post($"/gardens/seasons/{season}/applications").Refused(HttpStatusCode.Conflict)).ShouldBe("lowcarbon.home_applied", "one household, one plot");
        (await (await town.VerifiedClient("19900000199")).Post($"/gardens/seasons/{season}/applications").Refused(HttpStatusCode.Forbidden)).ShouldBe("lowcarbon.not_a_neighbour");
        (await (await town.StaffClient("worker2")).Post($"/gardens/plots/{season}/checks", new { finding = "growing" }).Refused(HttpStatusCode.NotFound)).ShouldBe("lowcarbon.no_plot");
        var plot = (await worker.Get($"/gardens/seasons/{season}/plots").Good())[0].Id();
        (await worker.Post($"/gardens/plots/{plot}/checks", new { finding = "growing" }).Refused(HttpStatusCode.Conflict)).ShouldBe("lowcarbon.plot_free");
    }

    private static async Task<JsonElement> Mine(HttpClient resident) => (await resident.Get("/gardens/mine").Good())[0];

    private static Task<bool> Job(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<WatchGardens>().Run(CancellationToken.None);
        return true;
    });

    private static Task<AccountId> Fill(TestTown town, Guid application, long fen) => town.InScope(async s =>
    {
        var (ledger, db) = (s.GetRequiredService<ILedger>(), s.GetRequiredService<LinliDb>());
        var person = await db.Unfiltered<PlotApplication>().Where(a => a.Id == application).Select(a => a.Person).SingleAsync();
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), CancellationToken.None);
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "cash", SmallTown.Group, null), CancellationToken.None);
        (await ledger.Post(new("test", "fill", "top-up", ("充值", "Top-up"), [Entry.From(bank, new Fen(fen)), Entry.To(wallet, new Fen(fen))]), CancellationToken.None)).Ok.ShouldBeTrue();
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return wallet;
    });

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
