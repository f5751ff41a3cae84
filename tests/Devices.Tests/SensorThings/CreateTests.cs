using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.SensorThings;

public sealed class CreateTests : IAsyncLifetime
{
    private readonly ThingsBed bed = new();

    public async ValueTask InitializeAsync() => await bed.Start();

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    [Theory]
    [InlineData("Observations", """{"phenomenonTime":"2026-11-23T07:00:00+08:00","result":21.5,"Datastream":{"@iot.id":"W-1~temperature"}}""")]
    [InlineData("Datastreams('W-1~temperature')/Observations", """{"phenomenonTime":"2026-11-22T23:00:00Z","resultTime":null,"result":21.5}""")]
    public async Task AnObservation_IsTaken_AndItsAddressSaid(string path, string body)
    {
        var (status, answer, headers) = await bed.Post(path, body);
        status.ShouldBe(201);
        bed.Readings.All.ShouldBe([new Reading(bed.Devices.ByCode("W-1")!.Id, "temperature", TestTown.Start.AddHours(-1), 21.5)]);
        headers.Location!.ToString().ShouldBe(answer.GetProperty("@iot.selfLink").GetString());
        answer.GetProperty("result").GetDouble().ShouldBe(21.5);
    }

    [Fact]
    public async Task ADataArray_IsTakenInOneGo_AndEachLineAnswered()
    {
        var (status, answer, _) = await bed.Post("CreateObservations", """
            [{"Datastream":{"@iot.id":"W-1~temperature"},"components":["phenomenonTime","result"],"dataArray@iot.count":4,
              "dataArray":[["2026-11-22T23:00:00Z",1],["yesterday",2],["2026-11-22T23:02:00Z",9e9],["2026-11-22T23:03:00Z",4]]},
             {"Datastream":{"@iot.id":"W-2~temperature"},"components":["result"],"dataArray":[[5]]},
             {"Datastream":{"@iot.id":"W-1~rain"},"components":["result"],"dataArray":[[true],[]]}]
            """);
        status.ShouldBe(201);
        answer.EnumerateArray().Select(a => a.GetString() == "error").ShouldBe([false, true, true, false, true, false, true]);
        answer[3].GetString()!.ShouldStartWith("http://localhost/sensorthings/v1.1/Observations('W-1~temperature~");
        bed.Readings.Calls.ShouldBe(1);
        bed.Readings.All.Select(r => (r.Measure, r.Value)).ShouldBe([("temperature", 1), ("temperature", 4), ("rain", 1)]);
    }

    [Theory]
    [InlineData("Observations", "W-1:wrong", 401)]
    [InlineData("Observations", null, 401)]
    [InlineData("Observations", "W-2:W-2-key", 404)]
    [InlineData("Things", "W-1:W-1-key", 405)]
    [InlineData("Thongs", "W-1:W-1-key", 400)]
    [InlineData("Datastreams('C-1~battery')/Observations", "C-1:C-1-key", 404)]
    public async Task WhoMayNot_IsRefused(string path, string? key, int expected)
    {
        var (status, answer, _) = await bed.Post(path, """{"result":1,"Datastream":{"@iot.id":"W-1~temperature"}}""", key);
        status.ShouldBe(expected);
        answer.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        bed.Readings.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"result":"warm","Datastream":{"@iot.id":"W-1~temperature"}}""", 400)]
    [InlineData("""{"result":1,"phenomenonTime":"2026-11-23T08:00:00","Datastream":{"@iot.id":"W-1~temperature"}}""", 400)]
    [InlineData("""{"result":1,"phenomenonTime":"2026-11-22T00:00:00Z/2026-11-23T00:00:00Z","Datastream":{"@iot.id":"W-1~temperature"}}""", 400)]
    [InlineData("""{"result":1,"Datastream":{"@iot.id":"W-1~colour"}}""", 404)]
    [InlineData("""{"result":1,"Datastream":"W-1~temperature"}""", 400)]
    [InlineData("""{"result":9e9,"Datastream":{"@iot.id":"W-1~temperature"}}""", 400)]
    public async Task WhatIsNoObservation_IsRefused(string body, int expected)
    {
        (await bed.Post("Observations", body)).Status.ShouldBe(expected);
        bed.Readings.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhenTheServerIsBusy_ItSaysWhenToComeAgain()
    {
        bed.Readings.Busy = true;
        var (status, _, headers) = await bed.Post("Observations", """{"result":1,"Datastream":{"@iot.id":"W-1~temperature"}}""");
        status.ShouldBe(503);
        headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }
}
