using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Deliberation.Tests;

/// <summary>A town whose community worker asks, and residents of its homes who answer.</summary>
internal sealed class SurveyBed(TestTown town) : IAsyncDisposable
{
    public TestTown Town => town;

    /// <summary>The community worker of the first community.</summary>
    public HttpClient Desk { get; private set; } = null!;

    public static async Task<SurveyBed> Open(DatabaseKind kind)
    {
        var bed = new SurveyBed(await TestTown.Found(kind));
        await bed.Pass(TimeSpan.Zero);
        return bed;
    }

    /// <summary>Time passes, and the community worker signs in.</summary>
    public async Task Pass(TimeSpan time)
    {
        town.Time.Move(time);
        Desk = await town.StaffClient("worker");
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    /// <summary>A draft: one question of each kind.</summary>
    public static Dictionary<string, object?> Draft(string unit = "Person") => new()
    {
        ["place"] = "hf-1", ["title"] = "充电棚建在哪里", ["intro"] = "选定的位置下月开工", ["unit"] = unit, ["opensAt"] = TestTown.Start, ["closesAt"] = TestTown.Start.AddDays(3), ["target"] = 10,
        ["questions"] = new object[]
        {
            new { kind = "One", text = "您赞成哪个位置", required = true, options = new[] { "北门", "东面空地" } },
            new { kind = "Many", text = "您担心什么", required = false, options = new[] { "消防", "噪声", "价格" } },
            new { kind = "Scale", text = "现在打几分", required = true, options = Array.Empty<string>() },
            new { kind = "Number", text = "有几辆车", required = false, options = Array.Empty<string>() },
            new { kind = "Text", text = "还想说什么", required = false, options = Array.Empty<string>() },
        },
    };

    /// <summary>A survey that can be answered.</summary>
    public async Task<Guid> Published(Dictionary<string, object?>? draft = null)
    {
        var id = (await Desk.Post("/surveys", draft ?? Draft()).Good()).Id();
        await Desk.Post($"/surveys/{id}/publish").Good();
        return id;
    }

    /// <summary>Somebody with an account and a verified tie to the n-th home of a community.</summary>
    public async Task<HttpClient> Resident(string phone, int home, HomeRelation relation = HomeRelation.Owner, DateOnly? born = null, string community = "hf-1")
    {
        var client = await town.ResidentClient(phone);
        await MovesIn(client, home, relation, born, community);
        return client;
    }

    /// <summary>Gives somebody with an account a verified tie to the n-th home of a community.</summary>
    public async Task MovesIn(HttpClient client, int home, HomeRelation relation = HomeRelation.Owner, DateOnly? born = null, string community = "hf-1")
    {
        var account = (await client.Get("/me").Good()).Id("account");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var row = await db.Records<Account>().SingleAsync(a => a.Id == account);
            var building = SmallTown.Group.Child(community).Child(community + "-c").Child(community + "-c-7");
            db.Insert(Residency.Tie(row, (await s.GetRequiredService<IHomes>().InBuilding(building, CancellationToken.None))[home], relation, TestTown.Start.AddDays(-1), null));
            await db.Records<Person>().Where(p => p.Id == row.PersonId).ExecuteUpdateAsync(p => p.SetProperty(x => x.BirthDate, born));
            return await db.SaveChangesAsync();
        });
    }

    /// <summary>A whole answer.</summary>
    public static object Answer(int place = 1, int scale = 5, string? words = null) => new
    {
        answers = new object[]
        {
            new { question = 1, choices = new[] { place } }, new { question = 2, choices = new[] { 1, 3 } }, new { question = 3, choices = new[] { scale } }, new { question = 4, number = 2 }, new { question = 5, text = words },
        },
    };

    public Task<JsonElement> Read(Guid survey, HttpClient? by = null) => (by ?? Desk).Get($"/surveys/{survey}").Good();
}
