using System.Xml.Linq;
using Linli.Cases;
using Linli.Cases.Rules;

namespace Linli.Open311.Tests;

/// <summary>Discovery, services and their attributes.</summary>
public sealed class DescribeTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Discovery_InBothFormats_NamesTheEndpoint()
    {
        var xml = await city.Get("discovery.xml");
        xml.ContentType.ShouldBe("text/xml; charset=utf-8");
        xml.Body.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        xml.Xml.Elements().Select(e => e.Name.LocalName).ShouldBe(["changeset", "contact", "key_service", "endpoints"]);
        var endpoint = xml.Xml.Element("endpoints")!.Elements("endpoint").Single();
        endpoint.Elements().Select(e => e.Name.LocalName).ShouldBe(["specification", "url", "changeset", "type", "formats"]);
        endpoint.Element("specification")!.Value.ShouldBe("http://wiki.open311.org/GeoReport_v2");
        endpoint.Element("url")!.Value.ShouldBe("http://localhost/open311/v2");
        endpoint.Element("formats")!.Elements("format").Select(f => f.Value).ShouldBe(["text/xml", "application/json"]);

        var json = (await city.Get("discovery.json")).Json;
        json.GetProperty("endpoints")[0].GetProperty("formats")[1].GetString().ShouldBe("application/json");
        DateTimeOffset.Parse(json.GetProperty("changeset").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeLessThanOrEqualTo(city.Time.GetUtcNow());
    }

    [Fact]
    public async Task Services_AsXml_HaveTheShapeOfTheSpecification()
    {
        var services = (await city.Get("services.xml")).Xml;
        services.Name.LocalName.ShouldBe("services");
        services.Elements("service").Select(s => s.Element("service_code")!.Value).ShouldBe([City.Lamp, City.Lift, City.Other], ignoreOrder: true);
        var lamp = services.Elements("service").Single(s => s.Element("service_code")!.Value == City.Lamp);
        lamp.ToString(SaveOptions.DisableFormatting).ShouldBe(
            "<service><service_code>lamp</service_code><service_name>路灯故障</service_name><description>路灯故障</description>"
            + "<metadata>true</metadata><type>realtime</type><keywords>路灯,灯,照明</keywords><group>公共设施</group></service>");
    }

    [Fact]
    public async Task Services_AsJson_AreABareArrayInTheReadersLanguage()
    {
        var reply = await city.Get("services.json", "en");
        reply.ContentType.ShouldBe("application/json; charset=utf-8");
        var lamp = reply.Json.EnumerateArray().Single(s => s.GetProperty("service_code").GetString() == City.Lamp);
        lamp.GetProperty("service_name").GetString().ShouldBe("Street light");
        lamp.GetProperty("metadata").GetBoolean().ShouldBeTrue();
        lamp.GetProperty("group").GetString().ShouldBe("Facilities");
        reply.Json.EnumerateArray().Single(s => s.GetProperty("service_code").GetString() == City.Other).GetProperty("metadata").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Definition_InBothFormats_ListsTheAttributes()
    {
        var xml = (await city.Get("services/lamp.xml")).Xml;
        xml.ToString(SaveOptions.DisableFormatting).ShouldBe(
            "<service_definition><service_code>lamp</service_code><attributes>"
            + "<attribute><variable>true</variable><code>pole</code><datatype>string</datatype><required>false</required><datatype_description />"
            + "<order>1</order><description>灯杆编号</description></attribute>"
            + "<attribute><variable>true</variable><code>fault</code><datatype>singlevaluelist</datatype><required>true</required><datatype_description />"
            + "<order>2</order><description>故障表现</description><values><value><key>off</key><name>不亮</name></value>"
            + "<value><key>flicker</key><name>闪烁</name></value></values></attribute></attributes></service_definition>");

        var json = (await city.Get("services/lift.json")).Json;
        json.GetProperty("service_code").GetString().ShouldBe("lift");
        var attributes = json.GetProperty("attributes").EnumerateArray().ToList();
        attributes.Select(a => a.GetProperty("datatype").GetString()).ShouldBe(["number", "datetime", "multivaluelist", "text"]);
        attributes[0].GetProperty("required").GetBoolean().ShouldBeTrue();
        attributes[0].GetProperty("order").GetInt32().ShouldBe(1);
        attributes[2].GetProperty("values")[1].GetProperty("key").GetString().ShouldBe("elder");
    }

    [Fact]
    public async Task Definition_AfterTheQuestionsChanged_IsTheNewOne()
    {
        await using var own = await City.Found();
        (await own.Get("services/lamp.json")).Json.GetProperty("attributes").GetArrayLength().ShouldBe(2);
        await own.Do(new SaveQuestions
        {
            Category = City.Lamp,
            Questions = [new("colour", QuestionKind.OneOf, true, ("颜色", "Colour"), default, [new("red", ("红", "Red")), new("blue", ("蓝", "Blue"))])],
        });
        var attribute = (await own.Get("services/lamp.json", "en")).Json.GetProperty("attributes").EnumerateArray().Single();
        attribute.GetProperty("code").GetString().ShouldBe("colour");
        attribute.GetProperty("values")[1].GetProperty("name").GetString().ShouldBe("Blue");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("inside")]
    [InlineData(City.Secret)]
    public async Task Definition_OfWhatIsNotOffered_IsNotFound(string code)
    {
        (await city.Get($"services/{code}.xml")).ShouldBeError(404, "xml", "service_code");
        (await city.Get($"services/{code}.json")).ShouldBeError(404, "json", "service_code");
    }

    [Theory]
    [InlineData("services")]
    [InlineData("services/lamp")]
    [InlineData("requests")]
    [InlineData("requests/HF-2611-0001")]
    [InlineData("tokens/x")]
    [InlineData("servicerequestupdates")]
    public async Task Jurisdiction_ThatIsUnknown_IsNotFound(string path)
    {
        (await city.Get($"{path}.xml?jurisdiction_id=nowhere.example")).ShouldBeError(404, "xml", "jurisdiction_id");
        (await city.Get($"{path}.json?jurisdiction_id=k1-g1")).ShouldBeError(404, "json", "jurisdiction_id");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?jurisdiction_id=")]
    [InlineData("?jurisdiction_id=k1")]
    [InlineData("?jurisdiction_id=c")]
    public async Task Jurisdiction_LeftOutEmptyOrKnown_IsServed(string query) =>
        ((int)(await city.Get("services.xml" + query)).Status).ShouldBe(200);

    [Fact]
    public async Task Format_ThatIsNotOffered_IsSaid()
    {
        (await city.Get("services.html")).ShouldBeError(400, "xml", "xml");
        (await city.Get("nothing/here.json")).ShouldBeError(404, "json", "nothing");
        (await city.Get("services")).ContentType.ShouldBe("text/xml; charset=utf-8");
        (await Reply.Of(await city.Client.DeleteAsync("/open311/v2/requests.xml"))).ShouldBeError(404, "xml", "method");
    }
}
