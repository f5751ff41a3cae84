using Linli.Platform.Time;

namespace Linli.Sensing.Rules;

internal sealed partial class RuleLane
{
    // A device that sends faster than this many values within the time of a rule is judged by the newest of them.
    private const int MostInWindow = 512;

    // As far ahead as a clock may have been, and a little more for the way.
    private static readonly TimeSpan MostLate = TimeSpan.FromMinutes(5);

    private static void JudgeValue(LaneDevice device, int[] slots, in Reading reading, List<Firing> firings)
    {
        foreach (var slot in slots)
            switch (device.Profile.Values[slot].Rule.Kind)
            {
                case RuleKind.Threshold:
                    JudgeThreshold(device, slot, reading.Value, reading.At.UtcTicks, firings);
                    break;
                case RuleKind.RateOfChange:
                    JudgeRate(device, slot, reading.Value, reading.At.UtcTicks, firings);
                    break;
                case RuleKind.Absence:
                    JudgeStir(device, slot, reading.Value, reading.At.UtcTicks, firings);
                    break;
                case RuleKind.CounterMismatch:
                    JudgeCounters(device, slot, reading, firings);
                    break;
            }
    }

    // Only what switches on now, and only where the rule is about life and limb.
    private static void JudgeLate(LaneDevice device, in Reading reading, DateTimeOffset received, List<Firing> firings)
    {
        if (reading.IsPosition || reading.Value < 0.5 || (received - reading.At).Duration() > MostLate || !device.Profile.ByMeasure.TryGetValue(reading.Measure, out var slots)
            || device.Profile.Kind?.Find(reading.Measure)?.Use != MeasureUse.Switch)
            return;
        foreach (var slot in slots)
            if (device.Profile.Values[slot].Rule is { Kind: RuleKind.Threshold, Severity: AlarmSeverity.Critical })
                JudgeThreshold(device, slot, reading.Value, reading.At.UtcTicks, firings);
    }

    private static void JudgeThreshold(LaneDevice device, int slot, double value, long at, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        var ready = device.Profile.Values[slot];
        (state.HasValue, state.Value) = (true, value);
        if (state.Open)
        {
            if (ThresholdRule.IsOver(ready.Rule, value))
                ClearValue(device, slot, at, RuleWords.BackWithin(ready, device.Profile.Kind, value, at), firings);
            return;
        }

        Hold(device, slot, ThresholdRule.IsBroken(ready.Rule, value), at, firings);
    }

    private static void JudgeCounters(LaneDevice device, int slot, in Reading reading, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        var ready = device.Profile.Values[slot];
        var at = reading.At.UtcTicks;
        var day = LocalTime.DateOf(reading.At).DayNumber;
        var adds = device.Profile.Kind?.Find(reading.Measure)?.Use == MeasureUse.Count;
        // What is counted since the last reading adds up over the local day; meters are compared as they stand.
        if (adds && day != state.Day)
            (state.Day, state.Value, state.Other) = (day, 0, 0);
        if (reading.Measure == ready.Rule.Measure)
            (state.HasValue, state.Value) = (true, adds ? state.Value + reading.Value : reading.Value);
        else
            (state.HasOther, state.Other) = (true, adds ? state.Other + reading.Value : reading.Value);
        if (!state.HasValue || !state.HasOther)
            return;

        var apart = Math.Abs(state.Value - state.Other);
        if (!state.Open)
            Hold(device, slot, apart > ready.Rule.Limit, at, firings);
        else if (apart <= ready.Rule.Limit - ready.Rule.Hysteresis)
            ClearValue(device, slot, at, RuleWords.CountersAgree(ready, state.Value, state.Other, at), firings);
    }

    private static void JudgeRate(LaneDevice device, int slot, double value, long at, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        var ready = device.Profile.Values[slot];
        var window = state.Window ??= [];
        var old = window.FindIndex(w => w.At >= at - ready.For);
        window.RemoveRange(0, old < 0 ? window.Count : old);
        if (window.Count == MostInWindow)
            window.RemoveAt(0);
        window.Add((at, value));
        var (from, change) = ThresholdRule.ChangeIn(window, ready.Rule.Side);
        if (!state.Open && change >= ready.Rule.Limit && device.Profile.Schedules[ready.Number].IsOpen(at))
            RaiseValue(device, slot, at, RuleWords.Changed(ready, device.Profile.Kind, from.Value, from.At, value, at), firings);
        else if (state.Open && change < ready.Rule.Limit - ready.Rule.Hysteresis)
            ClearValue(device, slot, at, RuleWords.Steady(ready, device.Profile.Kind, change, at), firings);
    }

