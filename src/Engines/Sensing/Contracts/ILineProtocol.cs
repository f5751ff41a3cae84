using System.Net;
using System.Net.Security;

namespace Linli.Sensing;

/// <summary>
/// A language that devices speak over TCP. Register it as a singleton <see cref="ILineProtocol"/>: the engine listens on its port,
/// counts and limits its connections, hangs up on silent ones and keeps the last odd frames for whoever has to find out what a
/// device says.
/// </summary>
public interface ILineProtocol
{
    /// <summary>Unique name, one of <see cref="DeviceProtocols"/> or one with a suffix such as <c>mqtt-tls</c>; names its metrics too.</summary>
    string Name { get; }

    /// <summary>Port, limits and times.</summary>
    LineOptions Options { get; }

    /// <summary>What to encrypt with; <c>null</c> for plain TCP. Asked for each connection, so that a new certificate needs no restart.</summary>
    SslServerAuthenticationOptions? Tls => null;

    /// <summary>
    /// Speaks with one device until either side goes; to return is to hang up. An exception hangs up too and is logged as a bug:
    /// bytes from outside must not cause one.
    /// </summary>
    /// <param name="line">The connection.</param>
    /// <param name="cancel">Cancelled when the server stops.</param>
    Task Serve(Line line, CancellationToken cancel);
}

/// <summary>How a line protocol listens; bound from a configuration section named after the gateway, such as <c>Jt808</c>.</summary>
public sealed class LineOptions
{
    /// <summary>TCP port; 0 lets the system choose one (tests), less than 0 does not listen at all.</summary>
    public int Port { get; set; } = -1;

    /// <summary>
    /// Environment name of the port's setting after <c>LINLI__</c>, for the log when the port is taken; <c>null</c> where it is <c>Port</c> in the
    /// section that is called as the protocol.
    /// </summary>
    public string? PortSetting { get; init; }

    /// <summary>Connections at once; more are refused.</summary>
    public int MostConnections { get; set; } = 20_000;

    /// <summary>Connections at once from one address; more are refused. Generous, because carriers hide thousands of cards behind one address.</summary>
    public int MostPerAddress { get; set; } = 10_000;

    /// <summary>Whoever has not signed in after so long is hung up on.</summary>
    public TimeSpan SignInWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A signed-in device that says nothing whole for so long is hung up on.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest frame in bytes; whoever sends more is hung up on.</summary>
    public int LongestFrame { get; set; } = 64 * 1024;
}

/// <summary>Where lines are, for operators and tests.</summary>
public interface ILines
{
    /// <summary>Where a protocol listens; <c>null</c> when it does not, or its port was taken.</summary>
    IPEndPoint? EndPointOf(string protocol);

    /// <summary>How many connections of a protocol are open on this node.</summary>
    int OpenOf(string protocol);

    /// <summary>The last odd frames of all protocols, newest first.</summary>
    IReadOnlyList<OddFrame> OddFrames();
}

/// <summary>Bytes that did not fit their protocol (异常报文).</summary>
/// <param name="At">When they came, UTC.</param>
/// <param name="Protocol">Which protocol.</param>
/// <param name="Remote">Address they came from.</param>
/// <param name="Device">Code of the device, as far as it was known.</param>
/// <param name="Why">What was odd, in English, for technicians.</param>
/// <param name="Hex">The first 512 bytes in hexadecimal.</param>
/// <param name="Length">How many bytes there were.</param>
public sealed record OddFrame(DateTimeOffset At, string Protocol, string Remote, string? Device, string Why, string Hex, long Length);
