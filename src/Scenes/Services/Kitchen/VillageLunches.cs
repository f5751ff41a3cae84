using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen;

/// <summary>Whether the central kitchen cooks for somebody on a day: nobody gets two subsidised lunches, here and at a canteen.</summary>
internal sealed class VillageLunches(LinliDb db)
{
    /// <summary>When the box is packed, and the village it goes to; <c>null</c> for whoever gets none.</summary>
    public async Task<(DateTimeOffset At, Phrase Village)?> Of(Guid person, DateOnly day, CancellationToken cancel)
    {
        // Of one person, in whatever village.
        var elders = await db.Unfiltered<VillageElder>().AsNoTracking().Where(e => e.Person == person && (e.EndedAt == null || db.Records<ElderMeal>().Any(m => m.Elder == e.Id))).ToListAsync(cancel);
        foreach (var elder in elders)
        {
            var village = await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == elder.Village, cancel);
            if (await db.Unfiltered<KitchenDay>().AsNoTracking().SingleOrDefaultAsync(d => d.Kitchen == village.Kitchen && d.Day == day, cancel) is { } planned && await Eats(elder, planned, cancel))
            {
                var kitchen = await db.Unfiltered<CentralKitchen>().AsNoTracking().SingleAsync(k => k.Code == village.Kitchen, cancel);
                return (LocalTime.StartOfDay(day).AddMinutes(kitchen.PackedMinutes), ($"{village.NameZh}（中央厨房送餐）", $"{village.NameEn} (central kitchen)"));
            }
        }

        return null;
    }

    private async Task<bool> Eats(VillageElder elder, KitchenDay day, CancellationToken cancel)
    {
        if (day.FrozenAt is not null)
            return await db.Records<ElderMeal>().AnyAsync(m => m.Day == day.Id && m.Elder == elder.Id, cancel);
        var pauses = await db.Records<ElderPause>().AsNoTracking().Where(p => p.Elder == elder.Id && p.From <= day.Day && p.Until >= day.Day).ToListAsync(cancel);
        return KitchenRules.Eats(elder, day.Day, pauses, await db.Records<ElderChoice>().AsNoTracking().SingleOrDefaultAsync(c => c.Elder == elder.Id && c.Day == day.Day, cancel));
    }
}
