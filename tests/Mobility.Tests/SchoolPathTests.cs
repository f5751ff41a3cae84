using System.Net;
using Linli.Mobility.SchoolPath;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Scenes.Tests;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;

namespace Linli.Mobility.Tests;

/// <summary>
/// The school path (S43) and its cards (S44): length, schools and compounds by geometry, windows on school days, a guardian's
/// consent, alerts to all guardians and the school and to nobody else, nothing kept outside of the windows (R38).
/// </summary>
public class SchoolPathTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Morning = At(23, 7, 30);

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S43"), Trait("Feature", "S44")]
    public async Task Pupil_EnrolledByAGuardian_IsWatchedInTheWindowsOnly_AndBothParentsAndTheSchoolHearOfAnExit(DatabaseKind kind)
    {
        var (found, sensed) = await SensedTown.Found(kind);
        await using var town = found;
        await town.Assess();
        await town.BuildPath();
        var school = await town.School("plumber");
        var (card, other) = (sensed.Add("C-1007", "student-card"), sensed.Add("C-1008", "student-card"));
        var (father, mother) = (await town.VerifiedClient("19900000401"), await town.VerifiedClient("19900000402"));
        var child = await town.Person("林安安", "2016-04-21");
        foreach (var parent in new[] { father, mother })
            await town.Guardian((await parent.Get("/me").Good()).Id("account"), child);

        // Length on the ground, what it links, what the engine was told.
        var path = (await town.Client().Get("/mobility/school-paths").Good())[0];
        path.GetProperty("metres").GetDouble().ShouldBe(1500, 1);
        path.GetProperty("lengthFits").GetBoolean().ShouldBeTrue();
        path.GetProperty("compounds").EnumerateArray().Select(c => c.GetProperty("path").GetString()).ShouldContain("/zj/ys/hf/hf-1/hf-1-c/");
        sensed.Fences.Keys.ShouldBe(["school-path-blue", "school-school-a", "compound-hf-1-c", "compound-hf-2-c"], ignoreOrder: true);
        var exit = sensed.Rules["school-path-exit-blue"];
        (exit.Kind, exit.Fixes, exit.MostAccuracy, exit.Days, exit.Hours.Count).ShouldBe((RuleKind.Corridor, 2, 30, WatchDays.School, 2));

        // Bad input: a stranger, an unknown card, a card that is no student card, no agreement.
        var version = (await father.Get("/mobility/school-path/mine").Good()).GetProperty("text").GetProperty("version").GetInt32();
        var form = new { child, school = "school-a", card = "C-1007", version, agree = true, leaves = new[] { "hf-2-c" } };
        var stranger = await town.VerifiedClient("19900000403");
        (await stranger.Post("/mobility/school-path/pupils", form).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.not_guardian");
        (await father.Post("/mobility/school-path/pupils", form with { card = "C-9999" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_card");
        (await father.Post("/mobility/school-path/pupils", form with { agree = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.consent_needed");
        (await father.Post("/mobility/school-path/pupils", form with { school = "nowhere" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_school");
        (await father.Post("/mobility/school-path/pupils", form with { leaves = ["nowhere"] }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_compound");

        var watch = town.Services.GetServices<ICollectWhen>().Single(w => w.Kind == "student-card");
        watch.MayKeep(card, Reading.Position, Morning).ShouldBeFalse();
        await father.Post("/mobility/school-path/pupils", form).Good();
        sensed.Own[card].ShouldBe(["school-school-a", "compound-hf-1-c", "compound-hf-2-c"], ignoreOrder: true);

        // Where else the way may end is the guardians' word at any time; bad input changes nothing.
        var leaves = $"/mobility/school-path/pupils/{child}/leaves";
        (await mother.Put(leaves, new { leaves = new[] { "nowhere" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_compound");
        (await mother.Put(leaves, new { leaves = new[] { "a", "b", "c", "d", "e", "f" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.leaves_count");
        (await stranger.Put(leaves, new { leaves = Array.Empty<string>() }).Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.not_guardian");
        sensed.Own[card].Count.ShouldBe(3);
        await mother.Put(leaves, new { leaves = Array.Empty<string>() }).Good();
        sensed.Own[card].ShouldBe(["school-school-a", "compound-hf-1-c"], ignoreOrder: true);
        await mother.Put(leaves, new { leaves = new[] { "hf-2-c" } }).Good();
        (await Mine(father)).GetProperty("leaveCodes")[0].GetString().ShouldBe("hf-2-c");

        // Kept: in the windows on school days, of this card alone. Not: before, after, on a day without school, on a Sunday.
        watch.MayKeep(card, Reading.Position, Morning).ShouldBeTrue();
        watch.MayKeep(other, Reading.Position, Morning).ShouldBeFalse();
        foreach (var at in new[] { At(23, 7, 19), At(23, 8, 10), At(23, 12, 0), At(25, 7, 30), At(29, 7, 30) })
            watch.MayKeep(card, Reading.Position, at).ShouldBeFalse($"{at:O}");
        watch.MayKeep(card, Reading.Position, At(28, 7, 30)).ShouldBeTrue("a make-up day");

        // In words, to the guardians.
        town.Time.SetTo(Morning);
        (await Mine(mother)).Text("state").ShouldBe("silent");
        sensed.IsAt(card, Morning, 30.2081, 120.2050);
        (await Mine(mother)).Text("state").ShouldBe("onPath");
        sensed.IsAt(card, Morning, 30.2095, 120.2050);
        (await Mine(father)).Text("state").ShouldBe("offPath");

        // The exit: both parents and the school, at once; nobody else; progress; the board has no name in full.
        var alarm = await sensed.Raise(town, "school-path-exit-blue", card);
        foreach (var hears in new[] { father, mother, school })
            (await hears.Get("/notices").Good()).ToString().ShouldContain("Left the school path");
        foreach (var deaf in new[] { stranger, await town.StaffClient("admin"), await town.StaffClient("worker"), await town.StaffClient("desk") })
            (await deaf.Get("/notices").Good()).ToString().ShouldNotContain("Left the school path");
        var alert = (await Mine(father)).GetProperty("alerts")[0];
        (alert.GetProperty("toldAt").GetDateTimeOffset() - alert.GetProperty("causeAt").GetDateTimeOffset()).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        await sensed.Happens(town, alarm, "acknowledged");
        await sensed.Happens(town, alarm, "closed");
        (await Mine(father)).GetProperty("alerts")[0].Text("what").ShouldBe("closed");
        var board = (await school.Get("/mobility/school-path/board").Good()).ToString();
        board.ShouldNotContain("林安安");
        board.ShouldContain("林");
        (await (await town.StaffClient("admin")).Get("/mobility/school-path/board")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.Get("/mobility/school-path/mine").Good()).GetProperty("children").GetArrayLength().ShouldBe(0);

        // Where the child is: without another person's approval not even the school, and the attempt is on record.
        var pupil = (await school.Get("/mobility/school-path/board").Good()).GetProperty("alerts")[0].Id("pupil");
        (await school.Post($"/mobility/school-path/pupils/{pupil}/look", new { reason = "孩子还没到校" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        (await school.Post($"/mobility/school-path/pupils/{pupil}/look", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.reason_length");
        (await town.ViewsOf()).ShouldContain("child_access_needs_approval");

        // A low battery: the parents only. A silent card: the school as well.
        await sensed.Raise(town, "school-card-battery-blue", card);
        (await father.Get("/notices").Good()).ToString().ShouldContain("Battery of a student card");
        (await school.Get("/notices").Good()).ToString().ShouldNotContain("Battery of a student card");
        await sensed.Raise(town, "school-card-offline-blue", card);
        (await school.Get("/notices").Good()).ToString().ShouldContain("silent");

        // Outside of the window nothing is known, even of a word that came late.
        town.Time.SetTo(At(23, 12, 0));
        (father, mother, stranger, school) = (await town.ResidentClient("19900000401"), await town.ResidentClient("19900000402"), await town.ResidentClient("19900000403"), await town.StaffClient("plumber"));
        (await Mine(father)).Text("state").ShouldBe("closed");
        (await Mine(father)).GetProperty("latitude").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        // Withdrawing is one act of one guardian; the card is listened to no more and the alerts are gone.
        (await stranger.Delete($"/mobility/school-path/pupils/{child}").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.not_guardian");
        await father.Delete($"/mobility/school-path/pupils/{child}").Good();
        watch.MayKeep(card, Reading.Position, Morning).ShouldBeFalse();
        sensed.Own[card].ShouldBeEmpty();
        (await Mine(mother)).GetProperty("card").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await school.Get("/mobility/school-path/board").Good()).GetProperty("alerts").GetArrayLength().ShouldBe(0);
    }

    [Fact, Trait("Feature", "S43")]
    public async Task Path_GivenInGcj02_BecomesTheSameCorridor_AndBadInputIsNamed()
    {
        var (found, sensed) = await SensedTown.Found();
        await using var town = found;
        await town.BuildPath();
        var right = sensed.Fences["school-path-blue"].Area;
        await town.BuildPath("gcj02");
        var same = sensed.Fences["school-path-blue"].Area;
        // R51: a mistake would put every child 500 m off the path.
        same.SymmetricDifference(right).Area.ShouldBeLessThan(right.Area * 0.001);

        var staff = await town.StaffClient("operator");
        (await staff.Put("/mobility/school-paths/blue", SchoolTown.Path(windows: "08:10-07:20")).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.windows_form");
        (await staff.Put("/mobility/school-paths/blue", SchoolTown.Path(windows: "00:00-23:59")).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.windows_form");
        (await staff.Put("/mobility/school-paths/blue", new { place = "hf", nameZh = "路", nameEn = "Path", plannedMetres = 1500, windows = "07:20-08:10", line = new { type = "Point", coordinates = new[] { 120.2, 30.2 } }, crs = "wgs84", schools = new[] { new { school = "a", place = "hf-1", nameZh = "小学", nameEn = "School", grounds = new { type = "Point", coordinates = new[] { 120.2, 30.2 } } } } })
            .Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.line_form");
        (await staff.Put("/mobility/school-paths/Blue", SchoolTown.Path()).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.code_form");
        (await staff.Get("/mobility/school-paths/nowhere").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_path");
        (await (await town.StaffClient("worker2")).Get("/mobility/school-paths/blue").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_path");
        var kept = await staff.Get("/mobility/school-paths/blue").Good();
        (kept.Text("place"), kept.Whole("sideMetres"), kept.GetProperty("schools")[0].Text("school")).ShouldBe(("hf", 20, "school-a"));
        kept.GetProperty("line").GetProperty("coordinates")[0][0].GetDouble().ShouldBe(120.2, 0.00001, "in WGS-84, however it was given");
        (await staff.Get("/mobility/school-calendar/hf").Good()).GetProperty("days").GetArrayLength().ShouldBe(2);
        (await staff.Put("/mobility/school-calendar/hf", new { terms = new[] { new { nameZh = "倒着", from = "2027-01-01", to = "2026-01-01" } } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.term_form");
        (await staff.Put("/mobility/school-calendar/nowhere", new { terms = Array.Empty<object>() }).Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_place");
        (await (await town.StaffClient("worker2")).Put("/mobility/school-calendar/hf", new { terms = Array.Empty<object>() }).Refused(HttpStatusCode.Forbidden)).ShouldBe("mobility.not_here");

        // One day alone: said, said otherwise, and taken back; the rest of the calendar stays.
        const string Day = "/mobility/school-calendar/hf/day", On = "2027-03-12";
        await staff.Put(Day, new { date = On, kind = "school", note = "补课" }).Good();
        await staff.Put(Day, new { date = On, kind = "off", note = "植树" }).Good();
        var day = (await staff.Get("/mobility/school-calendar/hf").Good()).GetProperty("days").EnumerateArray().Single(d => d.Text("date") == On);
        (day.GetProperty("isSchoolDay").GetBoolean(), day.Text("note")).ShouldBe((false, "植树"));
        (await staff.Put(Day, new { date = On, kind = "school", note = new string('长', 101) }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.day_note");
        (await staff.Put(Day, new { kind = "school" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("day_out_of_calendar");
        (await staff.Put("/mobility/school-calendar/nowhere/day", new { date = On, kind = "school" }).Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_place");
        (await (await town.StaffClient("worker2")).Put(Day, new { date = On, kind = "school" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("mobility.not_here");
        (await staff.Put(Day, new { date = On }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.day_kind");
        await staff.Put(Day, new { date = On, kind = "usual" }).Good();
        (await staff.Get("/mobility/school-calendar/hf").Good()).GetProperty("days").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("第一学期 2026-09-01 2027-01-29", "2026-11-25 放假 运动会", null)]
    [InlineData("2026 Autumn 2026-09-01 2027-01-29", "\n2026-11-28 school", null)]
    [InlineData("第一学期 2026-09-01", "", "terms")]
    [InlineData("2026-09-01 2027-01-29", "", "terms")]
    [InlineData("", "2026-11-25 也许", "days")]
    [InlineData("", "11-25 放假", "days")]
    public void Calendar_AsText_IsReadOrTheFieldIsNamed(string terms, string days, string? wrong)
    {
        var (readTerms, readDays) = (CalendarText.Terms(terms), CalendarText.Days(days));
        readTerms.Problems.Concat(readDays.Problems).Select(p => p.Field).FirstOrDefault().ShouldBe(wrong);
        if (wrong is not null)
            return;

        // What is written is read again.
        CalendarText.Terms(CalendarText.Write(readTerms.Value!)).Value.ShouldBe(readTerms.Value);
        CalendarText.Days(CalendarText.Write(readDays.Value!)).Value.ShouldBe(readDays.Value);
    }

    [Theory]
    [InlineData(30.2095, 80, true, "the stretch between path and compound")]
    [InlineData(30.2110, 80, true, "the compound itself")]
    [InlineData(30.2095, 300, false, "not beside the stretch")]
    [InlineData(30.2122, 80, false, "behind the compound")]
    public void LeaveGround_HoldsTheCompoundAndTheWayToIt(double latitude, double metresEast, bool within, string why)
    {
        var line = new LineString([new(120.2000, 30.2080), new(120.2100, 30.2080)]) { SRID = GeoPoint.Srid };
        var ground = new Point(120.2050, 30.2110) { SRID = GeoPoint.Srid };
        var near = MetricShape.WithWay(line, ground, round: 80, near: 400, side: 20, spot: 90);
        near.IsValid.ShouldBeTrue();
        near.Covers(new Point(120.2050 + ((metresEast - 80) / 96_300), latitude)).ShouldBe(within, why);

        // Farther off there is no stretch, but the spot at which one turns away.
        var far = MetricShape.WithWay(line, ground, round: 80, near: 110, side: 20, spot: 90);
        far.Covers(new Point(120.2050, 30.2086)).ShouldBeTrue();
        far.Covers(new Point(120.2050, 30.2095)).ShouldBeFalse();
        far.Covers(ground).ShouldBeTrue();
    }

    [Fact]
    public void Buffer_IsMadeInMetres_InEveryDirection()
    {
        var line = new LineString([new(120.2000, 30.2000), new(120.2100, 30.2000), new(120.2100, 30.2100)]) { SRID = GeoPoint.Srid };
        var corridor = MetricShape.Buffer(line, 20);
        // A degree of longitude is 96.3 km there, one of latitude 110.9 km.
        foreach (var (lon, lat, within) in new[] { (120.2050, 30.2000 + (19 / 110_900.0), true), (120.2050, 30.2000 + (21 / 110_900.0), false), (120.2100 + (19 / 96_300.0), 30.2050, true), (120.2100 + (21 / 96_300.0), 30.2050, false) })
            corridor.Covers(new Point(lon, lat)).ShouldBe(within, $"{lon},{lat}");
    }

    private static async Task<System.Text.Json.JsonElement> Mine(HttpClient guardian) => (await guardian.Get("/mobility/school-path/mine").Good()).GetProperty("children")[0];

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8));
}
