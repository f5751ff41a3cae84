using System.Net;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests;

/// <summary>Clubs (S03 社群): started by a resident, reviewed by staff, joined with its organiser's consent.</summary>
[Trait("Feature", "S03")]
public class ClubsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Club_FromItsStartToItsEnd(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (organiser, neighbour) = (await FriendsTests.Neighbour(town, 1, "舞队丁姨", "dance"), await FriendsTests.Neighbour(town, 2, "新来的舞友", "dance", SmallTown.Second));
        var id = (await Start(organiser).Good()).Id();
        (await neighbour.Get("/neighbours/clubs").Good()).GetArrayLength().ShouldBe(0, "nobody sees it before staff have");
        (await neighbour.Post($"/neighbours/clubs/{id}/join").Refused(HttpStatusCode.NotFound)).ShouldBe("neighbours.club_not_found");

        await (await town.StaffClient("worker2")).Post($"/neighbours/clubs/{id}/list").Refused(HttpStatusCode.NotFound);
        var worker = await town.StaffClient("worker");
        (await worker.Get("/neighbours/clubs/review").Good())[0].Text("state").ShouldBe("waiting");
        await worker.Post($"/neighbours/clubs/{id}/list").Good();

        await neighbour.Post($"/neighbours/clubs/{id}/join", new { word = "学过三年" }).Good();
        (await neighbour.Get($"/neighbours/clubs/{id}").Good()).GetProperty("members").GetArrayLength().ShouldBe(0, "only members read who is in it");
        var asking = (await organiser.Get($"/neighbours/clubs/{id}").Good()).GetProperty("asking")[0];
        asking.Text("word").ShouldBe("学过三年");
        await neighbour.Post($"/neighbours/clubs/{id}/members/{asking.Id("member")}/accept").Refused(HttpStatusCode.NotFound);
        await organiser.Post($"/neighbours/clubs/{id}/members/{asking.Id("member")}/accept").Good();
        (await neighbour.Get($"/neighbours/clubs/{id}").Good()).GetProperty("members").EnumerateArray().Select(m => m.GetString()).ShouldBe(["舞队丁姨", "新来的舞友"]);

        (await organiser.Post($"/neighbours/clubs/{id}/leave").Refused(HttpStatusCode.Conflict)).ShouldBe("neighbours.organiser_stays");
        await neighbour.Post($"/neighbours/clubs/{id}/leave").Good();
        (await organiser.Get($"/neighbours/clubs/{id}").Good()).GetProperty("count").GetInt32().ShouldBe(1);
        await neighbour.Post($"/neighbours/clubs/{id}/close").Refused(HttpStatusCode.NotFound);
        await organiser.Post($"/neighbours/clubs/{id}/close").Good();
        (await neighbour.Get("/neighbours/clubs").Good()).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Review_WithoutAReason_IsRefused_AndTheOrganiserReadsTheReason()
    {
        await using var town = await TestTown.Found();
        var organiser = await FriendsTests.Neighbour(town, 1, "舞队丁姨", "dance");
        var id = (await Start(organiser).Good()).Id();
        var worker = await town.StaffClient("worker");
        (await worker.Post($"/neighbours/clubs/{id}/refuse", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await worker.Post($"/neighbours/clubs/{id}/refuse", new { reason = "请写明排练地点" }).Good();
        (await organiser.Get($"/neighbours/clubs/{id}").Good()).Text("reason").ShouldBe("请写明排练地点");
        (await worker.Post($"/neighbours/clubs/{id}/list").Refused(HttpStatusCode.Conflict)).ShouldBe("neighbours.club_decided");
    }

    [Theory]
    [InlineData("舞", "dance", "每晚七点在湖西广场排练", "name")]
    [InlineData("蝴蝶舞团", "gold", "每晚七点在湖西广场排练", "interest")]
    [InlineData("蝴蝶舞团", "dance", "跳舞", "about")]
    [InlineData("蝴蝶舞团", "dance", "报名打电话 0571-55501234 找我", "about")]
    public async Task Start_ThatSaysTooMuchOrTooLittle_NamesTheField(string name, string interest, string about, string field)
    {
        await using var town = await TestTown.Found();
        var organiser = await FriendsTests.Neighbour(town, 1, "舞队丁姨", "dance");
        var answer = await organiser.Post("/neighbours/clubs", new { name, interest, about });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task Join_WithoutACard_AsksForANicknameAndKeepsChildrenOut()
    {
        await using var town = await TestTown.Found();
        var id = (await Start(await FriendsTests.Neighbour(town, 1, "舞队丁姨", "dance")).Good()).Id();
        await (await town.StaffClient("worker")).Post($"/neighbours/clubs/{id}/list").Good();
        var silent = await town.VerifiedClient("13800000009");
        await silent.Post($"/neighbours/clubs/{id}/join", new { word = "想学" }).Refused(HttpStatusCode.BadRequest);
        (await silent.Post($"/neighbours/clubs/{id}/join", new { nickname = "小朋友", bornOn = "2016-04-21" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("neighbours.too_young");
        await silent.Post($"/neighbours/clubs/{id}/join", new { nickname = "想学的人", bornOn = "1970-04-21" }).Good();
        (await silent.Post($"/neighbours/clubs/{id}/join").Refused(HttpStatusCode.Conflict)).ShouldBe("neighbours.joined_already");
        (await silent.Get("/neighbours/people").Refused(HttpStatusCode.Forbidden)).ShouldBe("neighbours.opt_in_first");
    }

    private static Task<HttpResponseMessage> Start(HttpClient organiser) =>
        organiser.Post("/neighbours/clubs", new { name = "蝴蝶舞团", interest = "dance", about = "每晚七点在湖西广场排练，九点前结束" });
}
