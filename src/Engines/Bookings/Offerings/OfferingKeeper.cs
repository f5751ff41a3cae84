using Linli.Bookings.Reserve;
using Linli.Bookings.Recurrence;
using Linli.Bookings.Sessions;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Offerings;

/// <summary>Makes and changes offerings: for the desk and for scenes alike.</summary>
internal sealed class OfferingKeeper(LinliDb db, KindBook kinds, IScopeTree tree, SessionPlanner planner, SessionLocks locks, Rooms.RoomTime rooms, BookingTelling telling, TimeProvider time)
{
    public async Task<Result<OfferingRow>> Keep(OfferingPlan plan, CancellationToken cancel)
    {
        if (OfferingRules.Fault(plan, kinds) is { } fault)
            return fault;
        if (!tree.Exists(plan.Place))
            return Problem.Invalid("place", "bookings.place_unknown", "没有这个地点。", "There is no such place.");
        var known = await db.Unfiltered<ResourceRow>().Where(r => plan.Resources.Contains(r.Code)).Select(r => r.Code).ToListAsync(cancel);
        if (plan.Resources.Except(known).Except(db.ChangeTracker.Entries<ResourceRow>().Select(e => e.Entity.Code)).FirstOrDefault() is not null)
            return Problem.Invalid("resources", "bookings.no_resource", "没有找到这个场地或资源。", "This room or resource was not found.");
        var row = plan.Id is { } id ? await db.Unfiltered<OfferingRow>().SingleOrDefaultAsync(o => o.Id == id, cancel) : New(plan);
        if (row is null || row.Kind != plan.Kind)
            return BookingProblems.NoOffering;
        var timesChanged = plan.Id is not null && Changed(row, plan);
        var mode = kinds.Find(plan.Kind).Mode;
        if (timesChanged && mode == OfferingMode.Series)
            return Problem.Conflict("bookings.series_fixed", "整期报名的课表已排定，请逐次调整或取消后重开。", "The meetings of a series are set: move them one by one, or cancel it and make a new one.");
        var before = row.ResourceCodes;
        Fill(row, plan);
        if (timesChanged)
            await Withdraw(row, [.. before, .. plan.Resources], cancel);
        return await planner.PlanAll(row, mode, plan.SkipTaken, cancel) is { } refused ? refused : row;
    }

    // Sessions ahead that nobody is in make room for the new times; the others stay as people booked them. Whoever books at the same
    // moment holds the session's lock, so the question is asked again under it. One that somebody had booked and given up is
    // cancelled and keeps its row: their list and their calendar still name it.
    private async Task Withdraw(OfferingRow row, IReadOnlyList<string> resources, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var ahead = await db.Unfiltered<SessionRow>().AsNoTracking()
            .Where(s => s.Offering == row.Id && s.Slot != null && s.Start > now && s.Taken == 0 && s.Waiting == 0 && s.State == SessionState.Planned).Select(s => s.Id).ToListAsync(cancel);
        await locks.Resources(resources, cancel);
        var locked = await locks.Sessions(ahead, cancel);
        var named = (await db.Unfiltered<ReservationRow>().Where(r => ahead.Contains(r.Session)).Select(r => new { r.Session, r.State }).ToListAsync(cancel)).ToLookup(r => r.Session, r => r.State);
        foreach (var session in locked.Where(s => s is { Taken: 0, Waiting: 0, State: SessionState.Planned } && named[s.Id].All(state => state == ReservationState.Cancelled)))
        {
            await rooms.Free(session.Id, cancel);
            if (!named.Contains(session.Id))
            {
                db.Delete(session);
                continue;
            }

            (session.State, session.StateNote, session.Slot, session.Sequence, session.ChangedAt) = (SessionState.Cancelled, "时间调整", null, session.Sequence + 1, now);
            telling.Publish(session);
        }

        row.PlannedUntil = null;
    }

    private OfferingRow New(OfferingPlan plan)
    {
        var now = Clock.Now(time);
        var row = new OfferingRow
        {
            Id = new(Guid.CreateVersion7(now)), Kind = plan.Kind, Scope = plan.Place.Value, TitleZh = "", TitleEn = "", Subject = plan.Subject, Resources = "", Capacity = 1,
            Terms = "{}", At = now, Version = 0,
        };
        db.Insert(row);
        return row;
    }

