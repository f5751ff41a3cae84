using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Services.Canteen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>A village's day: its order, its elders, its extras, and the van that brings it.</summary>
/// <param name="Village">Code; the caller's first village when left out.</param>
/// <param name="Day">Local day; the next one that is open when left out.</param>
internal sealed record ReadVillage(string? Village = null, DateOnly? Day = null) : IQuery<VillageDay>;

/// <summary>A village the caller works for.</summary>
internal sealed record VillageName(string Code, Phrase Name);

/// <summary>A set meal with its dishes.</summary>
internal sealed record SetShown(string Code, Phrase Name, IReadOnlyList<Phrase> Dishes);

/// <summary>What a village sees of a day.</summary>
/// <param name="Villages">The caller's villages.</param>
/// <param name="Village">This one.</param>
/// <param name="Day">The day.</param>
/// <param name="HasMenu">Whether there is a menu, so that orders can be entered.</param>
/// <param name="CutOffAt">When orders close.</param>
/// <param name="Closed">Whether they are closed.</param>
/// <param name="Sets">The menu.</param>
/// <param name="Heads">Boxes for people not named.</param>
/// <param name="Lines">All boxes, standing orders and approved extras included.</param>
/// <param name="Total">Their sum.</param>
/// <param name="Elders">Standing orders, names masked.</param>
/// <param name="EatingElders">How many of them eat on this day.</param>
/// <param name="Unserved">Masked names of those whose set is not cooked, and for whom no other is good: somebody chooses for them.</param>
/// <param name="Extras">Changes asked for after the cut-off.</param>
/// <param name="Stop">The van that brings it.</param>
internal sealed record VillageDay(
    IReadOnlyList<VillageName> Villages, VillageName Village, DateOnly Day, bool HasMenu, DateTimeOffset CutOffAt, bool Closed, IReadOnlyList<SetShown> Sets,
    IReadOnlyList<HeadLine> Heads, IReadOnlyList<BoxLine> Lines, int Total, IReadOnlyList<ElderLine> Elders, int EatingElders, IReadOnlyList<string> Unserved, IReadOnlyList<ExtraLine> Extras, ComingStop? Stop);

/// <summary>The van for a village.</summary>
/// <param name="Id">Id of the stop.</param>
/// <param name="Van">Code of the van.</param>
/// <param name="Boxes">What it brings.</param>
/// <param name="State">How far it is.</param>
/// <param name="Before">How many villages come before this one.</param>
/// <param name="DueAt">When it should be there.</param>
/// <param name="Code">What to read to the driver.</param>
/// <param name="HandedAt">When it was handed over.</param>
/// <param name="HandedBoxes">Boxes the driver handed over.</param>
/// <param name="Celsius">Their temperature.</param>
/// <param name="Remedy">What was done about food that came cold or late.</param>
/// <param name="ConfirmedAt">When the village confirmed.</param>
/// <param name="ConfirmedBoxes">Boxes the village says it has.</param>
/// <param name="ByCode">Whether that was said by reading the code to the driver: the village may still count for itself.</param>
internal sealed record ComingStop(
    Guid Id, string Van, int Boxes, RunState State, int Before, DateTimeOffset? DueAt, string Code, DateTimeOffset? HandedAt, int? HandedBoxes, decimal? Celsius, string? Remedy,
    DateTimeOffset? ConfirmedAt, int? ConfirmedBoxes, bool ByCode);

