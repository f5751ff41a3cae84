namespace Linli.Sensing.Devices;

/// <summary>How far a device is taken at its word at an instant: what is kept of it, and the times that end by themselves.</summary>
internal static class DeviceStanding
{
    /// <summary>What holds at an instant.</summary>
    /// <param name="kept">Expected, in service or retired.</param>
    /// <param name="testUntil">Until when it is tested.</param>
    /// <param name="maintenance">Its maintenance windows.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <returns>The state, and when it must be asked again; <c>null</c> for never.</returns>
    public static (DeviceState State, DateTimeOffset? AskAgain) At(
        DeviceState kept, DateTimeOffset? testUntil, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> maintenance, DateTimeOffset now)
    {
        if (kept == DeviceState.Retired)
            return (kept, null);
        var next = testUntil > now ? testUntil : null;
        var maintained = false;
        foreach (var (from, to) in maintenance)
        {
            if (to <= now)
                continue;
            maintained |= from <= now;
            var turn = from > now ? from : to;
            if (next is null || turn < next)
                next = turn;
        }

        // A rule must not look at what is being repaired, tested or not.
        return (maintained ? DeviceState.Maintenance : testUntil > now ? DeviceState.Test : kept, next);
    }
}
