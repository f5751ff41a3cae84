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

namespace Linli.Services.Kitchen.Production;

/// <summary>The production sheet of a day (生产单): frozen at the cut-off, amendments shown apart; what it would be now while orders are open.</summary>
/// <param name="Day">Local day; today when left out.</param>
internal sealed record ReadSheet(DateOnly? Day = null) : IQuery<ProductionSheet>;

/// <summary>The sheet.</summary>
/// <param name="Kitchen">Name of the kitchen.</param>
/// <param name="Day">Local day.</param>
/// <param name="CutOffAt">When orders closed, or close.</param>
/// <param name="Version">0 while orders are open; 1 and one more for each amendment.</param>
/// <param name="FrozenAt">When it was frozen.</param>
/// <param name="EatBy">Until when it is to be eaten.</param>
/// <param name="Sets">Set meals with their boxes.</param>
/// <param name="Dishes">Portions of each dish: the sum of the boxes of the sets it is in.</param>
/// <param name="Villages">Each village.</param>
/// <param name="Boxes">All boxes.</param>
/// <param name="Amendments">What changed after the cut-off.</param>
/// <param name="Samples">Samples of the day.</param>
/// <param name="Missing">Names of dishes without a sample of enough weight.</param>
/// <param name="OverrideReason">Why vans may leave although a sample is missing.</param>
/// <param name="SampleGrams">Least weight of a sample.</param>
internal sealed record ProductionSheet(
    Phrase Kitchen, DateOnly Day, DateTimeOffset CutOffAt, int Version, DateTimeOffset? FrozenAt, DateTimeOffset EatBy, IReadOnlyList<SetTotal> Sets, IReadOnlyList<DishTotal> Dishes,
    IReadOnlyList<VillageTotal> Villages, int Boxes, IReadOnlyList<Amendment> Amendments, IReadOnlyList<SampleLine> Samples, IReadOnlyList<Phrase> Missing, string? OverrideReason,
    int SampleGrams);

/// <summary>Boxes of a set.</summary>
internal sealed record SetTotal(string Code, Phrase Name, IReadOnlyList<string> Dishes, int Boxes, IReadOnlyDictionary<Diet, int> Diets);

/// <summary>Portions of a dish.</summary>
internal sealed record DishTotal(string Code, Phrase Name, IReadOnlyList<string> Allergens, int Portions);

/// <summary>A village on the sheet.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Boxes">All its boxes.</param>
/// <param name="Lines">Boxes by set, diet and age class.</param>
/// <param name="Allergies">How many must not eat what.</param>
internal sealed record VillageTotal(string Code, Phrase Name, int Boxes, IReadOnlyList<BoxLine> Lines, IReadOnlyDictionary<string, int> Allergies);

/// <summary>A change after the cut-off.</summary>
internal sealed record Amendment(int Version, Phrase Village, string Set, Diet Diet, int Count, string Reason);

/// <summary>A sample.</summary>
internal sealed record SampleLine(Guid Id, string Dish, Phrase Name, int Grams, DateTimeOffset TakenAt, string Place, DateTimeOffset KeepUntil, DateTimeOffset? DiscardedAt);

