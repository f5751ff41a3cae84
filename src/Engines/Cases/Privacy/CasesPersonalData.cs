using System.Globalization;
using Linli.Cases.Channel;
using Linli.Cases.Read;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Privacy;

/// <summary>
/// What a person reported and said. A case is also the answer of an office and concerns others: it stays, and nothing in it
/// says any more who reported it.
/// </summary>
internal sealed class CasesPersonalData(LinliDb db, IFileStore files, FieldCipher cipher, SealedPapers papers, TextIndex search) : IPersonalData
{
    public string Module => "cases";

    public Phrase Title => ("事项", "Cases");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var cases = await Reported(subject).AsNoTracking().OrderBy(c => c.OpenedAt).ToListAsync(cancel);
        var said = await Said(subject).AsNoTracking().OrderBy(e => e.At).ToListAsync(cancel);
        var messages = await db.Unfiltered<ChannelMessage>().AsNoTracking().Where(m => subject.Accounts.Contains(m.Author)).OrderBy(m => m.At).ToListAsync(cancel);
        var photos = new List<StoredFile>();
        foreach (var item in cases)
            photos.AddRange(await OwnFiles(item.Id, subject, cancel));
        var sides = await papers.SidesOf(subject, [.. cases.Select(c => c.Id)], cancel);
        return
        [
            new("reported", ("我反映的事项", "What I reported"), [.. cases.Select(c => new DataValue[]
            {
                new("number", ("编号", "Number"), c.Number),
                new("title", ("标题", "Title"), c.Title),
                new("text", ("内容", "Text"), c.Text),
                new("place", ("地点", "Place"), c.PlaceText),
                new("state", ("状态", "State"), c.State.ToString().ToLowerInvariant()),
                new("openedAt", ("时间", "When"), Instant(c.OpenedAt)),
                new("rating", ("评价", "Rating"), c.Rating?.ToString(CultureInfo.InvariantCulture)),
            })])
            {
                Files = photos,
            },
            new("mediation", ("我在调解中的诉求", "What I asked for in mediation"), [.. sides.Select(s => new DataValue[]
            {
                new("claim", ("诉求", "Claim"), s.Claim),
                new("at", ("时间", "When"), Instant(s.Party.At)),
            })]),
            new("said", ("我在事项里写的话", "What I wrote in cases"), [.. said.Where(e => e.Text is not null).Select(e => new DataValue[]
            {
                new("text", ("内容", "Text"), e.Text),
                new("at", ("时间", "When"), Instant(e.At)),
            })]),
            new("messages", ("我发出的信息", "Messages I sent"), [.. messages.Select(m => new DataValue[]
            {
                new("title", ("标题", "Title"), m.Title),
                new("text", ("内容", "Text"), m.Text),
                new("at", ("时间", "When"), Instant(m.At)),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var closed = await Reported(subject).CountAsync(c => c.ClosedAt != null, cancel);
        var open = await Reported(subject).CountAsync(c => c.ClosedAt == null, cancel);
        var stays = new List<DataThatStays>();
        if (closed > 0)
            stays.Add(new(("办结事项与答复，不含姓名电话", "Closed cases with their answers, without name and phone"),
                ("办理档案按规定保存，也关系到其他居民", "Case files are kept by rule and concern others too"), closed));
        if (open > 0)
            stays.Add(new(("未办结事项继续办理，不含姓名电话，您将收不到答复", "Open cases are carried on without name and phone; you will not read the answer"),
                ("公共问题仍须解决", "What concerns everybody still has to be mended"), open));
        return stays;
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var concerned = (await Concerned(subject).ToListAsync(cancel)).Where(c => Concerns(c, subject)).ToList();
        foreach (var item in concerned)
            await Scrub(item, subject, cancel);
        await papers.Scrub(subject, [.. concerned.Select(c => c.Id)], cancel);
        foreach (var entry in await Said(subject).Where(e => e.Text != null || e.Detail != null).ToListAsync(cancel))
            if (subject.IsNamedIn(entry.Text) || subject.IsNamedIn(entry.Detail))
                await db.Records<CaseEntry>().Where(e => e.Id == entry.Id).ExecuteUpdateAsync(
                    e => e.SetProperty(x => x.Text, subject.Scrub(entry.Text)).SetProperty(x => x.Detail, subject.Scrub(entry.Detail)), cancel);
        foreach (var message in await db.Unfiltered<ChannelMessage>().AsNoTracking().Where(m => subject.Accounts.Contains(m.Author)).ToListAsync(cancel))
            if (subject.IsNamedIn(message.Title) || subject.IsNamedIn(message.Text))
                await db.Unfiltered<ChannelMessage>().Where(m => m.Id == message.Id).ExecuteUpdateAsync(
                    m => m.SetProperty(x => x.Title, subject.Scrub(message.Title)).SetProperty(x => x.Text, subject.Scrub(message.Text)), cancel);
        await db.Records<CaseFollower>().Where(f => subject.Accounts.Contains(f.Account)).ExecuteDeleteAsync(cancel);
    }

    private async Task Scrub(Case item, DataSubject subject, CancellationToken cancel)
    {
        if (IsTheirs(item, subject) || IsTheirNumber(item, subject))
            (item.ContactName, item.ContactPhone, item.ContactEmail, item.ContactMask) = (null, null, null, null);
        var named = subject.IsNamedIn(item.Title) || subject.IsNamedIn(item.Text) || subject.IsNamedIn(item.PlaceText);
        foreach (var answer in await db.Records<CaseAnswer>().AsNoTracking().Where(a => a.Case == item.Id).ToListAsync(cancel))
            if (subject.IsNamedIn(answer.ValueZh) || subject.IsNamedIn(answer.ValueEn))
                await db.Records<CaseAnswer>().Where(a => a.Case == item.Id && a.Question == answer.Question).ExecuteUpdateAsync(
                    a => a.SetProperty(x => x.ValueZh, subject.Scrub(answer.ValueZh)).SetProperty(x => x.ValueEn, subject.Scrub(answer.ValueEn)), cancel);

        // Staff write names into what they did and answered, too.
        var lines = await db.Records<CaseEntry>().AsNoTracking().Where(e => e.Case == item.Id && (e.Text != null || e.Detail != null)).ToListAsync(cancel);
        foreach (var line in lines.Where(l => subject.IsNamedIn(l.Text) || subject.IsNamedIn(l.Detail)))
        {
            named = true;
            await db.Records<CaseEntry>().Where(e => e.Id == line.Id).ExecuteUpdateAsync(
                e => e.SetProperty(x => x.Text, subject.Scrub(line.Text)).SetProperty(x => x.Detail, subject.Scrub(line.Detail)), cancel);
        }

        if (!named)
            return;
        (item.Title, item.Text, item.PlaceText) = (subject.Scrub(item.Title), subject.Scrub(item.Text), subject.Scrub(item.PlaceText));
        (item.PublicTitle, item.PublicText) = (subject.Scrub(item.PublicTitle), subject.Scrub(item.PublicText));
        await search.Remove(CaseSearch.Kind, item.Id.Value, cancel);
        await search.Add(CaseSearch.Kind, item.Id.Value, $"{item.Title} {item.Text} {item.PlaceText}", cancel);
        foreach (var answer in lines.Where(l => l.Action == CaseAction.Answer && l.Text is not null))
            await search.Add(CaseSearch.Kind, item.Id.Value, subject.Scrub(answer.Text)!, cancel);
    }

    private static bool IsTheirs(Case item, DataSubject subject) => item.Reporter is { } reporter && subject.Accounts.Contains(reporter);

    private bool Concerns(Case item, DataSubject subject) =>
        IsTheirs(item, subject) || item.OnBehalfOf == subject.Person || IsTheirNumber(item, subject);

    // Whoever rang without an account left a number only: the mask narrows, the sealed number decides.
    private bool IsTheirNumber(Case item, DataSubject subject) =>
        subject.Phone is { } phone && item.ContactPhone is { } sealedPhone && cipher.Open(sealedPhone) == phone;

    private IQueryable<Case> Concerned(DataSubject subject) => subject.PhoneMask is { } mask
        ? db.Unfiltered<Case>().Where(c => (c.Reporter != null && subject.Accounts.Contains(c.Reporter.Value)) || c.OnBehalfOf == subject.Person
            || (c.ContactMask != null && c.ContactMask.Contains(mask)))
        : Reported(subject);

    private IQueryable<Case> Reported(DataSubject subject) =>
        db.Unfiltered<Case>().Where(c => (c.Reporter != null && subject.Accounts.Contains(c.Reporter.Value)) || c.OnBehalfOf == subject.Person);

    private IQueryable<CaseEntry> Said(DataSubject subject) =>
        db.Records<CaseEntry>().AsNoTracking().Where(e => e.Actor != null && subject.Accounts.Contains(e.Actor.Value));

    private async Task<IEnumerable<StoredFile>> OwnFiles(CaseId item, DataSubject subject, CancellationToken cancel)
    {
        var own = await db.Records<CaseEvidence>().Where(e => e.Case == item && e.AddedBy != null && subject.Accounts.Contains(e.AddedBy.Value))
            .Select(e => e.File).ToListAsync(cancel);
        return own.Count == 0 ? [] : (await files.Of("case", item.Value, cancel)).Where(f => own.Contains(f.Id));
    }

    private static string Instant(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
