using System.Globalization;
using System.Net;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Services.Kitchen;
using Linli.Services.Kitchen.Runs;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Meals.Tests.Kitchen.KitchenTown;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>Samples, vans, runs and hand-overs (S36, R27).</summary>
public sealed class RunTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Day_FromTheSheetToTheHandOver_CountsAndMeasuresEachVillage(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (clerk, cook) = (await town.StaffClient("clerk13"), await town.StaffClient("cook"));
        for (var i = 0; i < 13; i++)
            await (await town.StaffClient("clerk" + i)).Order(i, 24, 5).Good();
        await clerk.Order(13, 37, 5).Good();
        await town.Close();
        (await cook.Board()).Text("stage").ShouldBe("production");

        var board = await town.Plan("V4", "V5");

        board.Text("stage").ShouldBe("loading");
        board.GetProperty("runs").EnumerateArray().Select(r => r.Text("van")).ShouldBe(["V1", "V2", "V3", "V4", "V5"]);
        board.GetProperty("runs").EnumerateArray().ShouldAllBe(r => r.Whole("boxes") <= 100 && r.Whole("boxes") > 0);
        board.GetProperty("runs").EnumerateArray().Sum(r => r.GetProperty("stops").GetArrayLength()).ShouldBe(14);
        town.Time.SetTo(At(11, 0));
        foreach (var van in new[] { "V1", "V2", "V3", "V4", "V5" })
            await cook.Leave(board, van);
        await town.DeliverEvents();
        (await clerk.Get("/notices")).IsSuccessStatusCode.ShouldBeTrue();
        (await clerk.Get("/notices").Good()).ToString().ShouldContain("has left");

        var mine = board.Of(13);
        var driver = await town.StaffClient("van" + mine.Text("van")[1..]);
        var stop = mine.GetProperty("stop").Id();
        town.Time.SetTo(At(11, 36));
        await driver.Post($"/kitchen/runs/{board.Run(mine.Text("van")).Id()}/position", new { at = At(11, 36), longitude = 120.22, latitude = 30.2 }).Good();
        var map = await (await cook.Get($"/kitchen/days/{Tomorrow}/map.geojson")).Content.ReadAsStringAsync();
        map.ShouldContain("van-" + mine.Text("van"));
        await driver.Post($"/kitchen/stops/{stop}/arrive").Good();
        town.Time.SetTo(At(11, 40));
        await driver.Post($"/kitchen/stops/{stop}/hand-over", new { boxes = 42, temperature = 61, idempotencyKey = "h" }).Good();
        await driver.Post($"/kitchen/stops/{stop}/hand-over", new { boxes = 42, temperature = 61, idempotencyKey = "h" }).Good();
        await clerk.Post($"/kitchen/stops/{stop}/confirm", new { boxes = 42 }).Good();

        var after = (await cook.Board()).Of(13).GetProperty("stop");
        (after.Whole("handedBoxes"), after.GetProperty("celsius").GetDecimal(), after.Whole("shortage"), after.GetProperty("hot").GetBoolean(), after.Whole("confirmedBoxes")).ShouldBe((42, 61m, 0, true, 42));
        var seen = await clerk.Get($"/kitchen/villages/{Code(13)}/days/{Tomorrow}").Good();
        seen.GetProperty("stop").Whole("handedBoxes").ShouldBe(42);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Sample_TooLightOrMissing_KeepsVansInTheYard(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (cook, chef) = (await town.StaffClient("cook"), await town.StaffClient("chef"));
        await town.OrderAndClose();
        town.Time.SetTo(At(9, 40));
        Task<HttpResponseMessage> Sample(HttpClient who, string dish, int grams, string place = "柜 1") => who.Post($"/kitchen/days/{Tomorrow}/samples/{dish}", new { grams, place });
        (await Sample(cook, "pork", 124).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.sample_light");
        (await Sample(cook, "soup", 130).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_dish");
        (await Sample(cook, "pork", 130, "").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.sample_place");
        (await Sample(await town.StaffClient("newcook"), "pork", 130).Refused(HttpStatusCode.Conflict)).ShouldBe("services.no_health_certificate");
        var sample = await Sample(cook, "pork", 125).Good();
        (await Sample(cook, "pork", 125).Good()).Id().ShouldBe(sample.Id());
        (await Sample(cook, "pork", 200).Refused(HttpStatusCode.Conflict)).ShouldBe("services.sample_taken");
        await Sample(cook, "greens", 130).Good();
        await cook.Put($"/kitchen/days/{Tomorrow}/loading", new { flexible = new[] { "V4", "V5" } }).Good();
        var run = (await cook.Board()).Run("V1");
        Task<HttpResponseMessage> Go() => cook.Post($"/kitchen/runs/{run.Id()}/depart", new { temperature = 70, loaded = Loaded(run) });
        (await Go().Refused(HttpStatusCode.Conflict)).ShouldBe("services.sample_missing");
        (await cook.Get($"/kitchen/sheets/{Tomorrow}").Good()).GetProperty("missing").EnumerateArray().ShouldHaveSingleItem();
        (await cook.Post($"/kitchen/days/{Tomorrow}/samples-override", new { reason = "粥桶打翻，已另取样送检" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await chef.Post($"/kitchen/days/{Tomorrow}/samples-override", new { reason = "急" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await chef.Post($"/kitchen/days/{Tomorrow}/samples-override", new { reason = "粥桶打翻，已另取样送检" }).Good();
        await Go().Good();
        (await cook.Get($"/kitchen/sheets/{Tomorrow}").Good()).Text("overrideReason").ShouldBe("粥桶打翻，已另取样送检");

        town.Time.SetTo(At(9, 40).AddHours(48).AddSeconds(-1));
        (await cook.Post($"/kitchen/samples/{sample.Id()}/discard").Refused(HttpStatusCode.Conflict)).ShouldBe("services.sample_too_early");
        town.Time.SetTo(At(9, 40).AddHours(48));
        await cook.Post($"/kitchen/samples/{sample.Id()}/discard").Good();
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Van_ColdOrMiscounted_DoesNotLeave(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        await town.OrderAndClose();
        var run = (await town.Plan("V4", "V5")).Run("V2");
        Task<HttpResponseMessage> Go(decimal temperature, object[] loaded) => cook.Post($"/kitchen/runs/{run.Id()}/depart", new { temperature, loaded });
        var loaded = Loaded(run);
        (await Go(59.9m, loaded).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.too_cold");
        (await Go(600, loaded).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.temperature");
        (await Go(70, loaded[1..]).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.load_missing");
        (await Go(70, [new { village = run.GetProperty("stops")[0].Text("village"), boxes = 1 }, .. loaded[1..]]).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.load_count");
        (await cook.Post($"/kitchen/stops/{run.GetProperty("stops")[0].Id()}/hand-over", new { boxes = 1, temperature = 65 }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.not_left");
        await Go(60, loaded).Good();
        (await Go(60, loaded).Refused(HttpStatusCode.Conflict)).ShouldBe("services.van_left");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Loading_ChangedByHand_StaysWithinCapacityAndPlacesEachVillageOnce(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        (await cook.Put($"/kitchen/days/{Tomorrow}/loading", new { }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.sheet_open");
        await town.OrderAndClose();
        (await cook.Put($"/kitchen/days/{Tomorrow}/loading", new { }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.vans_too_small", "371 boxes, three fixed vans of 100");
        await cook.Put($"/kitchen/days/{Tomorrow}/loading", new { flexible = new[] { "V4" } }).Good();
        object Route(string van, params int[] villages) => new { van, villages = villages.Select(Code) };
        Task<HttpResponseMessage> Plan(params object[] routes) => cook.Put($"/kitchen/days/{Tomorrow}/loading", new { routes });
        (await Plan(Route("V1", 0, 1, 2, 3), Route("V2", 4, 5, 6)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.village_once");
        (await Plan(Route("V1", 9, 10, 11, 12)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.van_full");
        (await Plan(Route("V9", 0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_van");
        (await Plan(Route("V1", 99)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_village_today");
        await Plan(Route("V1", 3, 1, 2, 0), Route("V2", 4, 5, 6), Route("V3", 7, 8, 9), Route("V4", 10, 11, 12), Route("V5", 13)).Good();

        var board = await cook.Board();
        board.Run("V1").GetProperty("stops").EnumerateArray().Select(s => s.Text("village")).ShouldBe([Code(3), Code(1), Code(2), Code(0)], "the order of people stays");
        board.Run("V5").Whole("boxes").ShouldBe(33);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task HandOver_ColdOrShort_IsRecordedOnlyWithWhatWasDone(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, "V1");
        var driver = await town.StaffClient("van1");
        var stops = board.Run("V1").GetProperty("stops").EnumerateArray().ToList();
        var boxes = stops[0].Whole("boxes");
        Task<HttpResponseMessage> Hand(JsonElement stop, object body) => driver.Post($"/kitchen/stops/{stop.Id()}/hand-over", body);
        (await Hand(stops[0], new { boxes, temperature = 59.9 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.too_cold");
        (await Hand(stops[0], new { boxes = boxes + 1, temperature = 65 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.too_many_boxes");
        (await Hand(stops[0], new { boxes = -1, temperature = 65 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.boxes");
        (await Hand(stops[0], new { boxes = boxes - 2, temperature = 65 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.shortage_note");
        (await Hand(stops[0], new { boxes, temperature = 65, code = "x" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.receipt_code");
        (await (await town.StaffClient("van2")).Post($"/kitchen/stops/{stops[0].Id()}/hand-over", new { boxes, temperature = 65 }).Refused(HttpStatusCode.NotFound)).ShouldBe("services.run_not_found");
        await Hand(stops[0], new { boxes = boxes - 2, temperature = 55, remedy = "村里蒸箱加热到 75 ℃", note = "打翻两份" }).Good();
        (await Hand(stops[0], new { boxes, temperature = 65 }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.handed_over");

        var stop = (await cook.Board()).Run("V1").GetProperty("stops")[0];
        (stop.Whole("shortage"), stop.GetProperty("hot").GetBoolean(), stop.Text("remedy")).ShouldBe((2, false, "村里蒸箱加热到 75 ℃"));
        town.Time.SetTo(At(12, 46));
        (await Hand(stops[1], new { boxes = stops[1].Whole("boxes"), temperature = 65 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.past_eat_by");
        var month = await cook.Get("/kitchen/settlements/2026-11").Good();
        var figures = month.GetProperty("villages").EnumerateArray().Single(v => v.Text("code") == stops[0].Text("village"));
        (figures.Whole("seventies"), figures.Whole("eighty"), figures.Whole("short"), figures.Whole("handed"), figures.Whole("cold")).ShouldBe((boxes - 5, 5, 2, boxes - 2, 1));
        month.GetProperty("villages").EnumerateArray().Sum(v => v.Whole("days")).ShouldBe(1, "only what was handed over is settled");
        (await (await cook.Get("/kitchen/settlements/2026-11/table.csv")).Content.ReadAsStringAsync()).ShouldContain("第0村");
        (await cook.Get("/kitchen/settlements/2026-11/table.xlsx")).IsSuccessStatusCode.ShouldBeTrue();
        (await cook.Get("/kitchen/settlements/2026-13").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.month");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task HandOver_ByTwoAtOnce_HappensOnce(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, "V1");
        var stop = board.Run("V1").GetProperty("stops")[0];
        var (driver, boxes) = (await town.StaffClient("van1"), stop.Whole("boxes"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? driver : cook).Post($"/kitchen/stops/{stop.Id()}/hand-over", new { boxes, temperature = 65 })));

        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        answers.Where(a => !a.IsSuccessStatusCode).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Position_LateOrOutOfOrder_ChangesNothing(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        var (run, driver) = (board.Run("V3").Id(), await town.StaffClient("van3"));
        async Task<bool> Send(DateTimeOffset at, double longitude) =>
            (await driver.Post($"/kitchen/runs/{run}/position", new { at, longitude, latitude = 30.2 }).Good()).GetProperty("taken").GetBoolean();
        (await Send(At(10, 30), 120.1)).ShouldBeFalse("nobody is followed before the van leaves");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, "V3");
        town.Time.SetTo(At(11, 10));
        (await Send(At(11, 8), 120.21)).ShouldBeTrue();
        (await Send(At(11, 5), 120.3)).ShouldBeFalse("older than what is known");
        (await Send(At(11, 8), 120.3)).ShouldBeFalse("the same again");
        (await Send(At(10, 59), 120.3)).ShouldBeFalse("before it left");
        (await driver.Post($"/kitchen/runs/{run}/position", new { at = At(19, 10), longitude = 120.3, latitude = 30.2 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.position_future", "a phone eight hours ahead");
        (await driver.Post($"/kitchen/runs/{run}/position", new { at = At(11, 9), longitude = 190, latitude = 30.2 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.position");
        (await (await town.StaffClient("van1")).Post($"/kitchen/runs/{run}/position", new { at = At(11, 9), longitude = 120.3, latitude = 30.2 }).Refused(HttpStatusCode.NotFound)).ShouldBe("services.run_not_found");

        var van = (await cook.Board()).GetProperty("vans").EnumerateArray().ShouldHaveSingleItem();
        (van.GetProperty("longitude").GetDouble(), van.Whole("ageSeconds")).ShouldBe((120.21, 120));
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Van_ThatIsLate_IsToldToTheVillageOnce_AndTheVillageMayHaveCountedOtherwise(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, "V1");
        await town.Job<WatchRuns>();
        (await town.Late()).ShouldBe(0);
        town.Time.SetTo(At(12, 30));
        await town.Job<WatchRuns>();
        await town.Job<WatchRuns>();
        var stops = board.Run("V1").GetProperty("stops").EnumerateArray().ToList();
        (await town.Late()).ShouldBeGreaterThanOrEqualTo(stops.Count);
        var clerk = await town.StaffClient("clerk" + int.Parse(stops[0].Text("village")[7..], CultureInfo.InvariantCulture));
        (await clerk.Get("/notices").Good()).ToString().Split("is late").Length.ShouldBe(2);
        (await clerk.Post($"/kitchen/stops/{stops[0].Id()}/confirm", new { boxes = 3 }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.not_handed");
        var code = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<RunStop>().Where(x => x.Id == stops[1].Id()).Select(x => x.Code).SingleAsync());
        var driver = await town.StaffClient("van1");
        await driver.Post($"/kitchen/stops/{stops[0].Id()}/hand-over", new { boxes = stops[0].Whole("boxes"), temperature = 65 }).Good();
        (await clerk.Post($"/kitchen/stops/{stops[1].Id()}/confirm", new { boxes = 3 }).Refused(HttpStatusCode.NotFound)).ShouldBe("services.run_not_found");
        (await clerk.Post($"/kitchen/stops/{stops[0].Id()}/confirm", new { boxes = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.boxes");
        await clerk.Post($"/kitchen/stops/{stops[0].Id()}/confirm", new { boxes = stops[0].Whole("boxes") - 1 }).Good();
        await driver.Post($"/kitchen/stops/{stops[1].Id()}/hand-over", new { boxes = stops[1].Whole("boxes"), temperature = 65, code }).Good();

        var shown = (await cook.Board()).Run("V1").GetProperty("stops");
        (shown[0].Whole("confirmedBoxes"), shown[0].Whole("handedBoxes")).ShouldBe((stops[0].Whole("boxes") - 1, stops[0].Whole("boxes")));
        shown[1].Whole("confirmedBoxes").ShouldBe(stops[1].Whole("boxes"));
        shown[0].GetProperty("late").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task VansVillagesAndCertificates_WithBadInput_AreRefused()
    {
        await using var town = await Found();
        var (chef, cook) = (await town.StaffClient("chef"), await town.StaffClient("cook"));
        (await chef.Put("/kitchen/vans/V%206", new { plate = "江A·1", @fixed = false, capacity = 10 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.van_code");
        (await chef.Put("/kitchen/vans/V6", new { plate = "江A·1", @fixed = false, capacity = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.van_capacity");
        (await chef.Put("/kitchen/vans/V6", new { plate = "江A·1", @fixed = false, capacity = 10, driver = await town.Staff("cook") }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_driver");
        await chef.Put("/kitchen/vans/V6", new { plate = "江A·6", @fixed = false, capacity = 10, driver = await town.Staff("van1") }).Good();
        (await cook.Get("/kitchen/vans").Good()).GetArrayLength().ShouldBe(6);
        (await chef.Put("/kitchen/villages/new", new { nameZh = "新村", team = "nobody", longitude = 120.2, latitude = 30.2 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_team");
        (await chef.Put("/kitchen/villages/new", new { nameZh = "新", team = "kitchen", longitude = 120.2, latitude = 30.2 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.village_name");
        await chef.Put("/kitchen/villages/new", new { nameZh = "新村", team = "kitchen", longitude = 120.2, latitude = 30.2 }).Good();
        (await cook.Put("/kitchen/vans/V6", new { plate = "江A·6", @fixed = false, capacity = 10 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await chef.Post("/kitchen/certificates", new { kind = "health", login = await town.Staff("cook"), number = "健 2", from = "2026-11-23", until = "2028-01-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.certificate_year");
        (await chef.Post("/kitchen/certificates", new { kind = "health", login = await town.Staff("desk"), number = "健 2", from = "2026-11-23", until = "2027-01-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.certificate_of");
        (await chef.Post("/kitchen/certificates", new { kind = "licence", number = "许 2", from = "2026-11-23", until = "2027-01-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.supplier");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Goods_FromASupplierWithoutAGoodLicence_AreNotTakenIn(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (chef, cook) = (await town.StaffClient("chef"), await town.StaffClient("cook"));
        var licence = (await chef.Post("/kitchen/certificates", new { kind = "licence", supplier = "映湖菜篮子", number = "许 1", from = "2026-01-01", until = "2026-11-22" }).Good()).GetGuid();
        Task<HttpResponseMessage> In(Guid certificate, string day = "2026-11-23", string what = "青菜 20 公斤") => cook.Post("/kitchen/goods-in", new { certificate, day, what });
        (await In(licence).Refused(HttpStatusCode.Conflict)).ShouldBe("services.licence_expired");
        (await In(Guid.CreateVersion7(TestTown.Start)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_licence");
        (await In(licence, "2026-11-24").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.goods_day");
        (await In(licence, "2026-11-22", "x").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.goods_what");
        await In(licence, "2026-11-22").Good();
        (await cook.Get("/kitchen/certificates").Good()).EnumerateArray().First().GetProperty("expired").GetBoolean().ShouldBeTrue();
    }
}