    private static void Fill(OfferingRow row, OfferingPlan plan)
    {
        PlainText.TryCleanLine(plan.Title.Zh, 60, out var zh);
        PlainText.TryCleanLine(plan.Title.En, 100, out var en);
        PlainText.TryClean(plan.About, 2000, out var about);
        (row.Scope, row.TitleZh, row.TitleEn, row.About) = (plan.Place.Value, zh, en.Length == 0 ? zh : en, about.Length == 0 ? null : about);
        (row.Resources, row.Use, row.Capacity, row.Operator, row.Open) = (string.Join('|', plan.Resources), plan.Use, plan.Capacity, plan.Operator, plan.Open);
        row.WriteTerms(plan.Terms);
        (row.FirstDay, row.From, row.Minutes) = (plan.Times?.FirstDay, plan.Times?.From, plan.Times?.Minutes);
        (row.Rule, row.Holidays) = (RecurrenceRule.Read(plan.Times?.Rule)?.ToString(), plan.Times?.Holidays ?? HolidayRule.SkipHolidays);
        (row.Except, row.Also) = (Dates(plan.Times?.Except), Dates(plan.Times?.Also));
        row.Version++;
    }

    private static bool Changed(OfferingRow row, OfferingPlan plan) =>
        (row.FirstDay, row.From, row.Minutes, row.Rule, row.Except, row.Also, row.Resources)
        != (plan.Times?.FirstDay, plan.Times?.From, plan.Times?.Minutes, RecurrenceRule.Read(plan.Times?.Rule)?.ToString(), Dates(plan.Times?.Except), Dates(plan.Times?.Also), string.Join('|', plan.Resources))
        || (plan.Times is { } times && times.Holidays != row.Holidays);

