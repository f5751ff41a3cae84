using Linli.Platform.Demo;

namespace Linli.Places.Indoor;

/// <summary>The indoor map of the demo's one-stop hall, unpacked in the samples so that it can be read there.</summary>
internal sealed class IndoorDemo(VenueShelf shelf, IScopeTree tree)
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var folder = samples.File("indoor/one-stop-hall");
        if (!Directory.Exists(folder))
            return;
        var files = Directory.EnumerateFiles(folder).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
        var read = ImdfReader.Read(files);
        if (!read.Ok)
            throw new InvalidDataException($"indoor/one-stop-hall: {read.Problem.Message.En}");
        await shelf.Put(read.Value, "one-stop-hall", tree.FindCode("hf")!.Path, "f-desk", cancel);
    }
}
