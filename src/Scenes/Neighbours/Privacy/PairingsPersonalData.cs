using System.Globalization;
using Linli.Neighbours.Pairings;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Privacy;

/// <summary>
/// Pairings belong to two: a running one ends, and the other side keeps that there was one and when they met, without the
/// name, the contact and the words of whoever left.
/// </summary>
internal sealed class PairingsPersonalData(LinliDb db, FieldCipher cipher, INotices notices, TimeProvider time) : IPersonalData
{
    public string Module => "pairings";

    public Phrase Title => ("互帮结对", "Pairings");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var offers = await Offers(subject).AsNoTracking().OrderBy(o => o.At).ToListAsync(cancel);
        var pairs = await Pairs(subject).AsNoTracking().OrderBy(p => p.At).ToListAsync(cancel);
        var said = await Said(subject).AsNoTracking().OrderBy(c => c.At).ToListAsync(cancel);
        if (offers.Count + pairs.Count == 0)
            return [];
        return
        [
            new("offers", ("结对意愿", "What I offered"), [.. offers.Select(o => new DataValue[]
            {
                new("kind", ("类别", "Kind"), o.Kind.ToString().ToLowerInvariant()),
                new("nickname", ("昵称", "Nickname"), o.Nickname),
                new("languages", ("语言", "Languages"), o.Languages.Trim()),
                new("interests", ("兴趣", "Interests"), o.Interests.Trim()),
                new("times", ("时间", "Times"), o.Times.Trim()),
                new("about", ("介绍", "About"), o.About),
                new("contact", ("联系方式", "Contact"), cipher.Open(o.Contact)),
                new("consentVersion", ("须知版本", "Version of the terms"), o.ConsentVersion.ToString(CultureInfo.InvariantCulture)),
                new("state", ("状态", "State"), o.State.ToString().ToLowerInvariant()),
                DataValue.Instant("at", ("时间", "When"), o.At),
            })]),
            new("pairs", ("我的结对", "My pairings"), [.. pairs.Select(p => new DataValue[]
            {
                new("pair", ("结对编号", "Pairing"), p.Id.ToString()),
                new("kind", ("类别", "Kind"), p.Kind.ToString().ToLowerInvariant()),
                new("state", ("状态", "State"), p.State.ToString().ToLowerInvariant()),
                DataValue.Instant("at", ("开始", "Since"), p.At),
                DataValue.Instant("lastContactAt", ("最近联系", "Last contact"), p.LastContactAt),
                DataValue.Instant("endedAt", ("结束", "Ended"), p.EndedAt),
            })]),
            new("contacts", ("我记下的联系", "Contacts I noted"), [.. said.Select(c => new DataValue[]
            {
                new("pair", ("结对编号", "Pairing"), c.Pair.ToString()),
                DataValue.Day("on", ("日期", "Day"), c.On),
                new("way", ("方式", "How"), c.Way.ToString().ToLowerInvariant()),
                new("went", ("感受", "How it went"), c.Went.ToString(CultureInfo.InvariantCulture)),
                new("text", ("内容", "Text"), cipher.Open(c.Text)),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await Pairs(subject).CountAsync(cancel) is > 0 and var pairs
            ? [new(("结对就此结束；对方仍能看到何时联系过，没有您的姓名、联系方式和文字", "Pairings end; the other side still sees when you met, without your name, contact and words"),
                ("记录也属于对方", "The record is the other side's, too"), pairs)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var pair in await Pairs(subject).ToListAsync(cancel))
            await Leave(pair, subject, cancel);
        var nothing = cipher.Seal("");
        await Said(subject).ExecuteUpdateAsync(c => c.SetProperty(x => x.Text, nothing), cancel);
        await Offers(subject).ExecuteDeleteAsync(cancel);
    }

    private async Task Leave(Pair pair, DataSubject subject, CancellationToken cancel)
    {
        var other = subject.Accounts.Contains(pair.First) ? pair.Second : pair.First;
        var me = other == pair.First ? pair.Second : pair.First;
        foreach (var contact in await db.Records<PairContact>().AsNoTracking().Where(c => c.Pair == pair.Id && c.By == other).ToListAsync(cancel))
            if (cipher.Open(contact.Text) is var text && subject.IsNamedIn(text))
            {
                var scrubbed = cipher.Seal(subject.Scrub(text));
                await db.Records<PairContact>().Where(c => c.Id == contact.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Text, scrubbed), cancel);
            }

        pair.EndReason = pair.EndedBy == me || pair.EndReason is not { } reason ? null : cipher.Seal(subject.Scrub(cipher.Open(reason)));
        pair.Farewell = pair.EndedBy == me ? null : subject.Scrub(pair.Farewell);
        if (pair.State is not (PairState.Proposed or PairState.Active))
            return;
        var ran = pair.State == PairState.Active;
        (pair.State, pair.EndedAt, pair.EndedBy) = (ran ? PairState.Ended : PairState.Declined, Clock.Now(time), me);
        // Of a proposal that came to nothing the other is not told, as with any other.
        foreach (var account in ran ? new[] { other, pair.Coordinator } : [])
            await notices.Tell(
                account, "pairings.ended", ("一个结对已结束", "A pairing has ended"), ("谢谢彼此的陪伴。", "Thank you for the time together."),
                account == pair.Coordinator ? $"/desk/pairings/{pair.Id}" : $"/pairings/{pair.Id}", $"pair:{pair.Id}:ended", cancel);
    }

    private IQueryable<PairingOffer> Offers(DataSubject subject) =>
        db.Unfiltered<PairingOffer>().Where(o => o.Person == subject.Person || subject.Accounts.Contains(o.Account));

    private IQueryable<Pair> Pairs(DataSubject subject) =>
        db.Unfiltered<Pair>().Where(p => subject.Accounts.Contains(p.First) || subject.Accounts.Contains(p.Second));

    private IQueryable<PairContact> Said(DataSubject subject) => db.Records<PairContact>().Where(c => subject.Accounts.Contains(c.By));
}
