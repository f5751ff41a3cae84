using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Import;
using Linli.Platform.Data;
using Linli.Platform.Demo;

namespace Linli.Places.Walking;

/// <summary>The walking network of the demo town, read like any other file.</summary>
internal sealed class WalkingDemo(LinliDb db, PlacesMemory places, WalkingMemory memory) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("walking.geojson")))
            return;
        await using var file = File.OpenRead(samples.File("walking.geojson"));
        var read = WalkingFile.Read(file);
        if (!read.Ok)
            throw new InvalidDataException($"walking.geojson: {read.Problem.Message.En}");
        var cut = NetworkCutter.Cut(read.Value.Draft, "hefengli");
        await db.InsertMany(cut.Nodes, cancel);
        await db.InsertMany(cut.Edges, cancel);
        var placer = await EntrancePlacer.Read(db, places, cancel);
        await EntranceTables.Replace(db, "hefengli", placer.Place("hefengli", read.Value.Draft.Found(), (what, why) => throw new InvalidDataException($"walking.geojson {what}: {why.En}")), cancel);
        db.Records<WalkSourceRow>().Add(new()
        {
            Code = "hefengli", Owner = ScopePath.Root, Format = read.Value.Format, Crs = "wgs84", At = Clock.ToMicroseconds(samples.Now), Nodes = cut.Nodes.Count,
            Edges = cut.Edges.Count, Metres = Math.Round(cut.Edges.Sum(e => e.LengthMm / 1000.0), 1),
        });
        await memory.Changed(db, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
