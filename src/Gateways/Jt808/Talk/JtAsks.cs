using System.Globalization;
using System.Text.Json;

namespace Linli.Jt808.Talk;

/// <summary>A message to a terminal.</summary>
internal sealed record JtAsk(ushort Id, byte[] Body);

/// <summary>
/// Commands by name, with their arguments as JSON, as messages: <c>text</c>, <c>parameters</c>, <c>query-parameters</c>,
/// <c>attributes</c>, <c>locate</c>, <c>control</c>, <c>circles</c>, <c>rectangles</c>, <c>polygon</c>, <c>route</c> and <c>remove-areas</c>.
/// </summary>
internal static class JtAsks
{
    private const int ByTime = 1;
    private const int SpeedLimit = 1 << 1;
    private const int SouthArea = 1 << 6;
    private const int WestArea = 1 << 7;

    /// <summary>The message, or <c>null</c> for a name nobody knows.</summary>
    /// <exception cref="KeyNotFoundException">An argument is missing.</exception>
    /// <exception cref="InvalidOperationException">An argument is of another kind.</exception>
    /// <exception cref="OverflowException">A number, a text or a list does not fit its field.</exception>
    public static JtAsk? Of(string name, string arguments, bool is2019)
    {
        using var document = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
        var a = document.RootElement;
        return name switch
        {
            "text" => Text(a, is2019),
            "parameters" => SetParameters(a),
            "query-parameters" => Query(a),
            "attributes" => new(JtMessages.QueryAttributes, []),
            "locate" => new(JtMessages.QueryPosition, []),
            "control" => new(JtMessages.Control, new BodyWriter().Byte(a.GetProperty("word").GetInt32()).Text(Optional(a, "argument") ?? "").ToArray()),
            "circles" => new(JtMessages.SetCircles, Areas(a, is2019, (w, area) => w.Degrees(Number(area, "latitude")).Degrees(Number(area, "longitude")).Dword((long)Number(area, "radius")))),
            "rectangles" => new(JtMessages.SetRectangles, Areas(a, is2019, (w, area) => w
                .Degrees(Number(area, "north")).Degrees(Number(area, "west")).Degrees(Number(area, "south")).Degrees(Number(area, "east")))),
            "polygon" => new(JtMessages.SetPolygon, Polygon(a, is2019)),
            "route" => new(JtMessages.SetRoute, Route(a, is2019)),
            "remove-areas" => Remove(a),
            _ => null,
        };
    }

    private static JtAsk Text(JsonElement a, bool is2019)
    {
        // Bit 0 urgent (in 2019 bits 0–1: 1 a service, 2 urgent), bit 2 on the terminal's screen, bit 3 read aloud.
        var urgent = a.TryGetProperty("urgent", out var u) && u.GetBoolean();
        var writer = new BodyWriter().Byte((is2019 ? urgent ? 2 : 1 : urgent ? 1 : 0) | (1 << 2) | (1 << 3));
        if (is2019)
            writer.Byte(1);
        return new(JtMessages.Text, writer.Text(a.GetProperty("text").GetString() ?? "").ToArray());
    }

    // { "0x0001": 60, "0x0013": "iot.example.org" }: numbers go as DWORD, "word:5" and "byte:1" shorter.
    private static JtAsk SetParameters(JsonElement a)
    {
        var given = a.EnumerateObject().ToList();
        var writer = new BodyWriter().Byte(checked((byte)given.Count));
        foreach (var parameter in given)
        {
            var value = Value(parameter.Value);
            writer.Dword(Id(parameter.Name)).Byte(checked((byte)value.Length)).Bytes(value);
        }

        return new(JtMessages.SetParameters, writer.ToArray());
    }

    private static byte[] Value(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return new BodyWriter().Dword(value.GetInt64()).ToArray();
        var text = value.GetString() ?? "";
        return text.Split(':', 2) switch
        {
            ["word", var number] => new BodyWriter().Word(ushort.Parse(number, CultureInfo.InvariantCulture)).ToArray(),
            ["byte", var number] => new BodyWriter().Byte(byte.Parse(number, CultureInfo.InvariantCulture)).ToArray(),
            ["hex", var digits] => Convert.FromHexString(digits),
            _ => JtText.Encoding.GetBytes(text),
        };
    }

    private static JtAsk Query(JsonElement a)
    {
        if (!a.TryGetProperty("ids", out var ids))
            return new(JtMessages.QueryParameters, []);
        var writer = new BodyWriter().Byte(ids.GetArrayLength());
        foreach (var id in ids.EnumerateArray())
            writer.Dword(Id(id.GetString() ?? ""));
        return new(JtMessages.QuerySomeParameters, writer.ToArray());
    }

