using System.Text.Json;

namespace Linli.Sensing.Send;

/// <summary>
/// Reads readings from JSON as it comes, without making objects of it: one reading, a list of them, <c>{"readings": […]}</c>, or CloudEvents
/// around any of these.
/// </summary>
internal sealed class ReadingParser(Speaker speaker, DateTimeOffset now)
{
    private readonly WordBook words = new();

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
        byte[]? bytes = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = words.Read(ref reader);
            reader.Read();
            if (name == "data")
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = (start, (int)reader.BytesConsumed);
            }
            else if (name == "data_base64" && reader.TokenType == JsonTokenType.String)
            {
                bytes = reader.TryGetBytesFromBase64(out var decoded) ? decoded : null;
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
        else if (data.End == 0 && bytes is not null)
            Open(envelope, bytes, index, path + "data_base64.");
        else if (data.End == 0)
            Sent.Refused.Add((new(index, path), SendProblems.EventWithoutData));
        else
            Open(envelope, body[data.Start..data.End], index, path + "data.");
    }

    private void Open(Envelope envelope, ReadOnlySpan<byte> data, int index, string path)
    {
        var before = Sent.Readings.Count;
        var reader = Reader(data);
        reader.Read();
        Data(ref reader, new(envelope.Subject, envelope.Time), index, path);
        Sent.Events.Add(new(SentMessage.KeyOf(envelope.Source!, envelope.Id!), before, Sent.Readings.Count));
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
        var root = path + name;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var item = new SentReadings.Item(index ?? i, root, i);
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

            draft.Take(ref reader, words);
        }

        if (!wasList)
            Keep(draft, item);
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

    private static float Said(double? value) => value is { } said ? (float)said : float.NaN;

    private readonly record struct Common(string? Device, DateTimeOffset? At);
}
