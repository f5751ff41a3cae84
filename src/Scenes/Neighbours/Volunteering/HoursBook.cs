using System.Globalization;
using Linli.Ledger;
using Linli.Neighbours.Points;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>
/// Puts hours into their own books, and asks separately for the points they earn (两本账, R20): minutes never become points, and
/// neither becomes money. In the caller's transaction.
/// </summary>
internal sealed class HoursBook(LinliDb db, ILedger ledger, IEarning earning, Misses misses, INotices notices, TimeProvider time)
{
    /// <summary>An hour of volunteering, as the rules of points name it.</summary>
    public const string Event = "volunteer.hour";

    public const string Poster = "neighbours.volunteering";

    /// <summary>Records hours, or replaces what was recorded by compensating it. Minutes that are recorded elsewhere are not recorded again.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="row">Whose hours.</param>
    /// <param name="minutes">How many.</param>
    /// <param name="by">Account of whoever decides; <c>null</c> when somebody checks out.</param>
    /// <param name="why">What the statement says of a correction.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="quiet">Nobody is told.</param>
    /// <param name="exact">Somebody has said how many: more than are free is a problem, and not less than was said.</param>
    public async Task<Result<Done>> Settle(VolunteerActivity activity, SignUp row, int minutes, Guid? by, Phrase why, CancellationToken cancel, bool quiet = false, bool exact = false)
    {
        // What somebody stores is looked at before it grows: one after the other for each person.
        await LockHours(row.Person, cancel);
        var (from, until) = VolunteerRules.Span(activity.StartsAt, activity.EndsAt, row.InAt, row.OutAt, minutes);
        if (await Free(row.Person, row.Id, from, until, cancel) is var free && minutes > free)
        {
            if (exact)
                return VolunteerProblems.Recorded(free);
            (minutes, row.Word) = (free, $"同一时段已在别的志愿活动里记录，这里记 {free} 分钟 · a part of this time is recorded elsewhere: {free} min here");
        }

        var recorded = row.Minutes ?? 0;
        var place = ScopePath.Parse(activity.Scope, null);
        var wallet = await Wallet(row.Person, cancel);
        var stored = (await ledger.Balance(wallet, cancel)).Posted;
        if (row.Transfer is { } before)
        {
            var back = await ledger.Reverse(new(before, Poster, $"{row.Id:N}.{row.Round}.back", why), cancel);
            if (!back.Ok)
                return back.Problem.Code == "ledger.insufficient"
                    ? Problem.Conflict("volunteer.hours_used", "这些时长已经用掉一部分，不能再改；请先与本人沟通。", "Some of these hours were used already: speak to the person first.")
                    : back.As<Done>();
            stored -= row.Minutes!.Value - row.Donated;
        }

        var rule = await Rule(place, LocalTime.DateOf(activity.StartsAt), cancel);
        var (own, pool) = VolunteerRules.Split(minutes, stored, rule.CapMinutes, activity.Team is not null);
        (row.Minutes, row.Donated, row.Round, row.Version) = (minutes, pool, row.Round + 1, row.Version + 1);
        (row.SettledAt, row.SettledBy) = (Clock.Now(time), by);
        row.RecordedAt ??= row.SettledAt;
        row.Transfer = null;
        if (minutes > 0)
        {
            var posted = await Post(activity, row, wallet, own, pool, place, cancel);
            if (!posted.Ok)
                return posted.As<Done>();
            row.Transfer = posted.Value.Id;
        }

        if (await Points(activity, row, place, cancel) is { Ok: false } unsettled)
            return unsettled;
        if (minutes < recorded)
            await WithdrawCertificates(activity, row, cancel);
        if (!quiet)
            await Tell(activity, row, cancel);
        return Done.It;
    }

    /// <summary>Takes back what is still there of recorded hours and of their points, and never more: nobody falls below zero.</summary>
    public async Task<Result<Done>> TakeBack(VolunteerActivity activity, SignUp row, Phrase why, CancellationToken cancel)
    {
        await LockHours(row.Person, cancel);
        await WithdrawCertificates(activity, row, cancel);
        if (await TakePoints(activity, row, 0, why, cancel) is { Ok: false } refused)
            return refused;
        if (row is not { Transfer: { } transfer, Minutes: { } minutes })
            return Done.It;
        var wallet = await ledger.Find(AccountOwner.Person(row.Person), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, cancel);
        var issuer = await ledger.Find(new(OwnerKind.Issuer, "volunteer-time"), LedgerUnit.VolunteerMinutes, "issue", cancel);
        var left = wallet is { } account ? Math.Clamp((await ledger.Balance(account, cancel)).Available ?? 0, 0, minutes - row.Donated) : 0;
        var inPool = row.Donated == 0 ? 0 : Math.Clamp((await ledger.Balance(await Pool(cancel), cancel)).Available ?? 0, 0, row.Donated);
        if (left + inPool > 0)
        {
            var part = new List<Entry> { Entry.To(issuer!.Value, new VolunteerMinutes(left + inPool)) };
            if (left > 0)
                part.Add(Entry.From(wallet!.Value, new VolunteerMinutes(left)));
            if (inPool > 0)
                part.Add(Entry.From(await Pool(cancel), new VolunteerMinutes(inPool)));
            var back = await ledger.Reverse(new(transfer, Poster, $"{row.Id:N}.{row.Round}.back", why) { Part = part }, cancel);
            if (!back.Ok)
                return back.As<Done>();
        }

        (row.Minutes, row.Donated, row.Transfer, row.Version) = (0, 0, null, row.Version + 1);
        return Done.It;
    }

