using Linli.Sensing;

namespace Linli.Gb26875.Talk;

/// <summary>What conversations with units need.</summary>
internal sealed record Gb26875Services(
    IReadings Readings, IDevices Devices, ILatest Latest, IDeviceLines Lines, IReadOnlyDictionary<string, DeviceKind> Kinds, UnitFacts Facts, Gb26875Options Options, TimeProvider Time)
{
    /// <summary>Whether the units of the demo call, which watch nothing real: they may be reset from here.</summary>
    public bool IsDemo { get; init; }
}

/// <summary>GB 26875.3 on its port.</summary>
internal sealed class Gb26875Protocol(LineOptions options, Func<Gb26875Services> services) : ILineProtocol
{
    // Made with the first unit: whoever never listens needs none of it.
    private readonly Lazy<Gb26875Services> needed = new(services);

    public string Name => DeviceProtocols.Gb26875;

    public LineOptions Options => options;

    public async Task Serve(Line line, CancellationToken cancel)
    {
        using var unit = new FireUnit(line, needed.Value, options.IdleAfter);
        await unit.Talk(cancel);
    }
}
