using System.Globalization;
using Linli.Ledger;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>What volunteering keeps of a person. Of hours it stays that somebody gave them, without who: they add up with the ledger.</summary>
internal sealed class VolunteerPersonalData(LinliDb db, FieldCipher cipher, ILedger ledger, INotices notices, TimeProvider time) : IPersonalData
{
    public string Module => "volunteering";

    public Phrase Title => ("志愿服务", "Volunteering");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var me = subject.Person;
        // Of one person, whatever the place.
        var card = await db.Unfiltered<Volunteer>().AsNoTracking().SingleOrDefaultAsync(v => v.Person == me, cancel);
        var rows = await db.Records<SignUp>().AsNoTracking().Where(s => s.Person == me)
            .Join(db.Unfiltered<VolunteerActivity>(), s => s.Activity, a => a.Id, (s, a) => new { s, a.Title, a.StartsAt }).OrderBy(x => x.StartsAt).ToListAsync(cancel);
        var papers = await db.Records<VolunteerCertificate>().AsNoTracking().Where(c => c.Person == me).OrderBy(c => c.At).ToListAsync(cancel);
        var asked = await db.Unfiltered<HoursExchange>().AsNoTracking().Where(r => r.Giver == me || r.Elder == me || r.Volunteer == me).OrderBy(r => r.At).ToListAsync(cancel);
        if (card is null && rows.Count + papers.Count + asked.Count == 0)
            return [];
        return
        [
            new("registration", ("注册志愿者", "Registration"), card is null ? [] : [[
                new("number", ("编号", "Number"), card.Number), new("skills", ("特长", "Skills"), card.Skills), new("times", ("时间", "Times"), card.Times),
                new("emergency", ("紧急联系人", "Emergency contact"), card.Emergency is { } contact ? cipher.Open(contact) : null),
            ]]),
            new("activities", ("志愿活动", "Activities"), [.. rows.Select(x => new DataValue[]
            {
                new("title", ("活动", "Activity"), x.Title),
                DataValue.Instant("startsAt", ("时间", "When"), x.StartsAt),
                new("state", ("报名", "Sign-up"), x.s.State.ToString()),
                DataValue.Instant("in", ("签到", "Checked in"), x.s.InAt),
                DataValue.Instant("out", ("签退", "Checked out"), x.s.OutAt),
                new("minutes", ("时长（分钟）", "Minutes"), x.s.Minutes?.ToString(CultureInfo.InvariantCulture)),
                new("points", ("积分", "Points"), x.s.Points.ToString(CultureInfo.InvariantCulture)),
                new("word", ("说明", "Word"), x.s.Word),
                new("forged", ("认定不实", "Flagged as forged"), x.s.ForgedWhy),
            })]),
            new("certificates", ("志愿服务证明", "Certificates"), [.. papers.Select(c => new DataValue[]
            {
                new("number", ("编号", "Number"), c.Number),
                DataValue.Day("from", ("从", "From"), c.From),
                DataValue.Day("until", ("到", "Until"), c.Until),
                new("minutes", ("时长（分钟）", "Minutes"), c.Minutes.ToString(CultureInfo.InvariantCulture)),
            })]),
            new("requests", ("时间银行", "Time bank"), [.. asked.Select(r => new DataValue[]
            {
                new("number", ("编号", "Number"), r.Number),
                new("service", ("服务", "Service"), r.Service),
                DataValue.Instant("startsAt", ("时间", "When"), r.StartsAt),
                new("minutes", ("时长（分钟）", "Minutes"), r.Minutes.ToString(CultureInfo.InvariantCulture)),
                new("part", ("您是", "You are"), r.Volunteer == me ? "volunteer" : r.Giver == me ? "giver" : "elder"),
                new("note", ("补充说明", "Note"), r.Giver == me && r.Note is { } note ? cipher.Open(note) : null),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var hours = await db.Records<SignUp>().CountAsync(s => s.Person == subject.Person && s.SettledAt != null, cancel);
        return hours == 0 ? [] :
        [
            new(("活动中“有一人服务了若干分钟”，不含是谁", "That somebody gave so many minutes to an activity, without who"),
                ("志愿服务条例：服务记录应真实、可核对", "Regulations on voluntary service: records are true and add up"), hours),
        ];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var me = subject.Person;
        await GiveUpPlaces(me, cancel);
        await EndRequests(me, cancel);
        foreach (var row in await db.Records<SignUp>().Where(s => s.Person == me).Select(s => s.Id).ToListAsync(cancel))
        {
            // An id of nobody for each, so that two rows of an activity stay two.
            var nobody = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
            await db.Records<SignUp>().Where(s => s.Id == row).ExecuteUpdateAsync(
                s => s.SetProperty(x => x.Person, nobody).SetProperty(x => x.Account, Guid.Empty).SetProperty(x => x.Guardian, (Guid?)null).SetProperty(x => x.Word, (string?)null)
                    .SetProperty(x => x.ForgedWhy, (string?)null), cancel);
        }

        await db.Records<VolunteerCertificate>().Where(c => c.Person == me).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Volunteer>().Where(v => v.Person == me).ExecuteDeleteAsync(cancel);

        // Of one person, whatever the place.
        foreach (var given in await db.Unfiltered<HoursExchange>().Where(r => r.Giver == me || r.Elder == me || r.Volunteer == me).ToListAsync(cancel))
        {
            if (given.Giver == me || given.Elder == me)
                given.Note = null;
            if (given.Giver == me)
                (given.Giver, given.Account) = (Guid.Empty, Guid.Empty);
            if (given.Elder == me)
                given.Elder = Guid.Empty;
            if (given.Volunteer == me)
                (given.Volunteer, given.VolunteerAccount) = (null, null);
        }
    }

    // Their places go to those who wait.
    private async Task GiveUpPlaces(Guid me, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        foreach (var seen in await db.Records<SignUp>().AsNoTracking().Where(s => s.Person == me && s.SettledAt == null).OrderBy(s => s.Activity).ToListAsync(cancel))
        {
            await db.LockUntilCommit($"volunteer.activity.{seen.Activity}", cancel);
            if (await db.Records<SignUp>().SingleOrDefaultAsync(s => s.Id == seen.Id && s.SettledAt == null, cancel) is not { } row)
                continue;
            row.State = SignUpState.Cancelled;
            await Seats.Fill(db, notices, await db.Unfiltered<VolunteerActivity>().SingleAsync(a => a.Id == row.Activity, cancel), now, cancel); // that of their own place
            db.Records<SignUp>().Remove(row);
        }
    }

    // Hours that were set aside are free again; a request whose volunteer goes looks for another one.
    private async Task EndRequests(Guid me, CancellationToken cancel)
    {
        // Of one person, whatever the place.
        foreach (var id in await db.Unfiltered<HoursExchange>().Where(r => (r.Giver == me || r.Elder == me || r.Volunteer == me) && r.State != ExchangeState.Done).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancel))
        {
            await db.LockUntilCommit($"volunteer.request.{id}", cancel);
            var row = await db.Unfiltered<HoursExchange>().SingleAsync(r => r.Id == id, cancel);
            var running = row.State is ExchangeState.Asked or ExchangeState.Matched;
            if (row.Giver != me && row.Elder != me)
            {
                (row.State, row.Volunteer, row.VolunteerAccount) = (running ? ExchangeState.Asked : row.State, null, null);
                continue;
            }

            if (running && row.Hold is { } hold)
                await ledger.Release(hold, cancel);
            foreach (var account in new[] { row.VolunteerAccount, row.Giver == me ? null : row.Account }.OfType<Guid>().Where(_ => running))
                await notices.Tell(account, "volunteer.request", ("时间银行的预约取消了", "A time-bank request was taken back"), (row.Service, row.Service), "/volunteering/hours", $"hours-cancelled:{row.Id}", cancel);
            await db.Unfiltered<HoursExchange>().Where(r => r.Id == id).ExecuteDeleteAsync(cancel); // theirs
        }
    }
}
