using System.Net;
using Linli.Platform.Data;
using Linli.Services.Kitchen.Production;
using Linli.Tests;
using static Linli.Meals.Tests.Kitchen.KitchenTown;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>Orders of villages until the cut-off, and what comes after it (S36).</summary>
public sealed class OrderTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Sheet_AtTheCutOff_IsFrozenAndItsTotalsAreTheOrders(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var cook = await town.StaffClient("cook");
        await town.OrderAndClose();

        var sheet = await cook.Get($"/kitchen/sheets/{Tomorrow}").Good();

        sheet.Whole("version").ShouldBe(1);
        sheet.GetProperty("villages").GetArrayLength().ShouldBe(14);
        sheet.GetProperty("villages").EnumerateArray().Select(v => v.Whole("boxes")).ShouldBe(Enumerable.Range(0, 14).Select(i => 20 + i));
        var total = Enumerable.Range(0, 14).Sum(i => 20 + i);
        sheet.Whole("boxes").ShouldBe(total);
        sheet.GetProperty("sets").EnumerateArray().Select(s => s.Whole("boxes")).ShouldBe([total - 70, 70]);
        sheet.GetProperty("dishes").EnumerateArray().Select(d => (d.Text("code"), d.Whole("portions"))).ShouldBe([("pork", total - 70), ("greens", total), ("porridge", 70)]);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Orders_AfterTheCutOff_StayClosedThoughTheClockIsSetBack(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var clerk = await town.StaffClient("clerk3");
        town.Time.SetTo(CutOff.AddSeconds(-1));
        (await clerk.Order(3, 42).Good()).Whole("total").ShouldBe(42);
        (await clerk.Order(3, 40).Good()).Whole("total").ShouldBe(40, "changed until the cut-off, not added");

        town.Time.SetTo(CutOff);
        (await clerk.Order(3, 45).Refused(HttpStatusCode.Conflict)).ShouldBe("services.orders_closed", "closed on the second, though no job has run yet");
        await town.Close();
        town.Time.SetTo(CutOff.AddHours(-2));
        (await clerk.Order(3, 45).Refused(HttpStatusCode.Conflict)).ShouldBe("services.orders_closed");
        await town.Job<CloseWhatIsDue>();

        (await (await town.StaffClient("cook")).Get($"/kitchen/sheets/{Tomorrow}").Good()).Whole("boxes").ShouldBe(40);
        (await (await town.StaffClient("chef")).Put($"/kitchen/menus/{Tomorrow}", Menu).Refused(HttpStatusCode.Conflict)).ShouldBe("services.menu_closed");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Order_SentAgainAfterALostAnswer_CountsOnce(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var clerk = await town.StaffClient("clerk0");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clerk.Order(0, 12, key: "one-order").Good()));

        answers.Select(a => a.Whole("total")).ShouldAllBe(t => t == 12);
        (await clerk.Order(0, 13, key: "one-order").Refused(HttpStatusCode.Conflict)).ShouldBe("idempotency_key_reused");
        (await (await town.StaffClient("cook")).Board()).Of(0).Whole("boxes").ShouldBe(12);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Extra_ApprovedByTheKitchen_IsAnAmendmentOfTheSheet(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (clerk, cook, chef) = (await town.StaffClient("clerk2"), await town.StaffClient("cook"), await town.StaffClient("chef"));
        object extra = new { set = "A", age = "seventies", count = 3, reason = "三位老人从医院回村", idempotencyKey = "x1" };
        (await clerk.Post($"/kitchen/villages/{Code(2)}/orders/{Tomorrow}/extras", extra).Refused(HttpStatusCode.Conflict)).ShouldBe("services.orders_open");
        await town.OrderAndClose();
        var asked = (await clerk.Post($"/kitchen/villages/{Code(2)}/orders/{Tomorrow}/extras", extra).Good()).Id();
        (await clerk.Post($"/kitchen/villages/{Code(2)}/orders/{Tomorrow}/extras", extra).Good()).Id().ShouldBe(asked);
        (await clerk.Post($"/kitchen/villages/{Code(2)}/orders/{Tomorrow}/extras", new { set = "A", count = 1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        (await cook.Get($"/kitchen/sheets/{Tomorrow}").Good()).Whole("version").ShouldBe(1, "nothing changes before the kitchen says so");

        (await cook.Post($"/kitchen/extras/{asked}/approve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await chef.Post($"/kitchen/extras/{asked}/approve").Good();
        (await chef.Post($"/kitchen/extras/{asked}/approve").Refused(HttpStatusCode.Conflict)).ShouldBe("services.extra_decided");

        var sheet = await cook.Get($"/kitchen/sheets/{Tomorrow}").Good();
        sheet.Whole("version").ShouldBe(2);
        var amendment = sheet.GetProperty("amendments").EnumerateArray().ShouldHaveSingleItem();
        (amendment.Whole("version"), amendment.Whole("count"), amendment.Text("reason")).ShouldBe((2, 3, "三位老人从医院回村"));
        sheet.GetProperty("villages").EnumerateArray().Single(v => v.Text("code") == Code(2)).Whole("boxes").ShouldBe(25);
        (await cook.Page($"/desk/kitchen/sheet?day={Tomorrow}")).ShouldContain("三位老人从医院回村");
    }

    [Fact]
    public async Task Extra_RefusedOrBelowZeroOrAfterTheVanLeft_ChangesNothing()
    {
        await using var town = await Found();
        await town.OrderAndClose();
        var (clerk, chef) = (await town.StaffClient("clerk1"), await town.StaffClient("chef"));
        Task<HttpResponseMessage> Ask(int count, string set = "A") => clerk.Post($"/kitchen/villages/{Code(1)}/orders/{Tomorrow}/extras", new { set, age = "seventies", count, reason = "走亲戚" });
        (await Ask(0).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.extra_count");
        (await Ask(101).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.extra_count");
        (await Ask(1, "Z").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_set");
        var fewer = (await Ask(-17).Good()).Id();
        (await chef.Post($"/kitchen/extras/{fewer}/approve").Refused(HttpStatusCode.Conflict)).ShouldBe("services.extra_below_zero");
        (await chef.Post($"/kitchen/extras/{fewer}/refuse", new { why = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await chef.Post($"/kitchen/extras/{fewer}/refuse", new { why = "没有这么多" }).Good();
        var late = (await Ask(1).Good()).Id();
        var board = await town.Plan("V4", "V5");
        await (await town.StaffClient("cook")).Leave(board, board.Of(1).Text("van"));
        (await chef.Post($"/kitchen/extras/{late}/approve").Refused(HttpStatusCode.Conflict)).ShouldBe("services.van_left");
        (await Ask(1).Refused(HttpStatusCode.Conflict)).ShouldBe("services.van_left");
    }

    [Fact]
    public async Task Orders_WithBadInputOrOfAnotherVillage_AreRefused()
    {
        await using var town = await Found();
        var clerk = await town.StaffClient("clerk0");
        Task<HttpResponseMessage> Send(params object[] lines) => clerk.Put($"/kitchen/villages/{Code(0)}/orders/{Tomorrow}", new { lines });
        (await Send(new { set = "A", diet = "normal", age = "eighty", count = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.order_count");
        (await Send(new { set = "A", diet = "normal", age = "eighty", count = 501 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.order_count");
        (await Send(new { set = "Z", diet = "normal", age = "eighty", count = 1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_set");
        (await Send(new { set = "A", diet = "normal", age = "eighty", count = 1 }, new { set = "A", diet = "normal", age = "eighty", count = 2 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.order_twice");
        (await clerk.Put($"/kitchen/villages/{Code(0)}/orders/{Tomorrow}", new { }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.order_lines");
        (await clerk.Order(1, 5).Refused(HttpStatusCode.NotFound)).ShouldBe("services.no_village");
        (await clerk.Order(0, 5, day: "2026-12-24").Refused(HttpStatusCode.Conflict)).ShouldBe("services.no_menu");
        (await (await town.VerifiedClient("19900000001")).Order(0, 5)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.Get($"/kitchen/villages/{Code(1)}/days/{Tomorrow}").Refused(HttpStatusCode.NotFound)).ShouldBe("services.no_village");
        (await clerk.Get($"/kitchen/sheets/{Tomorrow}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Menu_WithBadInput_IsRefused()
    {
        await using var town = await Found();
        var chef = await town.StaffClient("chef");
        object dish = new { code = "x", nameZh = "菜" };
        Task<HttpResponseMessage> Send(object[] dishes, object[] sets, string day = "2026-11-25") => chef.Put($"/kitchen/menus/{day}", new { dishes, sets });
        object[] set = [new { code = "A", nameZh = "套餐", dishes = new[] { "x" } }];
        (await Send([], set).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.menu_dishes");
        (await Send([dish, dish], set).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.menu_dishes");
        (await Send([new { code = "X Y", nameZh = "菜" }], set).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.menu_dish");
        (await Send([new { code = "x", nameZh = "菜", allergens = new[] { "plutonium" } }], set).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.allergen_unknown");
        (await Send([dish], []).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.menu_sets");
        (await Send([dish], [new { code = "A", nameZh = "套餐", dishes = new[] { "y" } }]).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.menu_set_dishes");
        (await Send([dish], set, "2026-11-23").Refused(HttpStatusCode.Conflict)).ShouldBe("services.menu_closed");
        await (await town.StaffClient("clerk0")).Order(0, 5, 2).Good();
        (await Send([dish], set, Tomorrow).Refused(HttpStatusCode.Conflict)).ShouldBe("services.set_ordered");
    }
}
