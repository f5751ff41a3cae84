using System.Text.Json;
using Linli.Platform.Results;

namespace Linli.Sensing.Send;

/// <summary>One item of a body, as far as it has been read.</summary>
internal struct Draft
{
    public string? Device;
    public string? Measure;
    public DateTimeOffset? At;
    public double? Value;
    public double? Latitude;
    public double? Longitude;
    public double? Accuracy;
    public double? Speed;
    public double? Heading;
    public List<(string Measure, double Value)>? Values;

    /// <summary>The first thing that is wrong with it.</summary>
    public Problem? Fault;

    /// <summary>Takes the field whose name the reader stands on; others than known ones are passed over.</summary>
    public void Take(ref Utf8JsonReader reader, WordBook words)
    {
        if (reader.ValueTextEquals("value"u8))
            Value = Number(ref reader, "value");
        else if (reader.ValueTextEquals("at"u8))
            TakeInstant(ref reader);
        else if (reader.ValueTextEquals("device"u8))
            Device = Text(ref reader, words, "device");
        else if (reader.ValueTextEquals("measure"u8))
            Measure = Text(ref reader, words, "measure");
        else if (reader.ValueTextEquals("latitude"u8))
            Latitude = Number(ref reader, "latitude");
        else if (reader.ValueTextEquals("longitude"u8))
            Longitude = Number(ref reader, "longitude");
        else if (reader.ValueTextEquals("accuracy"u8))
            Accuracy = Number(ref reader, "accuracy");
        else if (reader.ValueTextEquals("speed"u8))
            Speed = Number(ref reader, "speed");
        else if (reader.ValueTextEquals("heading"u8))
            Heading = Number(ref reader, "heading");
        else if (reader.ValueTextEquals("values"u8))
            TakeValues(ref reader, words);
        else
            reader.Skip();
    }

    private void TakeValues(ref Utf8JsonReader reader, WordBook words)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Fault ??= SendProblems.NotAnObject with { Field = "values" };
            return;
        }

        Values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var measure = words.Read(ref reader);
            if (Number(ref reader, "values.", measure) is { } value)
                Values.Add((measure, value));
        }
    }

    private void TakeInstant(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at))
        {
            if (NamesZone(reader.ValueSpan))
                At = at.ToUniversalTime();
            else
                Fault ??= SendProblems.AtWithoutZone;
            return;
        }

        reader.Skip();
        Fault ??= SendProblems.AtUnreadable;
    }

    // Without a zone the machine's own would be taken, and that is chance.
    internal static bool NamesZone(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[^1] is (byte)'Z' or (byte)'z' || (text.Length > 6 && text[^6] is (byte)'+' or (byte)'-' && text.Contains((byte)'T')));

    private double? Number(ref Utf8JsonReader reader, string field, string? part = null)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetDouble(out var value):
                return value;
            case JsonTokenType.True:
                return 1;
            case JsonTokenType.False:
                return 0;
            case JsonTokenType.Null:
                return null;
            default:
                reader.Skip();
                Fault ??= SendProblems.NotANumber(field + part);
                return null;
        }
    }

    private string? Text(ref Utf8JsonReader reader, WordBook words, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return words.Read(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        reader.Skip();
        Fault ??= SendProblems.NotText(field);
        return null;
    }
}
