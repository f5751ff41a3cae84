namespace Linli.Sensing.Rules;

/// <summary>The rules over the devices of one lane.</summary>
/// <param name="current">The rules in force; a new set is taken up whole at the next word.</param>
/// <param name="find">The device as it is kept now, for timers; <c>null</c> where nobody knows more than the last reading said.</param>
internal sealed partial class RuleLane(Func<RuleSet> current, Func<DeviceId, Device?>? find = null) : IRuleLane
{
    private readonly Dictionary<DeviceId, LaneDevice> devices = [];
    private readonly PriorityQueue<LaneDevice, long> timers = new();
    private RuleSet set = current();
    private LaneDevice? last;
    private int[] found = [];

    public DateTimeOffset? NextTimer
    {
        get
        {
            // New rules may end something, or wait for silence that has long begun.
            if (!ReferenceEquals(current(), set) && devices.Count > 0)
                return DateTimeOffset.MinValue;
            return timers.TryPeek(out _, out var due) ? new DateTimeOffset(due, TimeSpan.Zero) : null;
        }
    }

    public void Judge(Device device, in Reading reading, bool late, DateTimeOffset received, List<Firing> firings)
    {
        // The device itself is not looked at: its id stands in the reading, and all else is known of it.
        var known = Hear(reading.Device, device, received, firings);

        // What is under repair says nothing; a late reading is history, unless a clock that was set back makes an alarm of now look old.
        if (known.SaysNothing)
            return;
        if (late)
            JudgeLate(known, reading, received, firings);
        else if (reading.IsPosition)
            JudgePosition(known, reading, firings);
        else if (known.Profile.ByMeasure.TryGetValue(reading.Measure, out var slots))
            JudgeValue(known, slots, reading, firings);
        if (known.Touched)
            Queue(known);
    }

    public void Heard(Device device, DateTimeOffset received, List<Firing> firings)
    {
        var known = Hear(device.Id, device, received, firings);
        if (known.Touched)
            Queue(known);
    }

    public void Tick(DateTimeOffset now, List<Firing> firings)
    {
        Adopt(firings);
        while (timers.TryPeek(out var device, out var due) && due <= now.UtcTicks)
        {
            timers.Dequeue();
            if (device.QueuedDue != due)
                continue;
            device.QueuedDue = LaneDevice.Never;
            Wake(device, now.UtcTicks, firings);
        }
    }

    public byte[]? Save(DeviceId device) => devices.TryGetValue(device, out var known) ? LaneState.Write(known) : null;

    public void Restore(DeviceId device, ReadOnlySpan<byte> state)
    {
        if (LaneState.Read(device, state, set, find) is not { } known)
            return;
        if (devices.Remove(device, out var before))
            before.QueuedDue = LaneDevice.Never;
        last = null;
        devices.Add(device, known);
        Begin(known);
        Queue(known);
    }

    // Timers that were due before this word was heard come first: whether somebody had ticked in time makes no difference.
    private LaneDevice Hear(DeviceId id, Device device, DateTimeOffset received, List<Firing> firings)
    {
        if (!ReferenceEquals(current(), set))
            Adopt(firings);
        var known = last;
        if (known is null || known.Id != id)
        {
            if (!devices.TryGetValue(id, out known))
                known = Meet(device, received);
            last = known;
        }

        if (!ReferenceEquals(known.Device, device))
            Renew(known, device, firings);
        var now = received.UtcTicks;
        if (known.QueuedDue <= now)
        {
            known.QueuedDue = LaneDevice.Never;
            Wake(known, now, firings);
        }

        known.HeardAt = Math.Max(known.HeardAt, now);
        known.NeverHeard = false;
        foreach (var slot in known.Profile.OfflineSlots)
            if (known.Values[slot].Open)
                ClearValue(known, slot, now, RuleWords.HeardAgain(now), firings);
        return known;
    }

    private LaneDevice Meet(Device device, DateTimeOffset received)
    {
        var known = new LaneDevice(device, set.ProfileOf(device)) { HeardAt = received.UtcTicks, Touched = true };
        devices.Add(device.Id, known);
        Begin(known);
        return known;
    }

    // Silence and stillness are counted from when a device was first heard of.
    private static void Begin(LaneDevice device)
    {
        for (var slot = 0; slot < device.Values.Length; slot++)
            if (device.Profile.Values[slot].Rule.Kind == RuleKind.Absence && device.Values[slot].Since == 0)
                device.Values[slot].Since = device.HeardAt;
    }

    private void Renew(LaneDevice known, Device device, List<Firing> firings)
    {
        known.Device = device;
        known.Touched = true;
        var profile = set.ProfileOf(device);
        if (!ReferenceEquals(profile, known.Profile))
            Move(known, profile, firings);
    }

    private void Adopt(List<Firing> firings)
    {
        var next = current();
        if (ReferenceEquals(next, set))
            return;
        set = next;
        foreach (var known in devices.Values)
        {
            Move(known, set.ProfileOf(known.Device), firings);
            Queue(known);
        }
    }

    // What a rule that goes on has gathered stays; what another leaves open is over.
    private static void Move(LaneDevice known, RuleProfile profile, List<Firing> firings)
    {
        var before = known.Profile;
        ReadyRule? Heir(ReadyRule rule) =>
            profile.Set.ByCode.TryGetValue(rule.Rule.Code, out var now) && profile.Applies[now.Number] && now.Continues(rule) ? now : null;

        for (var i = known.Count - 1; i >= 0; i--)
        {
            ref var presence = ref known.Presences[i];
            var rule = before.Set.Rules[presence.Rule];
            if (Heir(rule) is { } heir)
            {
                presence.Rule = heir.Number;
                continue;
            }

            if (presence.Open)
                firings.Add(Fired(rule, known, presence.RaisedAt, false, known.HeardAt, RuleWords.RuleGone));
            known.RemoveAt(i);
        }

        var values = new ValueState[profile.Values.Length];
        for (var slot = 0; slot < known.Values.Length; slot++)
        {
            var rule = before.Values[slot];
            if (Heir(rule) is { } heir)
                values[Array.IndexOf(profile.Values, heir)] = known.Values[slot];
            else if (known.Values[slot].Open)
                firings.Add(Fired(rule, known, known.Values[slot].RaisedAt, false, known.HeardAt, RuleWords.RuleGone));
        }

        (known.Values, known.Profile) = (values, profile);
        Begin(known);
    }

    private void Queue(LaneDevice device)
    {
        device.Touched = false;
        QueueAt(device, NextDue(device));
    }

    private void QueueAt(LaneDevice device, long due)
    {
        if (due >= device.QueuedDue)
            return;
        device.QueuedDue = due;
        timers.Enqueue(device, due);
    }

    private void Wake(LaneDevice device, long now, List<Firing> firings)
    {
        // It may have come under repair since its last word; look again later, when it may have come back.
        if ((find?.Invoke(device.Id) ?? device.Device).State is DeviceState.Maintenance or DeviceState.Retired)
        {
            QueueAt(device, now + TimeSpan.TicksPerMinute);
            return;
        }

        WakePlaces(device, now, firings);
        WakeValues(device, now, firings);
        Queue(device);
    }

    private static long NextDue(LaneDevice device) => Math.Min(NextOfPlaces(device), NextOfValues(device));

    private static Firing Fired(ReadyRule rule, LaneDevice device, long raisedAt, bool raised, long at, Explanation why) =>
        new(Cause.Of(rule, device.Id, raisedAt), raised, new(at, TimeSpan.Zero), device.KnownFix, why);
}
