using System.Buffers.Binary;
using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>
/// What a terminal's positions mean as readings. Where it is comes with every report; alarms and vendor items only when they
/// change, because a terminal repeats them with every position.
/// </summary>
internal sealed class Readings(Jt808Options options)
{
    /// <summary>Alarm bits that become switches. The others are about driving or about the reports themselves.</summary>
    private static readonly (int Bit, string Measure)[] AlarmBits =
    [
        (0, Measures.Sos.Code), (1, JtMeasures.Overspeed.Code), (2, JtMeasures.Fatigue.Code), (4, JtMeasures.ReceiverFault.Code),
        (5, JtMeasures.AntennaOpen.Code), (7, JtMeasures.LowVoltage.Code), (8, JtMeasures.PowerCut.Code), (26, JtMeasures.Stolen.Code), (29, JtMeasures.Collision.Code), (30, JtMeasures.Rollover.Code),
    ];

    // Above the ids of items, which are bytes.
    private const ushort IgnitionKey = 0x100;

    private readonly Dictionary<ushort, uint> extras = [];
    private readonly OwnInstants instants = new();
    private uint? alarms;

    // Bits that were ever on: their end is told even when what was said last is forgotten.
    private uint everOn;
    private Reading[] buffer = new Reading[16];
    private int count;

    /// <summary>Kind of the terminal; what it does not measure is left out. <c>null</c> for one nobody brings: then all is kept.</summary>
    public DeviceKind? Kind { get; set; }

    public int Count => count;

    public ReadOnlyMemory<Reading> All => buffer.AsMemory(0, count);

    /// <summary>Whether an alarm came with a time that cannot be; it counts from when it came.</summary>
    public bool ClockIsWrong { get; private set; }

    public void Clear() => (count, ClockIsWrong) = (0, false);

    /// <summary>What was said last did not get through: the next report says it again.</summary>
    public void Forget()
    {
        alarms = null;
        extras.Clear();
    }

    /// <summary>Adds what a position report (0x0200) says.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="body">The report.</param>
    /// <param name="now">When a live report came; <c>null</c> for one that was kept, whose time is all that is known.</param>
    /// <returns>Whether it is one.</returns>
    public bool AddPosition(DeviceId device, ReadOnlySpan<byte> body, DateTimeOffset? now)
    {
        if (!JtPosition.TryRead(body, out var position))
            return false;
        if (position.IsLocated && Math.Abs(position.Latitude) <= 90 && Math.Abs(position.Longitude) <= 180 && (position.Latitude != 0 || position.Longitude != 0))
            Add(new(device, position.At, new Fix(position.Latitude, position.Longitude, float.NaN, (float)(position.Speed / 3.6), position.Heading)));
        AddAlarms(device, position, now);
        AddState(device, position);
        AddItems(device, position.At, body[JtPosition.Size..]);
        return true;
    }

    /// <summary>Adds what a batch (0x0704) says: number, kind, then each report with its length.</summary>
    /// <returns>Whether all of it could be read; what could is added either way.</returns>
    public bool AddBatch(DeviceId device, ReadOnlySpan<byte> body)
    {
        if (body.Length < 3)
            return false;
        var expected = BinaryPrimitives.ReadUInt16BigEndian(body);
        // What happened in a dead spot is over: it must not count as the state of now, and the next report says all of that again.
        Forget();
        var good = true;
        var read = 0;
        for (body = body[3..]; body.Length >= 2 && read < expected; read++)
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(body);
            if (size > body.Length - 2)
                break;
            good &= AddPosition(device, body.Slice(2, size), null);
            body = body[(2 + size)..];
        }

        Forget();
        return good && read == expected;
    }

    private void AddAlarms(DeviceId device, in JtPosition position, DateTimeOffset? now)
    {
        // A line that begins says how all of it stands: what was on when the last one broke may be over.
        var changed = alarms is { } before ? before ^ position.Alarms : position.Alarms | JtPosition.Emergency | everOn | Measured;
        var at = position.At;
        if (now is { } arrived && !OwnInstants.CanBe(at, arrived))
            (at, ClockIsWrong) = (arrived, true);
        if (changed != 0)
            foreach (var (bit, measure) in AlarmBits)
                if ((changed >> bit & 1) != 0)
                {
                    var value = position.Alarms >> bit & 1;
                    Add(new(device, measure, instants.Of(device, measure, at, value), value));
                }

        alarms = position.Alarms;
        everOn |= position.Alarms;
    }

    private uint Measured
    {
        get
        {
            uint bits = 0;
            foreach (var (bit, measure) in AlarmBits)
                if (Kind?.Find(measure) is not null)
                    bits |= 1u << bit;
            return bits;
        }
    }

    // What kinds of vehicle measure beside where they are; without a fix the speed is none.
    private void AddState(DeviceId device, in JtPosition position)
    {
        if (position.IsLocated && Kind?.Find(JtMeasures.Speed.Code) is not null)
            Add(new(device, JtMeasures.Speed.Code, position.At, position.Speed));
        if (Kind?.Find(JtMeasures.Ignition.Code) is not null && IsNew(IgnitionKey, position.Status & 1))
            Add(new(device, JtMeasures.Ignition.Code, position.At, position.Status & 1));
    }

    private void AddItems(DeviceId device, DateTimeOffset at, ReadOnlySpan<byte> items)
    {
        while (items.Length >= 2)
        {
            var (id, size) = (items[0], items[1]);
            if (size > items.Length - 2)
                return;
            AddItem(device, at, id, items.Slice(2, size));
            items = items[(2 + size)..];
        }
    }

    private void AddItem(DeviceId device, DateTimeOffset at, byte id, ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > 4)
            return;
        uint number = 0;
        foreach (var b in value)
            number = number << 8 | b;
        var known = options.Items.TryGetValue(id, out var item);
        if (!IsNew(id, number))
            return;
        if (!known)
            Add(new(device, JtMeasures.Extra(id), at, number));
        else
            Add(new(device, item!.Measure, at, (item.Signed ? Signed(number, value.Length) : number) * item.Scale));
    }

    // Some say the same with every report; a level that does not move is no news.
    private bool IsNew(ushort key, uint number)
    {
        if (extras.TryGetValue(key, out var last) && last == number)
            return false;
        extras[key] = number;
        return true;
    }

    private static double Signed(uint number, int size) => size switch { 1 => (sbyte)number, 2 => (short)number, _ => (int)number };

    private void Add(Reading reading)
    {
        if (!reading.IsPosition && Kind?.Takes(reading.Measure) == false)
            return;
        if (count == buffer.Length)
            Array.Resize(ref buffer, count * 2);
        buffer[count++] = reading;
    }
}
