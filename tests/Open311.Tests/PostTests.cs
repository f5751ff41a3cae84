using System.Xml.Linq;
using Linli.Cases;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Open311.Tests;

/// <summary>POST Service Request.</summary>
public sealed class PostTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Post_ARightRequest_IsACaseInItsGrid()
    {
        var reply = await city.Post("requests.xml", null, city.Fields(("account_id", "a-17"), ("address_string", "望汐路口")));
        reply.ContentType.ShouldBe("text/xml; charset=utf-8");
        var id = reply.Xml.Element("request")!.Element("service_request_id")!.Value;
        id.ShouldStartWith("HF-2611-");
        reply.Xml.ToString(SaveOptions.DisableFormatting).ShouldBe(
            $"<service_requests><request><service_request_id>{id}</service_request_id><service_notice>已收到，将在 2026-11-30 前答复。</service_notice>"
            + "<account_id>a-17</account_id></request></service_requests>");

        var item = await city.CaseOf(id);
        item.Scope.ShouldBe("/c/k1/k1-g1/");
        item.Channel.ShouldBe(CaseChannel.Open311);
        item.Text.ShouldBe("路灯旁的井盖松动了");
        item.PlaceText.ShouldBe("望汐路口");
    }

    [Fact]
    public async Task Post_AsJson_AnswersABareArrayWithAStringId()
    {
        var reply = await city.Post("requests.json", null, city.Fields());
        reply.Json.GetArrayLength().ShouldBe(1);
        reply.Json[0].GetProperty("service_request_id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
        reply.Json[0].GetProperty("account_id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public async Task Post_WithSomethingWrong_SaysWhatInTheAskedFormat(string format)
    {
        var path = "requests." + format;
        (await city.Post(path, null, city.Fields(("api_key", null)))).ShouldBeError(403, format, "api_key was not provided");
        (await city.Post(path, null, city.Fields(("api_key", "linli_00000000_0000")))).ShouldBeError(403, format, "api_key");
        (await city.Post(path, null, city.Fields(("api_key", city.PowerlessKey)))).ShouldBeError(403, format, "may not");
        (await city.Post(path, null, city.Fields(("service_code", null)))).ShouldBeError(400, format, "service_code was not provided");
        (await city.Post(path, null, city.Fields(("service_code", "dragons")))).ShouldBeError(404, format, "service_code");
        (await city.Post(path, null, city.Fields(("service_code", City.Secret)))).ShouldBeError(404, format, "service_code");
        (await city.Post(path, null, city.Fields(("lat", null), ("long", null)))).ShouldBeError(400, format, "location");
        (await city.Post(path, null, city.Fields(("long", null)))).ShouldBeError(400, format, "lat and long");
        (await city.Post(path, null, city.Fields(("lat", "95")))).ShouldBeError(400, format, "lat and long");
        (await city.Post(path, null, city.Fields(("lat", "north")))).ShouldBeError(400, format, "lat and long");
        (await city.Post(path, null, city.Fields(("jurisdiction_id", "atlantis")))).ShouldBeError(404, format, "jurisdiction_id");
        (await city.Post(path, null, city.Fields(("description", new string('字', 4001))))).ShouldBeError(400, format, "4000");
        (await city.Post(path, null, city.Fields(("media_url", "javascript:alert(1)")))).ShouldBeError(400, format, "media_url");
        (await city.Post(path, null, city.Fields(("lat", "48.2"), ("long", "16.37")))).ShouldBeError(400, format, "far from every community");
        (await city.Post(path, null, city.Fields(("lat", null), ("long", null), ("address_id", "x-9")))).ShouldBeError(404, format, "address_id");
        (await city.Post(path, null, city.Fields(("lat", null), ("long", null), ("address_string", "望汐路1号")))).ShouldBeError(400, format, "jurisdiction_id");
    }

    [Fact]
    public async Task Post_WithWrongAttributes_NamesEachOfThem()
    {
        (await city.Post("requests.xml", null, city.Fields(("service_code", City.Lamp)))).ShouldBeError(400, "xml", "attribute[fault]");
        (await city.Post("requests.json", null, city.Fields(("service_code", City.Lamp), ("attribute[fault]", "melted")))).ShouldBeError(400, "json", "attribute[fault]");
        var reply = await city.Post("requests.json", null, city.Fields(
            ("service_code", City.Lift), ("attribute[floor]", "third"), ("attribute[since]", "yesterday"), ("attribute[who][]", "cat")));
        foreach (var code in new[] { "floor", "since", "who" })
            reply.ShouldBeError(400, "json", $"attribute[{code}]");
        reply.Json.GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Post_WithAttributes_TellsThoseWhoHandleItAndNobodyElse()
    {
        var id = await city.Report(
            ("service_code", City.Lift), ("attribute[floor]", "-2"), ("attribute[since]", "2026-11-22T08:30:00+08:00"),
            ("attribute[who][]", "child"), ("attribute[who][]", "elder"), ("attribute[note]", "按了\n报警"));
        var item = await city.IdOf(id);
        var answers = await city.InScope<LinliDb, List<CaseAnswer>>(db => db.Records<CaseAnswer>().Where(a => a.Case == item).OrderBy(a => a.Order).ToListAsync());
        answers.Select(a => $"{a.LabelZh}：{a.ValueZh}").ShouldBe(["停在几层：-2", "从何时起：2026-11-22 08:30", "被困的人：儿童、老人", "补充：按了\n报警"]);
        answers[2].ValueEn.ShouldBe("Child, Elder");
        foreach (var path in new[] { $"requests/{id}.json", $"requests/{id}.xml", "requests.json?extensions=true" })
            (await city.Get(path)).Body.ShouldNotContain("报警");
        (await city.One(id)).GetProperty("description").GetString().ShouldBe("路灯旁的井盖松动了");
    }

    [Fact]
    public async Task Post_OutsideEveryGrid_GoesToTheDeskOfTheNearestCommunity()
    {
        (await city.CaseOf(await city.Report(("long", "120.251")))).Scope.ShouldBe("/c/k2/");
        (await city.CaseOf(await city.Report(("lat", null), ("long", null), ("address_string", "老菜场"), ("jurisdiction_id", "k2")))).Scope.ShouldBe("/c/k2/");
        var byAddress = await city.CaseOf(await city.Report(("lat", null), ("long", null), ("address_id", "k1-a-1")));
        byAddress.Scope.ShouldBe("/c/k1/k1-g1/");
        byAddress.PlaceText.ShouldBe("甲苑1幢");
    }

    [Fact]
    public async Task Post_WithAPhoto_ShowsItAtItsAddress()
    {
        var reply = await city.PostPhoto(SamplePhoto.Jpeg, "井盖.jpg", city.Fields());
        ((int)reply.Status).ShouldBe(200, reply.Body);
        var shown = await city.One(reply.Json[0].GetProperty("service_request_id").GetString()!);
        var url = new Uri(shown.GetProperty("media_url").GetString()!);
        url.AbsoluteUri.ShouldStartWith("http://localhost/files/");
        var photo = await city.Client.GetAsync(url.PathAndQuery);
        photo.IsSuccessStatusCode.ShouldBeTrue();
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task Post_WithAFileThatIsNoPhoto_IsRefusedAndNothingIsKept()
    {
        var before = await city.CountCases();
        (await city.PostPhoto("%PDF-1.7"u8.ToArray(), "photo.jpg", city.Fields())).ShouldBeError(400, "json", "not a photo");
        (await city.CountCases()).ShouldBe(before);
    }

    [Theory]
    [InlineData("half")]
    [InlineData("gif")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("heic")]
    [InlineData("html")]
    [InlineData("empty")]
    public async Task Post_WithAPictureThatIsNone_IsRefusedAndNothingIsKept(string what)
    {
        byte[] bytes = what switch
        {
            "half" => SamplePhoto.Jpeg[..40],
            "gif" => [.. "GIF89a"u8, .. new byte[40]],
            "png" => [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0],
            "webp" => [.. "RIFF"u8, 0xFF, 0xFF, 0, 0, .. "WEBPVP8 "u8, 1],
            "heic" => [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]],
            "html" => [.. "<html><script>alert(1)</script>"u8],
            _ => [],
        };
        var before = await city.CountCases();
        (await city.PostPhoto(bytes, "photo.jpg", city.Fields())).ShouldBeError(400, "json", "");
        (await city.CountCases()).ShouldBe(before);
    }

    [Fact]
    public async Task Post_APhotoThatIsAPageAsWell_IsKeptWithoutThePage()
    {
        var both = await city.PostPhoto([.. SamplePhoto.Jpeg, .. "<html><script>alert(1)</script>"u8], "photo.html", city.Fields());
        ((int)both.Status).ShouldBe(200, both.Body);
        var shown = await city.Client.GetAsync(new Uri((await city.One(both.Json[0].GetProperty("service_request_id").GetString()!)).GetProperty("media_url").GetString()!).PathAndQuery);
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        shown.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        System.Text.Encoding.Latin1.GetString(await shown.Content.ReadAsByteArrayAsync()).ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Post_WithTheAddressOfAPicture_ShowsItAsItCame()
    {
        var id = await city.Report(("media_url", "https://pictures.example/1.jpg?a=1&b=2"));
        (await city.One(id)).GetProperty("media_url").GetString().ShouldBe("https://pictures.example/1.jpg?a=1&b=2");
    }

    [Fact]
    public async Task Post_WithoutADescription_SaysWhatItIsAbout() =>
        (await city.One(await city.Report(("description", null)))).GetProperty("description").GetString().ShouldBe("其他");

    [Theory]
    [InlineData("<b>坏了</b> & \"引号\" 'x' ]]> <!-- -->")]
    [InlineData("第一行\n\n第二行\t制表 😀👨‍👩‍👧 𠮷野家")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt; %00 \\u0000 ../..")]
    public async Task Post_HostileText_ArrivesUnchangedInBothFormats(string text)
    {
        var id = await city.Report(("description", text));
        (await city.CaseOf(id)).Text.ShouldBe(text);
        (await city.One(id)).GetProperty("description").GetString().ShouldBe(text);
        (await city.Get($"requests/{id}.xml")).Xml.Element("request")!.Element("description")!.Value.ShouldBe(text);
    }

    [Fact]
    public async Task Post_WhatXmlCannotSay_IsLeftOut()
    {
        var id = await city.Report(("description", "一\u0001二\u0008三\uFFFE四\r\n五"));
        (await city.Get($"requests/{id}.xml")).Xml.Element("request")!.Element("description")!.Value.ShouldBe("一二三四\n五");
    }

    [Fact]
    public async Task Post_SeveralAddressesOfPictures_TellsThemToStaff()
    {
        var id = await city.Report(("media_url", "https://pictures.example/1.jpg"), ("media_url[]", "https://pictures.example/2.jpg"));
        (await city.One(id)).GetProperty("media_url").GetString().ShouldBe("https://pictures.example/1.jpg");
        (await city.EntriesOf(await city.IdOf(id))).Single().Text.ShouldBe("media_url：https://pictures.example/1.jpg\nmedia_url：https://pictures.example/2.jpg");
    }

    [Theory]
    [InlineData("application/json", "{\"service_code\":\"other\"}")]
    [InlineData("text/xml", "<request><service_code>other</service_code></request>")]
    [InlineData("text/plain", "service_code=other")]
    public async Task Post_AnythingButAForm_SaysWhatIsTaken(string type, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, type);
        (await Reply.Of(await city.Client.PostAsync("/open311/v2/requests.json?api_key=" + city.Key, content))).ShouldBeError(400, "json", "application/x-www-form-urlencoded");
    }

    [Fact]
    public async Task Post_NothingAtAll_SaysThatTheKeyIsMissing()
    {
        (await Reply.Of(await city.Client.PostAsync("/open311/v2/requests.xml", null))).ShouldBeError(403, "xml", "api_key");
        using var empty = new FormUrlEncodedContent([]);
        (await Reply.Of(await city.Client.PostAsync("/open311/v2/requests.xml?api_key=" + city.Key, empty))).ShouldBeError(400, "xml", "service_code");
    }

    [Theory]
    [InlineData("lat", "NaN")]
    [InlineData("lat", "Infinity")]
    [InlineData("long", "-Infinity")]
    [InlineData("long", "1e400")]
    [InlineData("lat", "30,208")]
    [InlineData("lat", "120.21")]
    [InlineData("lat", "0x1E")]
    [InlineData("lat", "３０")]
    public async Task Post_APointThatIsNone_IsRefused(string name, string value) =>
        (await city.Post("requests.json", null, city.Fields((name, value)))).ShouldBeError(400, "json", "lat and long");

    [Fact]
    public async Task Post_ATextOfTenMegabytes_IsRefused() =>
        (await city.Post("requests.json", null, city.Fields(("description", new string('x', 10_000_000))))).ShouldBeError(400, "json", "size");

    [Fact]
    public async Task Post_ManyThousandFields_AreRefused() =>
        (await city.Post("requests.json", null, [.. city.Fields(), .. Enumerable.Range(0, 5000).Select(i => ($"attribute[a{i}]", (string?)"1"))])).ShouldBeError(400, "json", "size");

    [Fact]
    public async Task Post_AZeroByte_IsAFormThatCannotBeRead() =>
        (await city.Post("requests.xml", null, city.Fields(("description", "一\u0000二")))).ShouldBeError(400, "xml", "cannot be read");

    [Fact]
    public async Task Post_FourThousandCharacters_ArriveUnchanged()
    {
        var text = string.Concat(Enumerable.Repeat("夜里路灯不亮，老人出行不便。", 286))[..4000];
        var id = await city.Report(("description", text));
        (await city.One(id)).GetProperty("description").GetString().ShouldBe(text);
    }

    [Fact]
    public async Task Post_WithTheSameIdempotencyKey_IsOneCase()
    {
        var first = await city.Post("requests.json", "k-1", city.Fields());
        var second = await city.Post("requests.json", "k-1", city.Fields());
        second.Body.ShouldBe(first.Body);
        (await city.Post("requests.json", "k-1", city.Fields(("description", "另一件事情")))).ShouldBeError(400, "json", "Idempotency-Key");
    }

    [Fact]
    public async Task Post_TheSameWithoutADevice_IsTwoPeople()
    {
        var before = await city.CountCases();
        await city.Report();
        await city.Report();
        (await city.CountCases()).ShouldBe(before + 2);
    }

    [Fact]
    public async Task Post_WithAForeignTelephoneNumber_IsTaken() =>
        (await city.CaseOf(await city.Report(("phone", "+44 20 7946 0958"), ("first_name", "John"), ("last_name", "Smith")))).ContactMask.ShouldBe("J*** +44*********0958");
}
