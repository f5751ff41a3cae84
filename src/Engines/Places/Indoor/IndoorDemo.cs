using Linli.Platform.Demo;
using Linli.Platform.Tables;

namespace Linli.Places.Indoor;

/// <summary>The indoor maps of the demo's buildings, unpacked in the samples so that they can be read there.</summary>
internal sealed class IndoorDemo(VenueShelf shelf, IScopeTree tree)
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("indoor/venues.csv")))
            return;
        await using var stream = File.OpenRead(samples.File("indoor/venues.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
        {
            var files = Directory.EnumerateFiles(samples.File("indoor/" + row["code"])).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
            var read = ImdfReader.Read(files);
            if (!read.Ok)
                throw new InvalidDataException($"indoor/{row["code"]}: {read.Problem.Message.En}");
            await shelf.Put(read.Value, row["code"], tree.FindCode(row["place"])!.Path, row["facility"], cancel);
        }
    }
}
