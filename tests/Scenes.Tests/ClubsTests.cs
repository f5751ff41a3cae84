using System.Net;
using Linli.Neighbours.Clubs;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S51")]
    public async Task Organiser_WhoMovedAway_IsFollowedByAMemberWhomTheOfficeNames(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (organiser, coach, late) = (await FriendsTests.Neighbour(town, 1, "舞队丁姨", "dance"), await FriendsTests.Neighbour(town, 2, "舞友甲", "dance", SmallTown.Second), await FriendsTests.Neighbour(town, 3, "舞友乙", "dance"));
        var worker = await town.StaffClient("worker");
        var id = (await Start(organiser).Good()).Id();
        await worker.Post($"/neighbours/clubs/{id}/list").Good();
        foreach (var neighbour in new[] { coach, late })
            await neighbour.Post($"/neighbours/clubs/{id}/join").Good();
        var asking = (await organiser.Get($"/neighbours/clubs/{id}").Good()).GetProperty("asking");
        Guid Who(string nickname) => asking.EnumerateArray().Single(a => a.Text("nickname") == nickname).Id("member");
        var (heir, only) = (Who("舞友甲"), Who("舞友乙"));
        await organiser.Post($"/neighbours/clubs/{id}/members/{heir}/accept").Good();
        Task<HttpResponseMessage> Name(HttpClient by, Guid member) => by.Post($"/neighbours/clubs/{id}/organiser", new { member });

        // While the organiser lives there it is the organiser's.
        (await Name(worker, heir).Refused(HttpStatusCode.Conflict)).ShouldBe("neighbours.organiser_here");
        await Watch(town);
        (await worker.Get("/neighbours/clubs/review").Good())[0].ToString().ShouldNotContain("舞友甲", Case.Sensitive, "there is nothing to choose");
        await MoveAway(town, (await organiser.Get("/me").Good()).Id("account"));
        await Watch(town);
        await Watch(town);
        var listed = (await worker.Get("/neighbours/clubs/review").Good())[0];
        listed.GetProperty("heirs").EnumerateArray().Select(h => h.Text("nickname")).ShouldBe(["舞友甲"], "members, by what they are called there; not who only asked");
        (await Told(town, await town.Staff("worker"), "社群没有发起人了")).ShouldBe(1, "once, however often it is looked for");
        (await worker.GetStringAsync("/desk/clubs")).ShouldContain("舞友甲");

        await Name(await town.StaffClient("worker2"), heir).Refused(HttpStatusCode.NotFound);
        await Name(coach, heir).Refused(HttpStatusCode.Forbidden);
        (await Name(worker, only).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.heir_unknown");
        await Name(worker, heir).Good();
        await Name(worker, heir).Good();
        (await coach.Get($"/neighbours/clubs/{id}").Good()).Text("mine").ShouldBe("organiser");
        (await Told(town, (await coach.Get("/me").Good()).Id("account"), "社群由您接着办")).ShouldBe(1);
        await coach.Post($"/neighbours/clubs/{id}/members/{only}/accept").Good();

        // One who moved away as well cannot be named.
        await MoveAway(town, (await coach.Get("/me").Good()).Id("account"));
        await MoveAway(town, (await late.Get("/me").Good()).Id("account"));
        (await Name(worker, only).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.heir_away");
    }

    private static Task<bool> Watch(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<WatchOrganisers>().Run(default);
        return true;
    });

    private static Task<bool> MoveAway(TestTown town, Guid account) => town.InScope(async s =>
    {
        await s.GetRequiredService<LinliDb>().Unfiltered<PostHeld>().Where(p => p.AccountId == account).ExecuteUpdateAsync(p => p.SetProperty(x => x.To, TestTown.Start));
        s.GetRequiredService<CallerDirectory>().Forget(account);
        return true;
    });

    private static Task<int> Told(TestTown town, Guid account, string title) => town.InScope(async s =>
        (await s.GetRequiredService<LinliDb>().Database.SqlQuery<string>($"""SELECT "TitleZh" AS "Value" FROM notices_notice WHERE "AccountId" = {account}""").ToListAsync()).Count(t => t == title));

    private static Task<HttpResponseMessage> Start(HttpClient organiser) =>
        organiser.Post("/neighbours/clubs", new { name = "蝴蝶舞团", interest = "dance", about = "每晚七点在湖西广场排练，九点前结束" });
}
