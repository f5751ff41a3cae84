using Linli.Sensing.Fences;

namespace Linli.Sensing.Rules;

internal sealed partial class RuleLane
{
    private void JudgePosition(LaneDevice device, in Reading reading, List<Firing> firings)
    {
        var at = reading.At.UtcTicks;
        // Two clocks: what is not newer than the latest is history, or the same again.
        if (at <= device.FixAt)
            return;
        device.FixAt = at;
        device.Fix = reading.Fix;
        device.HasFix = true;
        if (!device.Profile.HasPlaces)
            return;

        var index = set.Index;
        if (found.Length < index.MostAtOnce)
            found = new int[index.MostAtOnce];
        var count = index.Containing(reading.Fix.Longitude, reading.Fix.Latitude, found);
        if (count == 0 && device.Count == 0)
            return;

        var accuracy = float.IsNaN(reading.Fix.Accuracy) ? PresencePolicy.AssumedAccuracy : reading.Fix.Accuracy;
        var inside = found.AsSpan(0, count);
        for (var i = device.Count - 1; i >= 0; i--)
        {
            ref var presence = ref device.Presences[i];
            ref readonly var rule = ref set.Places[presence.Rule];
            JudgePresence(device, ref presence, rule, inside.Contains(rule.Fence), accuracy, at, firings);
            if (presence.IsBlank)
                device.RemoveAt(i);
        }

        var before = device.Count;
        foreach (var fence in inside)
            foreach (var watch in set.WatchesOf(fence))
            {
                if (!device.Profile.Applies[watch] || (before > 0 && device.Knows(watch)))
                    continue;
                JudgePresence(device, ref device.Add(watch), set.Places[watch], true, accuracy, at, firings);
                if (device.Presences[device.Count - 1].IsBlank)
                    device.RemoveAt(device.Count - 1);
            }
    }

    private void JudgePresence(LaneDevice device, ref Presence presence, in PlaceRule rule, bool covered, float accuracy, long at, List<Firing> firings)
    {
        if (accuracy > rule.Policy.MostAccuracy)
            return;
        if (!rule.Always && !presence.Open && !device.Profile.Schedules[rule.Ready.Number].IsOpen(at))
        {
            // Outside its hours a rule knows nothing of anybody; what is open may still come to its end.
            presence = new() { Rule = presence.Rule };
            return;
        }

        var evidence = EvidenceOf(device, ref presence, rule, covered, accuracy, at, firings);
        var wasInside = presence.Inside;
        switch (presence.Take(evidence, rule.Policy, at))
        {
            case Crossing.Entered when rule.Kind == RuleKind.ZoneEnter && !presence.Open:
                Raise(device, ref presence, rule.Ready, at, Words(device, rule.Ready, accuracy, at, true), firings);
                break;
            case Crossing.Entered when rule.Kind is RuleKind.ZoneExit or RuleKind.Corridor && presence.Open:
                Clear(device, ref presence, rule.Ready, at, Words(device, rule.Ready, accuracy, at, true), firings);
                break;
            case Crossing.Left when rule.Kind is RuleKind.ZoneEnter or RuleKind.ZoneDwell && presence.Open:
                Clear(device, ref presence, rule.Ready, at, Words(device, rule.Ready, accuracy, at, false), firings);
                break;
            case Crossing.Left when rule.Kind is RuleKind.ZoneExit or RuleKind.Corridor && !presence.Open:
                Raise(device, ref presence, rule.Ready, at, Words(device, rule.Ready, accuracy, at, false), firings);
                break;
        }

        if (rule.Kind == RuleKind.ZoneDwell && presence.Inside && !presence.Open)
        {
            device.Touched |= !wasInside;
            Dwell(device, ref presence, rule.Ready, at, firings);
        }
    }

    private Evidence EvidenceOf(LaneDevice device, ref Presence presence, in PlaceRule rule, bool covered, float accuracy, long at, List<Firing> firings)
    {
        if (covered)
        {
            presence.Home = 0;
            return Evidence.Inside;
        }

        if (!presence.Inside && !presence.Open)
            return Evidence.Outside;
        var (x, y, clear) = (device.Fix.Longitude, device.Fix.Latitude, accuracy + rule.Policy.Band);
        if (rule.Kind == RuleKind.Corridor && ComesHome(device, ref presence, rule, clear, at, firings))
            return Evidence.Neither;
        return !presence.Inside || set.Index.IsClearOf(rule.Fence, x, y, clear) ? Evidence.Outside : Evidence.Neither;
    }

    // A way that ends in one of the device's own fences ended well; near one it may be about to.
    private bool ComesHome(LaneDevice device, ref Presence presence, in PlaceRule rule, double clear, long at, List<Firing> firings)
    {
        var near = false;
        foreach (var fence in set.OwnOf(device.Id))
        {
            if (fence == rule.Fence)
                continue;
            if (set.Index.Covers(fence, device.Fix.Longitude, device.Fix.Latitude))
            {
                if (++presence.Home < rule.Policy.Leave)
                    return true;
                if (presence.Open)
                    Clear(device, ref presence, rule.Ready, at, RuleWords.Home(set.Fences[fence], at), firings);
                presence = new() { Rule = presence.Rule };
                return true;
            }

            near |= !set.Index.IsClearOf(fence, device.Fix.Longitude, device.Fix.Latitude, clear);
        }

        presence.Home = 0;
        return near;
    }

    private static void Dwell(LaneDevice device, ref Presence presence, ReadyRule rule, long now, List<Firing> firings)
    {
        var due = presence.InsideSince + rule.For;
        if (due > now)
            return;
        if (!device.Profile.Schedules[rule.Number].IsOpen(due))
        {
            presence = new() { Rule = presence.Rule };
            return;
        }

        Raise(device, ref presence, rule, due, RuleWords.Dwell(rule, device.Profile.Set.Fences[rule.Fence], presence.InsideSince, due), firings);
    }

    private static void WakePlaces(LaneDevice device, long now, List<Firing> firings)
    {
        for (var i = device.Count - 1; i >= 0; i--)
        {
            ref var presence = ref device.Presences[i];
            var rule = device.Profile.Set.Rules[presence.Rule];
            if (rule.Kind == RuleKind.ZoneDwell && presence.Inside && !presence.Open)
                Dwell(device, ref presence, rule, now, firings);
            if (presence.IsBlank)
                device.RemoveAt(i);
        }
    }

    private static long NextOfPlaces(LaneDevice device)
    {
        var next = LaneDevice.Never;
        for (var i = 0; i < device.Count; i++)
        {
            ref readonly var presence = ref device.Presences[i];
            var rule = device.Profile.Set.Rules[presence.Rule];
            if (rule.Kind == RuleKind.ZoneDwell && presence.Inside && !presence.Open)
                next = Math.Min(next, presence.InsideSince + rule.For);
        }

        return next;
    }

    private static void Raise(LaneDevice device, ref Presence presence, ReadyRule rule, long at, Explanation why, List<Firing> firings)
    {
        (presence.Open, presence.RaisedAt) = (true, at);
        firings.Add(Fired(rule, device, at, true, at, why));
    }

    private static void Clear(LaneDevice device, ref Presence presence, ReadyRule rule, long at, Explanation why, List<Firing> firings)
    {
        presence.Open = false;
        firings.Add(Fired(rule, device, presence.RaisedAt, false, at, why));
    }

    private CrossingExplained Words(LaneDevice device, ReadyRule rule, float accuracy, long at, bool inside) => new(set, rule, inside, device.Fix, accuracy, at);
}
