using System.Text;
using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Tests;

/// <summary>The space ledger of the demo community and what it refuses.</summary>
public sealed class SpaceLedgerTests
{
    private static readonly KeepSpace Hall = new()
    {
        Code = "sp-hall", Place = "k1", NameZh = "议事厅", OwnerKind = OwnerKind.Collective, Owner = "甲村", AllowedUses = ["meeting"], Scene = Scene.Governance, Area = 86.5m,
        OpeningHours = "Mo-Fr 08:30-17:30",
    };

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S118"), Trait("Feature", "S78")]
    public async Task Totals_OfTheDemoCommunity_ReproduceTheAreasOfItsSpaces(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Demo(kind);

        var collections = (await bed.Answer(new SpaceTotals(TotalsBy.Collection))).Groups.ToDictionary(g => g.Key);
        collections["八大邻里中心"].ShouldSatisfyAllConditions(g => g.Area.ShouldBe(10_500), g => g.Spaces.ShouldBe(8));
        collections["映月湖邻里中心"].Area.ShouldBe(6_400);
        collections["和风天地商业公园"].Area.ShouldBe(27_000);
        collections["稻香社区配套"].Approximate.ShouldBeTrue();
        var lines = (await bed.Answer(new FindSpaces())).ToDictionary(s => s.Code);
        lines["sp-hub"].FormerUse!.Value.Zh.ShouldBe("闲置旅游集散中心");
        lines["sp-hub-school"].ShouldSatisfyAllConditions(s => s.Area.ShouldBe(3_000), s => s.PartOf.ShouldBe("sp-hub"));
        lines["sp-elder"].Area.ShouldBe(2_800);
        lines["sp-nursery"].ShouldSatisfyAllConditions(s => s.Area.ShouldBe(500), s => s.AreaIsApproximate.ShouldBeTrue());
        lines["sp-school"].Area.ShouldBe(1_880);
        lines["sp-hub-study"].AllowedUses.ShouldBe(["reading"]);
        lines.Values.ShouldAllBe(s => s.Area > 0 && s.Owner.Length > 0);

        // By whatever the areas are added up, they come to the same.
        foreach (var by in Enum.GetValues<TotalsBy>())
            (await bed.Answer(new SpaceTotals(by))).Area.ShouldBe(lines.Values.Where(s => s.PartOf is null).Sum(s => s.Area!.Value));
        (await bed.Answer(new SpaceTotals(TotalsBy.Scene, new(Whole: "sp-hub")))).Groups.ToDictionary(g => g.Key, g => g.Area)
            .ShouldBe(new Dictionary<string, decimal> { ["Learning"] = 3_600, ["Enterprise"] = 1_200, ["Governance"] = 800, ["Neighbours"] = 800 }, ignoreOrder: true);
    }

    [Fact, Trait("Feature", "S118")]
    public async Task Parts_InTheDemoCommunity_NeverExceedTheirWholes()
    {
        await using var bed = await PlacesBed.Demo();
        var lines = await bed.Answer(new FindSpaces());

        lines.Count(s => s.PartOf is not null).ShouldBeGreaterThan(5);
        foreach (var parts in lines.Where(s => s.PartOf is not null).GroupBy(s => s.PartOf))
            (lines.Single(s => s.Code == parts.Key) is { OverlapNote: not null } whole || parts.Sum(p => p.Area) <= lines.Single(s => s.Code == parts.Key).Area).ShouldBeTrue();
    }

