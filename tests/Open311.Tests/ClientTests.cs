using System.Text.Json;
using Linli.Cases.Accept;

namespace Linli.Open311.Tests;

/// <summary>What clients in the wild send and read, as observed with the client itself or in its source.</summary>
public sealed class ClientTests(City city) : IClassFixture<City>
{
    // npm open311 0.0.12 was run against this server: it finds the endpoint by discovery, adds a slash, puts the jurisdiction
    // into the address of a POST and everything else into the form, together with fields of its own.
    [Fact]
    public async Task NodeOpen311_FromDiscoveryToItsOwnRequest()
    {
        var endpoint = (await city.Get("discovery.json")).Json.GetProperty("endpoints").EnumerateArray()
            .First(e => e.GetProperty("specification").GetString() == "http://wiki.open311.org/GeoReport_v2" && e.GetProperty("type").GetString() == "production");
        endpoint.GetProperty("url").GetString()!.ShouldEndWith("/open311/v2");
        endpoint.GetProperty("formats").EnumerateArray().Select(f => f.GetString()).ShouldContain("application/json");

        var services = (await city.Get("services.json?jurisdiction_id=c")).Json.EnumerateArray().ToList();
        services.Single(s => s.GetProperty("service_code").GetString() == City.Lamp).GetProperty("metadata").ValueKind.ShouldBe(JsonValueKind.True);
        var made = await city.Post(
            "requests.json?jurisdiction_id=c", null,
            [.. city.Fields(("service_code", City.Lamp), ("address", "baltimore, MD"), ("attribute[fault]", "off"), ("attribute[pole]", "42"))]);
        var id = made.Json[0].GetProperty("service_request_id").GetString();
        var list = (await city.Get($"requests.json?service_request_id={id},HF-0000-0000&jurisdiction_id=c")).Json;
        DateTimeOffset.Parse(list[0].GetProperty("requested_datetime").GetString()!, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(city.Time.GetUtcNow());
        list.GetArrayLength().ShouldBe(1);
        (await city.Get($"tokens/{id}.json?jurisdiction_id=c")).Json[0].GetProperty("service_request_id").GetString().ShouldBe(id);
    }

    // FixMyStreet, perllib/Open311.pm: every extra of a report is an attribute, known here or not; an empty jurisdiction, an
    // empty attribute and "-" for a missing name are sent; several photos are one name sent again.
    [Fact]
    public async Task FixMyStreet_ReportAndUpdate_AreTakenWithAllTheySend()
    {
        var report = await city.Post("requests.xml", null,
        [
            .. city.Fields(("service_code", City.Lamp)), ("jurisdiction_id", ""), ("deviceid", "iOS"), ("first_name", "Bob"), ("last_name", ""), ("email", "bob@example.org"),
            ("attribute[fault]", "flicker"), ("attribute[pole]", ""), ("attribute[easting]", "529090"), ("attribute[northing]", "179645"), ("attribute[fixmystreet_id]", "123"),
            ("attribute[title]", "Lamp"), ("attribute[closest_address]", "1 High Street"), ("media_url", "https://fms.example/1.jpeg"), ("media_url", "https://fms.example/2.jpeg"),
        ]);
        ((int)report.Status).ShouldBe(200, report.Body);
        var id = report.Xml.Elements("request").Single().Element("service_request_id")!.Value;

        foreach (var (status, n) in new[] { "OPEN", "INVESTIGATING", "IN_PROGRESS", "ACTION_SCHEDULED", "REOPEN", "FOR_TRIAGE", "FIXED", "NO_FURTHER_ACTION", "DUPLICATE", "CLOSED" }.Select((s, n) => (s, n)))
        {
            var update = await city.Post(
                "servicerequestupdates.xml", null,
                ("api_key", city.Key), ("jurisdiction_id", ""), ("updated_datetime", "2026-11-23T00:59:00+00:00"), ("service_request_id", id), ("update_id", $"{n}"),
                ("status", status), ("description", "This is an update"), ("last_name", "-"), ("first_name", "Bob"), ("email", "bob@example.org"),
                ("email_alerts_requested", "FALSE"), ("title", "MR"), ("public_anonymity_required", "TRUE"), ("service_code", City.Lamp));
            ((int)update.Status).ShouldBe(200, update.Body);
            update.Xml.Elements("request_update").Single().Element("update_id")!.Value.ShouldNotBeEmpty();
        }
    }

    // FixMyStreet asks every few minutes for the last hours, with its key in the address.
    [Fact]
    public async Task FixMyStreet_AskingForUpdates_GetsThoseOfTheSpan()
    {
        var id = await city.Report();
        await city.Do(new AcceptCase { Case = await city.IdOf(id) });
        var reply = await city.Get($"servicerequestupdates.xml?api_key={city.Key}&jurisdiction_id=&start_date=2026-11-22T23:00:00Z&end_date=2026-11-23T01:00:00Z");
        reply.Xml.Name.LocalName.ShouldBe("service_request_updates");
        var update = reply.Xml.Elements("request_update").Single(u => u.Element("service_request_id")!.Value == id);
        update.Element("update_id")!.Value.ShouldNotBeEmpty();
        update.Element("media_url")!.Value.ShouldBeEmpty();
    }

    // The validator of SeeClickFix posts an address and an email, with the first service of the list.
    [Fact]
    public async Task SeeClickFixValidator_PostsWithoutAPoint()
    {
        var reply = await city.Post(
            "requests.xml", null,
            ("api_key", city.Key), ("jurisdiction_id", "k1"), ("service_code", City.Other), ("address_string", "望汐路 1 号"), ("email", "foo@bar.com"), ("description", "I know"));
        ((int)reply.Status).ShouldBe(200, reply.Body);
    }
}
