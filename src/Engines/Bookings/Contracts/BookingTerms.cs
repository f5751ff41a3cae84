using Linli.Platform.Results;
using Linli.Platform.Data;

namespace Linli.Bookings;

/// <summary>Whom a quota counts.</summary>
public enum QuotaPer
{
    /// <summary>每人.</summary>
    Person,

    /// <summary>每户: everybody of the household together.</summary>
    Household,
}

/// <summary>What a quota counts.</summary>
public enum QuotaOf
{
    /// <summary>Reservations of this offering.</summary>
    Offering,

    /// <summary>Reservations of all offerings of the kind.</summary>
    Kind,
}

/// <summary>Over which time a quota counts; the day of the session decides, in local time.</summary>
public enum QuotaPeriod
{
    /// <summary>同一天.</summary>
    Day,

    /// <summary>一周, from Monday.</summary>
    Week,

    /// <summary>一个月.</summary>
    Month,

    /// <summary>一年.</summary>
    Year,

    /// <summary>All that lie ahead (未开始的).</summary>
    Ahead,
}

/// <summary>A limit (限额): at most so many. What was cancelled in time does not count, what somebody waits for does not either.</summary>
/// <param name="Of">What is counted.</param>
/// <param name="Per">Whom it is counted for.</param>
/// <param name="Period">Over which time.</param>
/// <param name="Most">How many, at least one.</param>
public sealed record Quota(QuotaOf Of, QuotaPer Per, QuotaPeriod Period, int Most);

/// <summary>A price. The first that fits holds; where none fits it is free of charge.</summary>
/// <param name="Fen">How much, in fen.</param>
/// <param name="Per">What it is for.</param>
/// <param name="Use">Only for this use of a room.</param>
/// <param name="NotForResidents">Whether those who live at the place of the offering pay nothing (居民免费).</param>
public sealed record BookingPrice(long Fen, PricePer Per = PricePer.Place, string? Use = null, bool NotForResidents = false)
{
    /// <summary>
    /// The same in credit points (积分), for whoever pays with them (S31); 0 where points are not taken. With <c>Fen</c> 0 it is paid
    /// with points alone.
    /// </summary>
    public long Points { get; init; }
}

/// <summary>What a price is for.</summary>
public enum PricePer
{
    /// <summary>每人.</summary>
    Place,

    /// <summary>每小时, each begun half hour counts half.</summary>
    Hour,

    /// <summary>每次.</summary>
    Booking,
}

/// <summary>What becomes of those who do not come (爽约).</summary>
/// <param name="Allowed">So many within the days are forgiven.</param>
/// <param name="WithinDays">How far back they count.</param>
/// <param name="PauseDays">How long nobody books this kind who missed one more; an appeal that is granted ends it.</param>
public sealed record NoShowRule(int Allowed, int WithinDays, int PauseDays);

/// <summary>How any free time is booked.</summary>
/// <param name="StepMinutes">Bookings begin and last in steps of this.</param>
/// <param name="LeastMinutes">The shortest.</param>
/// <param name="MostMinutes">The longest.</param>
public sealed record IntervalTerms(int StepMinutes = 30, int LeastMinutes = 30, int MostMinutes = 240);

/// <summary>Hours in which loud uses are not allowed (安静时段), in local time; may reach past midnight.</summary>
/// <param name="From">From this time on.</param>
/// <param name="Until">Until this time.</param>
/// <param name="LoudUses">Codes of uses that count as loud; empty for all.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until, IReadOnlyList<string> LoudUses);

/// <summary>The rules of an offering (预约规则), kept as data.</summary>
public sealed record BookingTerms
{
    /// <summary>Youngest age in completed years on the day of the session.</summary>
    public int? LeastAge { get; init; }

    /// <summary>Oldest age in completed years on the day of the session.</summary>
    public int? MostAge { get; init; }

    /// <summary>Only for those who live at the place of the offering.</summary>
    public bool ResidentsOnly { get; init; }

