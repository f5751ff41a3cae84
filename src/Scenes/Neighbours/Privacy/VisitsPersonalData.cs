using System.Text.Json;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Neighbours.ServiceList;
using Linli.Neighbours.Visits;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Privacy;

/// <summary>
/// Visits at a person's home, their wishes and their appointments for advice. Of a visit it stays that one family was visited,
/// which a round has to add up to; who, where and what was said goes.
/// </summary>
internal sealed class VisitsPersonalData(LinliDb db, WishBook book, FieldCipher cipher) : IPersonalData
{
    public string Module => "visits";

    public Phrase Title => ("走访、心愿与咨询", "Visits, wishes and advice");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var families = await Families(subject).AsNoTracking()
            .Join(db.Unfiltered<VisitPlan>(), f => f.Plan, p => p.Id, (f, p) => new { f, p.Name, p.Gift }).OrderBy(x => x.f.DueOn).ToListAsync(cancel);
        var visits = await Visits(subject).AsNoTracking().OrderBy(v => v.VisitedAt).ToListAsync(cancel);
        var wishes = await Wishes(subject).AsNoTracking().OrderBy(w => w.At).ToListAsync(cancel);
        var booked = await Booked(subject).AsNoTracking()
            .Join(db.Unfiltered<LegalSlot>(), a => a.Slot, s => s.Id, (a, s) => new { a, s.StartsAt, s.Place }).OrderBy(x => x.StartsAt).ToListAsync(cancel);
        if (families.Count + wishes.Count + booked.Count == 0)
            return [];
        return
        [
            new("rounds", ("走访计划", "Rounds of visits"), [.. families.Select(x => new DataValue[]
            {
                new("plan", ("计划", "Round"), x.Name),
                new("home", ("房屋", "Home"), x.f.Home),
                new("gift", ("慰问品", "Gift"), x.Gift),
                DataValue.Day("dueOn", ("期限", "Due"), x.f.DueOn),
                DataValue.Instant("visitedAt", ("走访", "Visited"), x.f.VisitedAt),
                DataValue.Day("nextOn", ("下次", "Next"), x.f.NextOn),
            })]),
            new("visits", ("走访记录", "Visits"), [.. visits.Select(v => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), v.VisitedAt),
                new("answers", ("清单", "Check-list"), cipher.Open(v.Answers)),
                new("notes", ("记录", "Notes"), v.Notes is { } notes ? cipher.Open(notes) : null),
                new("gift", ("慰问品已送", "Gift handed over"), v.GiftGiven ? "yes" : "no"),
            })]),
            new("wishes", ("心愿", "Wishes"), [.. wishes.Select(w => new DataValue[]
            {
                new("text", ("内容", "Text"), w.Text is { } words ? cipher.Open(words) : null),
                new("publicText", ("对外的说法", "As others read it"), w.PublicText),
                new("state", ("状态", "State"), w.State.ToString().ToLowerInvariant()),
                new("word", ("答复", "Word"), w.Word),
                DataValue.Instant("at", ("时间", "When"), w.At),
            })]),
            new("appointments", ("法律咨询预约", "Appointments for legal advice"), [.. booked.Select(x => new DataValue[]
            {
                DataValue.Instant("startsAt", ("时间", "When"), x.StartsAt),
                new("place", ("地点", "Place"), x.Place),
                new("topic", ("事由", "Topic"), cipher.Open(x.a.Topic)),
                new("state", ("状态", "State"), x.a.State.ToString().ToLowerInvariant()),
                new("word", ("答复", "Word"), x.a.Word),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await Families(subject).CountAsync(f => f.VisitedAt != null, cancel) is > 0 and var visited
            ? [new(("走访计划里“走访过一户”，不含姓名、住址和内容", "That one family of a round was visited, without name, home and what was said"),
                ("走访与慰问品发放须可核对", "Visits and gifts have to add up"), visited)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var (nothing, families) = (cipher.Seal(JsonSerializer.Serialize(Array.Empty<CheckAnswer>(), Json.Options)), Families(subject).Select(f => f.Id));
        await Visits(subject).ExecuteUpdateAsync(
            v => v.SetProperty(x => x.Answers, nothing).SetProperty(x => x.Notes, (Sealed?)null).SetProperty(x => x.NextOn, (DateOnly?)null)
                .SetProperty(x => x.CaseNumber, (string?)null).SetProperty(x => x.Wish, (Guid?)null), cancel);
        foreach (var given in await db.Records<VisitHandOver>().AsNoTracking().Where(h => families.Contains(h.Family)).ToListAsync(cancel))
            await db.Records<VisitHandOver>().Where(h => h.Id == given.Id).ExecuteUpdateAsync(h => h.SetProperty(x => x.Reason, subject.Scrub(given.Reason)), cancel);
        // Nobody is sent to somebody who is not there.
        var unvisited = Families(subject).Where(f => f.VisitedAt == null).Select(f => f.Id);
        await db.Records<VisitHandOver>().Where(h => unvisited.Contains(h.Family)).ExecuteDeleteAsync(cancel);
        await Families(subject).Where(f => f.VisitedAt == null).ExecuteDeleteAsync(cancel);
        await Families(subject).ExecuteUpdateAsync(f => f.SetProperty(x => x.Home, "").SetProperty(x => x.NextOn, (DateOnly?)null), cancel);
        // Of what was shown it stays that there was a wish, with a label that leads to nobody: rounds have to add up.
        await Wishes(subject).Where(w => w.PublishedAt == null).ExecuteDeleteAsync(cancel);
        await book.CallOffAll(subject.Person, cancel);
        await Wishes(subject).ExecuteUpdateAsync(
            w => w.SetProperty(x => x.Person, (Guid?)null).SetProperty(x => x.Text, (Sealed?)null).SetProperty(x => x.Word, (string?)null).SetProperty(x => x.Thanks, (Sealed?)null)
                .SetProperty(x => x.ThanksShown, false).SetProperty(x => x.StatedBy, Guid.Empty), cancel);
        await Booked(subject).ExecuteDeleteAsync(cancel);
    }

    private IQueryable<VisitFamily> Families(DataSubject subject) => db.Unfiltered<VisitFamily>().Where(f => f.Person == subject.Person);

    private IQueryable<Visit> Visits(DataSubject subject)
    {
        var families = Families(subject).Select(f => f.Id);
        return db.Records<Visit>().Where(v => families.Contains(v.Family));
    }

    private IQueryable<Wish> Wishes(DataSubject subject) => db.Unfiltered<Wish>().Where(w => w.Person == subject.Person);

    private IQueryable<LegalAppointment> Booked(DataSubject subject) => db.Records<LegalAppointment>().Where(a => subject.Accounts.Contains(a.Account));
}
