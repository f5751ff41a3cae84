using System.Net;
using System.Text.Json;
using Linli.Neighbours.Friends;
using Linli.People.Accounts;
using Linli.Places;
using Linli.Places.Scopes;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Finding neighbours (S03 找朋友): for those who want it only, and never a directory of strangers.</summary>
[Trait("Feature", "S03")]
public class FriendsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Greeting_Accepted_ShowsBothTheContactTheyChose_AndNobodyBefore(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (chess, dance) = (await Neighbour(town, 1, "棋友老高", "chess"), await Neighbour(town, 2, "爱跳舞的丁", "dance", SmallTown.Second));
        var seen = (await chess.Get("/neighbours/people").Good()).GetProperty("items");
        seen.GetArrayLength().ShouldBe(1);
        seen[0].EnumerateObject().Select(p => p.Name).ShouldBe(["card", "nickname", "interests", "community", "greeted"], ignoreOrder: true);
        seen.ToString().ShouldNotContain("contact-");

        await chess.Post($"/neighbours/people/{seen[0].Id("card")}/greetings", new { text = "您好，我住隔壁社区" }).Good();
        var got = (await dance.Get("/neighbours/greetings").Good())[0];
        got.Text("text").ShouldBe("您好，我住隔壁社区");
        got.Text("about").ShouldBe("认识一下邻居");
        got.GetProperty("contact").ValueKind.ShouldBe(JsonValueKind.Null);
        (await chess.Get("/neighbours/greetings").Good())[0].GetProperty("contact").ValueKind.ShouldBe(JsonValueKind.Null);

        await dance.Post($"/neighbours/greetings/{got.Id()}/accept").Good();
        (await dance.Get("/neighbours/greetings").Good())[0].Text("contact").ShouldBe("contact-1");
        (await chess.Get("/neighbours/greetings").Good())[0].Text("contact").ShouldBe("contact-2");
        (await dance.Post($"/neighbours/greetings/{got.Id()}/decline").Refused(HttpStatusCode.Conflict)).ShouldBe("neighbours.greeting_decided");
        (await chess.Get("/notices").Good()).ToString().ShouldContain("neighbours.accepted");
    }

    [Fact]
    public async Task Search_ByWhoCannotBeFound_IsRefused()
    {
        await using var town = await TestTown.Found();
        await Neighbour(town, 1, "棋友老高", "chess");
        var silent = await town.VerifiedClient("13800000002");
        (await silent.Get("/neighbours/people").Refused(HttpStatusCode.Forbidden)).ShouldBe("neighbours.opt_in_first");
        var stranger = await town.ResidentClient("13800000003");
        await stranger.Get("/neighbours/people").Refused(HttpStatusCode.Forbidden);
        await town.Client().Get("/neighbours/people").Refused(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Search_BeyondTheJoinedCommunities_FindsNobody()
    {
        await using var town = await TestTown.Found();
        await town.InScope(s => s.GetRequiredService<Platform.UseCases.UseCaseRunner>()
            .Run(new CreatePlace("ys", PlaceKind.Community, "far", "远山社区", "Far", Longitude: 120.3, Latitude: 30.3), default));
        var far = await Neighbour(town, 1, "远山的人", "chess", SmallTown.Street.Child("far"));
        var near = await Neighbour(town, 2, "近处的人", "chess");
        (await near.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await far.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await near.Post($"/neighbours/people/{await CardOf(town, "远山的人")}/greetings", new { text = "您好" }).Refused(HttpStatusCode.NotFound)).ShouldBe("neighbours.not_found");
    }

    [Fact]
    public async Task Search_ByInterest_FindsWhoSharesIt()
    {
        await using var town = await TestTown.Found();
        var me = await Neighbour(town, 1, "棋友老高", "chess");
        await Neighbour(town, 2, "爱跳舞的丁", "dance");
        await Neighbour(town, 3, "下棋的李", "chess");
        var found = (await me.Get("/neighbours/people?interest=chess").Good()).GetProperty("items");
        found.GetArrayLength().ShouldBe(1);
        found[0].Text("nickname").ShouldBe("下棋的李");
        (await me.Get("/neighbours/people?interest=gold").Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.interest_unknown");
    }

    // The 14th birthday itself is enough (R52: a person turns N on the day); the day before is not.
    [Theory]
    [InlineData("2012-11-24", HttpStatusCode.Forbidden)]
    [InlineData("2012-11-23", HttpStatusCode.OK)]
    [InlineData("2027-01-01", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task Card_OfAChildUnderFourteen_IsRefused(string? born, HttpStatusCode expected)
    {
        await using var town = await TestTown.Found();
        var client = await town.VerifiedClient("13800000001");
        var answer = await client.Put("/neighbours/card", Card("小邻居", "chess", "contact-1") with { BornOn = born });
        answer.StatusCode.ShouldBe(expected, await answer.Content.ReadAsStringAsync());
        (await client.Get("/neighbours/card")).StatusCode.ShouldBe(expected == HttpStatusCode.OK ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("a", "认识一下邻居", "chess", "nickname")]
    [InlineData("棋友", "打我电话13800001234", "chess", "about")]
    [InlineData("棋友", "看 https://x.example", "chess", "about")]
    [InlineData("棋友", "认识一下邻居", "gold", "interests")]
    public async Task Card_ThatSaysTooMuchOrTooLittle_NamesTheField(string nickname, string about, string interest, string field)
    {
        await using var town = await TestTown.Found();
        var client = await town.VerifiedClient("13800000001");
        var answer = await client.Put("/neighbours/card", Card(nickname, interest, "contact-1") with { About = about });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task Greetings_BeyondTheDaysLimit_AreRefusedUntilTomorrow()
    {
        await using var town = await TestTown.Found();
        var me = await Neighbour(town, 1, "热心人", "chess");
        for (var i = 2; i <= 7; i++)
            await Neighbour(town, i, $"邻居{i}号", "dance");
        for (var i = 2; i <= 6; i++)
            await me.Post($"/neighbours/people/{await CardOf(town, $"邻居{i}号")}/greetings", new { text = "您好呀" }).Good();
        var last = await CardOf(town, "邻居7号");
        (await me.Post($"/neighbours/people/{last}/greetings", new { text = "您好呀" }).Refused(HttpStatusCode.TooManyRequests)).ShouldBe("neighbours.greetings_used_up");
        (await me.Post($"/neighbours/people/{await CardOf(town, "邻居2号")}/greetings", new { text = "再来" }).Refused(HttpStatusCode.Conflict)).ShouldBe("neighbours.greeted_already");
        town.Time.Move(TimeSpan.FromHours(17));
        var tomorrow = await town.ResidentClient(Phone(1));
        await tomorrow.Post($"/neighbours/people/{last}/greetings", new { text = "您好呀" }).Good();
    }

    [Fact]
    public async Task Block_HidesEachFromTheOther_UntilItIsUndone()
    {
        await using var town = await TestTown.Found();
        var (one, other) = (await Neighbour(town, 1, "甲邻居", "chess"), await Neighbour(town, 2, "乙邻居", "chess"));
        await other.Post($"/neighbours/people/{await CardOf(town, "甲邻居")}/greetings", new { text = "您好" }).Good();
        var greeting = (await one.Get("/neighbours/greetings").Good())[0].Id();
        await one.Post($"/neighbours/greetings/{greeting}/block").Good();

        (await one.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await other.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await other.Get("/neighbours/greetings").Good()).GetArrayLength().ShouldBe(0);
        (await other.Post($"/neighbours/people/{await CardOf(town, "甲邻居")}/greetings", new { text = "又来了" }).Refused(HttpStatusCode.NotFound)).ShouldBe("neighbours.not_found");

        var block = (await one.Get("/neighbours/blocks").Good())[0];
        block.Text("nickname").ShouldBe("乙邻居");
        (await other.Delete($"/neighbours/blocks/{block.Id()}").Refused(HttpStatusCode.NotFound)).ShouldBe("neighbours.block_not_found");
        await one.Delete($"/neighbours/blocks/{block.Id()}").Good();
        (await other.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task OptOut_DeletesTheCardItsGreetingsAndTheContactsTheyShowed()
    {
        await using var town = await TestTown.Found();
        var (one, other) = (await Neighbour(town, 1, "甲邻居", "chess"), await Neighbour(town, 2, "乙邻居", "chess"));
        await one.Post($"/neighbours/people/{await CardOf(town, "乙邻居")}/greetings", new { text = "您好" }).Good();
        await other.Post($"/neighbours/greetings/{(await other.Get("/neighbours/greetings").Good())[0].Id()}/accept").Good();
        await one.Delete("/neighbours/card").Good();

        (await other.Get("/neighbours/greetings").Good()).GetArrayLength().ShouldBe(0);
        (await other.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await one.Get("/neighbours/people").Refused(HttpStatusCode.Forbidden)).ShouldBe("neighbours.opt_in_first");
        (await town.InScope(async s => await s.GetRequiredService<LinliDb>().Records<Greeting>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Card_OfSomebodyWhoMovedAway_IsFoundNoMoreAndForgotten()
    {
        await using var town = await TestTown.Found();
        var one = await Neighbour(town, 1, "甲邻居", "chess");
        var gone = (await (await Neighbour(town, 2, "搬走的人", "chess")).Get("/me").Good()).Id("account");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await db.Unfiltered<PostHeld>().Where(p => p.AccountId == gone).ExecuteUpdateAsync(p => p.SetProperty(x => x.To, TestTown.Start));
            s.GetRequiredService<CallerDirectory>().Forget(gone);
            return true;
        });
        (await one.Get("/neighbours/people").Good()).GetProperty("items").GetArrayLength().ShouldBe(0);
        await town.InScope(async s =>
        {
            await s.GetRequiredService<RemoveMovedAway>().Run(default);
            (await s.GetRequiredService<LinliDb>().Unfiltered<Card>().Select(c => c.Nickname).ToListAsync()).ShouldBe(["甲邻居"]);
            return true;
        });
    }

    [Fact]
    public async Task Contact_LiesEncryptedInTheDatabase()
    {
        await using var town = await TestTown.Found();
        await Neighbour(town, 1, "甲邻居", "chess");
        (await town.InScope(async s => (await s.GetRequiredService<LinliDb>().Unfiltered<Card>().SingleAsync()).Contact.Cipher)).ShouldNotContain("contact");
    }

    private static string Phone(int number) => $"138000000{number:00}";

    /// <summary>A verified resident with a card.</summary>
    internal static async Task<HttpClient> Neighbour(TestTown town, int number, string nickname, string interest, ScopePath? community = null)
    {
        var client = await town.VerifiedClient(Phone(number), community);
        await client.Put("/neighbours/card", Card(nickname, interest, $"contact-{number}")).Good();
        return client;
    }

    private static CardBody Card(string nickname, string interest, string contact) => new(nickname, [interest], "认识一下邻居", contact, "1980-05-01");

    private static Task<Guid> CardOf(TestTown town, string nickname) =>
        town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Card>().Where(c => c.Nickname == nickname).Select(c => c.Id).SingleAsync());

    private sealed record CardBody(string Nickname, string[] Interests, string About, string Contact, string? BornOn);
}
