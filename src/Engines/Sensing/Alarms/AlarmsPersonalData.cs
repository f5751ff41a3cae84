using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Sensing.Responders;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>What the engine keeps of those who work with alarms: their duty, their calls, and what they did.</summary>
internal sealed class AlarmsPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "sensing-alarms";

    public Phrase Title => ("值守与出警", "Duty and call-outs");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var duty = await db.Unfiltered<DutyRow>().AsNoTracking().Where(d => subject.Accounts.Contains(d.Account)).ToListAsync(cancel);
        var calls = await Calls(subject).AsNoTracking().OrderBy(c => c.AskedAt).ToListAsync(cancel);
        var lines = await Lines(subject).AsNoTracking().OrderBy(l => l.At).ToListAsync(cancel);
        return
        [
            new("duty", ("在岗签到", "Check-ins"), [.. duty.Select(d => new DataValue[]
            {
                new("post", ("岗位", "Post"), PostNames.Of(d.Kind).Zh), DataValue.Instant("at", ("签到", "Since"), d.CheckedInAt), DataValue.Instant("until", ("至", "Until"), d.Until),
                new("point", ("位置", "Where"), d.Point.ToString()),
            })]),
            new("calls", ("出警", "Call-outs"), [.. calls.Select(c => new DataValue[]
            {
                new("state", ("结果", "Outcome"), AlarmWords.Of(c.State).Zh), DataValue.Instant("asked", ("呼叫", "Called"), c.AskedAt), DataValue.Instant("accepted", ("接受", "Accepted"), c.AcceptedAt),
                DataValue.Instant("onSite", ("到场", "On site"), c.OnSiteAt),
            })]),
            new("acts", ("处置记录", "Acts on alarms"), [.. lines.Select(l => new DataValue[]
            {
                new("what", ("操作", "What"), AlarmWords.Line(l.What, l.Detail).Zh), DataValue.Instant("at", ("时间", "When"), l.At), new("text", ("说明", "Text"), l.Text),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await Calls(subject).CountAsync(cancel) + await Lines(subject).CountAsync(cancel) is > 0 and var count
            ? [new(("告警处置过程，不含姓名", "What was done about alarms, without the name"), ("安全事件的处置须可核查", "How an emergency was handled has to stay open to review"), count)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await db.Unfiltered<DutyRow>().Where(d => subject.Accounts.Contains(d.Account)).ExecuteDeleteAsync(cancel);
        await Calls(subject).ExecuteUpdateAsync(s => s.SetProperty(c => c.Account, (Guid?)null), cancel);
        foreach (var line in await Lines(subject).ToListAsync(cancel))
            (line.Actor, line.Text) = (null, subject.Scrub(line.Text));
        await db.Unfiltered<AlarmRow>().Where(a => a.AcknowledgedBy != null && subject.Accounts.Contains(a.AcknowledgedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(a => a.AcknowledgedBy, (Guid?)null), cancel);
        await db.Unfiltered<AlarmRow>().Where(a => a.ClosedBy != null && subject.Accounts.Contains(a.ClosedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(a => a.ClosedBy, (Guid?)null), cancel);
    }

    private IQueryable<CallRow> Calls(DataSubject subject) => db.Records<CallRow>().Where(c => c.Account != null && subject.Accounts.Contains(c.Account.Value));

    private IQueryable<AlarmLine> Lines(DataSubject subject) => db.Records<AlarmLine>().Where(l => l.Actor != null && subject.Accounts.Contains(l.Actor.Value));
}
