using System.Net;
using Linli.Mobility.GuardPoints;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Mobility.Tests;

/// <summary>Guard points (S45): who, what equipment, duty hours; check-in by the keeper; help without child data; gaps at the end of school.</summary>
[Trait("Feature", "S45")]
public class GuardPointTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Keeper_ChecksIn_GivesHelp_AndTheDeskSeesWhereNobodyWas(DatabaseKind kind)
    {
        var (found, sensed) = await SensedTown.Found(kind);
        await using var town = found;
        await town.BuildPath();
        town.Time.SetTo(new(2026, 11, 23, 16, 10, 0, TimeSpan.FromHours(8)));
        var (desk, merchant, account) = (await town.StaffClient("operator"), await town.StaffClient("merchant"), await town.Staff("merchant"));
        var point = new
        {
            place = "hf-1",
            nameZh = "G7 月牙桥便利店护学点",
            nameEn = "G7 Yueya Bridge Shop",
            who = "shop",
            latitude = 30.2080,
            longitude = 120.2105,
            umbrellas = 2,
            firstAid = true,
            otherZh = "热水",
            otherEn = "Hot water",
            hours = "07:20-08:10 16:20-17:10",
            keepers = new[] { account },
        };
        await desk.Put("/mobility/guard-points/g7", point).Good();
        await desk.Put("/mobility/guard-points/g1", point with { nameZh = "G1", firstAid = false, keepers = [] }).Good();

        // 16:30 on a school day: nobody is there yet, and it is said.
        town.Time.SetTo(new(2026, 11, 23, 16, 30, 0, TimeSpan.FromHours(8)));
        (await Shown(town, "g7")).GetProperty("gap").GetBoolean().ShouldBeTrue();
        (await merchant.Post("/mobility/guard-points/g7/duty").Good()).GetProperty("until").GetDateTimeOffset().ShouldBe(new(2026, 11, 23, 17, 10, 0, TimeSpan.FromHours(8)));
        sensed.Duty.ShouldHaveSingleItem().ShouldBe((account, Posts.Merchant, new(30.2080, 120.2105)));
        var now = await Shown(town, "g7");
        (now.GetProperty("onDuty").GetBoolean(), now.GetProperty("gap").GetBoolean(), now.GetProperty("umbrellas").GetInt32()).ShouldBe((true, false, 2));

        // 16:50: an umbrella is lent, the first-aid box used; everybody reads what, nobody whom.
        town.Time.SetTo(new(2026, 11, 23, 16, 50, 0, TimeSpan.FromHours(8)));
        await merchant.Post("/mobility/guard-points/g7/help", new { kind = "umbrellaLent" }).Good();
        await merchant.Post("/mobility/guard-points/g7/help", new { kind = "firstAid" }).Good();
        var all = await town.Client().Get("/mobility/guard-points").Good();
        all.GetProperty("help").EnumerateArray().Select(h => h.Text("kind")).ShouldBe(["firstAid", "umbrellaLent"], ignoreOrder: true);
        all.GetProperty("help")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["point", "pointName", "kind", "at"], ignoreOrder: true);
        (await Shown(town, "g7")).GetProperty("umbrellas").GetInt32().ShouldBe(1);

        // Bad input.
        await merchant.Post("/mobility/guard-points/g7/help", new { kind = "umbrellaLent" }).Good();
        (await merchant.Post("/mobility/guard-points/g7/help", new { kind = "umbrellaLent" }).Refused(HttpStatusCode.Conflict)).ShouldBe("mobility.no_umbrella");
        (await merchant.Post("/mobility/guard-points/g1/duty").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.not_your_point");
        (await (await town.StaffClient("worker")).Post("/mobility/guard-points/g7/help", new { kind = "rest" }).Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.not_your_point");
        (await town.Client().Post("/mobility/guard-points/g7/duty")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await desk.Put("/mobility/guard-points/g7", point with { hours = "17:10-16:20" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.hours_form");
        (await desk.Put("/mobility/guard-points/g7", point with { umbrellas = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.umbrellas_range");
        (await desk.Put("/mobility/guard-points/g7", point with { keepers = [Guid.Empty] }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_keeper");
        (await desk.Put("/mobility/guard-points/g7", point with { place = "nowhere" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_place");
        (await (await town.StaffClient("worker2")).Put("/mobility/guard-points/g7", point).Refused(HttpStatusCode.Forbidden)).ShouldBe("mobility.not_here");

        // Leaving; and the gaps of the school end.
        town.Time.SetTo(new(2026, 11, 23, 17, 0, 0, TimeSpan.FromHours(8)));
        merchant = await town.StaffClient("merchant");
        await merchant.Delete("/mobility/guard-points/g7/duty").Good();
        sensed.Duty.ShouldBeEmpty();
        (await merchant.Delete("/mobility/guard-points/g7/duty").Refused(HttpStatusCode.Conflict)).ShouldBe("mobility.not_on_duty");
        town.Time.SetTo(new(2026, 11, 23, 18, 0, 0, TimeSpan.FromHours(8)));
        (desk, merchant) = (await town.StaffClient("operator"), await town.StaffClient("merchant"));
        var spans = (await desk.Get("/mobility/guard-points/board?day=2026-11-23").Good()).GetProperty("spans").EnumerateArray().ToList();
        spans.Count.ShouldBe(4);
        spans.Count(s => s.GetProperty("gap").GetBoolean()).ShouldBe(3);
        spans.Single(s => !s.GetProperty("gap").GetBoolean()).GetProperty("covered").GetInt32().ShouldBe(30);
        (await desk.Get("/mobility/guard-points/board?day=2026-11-25").Good()).GetProperty("spans").GetArrayLength().ShouldBe(0);

        foreach (var page in new[] { "/school-path", "/guard-duty", "/my/school-path" })
            (await merchant.Page(page)).ShouldContain("<main");
        (await desk.Page("/desk/guard-points")).ShouldContain("G7");
    }

    [Theory]
    [InlineData("07:20-08:10 16:20-17:10", 2)]
    [InlineData("07:20-08:10，16:20-17:10", 2)]
    [InlineData("", null)]
    [InlineData("7-8", null)]
    [InlineData("08:10-07:20", null)]
    [InlineData("07:20-08:10 08:00-09:00", null)]
    public void Hours_AreReadOrRefused(string text, int? spans) => (DutyHours.Parse(text)?.Count).ShouldBe(spans);

    private static async Task<System.Text.Json.JsonElement> Shown(TestTown town, string code) =>
        (await town.Client().Get("/mobility/guard-points").Good()).GetProperty("points").EnumerateArray().Single(p => p.Text("code") == code);
}
