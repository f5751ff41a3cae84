using System.Net;
using System.Text.Json;
using Linli.Cases;
using Linli.Governance.Leads;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Sensing.Devices;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>R14: what machines and other systems believe is a lead that only a person turns into a case, of a device that was reviewed, marked and published.</summary>
public sealed class LeadTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Lead_BecomesACase_OnlyByAPerson_AndOnlyOfAFitDevice(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var key = await Prepare(town);
        var officer = await town.StaffClient("officer");
        var machine = town.Client();
        machine.DefaultRequestHeaders.Add("X-Api-Key", key);

        // Bad input, then every kind by every way in, once each although told twice.
        (await machine.Post("/leads", Lead("water", "patrol", "A", longitude: null)).Refused(HttpStatusCode.BadRequest)).ShouldBe("governance.lead_place");
        (await machine.Post("/leads", new { inflow = "patrol", reference = "A", latitude = 30.2, longitude = 120.2, seenAt = TestTown.Start }).Refused(HttpStatusCode.BadRequest)).ShouldBe("governance.lead_kind");
        (await machine.Post("/leads", Lead("water", "patrol", "A", seenAt: TestTown.Start.AddDays(2))).Refused(HttpStatusCode.BadRequest)).ShouldBe("governance.lead_time");
        string[] kinds = ["water", "air", "soil", "building", "fishing"], inflows = ["platform", "hotline", "cityManagement", "catering", "patrol"];
        foreach (var (problem, inflow) in kinds.SelectMany(k => inflows.Select(i => (k, i))))
            for (var again = 0; again < 2; again++)
                await machine.Post("/leads", Lead(problem, inflow, $"{problem}-{inflow}")).Good();
        (await officer.Get("/leads").Good()).Whole("waiting").ShouldBe(25);
        (await officer.Get("/leads?kind=fishing&inflow=hotline").Good()).GetProperty("leads").GetArrayLength().ShouldBe(1);

        // Nobody else sees them; no machine decides; no interface opens such a case.
        foreach (var other in new[] { machine, await town.StaffClient("worker"), await town.StaffClient("desk"), await town.VerifiedClient("19900000911") })
            (await other.Get("/leads")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var camera = (await machine.Post("/leads", Lead("fishing", "patrol", "cam", device: "cam-1")).Good()).GetGuid();
        (await machine.Post($"/leads/{camera}/decision", new { isCase = true, finding = "看到电鱼" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var by in new[] { await town.StaffClient("desk"), await town.StaffClient("operator"), machine })
            (await by.Post("/cases", new { channel = "sensor", category = LeadParts.Category, text = "直接登记一件湿地问题", community = "hf-1" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Cases(town)).ShouldBe(0);

        // The device first: reviewed, marked, published. Until then its records prove nothing.
        (await officer.Post($"/leads/{camera}/decision", new { isCase = true, finding = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("governance.lead_finding");
        (await officer.Post($"/leads/{camera}/decision", new { isCase = true, finding = "画面清楚，两人电鱼" }).Refused(HttpStatusCode.Conflict)).ShouldBe("governance.device_not_fit");
        var admin = await town.StaffClient("operator");
        (await admin.Put("/evidence-devices/cam-9", new { place = "北岸观鸟塔" }).Refused(HttpStatusCode.NotFound)).ShouldBe("governance.no_device");
        (await admin.Put("/evidence-devices/cam-1", new { place = "北岸观鸟塔", reviewedOn = "2026-11-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("governance.device_review");
        await admin.Put("/evidence-devices/cam-1", new { place = "北岸观鸟塔", reviewedOn = "2026-11-01", review = "执法队 2026-17 号", markedOn = "2026-11-02" }).Good();
        (await town.Client().Get("/evidence-devices").Good()).GetArrayLength().ShouldBe(0, "not published yet");
        (await officer.Post($"/leads/{camera}/decision", new { isCase = true, finding = "画面清楚，两人电鱼" }).Refused(HttpStatusCode.Conflict)).ShouldBe("governance.device_not_fit");
        await admin.Put("/evidence-devices/cam-1", new { place = "北岸观鸟塔", reviewedOn = "2026-11-01", review = "执法队 2026-17 号", markedOn = "2026-11-02", publishedOn = "2026-11-03" }).Good();
        (await town.Client().Page("/evidence-devices")).ShouldContain("北岸观鸟塔");

        // A person: one is a case, one is none, each once; it stands in the audit log.
        await officer.Post($"/leads/{camera}/decision", new { isCase = true, finding = "画面清楚，两人电鱼" }).Good();
        await town.DeliverEvents();
        (await officer.Post($"/leads/{camera}/decision", new { isCase = false, finding = "后来又说不是" }).Refused(HttpStatusCode.Conflict)).ShouldBe("governance.lead_decided");
        var waiting = (await officer.Get("/leads?kind=soil&inflow=hotline").Good()).GetProperty("leads")[0].Id();
        await officer.Post($"/leads/{waiting}/decision", new { isCase = false, finding = "是园林换土，有许可" }).Good();
        await town.DeliverEvents();
        (await Cases(town)).ShouldBe(1);
        (await officer.Get("/leads?state=verified").Good()).GetProperty("leads")[0].GetProperty("case").ValueKind.ShouldBe(JsonValueKind.String);
        var figures = await officer.Get("/leads?state=rejected").Good();
        (figures.Whole("waiting"), figures.Whole("verified"), figures.Whole("rejected"), figures.GetProperty("leads")[0].Text("finding")).ShouldBe((24, 1, 1, "是园林换土，有许可"));
        (await officer.Page("/desk/leads")).ShouldContain("Illegal fishing");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task HighCamera_AlarmIsALead_AndOpensNothing(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Prepare(town);
        var officer = await town.StaffClient("officer");
        var device = town.Services.GetRequiredService<IDevices>().ByCode("cam-1")!;
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            await s.GetRequiredService<IAlarms>().Raise(
                new("high-camera-fishing", "cam-1", ("疑似非法捕鱼", "Illegal fishing suspected"), device.Scope, AlarmSeverity.Minor, TestTown.Start) { Device = device.Id, Response = new() }, CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        await town.DeliverEvents();
        var lead = (await officer.Get("/leads").Good()).GetProperty("leads").EnumerateArray().ShouldHaveSingleItem();
        (lead.Text("kind"), lead.Text("inflow"), lead.Text("device"), lead.GetProperty("fit").GetBoolean()).ShouldBe(("fishing", "patrol", "cam-1", false));
        (await (await town.StaffClient("worker")).Get("/sensing/alarms").Good()).Whole("total").ShouldBe(0, "those who only watch see no lead");
        (await Cases(town)).ShouldBe(0);
    }

    private static object Lead(string kind, string inflow, string reference, double? longitude = 120.2105, DateTimeOffset? seenAt = null, string? device = null) =>
        new { kind, inflow, reference, latitude = SmallTown.InFirst.Lat, longitude = longitude is null ? (double?)null : SmallTown.InFirst.Lon, seenAt = seenAt ?? TestTown.Start.AddMinutes(-5), device, picture = "camera://cam-1/2026-11-23/0755.jpg" };

    private static Task<int> Cases(TestTown town) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Linli.Cases.Case>().CountAsync());

    // A duty officer, a camera, a category, and the key of another system.
    private static async Task<string> Prepare(TestTown town)
    {
        var key = await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<IDeviceBook>().Enter(new("cam-1", "北岸高位监控", "high-camera", SmallTown.First) { Place = new(SmallTown.InFirst.Lat, SmallTown.InFirst.Lon), InService = true }, CancellationToken.None)).Problems.ShouldBeEmpty();
            db.Records<Category>().Add(new() { Code = LeadParts.Category, NameZh = "湿地线索", NameEn = "Wetland lead", Icon = "ripple", Type = "wetland", TeamKind = "municipal", Team = "lighting", Open311 = false });
            var hash = (await db.Records<Account>().FirstAsync(a => a.UserName == "operator")).PasswordHash;
            var person = new Person { Id = Guid.CreateVersion7(TestTown.Start), Name = "王值守", At = TestTown.Start };
            var account = NewAccounts.Staff(person.Id, "officer", s.GetRequiredService<TimeProvider>(), TestTown.Start);
            account.PasswordHash = hash;
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(TestTown.Start), AccountId = account.Id, Post = Posts.DutyOfficer, Scope = SmallTown.Group.Value, From = TestTown.Start.AddDays(-30) });
            var made = s.GetRequiredService<IMachineKeys>().Make("gateway", SmallTown.Group, [LeadParts.Send]).Key;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return made;
        });
        town.Services.GetRequiredService<DeviceMemory>().Look();
        return key;
    }
}
