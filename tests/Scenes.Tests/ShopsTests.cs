using System.Net;
using System.Text.Json;
using Linli.Cases;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Dispatch;
using Linli.Cases.Handle;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>The merchant's workspace (S02): a shop's profile, and items that staff hand to it.</summary>
[Trait("Feature", "S02")]
public class ShopsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Item_BegunByAResident_PassesStaffPropertyAndShop_UntilTheResidentConfirms(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var shop = await ListedShop(town);
        var resident = await town.Resident("13800000001");
        var item = (await town.Run(resident, new ReportCase { Text = "店门口的纸箱挡住了消防通道", Category = "other", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat })).Value!.Id;
        await Ok(town, "desk", new AcceptCase { Case = item });
        await Ok(town, "dispatcher", new DispatchCase { Case = item, Team = "property" });
        await Ok(town, "property", new GrabCase { Case = item });
        await Ok(town, "property", new StartCase { Case = item });
        var merchant = await town.Staff("merchant");
        (await town.Ask(merchant, new OpenCase(item))).Ok.ShouldBe(true, "it is public");
        (await town.Ask(merchant, new OpenCase(item))).Value!.Reader.ShouldBe(CaseReader.Public);

        await Ok(town, "property", new AskCoHandler { Case = item, Team = shop, Task = "请把纸箱搬回店里" });
        (await town.Ask(merchant, new Inbox { Box = InboxBox.Helping })).Value!.Items.ShouldHaveSingleItem().Id.ShouldBe(item);
        (await town.Ask(merchant, new InboxCounts())).Value![InboxBox.Helping].ShouldBe(1);
        (await town.Ask(merchant, new OpenCase(item))).Value!.Reader.ShouldBe(CaseReader.Staff);
        // The shop does its own part only: the case stays with the team that has it.
        var possible = (await town.Ask(merchant, new OpenCase(item))).Value!.Actions;
        possible.ShouldContain(CaseAction.FinishCoHandling);
        possible.ShouldContain(CaseAction.AddEvidence);
        possible.ShouldNotContain(CaseAction.Answer);
        possible.ShouldNotContain(CaseAction.Transfer);
        (await town.Run(merchant, new AnswerCase { Case = item, Text = "都好了，请查看。", Outcome = CaseOutcome.Explained })).Problem.Code.ShouldBe("cases.not_yours");
        (await (await town.StaffClient("merchant")).Get("/notices").Good()).ToString().ShouldContain("work.AskCoHandler");
        await Ok(town, "merchant", new FinishCoHandling { Case = item, Team = shop, Result = "纸箱已搬走，通道已清" });
        (await town.Ask(merchant, new Inbox { Box = InboxBox.Helping })).Value!.Items.ShouldBeEmpty();

        await Ok(town, "property", new AnswerCase { Case = item, Text = "通道已清，请查看。", Outcome = CaseOutcome.Explained });
        (await town.Run(resident, new ConfirmCase { Case = item, Rating = 5 })).Value!.State.ShouldBe(CaseState.Confirmed);
        (await town.Ask(await town.Staff("desk"), new OpenCase(item))).Value!.CoHandlers.ShouldHaveSingleItem().Result.ShouldBe("纸箱已搬走，通道已清");
    }

    [Fact]
    public async Task Item_HandedToTheShop_IsAnsweredByIt_AndOthersItemsAreNotSeen()
    {
        await using var town = await TestTown.Found();
        var shop = await ListedShop(town);
        var resident = await town.Resident("13800000001");
        var (ours, others) = (await Report(town, resident, "雨伞借出去还没还"), await Report(town, resident, "路灯不亮了一盏"));
        await Ok(town, "dispatcher", new DispatchCase { Case = ours, Team = shop });
        await Ok(town, "dispatcher", new DispatchCase { Case = others, Team = "lighting" });
        var merchant = await town.Staff("merchant");
        (await town.Ask(merchant, new Inbox())).Value!.Items.ShouldHaveSingleItem().Id.ShouldBe(ours);
        await Ok(town, "merchant", new StartCase { Case = ours });
        await Ok(town, "merchant", new AnswerCase { Case = ours, Text = "伞已找回，放在店里。", Outcome = CaseOutcome.Explained });
        (await town.Run(merchant, new StartCase { Case = others })).Ok.ShouldBeFalse();
        (await town.Run(merchant, new AcceptCase { Case = others })).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task Shop_BeforeReview_IsNeitherListedNorHandedAnything()
    {
        await using var town = await TestTown.Found();
        var merchant = await town.StaffClient("merchant");
        await merchant.Get("/shops/mine").Refused(HttpStatusCode.NotFound);
        var id = (await merchant.Put("/shops/mine", Profile).Good()).Id();
        (await town.Client().Get("/shops").Good()).GetArrayLength().ShouldBe(0);
        (await town.InScope(s => s.GetRequiredService<IPeople>().Teams(default))).ShouldNotContain(t => t.Kind == Team.Merchant);

        await (await town.StaffClient("worker2")).Post($"/shops/{id}/list").Refused(HttpStatusCode.NotFound);
        var worker = await town.StaffClient("worker");
        (await worker.Post($"/shops/{id}/refuse", new { reason = "x" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await worker.Post($"/shops/{id}/refuse", new { reason = "请补充门牌" }).Good();
        (await merchant.Get("/shops/mine").Good()).Text("reason").ShouldBe("请补充门牌");
        (await merchant.Put("/shops/mine", Profile).Good()).Text("state").ShouldBe("waiting");
        await worker.Post($"/shops/{id}/list").Good();
        (await town.Client().Get("/shops").Good())[0].Text("name").ShouldBe("桥边小店");

        // Later changes count at once, for residents and for the team that staff choose.
        (await merchant.Put("/shops/mine", Profile with { Name = "桥边便利店" }).Good()).Text("state").ShouldBe("listed");
        (await town.InScope(s => s.GetRequiredService<IPeople>().Teams(default))).Single(t => t.Kind == Team.Merchant).Name.Zh.ShouldBe("桥边便利店");
    }

    [Theory]
    [InlineData("店", "月牙桥 1 号", "0571-55503001", "每天", "name")]
    [InlineData("桥边小店", "", "0571-55503001", "每天", "address")]
    [InlineData("桥边小店", "月牙桥 1 号", "12345", "每天", "phone")]
    [InlineData("桥边小店", "月牙桥 1 号", "0571-55503001", "", "hours")]
    public async Task Profile_Incomplete_NamesTheField(string name, string address, string phone, string hours, string field)
    {
        await using var town = await TestTown.Found();
        var answer = await (await town.StaffClient("merchant")).Put("/shops/mine", new ShopBody(name, address, phone, hours));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task Report_ByAShop_TellsStaffWhichShopItIs()
    {
        await using var town = await TestTown.Found();
        await ListedShop(town);
        var item = await Report(town, await town.Staff("merchant"), "店门口路面塌了一块");
        (await town.Ask(await town.Staff("desk"), new OpenCase(item))).Value!.Contact.ShouldBe("桥边小店");
        (await town.Ask(await town.Staff("merchant"), new OpenCase(item))).Value!.Actions.ShouldContain(CaseAction.Withdraw);
    }

    [Theory]
    [InlineData("merchant", "/shop")]
    [InlineData("merchant", "/shop/cases")]
    [InlineData("merchant", "/shop/cases?box=Helping")]
    [InlineData("merchant", "/shop/report")]
    [InlineData("worker", "/desk/shops")]
    [InlineData("worker", "/desk/clubs")]
    public async Task Page_IsDrawnForThoseWhoWorkThere(string login, string path)
    {
        await using var town = await TestTown.Found();
        await ListedShop(town);
        var answer = await (await town.StaffClient(login)).GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<title>");
    }

    [Theory]
    [InlineData("merchant", "/desk/shops")]
    [InlineData("lamp1", "/shop")]
    [InlineData("merchant", "/desk/statistics")]
    public async Task Page_OfAnotherWorkspace_IsForbidden(string login, string path)
    {
        await using var town = await TestTown.Found();
        (await (await town.StaffClient(login)).GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static readonly ShopBody Profile = new("桥边小店", "月牙桥 1 号", "0571-55503001", "每天 6:30–21:00");

    private sealed record ShopBody(string Name, string Address, string Phone, string Hours);

    /// <summary>The merchant's shop, reviewed; returns the code of its team.</summary>
    private static async Task<string> ListedShop(TestTown town)
    {
        JsonElement shop = await (await town.StaffClient("merchant")).Put("/shops/mine", Profile).Good();
        await (await town.StaffClient("worker")).Post($"/shops/{shop.Id()}/list").Good();
        return (await town.InScope(s => s.GetRequiredService<IPeople>().Teams(default))).Single(t => t.Kind == Team.Merchant).Code;
    }

    private static async Task<CaseId> Report(TestTown town, Guid who, string text) =>
        (await town.Run(who, new ReportCase { Text = text, Category = "other", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat })).Value!.Id;

    private static async Task Ok<T>(TestTown town, string login, Platform.UseCases.ICommand<T> command)
    {
        var result = await town.Run(await town.Staff(login), command);
        result.Ok.ShouldBeTrue(result.Ok ? "" : $"{login}: {result.Problem.Message.En}");
    }
}