    [Fact, Trait("Feature", "S78")]
    public async Task Centres_ForResidents_HaveAreaHoursAndTelephoneButNoOwner()
    {
        await using var bed = await PlacesBed.Demo();

        var eight = (await bed.Answer(new FindCentres("八大邻里中心"), Caller.Anonymous)).ShouldHaveSingleItem();

        eight.Area.ShouldBe(10_500);
        eight.Centres.Count.ShouldBe(8);
        eight.Centres.ShouldAllBe(c => c.OpeningHours != null && c.Phone != null && c.Now.IsOpen != null && c.Booking == null);
        // Monday 16 November 2026, 08:00 in Shanghai.
        eight.Centres.Single(c => c.Code == "sp-governance").Now.ShouldBe(new(true, null, null));
        eight.Centres.Single(c => c.Code == "sp-service").Now.ShouldBe(new(false, FakeTime.Start.AddMinutes(30), null));
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Keep_ASpaceAgain_ChangesItAndKeepsItsHistory(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(Hall);
        await bed.Done(Hall);
        await bed.Done(Hall with { Area = 90, State = SpaceState.Closed, StateNote = "装修" });

        var story = await bed.Answer(new SpaceHistory("sp-hall"));

        story.Space.ShouldSatisfyAllConditions(s => s.Area.ShouldBe(90), s => s.State.ShouldBe(SpaceState.Closed));
        story.Changes.Count.ShouldBe(2);
        story.Changes[0].What["area"].ShouldBe(["86.5", "90"]);
        story.Changes[0].What["state"].ShouldBe(["InUse", "Closed"]);
        story.Changes[1].What["area"].ShouldBe([null, "86.5"]);
    }

    [Fact]
    public async Task Keep_PartsThatExceedTheWhole_IsRefusedUnlessTheWholeSaysThatTheyOverlap()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(Hall);
        await bed.Done(Hall with { Code = "sp-a", PartOf = "sp-hall", Area = 50 });

        (await bed.Run(Hall with { Code = "sp-b", PartOf = "sp-hall", Area = 36.51m })).Problem.ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe("places.parts_exceed"), p => p.Field.ShouldBe("area"), p => p.Message.Zh.ShouldContain("86.51"));
        await bed.Done(Hall with { Code = "sp-b", PartOf = "sp-hall", Area = 36.5m });
        (await bed.Run(Hall with { Area = 80 })).Problem.Code.ShouldBe("places.parts_exceed");
        (await bed.Run(Hall with { PartOf = "sp-a" })).Problem.Code.ShouldBe("places.part_of_part");
        (await bed.Run(Hall with { Code = "sp-c", PartOf = "sp-a" })).Problem.Code.ShouldBe("places.unknown_whole");
        (await bed.Run(Hall with { Code = "sp-c", PartOf = "sp-hall", Place = "k2", Area = null })).Problem.Code.ShouldBe("places.part_elsewhere");

