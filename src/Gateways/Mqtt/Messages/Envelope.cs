using System.Text.Json;

namespace Linli.Mqtt.Messages;

/// <summary>Where the parts of a JSON object lie that may be a CloudEvent (T06) or hold a list of readings.</summary>
internal struct Envelope
{
    private bool hasType;
    private bool isVersion1;

    public bool IsEvent { get; private set; }

    /// <summary>Whether it has all that a CloudEvent must have.</summary>
    public readonly bool IsWhole => Id is not null && Source is not null && hasType && isVersion1;

    public string? Id { get; private set; }

    public string? Source { get; private set; }

    public bool IsJson { get; private set; } = true;

    public Range? Readings { get; private set; }

    public Range? Data { get; private set; }

    public byte[]? Base64 { get; private set; }

    public byte[]? Time { get; private set; }

    public Envelope()
    {
    }

    /// <summary>Looks through an object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Envelope Read(ReadOnlySpan<byte> json)
    {
        var found = new Envelope();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            found.Take(ref reader);
        return found;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("specversion"u8))
        {
            IsEvent = true;
            reader.Read();
            isVersion1 = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("1.0"u8);
        }
        else if (reader.ValueTextEquals("id"u8))
            Id = IsFilled(ref reader) ? reader.GetString() : null;
        else if (reader.ValueTextEquals("source"u8))
            Source = IsFilled(ref reader) ? reader.GetString() : null;
        else if (reader.ValueTextEquals("type"u8))
            hasType = IsFilled(ref reader);
        else if (reader.ValueTextEquals("time"u8))
            Time = IsFilled(ref reader) ? Text(ref reader) : [];
        else if (reader.ValueTextEquals("datacontenttype"u8))
            IsJson = IsFilled(ref reader) && CloudEvents.IsJson(Text(ref reader));
        else if (reader.ValueTextEquals("data_base64"u8))
            Base64 = IsFilled(ref reader) && reader.TryGetBytesFromBase64(out var bytes) ? bytes : null;
        else if (reader.ValueTextEquals("data"u8))
            Data = Value(ref reader);
        else if (reader.ValueTextEquals("readings"u8))
            Readings = Value(ref reader);
        else
            Value(ref reader);

        // An attribute that is no string is passed over whole.
        reader.Skip();
    }

    // Some write application\/json.
    private static byte[] Text(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan.ToArray();

    private static bool IsFilled(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0;

    private static Range Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return from..(int)reader.BytesConsumed;
    }
}