    /// <summary>One after the other for each person: what they store, and which minutes of theirs are recorded.</summary>
    public Task LockHours(Guid person, CancellationToken cancel) => db.LockUntilCommit($"volunteer.hours.{person}", cancel);

    /// <summary>How many minutes of a time are recorded nowhere else for a person; while their hours are locked.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="except">The record that is being made.</param>
    /// <param name="from">From.</param>
    /// <param name="until">Until.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<int> Free(Guid person, Guid except, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        // Of one person, wherever it was.
        var there = await db.Records<SignUp>().AsNoTracking().Where(s => s.Person == person && s.Id != except && s.Minutes > 0)
            .Join(db.Unfiltered<VolunteerActivity>().Where(a => a.StartsAt < until && a.EndsAt > from), s => s.Activity, a => a.Id, (s, a) => new { s, a.StartsAt, a.EndsAt }).ToListAsync(cancel);
        var earliest = from.AddHours(-8);
        var served = await db.Unfiltered<HoursExchange>().AsNoTracking()
            .Where(r => r.Volunteer == person && r.Id != except && r.State == ExchangeState.Done && r.Served > 0 && r.StartsAt < until && r.StartsAt > earliest).ToListAsync(cancel);
        return VolunteerRules.Free(
            from, until,
            there.Select(x => VolunteerRules.Span(x.StartsAt, x.EndsAt, x.s.InAt, x.s.OutAt, x.s.Minutes!.Value) is var span ? (span.From, span.Until, x.s.Minutes!.Value) : default)
                .Concat(served.Select(r => (r.StartsAt, r.StartsAt.AddMinutes(r.Served!.Value), r.Served.Value))));
    }

    /// <summary>The account that a person's minutes lie on.</summary>
    public Task<AccountId> Wallet(Guid person, CancellationToken cancel) => ledger.Wallet(person, LedgerUnit.VolunteerMinutes, cancel);

    /// <summary>Where hours come from and go back to; it has no floor and is never locked.</summary>
    public Task<AccountId> Issuer(ScopePath place, CancellationToken cancel) =>
        ledger.Open(new(new(OwnerKind.Issuer, "volunteer-time"), LedgerUnit.VolunteerMinutes, "issue", place, null) { Label = ("志愿时长发放", "Issuer of volunteer time") }, cancel);

    /// <summary>The common pool (公益时间池): hours that were given away, for elders who have none.</summary>
    public Task<AccountId> Pool(CancellationToken cancel) =>
        ledger.Open(new(new(OwnerKind.Fund, "volunteer-pool"), LedgerUnit.VolunteerMinutes, "pool", ScopePath.Root, 0) { Label = ("公益时间池", "Common pool of hours") }, cancel);

    /// <summary>What holds at a place on a day.</summary>
    public async Task<VolunteerRule> Rule(ScopePath place, DateOnly day, CancellationToken cancel) =>
        VolunteerRules.Of(await db.Records<VolunteerRule>().AsNoTracking().ToListAsync(cancel), place, day);

    private async Task<Result<Posted>> Post(VolunteerActivity activity, SignUp row, AccountId wallet, int own, int pool, ScopePath place, CancellationToken cancel)
    {
        var issuer = await Issuer(place, cancel);
        var entries = new List<Entry> { Entry.From(issuer, new VolunteerMinutes(own + pool)) };
        if (own > 0)
            entries.Add(Entry.To(wallet, new VolunteerMinutes(own)));
        if (pool > 0)
            entries.Add(Entry.To(await Pool(cancel), new VolunteerMinutes(pool)));
        var (day, today) = (LocalTime.DateOf(activity.StartsAt), LocalTime.Today(time));
        return await ledger.Post(
            new(Poster, $"{row.Id:N}.{row.Round}", "volunteer.time", ($"志愿服务：{activity.Title}", $"Volunteering: {activity.Title}"), entries)
            {
                Subject = activity.Id.ToString(),
                // A month that is over may be closed already.
                Date = (day.Year, day.Month) == (today.Year, today.Month) && day <= today ? day : null,
            },
            cancel);
    }

    // A rule that refuses leaves the hours as they are; the person reads which limit it was.
    private async Task<Result<Done>> Points(VolunteerActivity activity, SignUp row, ScopePath place, CancellationToken cancel)
    {
        (row.Points, row.WhyZh, row.WhyEn) = (0, null, null);
        var hours = VolunteerRules.PointHours(row.Minutes!.Value);
        if (row.Round > 1 && await TakePoints(activity, row, hours, ("志愿时长更正", "Volunteer hours corrected"), cancel) is { Ok: false } refused)
            return refused;
        for (var hour = 1; hour <= hours; hour++)
        {
            var act = ActOf(activity, row, hour, place);
            var earned = await earning.Earn(act, cancel);
            if (!earned.Ok)
            {
                (row.WhyZh, row.WhyEn) = (earned.Problem.Message.Zh, earned.Problem.Message.En);
                if (!Misses.WaitsForBudget(earned.Problem))
                    break;
                misses.Add(act, earned.Problem);
                continue;
            }

            row.Points += earned.Value.Points;
        }

        if (hours == 0 && row.Points == 0)
            (row.WhyZh, row.WhyEn) = ("不满 1 小时不计积分，时长照记。", "Less than an hour brings no points; the minutes count.");
        return Done.It;
    }

    // What was spent of the points stays with the person, and the record says so.
    private async Task<Result<Done>> TakePoints(VolunteerActivity activity, SignUp row, int hours, Phrase why, CancellationToken cancel)
    {
        (row.Points, row.WhyZh, row.WhyEn) = (0, null, null);
        var place = ScopePath.Parse(activity.Scope, null);
        var most = VolunteerRules.PointHours(VolunteerRules.Minutes(activity.StartsAt, activity.EndsAt, activity.StartsAt, activity.EndsAt));
        await misses.Forget([.. Enumerable.Range(1, most).Select(hour => ActOf(activity, row, hour, place))], cancel);
        for (var hour = hours + 1; hour <= most; hour++)
        {
            var kept = await earning.TakeBack(ActOf(activity, row, hour, place), why, cancel);
            if (!kept.Ok)
                return kept.As<Done>();
            row.Points += kept.Value;
        }

        if (row.Points > 0)
            (row.WhyZh, row.WhyEn) = ("已用掉的积分不收回。", "Points that were spent are not taken back.");
        return Done.It;
    }

    private static Act ActOf(VolunteerActivity activity, SignUp row, int hour, ScopePath place) =>
        new(Event, string.Create(CultureInfo.InvariantCulture, $"{activity.Id:N}.{hour}"), row.Person, place, LocalTime.DateOf(activity.StartsAt)) { Witnessed = true, Proof = $"志愿活动 {activity.Number}" };

    // What they say of this activity is true no more; a new one costs nothing.
    private Task WithdrawCertificates(VolunteerActivity activity, SignUp row, CancellationToken cancel) =>
        WithdrawCertificates(row.Person, row.Account, LocalTime.DateOf(activity.StartsAt), row.RecordedAt ?? row.SettledAt, $"{row.Id}:{row.Round}", cancel);

    /// <summary>Takes certificates back that hold hours which were corrected (R19).</summary>
    /// <param name="person">Whose.</param>
    /// <param name="account">Who is told.</param>
    /// <param name="day">Local day of the hours.</param>
    /// <param name="since">When they were recorded: a paper from before does not hold them.</param>
    /// <param name="key">Tells the person once.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task WithdrawCertificates(Guid person, Guid account, DateOnly day, DateTimeOffset? since, string key, CancellationToken cancel)
    {
        var wrong = await db.Records<VolunteerCertificate>()
            .Where(c => c.Person == person && c.WithdrawnAt == null && c.From <= day && c.Until >= day && c.At >= since).ToListAsync(cancel);
        foreach (var paper in wrong)
            paper.WithdrawnAt = Clock.Now(time);
        if (wrong.Count > 0)
            await notices.Tell(account, "volunteer.certificate", ("一份志愿服务证明已撤回", "A certificate was withdrawn"),
                ("其中一次服务的时长已更正；可以免费重新开具。", "The hours of one activity in it were corrected; a new one is free of charge."),
                "/volunteering/record", $"volunteer-certificate:{key}", cancel);
    }

    private async Task Tell(VolunteerActivity activity, SignUp row, CancellationToken cancel) =>
        await notices.Tell(row.Account, "volunteer.hours", ("志愿时长已记入", "Your hours were recorded"),
            ($"{activity.Title}：{VolunteerWords.Minutes(row.Minutes!.Value).Zh}，{row.Points} 积分。", $"{activity.Title}: {VolunteerWords.Minutes(row.Minutes.Value).En}, {row.Points} points."),
            "/volunteering/record", $"volunteer-hours:{row.Id}:{row.Round}", cancel);
}
