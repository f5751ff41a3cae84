using System.Net;
using System.Text.Json;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.CitySimulator;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Forms that fill themselves from shared data, so that nobody has to bring papers (S05).</summary>
[Trait("Feature", "S05")]
public class MatterTests
{
    private const string Phone = "13800000001";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Form_FilledFromSharedData_BecomesACase_AndNamesThePapersThatWereNotNeeded(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (client, account) = await Linked(town, "c-1001");
        var shared = await client.Post("/matters/elder_card/data").Good();
        var fields = Fields(shared);
        fields["name"].ShouldBe("沈桂芳");
        shared.GetProperty("fields")[0].GetProperty("source").GetProperty("zh").GetString()!.ShouldContain("模拟");
        fields.ContainsKey("marriage").ShouldBeFalse("it is not needed for this");

        fields["delivery"] = "送到家";
        var receipt = await client.Post("/matters", new { matter = "elder_card", values = fields, sharing = shared.Id(), community = "hf-1" }).Good();
        receipt.GetProperty("notNeeded").EnumerateArray().Select(p => p.GetProperty("zh").GetString()).ShouldBe(["身份证复印件", "户口簿复印件", "近期一寸照片"]);
        receipt.GetProperty("stillNeeded").GetArrayLength().ShouldBe(0);
        receipt.Text("number").ShouldNotBeNullOrEmpty();

        var item = (await town.Ask(account, new OpenCase(new(receipt.Id("case"))))).Value!;
        item.Line.Type.ShouldBe("matter");
        item.Text.ShouldContain("免交材料：身份证复印件、户口簿复印件、近期一寸照片");
        item.Text.ShouldNotContain(fields["id_number"]);
        item.Text.ShouldNotContain("沈桂芳");
        item.IsPublic.ShouldBeFalse();

        // The consent stands among all others, with its text, and can be taken back there.
        (await client.Get("/me/consents").Good()).GetProperty("history")[0].Text("code").ShouldBe("shared-data");
        var record = (await client.Get("/me/shared-data").Good())[0];
        record.GetProperty("purpose").GetProperty("zh").GetString().ShouldBe("办理老年优待证");
        record.GetProperty("received").EnumerateArray().Select(f => f.GetString()).ShouldContain("id_number");
        (await Records(town)).ShouldHaveSingleItem().KeepUntil.ShouldBeGreaterThanOrEqualTo(TestTown.Start.AddYears(3));
    }

