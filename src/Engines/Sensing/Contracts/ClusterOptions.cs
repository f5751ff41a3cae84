using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Linli.Sensing;

/// <summary>How several nodes share the readings: configuration section <c>Sensing:Cluster</c>. Without <see cref="Broker"/> one node takes all of them.</summary>
public sealed partial class ClusterOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Sensing:Cluster";

    /// <summary>Most queues that make sense: each needs a partition of its own at least.</summary>
    public const int MostQueues = 64;

    /// <summary>
    /// Where the broker is, <c>amqp://user:password@host:5672/vhost</c> or <c>amqps://…</c>; several nodes of one broker separated by
    /// commas are tried in turn. Empty for no cluster.
    /// </summary>
    public string Broker { get; set; } = "";

    /// <summary>Begins the names of exchanges and queues, so that several installations may share a broker.</summary>
    public string Name { get; set; } = "linli";

    /// <summary>How many queues share the work; fixed once the installation runs.</summary>
    public int Queues { get; set; } = 8;

    /// <summary>So many bytes may wait in one queue; more is turned away.</summary>
    public long MostQueuedBytes { get; set; } = 256L << 20;

    /// <summary>So many packets a node takes from a queue before it has stored some.</summary>
    public int MostTaken { get; set; } = 1000;

    /// <summary>A packet that is not confirmed within this time counts as not taken.</summary>
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether readings are shared through a broker.</summary>
    public bool IsOn => Broker.Length > 0;

    /// <summary>The brokers to try, in turn.</summary>
    public IReadOnlyList<Uri> Brokers { get; private set; } = [];

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used; the message names it and says what to do.</exception>
    public static ClusterOptions From(IConfiguration configuration) => Checked(configuration.GetSection(Section).Get<ClusterOptions>() ?? new());

    internal static ClusterOptions Checked(ClusterOptions options)
    {
        if (!options.IsOn)
            return options;
        options.Brokers = [.. options.Broker.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(BrokerAt)];
        if (options.Brokers.Count == 0)
            throw Wrong(nameof(Broker), "names no broker; write amqp://user:password@host:5672/vhost");
        if (options.Queues is < 1 or > MostQueues)
            throw Wrong(nameof(Queues), string.Create(CultureInfo.InvariantCulture, $"lies between 1 and {MostQueues}, not at {options.Queues}"));
        if (!NamePattern().IsMatch(options.Name))
            throw Wrong(nameof(Name), "has 1 to 40 small letters, digits, dots, hyphens or underscores");
        if (options.MostQueuedBytes < 1 << 20)
            throw Wrong(nameof(MostQueuedBytes), "is 1048576 (1 MiB) at least");
        if (options.MostTaken is < 10 or > 60_000)
            throw Wrong(nameof(MostTaken), "lies between 10 and 60000");
        if (options.ConfirmWithin < TimeSpan.FromSeconds(1))
            throw Wrong(nameof(ConfirmWithin), "is 00:00:01 at least");
        return options;
    }

    /// <summary>What is wrong with a setting of the section.</summary>
    public static InvalidOperationException Wrong(string setting, string what) => new($"{Section}:{setting} {what}.");

    private static Uri BrokerAt(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0
        ? uri
        : throw Wrong(nameof(Broker), "is no address of a broker; write amqp://user:password@host:5672/vhost, several separated by commas");

    [GeneratedRegex("^[a-z0-9._-]{1,40}$")]
    private static partial Regex NamePattern();
}
