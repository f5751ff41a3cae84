using System.Net.Http.Json;
using Linli.Cases.Channel;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Cases.Tests;

[Trait("Feature", "S14")]
public class ChannelTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Message_FromTheStreet_ReachesEveryLevelBelowIt(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Send(town, "street", ChannelLevel.Community, "台风来了");
        await Send(town, "worker", ChannelLevel.Steward, "请逐户提醒");
        (await Titles(town, "worker")).ShouldBe(["请逐户提醒", "台风来了"]);
        (await Titles(town, "worker2")).ShouldBe(["台风来了"]);
        (await Titles(town, "steward")).ShouldBe(["请逐户提醒"]);
        (await Titles(town, "steward2")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_FromAStewardUpwards_ReachesTheCommunityAndFromThereTheStreet()
    {
        await using var town = await TestTown.Found();
        var up = await Send(town, "steward", ChannelLevel.Community, "有老人需要帮助");
        (await Titles(town, "worker")).ShouldBe(["有老人需要帮助"]);
        (await Titles(town, "worker2")).ShouldBeEmpty();
        (await town.Run(await town.Staff("worker"), new SendMessage { To = ChannelLevel.Street, Title = "请支援", Text = "转报一件事", ReplyTo = up })).Ok.ShouldBeTrue();
        (await Titles(town, "street")).ShouldBe(["请支援"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Message_FromAResidentWithAHome_ReachesTheStewardOfTheirOwnGridOnly(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var next = await town.Staff("lamp2");
        (await (await town.StaffClient("admin")).PostAsJsonAsync("/api/v1/posts", new { account = next, post = "grid_steward", scope = "/zj/ys/hf/hf-1/hf-1-g02/" })).EnsureSuccessStatusCode();
        var resident = await town.VerifiedResident("13800000001", home: true);
        (await town.Run(resident, new SendMessage { To = ChannelLevel.Steward, Title = "楼道灯", Text = "三楼的灯不亮了" })).Ok.ShouldBeTrue();
        (await Titles(town, "steward")).ShouldBe(["楼道灯"]);
        (await Titles(town, "lamp2")).ShouldBeEmpty();
        (await town.Ask(resident, new ReadChannel())).Value!.Single().Scope.ShouldBe("/zj/ys/hf/hf-1/hf-1-g01/");

        (await town.Run(resident, new SendMessage { To = ChannelLevel.Steward, Place = SmallTown.First, Title = "全社区", Text = "大家都看一下" })).Ok.ShouldBeTrue();
        (await Titles(town, "lamp2")).ShouldBe(["全社区"]);
    }

    [Fact]
    public async Task Message_FromAResidentWithoutAHome_OrWhoseGridHasNoSteward_ReachesThoseOfTheCommunity()
    {
        await using var town = await TestTown.Found();
        var homeless = await town.VerifiedResident("13800000001");
        (await town.Run(homeless, new SendMessage { To = ChannelLevel.Steward, Title = "路过", Text = "看见井盖松了" })).Ok.ShouldBeTrue();
        (await Titles(town, "steward")).ShouldBe(["路过"]);
        (await Titles(town, "steward2")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_SkippingALevelUpwards_IsRefused()
    {
        await using var town = await TestTown.Found();
        var refused = await town.Run(await town.Staff("steward"), new SendMessage { To = ChannelLevel.Street, Title = "越级", Text = "直接找街道" });
        refused.Problem.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Fact]
    public async Task Message_WithoutText_NamesTheField()
    {
        await using var town = await TestTown.Found();
        (await town.Run(await town.Staff("steward"), new SendMessage { To = ChannelLevel.Community, Title = "空的" })).Problem.Field.ShouldBe("text");
    }

    [Fact]
    public async Task Acknowledge_IsCountedForTheAuthor_AndClosedToStrangers()
    {
        await using var town = await TestTown.Found();
        var id = await Send(town, "street", ChannelLevel.Community, "请回复");
        (await town.Run(await town.Staff("worker"), new AcknowledgeMessage(id))).Ok.ShouldBeTrue();
        (await town.Run(await town.Staff("worker"), new AcknowledgeMessage(id))).Ok.ShouldBeTrue();
        (await town.Run(await town.Staff("lamp1"), new AcknowledgeMessage(id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Ask(await town.Staff("street"), new ReadChannel())).Value!.Single().Acknowledged.ShouldBe(1);
    }

    private static async Task<Guid> Send(TestTown town, string login, ChannelLevel to, string title)
    {
        town.Time.Move(TimeSpan.FromMinutes(1));
        return (await town.Run(await town.Staff(login), new SendMessage { To = to, Title = title, Text = title + "。" })).Value;
    }

    private static async Task<IEnumerable<string>> Titles(TestTown town, string login) =>
        (await town.Ask(await town.Staff(login), new ReadChannel())).Value!.Select(l => l.Title);
}
