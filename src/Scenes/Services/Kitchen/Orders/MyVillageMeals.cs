using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>The caller's own village meals, and those of parents the caller books for: the coming week.</summary>
internal sealed record MyVillageMeals : IQuery<IReadOnlyList<MyMeals>>;

/// <summary>Meals of one elder.</summary>
/// <param name="Elder">Id of the standing order.</param>
/// <param name="Name">Full name: one's own or the family's.</param>
/// <param name="Village">The village.</param>
/// <param name="Own">Whether it is the caller's own.</param>
/// <param name="Pauses">Pauses that are not over.</param>
/// <param name="Days">The coming week.</param>
internal sealed record MyMeals(Guid Elder, string Name, Phrase Village, bool Own, IReadOnlyList<PauseLine> Pauses, IReadOnlyList<MyMealDay> Days);

/// <summary>One day.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Eats">Whether there will be a meal.</param>
/// <param name="Set">Which.</param>
/// <param name="Closed">Whether it can still be changed.</param>
/// <param name="Sets">The menu; none while it is not planned.</param>
internal sealed record MyMealDay(DateOnly Day, bool Eats, string? Set, bool Closed, IReadOnlyList<SetShown> Sets);

internal sealed class MyVillageMealsHandler(LinliDb db, KitchenBook book, CurrentCaller current, IActingFor acting, TimeProvider time)
    : IHandler<MyVillageMeals, IReadOnlyList<MyMeals>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/kitchen/elders/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyVillageMeals(), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("My village meals and those of my parents 我的村社餐");

    public async Task<Result<IReadOnlyList<MyMeals>>> Handle(MyVillageMeals request, CancellationToken cancel)
    {
        List<Guid> people = [.. (await acting.People(FamilyMatters.Book, cancel)).Select(p => p.Person)];
        if (current.Value.Person is { } me)
            people.Insert(0, me);
        var elders = await db.Unfiltered<VillageElder>().AsNoTracking().Where(e => e.EndedAt == null && e.Person != null && people.Contains(e.Person.Value)).OrderBy(e => e.At).ToListAsync(cancel);
        var meals = new List<MyMeals>();
        foreach (var elder in elders)
            meals.Add(await Week(elder, cancel));
        return meals;
    }

    private async Task<MyMeals> Week(VillageElder elder, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var village = await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == elder.Village, cancel);
        var pauses = await db.Records<ElderPause>().AsNoTracking().Where(p => p.Elder == elder.Id && p.Until >= today).OrderBy(p => p.From).ToListAsync(cancel);
        var choices = await db.Records<ElderChoice>().AsNoTracking().Where(c => c.Elder == elder.Id && c.Day >= today).ToDictionaryAsync(c => c.Day, cancel);
        var week = today.AddDays(7);
        var planned = await db.Unfiltered<KitchenDay>().AsNoTracking().Where(d => d.Kitchen == village.Kitchen && d.Day >= today && d.Day < week).OrderBy(d => d.Day).ToListAsync(cancel);
        var days = new List<MyMealDay>();
        foreach (var day in planned)
        {
            var (sets, dishes) = await book.Menu(day.Id, cancel);
            var choice = choices.GetValueOrDefault(day.Day);
            var frozen = day.FrozenAt is null ? null : await db.Records<ElderMeal>().AsNoTracking().SingleOrDefaultAsync(m => m.Day == day.Id && m.Elder == elder.Id, cancel);
            var set = frozen?.Set;
            if (day.FrozenAt is null && KitchenRules.Eats(elder, day.Day, pauses, choice))
                set = (await book.Wishes(day, cancel)).Find(w => w.Elder.Id == elder.Id).Set;
            days.Add(new(day.Day, set is not null, set, KitchenRules.IsClosed(day, book.Now), ReadVillageHandler.Shown(sets, dishes)));
        }

        return new(elder.Id, elder.Name, (village.NameZh, village.NameEn), elder.Person == current.Value.Person, [.. pauses.Select(p => new PauseLine(p.Id, p.From, p.Until))], days);
    }
}
