using System.Text.Json;
using System.Xml.Linq;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases;
using Linli.Tests;

namespace Linli.Open311.Tests;

/// <summary>The extension for updates.</summary>
public sealed class UpdateTests
{
    [Fact]
    public async Task Updates_OfAPublicCase_AreItsStepsOldestFirst()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        city.Time.Move(TimeSpan.FromHours(1));
        await city.Do(new AcceptCase { Case = await city.IdOf(id), Message = "沈女士您好" });
        city.Time.Move(TimeSpan.FromHours(1));
        await city.Do(new AnswerCase { Case = await city.IdOf(id), Text = "井盖已经更换", Outcome = CaseOutcome.Solved });
        city.Time.Move(TimeSpan.FromDays(15));
        await city.CloseUnanswered();

        var updates = (await city.Get($"servicerequestupdates.xml?service_request_id={id}")).Xml.Elements("request_update").ToList();
        updates.Select(u => (u.Element("status")!.Value, u.Element("description")!.Value)).ShouldBe(
            [("open", "受理"), ("open", "井盖已经更换"), ("closed", "居民未再反馈，自动办结")]);
        updates[0].Elements().Select(e => e.Name.LocalName).ShouldBe(
            ["update_id", "service_request_id", "status", "updated_datetime", "description", "media_url", "external_status_code"]);
        updates[0].Element("updated_datetime")!.Value.ShouldBe("2026-11-23T02:00:00Z");

