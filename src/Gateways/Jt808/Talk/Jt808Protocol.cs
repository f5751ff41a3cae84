using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>What conversations with terminals need.</summary>
/// <param name="Readings">Where readings go.</param>
/// <param name="Devices">Who may sign in.</param>
/// <param name="Lines">Where open connections are known.</param>
/// <param name="Kinds">Kinds of device by code.</param>
/// <param name="Reports">Where what terminals say of themselves goes.</param>
/// <param name="Register">Registers a terminal by its number, and by what its maker calls it.</param>
/// <param name="Options">The configuration.</param>
/// <param name="Time">The clock.</param>
internal sealed record Jt808Services(
    IReadings Readings, IDevices Devices, IDeviceLines Lines, IReadOnlyDictionary<string, DeviceKind> Kinds, IDeviceReports Reports,
    Func<string, string?, CancellationToken, Task<(JtRegisterResult Result, string? Code)>> Register, Jt808Options Options, TimeProvider Time);

/// <summary>JT/T 808 on its port.</summary>
internal sealed class Jt808Protocol(LineOptions options, Func<Jt808Services> services) : ILineProtocol
{
    // Made with the first terminal: whoever never listens needs none of it.
    private readonly Lazy<Jt808Services> needed = new(services);

    public string Name => DeviceProtocols.Jt808;

    public LineOptions Options => options;

    public async Task Serve(Line line, CancellationToken cancel)
    {
        using var terminal = new Terminal(line, needed.Value, options.IdleAfter);
        await terminal.Talk(cancel);
    }
}
