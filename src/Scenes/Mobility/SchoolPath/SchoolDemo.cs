using System.Globalization;
using Linli.Mobility.GuardPoints;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Geo;
using Linli.Platform.Tables;

namespace Linli.Mobility.SchoolPath;

/// <summary>The school path of the demo with its two schools and seven guard points, the school calendar, and who keeps which point.</summary>
internal sealed class SchoolDemo(LinliDb db, IScopeTree tree, IPeople people, SchoolFences fences) : IDemoSeeder
{
    internal const string Path = "tongyin";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("guard_points.csv")) || tree.FindCode("hf") is not { } town)
            return;
        await Line(samples, town.Path, cancel);
        await Calendar(samples, town.Path);
        await Points(samples, town.Path, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task Line(DemoSamples samples, ScopePath town, CancellationToken cancel)
    {
        var map = GeoJson.Read(await File.ReadAllBytesAsync(samples.File("map.geojson"), cancel)).Where(f => f.Id is "path-school" or "site-school-a" or "site-school-b").ToDictionary(f => f.Id!);
        var line = map["path-school"].Geometry!;
        var path = new SchoolPathRow
        {
            Code = Path, Scope = town.Value, NameZh = "桐荫路通学路", NameEn = "Tongyin Road School Path", Line = line.AsText(), PlannedMetres = 1500, SideMetres = 20, Windows = "07:20-08:10 16:20-17:10",
        };
        db.Insert(path);
        var schools = new List<PathSchool>();
        foreach (var (code, place, zh, en) in new[] { ("f-school-a", "hf-1", "桐荫小学", "Tongyin Primary School"), ("f-school-b", "hf-2", "映月小学", "Yingyue Primary School") })
            schools.Add(new() { Path = Path, School = code, Scope = tree.FindCode(place)!.Path.Value, NameZh = zh, NameEn = en, Grounds = map["site-" + code[2..]].Geometry!.AsText() });
        db.Records<PathSchool>().AddRange(schools);
        await fences.Put(path, schools, cancel);
    }

    private async Task Calendar(DemoSamples samples, ScopePath town)
    {
        await using var stream = File.OpenRead(samples.File("school_calendar.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            if (row["kind"] == "term")
                db.Insert(new SchoolTerm { Id = Guid.CreateVersion7(samples.Now), Scope = town.Value, NameZh = row["name"], From = Day(row["from"]), To = Day(row["to"]) });
            else
                db.Insert(new SchoolDayRow { Scope = town.Value, Date = Day(row["from"]), IsSchoolDay = row["school_day"] == "yes", Note = row["name"] });
    }

    private async Task Points(DemoSamples samples, ScopePath town, CancellationToken cancel)
    {
        var staff = await people.StaffAround(town, GuardPointsBoardHandler.Posts, cancel);
        await using var stream = File.OpenRead(samples.File("guard_points.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
        {
            db.Insert(new GuardPoint
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], Who = Enum.Parse<GuardWho>(row["who"], ignoreCase: true),
                Longitude = double.Parse(row["lon"], CultureInfo.InvariantCulture), Latitude = double.Parse(row["lat"], CultureInfo.InvariantCulture),
                Umbrellas = int.Parse(row["umbrellas"], CultureInfo.InvariantCulture), FirstAid = row["first_aid"] == "yes", OtherZh = row["other_zh"], OtherEn = row["other_en"], Hours = row["hours"],
            });
            if (staff.FirstOrDefault(s => s.Name == row["keeper"]) is { } keeper)
                db.Records<GuardKeeper>().Add(new() { Point = row["code"], Account = keeper.Account });
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
