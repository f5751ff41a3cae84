using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scim.Tests;

/// <summary>Accounts as an employer's directory keeps them.</summary>
public sealed class UserTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Create_AsEntraSendsIt_OpensAnAccountThatCanBeReadBack(DatabaseKind kind)
    {
        await using var employer = await Employer.Found(kind);
        var made = await employer.Send("POST", "/Users", Employer.NewUser());
        made.Status.ShouldBe(201, made.Text);
        made.Type.ShouldBe("application/scim+json");
        var id = made.Json.GetProperty("id").GetString()!;
        made.Location.ShouldBe($"http://localhost/scim/v2/Users/{id}");
        made.Text.ShouldNotContain("password");
        var read = await employer.Get($"/Users/{id}");
        read.Text.ShouldBe(made.Text);
        read.Tag.ShouldBe(read.Json.GetProperty("meta").GetProperty("version").GetString());
        var user = read.Json;
        user.GetProperty("userName").GetString().ShouldBe("li.na@heyi.example");
        user.GetProperty("externalId").GetString().ShouldBe("e-1");
        user.GetProperty("name").GetProperty("formatted").GetString().ShouldBe("李娜");
        user.GetProperty("active").GetBoolean().ShouldBeTrue();
        user.GetProperty("emails")[0].GetProperty("value").GetString().ShouldBe("li.na@heyi.example");
        user.GetProperty(Employer.EnterpriseUrn).GetProperty("department").GetString().ShouldBe("和一社区");
        user.GetProperty("meta").GetProperty("resourceType").GetString().ShouldBe("User");
        (await employer.Town.StaffClient("li.na@heyi.example")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Create_WithATakenLogin_IsAConflictOfUniqueness()
    {
        await using var employer = await Employer.Found();
        await employer.Hire();
        (await employer.Send("POST", "/Users", Employer.NewUser("LI.NA@heyi.example", "e-2"))).ShouldBeError(409, "uniqueness");
    }

    [Theory]
    [InlineData("{", 400, "invalidSyntax")]
    [InlineData("[]", 400, "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","userName":"b"}""", 400, "invalidSyntax")]
    [InlineData("""{"userName":"li.na","displayName":"李娜"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"displayName":"李娜"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a b","displayName":"李娜"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"li.na"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"li.na","displayName":"李娜","active":"maybe"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":{"a":1},"displayName":"李娜"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"li.na","displayName":"李\u0000娜"}""", 400, "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"li.na","displayName":"李娜","password":"short"}""", 400, "invalidValue")]
    public async Task Create_WithWhatCannotBeTaken_SaysWhy(string body, int status, string scimType)
    {
        await using var employer = await Employer.Found();
        (await employer.Send("POST", "/Users", body)).ShouldBeError(status, scimType);
        (await employer.Send("POST", "/Users", body, type: "text/plain")).ShouldBeError(415, null);
    }

    [Fact]
    public async Task Names_InAnyCase_AndBooleansAsText_AreTaken()
    {
        await using var employer = await Employer.Found();
        var made = await employer.Send("POST", "/Users", $$"""
            {"SCHEMAS":["{{Employer.UserUrn.ToUpperInvariant()}}"],"USERNAME":"zhang.wei","Name":{"Formatted":"张伟" },"Active":"False","unknown":{"a":[1] } }
            """);
        made.Status.ShouldBe(201, made.Text);
        made.Json.GetProperty("active").GetBoolean().ShouldBeFalse();
        made.Json.GetProperty("userName").GetString().ShouldBe("zhang.wei");
    }

    [Fact]
    public async Task Replace_ExchangesEverything_ButKeepsWhetherThePersonServes()
    {
        await using var employer = await Employer.Found();
        var id = await employer.Hire();
        var put = await employer.Send("PUT", $"/Users/{id}", new { schemas = new[] { Employer.UserUrn }, id = "other", userName = "li.na", name = new { formatted = "李小娜" } });
        put.Status.ShouldBe(200, put.Text);
        put.Json.GetProperty("id").GetString().ShouldBe(id);
        put.Json.TryGetProperty("emails", out _).ShouldBeFalse();
        put.Json.TryGetProperty("externalId", out _).ShouldBeFalse();
        put.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        (await employer.Get("/Users?filter=userName%20eq%20%22li.na%22")).Json.GetProperty("totalResults").GetInt32().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Change_OfAnOlderVersion_IsRefused(DatabaseKind kind)
    {
        await using var employer = await Employer.Found(kind);
        var id = await employer.Hire();
        var first = (await employer.Get($"/Users/{id}")).Tag!;
        var body = new { schemas = new[] { Employer.PatchUrn }, Operations = new[] { new { op = "replace", path = "title", value = "站长" } } };
        (await employer.Send("PATCH", $"/Users/{id}", body, first)).Status.ShouldBe(200);
        (await employer.Send("PATCH", $"/Users/{id}", body, first)).ShouldBeError(412, null);
        (await employer.Send("DELETE", $"/Users/{id}", ifMatch: first)).ShouldBeError(412, null);
        var now = await employer.Get($"/Users/{id}");
        now.Tag.ShouldNotBe(first);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/scim/v2/Users/{id}");
        again.Headers.TryAddWithoutValidation("If-None-Match", now.Tag);
        ((int)(await employer.Client.SendAsync(again)).StatusCode).ShouldBe(304);
    }

    [Fact]
    public async Task Patch_AsEntraSendsIt_ChangesWhatThePathsName()
    {
        await using var employer = await Employer.Found();
        var id = await employer.Hire();
        var changed = await employer.Patch($"/Users/{id}",
            new { op = "Replace", path = "emails[type eq \"work\"].value", value = "na.li@heyi.example" },
            new { op = "Add", path = "phoneNumbers[type eq \"mobile\"].value", value = "13800000009" },
            new { op = "Replace", path = "name.givenName", value = "小娜" },
            new { op = "Replace", path = "name.formatted", value = "李小娜" },
            new { op = "Add", path = Employer.EnterpriseUrn + ":department", value = "和二社区" },
            new { op = "Remove", path = "title" });
        changed.Status.ShouldBe(200, changed.Text);
        changed.Json.GetProperty("emails")[0].GetProperty("value").GetString().ShouldBe("na.li@heyi.example");
        changed.Json.GetProperty("phoneNumbers")[0].GetProperty("type").GetString().ShouldBe("mobile");
        changed.Json.GetProperty("name").GetProperty("givenName").GetString().ShouldBe("小娜");
        changed.Json.GetProperty("name").GetProperty("familyName").GetString().ShouldBe("李");
        changed.Json.GetProperty(Employer.EnterpriseUrn).GetProperty("department").GetString().ShouldBe("和二社区");
        changed.Json.GetProperty(Employer.EnterpriseUrn).GetProperty("employeeNumber").GetString().ShouldBe("701984");
        changed.Json.TryGetProperty("title", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Patch_WithoutAPath_AsEntraAndOktaSendIt_ChangesEachName()
    {
        await using var employer = await Employer.Found();
        var id = await employer.Hire();
        var changed = await employer.Patch($"/Users/{id}", new
        {
            op = "replace",
            value = new Dictionary<string, object>
            {
                ["id"] = id, ["displayName"] = "娜姐", ["name.familyName"] = "黎", ["emails[type eq \"work\"].value"] = "x@heyi.example",
                [Employer.EnterpriseUrn + ":employeeNumber"] = 42, ["nickName"] = "不认识的",
            },
        });
        changed.Status.ShouldBe(200, changed.Text);
        changed.Json.GetProperty("displayName").GetString().ShouldBe("娜姐");
        changed.Json.GetProperty("name").GetProperty("familyName").GetString().ShouldBe("黎");
        changed.Json.GetProperty("emails")[0].GetProperty("value").GetString().ShouldBe("x@heyi.example");
        changed.Json.GetProperty(Employer.EnterpriseUrn).GetProperty("employeeNumber").GetString().ShouldBe("42");
    }

    [Theory]
    [InlineData("""{"op":"move","path":"title","value":"a"}""", "invalidSyntax")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"a@b.example"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[type eq","value":"a"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"nickName","value":"a"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"active","value":"maybe"}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"title"}""", "invalidValue")]
    [InlineData("""{"op":"replace","value":"a"}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"id","value":"1"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"userName"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"password","value":"another-long-pass"}""", "mutability")]
    public async Task Patch_ThatCannotBeCarriedOut_SaysWhy_AndChangesNothing(string operation, string scimType)
    {
        await using var employer = await Employer.Found();
        var id = await employer.Hire();
        var before = await employer.Get($"/Users/{id}");
        var body = $$"""{"schemas":["{{Employer.PatchUrn}}"],"Operations":[{"op":"replace","path":"title","value":"站长"},{{operation}}]}""";
        (await employer.Send("PATCH", $"/Users/{id}", body)).ShouldBeError(400, scimType);
        (await employer.Get($"/Users/{id}")).Text.ShouldBe(before.Text);
    }

    [Fact]
    public async Task Delete_FreesTheLogin_AndTheUserIsGone()
    {
        await using var employer = await Employer.Found();
        var id = await employer.Hire();
        (await employer.Send("DELETE", $"/Users/{id}")).Status.ShouldBe(204);
        (await employer.Get($"/Users/{id}")).ShouldBeError(404, null);
        (await employer.Send("DELETE", $"/Users/{id}")).ShouldBeError(404, null);
        (await employer.Get("/Users?filter=externalId%20eq%20%22e-1%22")).Json.GetProperty("totalResults").GetInt32().ShouldBe(0);
        (await employer.Hire()).ShouldNotBe(id);
    }

    [Fact]
    public async Task Create_WithThePhoneOfSomebodyDeleted_IsTheSamePersonAgain()
    {
        await using var employer = await Employer.Found();
        var user = Employer.NewUser();
        user["phoneNumbers"] = new[] { new { type = "mobile", value = "13800000077" } };
        user.Remove("password");
        var id = (await employer.Send("POST", "/Users", user)).Json.GetProperty("id").GetString();
        await employer.Send("DELETE", $"/Users/{id}");
        var again = await employer.Send("POST", "/Users", user);
        again.Status.ShouldBe(201, again.Text);
        again.Json.GetProperty("id").GetString().ShouldBe(id);
        again.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
    }
}
