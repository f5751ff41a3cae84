using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Services.Kitchen;
using Linli.Services.Kitchen.Production;
using Linli.Services.Kitchen.Runs;
using Linli.Tests;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>A kitchen in the small town: 14 villages, three fixed and two flexible vans, a menu for tomorrow.</summary>
internal static class KitchenTown
{
    public const string Tomorrow = "2026-11-24";

    public static readonly DateOnly Day = new(2026, 11, 24);

    /// <summary>Tomorrow's cut-off: today at 20:00 in Shanghai.</summary>
    public static readonly DateTimeOffset CutOff = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Tomorrow at a local time.</summary>
    public static DateTimeOffset At(int hour, int minute) => new DateTimeOffset(2026, 11, 24, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    public static string Code(int village) => string.Create(CultureInfo.InvariantCulture, $"village{village:00}");

    public static async Task<TestTown> Found(DatabaseKind kind = DatabaseKind.Sqlite, IReadOnlyDictionary<string, string?>? settings = null)
    {
        // A day is longer than an hour, and its people stay signed in.
        var town = await TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection([new("People:AccessTokenLife", "5.00:00:00"), .. settings ?? new Dictionary<string, string?>()]));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new CentralKitchen { Code = "k", Scope = SmallTown.Group.Value, NameZh = "中央厨房", NameEn = "Central kitchen", Longitude = 120.2060, Latitude = 30.1980, Source = "test" });
            var hash = s.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, TestTown.Password);
            var chef = Hire(db, town, hash, "chef", Posts.KitchenManager, "kitchen");
            var cook = Hire(db, town, hash, "cook", Posts.KitchenStaff, "kitchen");
            Hire(db, town, hash, "newcook", Posts.KitchenStaff, "kitchen");
            for (var i = 0; i < 14; i++)
            {
                Team(db, "team-" + Code(i));
                Hire(db, town, hash, "clerk" + i, Posts.VillageClerk, "team-" + Code(i));
                // Round the kitchen, some nearer, some farther.
                var (angle, far) = (i * Math.Tau / 14, 0.02 + (i % 3 * 0.015));
                db.Insert(new Village
                {
                    Code = Code(i), Kitchen = "k", Scope = SmallTown.Group.Value, NameZh = $"第{i}村", NameEn = $"Village {i}", Team = "team-" + Code(i), Longitude = 120.2060 + (far * Math.Cos(angle)),
                    Latitude = 30.1980 + (far * Math.Sin(angle)), Position = i,
                });
            }

            Team(db, "kitchen");
            for (var i = 1; i <= 5; i++)
                db.Insert(new DeliveryVan
                {
                    Code = "V" + i, Kitchen = "k", Scope = SmallTown.Group.Value, Plate = "江A·0000" + i, Fixed = i <= 3, Capacity = 100, Driver = Hire(db, town, hash, "van" + i, Posts.Driver, "kitchen"),
                });
            foreach (var account in new[] { chef, cook })
                db.Insert(new KitchenCertificate
                {
                    Id = Guid.CreateVersion7(TestTown.Start), Kitchen = "k", Scope = SmallTown.Group.Value, Kind = CertificateKind.Health, Account = account, Number = "健 1", From = new(2026, 3, 1), Until = new(2027, 2, 28),
                    At = TestTown.Start,
                });
            return await db.SaveChangesAsync();
        });
        await (await town.StaffClient("chef")).Put($"/kitchen/menus/{Tomorrow}", Menu).Good();
        return town;
    }

    public static readonly object Menu = new
    {
        dishes = new object[]
        {
            new { code = "pork", nameZh = "红烧肉", nameEn = "Pork", allergens = new[] { "soy" } }, new { code = "greens", nameZh = "青菜", nameEn = "Greens" },
            new { code = "porridge", nameZh = "粥", nameEn = "Porridge" },
        },
        sets = new object[] { new { code = "A", nameZh = "荤素套餐", dishes = new[] { "pork", "greens" } }, new { code = "B", nameZh = "软食套餐", dishes = new[] { "greens", "porridge" } } },
    };

    /// <summary>A village's order: so many set meals A for people in their seventies, and some B for those over eighty.</summary>
    public static Task<HttpResponseMessage> Order(this HttpClient clerk, int village, int a, int b = 0, string? key = null, string day = Tomorrow) =>
        clerk.Put($"/kitchen/villages/{Code(village)}/orders/{day}", new
        {
            lines = new object[] { new { set = "A", diet = "normal", age = "seventies", count = a }, new { set = "B", diet = "soft", age = "eighty", count = b } },
            idempotencyKey = key,
        });

    /// <summary>Everybody orders: village i gets 20 + i boxes; then the cut-off comes.</summary>
    public static async Task OrderAndClose(this TestTown town)
    {
        for (var i = 0; i < 14; i++)
            await (await town.StaffClient("clerk" + i)).Order(i, 15 + i, 5).Good();
        await town.Close();
    }

    public static async Task Close(this TestTown town)
    {
        town.Time.SetTo(CutOff.AddSeconds(5));
        await town.Job<CloseWhatIsDue>();
    }

    /// <summary>Samples are kept, vans are planned.</summary>
    public static async Task<JsonElement> Plan(this TestTown town, params string[] flexible)
    {
        town.Time.SetTo(At(10, 30));
        var cook = await town.StaffClient("cook");
        foreach (var dish in new[] { "pork", "greens", "porridge" })
            await cook.Post($"/kitchen/days/{Tomorrow}/samples/{dish}", new { grams = 130, place = "留样柜 1" }).Good();
        await cook.Put($"/kitchen/days/{Tomorrow}/loading", new { flexible }).Good();
        return await cook.Board();
    }

    public static Task<JsonElement> Board(this HttpClient cook) => cook.Get($"/kitchen/days/{Tomorrow}").Good();

    /// <summary>A van leaves with what the plan says.</summary>
    public static async Task<JsonElement> Leave(this HttpClient cook, JsonElement board, string van, decimal temperature = 70)
    {
        var run = board.Run(van);
        return await cook.Post($"/kitchen/runs/{run.Id()}/depart", new { temperature, loaded = Loaded(run) }).Good();
    }

    public static object[] Loaded(JsonElement run) =>
        [.. run.GetProperty("stops").EnumerateArray().Select(s => new { village = s.Text("village"), boxes = s.GetProperty("boxes").GetInt32() })];

    public static JsonElement Run(this JsonElement board, string van) => board.GetProperty("runs").EnumerateArray().Single(r => r.Text("van") == van);

    public static JsonElement Of(this JsonElement board, int village) => board.GetProperty("villages").EnumerateArray().Single(v => v.Text("code") == Code(village));

    public static Task<bool> Job<T>(this TestTown town) where T : IJob => town.InScope(async s =>
    {
        await s.GetRequiredService<T>().Run(CancellationToken.None);
        return true;
    });

    public static Task<int> Late(this TestTown town) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<RunStop>().CountAsync(x => x.LateToldAt != null));

    private static Guid Hire(LinliDb db, TestTown town, string hash, string login, string post, string team)
    {
        town.Time.Move(TimeSpan.FromMilliseconds(1));
        var now = Clock.Now(town.Time);
        var person = new Person { Id = Guid.CreateVersion7(now), Name = "章" + login, At = now };
        var account = NewAccounts.Staff(person.Id, login, town.Time, now);
        account.PasswordHash = hash;
        db.Records<Person>().Add(person);
        db.Records<Account>().Add(account);
        db.Insert(new PostHeld { Id = Guid.CreateVersion7(now), AccountId = account.Id, Post = post, Scope = SmallTown.Group.Value, Team = team, From = TestTown.Start.AddDays(-30) });
        return account.Id;
    }

    private static void Team(LinliDb db, string code) => db.Insert(new TeamRow { Code = code, NameZh = code, NameEn = code, Kind = "community", Scope = SmallTown.Group.Value });
}
