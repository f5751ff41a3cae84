using Linli.Sensing;

namespace Linli.Hj212.Talk;

/// <summary>What conversations with stations need.</summary>
internal sealed record Hj212Services(IReadings Readings, IDevices Devices, IDeviceLines Lines, IReadOnlyDictionary<string, DeviceKind> Kinds, Hj212Options Options, TimeProvider Time);

/// <summary>HJ 212 on its port.</summary>
internal sealed class Hj212Protocol(LineOptions options, Func<Hj212Services> services) : ILineProtocol
{
    // Made with the first station: whoever never listens needs none of it.
    private readonly Lazy<Hj212Services> needed = new(services);

    public string Name => DeviceProtocols.Hj212;

    public LineOptions Options => options;

    public async Task Serve(Line line, CancellationToken cancel)
    {
        using var station = new Station(line, needed.Value, options.IdleAfter);
        await station.Talk(cancel);
    }
}