    /// <summary>Codes of posts of which one is needed, such as <c>grid_steward</c>.</summary>
    public IReadOnlyList<string> Posts { get; init; } = [];

    /// <summary>Further conditions by the codes of <see cref="IBookingCondition"/>, such as <c>training:printer</c>.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Limits.</summary>
    public IReadOnlyList<Quota> Quotas { get; init; } = [];

    /// <summary>Booking opens so many days before the day of the session …</summary>
    public int? OpensDaysBefore { get; init; }

    /// <summary>… at this local time; midnight when left out.</summary>
    public TimeOnly? OpensAt { get; init; }

    /// <summary>Booking opens at this instant, where it is one for all sessions.</summary>
    public DateTimeOffset? OpensOn { get; init; }

    /// <summary>Booking closes so many minutes before the session.</summary>
    public int ClosesMinutesBefore { get; init; }

    /// <summary>Of a series: people may join, wait and leave for as long as it runs (随时插班), such as a place in child-care; otherwise until it begins. Only of what costs nothing here: nobody leaves on the last day and gets a whole term back.</summary>
    public bool JoinsWhileItRuns { get; init; }

    /// <summary>Most people with one reservation.</summary>
    public int MostParty { get; init; } = 1;

    /// <summary>Prices; empty is free of charge.</summary>
    public IReadOnlyList<BookingPrice> Prices { get; init; } = [];

    /// <summary>Set aside besides the price, in fen; set free when the person came.</summary>
    public long DepositFen { get; init; }

    /// <summary>Until so many hours before the session, people cancel by themselves and get everything back.</summary>
    public int CancelHours { get; init; } = 2;

    /// <summary>Part of the price, in percent, that comes back when staff cancel for somebody after that.</summary>
    public int LateRefundPercent { get; init; }

    /// <summary>Whether people may wait when it is full.</summary>
    public bool WaitList { get; init; } = true;

    /// <summary>How long a place that became free is kept for the next who waits.</summary>
    public int OfferMinutes { get; init; } = 120;

    /// <summary>Places are drawn (摇号) so many hours before the session instead of given to the first.</summary>
    public int? DrawHoursBefore { get; init; }

    /// <summary>What becomes of those who do not come.</summary>
    public NoShowRule? NoShow { get; init; }

    /// <summary>Whether attendance is taken; who was not there then counts as a no-show or an absence.</summary>
    public bool TakesAttendance { get; init; } = true;

    /// <summary>For <see cref="OfferingMode.Interval"/>.</summary>
    public IntervalTerms Interval { get; init; } = new();

    /// <summary>Quiet hours.</summary>
    public QuietHours? Quiet { get; init; }
}

/// <summary>What a further condition is asked about.</summary>
/// <param name="Person">Who would come.</param>
/// <param name="Offering">What they book.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Place">Where.</param>
/// <param name="Day">Local day of the session.</param>
/// <param name="Argument">What stands after the colon of the condition.</param>
public sealed record BookingQuestion(Guid Person, OfferingId Offering, string Kind, ScopePath Place, DateOnly Day, string? Argument);

/// <summary>A condition that a scene knows about, such as a training that was completed; registered as a scoped service.</summary>
public interface IBookingCondition
{
    /// <summary>First part of the condition in <see cref="BookingTerms.Conditions"/>: <c>training</c> of <c>training:printer</c>.</summary>
    string Code { get; }

    /// <summary>The problem as a sentence that says what to do; <c>null</c> when it is met.</summary>
    Task<Problem?> Check(BookingQuestion question, CancellationToken cancel);
}

/// <summary>Prices that a scene takes from elsewhere, such as a tariff; registered as a scoped service.</summary>
public interface IBookingTariff
{
    /// <summary>Code of the kind it prices.</summary>
    string Kind { get; }

    /// <summary>The price for a whole reservation in fen, which is then not paid in points; <c>null</c> where the prices of the offering hold.</summary>
    Task<long?> PriceFen(BookingQuestion question, int party, CancellationToken cancel);
}
