using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Cases;
using Linli.Cases.Report;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

/// <summary>Taking one's data along, and deleting them (R37; PIPL arts. 45 and 47), through every module on both databases.</summary>
public class ErasureTests
{
    private const string Phone = "13911112222";
    private const string Name = "沈桂兰";

    public static TheoryData<DatabaseKind> Databases => TestDatabase.Both;

    [Theory, MemberData(nameof(Databases))]
    public async Task Deleting_LeavesNothingByWhichThePersonIsFound_InAnyTable(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (client, account) = await Settle(town);
        (await Everything(town)).ShouldNotBeEmpty();
        var plan = await Body(await client.GetAsync("/api/v1/me/data/erasure"));
        plan.GetProperty("stays").EnumerateArray().Select(s => s.GetProperty("what").GetProperty("en").GetString())
            .ShouldContain("Open cases are carried on without name and phone; you will not read the answer");

        (await client.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "0000" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var asked = await Body(await client.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222" }));
        asked.GetProperty("dueAt").GetDateTimeOffset().ShouldBe(town.Time.GetUtcNow().AddDays(7));
        (await client.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await RunJob(town);
        (await Everything(town)).ShouldNotBeEmpty();
        town.Time.Move(TimeSpan.FromDays(7));
        await RunJob(town);
        while (await town.DeliverEvents() > 0)
        {
        }

        (await Everything(town)).ShouldBeEmpty();
        (await town.InScope(s => s.GetRequiredService<TextIndex>().Find("case", Name, 10, CancellationToken.None))).ShouldBeEmpty();
        (await town.InScope(s => s.GetRequiredService<IPeople>().NamesOf([account], CancellationToken.None)))[account].ShouldNotContain("沈");

        // The number is free again: whoever signs in with it is somebody new.
        town.Time.Move(TimeSpan.FromMinutes(2));
        (await town.Resident(Phone)).ShouldNotBe(account);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Archive_HoldsAPageToRead_AFileForEachModule_AndNothingOfOthers(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.VerifiedResident("13933334444");
        var (client, _) = await Settle(town);
        var bytes = await client.GetByteArrayAsync("/api/v1/me/data/archive.zip");
        using var zip = new ZipArchive(new MemoryStream(bytes));
        new[] { "index.html", "data/people.json", "data/cases.json", "data/notices.json", "data/neighbours.json" }.Except(zip.Entries.Select(e => e.FullName)).ShouldBeEmpty();
        var people = await Read(zip, "data/people.json");
        people.ShouldContain(Phone);
        people.ShouldContain(Name);
        (await Read(zip, "data/cases.json")).ShouldContain("路灯");
        (await Read(zip, "index.html")).ShouldContain("我的信息");
        foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".json", StringComparison.Ordinal)))
            (await Read(zip, entry.FullName)).ShouldNotContain("13933334444");
    }

    [Fact]
    public async Task Archive_OfAMemberOfStaff_HoldsNothingOfTheirWork()
    {
        await using var town = await TestTown.Found();
        var (client, account) = await Settle(town);
        await town.InScope(async s =>
        {
            var (db, now) = (s.GetRequiredService<LinliDb>(), town.Time.GetUtcNow());
            var staff = NewAccounts.Staff(await db.Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync(), "shenguilan", town.Time, now);
            db.Records<Account>().Add(staff);
            await db.SaveChangesAsync();
            await s.GetRequiredService<Linli.Notices.INotices>().Tell(staff.Id, "work.test", ("工作消息：某户", "work"), ("内容", "text"), "/desk", "work-test", CancellationToken.None);
            return await db.SaveChangesAsync();
        });
        using var zip = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync("/api/v1/me/data/archive.zip")));
        foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".json", StringComparison.Ordinal)))
            (await Read(zip, entry.FullName)).ShouldNotContain("工作消息");
    }

    [Fact]
    public async Task Deleting_AsAMemberOfStaff_IsRefusedUntilTheAccountIsClosed()
    {
        await using var town = await TestTown.Found();
        var (client, account) = await Settle(town);
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var person = await db.Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync();
            db.Records<Account>().Add(NewAccounts.Staff(person, "shenguilan", town.Time, town.Time.GetUtcNow()));
            return await db.SaveChangesAsync();
        });
        var answer = await client.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("staff_account_open");
    }

    [Fact]
    public async Task AModuleThatMustKeepSomething_SaysSoBefore()
    {
        await using var town = await TestTown.Found(adjust: b => b.Services.AddScoped<IPersonalData, LedgerOfTest>());
        var client = await town.ResidentClient(Phone);
        (await Body(await client.GetAsync("/api/v1/me/data/erasure"))).GetProperty("stays").EnumerateArray()
            .ShouldContain(s => s.GetProperty("count").GetInt32() == 7 && s.GetProperty("why").GetProperty("zh").GetString()!.Contains("会计法", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_IsTakenBackBySigningIn_AndThenNothingGoes()
    {
        await using var town = await TestTown.Found();
        var (client, account) = await Settle(town);
        await Body(await client.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222" }));
        town.Time.Move(TimeSpan.FromDays(6));
        var back = await town.ResidentClient(Phone);
        town.Time.Move(TimeSpan.FromMinutes(30));
        (await Body(await back.GetAsync("/api/v1/me/data/erasure"))).GetProperty("dueAt").ValueKind.ShouldBe(JsonValueKind.Null);
        while (await town.DeliverEvents() > 0)
        {
        }

        (await back.GetStringAsync("/api/v1/notices")).ShouldContain("The deletion was taken back");
        town.Time.Move(TimeSpan.FromDays(2));
        await RunJob(town);
        (await town.Resident(Phone)).ShouldBe(account);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().AnyAsync(p => p.Name == Name && p.ErasedAt == null))).ShouldBeTrue();
    }

    [Fact]
    public async Task Deleting_WaitsAsLongAsTheHouseSays_AndIsNotAskedTwice()
    {
        await using var town = await TestTown.Found();
        await town.InScope(async s =>
        {
            s.GetRequiredService<LinliDb>().Records<Linli.People.Privacy.Terms.WaitingTerm>().Add(new() { Code = "erasure", Hours = 24, Source = "test", SetByName = "test", At = town.Time.GetUtcNow() });
            return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
        });
        var guardian = await town.ResidentClient(Phone);
        var child = await town.Resident("13955556666");
        var person = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Account>().Where(a => a.Id == child).Select(a => a.PersonId).SingleAsync());
        await BecomeGuardian(town, guardian, person);
        var asked = await Body(await guardian.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222", person }));
        (asked.GetProperty("self").GetBoolean(), asked.GetProperty("held").GetBoolean()).ShouldBe((false, false));
        asked.GetProperty("dueAt").GetDateTimeOffset().ShouldBe(town.Time.GetUtcNow().AddHours(24));
        (await Town.Problem(await guardian.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222", person }), HttpStatusCode.Conflict)).ShouldBe("erasure_asked");
        // The child coming back is not the guardian's word; the guardian takes it back.
        town.Time.Move(TimeSpan.FromMinutes(3));
        await town.ResidentClient("13955556666");
        (await Body(await guardian.GetAsync($"/api/v1/me/data/erasure?person={person}"))).GetProperty("dueAt").ValueKind.ShouldBe(JsonValueKind.String);
        await Body(await guardian.PostAsync($"/api/v1/me/data/erasure/take-back?person={person}", null));
        (await Town.Problem(await guardian.PostAsync($"/api/v1/me/data/erasure/take-back?person={person}", null), HttpStatusCode.NotFound)).ShouldBe("erasure_none");
    }

    [Fact]
    public async Task Deleting_AChildOnACareList_WaitsUntilAWorkerHasLooked()
    {
        await using var town = await TestTown.Found();
        var (guardian, child) = await ChildInCare(town);
        var asked = await Body(await guardian.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222", person = child }));
        asked.GetProperty("held").GetBoolean().ShouldBeTrue();
        while (await town.DeliverEvents() > 0)
        {
        }

        var lead = await town.StaffClient("secretary");
        (await lead.GetStringAsync("/api/v1/notices")).ShouldContain("A guardian wants data of a child on a care list deleted");
        town.Time.Move(TimeSpan.FromDays(8));
        await RunJob(town);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().AnyAsync(p => p.Id == child && p.ErasedAt == null))).ShouldBeTrue();
        lead = await town.StaffClient("secretary");
        var id = (await Body(await lead.GetAsync("/api/v1/privacy/erasures")))[0].GetProperty("id").GetGuid();
        (await Body(await (await town.StaffClient("worker")).GetAsync("/api/v1/privacy/erasures"))).GetArrayLength().ShouldBe(0);
        (await Town.Problem(await lead.PostAsJsonAsync($"/api/v1/privacy/erasures/{id}/seen", new { mayGo = false }), HttpStatusCode.BadRequest)).ShouldBe("word_missing");
        await Body(await lead.PostAsJsonAsync($"/api/v1/privacy/erasures/{id}/seen", new { mayGo = false, word = "正在核查孩子的安全" }));
        guardian = await town.ResidentClient(Phone);
        (await Body(await guardian.GetAsync($"/api/v1/me/data/erasure?person={child}"))).GetProperty("word").GetString().ShouldBe("正在核查孩子的安全");

        // Asked again and seen: then it goes.
        await Body(await guardian.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222", person = child }));
        id = (await Body(await lead.GetAsync("/api/v1/privacy/erasures")))[0].GetProperty("id").GetGuid();
        await Body(await lead.PostAsJsonAsync($"/api/v1/privacy/erasures/{id}/seen", new { mayGo = true }));
        (await town.CarryOutErasures()).ShouldBe(1);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().AnyAsync(p => p.Id == child && p.ErasedAt != null))).ShouldBeTrue();
    }

    [Fact]
    public async Task Phone_WaitsForTheOldNumber_WhichMayConfirmIt()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        town.Time.Move(TimeSpan.FromMinutes(2));
        var asked = await Body(await Change(client, "13977778888", await CodeFor(town, "13977778888")));
        asked.GetProperty("dueAt").GetDateTimeOffset().ShouldBe(town.Time.GetUtcNow().AddHours(72));
        (await Body(await client.GetAsync("/api/v1/me"))).GetProperty("phone").GetString().ShouldBe("139****2222");
        // What a thief would do next has to wait.
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222" }), HttpStatusCode.Conflict)).ShouldBe("phone_change_pending");
        (await Town.Problem(await client.GetAsync("/api/v1/me/data/archive.zip"), HttpStatusCode.Conflict)).ShouldBe("phone_change_pending");
        (await client.GetAsync("/api/v1/me/data")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/data/phone/confirm", new { code = "12" }), HttpStatusCode.BadRequest)).ShouldBe("code_shape");
        var code = (await Body(await client.PostAsync("/api/v1/me/data/phone/old-code", null))).GetProperty("demoCode").GetString()!;
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/data/phone/confirm", new { code = code == "000000" ? "000001" : "000000" }), HttpStatusCode.BadRequest)).ShouldBe("code_wrong");
        await Body(await client.PostAsJsonAsync("/api/v1/me/data/phone/confirm", new { code }));
        (await Body(await client.GetAsync("/api/v1/me"))).GetProperty("phone").GetString().ShouldBe("139****8888");
        (await client.GetAsync("/api/v1/me/data/archive.zip")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Phone_WithoutTheOldNumber_ChangesWhenTheWaitIsOver_AndNotifiesEvenWhoWantsNoNotices()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        (await Town.Problem(await client.PutAsync("/api/v1/notices/opt-outs/account", null), HttpStatusCode.Conflict)).ShouldBe("kind_always");
        town.Time.Move(TimeSpan.FromMinutes(2));
        await Body(await Change(client, "13977778888", await CodeFor(town, "13977778888")));
        await town.DeliverEvents();
        (await client.GetStringAsync("/api/v1/notices")).ShouldContain("Somebody asks to change your phone");
        town.Time.Move(TimeSpan.FromHours(71));
        await PhoneJob(town);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().AnyAsync(p => p.PhoneMask == "139****2222"))).ShouldBeTrue();
        town.Time.Move(TimeSpan.FromHours(1));
        await PhoneJob(town);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().AnyAsync(p => p.PhoneMask == "139****8888"))).ShouldBeTrue();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Linli.People.Privacy.Phone.PhoneChange>().SingleAsync())).Phone.ShouldBeNull();
    }

    [Fact]
    public async Task Phone_IsStoppedByWhoHasTheOldNumber_WhoSignsEverybodyOut()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        town.Time.Move(TimeSpan.FromMinutes(2));
        await Body(await Change(client, "13977778888", await CodeFor(town, "13977778888")));
        (await Town.Problem(await Change(client, "13977779999", await CodeFor(town, "13977779999")), HttpStatusCode.BadRequest)).ShouldBe("phone_change_running");
        (await town.InScope(async s => await s.GetRequiredService<Platform.UseCases.UseCaseRunner>().Run(
            new Linli.People.Privacy.Phone.StopPhoneChange(await s.GetRequiredService<LinliDb>().Records<Linli.People.Privacy.Phone.PhoneChange>().Select(c => c.Id).SingleAsync(), "wrong"), CancellationToken.None))).Ok.ShouldBeFalse();
        var owner = await town.ResidentClient(Phone);
        await Body(await owner.PostAsync("/api/v1/me/data/phone/stop", null));
        (await client.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await owner.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        town.Time.Move(TimeSpan.FromDays(4));
        await PhoneJob(town);
        (await Body(await (await town.ResidentClient(Phone)).GetAsync("/api/v1/me"))).GetProperty("phone").GetString().ShouldBe("139****2222");
    }

    [Fact]
    public async Task Phone_ChangesOnlyWithTheCodeOfTheNewNumber_AndNotToSomebodyElses()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        await town.Resident("13955556666");
        town.Time.Move(TimeSpan.FromMinutes(2));
        (await Change(client, "13977778888", "000000")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var taken = await Change(client, "13955556666", await CodeFor(town, "13955556666"));
        (await taken.Content.ReadAsStringAsync()).ShouldContain("phone_taken");
        var same = await Change(client, Phone, await CodeFor(town, Phone));
        (await same.Content.ReadAsStringAsync()).ShouldContain("phone_same");
    }

    [Fact]
    public async Task Correction_OfAVerifiedResident_WaitsForStaff_AndOfOthersIsDoneAtOnce()
    {
        await using var town = await TestTown.Found();
        var (client, _) = await Settle(town);
        (await client.PostAsJsonAsync("/api/v1/me/data/corrections", new { birthDate = "2999-01-01" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var id = (await Body(await client.PostAsJsonAsync("/api/v1/me/data/corrections", new { name = "沈桂芳", birthDate = "1946-03-15" }))).GetProperty("correction").GetGuid();
        (await client.PostAsJsonAsync("/api/v1/me/data/corrections", new { name = "再改" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var worker = await town.StaffClient("worker");
        var waiting = await Body(await worker.GetAsync("/api/v1/privacy/corrections"));
        waiting[0].GetProperty("newName").GetString().ShouldBe("沈**");
        (await Body(await worker.PostAsJsonAsync($"/api/v1/privacy/corrections/{id}/open", new { reason = "核对身份证" }))).GetProperty("newName").GetString().ShouldBe("沈桂芳");
        await Body(await worker.PostAsJsonAsync($"/api/v1/privacy/corrections/{id}/decide", new { approve = true, answer = "看过身份证" }));
        (await Body(await client.GetAsync("/api/v1/me"))).GetProperty("name").GetString().ShouldBe("沈桂芳");
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Person>().Where(p => p.Name == "沈桂芳").Select(p => p.NameKey + "|" + p.NameInitials).SingleAsync()))
            .ShouldBe("shenguifang sgf|sgf", "staff find the person by the corrected name");

        var newcomer = await town.ResidentClient("13955556666");
        (await Body(await newcomer.PostAsJsonAsync("/api/v1/me/data/corrections", new { name = "新来人" }))).GetProperty("correction").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>A resident with a name, a home, a report that names them, a consent, a card for neighbours and a view of their phone.</summary>
    private static async Task<(HttpClient Client, Guid Account)> Settle(TestTown town)
    {
        var client = await town.ResidentClient(Phone);
        await Body(await client.PatchAsJsonAsync("/api/v1/me", new { name = Name }));
        town.Time.Move(TimeSpan.FromMinutes(2));
        var account = await town.VerifiedResident(Phone, home: true);
        town.Time.Move(TimeSpan.FromMinutes(2));
        var report = await town.Run(account, new ReportCase
        {
            Category = "lamp", Text = $"7幢路灯不亮，我是{Name}，电话{Phone}", Community = "hf-1", PlaceText = "7幢",
        });
        report.Ok.ShouldBeTrue(report.Ok ? "" : report.Problem.Message.En);
        await Body(await client.PostAsJsonAsync("/api/v1/me/consents", new { purpose = Purposes.GateCredential, version = 1 }));
        var card = await client.PutAsJsonAsync("/api/v1/neighbours/card", new { nickname = Name, interests = new[] { "chess" }, about = $"{Name}爱下棋", contact = Phone, bornOn = "1950-01-01" });
        card.IsSuccessStatusCode.ShouldBeTrue(await card.Content.ReadAsStringAsync());
        while (await town.DeliverEvents() > 0)
        {
        }

        return (client, account);
    }

    // Every value of every table, as text.
    private static Task<List<string>> Everything(TestTown town) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var hash = s.GetRequiredService<FieldCipher>().Hash("people.phone", Phone);
        string[] marks = [Phone, "139****2222", Name, hash];
        var found = new List<string>();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                for (var i = 0; i < rows.FieldCount; i++)
                    if (Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) is { } text && marks.Any(m => text.Contains(m, StringComparison.Ordinal)))
                        found.Add($"{table}.{rows.GetName(i)}: {text}");
        }

        return found;
    });

    private static Task<bool> RunJob(TestTown town) => town.InScope(async s =>
    {
        await ActivatorUtilities.CreateInstance<Linli.People.Privacy.Erasures.ErasureJob>(s).Run(CancellationToken.None);
        return true;
    });

    private static Task<bool> PhoneJob(TestTown town) => town.InScope(async s =>
    {
        await ActivatorUtilities.CreateInstance<Linli.People.Privacy.Phone.PhoneChangeJob>(s).Run(CancellationToken.None);
        return true;
    });

    private static async Task BecomeGuardian(TestTown town, HttpClient guardian, Guid child)
    {
        var person = (await Body(await guardian.GetAsync("/api/v1/me/consents"))).GetProperty("person").GetGuid();
        await town.InScope(async s =>
        {
            var (db, now) = (s.GetRequiredService<LinliDb>(), town.Time.GetUtcNow());
            await db.Records<Person>().Where(p => p.Id == child).ExecuteUpdateAsync(p => p.SetProperty(x => x.BirthDate, new DateOnly(2017, 5, 4)).SetProperty(x => x.Name, "沈小宝"));
            db.Records<Linli.People.Register.Guardianship>().Add(new()
            {
                Id = Guid.CreateVersion7(now), GuardianId = person, ChildId = child, Kind = Linli.People.Register.GuardianKind.Parent, From = now,
            });
            return await db.SaveChangesAsync();
        });
    }

    private static async Task<(HttpClient Guardian, Guid Child)> ChildInCare(TestTown town)
    {
        var guardian = await town.ResidentClient(Phone);
        var account = await town.VerifiedResident("13955556666", home: true);
        var child = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync());
        await BecomeGuardian(town, guardian, child);
        await town.InScope(async s =>
        {
            var (db, cipher, now) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<FieldCipher>(), town.Time.GetUtcNow());
            var tie = await db.Unfiltered<HomeTie>().FirstAsync(t => t.PersonId == child);
            db.Insert(new Linli.People.Care.CareEntry
            {
                Id = Guid.CreateVersion7(now), PersonId = child, Group = "child_hardship", Scope = tie.Scope, Grid = tie.Grid, Reason = cipher.Seal("困境"), Evidence = cipher.Seal("证明"),
                From = new(2026, 1, 1), ReviewOn = new(2027, 1, 1), State = Linli.People.Care.CareState.Listed, EnteredBy = account, At = now,
            });
            return await db.SaveChangesAsync();
        });
        return (guardian, child);
    }

    private static Task<HttpResponseMessage> Change(HttpClient client, string phone, string code) =>
        client.PostAsJsonAsync("/api/v1/me/data/phone", new { phone, code });

    private static async Task<string> CodeFor(TestTown town, string phone) =>
        (await Body(await town.Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone }))).GetProperty("demoCode").GetString()!;

    private static async Task<string> Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync();
    }

    private static Task<JsonElement> Body(HttpResponseMessage answer) => Town.Body(answer);

    private sealed class LedgerOfTest : IPersonalData
    {
        public string Module => "ledger";

        public Phrase Title => ("账本", "Ledger");

        public Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataSection>>([]);

        public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataThatStays>>(
            [new(("账目，不含姓名", "Entries, without the name"), ("会计法：会计凭证保存三十年", "Accounting Law: vouchers are kept thirty years"), 7)]);

        public Task Erase(DataSubject subject, CancellationToken cancel) => Task.CompletedTask;
    }
}
