using System.Globalization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Bookings.Reserve;

/// <summary>May this person book this now? Each decision is a sentence; none of them looks anything up.</summary>
internal static class BookingRules
{
    /// <summary>Below this age nobody books alone: a guardian does.</summary>
    public const int AloneFrom = 14;

    /// <summary>When booking of a session opens; <c>null</c> for at once.</summary>
    public static DateTimeOffset? OpensAt(BookingTerms terms, DateOnly day) =>
        terms.OpensOn ?? (terms.OpensDaysBefore is { } days ? LocalTime.At(day.AddDays(-days), terms.OpensAt ?? TimeOnly.MinValue) : null);

    /// <summary>The instant before which people book, wait and leave: the begin, or the end of a series that may be joined while it runs.</summary>
    public static DateTimeOffset JoinBefore(BookingTerms terms, DateTimeOffset start, DateTimeOffset end) => terms.JoinsWhileItRuns ? end : start;

    /// <summary>When booking of a session closes.</summary>
    public static DateTimeOffset ClosesAt(BookingTerms terms, DateTimeOffset start) => start.AddMinutes(-terms.ClosesMinutesBefore);

    /// <summary>Until when people cancel by themselves.</summary>
    public static DateTimeOffset CancelUntil(BookingTerms terms, DateTimeOffset start) => start.AddHours(-terms.CancelHours);

    /// <summary>Until when somebody cancels by themselves who booked at some time: until it begins, where it was moved after that.</summary>
    public static DateTimeOffset CancelUntil(BookingTerms terms, DateTimeOffset start, DateTimeOffset bookedAt, DateTimeOffset? movedAt) =>
        bookedAt < movedAt ? start : CancelUntil(terms, start);

    /// <summary>Whether an instant is one that anybody means: what lies outside these years is a slip, and breaks the calendar.</summary>
    public static bool IsSane(DateTimeOffset instant) => instant.Year is >= 2000 and <= 2100;

    /// <inheritdoc cref="IsSane(DateTimeOffset)"/>
    public static bool IsSane(DateOnly day) => day.Year is >= 2000 and <= 2100;

    public static Problem? NotOpenNow(BookingTerms terms, DateTimeOffset begin, DateTimeOffset end, DateTimeOffset now)
    {
        var start = JoinBefore(terms, begin, end);
        if (OpensAt(terms, LocalTime.DateOf(begin)) is { } opens && now < opens)
            return Problem.Conflict("bookings.not_open_yet", $"{Words(opens).Zh} 开始预约，请到时再来。", $"Booking opens on {Words(opens).En}: come back then.");
        if (now >= start)
            return Problem.Conflict("bookings.begun", "这一场已经开始，请选择别的时间。", "It has begun already: choose another time.");
        return now >= ClosesAt(terms, start)
            ? Problem.Conflict("bookings.closed", $"预约已于 {Words(ClosesAt(terms, start)).Zh} 截止，请选择别的时间或联系服务台。", $"Booking closed on {Words(ClosesAt(terms, start)).En}: choose another time, or ask the desk.")
            : null;
    }

    public static Problem? WrongParty(BookingTerms terms, int party, int capacity)
    {
        var most = Math.Min(terms.MostParty, Math.Max(1, capacity));
        return party < 1 || party > most
            ? Problem.Invalid("party", "bookings.party", $"人数应为 1 到 {most} 人。", $"Give 1 to {most} people.")
            : null;
    }

    public static Problem? NotEligible(BookingTerms terms, PersonTraits person, ScopePath place, DateOnly day)
    {
        if (!person.IsAlive)
            return Problem.Conflict("bookings.person_gone", "名册上此人已故，不能预约。", "The register says that this person has died.");
        if (terms.ResidentsOnly && !person.LivesWithin(place))
            return Problem.Forbidden("bookings.residents_only", "只限本地居民预约。如已入住，请先在“我的家”登记并核验住房。", "Only residents of this place can book. If you live here, have your home verified under My home first.");
        if (terms.LeastAge is null && terms.MostAge is null)
            return null;
        if (person.AgeOn(day) is not { } age)
            return Problem.Conflict("bookings.age_unknown", "这一项有年龄要求，但名册里没有出生日期，请到服务台登记。", "There is an age limit, and the register has no birth date: have it entered at the desk.");
        if (age < terms.LeastAge)
            return Problem.Forbidden("bookings.too_young", $"当天须年满 {terms.LeastAge} 周岁（现为 {age} 岁）。", $"One must be {terms.LeastAge} or older on that day (is {age}).");
        return age > terms.MostAge
            ? Problem.Forbidden("bookings.too_old", $"只限 {terms.MostAge} 周岁及以下（当天 {age} 岁）。", $"Only for those of {terms.MostAge} or younger (is {age} on that day).")
            : null;
    }

    public static Problem? WithoutPost(BookingTerms terms, IEnumerable<string> posts) =>
        terms.Posts.Count == 0 || posts.Any(terms.Posts.Contains) ? null
        : Problem.Forbidden("bookings.post_needed", "这一项只对指定岗位开放。", "This is only for certain posts.");

    public static Problem? ChildAlone(PersonTraits person, DateOnly today) =>
        person.AgeOn(today) is < AloneFrom
            ? Problem.Forbidden("bookings.child_alone", "未满 14 周岁请由监护人代为预约；没有登记监护人的，请到服务台出示居民码办理。", "Somebody under 14 books through a guardian; where none is registered, show your code at the desk.")
            : null;