    private static string? Dates(IReadOnlyList<DateOnly>? days) =>
        days is not { Count: > 0 } ? null : string.Join(',', days.Order().Select(d => d.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>What is wrong with a plan in itself.</summary>
internal static class OfferingRules
{
    private const long DearestFen = 10_000_000;
    private const long MostPoints = 100_000;

    public static Problem? Fault(OfferingPlan plan, KindBook kinds)
    {
        if (plan.Kind is null || !kinds.Knows(plan.Kind))
            return Problem.Invalid("kind", "bookings.kind_unknown", "没有这个类别。", "There is no such kind.");
        if (!PlainText.TryCleanLine(plan.Title.Zh, 60, out var zh) || zh.Length < 2)
            return Problem.Invalid("titleZh", "bookings.title", "请填写名称（2–60 个字）。", "Give a name of 2–60 characters.");
        if (!PlainText.TryCleanLine(plan.Title.En, 100, out _) || !PlainText.TryClean(plan.About, 2000, out _))
            return Problem.Invalid("about", "bookings.about", "介绍不超过 2000 个字，英文名称不超过 100 个字符。", "The description has at most 2,000 characters, the English name 100.");
        if (plan.Capacity is < 1 or > 100_000)
            return Problem.Invalid("capacity", "bookings.capacity", "名额为 1 到 100000。", "Give 1 to 100,000 places.");
        if (plan.Resources.Count > 8 || plan.Resources.Any(r => r is not { Length: > 0 and <= 60 } || r.Contains('|', StringComparison.Ordinal)))
            return Problem.Invalid("resources", "bookings.resources", "一项最多占用 8 个资源。", "An offering takes at most 8 resources.");
        if (plan.Use?.Length > 40)
            return Problem.Invalid("use", "bookings.use_missing", "请选择用途。", "Choose what it is for.");
        return FaultOf(plan.Times) ?? FaultOf(plan.Terms) ?? JoinedLateForMoney(plan, kinds);
    }

    // Who leaves in time gets everything back: of a term that is left on its last day that would be the whole term.
    private static Problem? JoinedLateForMoney(OfferingPlan plan, KindBook kinds) =>
        plan.Terms.JoinsWhileItRuns && (kinds.Find(plan.Kind).Mode != OfferingMode.Series || plan.Terms.DepositFen > 0 || plan.Terms.Prices.Any(p => p.Fen > 0 || p.Points > 0))
            ? Problem.Invalid("joinsWhileItRuns", "bookings.joins_price", "随时插班只用于不收费的整期报名；要收费的请按月另收。", "Only an enrolment that costs nothing here may be joined and left while it runs: take fees by the month.")
            : null;

    private static Problem? FaultOf(OfferingTimes? times)
    {
        if (times is null)
            return null;
        if (times.Minutes is < 5 or > 2880)
            return Problem.Invalid("minutes", "bookings.minutes", "每场 5 分钟到 48 小时。", "A session lasts 5 minutes to 48 hours.");
        if (times.FirstDay.Year is < 2000 or > 2100)
            return Problem.Invalid("firstDay", "bookings.first_day", "首日不正确。", "The first day is wrong.");
        if (times.Except.Count > 400 || times.Also.Count > 400)
            return Problem.Invalid("except", "bookings.exceptions", "例外日期最多 400 个。", "At most 400 exceptions.");
        return times.Rule is not null && RecurrenceRule.Read(times.Rule) is null
            ? Problem.Invalid("rule", "bookings.rule", "重复规则看不懂。例如每周二、四：FREQ=WEEKLY;BYDAY=TU,TH", "The rule cannot be read. Every Tuesday and Thursday is FREQ=WEEKLY;BYDAY=TU,TH")
            : null;
    }

    private static Problem? FaultOf(BookingTerms terms)
    {
        // What came as JSON may hold nothing where something must be: an offering that cannot be read stops every reservation.
        if (Lacks(terms.Prices) || Lacks(terms.Quotas) || Lacks(terms.Conditions) || Lacks(terms.Posts) || terms.Interval is null || (terms.Quiet is { } quiet && Lacks(quiet.LoudUses)))
            return Problem.Invalid("terms", "bookings.terms_list", "预约规则里有空的条目，或条目过多（最多 50 条）。", "A list of the rules has an empty entry, or more than 50.");
        if (terms.Conditions.Concat(terms.Posts).Concat(terms.Quiet?.LoudUses ?? []).Any(c => c.Length is 0 or > 100) || terms.Prices.Any(p => p.Use?.Length > 40))
            return Problem.Invalid("terms", "bookings.terms_codes", "预约规则里的代码应为 1–100 个字符。", "Codes in the rules have 1 to 100 characters.");
        if (terms.LeastAge is < 0 or > 120 || terms.MostAge is < 0 or > 120 || terms.LeastAge > terms.MostAge)
            return Problem.Invalid("leastAge", "bookings.ages", "年龄限制不正确。", "The ages are wrong.");
        if (terms.Prices.Any(p => p.Fen is < 0 or > DearestFen) || terms.DepositFen is < 0 or > DearestFen)
            return Problem.Invalid("price", "bookings.price_range", "价格和押金应为 0 到 100000 元。", "Prices and deposits are ¥0 to ¥100,000.");
        if (terms.Prices.Any(p => p.Points is < 0 or > MostPoints))
            return Problem.Invalid("points", "bookings.points_range", "积分价格应为 0 到 100000 分。", "A price in points is 0 to 100,000.");
        if (terms.Quotas.Any(q => q.Most is < 1 or > 10_000))
            return Problem.Invalid("quota", "bookings.quota_range", "限额至少为 1。", "A limit is at least 1.");
        if (terms.NoShow is { } noShow && (noShow.Allowed is < 0 or > 100 || noShow.WithinDays is < 1 or > 730 || noShow.PauseDays is < 0 or > 730))
            return Problem.Invalid("noShow", "bookings.no_show_range", "爽约规则：允许 0–100 次，统计 1–730 天，暂停 0–730 天。", "No-shows: 0 to 100 are forgiven within 1 to 730 days; a pause has 0 to 730.");
        if (terms.OpensOn is { } opens && !BookingRules.IsSane(opens))
            return Problem.Invalid("opensOn", "bookings.first_day", "开放预约的时间不正确。", "The time at which booking opens is wrong.");
        if (terms.MostParty is < 1 or > 5000 || terms.CancelHours is < 0 or > 8760 || terms.OfferMinutes is < 5 or > 20_160 || terms.LateRefundPercent is < 0 or > 100
            || terms.OpensDaysBefore is < 0 or > 365 || terms.ClosesMinutesBefore is < 0 or > 525_600 || terms.DrawHoursBefore is < 1 or > 2160)
            return Problem.Invalid("terms", "bookings.terms", "预约规则里有数值超出范围。", "A number of the rules is out of range.");
        return terms.Interval is { StepMinutes: < 5 or > 480 } or { LeastMinutes: < 5 } || terms.Interval.MostMinutes < terms.Interval.LeastMinutes || terms.Interval.MostMinutes > 1440
            ? Problem.Invalid("interval", "bookings.interval", "时段长度不正确。", "The lengths are wrong.")
            : null;
    }

    private static bool Lacks<T>(IReadOnlyList<T>? list) => list is null || list.Count > 50 || list.Any(one => one is null);
}
