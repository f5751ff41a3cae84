using System.Text.Json;
using Linli.Cases;
using Linli.People;
using Linli.People.Accounts;
using Linli.Places;
using Linli.Places.Grids;
using Linli.Places.Homes;
using Linli.Places.Scopes;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Tests;

/// <summary>What lies and who works in the town of the tests.</summary>
public static class SmallTown
{
    public static readonly ScopePath Street = ScopePath.Parse("/zj/ys/", null);
    public static readonly ScopePath Group = Street.Child("hf");
    public static readonly ScopePath First = Group.Child("hf-1");
    public static readonly ScopePath Second = Group.Child("hf-2");

    /// <summary>WGS-84, in grid <c>hf-1-g01</c>.</summary>
    public static readonly (double Lon, double Lat) InFirst = (120.2105, 30.2080);

    /// <summary>WGS-84, in grid <c>hf-1-g02</c>.</summary>
    public static readonly (double Lon, double Lat) InFirstEast = (120.2118, 30.2080);

    /// <summary>WGS-84, in grid <c>hf-2-g01</c>.</summary>
    public static readonly (double Lon, double Lat) InSecond = (120.2135, 30.2080);

    /// <summary>WGS-84, near the town but in no grid.</summary>
    public static readonly (double Lon, double Lat) Outside = (120.2300, 30.2200);

    private static readonly (string Code, double West, double East)[] Grids =
        [("hf-1-g01", 120.2095, 120.211), ("hf-1-g02", 120.211, 120.2125), ("hf-2-g01", 120.2125, 120.214), ("hf-2-g02", 120.214, 120.2155)];

    private static readonly (string Login, string Post, ScopePath Scope, string? Team)[] Staff =
    [
        ("desk", Posts.DeskClerk, Group, null), ("worker", Posts.CommunityWorker, First, null), ("worker2", Posts.CommunityWorker, Second, null),
        ("dispatcher", Posts.Dispatcher, Group, null), ("steward", Posts.GridSteward, First.Child("hf-1-g01"), null),
        ("steward2", Posts.GridSteward, Second.Child("hf-2-g01"), null), ("mediator", Posts.Mediator, Group, null),
        ("street", Posts.StreetOfficer, Street, "street"), ("secretary", Posts.PartySecretary, Group, null),
        ("lamp1", Posts.PropertyRepair, Group, "lighting"), ("lamp2", Posts.PropertyRepair, Group, "lighting"),
        ("plumber", Posts.PropertyRepair, Group, "plumbing"), ("property", Posts.PropertyClerk, First, "property"),
        ("admin", Posts.Administrator, ScopePath.Root, null), ("operator", Posts.Operator, Group, null),
        ("merchant", Posts.Merchant, First, null),
    ];

    internal static async Task Fill(IServiceProvider services)
    {
        var run = services.GetRequiredService<UseCaseRunner>();
        await Do(run, new CreatePlace(null, PlaceKind.City, "zj", "之江市", "Zhijiang"));
        await Do(run, new CreatePlace("zj", PlaceKind.Street, "ys", "映湖街道", "Yinghu Street"));
        await Do(run, new CreatePlace("ys", PlaceKind.Group, "hf", "和风里", "Hefengli", Prefix: "HF"));
        foreach (var (code, name, lon) in new[] { ("hf-1", "和一", 120.211), ("hf-2", "和二", 120.214) })
        {
            await Do(run, new CreatePlace("hf", PlaceKind.Community, code, name + "社区", code, Longitude: lon, Latitude: 30.208));
            await Do(run, new CreatePlace(code, PlaceKind.Compound, code + "-c", name + "苑", code + " Court", AddressName: name));
            await Do(run, new CreatePlace(code + "-c", PlaceKind.Building, code + "-c-7", "7幢", "Block 7", AddressName: "7", Longitude: lon - 0.0005, Latitude: 30.208));
        }

        await Do(run, new ImportGrids(JsonSerializer.SerializeToElement(new { type = "FeatureCollection", features = Grids.Select(Feature) })));
        foreach (var building in new[] { "hf-1-c-7", "hf-2-c-7" })
            await Do(run, new AddHomes(building, [.. from floor in new[] { 1, 2, 5 } from room in new[] { 1, 2 } select NewHomeOf(floor, room)]));
        await Hire(services);
    }