    private static void JudgeStir(LaneDevice device, int slot, double value, long at, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        var ready = device.Profile.Values[slot];
        if (!ThresholdRule.IsBeyond(ready.Rule, value))
            return;
        state.Since = Math.Max(state.Since, at);
        state.HasValue = true;
        device.Touched = true;
        if (state.Open)
            ClearValue(device, slot, at, RuleWords.Stirred(ready, device.Profile.Kind, value, at), firings);
    }

    // The hold time: what came true when it has lasted so long, whether a reading or a timer finds out.
    private static void Hold(LaneDevice device, int slot, bool broken, long at, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        var ready = device.Profile.Values[slot];
        if (!broken || !device.Profile.Schedules[ready.Number].IsOpen(at))
        {
            state.Broken = false;
            return;
        }

        if (!state.Broken)
            (state.Broken, state.Since, device.Touched) = (true, at, true);
        RaiseHeld(device, slot, at, firings);
    }

    private static void RaiseHeld(LaneDevice device, int slot, long now, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        var ready = device.Profile.Values[slot];
        var due = state.Since + ready.For;
        if (due > now)
            return;
        state.Broken = false;
        if (!device.Profile.Schedules[ready.Number].IsOpen(due))
            return;
        var why = ready.Rule.Kind == RuleKind.CounterMismatch
            ? RuleWords.CountersApart(ready, state.Value, state.Other, state.Since)
            : RuleWords.Beyond(ready, device.Profile.Kind, state.Value, state.Since);
        RaiseValue(device, slot, due, why, firings);
    }

    private static void WakeValues(LaneDevice device, long now, List<Firing> firings)
    {
        for (var slot = 0; slot < device.Values.Length; slot++)
        {
            ref var state = ref device.Values[slot];
            if (state.Open)
                continue;
            var ready = device.Profile.Values[slot];
            if (state.Broken)
                RaiseHeld(device, slot, now, firings);
            else if (DueOf(device, slot) is var due && due <= now)
                RaiseValue(device, slot, due, ready.Rule.Kind == RuleKind.Offline
                    ? RuleWords.Silent(device.HeardAt, device.Profile.OfflineAfter + ready.For, device.NeverHeard)
                    : RuleWords.NotStirred(ready, device.Profile.Kind, state.HasValue, state.Since, due), firings);
        }
    }

    private static long NextOfValues(LaneDevice device)
    {
        var next = LaneDevice.Never;
        for (var slot = 0; slot < device.Values.Length; slot++)
        {
            ref readonly var state = ref device.Values[slot];
            if (!state.Open)
                next = Math.Min(next, state.Broken ? state.Since + device.Profile.Values[slot].For : DueOf(device, slot));
        }

        return next;
    }

    // When silence or stillness has lasted long enough within the hours of the rule.
    private static long DueOf(LaneDevice device, int slot)
    {
        var ready = device.Profile.Values[slot];
        var schedule = device.Profile.Schedules[ready.Number];
        if (ready.Rule.Kind == RuleKind.Offline)
        {
            var lasting = device.Profile.OfflineAfter + ready.For;
            var silent = device.HeardAt + lasting;
            if (schedule.At(silent) is not { } window)
                return LaneDevice.Never;
            // Who may be listened to in these hours only was not silent before they began: it has as long to speak from there on.
            var since = device.HeardAt < window.From && lasting < window.Until - window.From ? window.From + lasting : window.From;
            return Math.Max(silent, since);
        }

        return ready.Rule.Kind == RuleKind.Absence ? ThresholdRule.StillUntil(schedule, device.Values[slot].Since, ready.For) : LaneDevice.Never;
    }

    private static void RaiseValue(LaneDevice device, int slot, long at, Explanation why, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        (state.Open, state.RaisedAt) = (true, at);
        firings.Add(Fired(device.Profile.Values[slot], device, at, true, at, why));
    }

    private static void ClearValue(LaneDevice device, int slot, long at, Explanation why, List<Firing> firings)
    {
        ref var state = ref device.Values[slot];
        (state.Open, state.Broken, device.Touched) = (false, false, true);
        firings.Add(Fired(device.Profile.Values[slot], device, state.RaisedAt, false, at, why));
    }
}
