namespace Linli.Sensing.Pipeline;

/// <summary>What happened to a reading in its lane.</summary>
[Flags]
internal enum Marks : byte
{
    None = 0,

    /// <summary>A newer one was there before.</summary>
    Late = 1,

    /// <summary>Nothing moves that fast: kept, and believed by nobody.</summary>
    Apart = 2,
}

/// <summary>One measure of a device.</summary>
internal sealed class Series(string measure, long newest, double value, long lastTaken)
{
    public readonly string Measure = measure;
    public readonly Instants Instants = new(lastTaken);

    /// <summary>Ticks of the newest reading that counts; <see cref="long.MinValue"/> for none.</summary>
    public long Newest = newest;
    public double Value = value;
}

/// <summary>
/// The live state of a device (孪生). Its lane alone changes it; others look at it under its lock. Two clocks: what is newest is decided by
/// the device's clock, when it was heard of by ours.
/// </summary>
internal sealed class Twin(DeviceId device)
{
    private const int MostSeries = 64;

    // A station that tells minutes, hours and days of each factor has many.
    private const int MostOthers = 512;
    private const double UnsaidAccuracy = 30;

    // Two more that agree with a jump: it was the place before that was wrong.
    private const int AgreeingJumps = 3;
    private Series[] series = [];
    private Jump jump;

    // A bucket that fills by the clock: how much more the device may send.
    private double allowance = double.NaN;
    private long allowanceAt;

    public readonly DeviceId Device = device;
    public long SeenAt;
    public bool Left;
    public Fix Fix;
    public long FixAt = long.MinValue;
    public bool Dirty;

    /// <summary>Whether a person wears it or lives with it: its state is kept sealed.</summary>
    public bool Personal;

    /// <summary>How its degrees look; see <see cref="CoordinateDoubt"/>.</summary>
    public CoordinateDoubt? Doubt;

    public ReadOnlySpan<Series> All => series;

    /// <summary>The series of a measure, if there was a reading of it.</summary>
    public Series? Find(string measure)
    {
        foreach (var one in series)
            if (ReferenceEquals(one.Measure, measure) || one.Measure == measure)
                return one;
        return null;
    }

    /// <summary>Whether there is room for a measure; there always is for one of its kind.</summary>
    public bool HasRoomFor(string measure, KnownKind kind) =>
        series.Length < (kind.Kind is { KeepsOthers: true } ? MostOthers : MostSeries) || kind.Find(measure) is not null || Find(measure) is not null;

    /// <summary>Whether the device may send one more now.</summary>
    public bool Spend(PipelineOptions options, long now)
    {
        if (options.MostPerSecond <= 0)
            return true;
        lock (this)
        {
            allowance = double.IsNaN(allowance)
                ? options.MostAtOnce
                : Math.Min(options.MostAtOnce, allowance + (Math.Max(0, now - allowanceAt) * options.MostPerSecond / TimeSpan.TicksPerSecond));
            allowanceAt = now;
            if (allowance < 1)
                return false;
            allowance--;
            return true;
        }
    }

    /// <summary>It may send one more after all: what it sent was not taken, or was in already.</summary>
    public void GiveBack(PipelineOptions options)
    {
        lock (this)
            allowance = Math.Min(options.MostAtOnce, allowance + 1);
    }

    /// <summary>Takes a reading; <c>false</c> when it had been taken before and changes nothing.</summary>
    public bool Take(in Admitted admitted, long received, int cut, int stored, out Marks marks)
    {
        var reading = admitted.Reading;
        var at = reading.At.UtcTicks;
        marks = Marks.None;
        (SeenAt, Left, Personal) = (Math.Max(SeenAt, received), false, admitted.Kind.Personal);
        var own = Find(reading.Measure) ?? Add(reading.Measure);
        if (!own.Instants.Add(at, cut, stored))
            return false;
        if (at < own.Newest)
            marks = Marks.Late;
        else if (!reading.IsPosition)
            (own.Newest, own.Value) = (at, reading.Value);
        else if (Jumps(reading.Fix, at, admitted.Kind.MostSpeed))
            marks = Marks.Apart;
        else
            (own.Newest, Fix, FixAt) = (at, reading.Fix, at);
        return true;
    }

