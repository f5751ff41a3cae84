namespace Linli.Sensing.Rules;

/// <summary>Who is not heard: lost, forgiven, waited for, or forgotten; and a clock that was set, which is none of these.</summary>
internal sealed partial class RuleLane
{
    public void Lost(Device device, DateTimeOffset at, List<Firing> firings)
    {
        var known = Hear(device.Id, device, at, firings);
        if (!known.SaysNothing)
            foreach (var slot in known.Profile.OfflineSlots)
                // A rule that lets some time pass does so here too: a connection that breaks comes back within seconds, mostly.
                if (!known.Values[slot].Open && known.Profile.Values[slot].For == 0 && known.Profile.Schedules[known.Profile.Values[slot].Number].IsOpen(at.UtcTicks))
                    RaiseValue(known, slot, at.UtcTicks, RuleWords.Lost(at.UtcTicks), firings);
        Queue(known);
    }

    public void Forgive(Device device, DateTimeOffset from, DateTimeOffset now)
    {
        if (!devices.TryGetValue(device.Id, out var known))
            return;
        // Nor does it count that a clock was ahead before it was set while nobody was there.
        known.HeardAt = now.UtcTicks;
        for (var slot = 0; slot < known.Values.Length; slot++)
            if (known.Profile.Values[slot].Rule.Kind == RuleKind.Absence && !known.Values[slot].Open && known.Values[slot].Since is > 0 and var since)
                known.Values[slot].Since = Math.Min(since + Math.Max(0, (now - from).Ticks), Math.Max(since, now.UtcTicks));
        // Before any timer runs that was set for what nobody could hear.
        known.QueuedDue = LaneDevice.Never;
        Queue(known);
    }

    public void Shift(TimeSpan by, DateTimeOffset now)
    {
        timers.Clear();
        foreach (var known in devices.Values)
        {
            known.Shift(by.Ticks, now.UtcTicks);
            known.QueuedDue = LaneDevice.Never;
            Queue(known);
        }
    }

    public void Expect(Device device, DateTimeOffset since)
    {
        if (devices.ContainsKey(device.Id))
            return;
        var known = Meet(device, since);
        known.NeverHeard = true;
        Queue(known);
    }

    public void Forget(DeviceId device, DateTimeOffset now, List<Firing> firings)
    {
        if (!devices.Remove(device, out var known))
            return;
        (known.QueuedDue, last) = (LaneDevice.Never, null);
        for (var slot = 0; slot < known.Values.Length; slot++)
            if (known.Values[slot].Open)
                ClearValue(known, slot, now.UtcTicks, RuleWords.NoLongerHeard, firings);
        for (var i = 0; i < known.Count; i++)
            if (known.Presences[i].Open)
                firings.Add(Fired(known.Profile.Set.Rules[known.Presences[i].Rule], known, known.Presences[i].RaisedAt, false, now.UtcTicks, RuleWords.NoLongerHeard));
    }
}
