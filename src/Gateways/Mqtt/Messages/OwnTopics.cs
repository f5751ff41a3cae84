using System.Text;

namespace Linli.Mqtt.Messages;

/// <summary>What a topic is to the device that publishes to it.</summary>
internal enum TopicKind
{
    /// <summary>Not its own.</summary>
    Foreign,

    /// <summary><c>linli/{code}/readings</c>.</summary>
    Readings,

    /// <summary><c>linli/{code}/position</c>.</summary>
    Position,

    /// <summary><c>linli/{code}/{measure}</c>.</summary>
    Measure,

    /// <summary><c>linli/{code}/commands/{id}</c>.</summary>
    Answer,
}

/// <summary>The topics of one device; it may use these and no others.</summary>
internal sealed class OwnTopics
{
    private readonly byte[] root;

    public OwnTopics(string code)
    {
        root = Encoding.UTF8.GetBytes($"linli/{code}/");
        Commands = $"linli/{code}/commands";
    }

    /// <summary>Where its commands come.</summary>
    public string Commands { get; }

    /// <summary>What a topic is.</summary>
    /// <param name="topic">As it came.</param>
    /// <param name="rest">The code of the measure, or the id of the command.</param>
    public TopicKind Of(ReadOnlySpan<byte> topic, out ReadOnlySpan<byte> rest)
    {
        rest = [];
        if (!topic.StartsWith(root))
            return TopicKind.Foreign;
        rest = topic[root.Length..];
        if (rest.SequenceEqual("readings"u8))
            return TopicKind.Readings;
        if (rest.SequenceEqual("position"u8))
            return TopicKind.Position;
        if (rest.StartsWith("commands/"u8))
        {
            rest = rest["commands/"u8.Length..];
            return TopicKind.Answer;
        }

        return rest.IsEmpty || rest.Contains((byte)'/') || rest.SequenceEqual("commands"u8) ? TopicKind.Foreign : TopicKind.Measure;
    }
}
