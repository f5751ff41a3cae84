using System.Text.Json;
using System.Xml.Linq;
using Linli.Cases;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Dispatch;
using Linli.Cases.Supervise;

namespace Linli.Open311.Tests;

/// <summary>GET Service Requests, by every filter.</summary>
public sealed class GetTests
{
    [Fact]
    public async Task Request_InBothFormats_HasTheShapeOfTheSpecification()
    {
        await using var city = await City.Found();
        var id = await city.Report(("address_string", "望汐路口"));
        var xml = (await city.Get($"requests/{id}.xml")).Xml;
        xml.ToString(SaveOptions.DisableFormatting).ShouldBe(
            $"<service_requests><request><service_request_id>{id}</service_request_id><status>open</status><status_notes>已上报</status_notes>"
            + "<service_name>其他</service_name><service_code>other</service_code><description>路灯旁的井盖松动了</description><agency_responsible />"
            + "<service_notice /><requested_datetime>2026-11-23T01:00:00Z</requested_datetime><updated_datetime>2026-11-23T01:00:00Z</updated_datetime>"
            + "<expected_datetime>2026-11-30T16:00:00Z</expected_datetime><address>望汐路口</address><address_id /><zipcode />"
            + "<lat>30.208</lat><long>120.21</long><media_url /></request></service_requests>");

        var json = (await city.Get($"requests/{id}.json")).Json[0];
        json.EnumerateObject().Select(p => p.Name).ShouldBe(xml.Element("request")!.Elements().Select(e => e.Name.LocalName));
        json.GetProperty("lat").GetDouble().ShouldBe(30.208);
        json.GetProperty("long").ValueKind.ShouldBe(JsonValueKind.Number);
        json.GetProperty("media_url").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("service_request_id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Requests_ByIds_OverrideEveryOtherFilter()
    {
        await using var city = await City.Found();
        var (a, b) = (await city.Report(), await city.Report(("service_code", City.Lamp), ("attribute[fault]", "off")));
        await city.Report();
        (await Ids(city, $"service_request_id={a},{b.ToLowerInvariant()}&status=closed&service_code=lift&start_date=1999-01-01T00:00:00Z&end_date=1999-02-01T00:00:00Z"))
            .ShouldBe([a, b], ignoreOrder: true);
        (await Ids(city, $"service_request_id={a}&jurisdiction_id=k2")).ShouldBeEmpty();
        (await Ids(city, "service_request_id=HF-0001-9999")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_ByServiceStatusAndJurisdiction_AreThoseOnly()
    {
        await using var city = await City.Found();
        var lamp = await city.Report(("service_code", City.Lamp), ("attribute[fault]", "off"));
        var lift = await city.Report(("service_code", City.Lift), ("attribute[floor]", "3"));
        var far = await city.Report(("long", "120.251"));
        await HandOver(city, lift);
        (await Ids(city, "service_code=lamp")).ShouldBe([lamp]);
        (await Ids(city, "service_code=lamp,lift")).ShouldBe([lamp, lift], ignoreOrder: true);
        (await Ids(city, "status=closed")).ShouldBe([lift]);
        (await Ids(city, "status=open")).ShouldBe([lamp, far], ignoreOrder: true);
        (await Ids(city, "status=open,closed")).Count.ShouldBe(3);
        (await Ids(city, "jurisdiction_id=k2")).ShouldBe([far]);
        (await Ids(city, "jurisdiction_id=c")).Count.ShouldBe(3);
        (await city.Get("requests.json?status=done")).ShouldBeError(400, "json", "status");
    }

    [Fact]
    public async Task Requests_WithoutDates_AreThoseOfTheLastNinetyDays()
    {
        await using var city = await City.Found();
        var old = await city.Report();
        city.Time.Move(TimeSpan.FromDays(89));
        var fresh = await city.Report();
        (await Ids(city, "")).ShouldBe([fresh, old]);
        city.Time.Move(TimeSpan.FromDays(2));
        (await Ids(city, "")).ShouldBe([fresh]);
        (await Ids(city, "start_date=2026-11-23T00:00:00Z")).ShouldBe([fresh, old]);
        (await Ids(city, "end_date=2026-11-24T00:00:00%2B08:00")).ShouldBe([old]);
        (await Ids(city, "end_date=2026-11-24T00:00:00+08:00")).ShouldBe([old]);
        (await Ids(city, "start_date=2026-11-23&end_date=2026-11-23")).ShouldBe([old]);
    }

    [Fact]
    public async Task Requests_OverALongerSpan_AreThoseOfItsLastNinetyDays()
    {
        await using var city = await City.Found();
        var old = await city.Report();
        city.Time.Move(TimeSpan.FromDays(100));
        var fresh = await city.Report();
        (await Ids(city, "start_date=2026-01-01T00:00:00Z&end_date=2027-03-10T00:00:00Z")).ShouldBe([fresh]);
        (await Ids(city, "start_date=2025-01-01T00:00:00Z&end_date=2026-11-24T00:00:00Z")).ShouldBe([old]);
    }

    [Theory]
    [InlineData("start_date=2026-11-23T00:00:00", "start_date")]
    [InlineData("start_date=soon", "start_date")]
    [InlineData("end_date=2026-13-01T00:00:00Z", "end_date")]
    [InlineData("start_date=2026-11-23T00:00:00Z&end_date=2026-11-22T00:00:00Z", "start_date")]
    [InlineData("page=0", "page")]
    [InlineData("page_size=none", "page_size")]
    [InlineData("updated_after=x", "updated_after")]
    public async Task Requests_WithAWrongArgument_AreRefused(string query, string words)
    {
        await using var city = await City.Found();
        (await city.Get("requests.xml?" + query)).ShouldBeError(400, "xml", words);
    }

    [Fact]
    public async Task Requests_ByPage_AreEachOnceNewestFirst()
    {
        await using var city = await City.Found();
        var all = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            all.Insert(0, await city.Report());
            city.Time.Move(TimeSpan.FromSeconds(1));
        }

        (await Ids(city, "page_size=2")).ShouldBe(all[..2]);
        (await Ids(city, "page_size=2&page=2")).ShouldBe(all[2..4]);
        (await Ids(city, "page_size=2&page=3")).ShouldBe(all[4..]);
        (await Ids(city, "page_size=2&page=4")).ShouldBeEmpty();
        (await Ids(city, "page_size=5000")).ShouldBe(all);
    }

    [Fact]
    public async Task Requests_ByWhenTheyChanged_AreThoseOnlyHoweverOld()
    {
        await using var city = await City.Found();
        var (a, b) = (await city.Report(), await city.Report());
        city.Time.Move(TimeSpan.FromDays(120));
        await city.Do(new AcceptCase { Case = await city.IdOf(b) });
        (await Ids(city, "updated_after=2027-01-01T00:00:00Z")).ShouldBe([b]);
        (await Ids(city, "updated_before=2027-01-01T00:00:00Z")).ShouldBe([a]);
        (await city.One(b)).GetProperty("updated_datetime").GetString().ShouldBe("2027-03-23T01:00:00Z");
    }

    [Fact]
    public async Task Status_OfEveryStep_IsOpenUntilTheLoopHasEnded()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        var item = await city.IdOf(id);
        await city.Do(new AcceptCase { Case = item });
        (await Standing(city, id)).ShouldBe(("open", "已受理"));
        await city.Do(new DispatchCase { Case = item, Team = "lamps" });
        (await Standing(city, id)).ShouldBe(("open", "已派发"));
        (await city.One(id)).GetProperty("agency_responsible").GetString().ShouldBe("照明班");
        await city.Do(new AnswerCase { Case = item, Text = "已更换井盖，电话 13800001111", Outcome = CaseOutcome.Solved });
        (await Standing(city, id)).ShouldBe(("open", "已答复，待确认（已解决）\n已更换井盖，电话 •••"));
        city.Time.Move(TimeSpan.FromDays(15));
        await city.CloseUnanswered();
        (await Standing(city, id)).ShouldBe(("closed", "已办结（已解决）\n已更换井盖，电话 •••"));
        (await city.One(id)).GetProperty("updated_datetime").GetString().ShouldBe("2026-12-08T01:00:00Z");
    }

    [Fact]
    public async Task Status_OfAMergedCase_NamesTheOneThatGoesOn()
    {
        await using var city = await City.Found();
        var (goesOn, duplicate) = (await city.Report(), await city.Report());
        await city.Do(new MergeCase { Case = await city.IdOf(duplicate), Into = await city.IdOf(goesOn) });
        (await Standing(city, duplicate)).ShouldBe(("closed", "已合并：" + goesOn));
    }

    [Fact]
    public async Task Request_ThatIsUnknownOrNotPublic_IsNotFound()
    {
        await using var city = await City.Found();
        (await city.Get("requests/HF-2611-9999.xml")).ShouldBeError(404, "xml", "service_request_id");
        var id = await city.Report();
        await city.Do(new HandOverCase { Case = await city.IdOf(id), To = "信访", Explanation = "已转交有关部门处理" });
        ((int)(await city.Get($"requests/{id}.json")).Status).ShouldBe(200);
        var hidden = await city.Do(new Cases.Report.ReportCase { Channel = CaseChannel.Phone, Category = City.Secret, Text = "投诉某人", Community = "k1" });
        (await city.Get($"requests/{hidden.Number}.json")).ShouldBeError(404, "json", "service_request_id");
        (await city.Get($"tokens/{hidden.Id.Value}.json")).ShouldBeError(404, "json", "token");
        (await Ids(city, $"service_request_id={hidden.Number}")).ShouldBeEmpty();
        (await Ids(city, "")).ShouldNotContain(hidden.Number);
    }

    [Fact]
    public async Task Token_ThatIsTheId_LeadsToTheRequest()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        var token = (await city.IdOf(id)).Value.ToString();
        (await city.Get($"tokens/{token}.xml")).Xml.ToString(SaveOptions.DisableFormatting).ShouldBe(
            $"<service_requests><request><service_request_id>{id}</service_request_id><token>{token}</token></request></service_requests>");
        (await city.Get($"tokens/{id}.json")).Json[0].GetProperty("service_request_id").GetString().ShouldBe(id);
        (await city.Get("tokens/nothing.json")).ShouldBeError(404, "json", "token");
    }

    [Fact]
    public async Task Gets_NeverTellWhoReported()
    {
        await using var city = await City.Found();
        var id = await city.Report(
            ("first_name", "小芳"), ("last_name", "沈"), ("email", "shen.xiaofang@example.com"), ("phone", "13812345678"), ("device_id", "DEVICE-77"),
            ("account_id", "ACCOUNT-88"), ("description", "井盖松了，请联系 138 1234 5678 或 330106199001011234"), ("address_string", "甲苑1幢502室门口"));
        await city.Do(new AcceptCase { Case = await city.IdOf(id), Message = "沈女士您好" });
        var item = await city.CaseOf(id);
        item.ContactMask.ShouldBe("沈** 138****5678");
        var token = item.Id.Value;
        string[] paths =
        [
            "discovery", "services", "services/other", "requests", $"requests/{id}", $"tokens/{token}", "servicerequestupdates",
            $"servicerequestupdates?service_request_id={id}",
        ];
        foreach (var path in paths)
            foreach (var format in new[] { "xml", "json" })
            {
                var parts = path.Split('?');
                var body = (await city.Get($"{parts[0]}.{format}{(parts.Length > 1 ? "?" + parts[1] : "")}")).Body;
                foreach (var personal in new[] { "小芳", "沈", "shen.xiaofang", "1234 5678", "5678", "DEVICE-77", "ACCOUNT-88", "330106", "502" })
                    body.ShouldNotContain(personal, customMessage: path);
            }
    }

    [Fact]
    public async Task Get_WithTheKeyThatReportedIt_GivesTheClientItsOwnWordsBack()
    {
        await using var city = await City.Found();
        var id = await city.Report(("description", "电话 0571-88886666，2017-06-22 提交"));
        (await city.One(id)).GetProperty("description").GetString().ShouldBe("电话 •••，2017-06-22 提交");
        (await city.Get($"requests/{id}.json?api_key={city.Key}")).Json[0].GetProperty("description").GetString().ShouldBe("电话 0571-88886666，2017-06-22 提交");
        (await city.Get($"requests/{id}.json?api_key={city.HandlerKey}")).Json[0].GetProperty("description").GetString().ShouldBe("电话 •••，2017-06-22 提交");
    }

    [Fact]
    public async Task Requests_OnPostgres_AreFoundTheSameWay()
    {
        await using var city = await City.Found(onPostgres: true);
        var id = await city.Report(("service_code", City.Lamp), ("attribute[fault]", "off"));
        await city.Do(new AcceptCase { Case = await city.IdOf(id) });
        (await Ids(city, "service_code=lamp,lift&status=open&updated_after=2026-11-01T00:00:00Z&jurisdiction_id=k1")).ShouldBe([id]);
        (await city.Get("servicerequestupdates.json")).Json.GetArrayLength().ShouldBe(1);
        var first = await city.Post("requests.json", "k", city.Fields());
        (await city.Post("requests.json", "k", city.Fields())).Body.ShouldBe(first.Body);
    }

    private static async Task<List<string>> Ids(City city, string query)
    {
        var reply = await city.Get("requests.json?" + query);
        ((int)reply.Status).ShouldBe(200, reply.Body);
        return [.. reply.Json.EnumerateArray().Select(r => r.GetProperty("service_request_id").GetString()!)];
    }

    private static async Task<(string, string)> Standing(City city, string id)
    {
        var one = await city.One(id);
        return (one.GetProperty("status").GetString()!, one.GetProperty("status_notes").GetString()!);
    }

    private static async Task HandOver(City city, string id) =>
        await city.Do(new HandOverCase { Case = await city.IdOf(id), To = "电梯维保单位", Explanation = "已移交维保单位处理" });
}
