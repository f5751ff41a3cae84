using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Settling;

/// <summary>Applications as talent: papers, facts and words go with the person; that something was decided, when and how, stays in the register.</summary>
internal sealed class TalentPersonalData(LinliDb db, IFileStore files) : IPersonalData
{
    public string Module => "talent";

    public Phrase Title => ("人才认定", "Recognition as talent");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var mine = await Mine(subject).AsNoTracking().OrderBy(a => a.At).ToListAsync(cancel);
        if (mine.Count == 0)
            return [];
        var ids = mine.ConvertAll(a => a.Id);
        var appeals = await db.Unfiltered<TalentAppeal>().AsNoTracking().Where(a => ids.Contains(a.Application)).OrderBy(a => a.At).ToListAsync(cancel);
        var kinds = mine.ConvertAll(a => a.Category);
        var categories = await db.Records<TalentCategory>().AsNoTracking().Where(c => kinds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.NameZh, cancel);
        var papers = new List<StoredFile>();
        foreach (var id in ids)
            papers.AddRange(await files.Of(TalentFiles.Kind, id, cancel));
        return
        [
            new("applications", ("申请", "Applications"), [.. mine.Select(a => new DataValue[]
            {
                new("number", ("编号", "Number"), a.Number), new("category", ("类别", "Category"), categories.GetValueOrDefault(a.Category)), new("place", ("社区", "Community"), a.Scope),
                new("state", ("状态", "State"), a.State.ToString().ToLowerInvariant()), new("months", ("社保月数", "Months of insurance"), a.Months.ToString(CultureInfo.InvariantCulture)),
                new("ownsHome", ("本地有房", "Owns a home here"), a.OwnsHome ? "yes" : "no"), DataValue.Instant("at", ("申请时间", "Applied"), a.At), DataValue.Instant("decided", ("决定时间", "Decided"), a.DecidedAt),
                new("reason", ("理由", "Reason"), a.Reason), DataValue.Day("until", ("有效期", "Good until"), a.Until), DataValue.Instant("ended", ("终止时间", "Ended"), a.EndedAt), new("endReason", ("终止原因", "Why it ended"), a.EndReason),
            })]) { Files = papers },
            new("appeals", ("申诉", "Appeals"), [.. appeals.Select(a => new DataValue[]
            {
                new("number", ("编号", "Number"), a.Number), new("grounds", ("理由", "Grounds"), a.Grounds), new("state", ("结果", "Result"), a.State.ToString().ToLowerInvariant()), new("reason", ("复核理由", "Reason"), a.Reason),
                DataValue.Instant("at", ("申诉时间", "Appealed"), a.At), DataValue.Instant("decided", ("复核时间", "Decided"), a.DecidedAt),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var decided = await Mine(subject).CountAsync(a => a.DecidedAt != null, cancel);
        return decided == 0 ? [] :
            [new(("认定决定的日期、类别和结果，不带姓名、材料和理由", "Date, category and result of a decision, without name, papers and reason"), ("公示和监督名额是否公平", "So that the public register stays whole"), decided)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var ids = await Mine(subject).Select(a => a.Id).ToListAsync(cancel);
        await files.Discard(TalentFiles.Kind, ids, cancel);
        await db.Records<TalentEvidence>().Where(e => ids.Contains(e.Application)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<TalentAppeal>().Where(a => ids.Contains(a.Application)).ExecuteUpdateAsync(x => x.SetProperty(a => a.Grounds, "").SetProperty(a => a.Reason, (string?)null), cancel);
        await Mine(subject).Where(a => a.DecidedAt == null).ExecuteDeleteAsync(cancel);
        await Mine(subject).ExecuteUpdateAsync(
            x => x.SetProperty(a => a.Person, Guid.Empty).SetProperty(a => a.Account, Guid.Empty).SetProperty(a => a.Months, 0).SetProperty(a => a.OwnsHome, false).SetProperty(a => a.Reason, (string?)null).SetProperty(a => a.EndReason, (string?)null), cancel);
    }

    private IQueryable<TalentApplication> Mine(DataSubject subject) => db.Unfiltered<TalentApplication>().Where(a => a.Person == subject.Person);
}
