using System.Text.Json;
using Linli.Platform.Results;
using Linli.Sensing.Pipeline;

namespace Linli.Sensing.Send;

/// <summary>
/// Reads readings from JSON as it comes, without making objects of it: one reading, a list of them, <c>{"readings": […]}</c>, or CloudEvents
/// around any of these.
/// </summary>
internal sealed class ReadingParser(Speaker speaker, EventKeys events, DateTimeOffset now)
{
    // Bodies name the same few devices and measures over and over.
    private readonly string?[] words = new string?[8];
    private int nextWord;

    public SentReadings Sent { get; } = new();

    /// <summary>Plain JSON.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Plain(ReadOnlySpan<byte> body)
    {
        var reader = Reader(body);
        reader.Read();
        Data(ref reader, new(null, null), index: null, "");
        Done(ref reader);
    }

    /// <summary>One CloudEvent in its structured form.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Event(ReadOnlySpan<byte> body)
    {
        var reader = Reader(body);
        reader.Read();
        Event(ref reader, body, 0, "");
        Done(ref reader);
    }

    /// <summary>A batch of CloudEvents.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Events(ReadOnlySpan<byte> body)
    {
        var reader = Reader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            Event(ref reader, body, index, $"[{index}].");
        Done(ref reader);
    }

    /// <summary>A CloudEvent whose attributes came as headers.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Binary(Envelope envelope, ReadOnlySpan<byte> body)
    {
        if (envelope.Fault is { } fault)
            Sent.Refused.Add((new(0, ""), fault with { Field = "ce-" + fault.Field }));
        else
            Open(envelope, body, 0, "");
    }

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> body) => new(body, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });

    private static void Done(ref Utf8JsonReader reader)
    {
        if (reader.Read())
            throw new JsonException();
    }

    private void Event(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int index, string path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Sent.Refused.Add((new(index, path), SendProblems.NotAnObject));
            return;
        }

        var envelope = new Envelope();
        (int Start, int End) data = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Word(ref reader);
            reader.Read();
            if (name == "data")
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = (start, (int)reader.BytesConsumed);
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                envelope.Set(name, reader.GetString()!);
            }
            else
            {
                reader.Skip();
            }
        }

        if (envelope.Fault is { } fault)
            Sent.Refused.Add((new(index, path), fault));
        else if (data.End == 0)
            Sent.Refused.Add((new(index, path), SendProblems.EventWithoutData));
        else
            Open(envelope, body[data.Start..data.End], index, path + "data.");
    }

    private void Open(Envelope envelope, ReadOnlySpan<byte> data, int index, string path)
    {
        var key = EventKeys.Of(envelope.Source!, envelope.Id!);
        var before = Sent.Readings.Count;
        var isNew = events.Begin(key);
        if (isNew)
            Sent.Events.Add(key);
        var reader = Reader(data);
        reader.Read();
        Data(ref reader, new(envelope.Subject, envelope.Time), index, path);
        if (isNew)
            return;
        Sent.Repeated += Sent.Readings.Count - before;
        Sent.Readings.RemoveRange(before, Sent.Readings.Count - before);
        Sent.Items.RemoveRange(before, Sent.Items.Count - before);
        Sent.Refused.RemoveAll(r => r.Item.Index == index);
    }

    private void Data(ref Utf8JsonReader reader, Common common, int? index, string path)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            List(ref reader, common, index, path, "");
        else if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Sent.Refused.Add((new(index ?? 0, path), SendProblems.NotAnObject));
        }
        else
            One(ref reader, common, new(index ?? 0, path), index, root: true);
    }

    private void List(ref Utf8JsonReader reader, Common common, int? index, string path, string name)
    {
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var item = new SentReadings.Item(index ?? i, $"{path}{name}[{i}].");
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                One(ref reader, common, item, index, root: false);
                continue;
            }

            reader.Skip();
            Sent.Refused.Add((item, SendProblems.NotAnObject));
        }
    }

    private void One(ref Utf8JsonReader reader, Common common, SentReadings.Item item, int? index, bool root)
    {
        var draft = new Draft { Device = common.Device, At = common.At };
        var wasList = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (root && reader.ValueTextEquals("readings"u8))
            {
                reader.Read();
                wasList = reader.TokenType == JsonTokenType.StartArray;
                if (wasList)
                    List(ref reader, common, index, item.Path, "readings");
                else
                    reader.Skip();
                continue;
            }

            Field(ref reader, ref draft);
        }

        if (!wasList)
            Keep(draft, item);
    }

    private void Field(ref Utf8JsonReader reader, ref Draft draft)
    {
        if (reader.ValueTextEquals("value"u8))
            draft.Value = Number(ref reader, ref draft, "value");
        else if (reader.ValueTextEquals("at"u8))
            At(ref reader, ref draft);
        else if (reader.ValueTextEquals("device"u8))
            draft.Device = Text(ref reader, ref draft, "device");
        else if (reader.ValueTextEquals("measure"u8))
            draft.Measure = Text(ref reader, ref draft, "measure");
        else if (reader.ValueTextEquals("latitude"u8))
            draft.Latitude = Number(ref reader, ref draft, "latitude");
        else if (reader.ValueTextEquals("longitude"u8))
            draft.Longitude = Number(ref reader, ref draft, "longitude");
        else if (reader.ValueTextEquals("accuracy"u8))
            draft.Accuracy = Number(ref reader, ref draft, "accuracy");
        else if (reader.ValueTextEquals("speed"u8))
            draft.Speed = Number(ref reader, ref draft, "speed");
        else if (reader.ValueTextEquals("heading"u8))
            draft.Heading = Number(ref reader, ref draft, "heading");
        else if (reader.ValueTextEquals("values"u8))
            Values(ref reader, ref draft);
        else
            reader.Skip();
    }

    private void Values(ref Utf8JsonReader reader, ref Draft draft)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            draft.Fault ??= SendProblems.NotAnObject with { Field = "values" };
            return;
        }

        var values = draft.Values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var measure = Word(ref reader);
            if (Number(ref reader, ref draft, "values." + measure) is { } value)
                values.Add((measure, value));
        }
    }

    private void Keep(in Draft draft, SentReadings.Item item)
    {
        if (draft.Fault is { } fault)
        {
            Sent.Refused.Add((item, fault));
            return;
        }

        if (speaker(draft.Device, out var device) is { } problem)
        {
            Sent.Refused.Add((item, problem));
            return;
        }

        var at = draft.At ?? now;
        var before = Sent.Readings.Count;
        if (draft is { Latitude: { } latitude, Longitude: { } longitude })
            Sent.Readings.Add(new(device, at, new Fix(latitude, longitude, Said(draft.Accuracy), Said(draft.Speed), Said(draft.Heading))));
        if (draft is { Measure: { } measure, Value: { } value } && measure != Reading.Position)
            Sent.Readings.Add(new(device, measure, at, value));
        foreach (var (name, one) in draft.Values ?? [])
            if (name != Reading.Position)
                Sent.Readings.Add(new(device, name, at, one));
        for (var i = before; i < Sent.Readings.Count; i++)
            Sent.Items.Add(item);
        if (before == Sent.Readings.Count)
            Sent.Refused.Add((item, SendProblems.NothingMeasured));
    }

    private static void At(ref Utf8JsonReader reader, ref Draft draft)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at))
        {
            if (NamesZone(reader.ValueSpan))
                draft.At = at.ToUniversalTime();
            else
                draft.Fault ??= SendProblems.AtWithoutZone;
            return;
        }

        reader.Skip();
        draft.Fault ??= SendProblems.AtUnreadable;
    }

    // Without a zone the machine's own would be taken, and that is chance.
    private static bool NamesZone(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[^1] is (byte)'Z' or (byte)'z' || (text.Length > 6 && text[^6] is (byte)'+' or (byte)'-' && text.Contains((byte)'T')));

    private static double? Number(ref Utf8JsonReader reader, ref Draft draft, string field)
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
                draft.Fault ??= SendProblems.NotANumber(field);
                return null;
        }
    }

    private string? Text(ref Utf8JsonReader reader, ref Draft draft, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return Word(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        reader.Skip();
        draft.Fault ??= SendProblems.NotText(field);
        return null;
    }

    private string Word(ref Utf8JsonReader reader)
    {
        foreach (var word in words)
            if (word is not null && reader.ValueTextEquals(word))
                return word;
        var made = reader.GetString()!;
        words[nextWord++ % words.Length] = made;
        return made;
    }

    private static float Said(double? value) => value is { } said ? (float)said : float.NaN;

    private readonly record struct Common(string? Device, DateTimeOffset? At);

    private struct Draft
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
        public Problem? Fault;
    }
}