        // The same room by day and by night: the whole counts, its parts do not count beside it.
        await bed.Done(Hall with { Area = 80, OverlapNote = "同一房间分时使用" });
        (await bed.Answer(new SpaceTotals(TotalsBy.Scene))).Area.ShouldBe(80);
        // What was not measured counts by its parts, and is said.
        await bed.Done(Hall with { Area = null });
        (await bed.Answer(new SpaceTotals(TotalsBy.Scene))).ShouldSatisfyAllConditions(t => t.Area.ShouldBe(86.5m), t => t.Unmeasured.ShouldBe(1));
    }

    [Fact]
    public async Task Keep_WithBadInput_NamesEveryField()
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Run(Hall with { Code = "Hall 1", NameZh = "", Owner = " ", Area = 0, AllowedUses = ["dancing"], OpeningHours = "weekdays", Longitude = 120.21, StateNote = new string('长', 201) }))
            .Problems.Select(p => p.Field).ShouldBe(["code", "nameZh", "owner", "area", "allowedUses", "openingHours", "latitude", "stateNote"], ignoreOrder: true);
        (await bed.Run(Hall with { Area = 10.125m })).Problem.Code.ShouldBe("places.area_range");
        (await bed.Run(Hall with { Place = "nowhere" })).Problem.Field.ShouldBe("place");
        (await bed.Run(Hall with { Facility = "f-none" })).Problem.Code.ShouldBe("places.unknown_facility");
        (await bed.Run(Hall with { SharedWith = ["c"] })).Problem.Field.ShouldBe("sharedWith");
        (await bed.Run(Hall, PlacesBed.StaffAt("/c/k2/"))).Problem.Code.ShouldBe("places.not_here");
        (await bed.Ask(new SpaceHistory("sp-none"))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Theory]
    [InlineData(30.208, 120.2105, "wgs84", "places.swapped")]
    [InlineData(120.2145, 30.2056, "gcj02", null)]
    // In Beijing, a thousand kilometres away.
    [InlineData(116.39, 39.9, "wgs84", "places.outside")]
    [InlineData(120.2105, 30.208, "utm", "places.unknown_crs")]
    [InlineData(double.NaN, 30.208, "wgs84", "places.longitude_range")]
    public async Task Keep_AtAPoint_SeesSwappedFarAndUnknownDegrees(double longitude, double latitude, string crs, string? problem)
    {
        await using var bed = await PlacesBed.Small();

        var kept = await bed.Run(Hall with { Longitude = longitude, Latitude = latitude, Crs = crs });

        kept.Problems.Select(p => p.Code).FirstOrDefault().ShouldBe(problem);
        kept.Ok.ShouldBe(problem is null);
    }

    [Fact, Trait("Rule", "R51")]
    public async Task Keep_DegreesOfAnotherSystem_IsToldWithTheSystemAndTakenWhenChecked()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(Hall with { Longitude = 120.2105, Latitude = 30.208 });

        // The same place as Amap shows it, said to be WGS-84.
        var amap = Hall with { Longitude = 120.2150343, Latitude = 30.2055710 };
        (await bed.Run(amap)).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("places.wrong_system"), p => p.Message.En.ShouldContain("GCJ-02"));
        (await bed.Done(amap with { Crs = "gcj02" })).Longitude!.Value.ShouldBe(120.2105, 0.00001);
        (await bed.Done(amap with { DegreesChecked = true })).Longitude.ShouldBe(120.2150343);
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S118")]
    public async Task Import_OfATableWithChineseHeadings_TakesGoodRowsTellsBadOnesAndMayBeRepeated(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        const string Table = """
            空间台账（2026 年）,,,,,,,,
            代码,空间名称,所属社区,面积㎡,权属性质,权属单位,用途,所属场景,开放时间
            sp-1,食堂,k1,980,村社集体,甲村,餐饮,服务,Mo-Su 06:30-18:30
            sp-2,书房,k1,"1,200.5",国有企业,国资公司,阅读自习、议事会议,教育,Tu-Su 09:00-20:30
            sp-3,不知在哪,k9,50,村社集体,甲村,餐饮,服务,
            sp-4,面积写错,k1,五十,村社集体,甲村,餐饮,服务,
            sp-1,又一个食堂,k1,90,村社集体,甲村,餐饮,服务,
            sp-5,时间写错,k1,90,村社集体,甲村,餐饮,服务,早上到晚上
            """;

        var tried = await bed.Done(new ImportSpaces(Utf8(Table), "t.csv", DryRun: true));
        tried.ShouldSatisfyAllConditions(t => t.Added.ShouldBe(2), t => t.DryRun.ShouldBeTrue());
        tried.Refused.Select(r => (r.Row, r.Field)).ShouldBe([(5, "place"), (6, "area_m2"), (7, "code"), (8, "openingHours")]);
        (await bed.Answer(new FindSpaces())).ShouldBeEmpty();

        (await bed.Done(new ImportSpaces(Utf8(Table), "t.csv", DryRun: false))).Added.ShouldBe(2);
        (await bed.Done(new ImportSpaces(Utf8(Table), "t.csv", DryRun: false))).ShouldSatisfyAllConditions(t => t.Added.ShouldBe(0), t => t.Same.ShouldBe(2));
        (await bed.Done(new ImportSpaces(Utf8(Table.Replace("980", "990", StringComparison.Ordinal)), "t.csv", DryRun: false))).Changed.ShouldBe(1);
        (await bed.Answer(new SpaceTotals(TotalsBy.Owner))).Groups.Select(g => (g.Key, g.Area)).ShouldBe([("国资公司", 1_200.5m), ("甲村", 990)]);
        (await bed.Run(new ImportSpaces(Utf8("a,b\n1,2"), "t.csv", false))).Problem.Code.ShouldBe("places.table_columns");
        (await bed.Run(new ImportSpaces(Utf8(""), "t.csv", false))).Problem.Code.ShouldBe("places.table_unreadable");
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S118"), Trait("Feature", "S27")]
    public async Task Utilisation_OfASharedSpace_KeepsTheCommunitiesApart(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(Hall with { Place = "c" });
        await bed.Done(new RecordUse("sp-hall", new(2026, 11, 2), 9, 40, "k1"));
        await bed.Done(new RecordUse("sp-hall", new(2026, 11, 3), 4.5m, 25, "k2"));
        var wrong = await bed.Done(new RecordUse("sp-hall", new(2026, 11, 3), 1, 5));
        await bed.Done(new RecordUse("sp-hall", new(2026, 10, 30), 5, 100, "k1"));
        var entry = new SpaceUseEntry("sp-hall", new(2026, 11, 4), 90, 12, "booking-1", "k2");
        (await Book(bed, entry)).ShouldBeTrue();
        (await Book(bed, entry)).ShouldBeFalse();
        (await Book(bed, entry with { Space = "sp-none", Key = "booking-2" })).ShouldBeFalse();
        await bed.Done(new RemoveUse(wrong.Id));

        var used = (await bed.Answer(new SpaceUtilisation("2026-11", SharedOnly: true))).Spaces.ShouldHaveSingleItem();

        used.SharedBy.Select(p => p.Code).ShouldBe(["k1", "k2"]);
        used.By.Select(u => (u.Community!.Value.Code, u.Minutes, u.Visits)).ShouldBe([("k1", 540, 40), ("k2", 360, 37)]);
        // Until Monday the 16th eleven working days of nine hours.
        used.OpenMinutes.ShouldBe(11 * 9 * 60);
        used.Share!.Value.ShouldBe(900.0 / (11 * 540), 1e-9);
        (await bed.Ask(new SpaceUtilisation("2026-13"))).Problem.Field.ShouldBe("month");
    }

    [Fact]
    public async Task Use_ThatCannotBe_IsRefused()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(Hall);
        var day = new DateOnly(2026, 11, 10);

        (await bed.Run(new RecordUse("sp-hall", day, 0.3m, -1))).Problems.Select(p => p.Field).ShouldBe(["hours", "visits"]);
        (await bed.Run(new RecordUse("sp-hall", new(2026, 11, 17), 1, 1))).Problem.Field.ShouldBe("day");
        (await bed.Run(new RecordUse("sp-none", day, 1, 1))).Problem.Code.ShouldBe("places.unknown_space");
        (await bed.Run(new RecordUse("sp-hall", day, 1, 1, "k9"))).Problem.Field.ShouldBe("community");
        await bed.Done(new RecordUse("sp-hall", day, 20, 1));
        (await bed.Run(new RecordUse("sp-hall", day, 4.25m, 1))).Problem.Code.ShouldBe("places.use_more_than_a_day");
        (await bed.Run(new RemoveUse(Guid.CreateVersion7(FakeTime.Start)))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    private static Task<bool> Book(PlacesBed bed, SpaceUseEntry entry) => bed.InScope<LinliDb, bool>(async (db, scope) =>
    {
        var written = await scope.GetRequiredService<ISpaceUse>().Record(entry, CancellationToken.None);
        await db.SaveChangesAsync();
        return written;
    });

    private static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));
}
