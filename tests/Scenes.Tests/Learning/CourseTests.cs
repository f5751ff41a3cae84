using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Learning.Courses;
using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Learning;

/// <summary>The elders' college (S40), the community school and its half-past-four classes (S46).</summary>
public sealed class CourseTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    // Days pass in these tests, and nobody signs in again.
    private static Task<TestTown> Town(DatabaseKind kind) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static object Course(
        string title, string programme = "college", string? stream = null, int capacity = 30, string first = "2026-11-24", string? days = "TU", string from = "14:00", int meetings = 2, long feeFen = 0, string? room = null,
        int? leastAge = null, int? mostAge = null) =>
        new { programme, stream, place = "hf-1", titleZh = title, titleEn = title, teacher = "王老师", firstDay = first, from, minutes = 90, days, meetings, capacity, feeFen, room, leastAge, mostAge };

    private static async Task<Guid> Catalogue(HttpClient office, string programme) =>
        (await office.Get("/learning/office").Good()).GetProperty("catalogues").EnumerateArray().Single(c => c.Text("programme") == programme).Id();

    private static async Task<(HttpClient Client, Guid Person)> Learner(TestTown town, string phone, string born)
    {
        var client = await town.VerifiedClient(phone);
        return (client, await town.Person("罗学员", born, account: (await client.Get("/me").Good()).Id("account")));
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S40")]
    public async Task College_TakesFiveCoursesOfALearner_RefusesTheSixthWithAReason_AndTellsThemWhenThereIsRoom(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var office = await town.StaffClient("operator");
        var courses = new List<Guid>();
        for (var i = 1; i <= 19; i++)
            courses.Add((await office.Post("/learning/courses", Course($"课程{i:00}", capacity: i is 7 or 8 ? 1 : 30)).Good()).GetGuid());
        var catalogue = await Catalogue(office, "college");

        // Nineteen are no catalogue, and nobody sees or books what is not published.
        (await office.Post($"/learning/catalogues/{catalogue}/publish").Refused(HttpStatusCode.Conflict)).ShouldBe("learning.catalogue_short");
        (await town.Client().Get("/learning/courses?programme=college").Good()).GetArrayLength().ShouldBe(0);
        (await office.Post("/learning/courses", Course("跨年", first: "2026-12-31", days: "MO")).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.first_day");
        courses.Add((await office.Post("/learning/courses", Course("课程20")).Good()).GetGuid());
        var (luo, _) = await Learner(town, "19900000111", "1965-04-02");
        (await luo.Post($"/learning/courses/{courses[0]}/enrolments").Refused(HttpStatusCode.Conflict)).ShouldBe("learning.not_published");
        (await office.Post($"/learning/catalogues/{catalogue}/publish", new { noLimit = true }).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.most");

        // A course that is added while its catalogue is published opens with it.
        var both = await Task.WhenAll(office.Post($"/learning/catalogues/{catalogue}/publish"), office.Post("/learning/courses", Course("课程21")));
        both.ShouldAllBe(a => a.IsSuccessStatusCode);
        var last = (await both[1].Content.ReadFromJsonAsync<JsonElement>()).GetGuid();
        (await town.Client().Get("/learning/courses?programme=college").Good()).GetArrayLength().ShouldBe(21);
        (await town.Client().Get("/learning/years?programme=college").Good())[0].GetInt32().ShouldBe(2026);

        for (var i = 0; i < 5; i++)
            (await luo.Post($"/learning/courses/{courses[i]}/enrolments").Good()).Text("state").ShouldBe("confirmed");
        var sixth = await luo.Post($"/learning/courses/{courses[5]}/enrolments");
        var text = await sixth.Content.ReadAsStringAsync();
        sixth.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        text.ShouldContain("learning.course_limit");
        text.ShouldContain("at most 5 courses");
        text.ShouldContain("课程03");

        // The other door refuses it too; waiting for a place is no way round it.
        var series = (await town.Client().Get($"/learning/courses/{courses[5]}").Good())[0].GetProperty("series").Id();
        (await luo.Post($"/bookings/sessions/{series}/reservations", new { wait = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("learning.course_limit");
        await luo.Post($"/learning/courses/{courses[5]}/wishes").Good();
        (await luo.Get("/learning/mine").Good()).GetProperty("wishes").GetArrayLength().ShouldBe(1);

        var mine = (await luo.Get("/learning/mine").Good()).GetProperty("courses").EnumerateArray().First(c => c.Id("course") == courses[0]);
        await luo.Post($"/bookings/{mine.GetProperty("reservation").Id()}/cancel").Good();
        await Deliver(town);
        (await luo.Get("/notices").Good()).ToString().ShouldContain("There is room for another course");
        (await luo.Post($"/learning/courses/{courses[5]}/enrolments").Good()).Text("state").ShouldBe("confirmed");
        (await luo.Get("/learning/mine").Good()).GetProperty("wishes").GetArrayLength().ShouldBe(0);

        // A class of one: the next waits; somebody too young is refused by age.
        var (gu, _) = await Learner(town, "19900000112", "1950-01-01");
        var (chen, _) = await Learner(town, "19900000113", "1951-01-01");
        (await gu.Post($"/learning/courses/{courses[6]}/enrolments").Good()).Text("state").ShouldBe("confirmed");
        (await chen.Post($"/learning/courses/{courses[6]}/enrolments").Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.full");
        (await chen.Post($"/learning/courses/{courses[6]}/enrolments", new { wait = true }).Good()).Text("state").ShouldBe("waiting");
        var (young, _) = await Learner(town, "19900000114", "1990-01-01");
        (await young.Post($"/learning/courses/{courses[7]}/enrolments").Refused(HttpStatusCode.Forbidden)).ShouldBe("bookings.too_young");
        (await office.Get("/learning/office").Good()).GetProperty("catalogues")[0].GetProperty("learners").GetInt32().ShouldBe(2);

        // Whoever has five waits nowhere else: a place kept for them would stand empty. They are put down, and hear when one is given up.
        foreach (var course in courses.Skip(8).Take(4).Append(last))
            (await chen.Post($"/learning/courses/{course}/enrolments").Good()).Text("state").ShouldBe("confirmed");
        await Deliver(town);
        var now = await chen.Get("/learning/mine").Good();
        (now.GetProperty("courses").GetArrayLength(), now.GetProperty("wishes")[0].Id("course")).ShouldBe((5, courses[6]));
        (await chen.Get("/notices").Good()).ToString().ShouldNotContain("There is room for another course");
        await chen.Post($"/bookings/{now.GetProperty("courses")[0].GetProperty("reservation").Id()}/cancel").Good();
        await Deliver(town);
        (await chen.Get("/notices").Good()).ToString().ShouldContain("There is room for another course");

        // A place that is only kept for them costs no turn elsewhere: they may let it lapse.
        await gu.Post($"/learning/courses/{courses[7]}/enrolments").Good();
        foreach (var full in courses.Skip(6).Take(2))
            (await chen.Post($"/learning/courses/{full}/enrolments", new { wait = true }).Good()).Text("state").ShouldBe("waiting");
        var given = (await gu.Get("/learning/mine").Good()).GetProperty("courses").EnumerateArray().First(c => c.Id("course") == courses[6]);
        await gu.Post($"/bookings/{given.GetProperty("reservation").Id()}/cancel").Good();
        await Deliver(town);
        (await chen.Get("/learning/mine").Good()).GetProperty("courses").EnumerateArray().Where(c => courses.IndexOf(c.Id("course")) is 6 or 7)
            .Select(c => c.GetProperty("reservation").Text("state")).ShouldBe(["offered", "waiting"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S40")]
    public async Task Monitor_KeepsTheListOfTheirOwnClass_WhileItIsOpen(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var office = await town.StaffClient("operator");
        var course = (await office.Post("/learning/courses", Course("书法", programme: "school", stream: "evergreen", capacity: 2)).Good()).GetGuid();
        await office.Post($"/learning/catalogues/{await Catalogue(office, "school")}/publish").Good();
        var (luo, _) = await Learner(town, "19900000111", "1960-04-02");
        var (gu, _) = await Learner(town, "19900000112", "1950-01-01");
        var own = (await luo.Post($"/learning/courses/{course}/enrolments").Good()).Id();
        var other = await gu.Post($"/learning/courses/{course}/enrolments").Good();

        (await luo.Get($"/learning/courses/{course}/class").Refused(HttpStatusCode.NotFound)).ShouldBe("learning.no_course");
        await office.Put($"/learning/courses/{course}/monitor", new { reservation = own }).Good();
        var view = await luo.Get($"/learning/courses/{course}/class").Good();
        var meeting = view.GetProperty("meetings")[0].Id();
        view.ToString().ShouldNotContain("罗学员");
        (await gu.Get($"/learning/courses/{course}/class").Refused(HttpStatusCode.NotFound)).ShouldBe("learning.no_course");

        // A day before, nobody is there yet.
        (await luo.Post($"/learning/courses/{course}/meetings/{meeting}/attendance", new { reservation = own }).Refused(HttpStatusCode.Conflict)).ShouldBe("learning.list_closed");
        town.Time.SetTo(new(2026, 11, 24, 6, 5, 0, TimeSpan.Zero));
        await luo.Post($"/learning/courses/{course}/meetings/{meeting}/attendance", new { reservation = own }).Good();
        await luo.Post($"/learning/courses/{course}/meetings/{meeting}/attendance", new { code = other.Text("code") }).Good();
        (await luo.Post($"/learning/courses/{course}/meetings/{meeting}/attendance", new { code = "NOBODY" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.not_in_class");
        (await luo.Get($"/learning/courses/{course}/class").Good()).GetProperty("meetings")[0].GetProperty("present").GetInt32().ShouldBe(2);
        town.Time.Move(TimeSpan.FromHours(2));
        var mine = (await gu.Get("/learning/mine").Good()).GetProperty("courses")[0];
        (mine.GetProperty("held").GetInt32(), mine.GetProperty("attended").GetInt32()).ShouldBe((1, 1));

        // A course that was called off is in nobody's list, and nobody looks after its class any more.
        await office.Post($"/learning/courses/{course}/cancel", new { reason = "老师生病" }).Good();
        (await town.Client().Get("/learning/courses?programme=school").Good()).GetArrayLength().ShouldBe(0);
        (await gu.Get("/learning/mine").Good()).GetProperty("courses").GetArrayLength().ShouldBe(0);
        await Deliver(town);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Course>().SingleAsync(c => c.Id == course))).Monitor.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S46")]
    public async Task School_HasThreeStreams_AndHandsAChildOnlyToWhomAGuardianNamed(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var office = await town.StaffClient("operator");
        await Room(town, office);
        (await office.Post("/learning/courses", Course("无学堂", "school")).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.stream_missing");
        (await office.Post("/learning/courses", Course("四点半", "school", "fourThirty", leastAge: 6, mostAge: 40)).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.stream_ages");
        (await office.Post("/learning/courses", Course("太满", "school", "working", capacity: 41, room: "sp-class")).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.room_small");
        (await office.Post("/learning/courses", Course("没有日子", "school", "working", days: "XX")).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.days");
        var four = (await office.Post("/learning/courses", Course("作业与手工", "school", "fourThirty", first: "2026-11-24", from: "16:30", capacity: 20, room: "sp-class")).Good()).GetGuid();
        var working = (await office.Post("/learning/courses", Course("插花", "school", "working", from: "19:00", feeFen: 0)).Good()).GetGuid();
        var evergreen = (await office.Post("/learning/courses", Course("软笔书法", "school", "evergreen", from: "09:00")).Good()).GetGuid();

        // The room is taken while the pupils are in it.
        (await office.Post("/learning/courses", Course("茶艺", "school", "working", from: "17:00", room: "sp-class")).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.taken");
        await office.Post($"/learning/catalogues/{await Catalogue(office, "school")}/publish").Good();
        (await town.Client().Get("/learning/courses?programme=school&stream=working").Good()).GetArrayLength().ShouldBe(1);

        var (mother, _) = await Learner(town, "19900000121", "1988-01-01");
        var child = await town.Person("林小安", "2016-05-05");
        await town.Guardian((await mother.Get("/me").Good()).Id("account"), child);
        var place = await mother.Post($"/learning/courses/{four}/enrolments", new { onBehalfOf = child }).Good();
        await mother.Post($"/learning/courses/{working}/enrolments").Good();
        (await mother.Post($"/learning/courses/{evergreen}/enrolments").Refused(HttpStatusCode.Forbidden)).ShouldBe("bookings.too_young");

        // A child has no telephone: that there is room again, the guardian hears.
        var wednesday = (await office.Post("/learning/courses", Course("科学", "school", "fourThirty", first: "2026-11-25", days: "WE", from: "16:30", capacity: 20)).Good()).GetGuid();
        await office.Post($"/learning/catalogues/{await Catalogue(office, "school")}/publish", new { mostPerLearner = 1 }).Good();
        (await mother.Post($"/learning/courses/{wednesday}/enrolments", new { onBehalfOf = child }).Refused(HttpStatusCode.Conflict)).ShouldBe("learning.course_limit");
        await mother.Post($"/learning/courses/{wednesday}/wishes", new { onBehalfOf = child }).Good();
        await mother.Post($"/bookings/{place.Id()}/cancel").Good();
        await Deliver(town);
        (await mother.Get("/notices").Good()).ToString().ShouldContain("There is room for another course");
        place = await mother.Post($"/learning/courses/{four}/enrolments", new { onBehalfOf = child }).Good();
        (await mother.Post("/learning/collectors", new { child, name = "许外婆", relation = "外婆", isAdult = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("learning.collector_adult");
        var grandmother = await mother.Post("/learning/collectors", new { child, name = "许外婆", relation = "外婆", isAdult = true }).Good();
        var (stranger, _) = await Learner(town, "19900000122", "1980-01-01");
        (await stranger.Post("/learning/collectors", new { child, name = "不认识", relation = "叔叔", isAdult = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("learning.not_guardian");

        town.Time.SetTo(new(2026, 11, 24, 8, 40, 0, TimeSpan.Zero));
        var meeting = (await office.Get($"/learning/courses/{four}/class").Good()).GetProperty("meetings")[0].Id();
        var path = $"/learning/courses/{four}/meetings/{meeting}";
        var said = grandmother.Text("code");
        (await office.Post($"{path}/hand-overs", new { reservation = place.Id(), said }).Refused(HttpStatusCode.Conflict)).ShouldBe("learning.not_present");
        await office.Post($"{path}/attendance", new { reservation = place.Id() }).Good();
        (await office.Post($"{path}/hand-overs", new { reservation = place.Id(), said = said == "0000" ? "0001" : "0000" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("learning.not_named");
        var uncle = (await stranger.Get("/me/code").Good()).Text("token");
        (await office.Post($"{path}/hand-overs", new { reservation = place.Id(), said = uncle }).Refused(HttpStatusCode.Forbidden)).ShouldBe("learning.not_named");
        var done = await office.Post($"{path}/hand-overs", new { reservation = place.Id(), said }).Good();
        done.Text("to").ShouldBe("许**（外婆）");
        (await office.Post($"{path}/hand-overs", new { reservation = place.Id(), said }).Refused(HttpStatusCode.Conflict)).ShouldBe("learning.fetched");
        (await mother.Get("/notices").Good()).ToString().ShouldContain("Your child was fetched");

        var school = (await office.Get("/learning/office").Good());
        school.GetProperty("spaces")[0].GetProperty("area").GetDecimal().ShouldBe(1880m);
        var figures = school.GetProperty("catalogues")[0];
        (figures.GetProperty("learners").GetInt32(), figures.GetProperty("byStream").GetArrayLength()).ShouldBe((2, 3));
    }

    private static async Task Deliver(TestTown town)
    {
        for (var i = 0; i < 3; i++)
            await town.DeliverEvents();
    }

    private static async Task Room(TestTown town, HttpClient office)
    {
        (await town.InScope(s => s.GetRequiredService<UseCaseRunner>().Run(new KeepSpace
        {
            Code = "sp-class", Place = "hf-1", NameZh = "社区学校教室", NameEn = "Class room", Owner = "和一社区", AllowedUses = ["class"], OpeningHours = "Mo-Su 08:00-22:00", Area = 1880,
            Scene = Linli.Places.Scene.Learning,
        }, default))).Problems.ShouldBeEmpty();
        await office.Put("/bookings/rooms/sp-class", new { capacity = 40, setUpMinutes = 10 }).Good();
    }
}
