using System.Net;
using System.Text.Json;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>Alarms: one for a cause, acknowledged and cleared apart, called out, escalated, closed with a verdict.</summary>
public sealed class AlarmTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static object Here(double lat, double lon, string? post = null) => new { latitude = lat, longitude = lon, post };

    private static async Task<JsonElement> Read(HttpClient who, AlarmId id) => await who.Get($"/sensing/alarms/{id.Value}").Good();

    private static string[] Whats(JsonElement detail) => [.. detail.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("what").GetString()!)];

    [Theory, MemberData(nameof(Both))]
    public async Task Alarm_FromTheCauseToTheVerdict_IsOneAndIsTimed(DatabaseKind kind)
    {
        await using var town = await WatchTown.Found(kind, WatchTown.Rule(category: "lake_alarm", up: TimeSpan.FromMinutes(2), callOut: [Posts.Guard]));
        var (officer, far, near) = (await town.StaffClient("officer"), await town.StaffClient("guard1"), await town.StaffClient("guard2"));
        await far.Post("/sensing/duty", Here(30.2080, 120.2150)).Good();
        await near.Post("/sensing/duty", Here(30.2081, 120.2110)).Good();

        var cause = WatchTown.Cause(TestTown.Start);
        var (alarm, isNew) = await town.Raise(cause);
        isNew.ShouldBeTrue();
        var (again, secondIsNew) = await town.Raise(cause);
        (again.Id, secondIsNew).ShouldBe((alarm.Id, false));

        // The nearer guard is asked, and only that one.
        (await far.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);
        var call = (await near.Get("/sensing/duty").Good()).GetProperty("call");
        call.GetProperty("straightLine").GetBoolean().ShouldBeTrue();

        // Does not answer within the minute: the next one is asked.
        town.Time.Move(TimeSpan.FromSeconds(61));
        await town.Watch();
        (await near.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);
        var second = (await far.Get("/sensing/duty").Good()).GetProperty("call").Id();
        (await near.Post($"/sensing/calls/{second}/steps", new { step = "accepted" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await far.Post($"/sensing/calls/{second}/steps", new { step = "done" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/acknowledgement", new { }).Good();
        foreach (var step in new[] { "accepted", "onTheWay", "onSite" })
            await far.Post($"/sensing/calls/{second}/steps", new { step }).Good();
        town.Time.Move(TimeSpan.FromSeconds(191));
        await officer.Post($"/sensing/calls/{second}/radio", new { step = "safe" }).Good();

        // Acknowledged and cleared are two things, and neither closes it.
        var seen = await Read(officer, alarm.Id);
        seen.GetProperty("safeSeconds").GetInt32().ShouldBe(252);
        seen.GetProperty("alarm").GetProperty("state").GetString().ShouldBe("acknowledged");
        await town.Clear(cause, TestTown.Start.AddSeconds(250));
        (await Read(officer, alarm.Id)).GetProperty("alarm").GetProperty("state").GetString().ShouldBe("cleared");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { note = "孩子已带离" }).Bad("verdict");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { verdict = "real" }).Bad("note");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { verdict = "real", note = "孩子已带离，家长到场" }).Good();
        await town.DeliverEvents();
        seen = await Read(officer, alarm.Id);
        Whats(seen).ShouldBe(["raised", "called_out", "case_opened", "unanswered", "called_out", "acknowledged", "accepted", "on_the_way", "on_site", "safe", "cleared", "closed"]);
        (await far.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);

        // The case had its clock and is answered with the same words.
        var opened = (await town.Ask(await town.Staff("worker"), new OpenCase(new(seen.GetProperty("case").GetGuid())))).Value!;
        opened.Line.State.ShouldBe(CaseState.Answered);
        opened.Line.Outcome.ShouldBe(CaseOutcome.Solved);

        // The same cause told again changes nothing; the five minutes count what they say.
        (await town.Raise(cause)).IsNew.ShouldBeFalse();
        var figures = (await officer.Get("/sensing/alarms/figures?rule=lake").Good()).GetProperty("targets")[0];
        (figures.GetProperty("kept").GetInt32(), figures.GetProperty("of").GetInt32(), figures.GetProperty("medianSeconds").GetInt32()).ShouldBe((1, 1, 252));
        (await officer.Get("/sensing/alarms?rule=lake&inTime=true").Good()).GetProperty("total").GetInt32().ShouldBe(1);
        (await officer.Get("/sensing/alarms?rule=lake&inTime=false").Good()).GetProperty("total").GetInt32().ShouldBe(0);
        (await officer.Get("/sensing/alarms/figures.csv?by=place")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await officer.Get("/sensing/alarms/figures?from=2026-11-24&to=2026-11-23")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await officer.Get("/sensing/alarms?inTime=true")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await (await town.StaffClient("worker")).Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { verdict = "real", note = "不该" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Cause_ThatComesAndGoes_IsOneAlarm_WhichWaitsAnewWhenItWasOverForLong(DatabaseKind kind)
    {
        await using var town = await WatchTown.Found(kind, WatchTown.Rule(up: TimeSpan.FromMinutes(2)));
        var officer = await town.StaffClient("officer");
        var cause = WatchTown.Cause(TestTown.Start);
        var (alarm, _) = await town.Raise(cause);
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/acknowledgement", new { }).Good();
        town.Time.Move(TimeSpan.FromSeconds(30));
        await town.Clear(cause, TestTown.Start.AddSeconds(5));

        // The device's clock is behind ours: it comes back before the moment at which we heard that it was over.
        var (again, isNew) = await town.Raise(cause with { CauseAt = TestTown.Start.AddSeconds(6) });
        (again.Id, isNew, again.ClearedAt is null, again.AcknowledgedAt is null).ShouldBe((alarm.Id, false, true, false));
        await town.Clear(cause, TestTown.Start.AddSeconds(5));
        (await Read(officer, alarm.Id)).GetProperty("alarm").GetProperty("state").GetString().ShouldBe("acknowledged", "an older word ends nothing");
        await town.Clear(cause, TestTown.Start.AddSeconds(7));
        town.Time.Move(TimeSpan.FromMinutes(20));
        (again, isNew) = await town.Raise(cause with { CauseAt = TestTown.Start.AddMinutes(20) });
        (again.Id, isNew, again.State).ShouldBe((alarm.Id, false, AlarmState.Raised));
        town.Time.Move(TimeSpan.FromMinutes(3));
        await town.Watch();
        var whats = Whats(await Read(officer, alarm.Id));
        whats[..6].ShouldBe(["raised", "acknowledged", "cleared", "returned", "cleared", "returned"]);
        whats[6..].ShouldContain("escalated");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Alarm_NobodyTakes_GoesUpTheLevels_AndAShelfComesBackByItself(DatabaseKind kind)
    {
        await using var town = await WatchTown.Found(kind, WatchTown.Rule(up: TimeSpan.FromMinutes(2)));
        var officer = await town.StaffClient("officer");
        var (alarm, _) = await town.Raise(WatchTown.Cause(TestTown.Start));
        (await officer.Get("/notices").Good()).GetProperty("unread").GetInt32().ShouldBe(1);

        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/shelf", new { until = TestTown.Start.AddHours(25), reason = "检修" }).Bad("until");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/shelf", new { until = TestTown.Start.AddHours(1), reason = "" }).Bad("reason");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/shelf", new { until = TestTown.Start.AddHours(1), reason = "检修" }).Good();
        town.Time.Move(TimeSpan.FromMinutes(30));
        await town.Watch();
        (await Read(officer, alarm.Id)).GetProperty("alarm").GetProperty("level").GetInt32().ShouldBe(0);

        // A restart forgets no shelf: another node takes it off.
        town.Time.Move(TimeSpan.FromMinutes(30));
        await using (var other = await town.Beside())
            await other.Watch();
        Whats(await Read(officer, alarm.Id)).ShouldBe(["raised", "shelved", "unshelved"]);
        foreach (var level in new[] { 1, 2, 3 })
        {
            town.Time.Move(TimeSpan.FromMinutes(2));
            await town.Watch();
            (await Read(officer, alarm.Id)).GetProperty("alarm").GetProperty("level").GetInt32().ShouldBe(level);
        }

        (await (await town.StaffClient("steward")).Get("/notices").Good()).GetProperty("unread").GetInt32().ShouldBe(1);
        (await (await town.StaffClient("street")).Get("/notices").Good()).GetProperty("unread").GetInt32().ShouldBe(1);
        town.Time.Move(TimeSpan.FromHours(1));
        await town.Watch();
        (await Read(officer, alarm.Id)).GetProperty("alarm").GetProperty("level").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Test_CallsNobodyOut_OpensNoCase_AndCountsInNoFigure()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule(category: "lake_alarm", up: TimeSpan.FromMinutes(1), callOut: [Posts.Guard]));
        var (officer, guard) = (await town.StaffClient("officer"), await town.StaffClient("guard1"));
        await guard.Post("/sensing/duty", Here(30.2080, 120.2110)).Good();
        var (alarm, _) = await town.Raise(WatchTown.Cause(TestTown.Start) with { Test = true });
        town.Time.Move(TimeSpan.FromMinutes(10));
        await town.Watch();
        Whats(await Read(officer, alarm.Id)).ShouldBe(["raised"]);
        (await guard.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);
        (await officer.Post($"/sensing/alarms/{alarm.Id.Value}/calls", new { kind = "guard" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { verdict = "real", note = "演练" }).Bad("verdict");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { verdict = "test", note = "演练" }).Good();
        (await officer.Get("/sensing/alarms/figures").Good()).GetProperty("all").GetProperty("raised").GetInt32().ShouldBe(0);
        (await officer.Get("/notices").Good()).GetProperty("unread").GetInt32().ShouldBe(0);
    }

    /// <summary>R14: what a machine believes is a lead until a person has looked.</summary>
    [Fact]
    public async Task Lead_SetsNothingGoing_UntilAPersonHasLooked()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule(category: "lake_alarm", callOut: [Posts.Guard, Posts.Patrol]));
        var (officer, guard, patrol) = (await town.StaffClient("officer"), await town.StaffClient("guard1"), await town.StaffClient("patrol1"));
        await guard.Post("/sensing/duty", Here(30.2080, 120.2110)).Good();
        await patrol.Post("/sensing/duty", Here(30.2080, 120.2150)).Good();
        var (alarm, _) = await town.Raise(WatchTown.Cause(TestTown.Start) with { Lead = true });
        Whats(await Read(officer, alarm.Id)).ShouldBe(["raised"]);
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/closure", new { verdict = "real", note = "未核实" }).Bad("verdict");
        await officer.Post($"/sensing/alarms/{alarm.Id.Value}/verification", new { }).Good();
        await town.DeliverEvents();
        // The nearest of each kind of post goes.
        (await guard.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Object);
        (await patrol.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Object);
        (await Read(officer, alarm.Id)).GetProperty("case").ValueKind.ShouldBe(JsonValueKind.String);
        (await officer.Post($"/sensing/alarms/{alarm.Id.Value}/verification", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task PersonalAlarm_IsSeenByThoseWhoHandleIt_AndByNobodyElse()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule());
        var (officer, worker) = (await town.StaffClient("officer"), await town.StaffClient("worker"));
        var (alarm, _) = await town.Raise(WatchTown.Cause(TestTown.Start) with { Personal = true });
        (await officer.Get("/sensing/alarms").Good()).GetProperty("items")[0].GetProperty("latitude").ValueKind.ShouldBe(JsonValueKind.Null);
        (await worker.Get("/sensing/alarms").Good()).GetProperty("total").GetInt32().ShouldBe(0);
        (await worker.Get($"/sensing/alarms/{alarm.Id.Value}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await officer.Get("/sensing/alarms.geojson")).StatusCode.ShouldBe(HttpStatusCode.OK);
        new AlarmChanged(alarm.Id, "lake", SmallTown.First, "raised", AlarmSeverity.Critical, false, true).LivePermission.ShouldBeNull();
    }

    [Fact]
    public async Task Duty_IsCheckedIn_CannotBeLeftWhileCalledOut_AndNeedsAPoint()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule(callOut: [Posts.Guard]));
        var (guard, officer) = (await town.StaffClient("guard1"), await town.StaffClient("officer"));
        await guard.Post("/sensing/duty", new { hours = 8 }).Bad("latitude");
        await guard.Post("/sensing/duty", Here(30.208, 120.211, "patrol")).Bad("post");
        await guard.Post("/sensing/duty", new { latitude = 30.208, longitude = 120.211, hours = 30 }).Bad("hours");
        await guard.Post("/sensing/duty", Here(30.208, 120.211)).Good();
        await town.Raise(WatchTown.Cause(TestTown.Start));
        var call = (await guard.Get("/sensing/duty").Good()).GetProperty("call").Id();
        await guard.Post($"/sensing/calls/{call}/steps", new { }).Bad("step");
        await guard.Post($"/sensing/calls/{call}/steps", new { step = "accepted" }).Good();
        (await guard.Delete("/sensing/duty")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        // On the wall they are a post, not a name.
        (await officer.Get("/sensing/duty/all").Good()).GetRawText().ShouldNotContain("guard1");
        await guard.Post($"/sensing/calls/{call}/steps", new { step = "declined" }).Good();
        (await guard.Delete("/sensing/duty")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Nobody is free any more: that is said.
        var listed = (await officer.Get("/sensing/alarms").Good()).GetProperty("items")[0].Id();
        Whats(await Read(officer, new(listed)))[^1].ShouldBe("nobody_free");
    }

    [Fact]
    public async Task ByHand_AnAlarmIsRaisedAtAPlaceThatIsThere()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite);
        var officer = await town.StaffClient("officer");
        await officer.Post("/sensing/alarms", new { name = "有人求救", place = "nowhere" }).Bad("place");
        await officer.Post("/sensing/alarms", new { name = "", place = "hf-1" }).Bad("name");
        await officer.Post("/sensing/alarms", new { name = "有人求救", place = "hf-1", rule = "nothing" }).Bad("rule");
        await officer.Post("/sensing/alarms", new { name = "有人求救", place = "hf-1", latitude = 30.2 }).Bad("latitude");
        (await officer.Post("/sensing/alarms", new { name = "有人求救", place = "hf-1" })).StatusCode.ShouldBe(HttpStatusCode.Created);
    }
}
