using System.Net;
using Linli.Cases.Tests.Desk;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Forms whose values no page gave out are refused in words, beside their field, and what was typed stays.</summary>
public class ForgedFormTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Pupils_ThatAreNoIds_AreNobodyOnTheList(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var secretary = await town.StaffClient("secretary");
        var pairing = (await secretary.Post("/class-pairings", new { place = "hf", ourSchool = "映湖小学", ourClass = "四年级", theirSchool = "云岭小学", theirPlace = "云岭", theirClass = "四年级", oursAgreedOn = "2026-11-10", theirsAgreedOn = "2026-11-10" }).Good()).Id();
        var page = new PageForm(secretary, $"/desk/goodwill/classes/{pairing}");
        var answer = await page.Post(
            ("_handler", "class"), ("Do", "plan"), ("plan.Session", "x"), ("plan.Title", "同上一堂课"), ("plan.StartsAt", "2026-11-25T14:00"), ("plan.EndsAt", "2026-11-25T15:00"), ("plan.Link", "https://meeting.example.org/abc"), ("plan.Pupils", "nobody"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.ShouldContain("id=\"f-plan-pupils-error\"");
        html.ShouldContain("value=\"同上一堂课\"");
        (await secretary.Get($"/class-pairings/{pairing}").Good()).GetProperty("sessions").GetArrayLength().ShouldBe(0);
        foreach (var act in new[] { "agree", "held", "off", "pupil", "pupils", "pair-agree", "log", "end", "nonsense" })
            ((int)(await page.Post(("_handler", "class"), ("Do", act), ($"{act}.Side", "99"), ($"{act}.Pair", "x"), ("after.Session", "x"), ($"{act}.On", "yesterday"), ($"{act}.Way", "x"))).StatusCode).ShouldBeLessThan(500, act);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Ids_OfDonations_ThatAreNone_AreRefused(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("desk");
        var page = new PageForm(desk, "/desk/goodwill/donations");
        foreach (var act in new[] { "receive", "pack", "send", "recipient", "OnTheWay", "nonsense" })
            ((int)(await page.Post(("_handler", "desk"), ("Do", act), ("Id", "x"), ("Recipient", "x"), ("Code", "Bad Code"), ("Place", "x"))).StatusCode).ShouldBeLessThan(500, act);
    }
}
