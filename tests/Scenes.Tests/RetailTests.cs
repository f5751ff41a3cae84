using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Sensing.Devices;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Linli.Services.Retail;
using Linli.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Footfall without identities (S64): by shop, hour and day, beside yesterday over hours counted on both, merchants, a report for leasing; gaps said and totals that begin anew.</summary>
[Trait("Feature", "S64")]
public sealed class RetailTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private const string Key = "a-key-that-its-maker-put-into-it";

    [Theory, MemberData(nameof(Both))]
    public async Task Footfall_IsCountedByHourAndShop_ComparedOverHoursCountedOnBothDays_AndReported(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var staff = await town.StaffClient("operator");
        // Spaces: bad input, another's area, then two of them, one vacant.
        object Unit(string number, string? merchant, string hours = "Mo-Su 10:00-22:00", decimal areaM2 = 50) => new { number, merchant, trade = "餐饮", areaM2, hours };
        (await staff.Put("/retail/areas/mall/units/mall-1f-01", Unit("1F-01", "面馆", "whenever")).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.unit_hours");
        (await staff.Put("/retail/areas/mall/units/mall-1f-01", Unit("", "面馆")).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.unit_number");
        (await staff.Put("/retail/areas/mall/units/mall-1f-01", Unit("1F-01", "面馆", areaM2: 0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.unit_area");
        (await staff.Put("/retail/areas/nowhere/units/mall-1f-01", Unit("1F-01", "面馆")).Refused(HttpStatusCode.NotFound)).ShouldBe("services.no_retail_area");
        await staff.Put("/retail/areas/mall/units/mall-1f-01", Unit("1F-01", "面馆")).Good();
        await staff.Put("/retail/areas/mall/units/mall-1f-02", Unit("1F-02", null)).Good();
        (await (await town.StaffClient("worker")).Get("/retail/day")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // Monday: 50 in the first hour; in the second one of the doors is silent. The shop's counter tells totals, and begins anew.
        await Say(town, 23, 10, 30, ("door-a", "in", 30), ("door-b", "in", 20), ("shop", "in-total", 1000));
        await Say(town, 23, 10, 45, ("shop", "in-total", 1012));
        await Say(town, 23, 11, 30, ("door-a", "in", 10), ("shop", "in-total", 5));
        town.Time.SetTo(At(23, 12, 5));
        await Reckon(town);
        var monday = await staff.Get("/retail/day?area=mall").Good();
        (monday.Whole("visitors"), monday.Whole("gaps"), monday.Whole("units"), monday.Whole("let"), monday.Whole("openNow")).ShouldBe((50, 1, 2, 1, 1));
        monday.GetProperty("hours")[11].GetProperty("visitors").ValueKind.ShouldBe(JsonValueKind.Null, "a gap is said, not filled");
        monday.GetProperty("asOf").GetDateTimeOffset().ShouldBe(At(23, 11, 30));
        var shop = monday.GetProperty("shops")[0];
        (shop.Text("merchant"), shop.Whole("visitors"), shop.Whole("gaps")).ShouldBe(("面馆", 17, 0));
        monday.GetProperty("shops")[1].GetProperty("counted").GetBoolean().ShouldBeFalse();
        monday.GetProperty("yesterday").GetProperty("percent").ValueKind.ShouldBe(JsonValueKind.Null);

        // Tuesday beside Monday: the hour that was whole on both.
        await Say(town, 24, 10, 30, ("door-a", "in", 40), ("door-b", "in", 20), ("shop", "in-total", 25));
        await Say(town, 24, 11, 30, ("door-a", "in", 1), ("door-b", "in", 2), ("shop", "in-total", 30));
        town.Time.SetTo(At(24, 12, 5));
        await Reckon(town);
        var tuesday = await staff.Get("/retail/day").Good();
        (tuesday.Whole("visitors"), tuesday.Whole("gaps")).ShouldBe((63, 0));
        var beside = tuesday.GetProperty("yesterday");
        (beside.Whole("now"), beside.Whole("before"), beside.Whole("hours"), beside.GetProperty("percent").GetDecimal()).ShouldBe((60, 50, 1, 20m));
        (await staff.Get("/retail/day?day=2026-12-24").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.retail_day");

        // The report: from the hours that were counted, and how many those are; as CSV and a workbook, and on paper.
        var report = await staff.Get("/retail/areas/mall/report?from=2026-11-23&to=2026-11-24").Good();
        (report.Whole("visitors"), report.Whole("countedHours"), report.Whole("openHours")).ShouldBe((113, 3, 15));
        var unit = report.GetProperty("units")[0];
        (unit.Whole("visitors"), unit.Whole("busiest"), unit.Whole("countedHours"), unit.GetProperty("share").GetDecimal()).ShouldBe((42, 10, 4, 37.2m));
        (await staff.Get("/retail/areas/mall/report?from=2026-11-24&to=2026-11-23").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.retail_span");
        (await staff.Get("/retail/areas/mall/report?from=2026-11-24&to=2026-11-25").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.retail_future");
        (await staff.GetStringAsync(new Uri("/api/v1/retail/areas/mall/report.csv?from=2026-11-23&to=2026-11-24", UriKind.Relative))).ShouldContain("1F-01,面馆,餐饮");
        (await staff.GetByteArrayAsync(new Uri("/api/v1/retail/areas/mall/report.xlsx?from=2026-11-23&to=2026-11-24", UriKind.Relative)))[..2].ShouldBe("PK"u8.ToArray());
        (await staff.Page("/desk/retail")).ShouldContain("面馆");
        (await staff.Page("/desk/retail/report?area=mall&from=2026-11-23&to=2026-11-24")).ShouldContain("37.2%");
    }

    private static async Task<TestTown> Town(DatabaseKind kind)
    {
        var town = await TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            db.Insert(new RetailArea { Code = "mall", Scope = SmallTown.First.Value, NameZh = "和风天地", NameEn = "Hefeng Place", Hours = "Mo-Su 10:00-22:00" });
            (await s.GetRequiredService<IDeviceBook>().EnterMany(
                [.. new[] { ("door-a", "mall"), ("door-b", "mall"), ("shop", "mall-1f-01") }.Select(d => new NewDevice(d.Item1, d.Item1, "footfall-counter", SmallTown.First) { Facility = d.Item2, Key = Key, InService = true })],
                CancellationToken.None)).Problems.ShouldBeEmpty();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        town.Services.GetRequiredService<DeviceMemory>().Look();
        return town;
    }

    private static async Task Say(TestTown town, int day, int hour, int minute, params (string Code, string Measure, double Value)[] words)
    {
        town.Time.SetTo(At(day, hour, minute));
        foreach (var (code, measure, value) in words)
        {
            var client = town.Client();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{Key}")));
            (await client.Post("/sensing/readings", new[] { new { at = town.Time.GetUtcNow(), measure, value } }).Good()).Whole("accepted").ShouldBe(1);
        }
    }

    private static async Task Reckon(TestTown town)
    {
        (await town.Services.GetRequiredService<ReadingPipeline>().Store(CancellationToken.None)).ShouldBeTrue();
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<ReckonHours>(s).Run(CancellationToken.None);
            await ActivatorUtilities.CreateInstance<ReckonHours>(s).Run(CancellationToken.None);
            return true;
        });
    }

    private static DateTimeOffset At(int day, int hour, int minute) => new DateTimeOffset(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}
