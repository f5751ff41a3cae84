using System.Net;
using System.Text.Json;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Clinics (S58): a directory of departments, doctors' slots that are booked, cancelled, and booked for a parent.</summary>
[Trait("Feature", "S58")]
public sealed class ClinicTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly string[] Departments = ["general", "chinese", "internal", "surgery", "dental", "paediatrics", "women", "eyes", "rehab", "mind"];

    private static Task<TestTown> Town(DatabaseKind kind = DatabaseKind.Sqlite) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static async Task<(HttpClient Worker, Guid Doctor)> Open(TestTown town)
    {
        var worker = await town.StaffClient("worker");
        await worker.Put("/clinics/yinghu", new { place = "hf-1", nameZh = "映湖卫生站", facility = "f-clinic" }).Good();
        foreach (var (code, i) in Departments.Select((c, i) => (c, i)))
            await worker.Put($"/clinics/yinghu/departments/{code}", new { nameZh = code == "chinese" ? "中医科" : "科室" + code, about = code == "chinese" ? "失眠、脾胃" : null, position = i, mostAge = code == "paediatrics" ? 14 : (int?)null }).Good();
        var doctor = (await worker.Post("/clinics/yinghu/doctors", new { department = "chinese", name = "白守拙", title = "主任中医师" }).Good()).GetGuid();
        return (worker, doctor);
    }

    private static object Shift(string from = "08:00", string until = "10:00", int slot = 60, int places = 1, params int[] days) =>
        new { days = days.Length == 0 ? [1, 3, 5] : days, from, until, slotMinutes = slot, places };

    private static async Task<List<JsonElement>> Slots(TestTown town, string department = "chinese") =>
        [.. (await town.Client().Get($"/clinics/yinghu?department={department}").Good()).GetProperty("departments")[0].GetProperty("doctors")[0].GetProperty("slots").EnumerateArray()];

    [Theory, MemberData(nameof(Both))]
    public async Task Clinic_ShowsItsDepartments_AndASlotIsBookedForAParentAndGivenBack(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (worker, doctor) = await Open(town);
        await worker.Post($"/clinics/doctors/{doctor}/shifts", Shift()).Good();
        var found = await town.Client().Get("/clinics").Good();
        found[0].GetProperty("departments").GetArrayLength().ShouldBe(10);
        (await town.Client().Get("/clinics?q=失眠").Good())[0].GetProperty("departments").EnumerateArray().Select(d => d.Text("code")).ShouldBe(["chinese"]);

        // Monday 08:00 has begun, 09:00 lies ahead; two slots on Wednesday and Friday, on three days of the next week, and on the Monday after.
        var slots = await Slots(town);
        slots.Count.ShouldBe(13);
        slots.ShouldAllBe(s => s.GetProperty("start").GetDateTimeOffset() > TestTown.Start);
        var daughter = await town.VerifiedClient("19900000301");
        var mother = await town.Person("沈桂兰", "1950-03-08");
        await Agent(town, (await daughter.Get("/me").Good()).Id("account"), mother);
        var slot = slots[1].Id();
        var booked = await daughter.Post($"/bookings/sessions/{slot}/reservations", new { onBehalfOf = mother }).Good();
        (booked.Text("state"), booked.Id("person")).ShouldBe(("confirmed", mother));
        (await daughter.Post($"/bookings/sessions/{slot}/reservations", new { }).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.full");
        (await Slots(town))[1].GetProperty("left").GetInt32().ShouldBe(0);
        (await daughter.Post($"/bookings/sessions/{slots[2].Id()}/reservations", new { onBehalfOf = mother }).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.quota", "one a day with one doctor");
        (await daughter.Post($"/bookings/{booked.Id()}/cancel", new { })).IsSuccessStatusCode.ShouldBeTrue();
        (await Slots(town))[1].GetProperty("left").GetInt32().ShouldBe(1);
        var page = await daughter.GetStringAsync(new Uri("/clinics/yinghu?department=chinese", UriKind.Relative));
        page.ShouldContain("白守拙");
        page.ShouldContain("/book/o/");
        (await worker.GetStringAsync(new Uri("/desk/clinics?day=2026-11-25", UriKind.Relative))).ShouldContain("0 of 2 booked");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Away_CancelsWhatWasBooked_TellsPeople_AndTheJobLeavesTheDaysOut(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (worker, doctor) = await Open(town);
        await worker.Post($"/clinics/doctors/{doctor}/shifts", Shift()).Good();
        var patient = await town.VerifiedClient("19900000302");
        var slot = (await Slots(town))[1].Id();
        await patient.Post($"/bookings/sessions/{slot}/reservations", new { }).Good();
        var away = await worker.Post($"/clinics/doctors/{doctor}/away", new { from = "2026-11-25", until = "2026-12-09", reason = "外出培训" }).Good();
        (away.GetProperty("told").GetInt32(), away.GetProperty("cancelled").GetInt32()).ShouldBe((1, 12));
        (await patient.Get("/bookings/mine").Good())[0].GetProperty("reservation").Text("ended").ShouldBe("session");
        (await Slots(town)).ShouldHaveSingleItem("this morning is not concerned");
        town.Time.Move(TimeSpan.FromDays(4));
        await town.InScope(async s =>
        {
            await s.GetRequiredService<PlanShifts>().Run(default);
            await s.GetRequiredService<PlanShifts>().Run(default);
            return true;
        });
        (await Slots(town)).Select(s => s.GetProperty("day").GetString()).ShouldBe(["2026-12-11", "2026-12-11"]);

        // Back earlier than said: the days can be booked again, and the holidays of next month stay.
        await worker.Post($"/clinics/doctors/{doctor}/away", new { from = "2026-12-20", until = "2026-12-23", reason = "休假" }).Good();
        await worker.Delete($"/clinics/doctors/{doctor}/away").Good();
        (await worker.Delete($"/clinics/doctors/{doctor}/away").Refused(HttpStatusCode.Conflict)).ShouldBe("health.not_away");
        (await worker.Get("/clinics/day?day=2026-12-21").Good())[0].Text("awayUntil").ShouldBe("2026-12-23");
        (await Slots(town)).Select(s => s.GetProperty("day").GetString()).Distinct().ShouldBe(["2026-11-27", "2026-11-30", "2026-12-02", "2026-12-04", "2026-12-07", "2026-12-09", "2026-12-11"]);

        // Other hours from the first of December: the shift ends, and whoever had booked later hears of it.
        var late = (await Slots(town)).Last().Id();
        await patient.Post($"/bookings/sessions/{late}/reservations", new { }).Good();
        var shift = (await worker.Get("/clinics/day?day=2026-11-27").Good())[0].GetProperty("shifts")[0].Id();
        (await worker.Post($"/clinics/shifts/{shift}/end", new { lastDay = "2026-11-01", reason = "改时间" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.shift_last_day");
        (await worker.Post($"/clinics/shifts/{shift}/end", new { lastDay = "2026-12-01", reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.away_reason");
        (await worker.Post($"/clinics/shifts/{shift}/end", new { lastDay = "2026-12-01", reason = "改到下午" }).Good()).GetProperty("told").GetInt32().ShouldBe(1);
        await worker.Post($"/clinics/doctors/{doctor}/shifts", new { days = (int[])[1, 3, 5], from = "08:00", until = "09:00", slotMinutes = 60, places = 1, firstDay = "2026-12-02" }).Good();
        (await Slots(town)).Count(s => string.CompareOrdinal(s.GetProperty("day").GetString(), "2026-12-01") > 0).ShouldBeGreaterThan(0);

        // And one who has left keeps nobody waiting.
        var last = (await Slots(town)).Last().Id();
        await patient.Post($"/bookings/sessions/{last}/reservations", new { }).Good();
        await worker.Put($"/clinics/yinghu/doctors/{doctor}", new { department = "chinese", name = "白守拙", title = "主任中医师", active = false }).Good();
        (await patient.Get("/bookings/mine").Good()).EnumerateArray().Single(b => b.GetProperty("reservation").Id("session") == last).GetProperty("reservation").Text("ended").ShouldBe("session");
        (await worker.Get("/clinics/day?day=2026-11-30").Good())[0].GetProperty("shifts").GetArrayLength().ShouldBe(0, "one that was to end later goes on by itself no more either");
        await (await town.StaffClient("operator")).Put("/clinics/yinghu", new { place = "hf-2", nameZh = "映湖卫生站" }).Good();
    }

    [Fact]
    public async Task List_OfADoctor_NamesNobodyUntilStaffSayWhy_AndThePatientReadsWhoLooked()
    {
        await using var town = await Town();
        var (worker, doctor) = await Open(town);
        await worker.Post($"/clinics/doctors/{doctor}/shifts", Shift()).Good();
        var patient = await town.VerifiedClient("19900000304");
        await town.Person("沈桂兰", "1950-03-08", account: (await patient.Get("/me").Good()).Id("account"));
        var slot = (await Slots(town))[1].Id();
        var booked = await patient.Post($"/bookings/sessions/{slot}/reservations", new { note = "睡不着" }).Good();
        var list = $"/bookings/sessions/{slot}";
        var closed = await worker.Get(list).Good();
        (closed.GetProperty("closed").GetBoolean(), closed.GetProperty("canOpen").GetBoolean()).ShouldBe((true, true));
        closed.ToString().ShouldSatisfyAllConditions(t => t.ShouldNotContain("沈"), t => t.ShouldNotContain("睡不着"));
        (await worker.Post(list + "/list", new { reason = "看" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        (await worker.Post(list + "/list", new { reason = "医生请核对到诊名单" }).Good()).GetProperty("people")[0].Text("name").ShouldBe("沈**");
        (await patient.Get("/me/access-log").Good()).ToString().ShouldContain("医生请核对到诊名单");
        (await worker.GetStringAsync(new Uri($"/desk/bookings/s/{slot}", UriKind.Relative))).ShouldSatisfyAllConditions(p => p.ShouldNotContain("沈**"), p => p.ShouldContain("Open the list"));

        // Checked in by what they say at the desk, without a name either.
        town.Time.SetTo(new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        (await worker.Post(list + "/check-in", new { code = booked.Text("code") }).Good()).Text("name").ShouldBe("…" + booked.Text("code")[^2..]);

        // The calendar behind an address and the statement do not say which department.
        var feed = (await patient.Post("/bookings/feed", new { }).Good()).Text("path");
        (await town.Client().GetStringAsync(new Uri(feed, UriKind.Relative))).ShouldSatisfyAllConditions(t => t.ShouldContain("门诊预约"), t => t.ShouldNotContain("中医科"));
    }

    [Fact]
    public async Task Clinics_WithBadInput_AreRefused()
    {
        await using var town = await Town();
        var (worker, doctor) = await Open(town);
        (await worker.Put("/clinics/Ü", new { place = "hf-1", nameZh = "卫生站" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.code");
        (await worker.Put("/clinics/two", new { place = "hf-2", nameZh = "卫生站" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.place", "not this worker's community");
        (await (await town.StaffClient("worker2")).Put("/clinics/yinghu", new { place = "hf-2", nameZh = "抢走" }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_clinic");
        (await worker.Put("/clinics/yinghu/departments/x", new { nameZh = "科室", leastAge = 9, mostAge = 3 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.code");
        (await worker.Put("/clinics/yinghu/departments/xx", new { nameZh = "科室", leastAge = 9, mostAge = 3 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.ages");
        (await worker.Post("/clinics/yinghu/doctors", new { department = "none", name = "白守拙", title = "医师" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.no_department");
        async Task<string?> Try(object shift) => await worker.Post($"/clinics/doctors/{doctor}/shifts", shift).Refused(HttpStatusCode.BadRequest);
        (await Try(Shift(days: [8]))).ShouldBe("health.shift_days");
        (await Try(Shift(slot: 1))).ShouldBe("health.shift_slot");
        (await Try(Shift(until: "08:30"))).ShouldBe("health.shift_times");
        (await Try(Shift(places: 0))).ShouldBe("health.shift_places");
        (await Try(new { days = (int[])[1], from = "08:00", until = "10:00", lastDay = "2026-11-01" })).ShouldBe("health.shift_over");
        await worker.Post($"/clinics/doctors/{doctor}/shifts", Shift()).Good();
        (await worker.Post($"/clinics/doctors/{doctor}/shifts", Shift("09:30", "11:30")).Refused(HttpStatusCode.Conflict)).ShouldBe("health.shift_clash");
        (await worker.Post($"/clinics/doctors/{doctor}/away", new { from = "2026-11-25", until = "2026-11-24", reason = "培训" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.away_days");
        (await worker.Post($"/clinics/doctors/{doctor}/away", new { from = "2026-11-01", until = "2026-11-02", reason = "培训" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.away_past");
        (await (await town.VerifiedClient("19900000303")).Post($"/clinics/doctors/{doctor}/away", new { from = "2026-11-25", until = "2026-11-26", reason = "培训" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await town.Client().Get("/clinics/none").Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_clinic");
    }

    [Theory]
    [InlineData("2026-11-23", true)]
    [InlineData("2026-11-24", false)]
    [InlineData("2026-10-02", false)] // A Friday of the National Day holidays.
    [InlineData("2026-11-22", false)] // Before its first day … and a Sunday.
    public void Shift_RunsOnItsDays_ButNotOnPublicHolidays(string day, bool runs) =>
        ShiftRules.RunsOn(Of("135", new(8, 0), new(11, 0), 30), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), WorkingDayCalendar.China).ShouldBe(runs);

    [Fact]
    public void Slots_LeaveOutARemainder() =>
        ShiftRules.Slots(Of("1", new(8, 0), new(9, 50), 30), new(2026, 11, 23)).Select(s => LocalTime.ToLocal(s.Start).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(["08:00", "08:30", "09:00"]);

    private static Shift Of(string days, TimeOnly from, TimeOnly until, int slot) =>
        new() { Id = Guid.Empty, Doctor = Guid.Empty, Scope = "/", Days = days, From = from, Until = until, SlotMinutes = slot, Places = 1, FirstDay = new(2026, 9, 1), OnHolidays = false };

    private static Task<int> Agent(TestTown town, Guid account, Guid principal) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var agent = await db.Records<Linli.People.Accounts.Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync();
        db.Records<Linli.People.Register.FamilyAgency>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), AgentId = agent, PrincipalId = principal, Matters = "report book view", From = TestTown.Start.AddDays(-1), AgreedAt = TestTown.Start.AddDays(-1) });
        return await db.SaveChangesAsync();
    });
}