/// <summary>Attributes of a CloudEvent: <c>subject</c> may name the device, <c>time</c> the instant, where the data do not.</summary>
internal sealed class Envelope
{
    public string? Id { get; private set; }

    public string? Source { get; private set; }

    public string? Type { get; private set; }

    public string? Subject { get; private set; }

    public DateTimeOffset? Time { get; private set; }

    private string? Version { get; set; }

    private bool TimeIsBad { get; set; }

    public Problem? Fault => Version != "1.0" ? SendProblems.EventVersion
        : string.IsNullOrEmpty(Id) ? SendProblems.EventIncomplete
        : string.IsNullOrEmpty(Source) ? SendProblems.EventIncomplete with { Field = "source" }
        : string.IsNullOrEmpty(Type) ? SendProblems.EventIncomplete with { Field = "type" }
        : TimeIsBad ? SendProblems.AtUnreadable with { Field = "time" } : null;

    public void Set(string name, string value)
    {
        switch (name)
        {
            case "id":
                Id = value;
                break;
            case "source":
                Source = value;
                break;
            case "type":
                Type = value;
                break;
            case "subject":
                Subject = value;
                break;
            case "specversion":
                Version = value;
                break;
            case "time":
                // RFC 3339 always names its zone.
                var read = DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at);
                (Time, TimeIsBad) = (read ? at.ToUniversalTime() : null, !read);
                break;
        }
    }
}
