using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Linli.Sensing.Pipeline;

/// <summary>Readings as they lie in the journal: the instant they came, then one after the other, then the keys of the events that brought them.</summary>
internal static class JournalCodec
{
    private const byte Version = 1;
    private const byte Step = 2;
    private const int Preamble = 1 + 8 + 4 + 4;
    private const int PerReading = 16 + 1 + 8;
    private const int PerFix = 8 + 8 + 4 + 4 + 4;
    private const int PerEvent = 16;

    /// <summary>Writes a record, with room for the journal's own head, into a rented array.</summary>
    public static ArraySegment<byte> Write(ReadOnlySpan<Admitted> readings, DateTimeOffset received, ReadOnlySpan<Guid> events)
    {
        var most = Journal.Head + Preamble + (events.Length * PerEvent);
        foreach (ref readonly var one in readings)
            most += PerReading + (one.Reading.IsPosition ? PerFix : 8 + one.Reading.Measure.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(most);
        var at = Journal.Head;
        bytes[at++] = Version;
        Put(bytes, ref at, received.UtcTicks);
        Put(bytes, ref at, readings.Length);
        Put(bytes, ref at, events.Length);
        foreach (ref readonly var one in readings)
            Put(bytes, ref at, one.Reading);
        foreach (var key in events)
            Put(bytes, ref at, key);
        return new(bytes, 0, at);
    }

    /// <summary>Writes that the clock was set, with room for the journal's own head.</summary>
    public static ArraySegment<byte> Write(ClockStep step)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Journal.Head + 1 + 8 + 8);
        var at = Journal.Head;
        bytes[at++] = Step;
        Put(bytes, ref at, step.By.Ticks);
        Put(bytes, ref at, step.Now.UtcTicks);
        return new(bytes, 0, at);
    }

    /// <summary>That the clock was set, if that is what a record says.</summary>
    public static ClockStep? ReadStep(ReadOnlySpan<byte> record)
    {
        if (record[0] != Step)
            return null;
        var at = 1;
        return new(new(Long(record, ref at)), new(Long(record, ref at), TimeSpan.Zero));
    }

    /// <summary>Whether this version can read a record.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> record) => record.Length > 0 && record[0] is Version or Step;

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It was written by another version.</exception>
    public static (DateTimeOffset Received, Reading[] Readings, Guid[] Events) Read(ReadOnlySpan<byte> record)
    {
        if (record[0] != Version)
            throw new InvalidDataException("The journal was written by another version: start that version once, so that it stores what it took.");
        var at = 1;
        var received = new DateTimeOffset(Long(record, ref at), TimeSpan.Zero);
        var readings = new Reading[Int(record, ref at)];
        var events = new Guid[Int(record, ref at)];
        for (var i = 0; i < readings.Length; i++)
            readings[i] = Reading(record, ref at);
        for (var i = 0; i < events.Length; i++, at += PerEvent)
            events[i] = new(record.Slice(at, PerEvent));
        return (received, readings, events);
    }

    // Measures are ASCII: the door lets nothing else in.
    private static void Put(byte[] to, ref int at, in Reading reading)
    {
        Put(to, ref at, reading.Device.Value);
        if (reading.IsPosition)
        {
            to[at++] = 0;
            Put(to, ref at, reading.At.UtcTicks);
            var fix = reading.Fix;
            Put(to, ref at, fix.Latitude);
            Put(to, ref at, fix.Longitude);
            Put(to, ref at, fix.Accuracy);
            Put(to, ref at, fix.Speed);
            Put(to, ref at, fix.Heading);
            return;
        }

        to[at++] = (byte)reading.Measure.Length;
        at += Encoding.ASCII.GetBytes(reading.Measure, to.AsSpan(at));
        Put(to, ref at, reading.At.UtcTicks);
        Put(to, ref at, reading.Value);
    }

    private static Reading Reading(ReadOnlySpan<byte> from, ref int at)
    {
        var device = new DeviceId(new(from.Slice(at, 16)));
        at += 16;
        var length = from[at++];
        if (length == 0)
        {
            var when = Long(from, ref at);
            var fix = new Fix(Double(from, ref at), Double(from, ref at), Float(from, ref at), Float(from, ref at), Float(from, ref at));
            return new(device, new DateTimeOffset(when, TimeSpan.Zero), fix);
        }

        var measure = string.Intern(Encoding.ASCII.GetString(from.Slice(at, length)));
        at += length;
        return new(device, measure, new DateTimeOffset(Long(from, ref at), TimeSpan.Zero), Double(from, ref at));
    }

    private static void Put(byte[] to, ref int at, Guid value)
    {
        value.TryWriteBytes(to.AsSpan(at));
        at += 16;
    }

    private static void Put(byte[] to, ref int at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.AsSpan(at), value);
        at += sizeof(int);
    }

    private static void Put(byte[] to, ref int at, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.AsSpan(at), value);
        at += sizeof(long);
    }

    private static void Put(byte[] to, ref int at, double value) => Put(to, ref at, BitConverter.DoubleToInt64Bits(value));

    private static void Put(byte[] to, ref int at, float value) => Put(to, ref at, BitConverter.SingleToInt32Bits(value));

    private static int Int(ReadOnlySpan<byte> from, ref int at)
    {
        at += sizeof(int);
        return BinaryPrimitives.ReadInt32LittleEndian(from[(at - sizeof(int))..]);
    }

    private static long Long(ReadOnlySpan<byte> from, ref int at)
    {
        at += sizeof(long);
        return BinaryPrimitives.ReadInt64LittleEndian(from[(at - sizeof(long))..]);
    }

    private static double Double(ReadOnlySpan<byte> from, ref int at) => BitConverter.Int64BitsToDouble(Long(from, ref at));

    private static float Float(ReadOnlySpan<byte> from, ref int at) => BitConverter.Int32BitsToSingle(Int(from, ref at));
}
