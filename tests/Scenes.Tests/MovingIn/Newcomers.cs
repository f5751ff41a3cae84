using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Privacy.Assessments;
using Linli.Platform.Data;
using Linli.Services.Gates;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SimulatedGate = Linli.Server.Simulation.SimulatedGate;

namespace Linli.Scenes.Tests.MovingIn;

/// <summary>People who move in, and the gates they pass, in the small town.</summary>
internal static class Newcomers
{
    public const string Home = "和一-7-1-502";
    public const string Phone = "13800000502";

    /// <summary>A tenant who registered and was approved, until the end of a local day.</summary>
    public static async Task<HttpClient> Tenant(this TestTown town, string phone = Phone, string home = Home, string leaseEnd = "2027-05-31")
    {
        var client = await town.ResidentClient(phone);
        var id = (await client.Post("/registrations", new { home, relation = "tenant", name = "陈可", leaseEnd }).Good()).Id();
        await (await town.StaffClient("worker")).Post($"/registrations/{id}/approve").Good();
        await town.DeliverEvents();
        return client;
    }

    /// <summary>A tenant who has done what there was to do and agreed to the use of credentials.</summary>
    public static async Task<HttpClient> Settled(this TestTown town, string phone = Phone, string home = Home, string leaseEnd = "2027-05-31")
    {
        var client = await town.Tenant(phone, home, leaseEnd);
        await client.Agree(Purposes.GateCredential);
        return client;
    }

    public static async Task Agree(this HttpClient client, string purpose, Guid? person = null) =>
        await client.Post("/me/consents", new { purpose, version = 1, person }).Good();

    public static async Task<Guid> Person(this HttpClient client) => (await client.Get("/me/consents").Good()).Id("person");

    public static async Task<Guid> Tie(this HttpClient client) => (await client.Get("/gates/mine").Good()).GetProperty("homes")[0].Id("tie");

    /// <summary>Takes a PIN for the newest home.</summary>
    public static async Task<(Guid Id, int Number, string Digits, DateTimeOffset? Until)> Pin(this HttpClient tenant, string? pin = null)
    {
        var made = await tenant.Post("/gates/mine", new { kind = "pin", pin }).Good();
        return (made.Id(), made.GetProperty("number").GetInt32(), made.Text("pin"), made.GetProperty("validUntil").GetDateTimeOffset());
    }

    /// <summary>One's own credentials.</summary>
    public static async Task<List<JsonElement>> Credentials(this HttpClient tenant) => [.. (await tenant.Get("/gates/mine").Good()).GetProperty("credentials").EnumerateArray()];

    /// <summary>The gates as the desk sees them.</summary>
    public static async Task<List<JsonElement>> GateLines(this TestTown town) => [.. (await (await town.StaffClient("worker")).Get("/gates").Good()).EnumerateArray()];

    /// <summary>A two-question quiz as a community would publish it; the second question has two right answers.</summary>
    public static async Task<JsonElement> PublishQuiz(this TestTown town, string code = "safety", bool compulsory = true, int tries = 3, string text = "楼道不充电、不堆物。") =>
        await (await town.StaffClient("worker")).Post("/move-in/training", Quiz(code, compulsory, tries, text)).Good();

    public static object Quiz(string code, bool compulsory = true, int tries = 3, string text = "楼道不充电、不堆物。", int passMark = 100) => new
    {
        place = "hf-1",
        code,
        titleZh = "消防与用电",
        titleEn = "Fire safety",
        textZh = text,
        textEn = "No charging in corridors.",
        compulsory,
        tries,
        passMark,
        questions = new[]
        {
            Question("电动自行车在哪里充电？", ("车棚", true), ("楼道", false)),
            Question("哪些要打 119？", ("起火", true), ("有人被困", true), ("垃圾没收", false)),
        },
    };

    private static object Question(string zh, params (string Text, bool Right)[] options) =>
        new { zh, en = "?? " + zh, options = options.Select(o => new { zh = o.Text, en = o.Text, right = o.Right }) };

    public static readonly int[][] RightAnswers = [[0], [0, 1]];

    public static readonly int[][] WrongAnswers = [[1], [0]];

    /// <summary>A gate at the entrance of the first compound.</summary>
    public static async Task<(SimulatedGate Gate, Guid Id)> Gate(this TestTown town, string name = "东门", string place = "hf-1-c", bool hasFace = false, int offlineMinutes = 240)
    {
        var made = await (await town.StaffClient("operator")).Post("/gates", new { place, nameZh = name, nameEn = "East gate", hasFace, offlineMinutes }).Good();
        return (new(town.Client(), made.Text("key"), made.Text("secret"), town.Time), made.Id());
    }

    /// <summary>What the background does now and then.</summary>
    public static async Task Jobs(this TestTown town)
    {
        await town.DeliverEvents();
        await town.InScope(async s =>
        {
            await s.GetRequiredService<FollowTies>().Run(CancellationToken.None);
            return true;
        });
        await town.InScope(async s =>
        {
            await s.GetRequiredService<WatchGates>().Run(CancellationToken.None);
            return true;
        });
    }

    /// <summary>The tie ends now, as when somebody moves out.</summary>
    public static Task<int> MoveOut(this TestTown town, Guid tie) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<HomeTie>().Where(t => t.Id == tie)
        .ExecuteUpdateAsync(x => x.SetProperty(t => t.To, Clock.Now(town.Time)).SetProperty(t => t.EndedBy, TieEnd.MovedOut)));

    /// <summary>An assessment that lets people be asked for their face.</summary>
    public static Task<int> Assess(this TestTown town, string purpose) => town.InScope(s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Records<Assessment>().Add(NewAssessment(purpose, town));
        return db.SaveChangesAsync();
    });

    private static Assessment NewAssessment(string purpose, TestTown town) => new()
    {
        Id = Guid.CreateVersion7(TestTown.Start), Purpose = purpose, Necessity = "test", Risks = "test", Measures = "test", Decision = AssessmentDecision.Approved,
        DecidedBy = Guid.CreateVersion7(TestTown.Start), DecidedByName = "王澜", ValidUntil = new(2027, 12, 31), At = Clock.Now(town.Time),
    };
}