    /// <summary>The first and last local day over which a quota counts.</summary>
    public static (DateOnly From, DateOnly To) Span(QuotaPeriod period, DateOnly day, DateOnly today) => period switch
    {
        QuotaPeriod.Day => (day, day),
        QuotaPeriod.Week => (day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), day.AddDays(6 - (((int)day.DayOfWeek + 6) % 7))),
        QuotaPeriod.Month => (new(day.Year, day.Month, 1), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month))),
        QuotaPeriod.Year => (new(day.Year, 1, 1), new(day.Year, 12, 31)),
        _ => (today, DateOnly.MaxValue),
    };

    public static Problem? OverQuota(Quota quota, int already, Phrase what)
    {
        if (already < quota.Most)
            return null;
        var who = quota.Per == QuotaPer.Person ? new Phrase("每人", "each person") : new Phrase("每户", "each household");
        var time = PeriodWords(quota.Period);
        return Problem.Conflict("bookings.quota",
            $"{time.Zh}{who.Zh}最多预约 {quota.Most} 次“{what.Zh}”，已有 {already} 次；取消一次后可以再约。",
            $"{char.ToUpperInvariant(who.En[0])}{who.En[1..]} has at most {quota.Most} of “{what.En}” {time.En} and has {already}: cancel one to book another.");
    }

    /// <summary>The price of a reservation in fen.</summary>
    public static long PriceFen(BookingTerms terms, string? use, int minutes, int party, bool lives) => Price(terms, use, minutes, party, lives, p => p.Fen);

    /// <summary>The price of a reservation in points; 0 where points are not taken.</summary>
    public static long PricePoints(BookingTerms terms, string? use, int minutes, int party, bool lives) => Price(terms, use, minutes, party, lives, p => p.Points);

    /// <summary>What is paid: money, or points where they are taken and wished for, or where nothing else is.</summary>
    public static Result<BookingCost> Cost(long fen, long points, bool withPoints)
    {
        if (points > 0 && (withPoints || fen == 0))
            return new BookingCost(0, points);
        return withPoints && fen > 0
            ? Problem.Invalid("withPoints", "bookings.no_points", "这一项不能用积分，请用钱包付款。", "Points are not taken here: pay with the wallet.")
            : new BookingCost(fen, 0);
    }

    private static long Price(BookingTerms terms, string? use, int minutes, int party, bool lives, Func<BookingPrice, long> unit)
    {
        var price = terms.Prices.FirstOrDefault(p => p.Use is null || p.Use == use);
        if (price is null || (price.NotForResidents && lives))
            return 0;
        return price.Per switch
        {
            PricePer.Place => checked(unit(price) * party),
            PricePer.Hour => checked(unit(price) * ((minutes + 29) / 30) / 2),
            _ => unit(price),
        };
    }

    /// <summary>Until when somebody who missed too often cannot book; <c>null</c> when they can.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="missed">Days of no-shows that were not forgiven.</param>
    /// <param name="today">Local day.</param>
    public static DateOnly? PausedUntil(NoShowRule rule, IEnumerable<DateOnly> missed, DateOnly today)
    {
        var days = missed.Where(d => d > today.AddDays(-rule.WithinDays - rule.PauseDays)).Order().ToList();
        DateOnly? until = null;
        for (var i = rule.Allowed; i < days.Count; i++)
            if (days[i].DayNumber - days[i - rule.Allowed].DayNumber <= rule.WithinDays)
                until = days[i].AddDays(rule.PauseDays);
        return until >= today ? until : null;
    }

    public static Problem? Paused(NoShowRule? rule, IEnumerable<DateOnly> missed, DateOnly today) =>
        rule is not null && PausedUntil(rule, missed, today) is { } until
            ? Problem.Forbidden("bookings.paused",
                $"因多次预约未到，{until:M 月 d 日}以前不能预约这一类；如有特殊情况，请在“我的预约”里申诉。", $"After several no-shows this kind cannot be booked until {until:yyyy-MM-dd}; if there was a reason, appeal under My bookings.")
            : null;

    /// <summary>What of a price, in fen or points, comes back to somebody whose place is given up.</summary>
    /// <param name="terms">The rules.</param>
    /// <param name="price">What was set aside.</param>
    /// <param name="cancelUntil">Until when they cancel by themselves.</param>
    /// <param name="now">When it is given up.</param>
    /// <param name="by">By whom.</param>
    public static long Refund(BookingTerms terms, long price, DateTimeOffset cancelUntil, DateTimeOffset now, CancelledBy by) =>
        by is CancelledBy.Session or CancelledBy.Draw || now <= cancelUntil ? price : price * Math.Clamp(terms.LateRefundPercent, 0, 100) / 100;

    /// <summary>An instant in local time, in words.</summary>
    public static Phrase Words(DateTimeOffset instant) => (
        LocalTime.ToLocal(instant).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture), LocalTime.ToLocal(instant).ToString("d MMM HH:mm", CultureInfo.InvariantCulture));

    private static Phrase PeriodWords(QuotaPeriod period) => period switch
    {
        QuotaPeriod.Day => ("同一天", "a day"),
        QuotaPeriod.Week => ("一周", "a week"),
        QuotaPeriod.Month => ("一个月", "a month"),
        QuotaPeriod.Year => ("一年", "a year"),
        _ => ("未开始的", "ahead"),
    };
}

/// <summary>What a reservation costs: money or points, never both.</summary>
/// <param name="Fen">In fen.</param>
/// <param name="Points">In points.</param>
internal readonly record struct BookingCost(long Fen, long Points)
{
    public Phrase Words => BookingWords.Price(Fen, Points);

    /// <summary>Whether it is what the person saw; <c>null</c> where they were shown nothing.</summary>
    public bool Is(long? seenFen, long? seenPoints) => (seenFen ?? Fen) == Fen && (seenPoints ?? Points) == Points;
}
