using System.Text.Json;
using Linli.Tests;

namespace Linli.Scim.Tests;

/// <summary>Discovery, keys, paging.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public async Task Discovery_SaysWhatIsOffered_WithoutAKey()
    {
        await using var employer = await Employer.Found();
        employer.Client.DefaultRequestHeaders.Authorization = null;
        var config = (await employer.Get("/ServiceProviderConfig")).Json;
        config.GetProperty("bulk").GetProperty("supported").GetBoolean().ShouldBeFalse();
        config.GetProperty("patch").GetProperty("supported").GetBoolean().ShouldBeTrue();
        config.GetProperty("authenticationSchemes")[0].GetProperty("type").GetString().ShouldBe("oauthbearertoken");
        (await employer.Get("/ResourceTypes")).Json.GetProperty("totalResults").GetInt32().ShouldBe(2);
        (await employer.Get("/ResourceTypes/User")).Json.GetProperty("schemaExtensions")[0].GetProperty("schema").GetString().ShouldBe(Employer.EnterpriseUrn);
        (await employer.Get("/Schemas")).Json.GetProperty("totalResults").GetInt32().ShouldBe(3);
        (await employer.Get("/Schemas/" + Employer.UserUrn)).Json.GetProperty("attributes").GetArrayLength().ShouldBeGreaterThan(8);
        (await employer.Get("/Schemas/urn:x")).ShouldBeError(404, null);
        (await employer.Get("/Schemas?filter=id%20pr")).ShouldBeError(403, null);
        (await employer.Send("POST", "/Bulk", "{}")).ShouldBeError(501, null);
        (await employer.Get("/Me")).ShouldBeError(501, null);
        (await employer.Get("/Nothing")).ShouldBeError(404, null);
        (await employer.Send("DELETE", "/Users")).ShouldBeError(405, null);
    }

    [Fact]
    public async Task Users_NeedAKeyWithThePermission()
    {
        await using var employer = await Employer.Found();
        employer.Client.DefaultRequestHeaders.Authorization = null;
        (await employer.Get("/Users")).ShouldBeError(401, null);
        employer.Client.DefaultRequestHeaders.Authorization = new("Bearer", "linli_00000000_0000");
        (await employer.Get("/Users")).ShouldBeError(401, null);
        employer.Client.DefaultRequestHeaders.Authorization = new("Bearer", await Employer.Key(employer.Town, SmallTown.Group, "cases.read"));
        (await employer.Get("/Users")).ShouldBeError(403, null);
        var admin = await employer.Town.StaffClient("admin");
        employer.Client.DefaultRequestHeaders.Authorization = admin.DefaultRequestHeaders.Authorization;
        (await employer.Get("/Users")).ShouldBeError(401, null);
    }

    [Fact]
    public async Task AKeyOfOneCommunity_SeesAndChangesNobodyElsewhere()
    {
        await using var employer = await Employer.Found(place: SmallTown.First);
        var all = (await employer.Get("/Users?count=200")).Json.GetProperty("Resources").EnumerateArray().Select(u => u.GetProperty("userName").GetString()).ToList();
        all.ShouldContain("worker");
        all.ShouldNotContain("worker2");
        all.ShouldNotContain("admin");
        var elsewhere = await employer.Town.Staff("worker2");
        (await employer.Get($"/Users/{elsewhere}")).ShouldBeError(404, null);
        (await employer.Patch($"/Users/{elsewhere}", new { op = "replace", path = "active", value = false })).ShouldBeError(404, null);
        (await employer.Send("DELETE", $"/Users/{elsewhere}")).ShouldBeError(404, null);
        (await employer.Send("POST", "/Groups", new { schemas = new[] { Employer.GroupUrn }, displayName = "desk_clerk@hf-2" })).ShouldBeError(403, null);
        (await employer.Send("POST", "/Groups", new { schemas = new[] { Employer.GroupUrn }, displayName = "desk_clerk@hf-1", members = new[] { new { value = elsewhere } } }))
            .ShouldBeError(400, "invalidValue");
    }

    [Fact]
    public async Task Pages_AreCountedFromOne_AndShowOnlyWhatIsAskedFor()
    {
        await using var employer = await Employer.Found();
        for (var i = 1; i <= 5; i++)
            await employer.Hire($"user{i}", $"e-{i}");
        var page = (await employer.Get("/Users?filter=externalId%20pr&startIndex=2&count=2&sortBy=userName&sortOrder=descending&attributes=userName,emails.value")).Json;
        page.GetProperty("totalResults").GetInt32().ShouldBe(5);
        page.GetProperty("startIndex").GetInt32().ShouldBe(2);
        page.GetProperty("itemsPerPage").GetInt32().ShouldBe(2);
        var first = page.GetProperty("Resources")[0];
        first.GetProperty("userName").GetString().ShouldBe("user4");
        first.EnumerateObject().Select(p => p.Name).ShouldBe(["schemas", "id", "userName", "emails"], ignoreOrder: true);
        first.GetProperty("emails")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["value"]);
        (await employer.Get("/Users?count=0")).Json.GetProperty("Resources").GetArrayLength().ShouldBe(0);
        (await employer.Get("/Users?startIndex=-3&count=-1")).Json.GetProperty("startIndex").GetInt32().ShouldBe(1);
        (await employer.Get("/Users?count=x")).ShouldBeError(400, "invalidValue");
        (await employer.Get("/Users?sortBy=nickName")).ShouldBeError(400, "invalidPath");
    }
}
