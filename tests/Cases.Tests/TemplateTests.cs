using System.Net;
using Linli.Cases.Accept;
using Linli.Cases.Templates;
using Linli.Cases.Tests.Desk;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Cases.Tests;

public class TemplateTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Template_IsOfferedAtItsPlaceAndBelow_UntilItIsRetired(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.Staff("worker");
        var id = (await town.Run(worker, New())).Value;
        (await Offered(town, SmallTown.First.Child("hf-1-g01"))).ShouldBe(["已处理"]);
        (await Offered(town, SmallTown.Second)).ShouldBeEmpty();

        (await town.Run(worker, New() with { Id = id, Title = "已经处理", TextEn = "It is done." })).Ok.ShouldBeTrue();
        var line = (await town.Ask(worker, new ListTemplates())).Value!.ShouldHaveSingleItem();
        (line.Title, line.Text.En).ShouldBe(("已经处理", "It is done."));

        (await town.Run(worker, new RetireTemplate(id))).Ok.ShouldBeTrue();
        (await Offered(town, SmallTown.First)).ShouldBeEmpty();
        (await town.Run(worker, new RetireTemplate(id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task Template_OfAnotherCommunity_CannotBeTouched()
    {
        await using var town = await TestTown.Found();
        var id = (await town.Run(await town.Staff("worker"), New())).Value;
        var other = await town.Staff("worker2");
        (await town.Run(other, New() with { Id = id })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Run(other, new RetireTemplate(id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Run(other, New())).Problem.Kind.ShouldBe(ProblemKind.Forbidden);
        (await town.Ask(other, new ListTemplates())).Value!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Template_WithSomethingMissing_NamesTheField()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        (await town.Run(worker, New() with { Title = "x", TextZh = "短" })).Problems.Select(p => p.Field).ShouldBe(["title", "textZh"]);
        (await town.Run(worker, New() with { TextEn = new string('x', 1001) })).Problem.Field.ShouldBe("textEn");
        (await town.Run(worker, New() with { Place = null })).Problem.Field.ShouldBe("place");
    }

    [Fact]
    public async Task Page_AddsChangesAndRetires_AndTheCasePageOffersIt()
    {
        await using var town = await TestTown.Found();
        var client = await town.StaffClient("desk");
        var page = new PageForm(client, "/desk/templates");
        var added = await page.Post(("_handler", "save"), ("Place", SmallTown.Group.Value), ("Title", "已处理"), ("TextZh", "您好，已经处理完毕。"));
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        (await (await page.Post(("_handler", "save"), ("Place", SmallTown.Group.Value), ("Title", ""), ("TextZh", "写了一半的话"))).Content.ReadAsStringAsync())
            .ShouldContain(">写了一半的话</textarea>");

        var receipt = await town.Report(await town.Resident("13800000001"));
        await town.Run(await town.Staff("desk"), new AcceptCase { Case = receipt.Id });
        (await client.GetStringAsync($"/desk/cases/{receipt.Id.Value}")).ShouldContain("您好，已经处理完毕。");

        var id = (await town.Ask(await town.Staff("desk"), new ListTemplates())).Value!.Single().Id;
        (await client.GetStringAsync($"/desk/templates?edit={id}")).ShouldContain("您好，已经处理完毕。</textarea>");
        var changed = new PageForm(client, $"/desk/templates?edit={id}");
        (await changed.Post(("_handler", "save"), ("Title", "办结"), ("TextZh", "您好，已经办结。"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetStringAsync("/desk/templates")).ShouldContain("您好，已经办结。");
        (await page.Post(("_handler", "retire"), ("Template", id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetStringAsync("/desk/templates")).ShouldNotContain("您好，已经办结。");
    }

    private static SaveTemplate New() => new() { Place = SmallTown.First, Title = "已处理", TextZh = "您好，您反映的问题已经处理完毕。" };

    private static async Task<IEnumerable<string>> Offered(TestTown town, ScopePath place) =>
        (await town.Ask(await town.Staff("desk"), new ListTemplates { Place = place })).Value!.Select(t => t.Title);
}
