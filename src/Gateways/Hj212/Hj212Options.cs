using System.Net;

namespace Linli.Hj212;

/// <summary>Configuration section <c>Hj212</c>; the port and the limits of lines stand in it too.</summary>
internal sealed class Hj212Options
{
    public const string Section = "Hj212";

    /// <summary>
    /// Access passwords by MN; <c>*</c> for all others. A station whose password is not configured is known by its MN alone: the six
    /// characters of the protocol are no key, so in service <see cref="From"/> names the network.
    /// </summary>
    public Dictionary<string, string> Passwords { get; set; } = [];

    /// <summary>Networks that stations may call from, such as <c>10.20.0.0/16</c>; empty for any.</summary>
    public List<string> From { get; set; } = [];

    /// <summary>Factors that a station reports in another unit: code to factor, such as <c>a21026 = 1000</c> for milligrams.</summary>
    public Dictionary<string, double> Scales { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>So long a station may take to answer (OverTime); the standard says 5 s.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a request is repeated (ReCount); the standard says 3 times.</summary>
    public int Repeat { get; set; } = 3;

    public bool Admits(string mn, string password) =>
        (Passwords.GetValueOrDefault(mn) ?? Passwords.GetValueOrDefault("*")) is not { } wanted || wanted == password;

    public bool AdmitsFrom(string remote)
    {
        if (From.Count == 0)
            return true;
        if (!IPEndPoint.TryParse(remote, out var end))
            return false;
        var address = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        return From.Exists(n => IPNetwork.Parse(n).Contains(address));
    }
}
