using System.Net;
using Linli.Neighbours.ServiceList;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Tests;

namespace Linli.Scenes.Tests;

/// <summary>The list of services by group (S16): entitlement with its reason, projects, legal aid that is never booked twice, wishes.</summary>
[Trait("Feature", "S16")]
public class ServiceListTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task ForMe_ShowsWhatGroupAndAgeEntitleTo_AndWhy(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var (worker, resident) = (await town.StaffClient("worker"), await town.VerifiedClient("13800000001"));
        var person = await town.Person("沈桂芳", "1946-11-23", account: (await resident.Get("/me").Good()).Id("account"));
        await Keep(worker, "每日问安", ["alone"], 80).Good();
        await Keep(worker, "课业辅导", ["child"], null).Good();
        await Keep(worker, "邻里茶会", [], null).Good();

        var first = await resident.Get("/service-list/for-me").Good();
        first.GetProperty("mine").GetArrayLength().ShouldBe(1);
        first.GetProperty("mine")[0].GetProperty("why").Text("zh").ShouldBe("您今年 80 周岁，满 80 周岁可享");
        first.GetProperty("forAll").GetArrayLength().ShouldBe(1);
        await worker.Enter(person, "alone");
        (await resident.Get("/service-list/for-me").Good()).GetProperty("mine")[0].GetProperty("why").Text("zh").ShouldBe("您在“独居老人”名单上");
        (await (await town.VerifiedClient("13800000002")).Get("/service-list/for-me").Good()).GetProperty("mine").GetArrayLength().ShouldBe(0);
        (await (await town.ResidentClient("13800000003")).Get("/service-list/for-me")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("alone", null, null, null, "alone", true)]
    [InlineData("alone", null, null, 90, "child", false)]
    [InlineData("alone", 80, null, 80, "", true)]
    [InlineData("alone", 80, null, 79, "", false)]
    [InlineData("", 6, 12, 12, "", true)]
    [InlineData("", 6, 12, 13, "", false)]
    [InlineData("", 6, 12, null, "", false)]
    [InlineData("", null, null, null, "", true)]
    public void Entitlement_IsByGroupOrAge(string groups, int? min, int? max, int? age, string mine, bool entitled) =>
        (EntitlementRules.Why(EntitlementRules.Split(groups), min, max, age, EntitlementRules.Split(mine).ToDictionary(g => g, g => new Phrase(g, g))) is not null).ShouldBe(entitled);

    [Theory]
    [InlineData("茶", "hf-1", "alone", null, "nameZh")]
    [InlineData("送餐", "hf-2", "alone", null, "place")]
    [InlineData("送餐", "hf-1", "gold", null, "groups")]
    [InlineData("送餐", "hf-1", "alone", 200, "minAge")]
    public async Task Keep_WithWhatCannotBe_NamesTheField(string name, string place, string group, int? minAge, string field)
    {
        await using var town = await TestTown.Found();
        await town.Groups();
        var answer = await Keep(await town.StaffClient("worker"), name, [group], minAge, place);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LegalAid_WithOnePlaceAndTwentyPeopleAtOnce_IsBookedOnce(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var mediator = await town.StaffClient("mediator");
        var slot = (await Offer(mediator).Good()).Id();
        var people = new List<HttpClient>();
        for (var i = 0; i < 20; i++)
            people.Add(await town.VerifiedClient($"138000001{i:00}"));
        var answers = await Task.WhenAll(people.Select(p => p.Post("/legal-aid/appointments", new { slot, topic = "租房押金不退" })));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
        (await people[0].Get("/legal-aid").Good()).GetProperty("free")[0].GetProperty("left").GetInt32().ShouldBe(0);

        var winner = people[Array.FindIndex(answers, a => a.IsSuccessStatusCode)];
        var line = (await mediator.Get("/legal-aid/times").Good())[0].GetProperty("appointments")[0];
        line.ToString().ShouldNotContain("租房押金不退");
        (await mediator.Post($"/legal-aid/appointments/{line.Id()}/topic").Good()).Text("topic").ShouldBe("租房押金不退");
        (await winner.Get("/me/access-log").Good())[0].Text("what").ShouldBe("consultation");
        (await winner.Post($"/legal-aid/appointments/{line.Id()}/topic").Refused(HttpStatusCode.Forbidden)).ShouldNotBeNull();
        await mediator.Post($"/legal-aid/appointments/{line.Id()}/decide", new { state = "confirmed" }).Good();
        (await mediator.Post($"/legal-aid/appointments/{line.Id()}/decide", new { state = "held" }).Refused(HttpStatusCode.Conflict)).ShouldBe("legal.not_begun");
        await winner.Post($"/legal-aid/appointments/{line.Id()}/cancel").Good();
        (await winner.Post($"/legal-aid/appointments/{line.Id()}/cancel").Refused(HttpStatusCode.Conflict)).ShouldBe("legal.settled");
        await people[19].Post("/legal-aid/appointments", new { slot, topic = "邻居占用车位" }).Good();

        // The adviser is ill: the time goes with its appointment, and its place is no longer offered.
        (await mediator.Post($"/legal-aid/times/{slot}/cancel", new { word = "" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await winner.Post($"/legal-aid/times/{slot}/cancel", new { word = "律师生病" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await mediator.Post($"/legal-aid/times/{slot}/cancel", new { word = "律师生病" }).Good();
        await mediator.Post($"/legal-aid/times/{slot}/cancel", new { word = "律师生病" }).Good();
        var told = (await people[19].Get("/legal-aid").Good()).GetProperty("mine")[0];
        (told.Text("state"), told.Text("word")).ShouldBe(("cancelled", "律师生病"));
        (await people[0].Post("/legal-aid/appointments", new { slot, topic = "租房押金不退" }).Refused(HttpStatusCode.NotFound)).ShouldBe("legal.slot_not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LegalAid_OfOnePersonAtTwoTimesAtOnce_IsBookedOnce(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var mediator = await town.StaffClient("mediator");
        var slots = new[] { (await Offer(mediator).Good()).Id(), (await Offer(mediator, "2026-11-26").Good()).Id() };
        var person = await town.VerifiedClient("13800000001");
        var answers = await Task.WhenAll(slots.Select(slot => person.Post("/legal-aid/appointments", new { slot, topic = "租房押金不退" })));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        (await Offer(mediator).Refused(HttpStatusCode.Conflict)).ShouldBe("legal.adviser_busy");
        (await person.Post("/legal-aid/appointments", new { slot = slots[0], topic = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.topic_length");
        (await (await town.VerifiedClient("13800000002")).Post("/legal-aid/appointments", new { slot = Guid.Empty, topic = "租房押金不退" }).Refused(HttpStatusCode.NotFound)).ShouldBe("legal.slot_not_found");
        (await mediator.Post("/legal-aid/times", new { place = "hf-1", startsAt = "2026-11-25T02:00:00Z", endsAt = "2026-11-25T01:00:00Z", adviser = "方律师", room = "二楼", capacity = 0 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Wish_IsVerifiedByThePersonsWorker_AndWordedForOthers(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var (worker, steward, resident) = (await town.StaffClient("worker"), await town.StaffClient("steward"), await town.VerifiedClient("13800000001"));
        (await resident.Post("/wishes", new { text = "想有人陪我去看病" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("wishes.not_listed");
        await worker.Enter(await town.Person("沈桂芳", "1950-03-08", account: (await resident.Get("/me").Good()).Id("account")), "alone");
        var id = (await resident.Post("/wishes", new { text = "想有人陪我去看病" }).Good()).Id();
        (await steward.Get("/wishes").Good()).GetArrayLength().ShouldBe(0);
        (await steward.Post($"/wishes/{id}/decide", new { state = "verified", publicText = "陪一位老人看病" }).Refused(HttpStatusCode.NotFound)).ShouldBe("wishes.not_found");
        (await worker.Get("/wishes").Good())[0].Text("text").ShouldBe("想有人陪我去看病");
        (await worker.Post($"/wishes/{id}/decide", new { state = "verified", publicText = "请打 13800000001" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.contact_in_text");
        await worker.Post($"/wishes/{id}/decide", new { state = "verified", publicText = "陪一位老人看病" }).Good();
        (await steward.Get("/wishes").Good())[0].Text("text").ShouldBe("陪一位老人看病", "others read what was worded for them");
        await steward.Post($"/wishes/{id}/decide", new { state = "fulfilled", word = "志愿者已陪同就诊" }).Good();
        (await resident.Get("/service-list/for-me").Good()).GetProperty("wishes")[0].Text("word").ShouldBe("志愿者已陪同就诊");
        (await resident.Delete($"/wishes/{id}").Refused(HttpStatusCode.Conflict)).ShouldBe("wishes.decided");
    }

    [Fact, Trait("Feature", "S30")]
    public async Task Service_CarriesAnInclusivePriceTag_OnlyWhereItIsCheaperThanOutside()
    {
        await using var town = await TestTown.Found();
        var (worker, resident) = (await town.StaffClient("worker"), await town.VerifiedClient("13800000001"));
        object Service(string name, long? priceFen, long? marketFen = null, string? marketSource = null) =>
            new { place = "hf-1", nameZh = name, whatZh = "放学后有人陪", provider = "社工站", oftenZh = "每天", contact = "服务台", priceFen, marketFen, marketSource };
        foreach (var (body, field) in new[]
        {
            (Service("四点半课堂", -1), "priceFen"), (Service("四点半课堂", null, 6_000, "门店"), "marketFen"), (Service("四点半课堂", 800, 0, "门店"), "marketFen"), (Service("四点半课堂", 800, 6_000), "marketSource"),
        })
            (await (await worker.Post("/service-list", body)).Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
        await worker.Post("/service-list", Service("四点半课堂", 800, 6_000, "附近三家门店挂牌价")).Good();
        await worker.Post("/service-list", Service("早锻炼", 0)).Good();
        await worker.Post("/service-list", Service("下午茶", 3_000, 3_000, "附近茶馆")).Good();
        await worker.Post("/service-list", Service("聊聊天", null)).Good();
        var mine = (await resident.Get("/service-list/for-me").Good()).GetProperty("forAll").EnumerateArray().ToDictionary(s => s.GetProperty("name").Text("zh"), s => s.GetProperty("price"));
        mine["四点半课堂"].GetProperty("text").Text("zh").ShouldBe("普惠价 8 元 · 市场约 60 元，省 86%");
        mine["四点半课堂"].Text("source").ShouldBe("附近三家门店挂牌价", "a comparison names where it was seen");
        mine["早锻炼"].GetProperty("text").Text("zh").ShouldBe("普惠：免费");
        (mine["下午茶"].GetProperty("text").Text("zh"), mine["下午茶"].GetProperty("isInclusive").GetBoolean()).ShouldBe(("30 元", false), "what costs as much as outside is not called inclusive");
        mine["聊聊天"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    private static Task<HttpResponseMessage> Keep(HttpClient worker, string nameZh, string[] groups, int? minAge, string place = "hf-1") =>
        worker.Post("/service-list", new { place, nameZh, whatZh = "每天一个电话", provider = "社工站", oftenZh = "每天", contact = "服务台", groups, minAge });

    private static Task<HttpResponseMessage> Offer(HttpClient mediator, string day = "2026-11-25") =>
        mediator.Post("/legal-aid/times", new { place = "hf", startsAt = day + "T01:00:00Z", endsAt = day + "T03:00:00Z", adviser = "方律师", room = "二楼咨询室", capacity = 1 });
}
