namespace Linli.Platform.Demo;

/// <summary>Fills one module's part of the demo community. Runs on an empty database only.</summary>
public interface IDemoSeeder
{
    /// <summary>Reads the samples and writes what they describe.</summary>
    Task Seed(DemoSamples samples, CancellationToken cancel);
}

/// <summary>The folder with the demo community's CSV and GeoJSON files.</summary>
/// <param name="Folder">Absolute path of <c>samples/hefengli</c>.</param>
/// <param name="Now">The instant the demo is made for, UTC: its month of history ends here.</param>
public sealed record DemoSamples(string Folder, DateTimeOffset Now)
{
    /// <summary>Path of one file.</summary>
    public string File(string name) => Path.Combine(Folder, name);
}

/// <summary>Whether this installation is the demo; demo codes, keys and passwords exist only where it is.</summary>
/// <param name="IsDemo">True when the data folder was filled from the samples.</param>
public sealed record DemoMode(bool IsDemo);

internal sealed record SeederPlan(int Order, Type Type);
