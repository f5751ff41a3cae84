using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Services.Kitchen;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Privacy;

/// <summary>Standing orders of village meals: they end with the person's data, the sheets keep counts without names.</summary>
internal sealed class KitchenPersonalData(LinliDb db, FieldCipher cipher) : IPersonalData
{
    public string Module => "village-meals";

    public Phrase Title => ("村社送餐", "Village meals");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var elders = await Mine(subject).AsNoTracking().OrderBy(e => e.At).ToListAsync(cancel);
        if (elders.Count == 0)
            return [];
        var ids = elders.ConvertAll(e => e.Id);
        var pauses = await db.Records<ElderPause>().AsNoTracking().Where(p => ids.Contains(p.Elder)).OrderBy(p => p.From).ToListAsync(cancel);
        var meals = await db.Records<ElderMeal>().AsNoTracking().Where(m => ids.Contains(m.Elder)).Join(db.Unfiltered<KitchenDay>(), m => m.Day, d => d.Id, (m, d) => new { d.Day, m.Set }).OrderBy(m => m.Day).ToListAsync(cancel);
        return
        [
            new("standing", ("固定订餐", "Standing orders"), [.. elders.Select(e => new DataValue[]
            {
                new("name", ("姓名", "Name"), e.Name),
                DataValue.Day("birthDate", ("出生日期", "Born"), e.BirthDate),
                new("village", ("村社", "Village"), e.Village),
                new("set", ("套餐", "Set meal"), e.Set),
                new("diet", ("饮食", "Diet"), KitchenWords.Of(e.Diet).Zh),
                new("allergies", ("过敏原", "Allergens"), e.Allergies is { } sealedOnes ? cipher.Open(sealedOnes) : null),
                DataValue.Day("from", ("开始", "From"), e.From),
                DataValue.Instant("endedAt", ("结束", "Ended"), e.EndedAt),
            })]),
            new("pauses", ("停餐", "Pauses"), [.. pauses.Select(p => new DataValue[] { DataValue.Day("from", ("从", "From"), p.From), DataValue.Day("until", ("到", "Until"), p.Until) })]),
            new("meals", ("用餐", "Meals"), [.. meals.Select(m => new DataValue[] { DataValue.Day("day", ("日期", "Day"), m.Day), new("set", ("套餐", "Set meal"), m.Set) })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var mine = Mine(subject).Select(e => e.Id);
        var meals = await db.Records<ElderMeal>().CountAsync(m => mine.Contains(m.Elder), cancel);
        return meals == 0 ? [] :
        [
            new(("生产单上的份数，不带姓名", "Counts of boxes on the kitchen's sheets, without the name"), ("与村社结算的凭证（会计法第 23 条）", "What the village's bills rest on (Accounting Law art. 23)"), meals),
        ];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var mine = Mine(subject).Select(e => e.Id);
        await db.Records<ElderPause>().Where(p => mine.Contains(p.Elder)).ExecuteDeleteAsync(cancel);
        await db.Records<ElderChoice>().Where(c => mine.Contains(c.Elder)).ExecuteDeleteAsync(cancel);
        await db.Records<ElderMeal>().Where(m => mine.Contains(m.Elder)).ExecuteDeleteAsync(cancel);
        await Mine(subject).ExecuteDeleteAsync(cancel);
    }

    private IQueryable<VillageElder> Mine(DataSubject subject) => db.Unfiltered<VillageElder>().Where(e => e.Person == subject.Person);
}
