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
        await Body(await client.PostAsJsonAsync("/api/v1/me/data/erasure", new { confirm = "2222" }));

        (await Everything(town)).ShouldBeEmpty();
        (await town.InScope(s => s.GetRequiredService<TextIndex>().Find("case", Name, 10, CancellationToken.None))).ShouldBeEmpty();
        (await client.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
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
    public async Task Phone_ChangesOnlyWithTheCodeOfTheNewNumber_AndNotToSomebodyElses()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        await town.Resident("13955556666");
        town.Time.Move(TimeSpan.FromMinutes(2));
        (await Change(client, "13977778888", "000000")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var taken = await Change(client, "13955556666", await CodeFor(town, "13955556666"));
        (await taken.Content.ReadAsStringAsync()).ShouldContain("phone_taken");
        (await Change(client, "13977778888", await CodeFor(town, "13977778888"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Body(await client.GetAsync("/api/v1/me"))).GetProperty("phone").GetString().ShouldBe("139****8888");
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
        waiting[0].GetProperty("newName").GetString().ShouldBe("沈桂芳");
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