        (await city.Get("servicerequestupdates.json?start_date=2026-11-23T02:30:00Z&end_date=2026-11-23T03:30:00Z")).Json
            .EnumerateArray().Single().GetProperty("external_status_code").GetString().ShouldBe("answered");
        (await city.Get("servicerequestupdates.json?jurisdiction_id=k2")).Json.GetArrayLength().ShouldBe(0);
        (await city.Get("servicerequestupdates.xml?start_date=x")).ShouldBeError(400, "xml", "start_date");
    }

    [Fact]
    public async Task Update_FromTheClientThatReported_IsAMessageOnce()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        var first = await city.Post("servicerequestupdates.xml", null, Update(city.Key, id, "u-1", "closed", "井盖又松了，请尽快"));
        ((int)first.Status).ShouldBe(200, first.Body);
        var updateId = first.Xml.Element("request_update")!.Element("update_id")!.Value;
        (await city.Post("servicerequestupdates.xml", null, Update(city.Key, id, "u-1", "closed", "井盖又松了，请尽快"))).Body.ShouldBe(first.Body);

        var entry = (await city.EntriesOf(await city.IdOf(id))).Single();
        entry.Id.ToString().ShouldBe(updateId);
        (entry.Action, entry.Audience, entry.Text, entry.Detail).ShouldBe((CaseAction.Message, CaseAudience.Reporter, "井盖又松了，请尽快", "reporter"));
        (await city.CaseOf(id)).State.ShouldBe(CaseState.Reported);
        (await city.Get("servicerequestupdates.xml")).Body.ShouldNotContain("井盖又松了");
    }

    [Fact]
    public async Task Update_ClosedByASystemThatHandles_IsTheAnswer()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        await city.Do(new AcceptCase { Case = await city.IdOf(id) });
        city.Time.Move(TimeSpan.FromMinutes(1));
        var reply = await city.Post("servicerequestupdates.json", null, Update(city.HandlerKey, id, "42", "CLOSED", "灯泡已经更换，恢复照明"));
        var updateId = reply.Json[0].GetProperty("update_id").GetString();
        var item = await city.CaseOf(id);
        (item.State, item.Outcome).ShouldBe((CaseState.Answered, CaseOutcome.Solved));
        (await city.One(id)).GetProperty("status_notes").GetString()!.ShouldContain("恢复照明");
        (await city.Get("servicerequestupdates.json")).Json.EnumerateArray().Last().GetProperty("update_id").GetString().ShouldBe(updateId);
        (await city.Post("servicerequestupdates.json", null, Update(city.HandlerKey, id, "42", "CLOSED", "灯泡已经更换，恢复照明"))).Body.ShouldBe(reply.Body);
        (await city.EntriesOf(item.Id)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public async Task Update_WithSomethingWrong_SaysWhat(string format)
    {
        await using var city = await City.Found();
        var path = "servicerequestupdates." + format;
        var id = await city.Report();
        var other = await city.MakeKey("another app", CasesPermissions.Log);
        (await city.Post(path, null, Update(null, id, "1", "open", "有进展"))).ShouldBeError(403, format, "api_key");
        (await city.Post(path, null, Update(city.Key, null, "1", "open", "有进展"))).ShouldBeError(400, format, "service_request_id");
        (await city.Post(path, null, Update(city.Key, id, null, "open", "有进展"))).ShouldBeError(400, format, "update_id");
        (await city.Post(path, null, Update(city.Key, id, "1", "open", null))).ShouldBeError(400, format, "description");
        (await city.Post(path, null, Update(city.Key, id, "1", "exploded", "有进展"))).ShouldBeError(400, format, "status");
        (await city.Post(path, null, Update(city.Key, "HF-2611-9999", "1", "open", "有进展"))).ShouldBeError(404, format, "no such case");
        (await city.Post(path, null, Update(other, id, "1", "open", "有进展"))).ShouldBeError(404, format, "no such case");
        (await city.Post(path, null, [.. Update(city.Key, id, "1", "open", "有进展"), ("updated_datetime", "2027-01-01T00:00:00Z")])).ShouldBeError(400, format, "future");
        (await city.EntriesOf(await city.IdOf(id))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_WithPhotos_ShowsThemWithItAndWithNothingElse()
    {
        await using var city = await City.Found();
        var photo = await city.PostPhoto(SamplePhoto.Jpeg, "before.jpg", city.Fields());
        var id = photo.Json[0].GetProperty("service_request_id").GetString()!;
        await city.Do(new AcceptCase { Case = await city.IdOf(id) });
        city.Time.Move(TimeSpan.FromMinutes(1));
        var posted = await city.PostPhotoTo(
            "servicerequestupdates.json", SamplePhoto.Jpeg, "after.jpg",
            [.. Update(city.HandlerKey, id, "42", "FIXED", "灯泡已经更换"), ("media_url", "https://pictures.example/a.jpg"), ("media_url", "https://pictures.example/b.jpg")]);
        ((int)posted.Status).ShouldBe(200, posted.Body);

        var updates = (await city.Get("servicerequestupdates.json")).Json.EnumerateArray().ToList();
        updates[0].GetProperty("media_url").ValueKind.ShouldBe(JsonValueKind.Null);
        updates[0].TryGetProperty("media_urls", out _).ShouldBeFalse();
        var answer = updates[1];
        var url = answer.GetProperty("media_url").GetString()!;
        url.ShouldStartWith("http://localhost/files/");
        answer.GetProperty("media_urls").EnumerateArray().Select(u => u.GetString()).ShouldBe([url, "https://pictures.example/a.jpg", "https://pictures.example/b.jpg"]);
        (await city.Client.GetAsync(new Uri(url).PathAndQuery)).Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await city.One(id)).GetProperty("media_url").GetString().ShouldNotBe(url);

        var xml = (await city.Get("servicerequestupdates.xml")).Xml.Elements("request_update").Last();
        xml.Element("media_url")!.Value.ShouldBe(url);
        xml.Element("media_urls")!.Elements("media_url").Count().ShouldBe(3);
    }

    [Fact]
    public async Task Update_OfThePictureAlone_IsTaken()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        var posted = await city.Post("servicerequestupdates.xml", null, [.. Update(city.Key, id, "1", "REOPEN", null), ("media_url", "https://pictures.example/a.jpg")]);
        ((int)posted.Status).ShouldBe(200, posted.Body);
        (await city.EntriesOf(await city.IdOf(id))).Single().Text.ShouldBe("（照片 Photo）\nhttps://pictures.example/a.jpg");
        (await city.Post("servicerequestupdates.xml", null, [.. Update(city.Key, id, "2", "open", "x y"), ("media_url", "file:///etc/passwd")])).ShouldBeError(400, "xml", "media_url");
    }

    [Fact]
    public async Task Updates_OfANamedRequest_ReachBackAsFarAsItDoes()
    {
        await using var city = await City.Found();
        var id = await city.Report();
        await city.Do(new AcceptCase { Case = await city.IdOf(id) });
        city.Time.Move(TimeSpan.FromDays(200));
        (await city.Get("servicerequestupdates.json")).Json.GetArrayLength().ShouldBe(0);
        (await city.Get($"servicerequestupdates.json?service_request_id={id}")).Json.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Requests_WithExtensions_CarryPhotosAndWhatHappened()
    {
        await using var city = await City.Found();
        var id = (await city.PostPhoto(SamplePhoto.Jpeg, "before.jpg", city.Fields())).Json[0].GetProperty("service_request_id").GetString()!;
        await city.Do(new AcceptCase { Case = await city.IdOf(id), Message = "沈女士您好" });
        city.Time.Move(TimeSpan.FromMinutes(1));
        await city.Do(new AnswerCase { Case = await city.IdOf(id), Text = "井盖已经更换", Outcome = CaseOutcome.Solved });

        var one = (await city.Get($"requests/{id}.json?extensions=true")).Json[0];
        one.GetProperty("extended_attributes").GetProperty("photos")[0].GetProperty("media_url").GetString().ShouldBe(one.GetProperty("media_url").GetString());
        one.GetProperty("notes").EnumerateArray().Select(n => (n.GetProperty("type").GetString(), n.GetProperty("description").GetString()))
            .ShouldBe([("accepted", "受理"), ("answered", "井盖已经更换")]);
        var xml = (await city.Get("requests.xml?extensions=true")).Xml.Element("request")!;
        xml.Element("notes")!.Elements("note").Select(n => n.Element("datetime")!.Value).ShouldBe(["2026-11-23T01:00:00Z", "2026-11-23T01:01:00Z"]);
        xml.Element("extended_attributes")!.Element("photos")!.Elements("photo").Count().ShouldBe(1);
        (await city.Get($"requests/{id}.json")).Json[0].TryGetProperty("notes", out _).ShouldBeFalse();
    }

    private static (string, string?)[] Update(string? key, string? id, string? update, string status, string? text) =>
    [
        ("api_key", key), ("service_request_id", id), ("update_id", update), ("status", status), ("description", text),
        ("first_name", "小芳"), ("last_name", "沈"), ("email", "shen@example.com"),
    ];
}