internal sealed class ReadSheetHandler(LinliDb db, KitchenBook book, AllergyCounts allergies, TimeProvider time) : IHandler<ReadSheet, ProductionSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/kitchen/sheets/{day}", (DateOnly day, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadSheet(day), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("The production sheet of a day 生产单");

    public async Task<Result<ProductionSheet>> Handle(ReadSheet request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (await book.Day(kitchen.Code, request.Day ?? LocalTime.Today(time), cancel) is not { } day)
            return Problem.NotFound("services.no_day", "这一天没有菜单。", "There is no menu for this day.");
        var (sets, dishes) = await book.Menu(day.Id, cancel);
        var lines = await book.Lines(day, cancel);
        var villages = await db.Unfiltered<Village>().AsNoTracking().Where(v => v.Kitchen == kitchen.Code).OrderBy(v => v.Position).ToListAsync(cancel);
        var samples = await db.Records<FoodSample>().AsNoTracking().Where(s => s.Day == day.Id).ToListAsync(cancel);
        return new ProductionSheet(
            (kitchen.NameZh, kitchen.NameEn), day.Day, day.CutOffAt, day.Version, day.FrozenAt, KitchenRules.EatBy(kitchen, day.Day), [.. sets.Select(s => Total(s, lines))],
            [.. dishes.Select(d => Portions(d, sets, lines))], await PerVillage(day, villages, lines, cancel), lines.Sum(l => l.Count), await Amendments(day, villages, cancel),
            [.. samples.OrderBy(s => s.TakenAt).Select(s => Line(s, dishes))], [.. KitchenRules.WithoutSample(kitchen, dishes, samples).Select(d => new Phrase(d.NameZh, d.NameEn))], day.OverrideReason,
            kitchen.SampleGrams);
    }

    public static SampleLine Line(FoodSample sample, List<MealDish> dishes) => new(
        sample.Id, sample.Dish, dishes.Find(d => d.Code == sample.Dish) is { } dish ? (dish.NameZh, dish.NameEn) : (sample.Dish, sample.Dish), sample.Grams, sample.TakenAt, sample.Place,
        sample.KeepUntil, sample.DiscardedAt);

    private static SetTotal Total(MealSet set, List<BoxLine> lines)
    {
        var some = lines.Where(l => l.Set == set.Code).ToList();
        return new(
            set.Code, (set.NameZh, set.NameEn), set.Dishes.Split(' '), some.Sum(l => l.Count), some.GroupBy(l => l.Diet).ToDictionary(g => g.Key, g => g.Sum(l => l.Count)));
    }

    private static DishTotal Portions(MealDish dish, List<MealSet> sets, List<BoxLine> lines)
    {
        var codes = sets.Where(s => s.Dishes.Split(' ').Contains(dish.Code)).Select(s => s.Code).ToList();
        return new(dish.Code, (dish.NameZh, dish.NameEn), dish.Allergens.Split(' ', StringSplitOptions.RemoveEmptyEntries), lines.Where(l => codes.Contains(l.Set)).Sum(l => l.Count));
    }

    private async Task<List<VillageTotal>> PerVillage(KitchenDay day, List<Village> villages, List<BoxLine> lines, CancellationToken cancel)
    {
        var counted = day.FrozenAt is null
            ? allergies.Of((await book.Eaters(day, cancel)).Select(e => e.Elder)).ToList()
            : (await db.Records<SheetAllergy>().AsNoTracking().Where(a => a.Day == day.Id).ToListAsync(cancel)).ConvertAll(a => (a.Village, a.Allergen, a.Count));
        return villages.Where(v => v.EndedAt is null || lines.Exists(l => l.Village == v.Code)).Select(v =>
        {
            var some = lines.Where(l => l.Village == v.Code).ToList();
            return new VillageTotal(
                v.Code, (v.NameZh, v.NameEn), some.Sum(l => l.Count), some, counted.Where(a => a.Village == v.Code).ToDictionary(a => a.Allergen, a => a.Count, StringComparer.Ordinal));
        }).ToList();
    }

    private async Task<List<Amendment>> Amendments(KitchenDay day, List<Village> villages, CancellationToken cancel)
    {
        var extras = await db.Unfiltered<MealExtra>().AsNoTracking().Where(x => x.Day == day.Id && x.State == ExtraState.Approved).OrderBy(x => x.DecidedAt).ToListAsync(cancel);
        return [.. extras.Select((x, i) => new Amendment(i + 2, villages.Find(v => v.Code == x.Village) is { } v ? (v.NameZh, v.NameEn) : (x.Village, x.Village), x.Set, x.Diet, x.Count, x.Reason))];
    }
}
