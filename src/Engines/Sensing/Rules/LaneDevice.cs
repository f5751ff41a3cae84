using Linli.Sensing.Fences;

namespace Linli.Sensing.Rules;

/// <summary>What a lane remembers of one device.</summary>
internal sealed class LaneDevice(Device device, RuleProfile profile)
{
    public const long Never = long.MaxValue;

    public DeviceId Id { get; } = device.Id;

    public Device Device
    {
        get;
        set
        {
            field = value;
            SaysNothing = IsSilent(value);
        }
    } = device;

    /// <summary>Whether it is under repair or retired, as its last word found it.</summary>
    public bool SaysNothing { get; private set; } = IsSilent(device);

    public RuleProfile Profile { get; set; } = profile;

    /// <summary>When the latest position was, UTC ticks; before all time for none.</summary>
    public long FixAt { get; set; } = long.MinValue;

    /// <summary>The latest position, while <see cref="HasFix"/>.</summary>
    public Fix Fix { get; set; }

    public bool HasFix { get; set; }

    public Fix? KnownFix => HasFix ? Fix : null;

    /// <summary>When it last said anything, by our clock, UTC ticks.</summary>
    public long HeardAt { get; set; }

    /// <summary>It never spoke: <see cref="HeardAt"/> is when it began to be waited for.</summary>
    public bool NeverHeard { get; set; }

    /// <summary>Rules of places near which it is; the first <see cref="Count"/> count.</summary>
    public Presence[] Presences { get; set; } = [];

    public int Count { get; set; }

    /// <summary>By slot of its profile.</summary>
    public ValueState[] Values { get; set; } = new ValueState[profile.Values.Length];

    /// <summary>When the queue of timers wakes it; never early for what runs.</summary>
    public long QueuedDue { get; set; } = Never;

    /// <summary>Something changed that may end earlier than the queue knows.</summary>
    public bool Touched { get; set; }

    public ref Presence Add(int rule)
    {
        if (Count == Presences.Length)
        {
            var more = new Presence[Math.Max(2, Count * 2)];
            Presences.CopyTo(more, 0);
            Presences = more;
        }

        Presences[Count] = new() { Rule = rule };
        return ref Presences[Count++];
    }

    private static bool IsSilent(Device device) => device.State is DeviceState.Maintenance or DeviceState.Retired;

    /// <summary>
    /// The clock was set. What was counted by it goes along when it is put forward. Put back, nothing may lie ahead of it, and nothing is
    /// brought closer: an instant may be of the device's own clock, which was right, and a storm of alarms is worse than one that waits.
    /// </summary>
    public void Shift(long by, long now)
    {
        HeardAt += by;
        FixAt = Math.Min(FixAt, now);
        for (var slot = 0; slot < Values.Length; slot++)
        {
            Values[slot].Since = Shifted(Values[slot].Since, by, now);
            Values[slot].Window?.RemoveAll(w => w.At > now);
        }

        for (var i = 0; i < Count; i++)
        {
            Presences[i].RunSince = Shifted(Presences[i].RunSince, by, now);
            Presences[i].InsideSince = Shifted(Presences[i].InsideSince, by, now);
        }
    }

    private static long Shifted(long since, long by, long now) => since == 0 ? 0 : Math.Min(since + Math.Max(by, 0), now);

    public void RemoveAt(int index) => Presences[index] = Presences[--Count];

    public bool Knows(int rule)
    {
        for (var i = 0; i < Count; i++)
            if (Presences[i].Rule == rule)
                return true;
        return false;
    }
}

/// <summary>Where one device stands to one rule of values, of silence or of absence.</summary>
internal struct ValueState
{
    /// <summary>The rule has fired and is not over.</summary>
    public bool Open;

    /// <summary>The limit is broken since <see cref="Since"/>.</summary>
    public bool Broken;

    /// <summary>Whether <see cref="Value"/> is known, and <see cref="Other"/>.</summary>
    public bool HasValue;

    public bool HasOther;

    /// <summary>Since when it is broken, or last stirred; UTC ticks, 0 for not yet.</summary>
    public long Since;

    /// <summary>When the rule came true, UTC ticks.</summary>
    public long RaisedAt;

    public double Value;

    public double Other;

    /// <summary>The local day that the counts belong to.</summary>
    public int Day;

    /// <summary>The last values, oldest first, for rates of change.</summary>
    public List<(long At, double Value)>? Window;

    public readonly bool IsBlank => !Open && !Broken && !HasValue && !HasOther && Since == 0 && Window is null;
}
