using System.Net;
using System.Text.Json;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Services.Kitchen;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Meals.Tests.Kitchen.KitchenTown;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>Named elders with standing orders: ages, pauses, choices, and the family's phone (S36).</summary>
public sealed class ElderTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static Task<HttpResponseMessage> Elder(HttpClient clerk, string name, string born, object? more = null, int village = 0) =>
        clerk.Post($"/kitchen/villages/{Code(village)}/elders", Merge(new { name, birthDate = born, set = "A" }, more));

    private static Dictionary<string, JsonElement> Merge(object one, object? other)
    {
        var all = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(one))!;
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(other ?? new { }))!)
            all[key] = value;
        return all;
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task StandingOrders_AreCountedByTheAgeOnTheDay_WithoutNamesOnTheSheet(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (clerk, cook) = (await town.StaffClient("clerk0"), await town.StaffClient("cook"));
        await Elder(clerk, "王桂花", "1956-11-25").Good();                                             // 69 years 364 days on the 24th
        await Elder(clerk, "李秀英", "1956-11-24", new { diet = "lowSalt", allergies = new[] { "peanut" } }).Good(); // 70th birthday
        await Elder(clerk, "赵阿根", "1946-11-25").Good();                                             // 79 years 364 days
        await Elder(clerk, "孙福根", "1946-11-24").Good();                                             // 80th birthday
        await Elder(clerk, "周一休", "1940-02-29", new { weekdays = new[] { 1, 3 } }).Good();          // the 24th is a Tuesday
        await clerk.Order(0, 10).Good();
        await town.Close();

        var village = (await cook.Get($"/kitchen/sheets/{Tomorrow}").Good()).GetProperty("villages")[0];

        village.Whole("boxes").ShouldBe(14);
        village.GetProperty("lines").EnumerateArray().Select(l => (l.Text("diet"), l.Text("age"), l.Whole("count")))
            .ShouldBe([("normal", "under70", 1), ("normal", "seventies", 11), ("normal", "eighty", 1), ("lowSalt", "seventies", 1)], ignoreOrder: true);
        village.GetProperty("allergies").Whole("peanut").ShouldBe(1);
        village.ToString().ShouldNotContain("秀英");
        var list = await clerk.Get($"/kitchen/villages/{Code(0)}/days/{Tomorrow}").Good();
        list.GetProperty("elders").ToString().ShouldNotContain("王桂花");
        var names = await clerk.Post($"/kitchen/villages/{Code(0)}/days/{Tomorrow}/names").Good();
        names.EnumerateArray().Select(n => n.Text("name")).ShouldBe(["王桂花", "李秀英", "赵阿根", "孙福根"], ignoreOrder: true);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<VillageElder>().AsNoTracking().Where(e => e.Allergies != null).SingleAsync()))
            .Allergies!.Value.Cipher.ShouldNotContain("peanut");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Elder_LinkedByCode_PausesAndChoosesUntilTheCutOff(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var clerk = await town.StaffClient("clerk0");
        var elder = (await Elder(clerk, "王桂花", "1950-01-01").Good()).Id();
        var resident = await town.VerifiedClient("19900000001");
        (await resident.Post($"/kitchen/elders/{elder}/pauses", new { from = Tomorrow, until = Tomorrow }).Refused(HttpStatusCode.NotFound)).ShouldBe("services.elder_not_found");
        (await resident.Post("/kitchen/elders/link", new { code = "NOPE" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.link_code");
        var code = (await clerk.Post($"/kitchen/elders/{elder}/link-code").Good()).Text("code");
        await resident.Post("/kitchen/elders/link", new { code = code.ToLowerInvariant() }).Good();
        (await resident.Post("/kitchen/elders/link", new { code }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.link_code", "a code is good once");

        var mine = (await resident.Get("/kitchen/elders/mine").Good()).EnumerateArray().ShouldHaveSingleItem();
        mine.GetProperty("days").EnumerateArray().ShouldHaveSingleItem().GetProperty("eats").GetBoolean().ShouldBeTrue();
        (await resident.Page("/meals/village")).ShouldContain("My lunch");
        var pause = (await resident.Post($"/kitchen/elders/{elder}/pauses", new { from = Tomorrow, until = "2026-11-30" }).Good()).Id();
        (await resident.Post($"/kitchen/elders/{elder}/pauses", new { from = Tomorrow, until = "2026-11-30" }).Good()).Id().ShouldBe(pause);
        (await Eats(resident)).ShouldBeFalse();
        await resident.Put($"/kitchen/elders/{elder}/meals/{Tomorrow}", new { eats = true, set = "B" }).Good();
        (await Eats(resident)).ShouldBeTrue("a choice for the day comes before the pause");
        (await resident.Put($"/kitchen/elders/{elder}/meals/{Tomorrow}", new { eats = true, set = "Z" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.no_set");
        await town.Close();
        (await resident.Put($"/kitchen/elders/{elder}/meals/{Tomorrow}", new { eats = false }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.orders_closed");
        (await resident.Post($"/kitchen/elders/{elder}/pauses", new { from = Tomorrow, until = Tomorrow }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.orders_closed");
        (await resident.Delete($"/kitchen/pauses/{pause}")).IsSuccessStatusCode.ShouldBeTrue();

        var line = (await (await town.StaffClient("cook")).Get($"/kitchen/sheets/{Tomorrow}").Good()).GetProperty("villages")[0].GetProperty("lines").EnumerateArray().ShouldHaveSingleItem();
        (line.Text("set"), line.Text("age"), line.Whole("count")).ShouldBe(("B", "seventies", 1));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PersonalData_OfALinkedElder_AreExportedAndErased_AndTheSheetStays(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var clerk = await town.StaffClient("clerk0");
        var elder = (await Elder(clerk, "王桂花", "1950-01-01", new { allergies = new[] { "egg" } }).Good()).Id();
        var resident = await town.VerifiedClient("19900000001");
        await resident.Post("/kitchen/elders/link", new { code = (await clerk.Post($"/kitchen/elders/{elder}/link-code").Good()).Text("code") }).Good();
        await town.Close();
        var account = await town.Resident("19900000001");

        var (export, left) = await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var person = await db.Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync();
            var part = s.GetServices<IPersonalData>().Single(p => p.Module == "village-meals");
            var subject = new DataSubject(person, [account]);
            var sections = await part.Export(subject, CancellationToken.None);
            (await part.Stays(subject, CancellationToken.None)).ShouldHaveSingleItem().Count.ShouldBe(1);
            await part.Erase(subject, CancellationToken.None);
            return (string.Join(' ', sections.SelectMany(x => x.Items).SelectMany(i => i).Select(v => v.Value)), await db.Unfiltered<VillageElder>().CountAsync() + await db.Records<ElderMeal>().CountAsync());
        });

        export.ShouldContain("王桂花");
        export.ShouldContain("egg");
        left.ShouldBe(0);
        (await (await town.StaffClient("cook")).Get($"/kitchen/sheets/{Tomorrow}").Good()).Whole("boxes").ShouldBe(1);
    }

    [Fact]
    public async Task Elder_WithBadInputOrOfAnotherVillage_IsRefused()
    {
        await using var town = await Found();
        var (clerk, other) = (await town.StaffClient("clerk0"), await town.StaffClient("clerk1"));
        (await Elder(clerk, "王", "1950-01-01").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.elder_name");
        (await Elder(clerk, "王桂花", "2030-01-01").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.birth_date");
        (await Elder(clerk, "王桂花", "1950-01-01", new { weekdays = new[] { 8 } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.weekdays");
        (await Elder(clerk, "王桂花", "1950-01-01", new { allergies = new[] { "water" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.allergen_unknown");
        (await Elder(clerk, "王桂花", "1950-01-01", new { from = "2026-12-02", until = "2026-12-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.days_order");
        (await Elder(other, "王桂花", "1950-01-01").Refused(HttpStatusCode.NotFound)).ShouldBe("services.no_village");
        var elder = (await Elder(clerk, "王桂花", "1950-01-01").Good()).Id();
        (await other.Delete($"/kitchen/elders/{elder}").Refused(HttpStatusCode.NotFound)).ShouldBe("services.elder_not_found");
        (await clerk.Post($"/kitchen/elders/{elder}/pauses", new { from = "2026-12-02", until = "2026-12-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.days_order");
        (await clerk.Delete($"/kitchen/elders/{elder}")).IsSuccessStatusCode.ShouldBeTrue();
        await town.Close();
        (await (await town.StaffClient("cook")).Get($"/kitchen/sheets/{Tomorrow}").Good()).Whole("boxes").ShouldBe(0);
    }

    private static async Task<bool> Eats(HttpClient resident) =>
        (await resident.Get("/kitchen/elders/mine").Good())[0].GetProperty("days").EnumerateArray().Single(d => d.Text("day") == Tomorrow).GetProperty("eats").GetBoolean();
}
