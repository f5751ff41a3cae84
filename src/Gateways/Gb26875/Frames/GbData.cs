using System.Buffers.Binary;
using System.Text;

namespace Linli.Gb26875.Frames;

/// <summary>Where something is on a panel: system and, for parts of it, their own address.</summary>
/// <param name="System">系统类型.</param>
/// <param name="SystemAddress">系统地址.</param>
/// <param name="Kind">部件类型; <c>null</c> for the system itself.</param>
/// <param name="Address">部件地址; 0 for the system itself.</param>
internal readonly record struct GbPart(byte System, byte SystemAddress, byte? Kind, uint Address);

/// <summary>One thing that a unit says.</summary>
internal abstract record GbFact(DateTimeOffset? At);

/// <summary>The state of a system (type 1) or of a part (type 2).</summary>
internal sealed record PartState(GbPart Part, int Bits, string Description, DateTimeOffset? At) : GbFact(At);

/// <summary>A value that a part measures (type 3).</summary>
internal sealed record PartValue(GbPart Part, byte Quantity, short Raw, DateTimeOffset? At) : GbFact(At);

/// <summary>Something done at a panel (type 4), or at the unit (type 24).</summary>
internal sealed record Operation(GbPart? Part, int Bits, DateTimeOffset? At) : GbFact(At);

/// <summary>The state of the unit itself (type 21).</summary>
internal sealed record UnitState(int Bits, DateTimeOffset? At) : GbFact(At);

/// <summary>What a system or part is called by its panel (types 6 and 7).</summary>
internal sealed record PartName(GbPart Part, string Description) : GbFact((DateTimeOffset?)null);

/// <summary>The clock of the unit (type 28).</summary>
internal sealed record UnitClock(DateTimeOffset? At) : GbFact(At);

/// <summary>
/// Reads data units. When the number of bytes does not fit the standard, the size of an object is what the bytes divided by the
/// number of objects give: makers leave out times, or lengthen descriptions.
/// </summary>
internal static class GbData
{
    private const int MostObjects = 255;

    // Parts without a description, without a time, and without both.
    private static readonly int[] ShortParts = [9, 15, 40];

    private static readonly Encoding Text = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    /// <summary>Reads what a data unit says.</summary>
    /// <param name="data">The data unit.</param>
    /// <param name="now">For times that can be read in several ways.</param>
    /// <returns>The facts, and why the unit was odd; <c>null</c> when it was not.</returns>
    public static (List<GbFact> Facts, string? Odd) Read(ReadOnlySpan<byte> data, DateTimeOffset now)
    {
        var facts = new List<GbFact>();
        if (data.Length < 2)
            return (facts, "data without type and number");
        var type = data[0];
        var objects = data[2..];
        if (type is 5 or 8 or 25 or 26)
            return (facts, null); // Versions and settings: nothing that is measured.
        if (type is 6)
            return (facts, ReadSystemNames(objects, data[1], facts));
        var (standard, least) = Sizes(type);
        if (standard == 0)
            return (facts, "a type that is not known");
        var count = Math.Clamp((int)data[1], 1, MostObjects);
        // A number that is wrong must not cut descriptions into states: what is whole by the standard's size is believed first.
        var size = objects.Length == count * standard ? standard : objects.Length / count;
        if (size < standard && objects.Length >= standard && objects.Length % standard == 0)
            (count, size) = (objects.Length / standard, standard);
        if (size < least || (type == 2 && size < standard && (!ShortParts.Contains(size) || objects.Length != count * size)))
            return (facts, "data that is too short");
        for (var i = 0; i < count; i++)
            facts.Add(ReadObject(type, objects.Slice(i * size, size), now));
        return (facts, size == standard && count == Math.Max((int)data[1], 1) ? null : "data whose length does not fit");
    }

    private static (int Standard, int Least) Sizes(byte type) => type switch
    {
        1 => (10, 4),
        2 => (46, 9),
        3 => (16, 10),
        4 => (10, 3),
        7 => (38, 7),
        21 => (7, 1),
        24 => (8, 1),
        28 => (6, 6),
        _ => (0, 0),
    };

    private static GbFact ReadObject(byte type, ReadOnlySpan<byte> o, DateTimeOffset now) => type switch
    {
        1 => new PartState(new(o[0], o[1], null, 0), BinaryPrimitives.ReadUInt16LittleEndian(o[2..]), "", TimeAt(o, 4, now)),
        2 => ReadPartState(o, now),
        3 => new PartValue(PartOf(o), o[7], BinaryPrimitives.ReadInt16LittleEndian(o[8..]), TimeAt(o, 10, now)),
        4 => new Operation(new(o[0], o[1], null, 0), o[2], TimeAt(o, 4, now)),
        7 => new PartName(PartOf(o), Description(o[7..])),
        21 => new UnitState(o[0], TimeAt(o, 1, now)),
        24 => new Operation(null, o[0], TimeAt(o, 2, now)),
        _ => new UnitClock(GbTime.Read(o, now)),
    };

    // The description fills what lies between state and time; without a time it reaches the end.
    private static PartState ReadPartState(ReadOnlySpan<byte> o, DateTimeOffset now)
    {
        var at = o.Length >= 9 + 6 && o.Length != 40 ? GbTime.Read(o[^6..], now) : null;
        var text = o.Length == 40 || at is null ? o[9..] : o[9..^6];
        return new(PartOf(o), BinaryPrimitives.ReadUInt16LittleEndian(o[7..]), Description(text), at);
    }

    private static string? ReadSystemNames(ReadOnlySpan<byte> objects, int count, List<GbFact> facts)
    {
        for (var i = 0; i < count; i++)
        {
            if (objects.Length < 3 || objects.Length < 3 + objects[2])
                return "data that is too short";
            facts.Add(new PartName(new(objects[0], objects[1], null, 0), Description(objects.Slice(3, objects[2]))));
            objects = objects[(3 + objects[2])..];
        }

        return null;
    }

    private static GbPart PartOf(ReadOnlySpan<byte> o) => new(o[0], o[1], o[2], BinaryPrimitives.ReadUInt32LittleEndian(o[3..]));

    private static DateTimeOffset? TimeAt(ReadOnlySpan<byte> o, int at, DateTimeOffset now) => o.Length >= at + 6 ? GbTime.Read(o.Slice(at, 6), now) : null;

    private static string Description(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Text.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }
}
