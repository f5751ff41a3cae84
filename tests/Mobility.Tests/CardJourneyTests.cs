using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Mobility.Tests;

/// <summary>
/// From the word of a card to both parents, the school, the nearest keeper of a guard point and a patrol, and back: the afternoon of the demo's
/// day, in every language a card speaks, with nothing in between that is not the real thing (S43, S44, R38, R51).
/// </summary>
[Trait("Feature", "S44")]
public sealed class CardJourneyTests
{
    private const string Left = "Left the school path";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    public static TheoryData<DatabaseKind, string> Ways => CardVoice.Ways;

    [Theory, MemberData(nameof(Ways)), Trait("Feature", "S43")]
    public async Task Afternoon_FromTheCardToParentsSchoolAndGuards_AndBackOnThePath(DatabaseKind kind, string protocol)
    {
        await using var here = await CardTown.Found(kind);
        var (merchant, patrol, officer) = (await GuardPoint(here), await here.Hire("patrol1", Posts.Patrol), await here.Hire("officer", Posts.DutyOfficer));
        await patrol.Post("/sensing/duty", new { latitude = 30.2070, longitude = 120.2060 }).Good();
        var card = await here.Voice(protocol);
        await here.Walk(card);
        (await CardTown.Pupil(here.Mother)).Text("state").ShouldBe("onPath");

        // 16:38 toward the river. One position is no proof; the second one is.
        await here.Says(card, CardTown.At(16, 38), 30.2085);
        (await CardTown.Notices(here.Father)).ShouldNotContain(Left);
        here.Town.Time.SetTo(CardTown.At(16, 38, 16));
        await card.Is(CardTown.At(16, 38, 15), 30.2090, 120.2050);
        await here.Settle();
        foreach (var hears in new[] { here.Father, here.Mother, here.School })
            (await CardTown.Notices(hears)).Count(n => n == Left).ShouldBe(1);
        var alert = (await CardTown.Pupil(here.Father)).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem();
        alert.GetProperty("causeAt").GetDateTimeOffset().ShouldBe(CardTown.At(16, 38, 15));
        (alert.GetProperty("toldAt").GetDateTimeOffset() - alert.GetProperty("causeAt").GetDateTimeOffset()).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        (await CardTown.Pupil(here.Mother)).Text("state").ShouldBe("offPath");

        // The keeper of the point and the patrol are asked; nobody reads a name anywhere.
        var (ofMerchant, ofPatrol) = ((await merchant.Get("/sensing/duty").Good()).GetProperty("call"), (await patrol.Get("/sensing/duty").Good()).GetProperty("call"));
        foreach (var (who, call) in new[] { (merchant, ofMerchant), (patrol, ofPatrol) })
        {
            call.GetProperty("latitude").GetDouble().ShouldBe(30.2090, 0.00001);
            call.ToString().ShouldNotContain("林");
            await who.Post($"/sensing/calls/{call.Id()}/steps", new { step = "accepted" }).Good();
        }

        // The duty room hears that there is an alarm; those at work nearby who have nothing to do with it hear nothing.
        (await officer.Get("/notices").Good()).ToString().ShouldNotContain("林");
        foreach (var deaf in new[] { "worker", "desk", "admin", "steward" })
            (await CardTown.Notices(await here.Town.StaffClient(deaf))).ShouldAllBe(n => !n.Contains("school path", StringComparison.OrdinalIgnoreCase));

        await Handle(here);
        await merchant.Post($"/sensing/calls/{ofMerchant.Id()}/steps", new { step = "onSite" }).Good();

        // 16:44 back on the path, and closed.
        await here.Says(card, CardTown.At(16, 40), 30.2092);
        await here.Says(card, CardTown.At(16, 42), 30.2090);
        await here.Says(card, CardTown.At(16, 43, 45), 30.2080);
        await here.Says(card, CardTown.At(16, 44), 30.2080);
        (await CardTown.Pupil(here.Father)).GetProperty("alerts")[0].Text("what").ShouldBe("cleared");
        (await CardTown.Pupil(here.Father)).Text("state").ShouldBe("onPath");
        (await CardTown.Notices(here.Mother)).ShouldContain("Back on the school path");
        (await CardTown.Notices(here.School)).ShouldContain("Back on the school path");
        await Close(here);
        (await merchant.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null, "whoever was called is free again");
        (await CardTown.Pupil(here.Mother)).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem().Text("what").ShouldBe("closed");
        (await CardTown.Notices(here.Mother)).ShouldContain("The alert is closed");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S43")]
    public async Task OwnCompound_EndsTheWay_AndAnotherPupilsDoesNot(DatabaseKind kind)
    {
        await using var here = await CardTown.Found(kind);
        await here.Enter("C-1008");
        var (_, guardian) = await here.Enrol("周小舟", "C-1008", "19900000411", home: 2);
        var (ours, theirs) = (await here.Voice(DeviceProtocols.Http), await here.Voice(DeviceProtocols.Http, "C-1008"));
        await here.Settle();

        // Both walk to where the first compound lies at the path, and turn into it.
        foreach (var card in new[] { ours, theirs })
            foreach (var (minute, longitude) in new[] { (36, 120.2090), (37, 120.2097), (38, 120.2103) })
                await here.Says(card, CardTown.At(16, minute), 30.2080, longitude);
        foreach (var card in new[] { ours, theirs })
            foreach (var (second, latitude) in new[] { (0, 30.20825), (15, 30.20828), (30, 30.2086), (45, 30.2090), (59, 30.2094) })
                await here.Says(card, CardTown.At(16, 39, second), latitude, 120.2105);
        (await CardTown.Pupil(guardian)).GetProperty("alerts").GetArrayLength().ShouldBe(0);
        (await CardTown.Notices(guardian)).ShouldNotContain(Left);
        (await CardTown.Notices(here.Father)).Count(n => n == Left).ShouldBe(1, "it is not the compound of this child");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S43")]
    public async Task AnotherPath_InOneCommunity_LooksAtItsOwnPupilsOnly(DatabaseKind kind)
    {
        await using var here = await CardTown.Found(kind);
        // It crosses the blue one at 120.2050 and goes on for 300 m toward the river.
        await (await here.Town.StaffClient("operator")).Put("/mobility/school-paths/red", new
        {
            place = "hf",
            nameZh = "红色通学路",
            nameEn = "Red School Path",
            crs = "wgs84",
            plannedMetres = 300,
            sideMetres = 20,
            windows = "07:20-08:10 16:20-17:10",
            line = new { type = "LineString", coordinates = new[] { new[] { 120.2050, 30.2075 }, [120.2050, 30.2102] } },
            schools = new[]
            {
                new
                {
                    school = "school-b", place = "hf-1", nameZh = "河畔小学", nameEn = "Riverside Primary School",
                    grounds = new { type = "Polygon", coordinates = new[] { new[] { new[] { 120.2045, 30.2102 }, [120.2055, 30.2102], [120.2055, 30.2110], [120.2045, 30.2110], [120.2045, 30.2102] } } },
                },
            },
        }).Good();
        var officer = await here.Hire("officer", Posts.DutyOfficer);
        (await here.Father.Page("/my/school-path")).ShouldContain("/mobility/school-paths.geojson", Case.Sensitive, "parents see the line");
        (await (await GuardPoint(here)).Page("/guard-duty")).ShouldContain("/mobility/school-paths.geojson", Case.Sensitive, "and so do keepers");
        var card = await here.Voice(DeviceProtocols.Http);
        await here.Settle();
        await here.Walk(card);
        foreach (var (second, longitude) in new[] { (0, 120.2055), (15, 120.2060), (30, 120.2065) })
            await here.Says(card, CardTown.At(16, 38, second), 30.2080, longitude);
        (await Alarms(officer)).ShouldBeEmpty("it walked across the other path and stayed on its own");

        // Along the other path it left its own: that is one alarm, for one path, and the parents hear of it.
        await here.Says(card, CardTown.At(16, 39), 30.2080, 120.2050);
        foreach (var (second, latitude) in new[] { (15, 30.2085), (30, 30.2088), (45, 30.2092) })
            await here.Says(card, CardTown.At(16, 39, second), latitude);
        (await Alarms(officer)).ShouldHaveSingleItem().ShouldBe("school-path-exit-blue");
        (await CardTown.Notices(here.Father)).Count(n => n == Left).ShouldBe(1);

        // And one who calls for help calls once.
        await card.Calls(CardTown.At(16, 40), 30.2092, 120.2050);
        await here.Settle();
        (await Alarms(officer)).Where(r => r.Contains("sos", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldBe("school-card-sos-blue");

        // Nobody changes by hand whom the rules look at.
        (await (await here.Town.StaffClient("operator")).Put("/sensing/device-groups/scene:school-path-blue", new { members = Array.Empty<string>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.group_of_scene");

        static async Task<string[]> Alarms(HttpClient officer) =>
            [.. (await officer.Get("/sensing/alarms").Good()).GetProperty("items").EnumerateArray().Select(a => a.Text("rule"))];
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task ButtonForHelp_TellsParentsSchoolAndThoseNear_OnceEach_AndIsForgottenOutsideOfTheTimes(DatabaseKind kind, string protocol)
    {
        await using var here = await CardTown.Found(kind);
        var merchant = await GuardPoint(here);
        var card = await here.Voice(protocol);
        await here.Walk(card);
        foreach (var second in new[] { 0, 15, 30 })
        {
            here.Town.Time.SetTo(CardTown.At(16, 38, second));
            await card.Calls(CardTown.At(16, 38, second), 30.2080, 120.2050);
            await here.Settle();
        }

        foreach (var hears in new[] { here.Father, here.Mother, here.School })
            (await CardTown.Notices(hears)).Count(n => n == "A child calls for help").ShouldBe(1);
        (await CardTown.Pupil(here.Mother)).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem().Text("kind").ShouldBe("sos");
        var call = (await merchant.Get("/sensing/duty").Good()).GetProperty("call");
        call.GetProperty("longitude").GetDouble().ShouldBe(120.2050, 0.00001, "where the child is");
        call.ToString().ShouldNotContain("林");
        await merchant.Post($"/sensing/calls/{call.Id()}/steps", new { step = "accepted" }).Good();
        await here.Settle();
        (await CardTown.Notices(here.Father)).ShouldContain("Somebody is on it");

        // Let go: that says nothing of the child.
        here.Town.Time.SetTo(CardTown.At(16, 39));
        await card.Calls(CardTown.At(16, 39), 30.2080, 120.2050, pressed: false);
        await here.Settle();
        (await CardTown.Notices(here.Father)).ShouldNotContain("Back on the school path");
        await Close(here);

        // After the times of the way the card is not listened to, and the guardians have read so (R38).
        here.Town.Time.SetTo(CardTown.At(17, 20));
        await card.Calls(CardTown.At(17, 20), 30.2080, 120.2050);
        await here.Settle();
        (await CardTown.Notices(here.Father)).Count(n => n == "A child calls for help").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task BadDays_RepeatedLateMixedUpAndWildPositions_MakeNoSecondAlert(DatabaseKind kind)
    {
        await using var here = await CardTown.Found(kind);
        var card = await here.Voice(DeviceProtocols.Http);
        await here.Walk(card);

        // Mixed up: the later of two comes first, the earlier is history and proves nothing.
        here.Town.Time.SetTo(CardTown.At(16, 38, 16));
        await card.Is(CardTown.At(16, 38, 15), 30.2090, 120.2050);
        await card.Is(CardTown.At(16, 38), 30.2085, 120.2050);
        await here.Settle();
        (await CardTown.Notices(here.Father)).ShouldNotContain(Left);

        // Not exact enough to say anything, or farther than a child runs.
        await here.Says(card, CardTown.At(16, 38, 20), 30.2095, 120.2050, 60);
        await here.Says(card, CardTown.At(16, 38, 25), 30.2300, 120.2050, 5);
        (await CardTown.Notices(here.Father)).ShouldNotContain(Left);
        await here.Says(card, CardTown.At(16, 38, 30), 30.2095, 120.2050, 8);
        (await CardTown.Notices(here.Father)).Count(n => n == Left).ShouldBe(1);

        // Said again, said late, and the whole walk once more after a dead spot: no second alert, and nothing is taken back.
        for (var round = 0; round < 2; round++)
        {
            await card.Is(CardTown.At(16, 38, 30), 30.2095, 120.2050, 8);
            await card.Is(CardTown.At(16, 38, 15), 30.2090, 120.2050);
            await card.Is(CardTown.At(16, 37, 50), 30.2080, 120.2050);
            await card.Is(CardTown.At(16, 37, 40), 30.2080, 120.2048);
            await here.Walk(card, setClock: false);
        }

        await here.Says(card, CardTown.At(16, 38, 45), 30.2098);
        foreach (var hears in new[] { here.Father, here.Mother, here.School })
            (await CardTown.Notices(hears)).Count(n => n == Left).ShouldBe(1);
        (await CardTown.Pupil(here.Father)).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem().Text("what").ShouldNotBe("cleared");
        (await CardTown.Pupil(here.Father)).Text("state").ShouldBe("offPath");
    }

    // A shop at the path whose keeper is there.
    private static async Task<HttpClient> GuardPoint(CardTown here)
    {
        await (await here.Town.StaffClient("operator")).Put("/mobility/guard-points/g7", new
        {
            place = "hf-1",
            nameZh = "G7 月牙桥便利店护学点",
            nameEn = "G7 Yueya Bridge Shop",
            who = "shop",
            latitude = 30.2080,
            longitude = 120.2065,
            umbrellas = 2,
            firstAid = true,
            hours = "07:20-08:10 16:20-17:10",
            keepers = new[] { await here.Town.Staff("merchant") },
        }).Good();
        var merchant = await here.Town.StaffClient("merchant");
        await merchant.Post("/mobility/guard-points/g7/duty").Good();
        return merchant;
    }

    // The school takes it: bad input says the field, and nobody of another place may.
    private static async Task Handle(CardTown here)
    {
        var alert = (await here.School.Get("/mobility/school-path/board").Good()).GetProperty("alerts").EnumerateArray().ShouldHaveSingleItem();
        alert.ToString().ShouldNotContain("林安安");
        (await (await here.Town.StaffClient("admin")).Post($"/mobility/school-path/alerts/{alert.Id()}/acknowledgement")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await here.School.Post($"/mobility/school-path/alerts/{Guid.Empty}/acknowledgement").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_alert");
        await here.School.Post($"/mobility/school-path/alerts/{alert.Id()}/acknowledgement").Good();
        await here.Settle();
        (await CardTown.Notices(here.Mother)).ShouldContain("Somebody is on it");
        (await here.School.Get("/mobility/school-path/board").Good()).GetProperty("alerts")[0].GetProperty("acknowledgedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    private static async Task Close(CardTown here)
    {
        var alert = (await here.School.Get("/mobility/school-path/board").Good()).GetProperty("alerts")[0].Id();
        var path = $"/mobility/school-path/alerts/{alert}/closure";
        (await here.School.Post(path, new { note = "孩子已回到路上" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.verdict_missing");
        (await here.School.Post(path, new { verdict = "real", note = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.note_missing");
        await here.School.Post(path, new { verdict = "real", note = "孩子去河边看鱼，店主陪同回到路上" }).Good();
        await here.Settle();
        (await here.School.Post(path, new { verdict = "real", note = "再办结一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.alarm_closed");
    }
}
