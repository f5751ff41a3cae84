using System.Net;

namespace Linli.Gb26875;

/// <summary>Configuration section <c>Gb26875</c>; the port and the limits of lines stand in it too.</summary>
internal sealed class Gb26875Options
{
    public const string Section = "Gb26875";

    /// <summary>
    /// Networks that units may call from, such as <c>10.20.0.0/16</c>; empty for any. The protocol knows no key: whoever knows a
    /// unit's address speaks for it, so in service this names the fire operator's private network.
    /// </summary>
    public List<string> From { get; set; } = [];

    /// <summary>Whether a unit may be initialised from here (type 89); off, because it silences what it watches for a while.</summary>
    public bool AllowReset { get; set; }

    /// <summary>A unit whose clock is off by more is set right; zero for never.</summary>
    public TimeSpan MostClockError { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>So long a unit may take to answer; the standard says at most 10 s.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message is repeated; the standard says 3 times.</summary>
    public int Repeat { get; set; } = 3;

    public bool Admits(string remote)
    {
        if (From.Count == 0)
            return true;
        if (!IPEndPoint.TryParse(remote, out var end))
            return false;
        var address = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        return From.Exists(n => IPNetwork.Parse(n).Contains(address));
    }
}
