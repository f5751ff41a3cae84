using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cockpit.Roster;

/// <summary>Shifts and hand-overs of somebody who stood watch.</summary>
internal sealed class RosterPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "cockpit";

    public Phrase Title => ("值守", "The watch");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var shifts = await Shifts(subject).AsNoTracking().OrderBy(s => s.StartsAt).ToListAsync(cancel);
        var signed = await Signed(subject).AsNoTracking().ToListAsync(cancel);
        return
        [
            new("shifts", ("班次", "Shifts"), [.. shifts.Select(s => new DataValue[] { DataValue.Instant("from", ("从", "From"), s.StartsAt), DataValue.Instant("to", ("到", "To"), s.EndsAt) })]),
            new("handOvers", ("交接班签字", "Hand-overs signed"), [.. signed.Select(h => new DataValue[] { DataValue.Instant("given", ("交班", "Given"), h.GivenAt), DataValue.Instant("taken", ("接班", "Taken"), h.TakenAt), new("notes", ("说明", "Notes"), h.Notes) })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await Signed(subject).CountAsync(cancel) is > 0 and var count
            ? [new(("交接班记录，不含姓名", "Records of hand-overs, without the name"), ("安全值守须可核查", "Who stood watch when has to stay open to review"), count)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var shift in await Shifts(subject).ToListAsync(cancel))
            shift.Account = null;
        foreach (var hand in await Signed(subject).ToListAsync(cancel))
        {
            hand.From = hand.From is { } from && subject.Accounts.Contains(from) ? null : hand.From;
            hand.To = hand.To is { } to && subject.Accounts.Contains(to) ? null : hand.To;
            hand.Notes = subject.Scrub(hand.Notes);
        }
    }

    private IQueryable<Shift> Shifts(DataSubject subject) => db.Unfiltered<Shift>().Where(s => s.Account != null && subject.Accounts.Contains(s.Account.Value));

    private IQueryable<HandOver> Signed(DataSubject subject) => db.Unfiltered<HandOver>().Where(h => (h.From != null && subject.Accounts.Contains(h.From.Value)) || (h.To != null && subject.Accounts.Contains(h.To.Value)));
}
