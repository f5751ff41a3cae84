using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scim.Tests;

/// <summary>Groups of a directory are posts at places.</summary>
public sealed class GroupTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Members_HoldThePost_AndLoseItWhenTheyAreTakenOut(DatabaseKind kind)
    {
        await using var employer = await Employer.Found(kind);
        var (one, two) = (await employer.Hire(), await employer.Hire("zhang.wei", "e-2"));
        var group = await employer.MakeGroup("路灯班 property_repair@hf#lighting", one);
        (await Posts(employer, "li.na@heyi.example")).ShouldBe(["property_repair@/zj/ys/hf/#lighting"]);

        (await employer.Patch($"/Groups/{group}", new { op = "Add", path = "members", value = new[] { new { value = two } } })).Status.ShouldBe(204);
        (await employer.Patch($"/Groups/{group}", new { op = "Add", path = "members", value = new[] { new { value = two } } })).Status.ShouldBe(204);
        var read = await employer.Get($"/Groups/{group}");
        read.Json.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("value").GetString()).ShouldBe([one, two], ignoreOrder: true);
        (await employer.Get($"/Groups/{group}?excludedAttributes=members")).Json.TryGetProperty("members", out _).ShouldBeFalse();

        (await employer.Patch($"/Groups/{group}", new { op = "remove", path = $"members[value eq \"{one}\"]" })).Status.ShouldBe(204);
        (await employer.Patch($"/Groups/{group}", new { op = "remove", path = $"members[value eq \"{one}\"]" })).Status.ShouldBe(204);
        (await employer.Patch($"/Groups/{group}", new { op = "Remove", path = "members", value = new[] { new { value = two } } })).Status.ShouldBe(204);
        (await Posts(employer, "li.na@heyi.example")).ShouldBeEmpty();
        (await Posts(employer, "zhang.wei")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_TakesThePostFromEveryMember()
    {
        await using var employer = await Employer.Found();
        var group = await employer.MakeGroup("desk_clerk@hf-1", await employer.Hire());
        (await employer.Send("DELETE", $"/Groups/{group}")).Status.ShouldBe(204);
        (await employer.Get($"/Groups/{group}")).ShouldBeError(404, null);
        (await Posts(employer, "li.na@heyi.example")).ShouldBeEmpty();
    }

    [Fact]
    public async Task AGroupMadeWithoutMembers_KeepsThoseWhoHoldThePost()
    {
        await using var employer = await Employer.Found();
        var made = await employer.Send("POST", "/Groups", new { schemas = new[] { Employer.GroupUrn }, displayName = "服务台 desk_clerk@hf" });
        made.Status.ShouldBe(201, made.Text);
        made.Json.GetProperty("members")[0].GetProperty("value").GetString().ShouldBe((await employer.Town.Staff("desk")).ToString());
    }

    [Theory]
    [InlineData("值班小组", "invalidValue", 400)]
    [InlineData("astronaut@hf-1", "invalidValue", 400)]
    [InlineData("desk_clerk@nowhere", "invalidValue", 400)]
    [InlineData("resident@hf-1", "invalidValue", 400)]
    [InlineData("desk_clerk@hf-1#nobody", "invalidValue", 400)]
    [InlineData("administrator@hf-1", null, 403)]
    [InlineData("desk_clerk@ys", null, 403)]
    public async Task AGroupThatNamesNoPostOfTheKeysPlaces_IsRefused(string name, string? scimType, int status)
    {
        await using var employer = await Employer.Found();
        var member = await employer.Hire();
        (await employer.Send("POST", "/Groups", new { schemas = new[] { Employer.GroupUrn }, displayName = name, members = new[] { new { value = member } } }))
            .ShouldBeError(status, scimType);
    }

    [Fact]
    public async Task AGroup_MayBeRenamed_ButNotIntoAnotherPost()
    {
        await using var employer = await Employer.Found();
        var group = await employer.MakeGroup("desk_clerk@hf-1");
        (await employer.Send("POST", "/Groups", new { schemas = new[] { Employer.GroupUrn }, displayName = "desk_clerk@hf-1" })).ShouldBeError(409, "uniqueness");
        (await employer.Patch($"/Groups/{group}", new { op = "replace", value = new { id = group, displayName = "一楼服务台" } })).Status.ShouldBe(204);
        (await employer.Get($"/Groups/{group}")).Json.GetProperty("displayName").GetString().ShouldBe("一楼服务台");
        (await employer.Patch($"/Groups/{group}", new { op = "replace", path = "displayName", value = "mediator@hf-1" })).ShouldBeError(400, "mutability");
        (await employer.Patch($"/Groups/{group}", new { op = "add", path = "members", value = new[] { new { value = Guid.Empty } } })).ShouldBeError(400, "invalidValue");
        (await employer.Patch($"/Groups/{group}", new { op = "add", path = "members", value = new[] { new { value = "x" } } })).ShouldBeError(400, "invalidValue");
        (await employer.Send("PUT", $"/Groups/{group}", new { schemas = new[] { Employer.GroupUrn }, displayName = "一楼" })).Status.ShouldBe(200);
    }

    private static async Task<string[]> Posts(Employer employer, string login)
    {
        var self = await (await employer.Town.StaffClient(login)).GetFromJsonAsync<JsonElement>("/api/v1/me");
        return [.. self.GetProperty("posts").EnumerateArray().Select(p => $"{p.GetProperty("post").GetString()}@{p.GetProperty("scope").GetString()}#{p.GetProperty("team").GetString()}")];
    }
}