    private static long Id(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : long.Parse(text, CultureInfo.InvariantCulture);

    // { "areas": [ { "id", "name", alarms…, shape… } ] }: put in place of the terminal's areas, or with "add" beside them.
    private static byte[] Areas(JsonElement a, bool is2019, Action<BodyWriter, JsonElement> shape)
    {
        var areas = a.GetProperty("areas");
        var writer = new BodyWriter().Byte(a.TryGetProperty("add", out var add) && add.GetBoolean() ? 1 : 0).Byte(areas.GetArrayLength());
        foreach (var area in areas.EnumerateArray())
        {
            writer.Dword(area.GetProperty("id").GetInt64()).Word(Attributes(area));
            shape(writer, area);
            Limits(writer, area, is2019);
            Name(writer, area, is2019);
        }

        return writer.ToArray();
    }

    private static byte[] Polygon(JsonElement a, bool is2019)
    {
        var points = a.GetProperty("points");
        var writer = new BodyWriter().Dword(a.GetProperty("id").GetInt64()).Word(Attributes(a));
        Limits(writer, a, is2019, nightSpeed: false);
        writer.Word(points.GetArrayLength());
        foreach (var point in points.EnumerateArray())
            writer.Degrees(point[0].GetDouble()).Degrees(point[1].GetDouble());
        if (is2019 && HasSpeed(a))
            writer.Word((int)Optional(a, "nightSpeed", Number(a, "speed")));
        Name(writer, a, is2019);
        return writer.ToArray();
    }

    private static byte[] Route(JsonElement a, bool is2019)
    {
        var points = a.GetProperty("points");
        var timed = a.TryGetProperty("from", out _);
        // Bit 2 and 3: entering tells driver and platform; 4 and 5: leaving does.
        var writer = new BodyWriter().Dword(a.GetProperty("id").GetInt64()).Word((timed ? ByTime : 0) | Alarms(a, 2));
        if (timed)
            writer.Time(Instant(a, "from")).Time(Instant(a, "to"));
        writer.Word(points.GetArrayLength());
        var number = 0;
        foreach (var point in points.EnumerateArray())
        {
            var (latitude, longitude) = (point[0].GetDouble(), point[1].GetDouble());
            number++;
            writer.Dword(number).Dword(number).Degrees(latitude).Degrees(longitude).Byte((int)Optional(a, "width", 30))
                .Byte((latitude < 0 ? 1 << 2 : 0) | (longitude < 0 ? 1 << 3 : 0));
        }

        Name(writer, a, is2019);
        return writer.ToArray();
    }

    private static JtAsk? Remove(JsonElement a)
    {
        var ids = a.TryGetProperty("ids", out var some) ? some.EnumerateArray().Select(i => i.GetInt64()).ToList() : [];
        var writer = new BodyWriter().Byte(ids.Count);
        ids.ForEach(id => writer.Dword(id));
        ushort? message = a.GetProperty("shape").GetString() switch
        {
            "circles" => JtMessages.RemoveCircles,
            "rectangles" => JtMessages.RemoveRectangles,
            "polygons" => JtMessages.RemovePolygons,
            "routes" => JtMessages.RemoveRoutes,
            _ => null,
        };
        return message is { } known ? new(known, writer.ToArray()) : null;
    }

    private static int Attributes(JsonElement area) =>
        (area.TryGetProperty("from", out _) ? ByTime : 0) | (HasSpeed(area) ? SpeedLimit : 0) | Alarms(area, 2)
        | (Optional(area, "latitude", Optional(area, "north", FirstPoint(area, 0))) < 0 ? SouthArea : 0)
        | (Optional(area, "longitude", Optional(area, "west", FirstPoint(area, 1))) < 0 ? WestArea : 0);

    // "enter" and "leave": whom it tells, "driver", "platform" or "both".
    private static int Alarms(JsonElement area, int shift) => (Whom(area, "enter") | (Whom(area, "leave") << 2)) << shift;

    private static int Whom(JsonElement area, string act) => Optional(area, act) switch { "driver" => 1, "platform" => 2, "both" => 3, _ => 0 };

    private static bool HasSpeed(JsonElement area) => area.TryGetProperty("speed", out _);

    private static void Limits(BodyWriter writer, JsonElement area, bool is2019, bool nightSpeed = true)
    {
        if (area.TryGetProperty("from", out _))
            writer.Time(Instant(area, "from")).Time(Instant(area, "to"));
        if (!HasSpeed(area))
            return;
        writer.Word((int)Number(area, "speed")).Byte((int)Optional(area, "seconds", 10));
        if (is2019 && nightSpeed)
            writer.Word((int)Optional(area, "nightSpeed", Number(area, "speed")));
    }

    private static void Name(BodyWriter writer, JsonElement area, bool is2019)
    {
        if (!is2019)
            return;
        var name = JtText.Encoding.GetBytes(Optional(area, "name") ?? "");
        writer.Word(name.Length).Bytes(name);
    }

    private static DateTimeOffset Instant(JsonElement a, string name) => a.GetProperty(name).GetDateTimeOffset();

    private static double Number(JsonElement a, string name) => a.GetProperty(name).GetDouble();

    private static double Optional(JsonElement a, string name, double otherwise) => a.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    private static string? Optional(JsonElement a, string name) => a.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double FirstPoint(JsonElement a, int index) => a.TryGetProperty("points", out var points) && points.GetArrayLength() > 0 ? points[0][index].GetDouble() : 0;
}
