using System.Globalization;
using Linli.Mobility.GuardPoints;
using Linli.Mobility.Parking;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>A pupil's card with its alerts, and times that somebody was on duty at a guard point.</summary>
internal sealed class MobilityPersonalData(LinliDb db, PupilsEnd ending, ITracks tracks, TimeProvider time) : IPersonalData
{
    // A week of two windows a day, with a position every 15 s, is 2,500; a card that says it every second still fits.
    private const int MostOfTrack = 50_000;

    public string Module => "mobility";

    public Phrase Title => ("通学路与护学点", "School path and guard points");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var pupils = await db.Unfiltered<Pupil>().AsNoTracking().Where(p => p.Person == subject.Person).OrderBy(p => p.At).ToListAsync(cancel);
        var ids = pupils.Select(p => p.Id).ToList();
        var alerts = await db.Unfiltered<SchoolAlert>().AsNoTracking().Where(a => ids.Contains(a.Pupil)).OrderBy(a => a.ToldAt).ToListAsync(cancel);
        var duties = await db.Unfiltered<GuardDuty>().AsNoTracking().Where(d => d.Account != null && subject.Accounts.Contains(d.Account.Value)).OrderBy(d => d.From).ToListAsync(cancel);
        var sections = new List<DataSection>();
        if (pupils.Count > 0)
            sections.Add(new("cards", ("学生卡", "Student cards"), [.. pupils.Select(p => new DataValue[]
            {
                new("card", ("卡号", "Number"), p.Card), new("school", ("学校", "School"), p.School), new("compound", ("小区", "Compound"), p.Compound),
                DataValue.Instant("at", ("登记时间", "Since"), p.At), DataValue.Instant("endedAt", ("停用时间", "Until"), p.EndedAt),
            })]));
        if (await Track(pupils, cancel) is { Count: > 0 } track)
            sections.Add(new("track", ("行踪（保存 7 天）", "Whereabouts (kept for 7 days)"), track));
        if (alerts.Count > 0)
            sections.Add(new("alerts", ("通学提醒", "Alerts"), [.. alerts.Select(a => new DataValue[]
            {
                new("kind", ("内容", "What"), a.Kind.ToString()), DataValue.Instant("causeAt", ("发生时间", "When"), a.CauseAt), DataValue.Instant("toldAt", ("通知时间", "Told"), a.ToldAt),
                DataValue.Instant("closedAt", ("办结时间", "Closed"), a.ClosedAt),
            })]));
        if (duties.Count > 0)
            sections.Add(new("duties", ("护学值守", "Duty at guard points"), [.. duties.Select(d => new DataValue[]
            {
                new("point", ("护学点", "Point"), d.Point), DataValue.Instant("from", ("到岗", "From"), d.From), DataValue.Instant("until", ("离岗", "Until"), d.Until),
            })]));
        return sections;
    }

    // A card may have been another child's before, or be one's now.
    private async Task<List<DataValue[]>> Track(IReadOnlyList<Pupil> pupils, CancellationToken cancel)
    {
        var track = new List<DataValue[]>();
        foreach (var pupil in pupils)
            track.AddRange((await tracks.Positions(new(pupil.Device), pupil.At, pupil.EndedAt ?? Clock.Now(time).AddMinutes(1), MostOfTrack, cancel)).Select(p => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), p.At), new("latitude", ("纬度（WGS-84）", "Latitude (WGS-84)"), p.Fix.Latitude.ToString("0.######", CultureInfo.InvariantCulture)),
                new("longitude", ("经度（WGS-84）", "Longitude (WGS-84)"), p.Fix.Longitude.ToString("0.######", CultureInfo.InvariantCulture)),
            }));
        return track;
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var duties = await db.Unfiltered<GuardDuty>().CountAsync(d => d.Account != null && subject.Accounts.Contains(d.Account.Value), cancel);
        return duties == 0 ? [] :
            [new(("护学值守和帮助记录，不带姓名", "Duties and help at guard points, without the name"), ("护学点的值守情况要能核对", "So that duty at guard points can be checked"), duties)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await ending.Of(subject.Person, cancel);
        await db.SaveChangesAsync(cancel);
        await db.Unfiltered<Pupil>().Where(p => p.Person == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Pupil>().Where(p => p.By != null && subject.Accounts.Contains(p.By.Value)).ExecuteUpdateAsync(x => x.SetProperty(p => p.By, (Guid?)null), cancel);
        await db.Records<GuardKeeper>().Where(k => subject.Accounts.Contains(k.Account)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<GuardDuty>().Where(d => d.Account != null && subject.Accounts.Contains(d.Account.Value)).ExecuteUpdateAsync(x => x.SetProperty(d => d.Account, (Guid?)null), cancel);
        await db.Unfiltered<GuardHelp>().Where(h => h.Account != null && subject.Accounts.Contains(h.Account.Value)).ExecuteUpdateAsync(x => x.SetProperty(h => h.Account, (Guid?)null), cancel);
        await db.Unfiltered<LotCorrection>().Where(c => c.By != null && subject.Accounts.Contains(c.By.Value)).ExecuteUpdateAsync(x => x.SetProperty(c => c.By, (Guid?)null), cancel);
    }
}

/// <summary>Alerts about pupils go with the term (R38: delete soon).</summary>
internal sealed class AlertsKept(LinliDb db) : IRetention
{
    public string Code => "mobility.school_alert";

    public Phrase Title => ("通学提醒记录", "Alerts of the school path");

    public int Days => 180;

    public int AtLeastDays => 0;

    public Phrase Source => ("未成年人网络保护条例第 31–38 条：及时删除；保存一个学期", "Regulation on protecting minors online, arts. 31–38: deleted soon; kept for a term");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => Old(before).ExecuteDeleteAsync(cancel);

    private IQueryable<SchoolAlert> Old(DateTimeOffset before) => db.Unfiltered<SchoolAlert>().Where(a => a.ToldAt < before);
}
