using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Production;

/// <summary>Freezes the sheet of a day whose cut-off has come (截单). Linli does it by itself; doing it again changes nothing.</summary>
internal sealed record CloseOrders(string Kitchen, DateOnly Day) : ICommand<Done>, IAudited
{
    public string? AuditSubject => $"{Kitchen} {Day:yyyy-MM-dd}";
}

internal sealed class CloseOrdersHandler(LinliDb db, KitchenBook book, AllergyCounts allergies, INotices notices, Outbox outbox) : IHandler<CloseOrders, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(CloseOrders request, CancellationToken cancel)
    {
        var day = await book.LockedDay(request.Kitchen, request.Day, cancel);
        if (day is null || day.FrozenAt is not null || book.Now < day.CutOffAt)
            return Done.It;
        var wishes = await book.Wishes(day, cancel);

        // Names, boxes and allergies of one list: read once.
        List<(VillageElder Elder, string Set)> eaters = [.. wishes.Where(w => w.Set is not null).Select(w => (w.Elder, w.Set!))];
        await TellOfUnserved(day, wishes.Where(w => w.Set is null).Select(w => w.Elder.Village), cancel);
        foreach (var line in await book.Lines(day, eaters, cancel))
            db.Records<SheetLine>().Add(new()
            {
                Id = Guid.CreateVersion7(book.Now), Day = day.Id, Village = line.Village, Version = 1, Set = line.Set, Diet = line.Diet, Age = line.Age, Count = line.Count,
            });
        foreach (var (elder, set) in eaters)
            db.Records<ElderMeal>().Add(new() { Day = day.Id, Elder = elder.Id, Village = elder.Village, Set = set, Diet = elder.Diet, Age = KitchenRules.AgeOn(elder.BirthDate, day.Day) });
        foreach (var (village, allergen, count) in allergies.Of(eaters.Select(e => e.Elder)))
            db.Records<SheetAllergy>().Add(new() { Day = day.Id, Village = village, Allergen = allergen, Count = count });
        (day.FrozenAt, day.Version) = (book.Now, 1);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "sheet", null, []));
        return Done.It;
    }

    // The set they usually have is not cooked, and every other holds what they must not eat: the village asks for an extra, or looks after them.
    private async Task TellOfUnserved(KitchenDay day, IEnumerable<string> villages, CancellationToken cancel)
    {
        foreach (var some in villages.GroupBy(v => v))
        {
            var village = await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == some.Key, cancel);
            foreach (var account in await book.StaffOf(village, cancel))
                await notices.Tell(
                    account, "kitchen.unserved", ("有老人没有能吃的套餐", "No set meal for an elder"),
                    ($"{day.Day:M月d日}有 {some.Count()} 位老人没有能吃的套餐，没有计入生产单，请联系厨房加餐或另作安排。", $"{some.Count()} elders have no set meal on {day.Day:yyyy-MM-dd} and are not on the sheet: ask the kitchen for an extra, or see to them."),
                    $"/desk/village-meals?day={day.Day:yyyy-MM-dd}", $"kitchen-unserved:{day.Id}:{some.Key}", cancel);
        }
    }
}

/// <summary>How many must not eat what: opened to be counted, and never shown with a name.</summary>
internal sealed class AllergyCounts(FieldCipher cipher)
{
    public IEnumerable<(string Village, string Allergen, int Count)> Of(IEnumerable<VillageElder> elders) =>
        elders.Where(e => e.Allergies is not null).SelectMany(e => cipher.Open(e.Allergies!.Value).Split(' '), (e, allergen) => (e.Village, Allergen: allergen))
            .GroupBy(x => x).OrderBy(g => g.Key.Village, StringComparer.Ordinal).ThenBy(g => g.Key.Allergen, StringComparer.Ordinal).Select(g => (g.Key.Village, g.Key.Allergen, g.Count()));
}

/// <summary>Closes the days whose cut-off has come.</summary>
internal sealed class CloseWhatIsDue(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var due = await db.Unfiltered<KitchenDay>().AsNoTracking().Where(d => d.FrozenAt == null && d.CutOffAt <= now).OrderBy(d => d.Day).Select(d => new { d.Kitchen, d.Day }).ToListAsync(cancel);
        foreach (var day in due)
            await runner.Run(new CloseOrders(day.Kitchen, day.Day), cancel);
    }
}
