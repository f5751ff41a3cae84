using Linli.Health.ElderCare;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Privacy;

/// <summary>Plans of care: exported in full, and gone altogether with the person.</summary>
internal sealed class CarePersonalData(LinliDb db, FieldCipher cipher) : IPersonalData
{
    public string Module => "care-plans";

    public Phrase Title => ("照护计划", "Plans of care");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var plans = await Plans(subject).AsNoTracking().OrderBy(p => p.At).ToListAsync(cancel);
        var ids = plans.ConvertAll(p => p.Id);
        var items = (await db.Records<CarePlanItem>().AsNoTracking().Where(i => ids.Contains(i.Plan)).ToListAsync(cancel)).ToLookup(i => i.Plan);
        return plans.Count == 0 ? [] :
        [
            new("plans", ("照护计划", "Plans"), [.. plans.Select(p => new DataValue[]
            {
                new("level", ("能力等级", "Level"), CareWords.Of(Enum.Parse<CareLevel>(cipher.Open(p.Level))).Zh), new("goal", ("目标", "Goal"), cipher.Open(p.Goal)), new("state", ("状态", "State"), CareWords.Of(p.State).Zh),
                new("items", ("服务", "What is done"), string.Join("；", items[p.Id].Select(i => $"{cipher.Open(i.What)} 每周 {i.TimesPerWeek} 次"))), DataValue.Day("review", ("复评", "Looked at again"), p.ReviewOn), DataValue.Instant("agreed", ("同意时间", "Agreed"), p.AgreedAt),
                new("paper", ("纸质同意", "On paper"), p.Paper is { } paper ? cipher.Open(paper) : null), new("finding", ("复评情况", "Found when looked at again"), p.Review is { } review ? cipher.Open(review) : null),
                DataValue.Instant("ended", ("结束时间", "Ended"), p.EndedAt), new("endReason", ("结束原因", "Why it ended"), p.EndReason),
            })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var ids = await Plans(subject).Select(p => p.Id).ToListAsync(cancel);
        await db.Records<CareDone>().Where(d => ids.Contains(d.Plan)).ExecuteDeleteAsync(cancel);
        await db.Records<CarePlanItem>().Where(i => ids.Contains(i.Plan)).ExecuteDeleteAsync(cancel);
        await Plans(subject).ExecuteDeleteAsync(cancel);
        // What staff did stays with those they did it for, without their name.
        await db.Records<CareDone>().Where(d => d.By != null && subject.Accounts.Contains(d.By.Value)).ExecuteUpdateAsync(s => s.SetProperty(d => d.By, (Guid?)null), cancel);
        await db.Unfiltered<CarePlan>().Where(p => p.By != null && subject.Accounts.Contains(p.By.Value)).ExecuteUpdateAsync(s => s.SetProperty(p => p.By, (Guid?)null), cancel);
        await db.Unfiltered<CarePlan>().Where(p => p.AgreedBy != null && subject.Accounts.Contains(p.AgreedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AgreedBy, (Guid?)null), cancel);
        await db.Unfiltered<CarePlan>().Where(p => p.EndedBy != null && subject.Accounts.Contains(p.EndedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(p => p.EndedBy, (Guid?)null), cancel);
    }

    private IQueryable<CarePlan> Plans(DataSubject subject) => db.Unfiltered<CarePlan>().Where(p => p.Person == subject.Person);
}
