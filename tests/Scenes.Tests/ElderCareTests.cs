using System.Net;
using System.Text.Json;
using Linli.Health.ElderCare;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Home care (S38): the facility record with its area, care that is booked, day-care attendance, and plans that begin when the person agrees.</summary>
[Trait("Feature", "S38")]
public sealed class ElderCareTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static Task<TestTown> Town(DatabaseKind kind = DatabaseKind.Sqlite) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static async Task<HttpClient> Open(TestTown town)
    {
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var account = await db.Records<Account>().Where(a => a.UserName == "steward").Select(a => a.Id).SingleAsync();
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(TestTown.Start), AccountId = account, Post = Posts.CareWorker, Scope = SmallTown.First.Value, From = TestTown.Start.AddDays(-1) });
            await db.SaveChangesAsync();
            s.GetRequiredService<CallerDirectory>().Forget(account);
            return true;
        });
        var carer = await town.StaffClient("steward");
        await carer.Put("/care-centres/daoxiang", new { place = "hf-1", nameZh = "稻香康养中心", areaM2 = 2800, beds = 36, facility = "f-elder" }).Good();
        return carer;
    }

    private static object Service(string kind = "dayCare", int places = 2) => new { kind, nameZh = kind == "dayCare" ? "日间照料" : "助浴", days = (int[])[1, 2, 3, 4, 5], from = "09:00", minutes = 420, places };

    private static async Task<(HttpClient Client, Guid Person)> Elder(TestTown town, string phone, string born)
    {
        var client = await town.VerifiedClient(phone);
        var person = await town.Person("沈桂兰", born, account: (await client.Get("/me").Good()).Id("account"));
        return (client, person);
    }

    private static async Task<Guid> Session(TestTown town) => (await town.Client().Get("/care-centres").Good())[0].GetProperty("services")[0].GetProperty("next").Id();

    [Theory, MemberData(nameof(Both))]
    public async Task Care_IsBooked_Attended_AndPlannedOnlyWithThePersonsConsent(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var carer = await Open(town);
        await carer.Post("/care-centres/daoxiang/services", Service()).Good();
        var centre = (await town.Client().Get("/care-centres").Good())[0];
        (centre.GetProperty("areaM2").GetDecimal(), centre.GetProperty("beds").GetInt32()).ShouldBe((2800m, 36));
        var session = await Session(town);
        var (elder, person) = await Elder(town, "19900000321", "1950-03-08");
        var (young, _) = await Elder(town, "19900000322", "1980-01-01");
        (await young.Post($"/bookings/sessions/{session}/reservations", new { }).Refused(HttpStatusCode.Forbidden)).ShouldBe("bookings.too_young");
        var booked = (await elder.Post($"/bookings/sessions/{session}/reservations", new { }).Good()).Id();

        town.Time.Move(TimeSpan.FromHours(1));
        var day = (await carer.Get("/care-centres/daoxiang/day").Good())[0];
        day.ToString().ShouldNotContain("沈桂兰");
        day.GetProperty("people")[0].Text("name").ShouldBe("沈**");
        await carer.Put($"/care-centres/daoxiang/sessions/{session}/people/{booked}", new { present = true }).Good();
        (await carer.Get("/care-centres/daoxiang/day").Good())[0].GetProperty("present").GetInt32().ShouldBe(1);

        // A plan begins when the person, or who speaks for them in care, agrees.
        var plan = (await carer.Post("/care-centres/daoxiang/plans", Plan(booked)).Good()).GetGuid();
        (await carer.Post("/care-centres/daoxiang/plans", Plan(booked)).Refused(HttpStatusCode.Conflict)).ShouldBe("health.care_plan_there");
        var line = (await carer.Get("/care-centres/daoxiang/plans").Good())[0];
        line.ToString().ShouldSatisfyAllConditions(t => t.ShouldNotContain("预防跌倒"), t => t.ShouldNotContain("平衡训练"), t => t.ShouldNotContain("mild"));
        var item = (await elder.Get("/care-plans/mine").Good())[0].GetProperty("items")[0].Id();
        (await carer.Post($"/care-plans/{plan}/items/{item}/done").Refused(HttpStatusCode.Conflict)).ShouldBe("health.care_not_agreed");
        (await young.Put($"/care-plans/mine/{plan}", new { agree = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_plan");
        var daughter = await Agent(town, young, person);
        (await daughter.Get("/care-plans/mine").Good())[0].Text("goal").ShouldBe("预防跌倒，保持活动");
        await daughter.Put($"/care-plans/mine/{plan}", new { agree = true }).Good();
        for (var again = 0; again < 2; again++)
            await carer.Post($"/care-plans/{plan}/items/{item}/done", new { idempotencyKey = "press" }).Good();
        (await carer.Get("/care-centres/daoxiang/plans").Good())[0].GetProperty("items")[0].Text("what").ShouldBe("平衡训练", "what is done is for the carers once it was agreed to");
        var own = (await elder.Get("/care-plans/mine").Good())[0];
        (own.Text("state"), own.GetProperty("items")[0].GetProperty("doneThisWeek").GetInt32()).ShouldBe(("agreed", 1));

        // Staff who open the goal stand in the list that the person reads.
        (await carer.Post($"/care-plans/{plan}/read", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        var read = await carer.Post($"/care-plans/{plan}/read", new { reason = "准备本周照护" }).Good();
        (read.Text("goal"), read.Text("level")).ShouldBe(("预防跌倒，保持活动", "mild"));
        (await elder.Get("/me/access-log").Good()).ToString().ShouldContain("准备本周照护");
        (await carer.GetStringAsync(new Uri("/desk/elder-care", UriKind.Relative))).ShouldContain("2,800");
        (await elder.GetStringAsync(new Uri("/my/care", UriKind.Relative))).ShouldContain("预防跌倒");
        await elder.Put($"/care-plans/mine/{plan}", new { agree = false }).Good();
        (await carer.Get("/care-centres/daoxiang/plans").Good()).GetArrayLength().ShouldBe(0);

        // Ending it says nothing of agreeing anew; and a plan that was only refused was never agreed to.
        var ended = (await elder.Get("/care-plans/mine").Good())[0];
        ended.GetProperty("endedAt").GetDateTimeOffset().ShouldBeGreaterThan(ended.GetProperty("agreedAt").GetDateTimeOffset().AddSeconds(-1));
        var second = (await carer.Post("/care-centres/daoxiang/plans", Plan(booked)).Good()).GetGuid();
        await elder.Put($"/care-plans/mine/{second}", new { agree = false }).Good();
        (await elder.Get("/care-plans/mine").Good()).EnumerateArray().Single(p => p.Id() == second).GetProperty("agreedAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Plan_IsAgreedToOnPaper_LookedAtAgain_AndEndedByStaff_AndACentreWithPlansStaysWhereItIs(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var carer = await Open(town);
        var service = (await carer.Post("/care-centres/daoxiang/services", Service()).Good()).GetGuid();
        var (elder, _) = await Elder(town, "19900000323", "1950-03-08");
        var booked = (await elder.Post($"/bookings/sessions/{await Session(town)}/reservations", new { }).Good()).Id();
        var plan = (await carer.Post("/care-centres/daoxiang/plans", Plan(booked, "2026-12-10")).Good()).GetGuid();
        object Review(string on, string finding = "恢复得不错，训练照旧") => new { finding, reviewOn = on };
        (await carer.Post($"/care-plans/{plan}/review", Review("2027-01-10")).Refused(HttpStatusCode.Conflict)).ShouldBe("health.care_not_agreed");
        object Paper(string on, string file = "档案 A-12") => new { signedBy = "person", on, file };
        (await carer.Post($"/care-plans/{plan}/paper", Paper("2026-11-23", "")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_file");
        (await carer.Post($"/care-plans/{plan}/paper", Paper("2026-11-24")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_signed_on");
        await carer.Post($"/care-plans/{plan}/paper", Paper("2026-11-23")).Good();
        (await carer.Post($"/care-plans/{plan}/paper", Paper("2026-11-23")).Refused(HttpStatusCode.Conflict)).ShouldBe("health.care_agreed_already");
        var own = (await elder.Get("/care-plans/mine").Good())[0];
        (own.Text("state"), own.Text("paper")).ShouldBe(("agreed", "本人签字 2026-11-23 档案 A-12"));
        (await elder.Get("/notices").Good()).ToString().ShouldContain("Agreement on paper");

        // Due, and told once; looked at, it goes on.
        town.Time.Move(TimeSpan.FromDays(17));
        for (var again = 0; again < 2; again++)
            await town.InScope(async s =>
            {
                await s.GetRequiredService<RemindReviews>().Run(default);
                return true;
            });
        (await elder.Get("/notices").Good()).ToString().Split("is to be looked at again").Length.ShouldBe(2);
        (await carer.Get("/notices").Good()).ToString().ShouldContain("is to be looked at again");
        (await carer.Get("/care-centres/daoxiang/plans").Good())[0].GetProperty("reviewDue").GetBoolean().ShouldBeTrue();
        (await carer.Post($"/care-plans/{plan}/review", Review("2026-12-10")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_review");
        (await carer.Post($"/care-plans/{plan}/review", Review("2027-01-10", "好")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_finding");
        await carer.Post($"/care-plans/{plan}/review", Review("2027-01-10")).Good();
        (await elder.Get("/care-plans/mine").Good())[0].Text("review").ShouldBe("恢复得不错，训练照旧");
        (await carer.GetStringAsync(new Uri("/desk/elder-care", UriKind.Relative))).ShouldContain("End the plan");

        // It cannot be moved over the heads of those it cares for: what runs is ended first, and everybody hears of it.
        object Moved(string place) => new { place, nameZh = "稻香康养中心", areaM2 = 2800 };
        var keeper = await town.StaffClient("operator");
        (await keeper.Put("/care-centres/daoxiang", Moved("hf-2")).Refused(HttpStatusCode.Conflict)).ShouldBe("health.place_fixed");
        (await carer.Post($"/care-plans/{plan}/end", new { reason = "搬" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_end_reason");
        await carer.Post($"/care-plans/{plan}/end", new { reason = "中心搬迁，另行拟定" }).Good();
        (await carer.Post($"/care-plans/{plan}/end", new { reason = "中心搬迁，另行拟定" }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.care_plan_over");
        (await elder.Get("/care-plans/mine").Good())[0].Text("endReason").ShouldBe("中心搬迁，另行拟定");
        (await keeper.Put("/care-centres/daoxiang", Moved("hf-2")).Refused(HttpStatusCode.Conflict)).ShouldBe("health.place_fixed");
        (await carer.Post($"/care-centres/daoxiang/services/{service}/end", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_end_reason");
        var next = (await elder.Post($"/bookings/sessions/{await Session(town)}/reservations", new { }).Good()).Id();
        await carer.Post($"/care-centres/daoxiang/services/{service}/end", new { reason = "中心搬迁" }).Good();
        (await elder.Get($"/bookings/mine/{next}").Good())[0].GetProperty("reservation").Text("ended").ShouldBe("session");
        await keeper.Put("/care-centres/daoxiang", Moved("hf-2")).Good();
        (await town.Client().Get("/care-centres").Good())[0].GetProperty("services").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Care_WithBadInput_IsRefused()
    {
        await using var town = await Town();
        var carer = await Open(town);
        (await carer.Put("/care-centres/x", new { place = "hf-1", nameZh = "中心", areaM2 = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.code");
        (await carer.Put("/care-centres/xx", new { place = "hf-1", nameZh = "中心", areaM2 = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.area");
        (await carer.Put("/care-centres/xx", new { place = "hf-2", nameZh = "中心", areaM2 = 10 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.place");
        async Task<string?> Try(object body) => await carer.Post("/care-centres/daoxiang/services", body).Refused(HttpStatusCode.BadRequest);
        (await Try(Service(places: 0))).ShouldBe("health.care_places");
        (await Try(new { kind = "service", nameZh = "助浴", days = Array.Empty<int>(), from = "09:00", minutes = 60, places = 1 })).ShouldBe("health.shift_days");
        (await Try(new { kind = "service", nameZh = "助浴", days = (int[])[1], from = "09:00", minutes = 5, places = 1 })).ShouldBe("health.care_minutes");
        (await (await town.StaffClient("worker2")).Post("/care-centres/daoxiang/services", Service()).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_centre");
        (await carer.Get("/care-centres/none/day").Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_centre");
        (await carer.Put($"/care-centres/daoxiang/sessions/{Guid.Empty}/people/{Guid.Empty}", new { present = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_booking");
        (await carer.Post("/care-centres/daoxiang/plans", Plan(Guid.Empty)).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_booking");
        (await carer.Post("/care-centres/daoxiang/plans", Plan(Guid.Empty, "2026-11-23")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_review");
        (await carer.Post("/care-centres/daoxiang/plans", new { reservation = Guid.Empty, level = "mild", goal = "好", items = Array.Empty<object>(), reviewOn = "2027-02-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.care_goal");
        (await carer.Post($"/care-plans/{Guid.Empty}/items/{Guid.Empty}/done").Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_plan");
    }

    private static object Plan(Guid reservation, string reviewOn = "2027-02-01") =>
        new { reservation, level = "mild", goal = "预防跌倒，保持活动", items = (object[])[new { what = "平衡训练", timesPerWeek = 3 }], reviewOn };

    private static async Task<HttpClient> Agent(TestTown town, HttpClient client, Guid principal)
    {
        var account = (await client.Get("/me").Good()).Id("account");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var agent = await db.Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync();
            db.Records<FamilyAgency>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), AgentId = agent, PrincipalId = principal, Matters = "care", From = TestTown.Start.AddDays(-1), AgreedAt = TestTown.Start.AddDays(-1) });
            return await db.SaveChangesAsync();
        });
        return client;
    }
}