internal sealed class ReadVillageHandler(LinliDb db, KitchenBook book, TimeProvider time) : IHandler<ReadVillage, VillageDay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/kitchen/villages/{village}/days/{day}", (string village, DateOnly day, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadVillage(village, day), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("A village's day: order, elders, extras, van 村社的一天");

    public async Task<Result<VillageDay>> Handle(ReadVillage request, CancellationToken cancel)
    {
        var mine = await book.Villages().AsNoTracking().OrderBy(v => v.Position).ToListAsync(cancel);
        if ((request.Village is null ? mine.FirstOrDefault() : mine.Find(v => v.Code == request.Village)) is not { } village)
            return KitchenBook.NoVillage;
        var kitchen = await book.KitchenOf(village.Kitchen, cancel);
        var today = LocalTime.Today(time);
        var date = request.Day ?? (book.Now < LocalTime.StartOfDay(today).AddMinutes(kitchen.LeaveMinutes + 180) ? today : today.AddDays(1));
        if (CanteenRules.DayFault(date, "day") is { } fault)
            return fault;
        var day = await book.Day(kitchen.Code, date, cancel);
        var (sets, dishes) = day is null ? ([], []) : await book.Menu(day.Id, cancel);
        var lines = day is null ? [] : (await book.Lines(day, cancel)).Where(l => l.Village == village.Code).ToList();
        var heads = day is null ? [] : await db.Records<HeadCount>().AsNoTracking().Where(h => h.Day == day.Id && h.Village == village.Code).ToListAsync(cancel);
        var elders = await db.Unfiltered<VillageElder>().AsNoTracking().Where(e => e.Village == village.Code && e.EndedAt == null).OrderBy(e => e.At).ToListAsync(cancel);
        var ids = elders.ConvertAll(e => e.Id);
        var pauses = (await db.Records<ElderPause>().AsNoTracking().Where(p => ids.Contains(p.Elder) && p.Until >= today).ToListAsync(cancel)).ToLookup(p => p.Elder);
        var extras = day is null ? [] : await db.Unfiltered<MealExtra>().AsNoTracking().Where(x => x.Day == day.Id && x.Village == village.Code).OrderBy(x => x.At).ToListAsync(cancel);
        return new VillageDay(
            [.. mine.Select(v => new VillageName(v.Code, (v.NameZh, v.NameEn)))], new(village.Code, (village.NameZh, village.NameEn)), date, sets.Count > 0,
            day?.CutOffAt ?? KitchenRules.CutOffOf(kitchen, date), day is null ? KitchenRules.CutOffOf(kitchen, date) <= book.Now : KitchenRules.IsClosed(day, book.Now), Shown(sets, dishes),
            [.. heads.Select(h => new HeadLine(h.Set, h.Diet, h.Age, h.Count))], lines, lines.Sum(l => l.Count),
            [.. elders.Select(e => ElderLine.Of(e, today, pauses[e.Id]))], await Eating(day, village.Code, cancel),
            day is not { FrozenAt: null } ? [] : [.. (await book.Unserved(day, cancel)).Where(e => e.Village == village.Code).Select(e => Masked.Name(e.Name))], [.. extras.Select(ExtraLine.Of)],
            day is null ? null : await Coming(day.Id, village.Code, cancel));
    }

    public static IReadOnlyList<SetShown> Shown(List<MealSet> sets, List<MealDish> dishes) =>
        [.. sets.Select(s => new SetShown(s.Code, (s.NameZh, s.NameEn), [.. s.Dishes.Split(' ').Select(c => dishes.Find(d => d.Code == c)).OfType<MealDish>().Select(d => new Phrase(d.NameZh, d.NameEn))]))];

    private async Task<int> Eating(KitchenDay? day, string village, CancellationToken cancel) => day switch
    {
        null => 0,
        { FrozenAt: not null } => await db.Records<ElderMeal>().CountAsync(m => m.Day == day.Id && m.Village == village, cancel),
        _ => (await book.Eaters(day, cancel)).Count(e => e.Elder.Village == village),
    };

    private async Task<ComingStop?> Coming(Guid day, string village, CancellationToken cancel)
    {
        if (await db.Unfiltered<RunStop>().AsNoTracking().SingleOrDefaultAsync(s => s.Day == day && s.Village == village, cancel) is not { } stop)
            return null;
        var run = await db.Unfiltered<VanRun>().AsNoTracking().SingleAsync(r => r.Id == stop.Run, cancel);
        var before = await db.Unfiltered<RunStop>().CountAsync(s => s.Run == stop.Run && s.Position < stop.Position && s.HandedAt == null, cancel);
        return new(
            stop.Id, run.Van, stop.Boxes, run.State, before, stop.DueAt, stop.Code, stop.HandedAt, stop.HandedBoxes, stop.Tenths / 10m, stop.Remedy, stop.ConfirmedAt, stop.ConfirmedBoxes, stop.Way == ReceiptWay.Code);
    }
}