    /// <summary>The clock was set: what it stamped must not lie ahead of it, or all that comes would be late.</summary>
    public void Shift(long by, long now)
    {
        if (SeenAt != 0)
            SeenAt = Math.Min(SeenAt + by, now);
        FixAt = Math.Min(FixAt, now);
        foreach (var one in series)
            one.Newest = Math.Min(one.Newest, now);
    }

    private Series Add(string measure)
    {
        var made = new Series(measure, long.MinValue, 0, long.MinValue);
        series = [.. series, made];
        return made;
    }

    private bool Jumps(in Fix fix, long at, double mostSpeed)
    {
        if (FixAt == long.MinValue || IsReachable(Fix, FixAt, fix, at, mostSpeed))
        {
            jump = default;
            return false;
        }

        jump = jump.Count > 0 && IsReachable(jump.Fix, jump.At, fix, at, mostSpeed) ? new(fix, at, jump.Count + 1) : new(fix, at, 1);
        if (jump.Count < AgreeingJumps)
            return true;
        jump = default;
        return false;
    }

    private static bool IsReachable(in Fix from, long fromAt, in Fix to, long at, double mostSpeed)
    {
        var seconds = (at - fromAt) / (double)TimeSpan.TicksPerSecond;
        return Metres(from, to) <= (mostSpeed * seconds) + Radius(from) + Radius(to);
    }

    private static double Radius(in Fix fix) => float.IsNaN(fix.Accuracy) ? UnsaidAccuracy : Math.Max(10, fix.Accuracy);

    private static double Metres(in Fix one, in Fix other)
    {
        var north = double.DegreesToRadians(other.Latitude - one.Latitude);
        var span = Math.Abs(other.Longitude - one.Longitude);
        var east = double.DegreesToRadians(Math.Min(span, 360 - span)) * Math.Cos(double.DegreesToRadians((one.Latitude + other.Latitude) / 2));
        return Platform.Geo.GeoPoint.EarthRadius * Math.Sqrt((north * north) + (east * east));
    }

    /// <summary>As it is kept; what only this run of the program can use is left out.</summary>
    public byte[] Save()
    {
        using var memory = new MemoryStream();
        using var to = new BinaryWriter(memory);
        to.Write((byte)1);
        to.Write(SeenAt);
        to.Write(Left);
        to.Write(FixAt);
        Write(to, Fix);
        to.Write(jump.Count);
        to.Write(jump.At);
        Write(to, jump.Fix);
        to.Write(series.Length);
        foreach (var one in series)
        {
            to.Write(one.Measure);
            to.Write(one.Newest);
            to.Write(one.Value);
            to.Write(one.Instants.Newest);
        }

        to.Flush();
        return memory.ToArray();
    }

    /// <summary>As it was kept.</summary>
    public static Twin Restore(DeviceId device, byte[] state, bool personal)
    {
        using var from = new BinaryReader(new MemoryStream(state));
        if (from.ReadByte() != 1)
            throw new InvalidDataException("The kept state of a device is of another version.");
        var twin = new Twin(device) { Personal = personal, SeenAt = from.ReadInt64(), Left = from.ReadBoolean(), FixAt = from.ReadInt64(), Fix = ReadFix(from) };
        var count = from.ReadInt32();
        var at = from.ReadInt64();
        twin.jump = new(ReadFix(from), at, count);
        twin.series = new Series[from.ReadInt32()];
        for (var i = 0; i < twin.series.Length; i++)
        {
            var (measure, newest, value) = (string.Intern(from.ReadString()), from.ReadInt64(), from.ReadDouble());
            twin.series[i] = new(measure, newest, value, from.ReadInt64());
        }

        return twin;
    }

    private static void Write(BinaryWriter to, in Fix fix)
    {
        to.Write(fix.Latitude);
        to.Write(fix.Longitude);
        to.Write(fix.Accuracy);
        to.Write(fix.Speed);
        to.Write(fix.Heading);
    }

    private static Fix ReadFix(BinaryReader from) =>
        new(from.ReadDouble(), from.ReadDouble(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle());

    private readonly record struct Jump(Fix Fix, long At, int Count);
}
