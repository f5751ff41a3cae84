using System.Net;
using Linli.Cases.Channel;
using Linli.Tests;

namespace Linli.Cases.Tests.Desk;

[Trait("Feature", "S14")]
public class ChannelPagesTests
{
    private const string Phone = "13800000001";

    [Fact]
    public async Task Message_OfAResident_ReachesTheSteward_WhoTakesNote()
    {
        await using var town = await TestTown.Found();
        await town.VerifiedResident(Phone);
        town.Time.Move(TimeSpan.FromMinutes(2));
        var resident = await town.ResidentClient(Phone);
        var sent = await new PageForm(resident, "/channel").Post(
            ("_handler", "send"), ("IdempotencyKey", "k1"), ("To", "Steward"), ("Title", "楼道灯想加一盏"), ("Text", "晚上老人看不清台阶"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        sent.Headers.Location!.ToString().ShouldEndWith("/channel?did=sent");

        var steward = await town.StaffClient("steward");
        (await steward.GetStringAsync("/desk/channel")).ShouldContain("楼道灯想加一盏");
        var message = (await town.Ask(await town.Staff("steward"), new ReadChannel())).Value!.ShouldHaveSingleItem();
        var noted = await new PageForm(steward, "/desk/channel").Post(("_handler", "acknowledge"), ("Message", message.Id.ToString()));
        noted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.GetStringAsync("/channel")).ShouldContain("noted by 1");
    }

    [Fact]
    public async Task Message_WithoutATitle_KeepsWhatWasWritten()
    {
        await using var town = await TestTown.Found();
        var answer = await new PageForm(await town.StaffClient("steward"), "/desk/channel").Post(("_handler", "send"), ("To", "Community"), ("Text", "3 幢有老人独居，请关注"));
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("href=\"#f-title\"");
        html.ShouldContain(">3 幢有老人独居，请关注</textarea>");
        (await town.Ask(await town.Staff("worker"), new ReadChannel())).Value!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_ToNobody_AsksForTheLevel_InsteadOfWritingToEveryResident()
    {
        await using var town = await TestTown.Found();
        var answer = await new PageForm(await town.StaffClient("steward"), "/desk/channel").Post(("_handler", "send"), ("Title", "停水通知"), ("Text", "明天停水"));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("href=\"#f-to\"");
        (await town.Ask(await town.Staff("steward"), new ReadChannel())).Value!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("steward", "Community Resident", "Street Steward")]
    [InlineData("worker", "Street Steward Resident", "Community")]
    [InlineData("street", "Community Steward Resident", "Street")]
    public async Task Page_OffersOnlyTheLevelsOneMayWriteTo(string login, string offered, string kept)
    {
        await using var town = await TestTown.Found();
        var html = await (await town.StaffClient(login)).GetStringAsync("/desk/channel");
        foreach (var level in offered.Split(' '))
            html.ShouldContain($"value=\"{level}\"");
        foreach (var level in kept.Split(' '))
            html.ShouldNotContain($"value=\"{level}\"");
    }

    [Fact]
    public async Task Page_OfSomebodyWithoutAHomeHere_SaysHowToBeginWriting()
    {
        await using var town = await TestTown.Found();
        var html = await (await town.ResidentClient(Phone)).GetStringAsync("/channel");
        html.ShouldContain("href=\"/register\"");
        html.ShouldNotContain("name=\"Title\"");
    }

    [Fact]
    public async Task PassingOn_QuotesUpwards_ButNeverAResidentToAllResidents()
    {
        await using var town = await TestTown.Found();
        var resident = await town.VerifiedResident(Phone);
        var first = (await town.Run(resident, new SendMessage { To = ChannelLevel.Steward, Title = "家里的事", Text = "只想让管家知道" })).Value;
        var steward = await town.StaffClient("steward");
        var list = await steward.GetStringAsync("/desk/channel");
        list.ShouldContain($"reply={first}&amp;to=Community");
        (await steward.GetStringAsync($"/desk/channel?reply={first}&to=Community")).ShouldContain("：只想让管家知道</textarea>");
        (await steward.GetStringAsync($"/desk/channel?reply={first}&to=Resident")).ShouldNotContain("只想让管家知道</textarea>");
    }
}
