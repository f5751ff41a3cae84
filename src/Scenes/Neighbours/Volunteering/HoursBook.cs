using System.Globalization;
using Linli.Ledger;
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
internal sealed class HoursBook(LinliDb db, ILedger ledger, IEarning earning, INotices notices, TimeProvider time)
{
    /// <summary>An hour of volunteering, as the rules of points name it.</summary>
    public const string Event = "volunteer.hour";

    public const string Poster = "neighbours.volunteering";

    /// <summary>Records hours, or replaces what was recorded by compensating it.</summary>
    public async Task<Result<Done>> Settle(VolunteerActivity activity, SignUp row, int minutes, Guid? by, Phrase why, CancellationToken cancel, bool quiet = false)
    {
        // What somebody stores is looked at before it grows: one after the other for each person.
        await db.LockUntilCommit($"volunteer.hours.{row.Person}", cancel);
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
        row.Transfer = null;
        if (minutes > 0)
        {
            var posted = await Post(activity, row, wallet, own, pool, place, cancel);
            if (!posted.Ok)
                return posted.As<Done>();
            row.Transfer = posted.Value.Id;
        }

        await Points(activity, row, place, cancel);
        if (!quiet)
            await Tell(activity, row, cancel);
        return Done.It;
    }

    /// <summary>Takes back what is still there of recorded hours, and never more: nobody falls below zero.</summary>
    public async Task<Result<Done>> TakeBack(SignUp row, Phrase why, CancellationToken cancel)
    {
        await db.LockUntilCommit($"volunteer.hours.{row.Person}", cancel);
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
    private async Task Points(VolunteerActivity activity, SignUp row, ScopePath place, CancellationToken cancel)
    {
        var day = LocalTime.DateOf(activity.StartsAt);
        (row.Points, row.WhyZh, row.WhyEn) = (0, null, null);
        var hours = VolunteerRules.PointHours(row.Minutes!.Value);
        for (var hour = 1; hour <= hours; hour++)
        {
            var earned = await earning.Earn(
                new(Event, string.Create(CultureInfo.InvariantCulture, $"{activity.Id:N}.{hour}"), row.Person, place, day) { Witnessed = true, Proof = $"志愿活动 {activity.Number}" }, cancel);
            if (!earned.Ok)
            {
                (row.WhyZh, row.WhyEn) = (earned.Problem.Message.Zh, earned.Problem.Message.En);
                break;
            }

            row.Points += earned.Value.Points;
        }

        if (hours == 0)
            (row.WhyZh, row.WhyEn) = ("不满 1 小时不计积分，时长照记。", "Less than an hour brings no points; the minutes count.");
    }

    private async Task Tell(VolunteerActivity activity, SignUp row, CancellationToken cancel) =>
        await notices.Tell(row.Account, "volunteer.hours", ("志愿时长已记入", "Your hours were recorded"),
            ($"{activity.Title}：{VolunteerWords.Minutes(row.Minutes!.Value).Zh}，{row.Points} 积分。", $"{activity.Title}: {VolunteerWords.Minutes(row.Minutes.Value).En}, {row.Points} points."),
            "/volunteering/record", $"volunteer-hours:{row.Id}:{row.Round}", cancel);
}
