using System.Globalization;
using Linli.Sensing;

namespace Linli.RabbitMq;

/// <summary>What exchanges and queues are called.</summary>
internal sealed class Names(ClusterOptions options)
{
    /// <summary>Packets of readings by the number of their partition, which is hashed to a queue.</summary>
    public string Readings { get; } = options.Name + ".sensing.readings";

    /// <summary>What nodes tell all others.</summary>
    public string News { get; } = options.Name + ".sensing.news";

    /// <summary>What nobody can read, with the reason in the header <see cref="Reason"/>.</summary>
    public string Refused { get; } = options.Name + ".sensing.refused";

    /// <summary>Header of a packet that was laid aside.</summary>
    public const string Reason = "reason";

    /// <summary>Header of a packet that was laid aside: the queue it came from.</summary>
    public const string From = "from-queue";

    public string Queue(int number) => string.Create(CultureInfo.InvariantCulture, $"{options.Name}.sensing.q{number:00}");
}
