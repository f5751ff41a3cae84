using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Linli.Cockpit.Roster;

/// <summary>A time in which nobody is to stand watch.</summary>
/// <param name="From">UTC.</param>
/// <param name="To">UTC.</param>
public sealed record WatchGap(DateTimeOffset From, DateTimeOffset To);

/// <summary>Decisions about the watch, without a database.</summary>
internal static class RosterRules
{
    /// <summary>How long after the beginning of a shift both signatures may be missing.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>The times between two instants that no shift covers.</summary>
    public static IReadOnlyList<WatchGap> Gaps(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        var gaps = new List<WatchGap>();
        var covered = from;
        foreach (var (start, end) in shifts.Where(s => s.To > from && s.From < to).OrderBy(s => s.From))
        {
            if (start > covered)
                gaps.Add(new(covered, start));
            if (end > covered)
                covered = end;
        }

        if (covered < to)
            gaps.Add(new(covered, to));
        return gaps;
    }

    /// <summary>What both sign: who hands over and when, what is open, and the words.</summary>
    public static string Digest(Guid? from, DateTimeOffset givenAt, string alarms, string notes) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{from}\n{givenAt.ToUnixTimeMilliseconds()}\n{alarms}\n{notes}"))));

    /// <summary>Whether a shift that began stands there without both signatures for too long.</summary>
    public static bool IsMissing(Shift shift, DateTimeOffset? lastTaken, Guid? watch, DateTimeOffset now) =>
        shift.StartsAt + Grace <= now && shift.EndsAt > now && (watch != shift.Account || lastTaken is null || lastTaken < shift.StartsAt - TimeSpan.FromHours(1));
}
