using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Circles;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Places.Tests.Walking;

/// <summary>A network taken in from files (S74), in whatever system its degrees are (R51).</summary>
public class ImportWalkingTests
{
    public static TheoryData<DatabaseKind> Both => PlacesBed.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Import_TheSameFileTwice_ReplacesItAndOthersStay(DatabaseKind kind)
    {
        await using var bed = await WalkingTownTests.Town(kind);
        var before = await bed.Answer(new GetWalking());
        ImportWalking Import(bool dry) => new(WalkingFile.Read(File.OpenRead(PlacesBed.Samples.File("walking.geojson"))).Value!, "hefengli", DryRun: dry);

        var dry = await bed.Done(Import(true));
        dry.DryRun.ShouldBeTrue();
        (await bed.Answer(new GetWalking())).Edges.ShouldBe(before.Edges);
        var report = await bed.Done(Import(false));
        report.Refused.ShouldBeEmpty();
        report.SlowLaneMetres.ShouldBe(1300, 2);
        var after = await bed.Answer(new GetWalking());
        (after.Nodes, after.Edges, after.Metres).ShouldBe((before.Nodes, before.Edges, before.Metres));
        after.Sources.ShouldHaveSingleItem();

        (await bed.Run(Import(false), PlacesBed.StaffAt("/zj/hb/ys/hf/hf-1/"))).Problem.Code.ShouldBe("places.not_here");
    }

    [Theory, InlineData("gcj02"), InlineData("bd09")]
    public async Task Import_InAnotherSystem_IsDetectedAndSaid(string crs)
    {
        await using var bed = await WalkingTownTests.Town();
        var system = Enum.Parse<Linli.Platform.Geo.CoordinateSystem>(crs, ignoreCase: true);
        var shifted = Linli.Platform.Geo.GeoJson.Read(File.ReadAllBytes(PlacesBed.Samples.File("walking.geojson")))
            .Select(f => f with { Geometry = Linli.Platform.Geo.ChinaCoordinates.FromWgs84(f.Geometry!, system) });
        WalkingFile Shifted() => WalkingFile.Read(new MemoryStream(Linli.Platform.Geo.GeoJson.Write(shifted))).Value!;

        var detected = await bed.Done(new ImportWalking(Shifted(), "other", DryRun: true));
        detected.Crs.ShouldBe(crs);
        detected.Notes.ShouldHaveSingleItem().En.ShouldContain(SystemGuess.NameOf(system));
        detected.SlowLaneMetres.ShouldBe(1300, 2);
        var told = await bed.Done(new ImportWalking(Shifted(), "other", "wgs84", DryRun: true));
        told.Crs.ShouldBe("wgs84");
        told.Notes.ShouldHaveSingleItem().En.ShouldContain("meant?");
        (await bed.Done(new ImportWalking(Shifted(), "other", crs, DryRun: true))).Notes.ShouldBeEmpty();
        (await bed.Run(new ImportWalking(Shifted(), "other", "mars"))).Problem.Field.ShouldBe("crs");
        (await bed.Run(new ImportWalking(Shifted(), "a b"))).Problem.Field.ShouldBe("source");
    }

    [Fact]
    public async Task Import_FeaturesThatCannotBeWalked_AreRefusedEachWithAReason()
    {
        await using var bed = await PlacesBed.Empty();
        const string Lines = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","id":"good","properties":{"width_m":2},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}},
            {"type":"Feature","id":"joins","properties":{},"geometry":{"type":"LineString","coordinates":[[120.2005,30.200005],[120.2005,30.201]]}},
            {"type":"Feature","id":"kind","properties":{"kind":"runway"},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}},
            {"type":"Feature","id":"width","properties":{"width_m":-2},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}},
            {"type":"Feature","id":"shape","properties":{},"geometry":{"type":"Point","coordinates":[120.2,30.2]}},
            {"type":"Feature","id":"short","properties":{},"geometry":{"type":"LineString","coordinates":[[120.25,30.25],[120.25,30.25]]}},
            {"type":"Feature","id":"none","properties":{},"geometry":null},
            {"type":"Feature","id":"lift","properties":{"kind":"lift","levels":"0;1"},"geometry":{"type":"Point","coordinates":[120.2,30.2]}}]}
            """;
        var report = await bed.Done(new ImportWalking(WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Lines))).Value!, "lines"));

        report.Refused.Select(r => r.Ref).ShouldBe(["kind", "width", "shape", "short", "none", "lift"], ignoreOrder: true);
        report.Edges.ShouldBe(3, "the second line ends on the first, half a metre off, and cuts it");
        report.Parts.ShouldHaveSingleItem().Nodes.ShouldBe(4);
        WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Lines.Replace("[120.2,30.2]", "[30.2,120.2]", StringComparison.Ordinal)))).Problem.Code.ShouldBe("places.swapped");
        (await bed.Run(new ImportWalking(WalkingFile.Read(new MemoryStream("{\"type\":\"FeatureCollection\",\"features\":[]}"u8.ToArray())).Value!, "none"))).Problem.Code.ShouldBe("places.no_ways");
    }
}
