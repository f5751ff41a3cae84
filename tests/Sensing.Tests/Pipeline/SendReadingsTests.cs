using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Devices;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>Readings over HTTP, on their way to what people read later.</summary>
public sealed class SendReadingsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private const string Address = "/api/v1/sensing/readings";
    private const string Key = "a-key-that-its-maker-put-into-it";
    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task Readings_SentByADevice_AreTakenOnce_AndReadLater(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var device = Device(town, "M-1");
        var body = $$$"""
            {"readings": [
              {"at": "{{{Iso(-90)}}}", "values": {"energy": 100, "power": 3}}, {"at": "{{{Iso(-50)}}}", "measure": "energy", "value": 104},
              {"device": "M-1", "at": "{{{Iso(-20)}}}", "measure": "energy", "value": 105.5}, {"at": "{{{Iso(-10)}}}", "measure": "energy", "value": -1}
            ]}
            """;
        var answer = await Post(device, body);
        (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("repeated").GetInt32()).ShouldBe((4, 0));
        var refused = answer.GetProperty("refused")[0];
        (refused.GetProperty("index").GetInt32(), refused.GetProperty("field").GetString(), refused.GetProperty("code").GetString())
            .ShouldBe((3, "readings[3].value", "sensing.value_out_of_range"));
        (await Post(device, body)).GetProperty("repeated").GetInt32().ShouldBe(4);

        await StoreAndReckon(town);
        var worker = await town.StaffClient("worker");
        var raw = await worker.GetFromJsonAsync<JsonElement>("/api/v1/sensing/devices/M-1/readings?measure=energy&most=2");
        raw.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("value").GetDouble()).ShouldBe([100, 104]);
        raw.GetProperty("next").GetDateTimeOffset().ShouldBe(Now.AddMinutes(-20));
        (await Hours(worker, "energy")).ShouldBe([0, 5.5], "a meter goes on from the hour before");

        // A late reading corrects the hour it belongs to, and the hour after it.
        await Post(device, $$"""{"at": "{{Iso(-65)}}", "measure": "energy", "value": 103}""");
        town.Time.Move(TimeSpan.FromMinutes(6));
        await StoreAndReckon(town);
        (await Hours(worker, "energy")).ShouldBe([3, 2.5]);

        (await (await town.StaffClient("worker2")).GetAsync("/api/v1/sensing/devices/M-1/readings?measure=energy")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await town.ResidentClient("13900000001")).GetAsync("/api/v1/sensing/devices/M-1/readings?measure=energy")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await worker.GetAsync("/api/v1/sensing/devices/M-1/readings?measure=position&step=hour&most=0")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // What stands for a person lies sealed, is shown to nobody here, and goes after its time.
        (await Post(Device(town, "S-1"), $$"""[{"at": "{{Iso(-1)}}", "measure": "sos", "value": true}]""")).GetProperty("accepted").GetInt32().ShouldBe(1);
        await StoreAndReckon(town);
        (await worker.GetAsync("/api/v1/sensing/devices/S-1/readings?measure=sos")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var button = town.Services.GetRequiredService<IDevices>().ByCode("S-1")!.Id;
        (await Rows(town, db => db.Records<ReadingRow>().Where(r => r.Device == button))).Single().ShouldSatisfyAllConditions(r => r.Value.ShouldBeNull(), r => r.Sealed.ShouldNotBeNull());
        (await town.InScope(s => s.GetRequiredService<ITracks>().Values(button, "sos", Now.AddHours(-1), Now.AddHours(1), 10, CancellationToken.None))).Single().Value.ShouldBe(1);
        (await Rows(town, db => db.Records<HourRow>().Where(h => h.Device == button))).ShouldBeEmpty();
        town.Time.Move(TimeSpan.FromDays(31));
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<DeleteOldReadings>(s).Run(CancellationToken.None);
            return true;
        });
        (await Rows(town, db => db.Records<ReadingRow>())).Count.ShouldBe(5, "meters keep theirs longer");
    }

    [Fact]
    public async Task Senders_AreAskedWhoTheyAre_AndSpeakForTheirOwnOnly()
    {
        await using var town = await Town(DatabaseKind.Sqlite);
        var body = $$"""{"device": "M-1", "at": "{{Iso(-1)}}", "measure": "energy", "value": 1}""";
        foreach (var stranger in new[] { town.Client(), Device(town, "M-1", "another-key-than-the-one-it-has"), Device(town, "M-9"), await town.StaffClient("worker") })
        {
            var refused = await stranger.PostAsync(Address, Json(body));
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            refused.Headers.WwwAuthenticate.ToString().ShouldStartWith("Basic");
        }

        var other = await Device(town, "V-1").PostAsync(Address, Json(body));
        other.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await other.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("sensing.not_your_device");

        // A gateway speaks for the devices of its place.
        var gateway = town.Client();
        gateway.DefaultRequestHeaders.Add("X-Api-Key", await town.InScope(async s =>
        {
            var key = s.GetRequiredService<IMachineKeys>().Make("gateway", SmallTown.First, [SensingPermissions.Send]).Key;
            await s.GetRequiredService<LinliDb>().SaveChangesAsync();
            return key;
        }));
        var answer = await Post(gateway, $$"""
            [{{body}}, {"device": "V-1", "at": "{{Iso(-1)}}", "latitude": 30.208, "longitude": 120.21, "speed": 8}, {"device": "F-2", "at": "{{Iso(-1)}}", "measure": "in", "value": 3},
             {"at": "{{Iso(-1)}}", "measure": "in", "value": 3}, 7]
            """);
        answer.GetProperty("accepted").GetInt32().ShouldBe(2);
        answer.GetProperty("refused").EnumerateArray().Select(r => r.GetProperty("code").GetString())
            .ShouldBe(["sensing.device_unknown", "sensing.device_missing", "sensing.reading_malformed"]);
        var vehicle = town.Services.GetRequiredService<ILatest>().Of(town.Services.GetRequiredService<IDevices>().ByCode("V-1")!.Id);
        (vehicle.Online, vehicle.Fix!.Value.Fix.Latitude).ShouldBe((true, 30.208));
    }

    [Theory]
    [InlineData("{\"measure\": \"energy\", \"value\": 1", "sensing.body_unreadable")]
    [InlineData("[]", "sensing.nothing_sent")]
    [InlineData("{\"measure\": \"energy\"}", "sensing.measure_missing")]
    [InlineData("{\"measure\": \"energy\", \"value\": \"1\"}", "sensing.number_expected")]
    [InlineData("{\"measure\": 5, \"value\": 1}", "sensing.text_expected")]
    [InlineData("{\"at\": \"2026-11-23T07:59:00\", \"measure\": \"energy\", \"value\": 1}", "sensing.at_without_zone")]
    [InlineData("{\"at\": \"2026-11-23\", \"measure\": \"energy\", \"value\": 1}", "sensing.at_without_zone")]
    [InlineData("{\"at\": \"yesterday\", \"measure\": \"energy\", \"value\": 1}", "sensing.at_unreadable")]
    [InlineData("{\"at\": \"2026-11-23T08:00:00Z\", \"measure\": \"energy\", \"value\": 1}", "sensing.clock_eight_hours_ahead")]
    public void Parser_WhatCannotBeUnderstood_IsRefusedWithAName(string body, string code)
    {
        var sent = new Send.ReadingParser((string? _, out DeviceId found) => { found = default; return null; }, Now);
        try
        {
            sent.Plain(Encoding.UTF8.GetBytes(body));
        }
        catch (JsonException)
        {
            code.ShouldBe("sensing.body_unreadable");
            return;
        }

        var first = sent.Sent.Refused.Count > 0 ? sent.Sent.Refused[0].Problem.Code
            : sent.Sent.Readings.Count == 0 ? Send.SendProblems.Empty.Code : DoorProblems.Ahead(sent.Sent.Readings[0].At - Now).Code;
        first.ShouldBe(code);
    }

    [Fact]
    public async Task CloudEvents_OfAllThreeForms_AreTaken_AndTheSameAgainBringsNothing()
    {
        await using var town = await Town(DatabaseKind.Sqlite);
        var device = Device(town, "F-1");
        string Event(int id, int minute, int people) =>
            $$$"""{"specversion": "1.0", "id": "{{{id}}}", "source": "urn:gate:1", "type": "footfall", "time": "{{{Iso(minute)}}}", "data": {"measure": "in", "value": {{{people}}} }}""";

        (await Post(device, Event(1, -30, 4), "application/cloudevents+json; charset=utf-8")).GetProperty("accepted").GetInt32().ShouldBe(1);

        // The same event with other data is the same event; a new one without an instant of its own counts at its own time.
        (await Post(device, Event(1, -29, 9), "application/cloudevents+json")).GetProperty("repeated").GetInt32().ShouldBe(1);
        var batch = await Post(device, $"[{Event(2, -20, 1)}, {Event(3, -19, 2)}, {Event(2, -18, 3)}, {Event(4, -10, 5).Replace("1.0", "0.3", StringComparison.Ordinal)}]", "application/cloudevents-batch+json");
        (batch.GetProperty("accepted").GetInt32(), batch.GetProperty("repeated").GetInt32()).ShouldBe((2, 1));
        var refused = batch.GetProperty("refused").EnumerateArray().Single();
        (refused.GetProperty("index").GetInt32(), refused.GetProperty("field").GetString()).ShouldBe((3, "[3].specversion"));

        var binary = Json("""{"measure": "out", "value": 2}""");
        foreach (var (name, value) in new[] { ("specversion", "1.0"), ("id", "5"), ("source", "urn:gate:1"), ("type", "footfall"), ("subject", "F-1"), ("time", Iso(-5)) })
            binary.Headers.Add("ce-" + name, value);
        (await device.PostAsync(Address, binary)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await town.Services.GetRequiredService<ReadingPipeline>().Store(CancellationToken.None);
        (await Rows(town, db => db.Records<ReadingRow>())).Select(r => (r.Measure, r.Value)).Order().ShouldBe([("in", 1), ("in", 2), ("in", 4), ("out", 2)]);
        (await Rows(town, db => db.Records<EventRow>())).Count.ShouldBe(4);
    }

    [Fact]
    public async Task CloudEvents_ThatBroughtNothing_MayComeAgain_AndOddOnesAreUnderstoodOrRefused()
    {
        await using var town = await Town(DatabaseKind.Sqlite);
        var device = Device(town, "F-1");
        string Event(string id, string time, string data) => $$"""{"specversion": "1.0", "id": "{{id}}", "source": "urn:gate:2", "type": "footfall", "time": "{{time}}", {{data}}}""";
        const string events = "application/cloudevents+json";
        (await device.PostAsync(Address, Json(Event("1", Iso(3), "\"data\": {\"measure\": \"in\", \"value\": 1}"), events))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Post(device, Event("1", Iso(-3), "\"data\": {\"measure\": \"in\", \"value\": 1}"), events)).GetProperty("accepted").GetInt32().ShouldBe(1, "set right, it is no repetition");
        var bytes = Convert.ToBase64String("""{"measure": "in", "value": 2}"""u8);
        (await Post(device, Event("2", Iso(-2), $"\"data_base64\": \"{bytes}\""), events)).GetProperty("accepted").GetInt32().ShouldBe(1);
        (await Post(device, "[]", "application/cloudevents-batch+json")).GetProperty("accepted").GetInt32().ShouldBe(0);
        foreach (var (body, code) in new[] { (Event("3", "2026-11-23T07:59:00", "\"data\": 1"), "sensing.at_without_zone"), (Event("4", Iso(-1), "\"data\": {\"measure\": \"\\ud800\", \"value\": 1}"), "sensing.body_unreadable") })
        {
            var refused = await device.PostAsync(Address, Json(body, events));
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
        }
    }

    private static async Task<TestTown> Town(DatabaseKind kind)
    {
        // What stands in a home is heard with the consent of who lives there only; this one stands for nobody.
        var button = new DeviceKind("test-button", ("按钮", "Button"), "sos", Measures.Sos, Measures.Battery) { Personal = true, KeepReadings = TimeSpan.FromDays(30) };
        var town = await TestTown.Found(kind, builder => builder.Services.AddSingleton(button));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<IDeviceBook>().EnterMany(
                [
                    new("M-1", "Meter", "meter", SmallTown.First) { Key = Key }, new("S-1", "Button", "test-button", SmallTown.First) { Key = Key },
                    new("F-1", "Counter", "footfall-counter", SmallTown.First) { Key = Key }, new("F-2", "Counter", "footfall-counter", SmallTown.Second) { Key = Key },
                    new("V-1", "Van", "gps-vehicle", SmallTown.First) { Key = Key, Coordinates = CoordinateSystem.Wgs84 },
                ],
                CancellationToken.None)).Problems.ShouldBeEmpty();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        town.Services.GetRequiredService<DeviceMemory>().Look();
        return town;
    }

    private static HttpClient Device(TestTown town, string code, string key = Key)
    {
        var client = town.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{key}")));
        return client;
    }

    private static async Task<JsonElement> Post(HttpClient client, string body, string type = "application/json")
    {
        var answer = await client.PostAsync(Address, Json(body, type));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static StringContent Json(string body, string type = "application/json")
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static async Task StoreAndReckon(TestTown town)
    {
        (await town.Services.GetRequiredService<ReadingPipeline>().Store(CancellationToken.None)).ShouldBeTrue();
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<ReckonHours>(s).Run(CancellationToken.None);
            await ActivatorUtilities.CreateInstance<ReckonHours>(s).Run(CancellationToken.None);
            return true;
        });
    }

    private static async Task<double[]> Hours(HttpClient client, string measure) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/api/v1/sensing/devices/M-1/readings?measure={measure}&step=hour")).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("value").GetDouble())];

    private static Task<List<T>> Rows<T>(TestTown town, Func<LinliDb, IQueryable<T>> query) where T : class =>
        town.InScope(s => query(s.GetRequiredService<LinliDb>()).AsNoTracking().ToListAsync());

    private static string Iso(int minutes) => Now.AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