    [Fact]
    public async Task Form_WhenTheOfficeDoesNotAnswer_IsFilledInByHand()
    {
        await using var town = await Found();
        var (client, _) = await Linked(town, "c-1001");
        town.Services.GetRequiredService<SimulatedCity>().IsDown = true;
        (await client.Post("/matters/elder_card/data").Refused(HttpStatusCode.BadGateway)).ShouldBe("shared_data_down");
        var record = (await Records(town)).ShouldHaveSingleItem();
        record.Received.ShouldBeNull();
        var receipt = await client.Post("/matters", new { matter = "elder_card", values = ByHand(), community = "hf-1" }).Good();
        receipt.GetProperty("notNeeded").GetArrayLength().ShouldBe(0);
        receipt.GetProperty("stillNeeded").GetArrayLength().ShouldBe(3);
        var page = await (await client.GetAsync(new Uri("/services/matters/elder_card?hand=1", UriKind.Relative))).Content.ReadAsStringAsync();
        page.ShouldContain("name=\"id_number\"");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Form_OfWhoShowsTheNetworkIdentity_NeedsNeitherNameNorNumber_R43(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var client = await town.ResidentClient(Phone);
        Task<HttpResponseMessage> Show(string? code) => client.Post("/matters/certificates", new { code });
        (await Show("").Refused(HttpStatusCode.BadRequest)).ShouldBe("network_identity_missing");
        (await Show("WZ-9999").Refused(HttpStatusCode.BadRequest)).ShouldBe("network_identity_unknown");
        (await Show(Citizens.OldCertificate).Refused(HttpStatusCode.BadRequest)).ShouldBe("network_identity_expired");
        var city = town.Services.GetRequiredService<SimulatedCity>();
        city.IsDown = true;
        (await Show("WZ-1003").Refused(HttpStatusCode.BadGateway)).ShouldBe("network_identity_down");
        city.IsDown = false;
        var check = (await Show("WZ-1003").Good()).Id();
        var values = ByHand();
        values.Remove("name");
        (await client.Post("/matters", new { matter = "elder_card", values, check, community = "hf-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.matter_either", "a number is not even taken");
        values.Remove("id_number");
        (await client.Post("/matters", new { matter = "elder_card", values, community = "hf-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.matter_missing", "by hand both are needed");
        (await client.Post("/matters", new { matter = "elder_card", values, check = Guid.CreateVersion7(TestTown.Start), community = "hf-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("network_identity_old");
        var receipt = await client.Post("/matters", new { matter = "elder_card", values, check, community = "hf-1" }).Good();
        receipt.GetProperty("notNeeded").EnumerateArray().Select(p => p.GetProperty("zh").GetString()).ShouldBe(["身份证复印件"]);
        (await client.Post("/matters", new { matter = "elder_card", values, check, community = "hf-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("network_identity_old", "a result counts once");
        var shown = await (await town.StaffClient("worker")).Get($"/matters/{receipt.Id("case")}?reason=办理制证").Good();
        shown.GetProperty("fields")[0].Text("value").ShouldStartWith("网证核验通过");
        shown.ToString().ShouldNotContain("证件号码");
        var page = await (await client.GetAsync(new Uri("/services/matters/elder_card?hand=1", UriKind.Relative))).Content.ReadAsStringAsync();
        page.ShouldContain("name=\"OwnNetwork\"");
        page.ShouldContain("name=\"id_number\"");
    }

    [Fact]
    public async Task Form_WithAFactThatWasChanged_NeedsThePaperAgain()
    {
        await using var town = await Found();
        var (client, _) = await Linked(town, "c-1001");
        var shared = await client.Post("/matters/elder_card/data").Good();
        var fields = Fields(shared);
        (fields["delivery"], fields["registered_address"]) = ("自取", "别处");
        var receipt = await client.Post("/matters", new { matter = "elder_card", values = fields, sharing = shared.Id(), community = "hf-1" }).Good();
        receipt.GetProperty("stillNeeded").EnumerateArray().Select(p => p.GetProperty("zh").GetString()).ShouldBe(["户口簿复印件"]);
    }

    [Fact]
    public async Task SharedData_AreOnesOwn_AndGoneAfterHalfAnHour()
    {
        await using var town = await Found();
        var (client, _) = await Linked(town, "c-1001");
        var shared = await client.Post("/matters/elder_card/data").Good();
        var stranger = await town.ResidentClient("13800000002");
        (await stranger.Post("/matters/elder_card/data").Refused(HttpStatusCode.NotFound)).ShouldBe("shared_data_no_house");
        (await stranger.Post("/matters", new { matter = "elder_card", values = ByHand(), sharing = shared.Id(), community = "hf-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.matter_sharing_old");
        town.Time.Move(TimeSpan.FromMinutes(31));
        (await client.Post("/matters", new { matter = "elder_card", values = ByHand(), sharing = shared.Id(), community = "hf-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.matter_sharing_old");
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<OldOutside>(s).Run(CancellationToken.None);
            return true;
        });
        (await Records(town)).ShouldHaveSingleItem().Answer.ShouldBeNull();
        (await client.Post("/matters/nothing/data").Refused(HttpStatusCode.NotFound)).ShouldBe("services.matter_unknown");
    }

    [Theory]
    [InlineData("id_number", "330108195003080020", "services.matter_identity")]
    [InlineData("id_number", "330108500308002", "services.matter_identity")]
    [InlineData("name", "", "services.matter_missing")]
    [InlineData("birth_date", "1950/3/8", "services.matter_date")]
    [InlineData("birth_date", "1990-03-08", "services.matter_too_young")]
    public async Task Form_WithAWrongField_SaysWhich(string field, string value, string code)
    {
        await using var town = await Found();
        var client = await town.ResidentClient(Phone);
        var values = ByHand();
        values[field] = value;
        (await client.Post("/matters", new { matter = "elder_card", values, community = "hf-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe(code);
        (await client.Post("/matters", new { matter = "birth_registration", values, community = "hf-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.matter_unknown", "its category is not here");
        (await client.Post("/matters", new { matter = "elder_card", values = ByHand(), community = "nowhere" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.matter_community");
    }

    [Fact]
    public async Task Staff_OpenTheFormWithAReason_AndTheApplicantReadsIt()
    {
        await using var town = await Found();
        var client = await town.ResidentClient(Phone);
        var receipt = await client.Post("/matters", new { matter = "elder_card", values = ByHand(), community = "hf-1" }).Good();
        var worker = await town.StaffClient("worker");
        (await worker.Get($"/matters/{receipt.Id("case")}").Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        (await worker.Get($"/matters/{receipt.Id("case")}?reason=办理制证").Good()).ToString().ShouldContain(ByHand()["id_number"]);
        (await (await town.StaffClient("worker2")).Get($"/matters/{receipt.Id("case")}?reason=办理制证").Refused(HttpStatusCode.NotFound)).ShouldBe("services.application_not_found");
        (await (await town.StaffClient("lamp1")).Get($"/matters/{receipt.Id("case")}?reason=办理制证")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.Get("/me/access-log").Good())[0].Text("reason").ShouldBe("老年优待证申请表：办理制证");
        (await worker.GetAsync(new Uri("/desk/matters", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TheSimulator_IsNowhereButInTheDemo()
    {
        await using var town = await TestTown.Found(adjust: b => b.Services.AddSingleton(new DemoMode(false)));
        await Register(town);
        (await town.Client().GetAsync(new Uri("/api/v1/sign-in/providers", UriKind.Relative)).Good()).GetArrayLength().ShouldBe(0);
        (await town.Client().GetAsync(new Uri("/simulator/city?redirect_uri=http://localhost/sign-in/with/city/back", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((int)(await town.Client().PostAsync(new Uri("/simulator/city/enter", UriKind.Relative), null)).StatusCode).ShouldBeOneOf(400, 404);
    }

    internal static async Task<TestTown> Found(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var town = await TestTown.Found(kind);
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<Category>().Add(new() { Code = "elder_card", NameZh = "老年优待证", NameEn = "Elder card", Icon = "id-badge-2", Type = "matter", TeamKind = "community" });
            return await db.SaveChangesAsync();
        });
        await Register(town);
        return town;
    }

    private static Task<bool> Register(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<ISimulatorRegistration>().Register("city", ("城市账号（模拟）", "City account (simulated)"), SimulatedCity.ClientId, CancellationToken.None);
        return true;
    });

    internal static async Task<(HttpClient Client, Guid Account)> Linked(TestTown town, string citizen)
    {
        var client = await town.ResidentClient(Phone);
        var account = (await client.Get("/me").Good()).Id("account");
        await town.InScope(s =>
        {
            s.GetRequiredService<OutsideLinks>().Add("city", new(citizen, null, null, null, false, false), account);
            return s.GetRequiredService<LinliDb>().SaveChangesAsync();
        });
        return (client, account);
    }

    private static Task<List<SharedDataRequest>> Records(TestTown town) =>
        town.InScope(s => s.GetRequiredService<LinliDb>().Records<SharedDataRequest>().AsNoTracking().ToListAsync());

    private static Dictionary<string, string> Fields(JsonElement shared) =>
        shared.GetProperty("fields").EnumerateArray().ToDictionary(f => f.Text("code"), f => f.Text("value"));

    internal static Dictionary<string, string> ByHand() => new()
    {
        ["name"] = "沈桂芳", ["id_number"] = Citizens.All[0].Data["id_number"].Value, ["birth_date"] = "1950-03-08", ["registered_address"] = "和一-3-1-201", ["delivery"] = "自取",
    };
}
