using System.Text.Json;
using Linli.Platform.Text;
using Linli.Sensing;

namespace Linli.Mqtt.Messages;

/// <summary>
/// Readings as JSON: one reading, an array of them, an object with <c>readings</c>, or a CloudEvent around any of these.
/// </summary>
internal sealed class ReadingsJson(MeasureNames names)
{
    private const int Most = 1000;
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Adds the readings to the batch.</summary>
    /// <param name="json">The payload.</param>
    /// <param name="device">Whose readings.</param>
    /// <param name="at">Their instant where they do not say, UTC.</param>
    /// <param name="batch">Where they go; unchanged when something is wrong.</param>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    public Phrase? Read(ReadOnlySpan<byte> json, Device device, DateTimeOffset at, Batch batch)
    {
        var before = batch.Count;
        Phrase? fault;
        try
        {
            fault = Document(json, device, at, batch, before, mayBeEvent: true);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The reader's way to say that the bytes are no JSON, or that a string in them is no text.
            fault = Faults.NotJson;
        }

        if (fault is not null)
            batch.CutTo(before);
        return fault;
    }

    private Phrase? Document(ReadOnlySpan<byte> json, Device device, DateTimeOffset at, Batch batch, int before, bool mayBeEvent)
    {
        var reader = new Utf8JsonReader(json, Strict);
        if (!reader.Read())
            return Faults.NotJson;
        Phrase? fault;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            fault = List(ref reader, device, at, batch, before);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            var parts = Envelope.Read(json);
            if (parts.IsEvent)
                return mayBeEvent ? Event(json, parts, device, at, batch, before) : Faults.NotJsonEvent;
            if (parts.Readings is { } range)
            {
                var inner = new Utf8JsonReader(json[range], Strict);
                inner.Read();
                return inner.TokenType == JsonTokenType.StartArray ? List(ref inner, device, at, batch, before) : Faults.NotJson;
            }

            fault = One(ref reader, device, at, batch);
        }
        else
        {
            return Faults.NotJson;
        }

        // Something behind the document makes the reader say so.
        return fault ?? (reader.Read() ? Faults.NotJson : null);
    }

    private Phrase? Event(ReadOnlySpan<byte> json, Envelope parts, Device device, DateTimeOffset at, Batch batch, int before)
    {
        if (!parts.IsWhole)
            return Faults.NoEvent;
        if (parts.Time is { } said)
        {
            if (!Instants.TryRead(said, out var time))
                return Faults.BadInstant;
            at = time;
        }

        batch.Event = CloudEvents.KeyOf(device, parts.Source!, parts.Id!);
        if (parts.Data is { } data && parts.IsJson)
            return Document(json[data], device, at, batch, before, mayBeEvent: false);
        return parts.Base64 is { } bytes ? Document(bytes, device, at, batch, before, mayBeEvent: false) : Faults.NotJsonEvent;
    }

    private Phrase? List(ref Utf8JsonReader reader, Device device, DateTimeOffset at, Batch batch, int before)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return Faults.NoValue;
            if (One(ref reader, device, at, batch) is { } fault)
                return fault;
            if (batch.Count - before > Most)
                return Faults.TooMany;
        }

        return null;
    }

    // The reader stands on the object's brace, and on its closing one afterwards.
    private Phrase? One(ref Utf8JsonReader reader, Device device, DateTimeOffset at, Batch batch)
    {
        string? measure = null;
        var fields = new Fields();
        var several = batch.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Phrase? fault = null;
            if (reader.ValueTextEquals("measure"u8))
                fault = (measure = Name(ref reader)) is null ? Faults.NoMeasure : null;
            else if (reader.ValueTextEquals("at"u8))
                fault = reader.Read() && Instants.TryRead(ref reader, out at) ? null : Faults.BadInstant;
            else if (reader.ValueTextEquals("device"u8))
                fault = reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(device.Code) ? null : Faults.Foreign;
            else if (reader.ValueTextEquals("values"u8))
                fault = Several(ref reader, device, batch);
            else if (!fields.Take(ref reader))
                fault = Faults.NoValue;
            if (fault is not null)
                return fault;
        }

        // The instant may stand behind the values.
        batch.SetInstant(several, at);
        if (fields.HasPlace)
            batch.Add(new(device.Id, at, fields.Fix));
        if (fields.HasValue && measure is null)
            return Faults.NoMeasure;
        if (fields.HasValue && measure != Reading.Position)
            batch.Add(new(device.Id, measure!, at, fields.Value));
        return batch.Count == several ? Faults.NoValue : null;
    }

    private string? Name(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? names.Of(reader.ValueSpan) : null;

    private Phrase? Several(ref Utf8JsonReader reader, Device device, Batch batch)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Faults.NoValue;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (names.Of(reader.ValueSpan) is not { } name || name == Reading.Position)
                return Faults.NoMeasure;
            reader.Read();
            var value = Fields.Number(ref reader);
            if (!double.IsFinite(value))
                return Faults.NoValue;
            batch.Add(new(device.Id, name, default, value));
            if (batch.Count > Batch.Full + Most)
                return Faults.TooMany;
        }

        return null;
    }

    /// <summary>The numbers of a reading.</summary>
    private ref struct Fields()
    {
        private double latitude = double.NaN;
        private double longitude = double.NaN;
        private double accuracy = double.NaN;
        private double speed = double.NaN;
        private double heading = double.NaN;

        public double Value { get; private set; } = double.NaN;

        public readonly bool HasValue => double.IsFinite(Value);

        public readonly bool HasPlace => double.IsFinite(latitude) && double.IsFinite(longitude);

        public readonly Fix Fix => new(latitude, longitude, (float)accuracy, (float)speed, (float)heading);

        /// <summary>Takes the property the reader stands on; others than known ones are passed over.</summary>
        public bool Take(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                Value = Number(ref reader);
                return HasValue || reader.TokenType == JsonTokenType.Null;
            }

            ref var field = ref latitude;
            if (reader.ValueTextEquals("longitude"u8))
                field = ref longitude;
            else if (reader.ValueTextEquals("accuracy"u8))
                field = ref accuracy;
            else if (reader.ValueTextEquals("speed"u8))
                field = ref speed;
            else if (reader.ValueTextEquals("heading"u8))
                field = ref heading;
            else if (!reader.ValueTextEquals("latitude"u8))
            {
                reader.Read();
                reader.Skip();
                return true;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                return true;
            field = Number(ref reader);
            return double.IsFinite(field);
        }

        public static double Number(ref Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.True => 1,
            JsonTokenType.False => 0,
            JsonTokenType.Number when reader.TryGetDouble(out var number) => number,
            _ => double.NaN,
        };
    }
}
