using System.Net;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Small matters at once (S94): applied for from home, and no paper is uploaded or brought.</summary>
[Trait("Feature", "S94")]
public sealed class HallExpressTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Item_WhosePapersOtherOfficesShare_IsAppliedForFromHome_WithConsentOnRecord(DatabaseKind kind)
    {
        await using var town = await MatterTests.Found(kind);
        var keeper = await town.StaffClient("operator");
        await town.InScope(s =>
        {
            s.GetRequiredService<LinliDb>().Records<Category>().Add(new() { Code = "gov_service", NameZh = "政务服务", NameEn = "Government service", Icon = "building-bank", Type = "hall", TeamKind = "community" });
            return s.GetRequiredService<LinliDb>().SaveChangesAsync();
        });
        await keeper.Put("/halls/hf", new { place = "hf-1", nameZh = "大厅", nameEn = "Hall", address = "月桂街 86 号", counters = new[] { new { number = 1 } } }).Good();
        await Item(keeper, "elder_pass", "id_number", "photo_on_file");
        await Item(keeper, "pilot_licence", "id_number", "eyesight");
        var (client, account) = await MatterTests.Linked(town, "c-1001");

        // Each asking is the consent to exactly this, and on record.
        var shared = await client.Post("/halls/hf/items/elder_pass/data").Good();
        shared.GetProperty("fields").EnumerateArray().Select(f => f.Text("code")).Order().ShouldBe(["id_number", "photo_on_file"]);
        (await client.Get("/me/shared-data").Good())[0].GetProperty("purpose").GetProperty("zh").GetString().ShouldBe("办理elder_pass");
        (await client.Get("/me/consents").Good()).GetProperty("history")[0].Text("code").ShouldBe("shared-data");
        var receipt = await client.Post("/halls/hf/items/elder_pass/apply", new { sharing = shared.Id() }).Good();
        receipt.GetProperty("notNeeded").GetArrayLength().ShouldBe(2);
        receipt.Text("receipt").ShouldStartWith("HF-SL-");
        var item = (await town.Ask(account, new OpenCase(new(receipt.Id("case"))))).Value!;
        (item.Reader, item.Line.Type, item.Evidence.Count).ShouldBe((CaseReader.Reporter, "hall", 0));
        item.Text.ShouldNotContain("3301");
        (await client.Get("/halls/matters/mine").Good())[0].GetProperty("papers").EnumerateArray().ShouldAllBe(p => p.Text("state") == "shared");

        // Agreed to for one item, it stands for no other, and for one application; another scene's consent is none.
        await Item(keeper, "bus_pass", "id_number");
        (await client.Post("/halls/hf/items/bus_pass/apply", new { sharing = shared.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("hall.sharing_old");
        (await client.Post("/halls/hf/items/bus_pass/check", new { ready = Array.Empty<string>(), sharing = shared.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("hall.sharing_old");
        (await client.Post("/matters", new { matter = "elder_card", values = MatterTests.ByHand(), sharing = shared.Id(), community = "hf-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.matter_sharing_old");
        var form = await client.Post("/matters/elder_card/data").Good();
        (await client.Post("/halls/hf/items/bus_pass/apply", new { sharing = form.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("hall.sharing_old");
        (await client.Post("/halls/hf/items/elder_pass/apply", new { sharing = shared.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("hall.sharing_used");

        // It waits on the clerk's list, and is finished there.
        var clerk = await town.StaffClient("desk");
        (await clerk.Get("/halls/hf/matters").Good())[0].Id().ShouldBe(receipt.Id("matter"));
        await clerk.Post($"/halls/matters/{receipt.Id("matter")}/finish", new { outcome = "granted", words = "已制证" }).Good();
        (await town.Ask(account, new OpenCase(new(receipt.Id("case"))))).Value!.Line.State.ShouldBe(CaseState.Answered);

        // Where an office does not know it, the paper is named; another one's sharing is not one's own; it grows old.
        var half = await client.Post("/halls/hf/items/pilot_licence/data").Good();
        (await client.Post("/halls/hf/items/pilot_licence/apply", new { sharing = half.Id() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("hall.not_all_shared");
        var stranger = await town.ResidentClient("13800000009");
        (await stranger.Post("/halls/hf/items/elder_pass/apply", new { sharing = shared.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("hall.sharing_old");
        (await client.Post("/halls/hf/items/nothing/apply", new { sharing = shared.Id() }).Refused(HttpStatusCode.NotFound)).ShouldBe("hall.no_item");
        town.Time.Move(TimeSpan.FromMinutes(31));
        (await client.Post("/halls/hf/items/elder_pass/apply", new { sharing = shared.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("hall.sharing_old");
    }

    private static async Task Item(HttpClient keeper, string code, params string[] fields) => await keeper.Put($"/halls/hf/items/{code}", new
    {
        nameZh = code,
        nameEn = code,
        officeZh = "民政局",
        papers = fields.Select((field, i) => new { code = $"p{i}", nameZh = field, coveredBy = field }),
    }).Good();
}
