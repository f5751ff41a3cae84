using Linli.Platform.Results;

namespace Linli.Hall.Queue;

/// <summary>The decisions about tickets. Pure.</summary>
internal static class TicketRules
{
    /// <summary>Room between two people who came one after the other.</summary>
    public const long Step = 1L << 20;

    /// <summary>Appointments count from so long before they begin.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(30);

    /// <summary>The letters of a ticket open it for so many days.</summary>
    public const int OpensDays = 30;

    /// <summary>Whoever takes a ticket so long before their appointment has come for it.</summary>
    public static readonly TimeSpan CheckIn = TimeSpan.FromHours(2);

    /// <summary>The lane of a new ticket: priority goes before an appointment.</summary>
    public static Lane LaneOf(PriorityReason? priority, bool booked) => priority is not null ? Lane.Priority : booked ? Lane.Appointment : Lane.WalkIn;

    /// <summary>The lane in which a ticket stands now: an appointment counts from half an hour before it begins.</summary>
    public static Lane LaneAt(TicketRow ticket, DateTimeOffset now) => ticket is { Lane: Lane.WalkIn, BookedFrom: { } from } && from - Early <= now ? Lane.Appointment : ticket.Lane;

    /// <summary>First letter of the number.</summary>
    public static string Letter(Lane lane, Purpose purpose) => purpose == Purpose.Consultation ? "C" : lane switch { Lane.Priority => "Y", Lane.Appointment => "B", _ => "A" };

    /// <summary>
    /// Where somebody who comes back stands: behind exactly so many of those who wait in the lane, or at its end when there are fewer.
    /// </summary>
    /// <param name="ranks">Ranks of those who wait in the lane.</param>
    /// <param name="behind">Behind how many.</param>
    /// <param name="last">A rank behind everybody who ever came.</param>
    public static long RankBehind(IEnumerable<long> ranks, int behind, long last)
    {
        var sorted = ranks.Order().ToList();
        if (sorted.Count <= behind)
            return sorted.Count == 0 ? last : Math.Max(last, sorted[^1] + 1);
        var before = behind == 0 ? sorted[0] - Step : sorted[behind - 1];
        // Twenty people may come back to the same gap before there is no room left in it; then they stand right behind each other.
        return before + Math.Max(1, (sorted[behind] - before) / 2);
    }

    /// <summary>Why a ticket is not called again or passed over yet, or <c>null</c>: people need time to walk to the counter.</summary>
    public static Problem? RefuseSoon(TicketRow ticket, HallRow hall, DateTimeOffset now) =>
        ticket.CalledAt is { } at && at.AddSeconds(hall.SecondsBetweenCalls) - now is { Ticks: > 0 } left
            ? Problem.Conflict("hall.call_soon", $"刚刚叫过 {ticket.Number}，请再等 {Math.Ceiling(left.TotalSeconds)} 秒，让人走过来。", $"{ticket.Number} was called just now: wait {Math.Ceiling(left.TotalSeconds)} seconds more, so that they can walk over.")
        : null;

    /// <summary>Why a missed ticket cannot come back, or <c>null</c>.</summary>
    public static Problem? RefuseReturn(TicketState state, DateTimeOffset? absentAt, int returns, HallRow hall, DateTimeOffset now) =>
        state != TicketState.Absent ? Problem.Conflict("hall.not_missed", "这张号没有过号，不用重新排队。", "This ticket was not missed: there is nothing to come back from.")
        : absentAt is { } at && now - at > TimeSpan.FromMinutes(hall.AbsentMinutes) ? Problem.Conflict("hall.missed_too_long", $"过号超过 {hall.AbsentMinutes} 分钟，请重新取号。", $"It was missed more than {hall.AbsentMinutes} minutes ago: take a new ticket.")
        : returns >= hall.MostReturns ? Problem.Conflict("hall.missed_too_often", $"同一张号最多重排 {hall.MostReturns} 次，请重新取号。", $"A ticket comes back {hall.MostReturns} times at most: take a new one.")
        : null;

    /// <summary>Expected wait in whole minutes.</summary>
    /// <param name="ahead">How many are called before.</param>
    /// <param name="minutes">Minutes one takes at a counter.</param>
    /// <param name="counters">Counters open now.</param>
    public static int WaitMinutes(int ahead, double minutes, int counters) => (int)Math.Ceiling(ahead * Math.Clamp(minutes, 1, 60) / Math.Max(1, counters));
}
