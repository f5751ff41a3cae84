using Linli.Health.ElderWatch;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Privacy;

/// <summary>Devices at home with what they said, alerts, and stays in nursing beds: exported in full, and gone with the person.</summary>
internal sealed class WatchPersonalData(LinliDb db, WatchBook book, ITracks tracks, FieldCipher cipher, TimeProvider time) : IPersonalData
{
    private const int MostReadings = 20_000;

    public string Module => "elder-watch";

    public Phrase Title => ("居家监测与床位", "Watch at home and beds");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var devices = await db.Unfiltered<HomeDevice>().AsNoTracking().Where(d => d.Person == subject.Person).OrderBy(d => d.Since).ToListAsync(cancel);
        var alerts = await db.Unfiltered<HomeAlert>().AsNoTracking().Where(a => a.Person == subject.Person).OrderBy(a => a.ToldAt).ToListAsync(cancel);
        var stays = await db.Unfiltered<BedStay>().AsNoTracking().Where(s => s.Person == subject.Person).OrderBy(s => s.At).ToListAsync(cancel);
        var sections = new List<DataSection>();
        if (devices.Count > 0)
        {
            sections.Add(new("devices", ("居家设备", "Devices at home"), [.. devices.Select(d => new DataValue[]
            {
                new("kind", ("类型", "Kind"), WatchDevices.Find(d.Kind)?.Name.Zh ?? d.Kind), new("code", ("编号", "Code"), d.Code), new("centre", ("养老中心", "Centre"), d.Centre),
                DataValue.Instant("since", ("启用", "Since"), d.Since), DataValue.Instant("endedAt", ("停用", "Until"), d.EndedAt),
            })]));
            if (await Readings(devices, cancel) is { Count: > 0 } readings)
                sections.Add(new("readings", ("设备读数", "Readings"), readings));
        }

        if (alerts.Count > 0)
            sections.Add(new("alerts", ("提醒", "Alerts"), [.. alerts.Select(a => new DataValue[]
            {
                new("kind", ("内容", "What"), WatchWords.Of(a.Kind).Zh), DataValue.Instant("causeAt", ("发生", "When"), a.CauseAt), DataValue.Instant("takenAt", ("接手", "Taken"), a.TakenAt),
                DataValue.Instant("closedAt", ("办结", "Closed"), a.ClosedAt), new("verdict", ("核实", "Verdict"), a.Verdict?.ToString()), new("done", ("处理", "What was done"), a.Done is { } done ? cipher.Open(done) : null),
            })]));
        if (stays.Count > 0)
            sections.Add(new("beds", ("床位", "Beds"), [.. stays.Select(s => new DataValue[]
            {
                new("centre", ("养老中心", "Centre"), s.Centre), DataValue.Day("from", ("入住", "From"), s.From), DataValue.Day("until", ("计划截止", "Until"), s.Until), DataValue.Instant("endedAt", ("退床", "Ended"), s.EndedAt),
            })]));
        return sections;
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await book.End(subject.Person, null, cancel);
        await db.SaveChangesAsync(cancel);
        await db.Unfiltered<HomeAlert>().Where(a => a.Person == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<HomeDevice>().Where(d => d.Person == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<BedStay>().Where(s => s.Person == subject.Person).ExecuteDeleteAsync(cancel);
        // What staff or family did stays with those they did it for, without their name.
        await db.Unfiltered<HomeAlert>().Where(a => a.TakenBy != null && subject.Accounts.Contains(a.TakenBy.Value)).ExecuteUpdateAsync(x => x.SetProperty(a => a.TakenBy, (Guid?)null), cancel);
        await db.Unfiltered<HomeAlert>().Where(a => a.ClosedBy != null && subject.Accounts.Contains(a.ClosedBy.Value)).ExecuteUpdateAsync(x => x.SetProperty(a => a.ClosedBy, (Guid?)null), cancel);
        await db.Unfiltered<BedStay>().Where(s => s.By != null && subject.Accounts.Contains(s.By.Value)).ExecuteUpdateAsync(x => x.SetProperty(s => s.By, (Guid?)null), cancel);
    }

    private async Task<List<IReadOnlyList<DataValue>>> Readings(IReadOnlyList<HomeDevice> devices, CancellationToken cancel)
    {
        var lines = new List<IReadOnlyList<DataValue>>();
        // What an earlier bearer of the device said is not theirs.
        foreach (var device in devices.Where(d => d.EndedAt is null))
            foreach (var measure in Measured(device.Kind))
                foreach (var value in await tracks.Values(new(device.Device), measure, device.Since, Clock.Now(time).AddDays(1), MostReadings, cancel))
                    lines.Add([
                        new("device", ("设备", "Device"), device.Code), new("measure", ("测项", "Measure"), measure), DataValue.Instant("at", ("时间", "When"), value.At),
                        new("value", ("读数", "Value"), value.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    ]);
        return lines;
    }

    private static string[] Measured(string kind) => kind switch
    {
        "sos-button" => ["sos", "battery"],
        "fall-detector" => ["fall", "motion", "battery"],
        "bed-sensor" => ["in-bed", "heart-rate", "breath-rate", "battery"],
        "door-sensor" => ["open", "tamper", "battery"],
        _ => ["motion", "battery"],
    };
}

/// <summary>Alerts of homes go after half a year.</summary>
internal sealed class OldAlerts(LinliDb db) : IRetention
{
    public string Code => "health.home_alert";

    public Phrase Title => ("居家监测提醒", "Alerts of the watch at home");

    public int Days => WatchDevices.KeepAlertsDays;

    public int AtLeastDays => 0;

    public Phrase Source => ("个人信息保护法第十九条：最短必要期限", "PIPL art. 19: no longer than needed");

    public Task<int> Due(DateTimeOffset before, CancellationToken cancel) => Old(before).CountAsync(cancel);

    public Task<int> Delete(DateTimeOffset before, CancellationToken cancel) => Old(before).ExecuteDeleteAsync(cancel);

    private IQueryable<HomeAlert> Old(DateTimeOffset before) => db.Unfiltered<HomeAlert>().Where(a => a.ToldAt < before && a.ClosedAt != null);
}