    private static NewHome NewHomeOf(int floor, int room) => new(1, floor, $"{floor}0{room}");

    private static object Feature((string Code, double West, double East) grid) => new
    {
        type = "Feature",
        properties = new { code = grid.Code, community = grid.Code[..4], name_zh = grid.Code + "网格", name_en = "Grid " + grid.Code, steward = "s-" + grid.Code },
        geometry = new
        {
            type = "Polygon",
            coordinates = new[] { new[] { new[] { grid.West, 30.207 }, [grid.East, 30.207], [grid.East, 30.209], [grid.West, 30.209], [grid.West, 30.207] } },
        },
    };

    private static async Task Hire(IServiceProvider services)
    {
        var db = services.GetRequiredService<LinliDb>();
        var time = services.GetRequiredService<TimeProvider>();
        var hash = services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, TestTown.Password);
        foreach (var (code, name, kind, scope) in new[]
        {
            ("lighting", "路灯班", "municipal", Group), ("plumbing", "水电班", "property", Group),
            ("property", "和一物业", "property", First), ("street", "街道办", "street", Street),
        })
            db.Insert(new TeamRow { Code = code, NameZh = name, NameEn = code, Kind = kind, Scope = scope.Value });
        var now = Clock.Now(time);
        foreach (var (login, post, scope, team) in Staff)
        {
            now = now.AddMilliseconds(1);
            var person = new Person { Id = Guid.CreateVersion7(now), Name = "李" + login, At = now };
            var account = NewAccounts.Staff(person.Id, login, time, now);
            account.PasswordHash = hash;
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(now), AccountId = account.Id, Post = post, Scope = scope.Value, Team = team, From = TestTown.Start.AddDays(-30) });
        }

        Rules(db);
        await db.SaveChangesAsync();
    }

    private static void Rules(LinliDb db)
    {
        var categories = new[]
        {
            ("other", "其他", "report", "community", null), ("lamp", "路灯照明", "report", "municipal", "lighting"),
            ("leak", "水管漏水", "property", "property", "plumbing"), ("corridor", "楼道堆物", "report", "grid", null),
            ("question", "政策咨询", "consultation", "community", null), ("help", "生活求助", "help", "community", null), ("disabled_help", "残障与困难帮扶", "help", "community", null),
            ("dispute", "邻里纠纷", "mediation", "community", (string?)null),
        };
        foreach (var (code, name, type, teamKind, team) in categories)
            db.Records<Category>().Add(new()
            {
                Code = code, NameZh = name, NameEn = code, Icon = "point", Type = type, TeamKind = teamKind, Team = team, Open311 = type == "report",
            });
        foreach (var (type, clock, amount, unit) in new[]
        {
            ("*", CaseClock.Accept, 4, ClockUnit.WorkingHours), ("*", CaseClock.FirstAnswer, 2, ClockUnit.WorkingDays),
            ("*", CaseClock.Finish, 5, ClockUnit.WorkingDays), ("consultation", CaseClock.Finish, 3, ClockUnit.WorkingDays),
            ("complaint", CaseClock.Finish, 7, ClockUnit.WorkingDays), ("petition", CaseClock.Finish, 60, ClockUnit.CalendarDays),
        })
            db.Records<ClockRule>().Add(new()
            {
                Id = Guid.CreateVersion7(TestTown.Start.AddMilliseconds(amount)), Jurisdiction = "/", Type = type, Clock = clock, Amount = amount,
                Unit = unit, EffectiveFrom = new(2020, 1, 1), Source = "test",
            });
    }

    private static async Task Do<T>(UseCaseRunner run, ICommand<T> command)
    {
        var result = await run.Run(command, CancellationToken.None);
        if (!result.Ok)
            throw new InvalidOperationException($"{command}: {result.Problem.Message.En}");
    }
}
