namespace Linli.Scim.Tests;

/// <summary>Filters by the grammar of RFC 7644, on two people whom nothing changes.</summary>
public sealed class FilterTests(FilterTests.Office office) : IClassFixture<FilterTests.Office>
{
    [Theory]
    [InlineData("userName eq \"li.na@heyi.example\"", 1)]
    [InlineData("USERNAME Eq \"LI.NA@HEYI.EXAMPLE\"", 1)]
    [InlineData("externalId eq \"e-1\"", 1)]
    [InlineData("externalId eq \"E-1\"", 0)]
    [InlineData("userName eq \"nobody\"", 0)]
    [InlineData("userName sw \"li.\" and active eq true", 1)]
    [InlineData("userName sw \"li.\" and active eq \"False\"", 0)]
    [InlineData("userName eq \"zhang.wei\" or externalId eq \"e-1\"", 2)]
    [InlineData("not (userName ew \"heyi.example\") and externalId pr", 1)]
    [InlineData("externalId pr and (displayName co \"娜\" or title eq \"x\")", 2)]
    [InlineData("emails[type eq \"work\" and value co \"heyi\"]", 1)]
    [InlineData("emails[type eq \"home\" and value co \"heyi\"]", 0)]
    [InlineData("emails.value sw \"zhang\"", 1)]
    [InlineData("emails co \"zhang\"", 1)]
    [InlineData("name.familyName eq \"李\" and externalId ne \"e-2\" and externalId pr", 1)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"和一社区\"", 2)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"zhang.wei\"", 1)]
    [InlineData("externalId pr and meta.lastModified gt \"2026-11-22T00:00:00Z\"", 2)]
    [InlineData("externalId pr and meta.lastModified lt \"2026-11-22T00:00:00Z\"", 0)]
    [InlineData("externalId gt \"e-1\"", 1)]
    [InlineData("externalId ge \"e-1\" and externalId le \"e-1\"", 1)]
    [InlineData("title eq null and externalId pr", 0)]
    public async Task Filters_FindWhomTheyDescribe(string filter, int found)
    {
        var reply = await office.Employer.Get("/Users?filter=" + Uri.EscapeDataString(filter));
        reply.Status.ShouldBe(200, reply.Text);
        reply.Json.GetProperty("totalResults").GetInt32().ShouldBe(found);
        var posted = await office.Employer.Send("POST", "/Users" + "/.search", new { schemas = new[] { "urn:ietf:params:scim:api:messages:2.0:SearchRequest" }, filter });
        posted.Json.GetProperty("totalResults").GetInt32().ShouldBe(found);
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq li")]
    [InlineData("userName is \"li\"")]
    [InlineData("userName eq \"li")]
    [InlineData("(userName eq \"li\"")]
    [InlineData("userName eq \"li\")")]
    [InlineData("userName eq \"li\" xor active eq true")]
    [InlineData("nickName eq \"li\"")]
    [InlineData("active gt true")]
    [InlineData("userName eq true")]
    [InlineData("password eq \"x\"")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("userName[type eq \"work\"]")]
    [InlineData("not userName eq \"li\"")]
    [InlineData("userName gt null")]
    public async Task Filters_ThatMakeNoSense_AreRefused(string filter)
    {
        (await office.Employer.Get("/Users?filter=" + Uri.EscapeDataString(filter))).ShouldBeError(400, "invalidFilter");
        (await office.Employer.Get("/Users?filter=" + Uri.EscapeDataString(new string('(', 500)))).ShouldBeError(400, "invalidFilter");
    }

    public sealed class Office : IAsyncLifetime
    {
        public Employer Employer { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Employer = await Employer.Found();
            await Employer.Hire();
            await Employer.Hire("zhang.wei", "e-2");
        }

        public ValueTask DisposeAsync() => Employer.DisposeAsync();
    }
}
