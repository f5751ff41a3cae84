using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>
/// A village enters its head counts for a day, or changes them, until the cut-off. What is sent stands for the whole order of
/// the village apart from standing orders: sending it again changes nothing.
/// </summary>
/// <param name="Village">Code of the village.</param>
/// <param name="Day">Local day of the meal.</param>
/// <param name="Lines">At most 60; none for no head counts.</param>
/// <param name="IdempotencyKey">See <see cref="IRepeatable"/>.</param>
internal sealed record OrderMeals(string Village, DateOnly Day, IReadOnlyList<HeadLine>? Lines, string? IdempotencyKey = null)
    : ICommand<VillageOrdered>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => $"{Village} {Day:yyyy-MM-dd}";

    public IEnumerable<Problem> Problems()
    {
        if (Lines is null || Lines.Count > 60)
            yield return Problem.Invalid("lines", "services.order_lines", "请填写订餐明细，最多 60 行。", "Give the lines of the order, at most 60.");
        for (var i = 0; i < (Lines?.Count ?? 0); i++)
            if (Lines![i].Count is < 0 or > KitchenRules.MostBoxes)
                yield return Problem.Invalid($"lines[{i}].count", "services.order_count", $"份数为 0–{KitchenRules.MostBoxes} 的整数。", $"A count is a whole number from 0 to {KitchenRules.MostBoxes}.");
        if (Lines?.GroupBy(l => (l.Set, l.Diet, l.Age)).Any(g => g.Count() > 1) == true)
            yield return Problem.Invalid("lines", "services.order_twice", "同一套餐、饮食和年龄段只填一行。", "Give each set, diet and age class once.");
    }
}

/// <summary>Boxes for people who are not named.</summary>
/// <param name="Set">Code of the set meal.</param>
/// <param name="Diet">Which diet.</param>
/// <param name="Age">Age class on the day.</param>
/// <param name="Count">How many.</param>
internal sealed record HeadLine(string Set, Diet Diet, AgeClass Age, int Count);

/// <summary>The body of an order.</summary>
internal sealed record OrderBody(IReadOnlyList<HeadLine>? Lines, string? IdempotencyKey = null);

/// <summary>An order as it stands.</summary>
/// <param name="Heads">Boxes for people not named.</param>
/// <param name="Elders">Boxes of standing orders.</param>
/// <param name="Total">Both.</param>
/// <param name="CutOffAt">Until when it can be changed.</param>
internal sealed record VillageOrdered(int Heads, int Elders, int Total, DateTimeOffset CutOffAt);

internal sealed class OrderMealsHandler(LinliDb db, KitchenBook book, Outbox outbox) : IHandler<OrderMeals, VillageOrdered>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/kitchen/villages/{village}/orders/{day}", (string village, DateOnly day, OrderBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new OrderMeals(village, day, body.Lines, body.IdempotencyKey), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("Order meals for a village until the cut-off 村社订餐");

    public async Task<Result<VillageOrdered>> Handle(OrderMeals request, CancellationToken cancel)
    {
        if (await book.Village(request.Village, cancel) is not { } village)
            return KitchenBook.NoVillage;
        if (await book.LockedDay(village.Kitchen, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        if (KitchenRules.IsClosed(day, book.Now))
            return KitchenRules.Closed(day);
        var (sets, _) = await book.Menu(day.Id, cancel);
        for (var i = 0; i < request.Lines!.Count; i++)
            if (!sets.Exists(s => s.Code == request.Lines[i].Set))
                return Problem.Invalid($"lines[{i}].set", "services.no_set", "当天没有这个套餐。", "There is no such set meal on that day.");

        var standing = await db.Records<HeadCount>().Where(h => h.Day == day.Id && h.Village == village.Code).ToListAsync(cancel);
        foreach (var line in request.Lines)
        {
            var row = standing.Find(h => h.Set == line.Set && h.Diet == line.Diet && h.Age == line.Age);
            if (row is not null)
                row.Count = line.Count;
            else if (line.Count > 0)
                db.Records<HeadCount>().Add(new() { Day = day.Id, Village = village.Code, Set = line.Set, Diet = line.Diet, Age = line.Age, Count = line.Count });
        }

        db.Records<HeadCount>().RemoveRange(standing.Where(h => h.Count == 0 || !request.Lines.Any(l => l.Set == h.Set && l.Diet == h.Diet && l.Age == h.Age)));
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "orders", village.Code, []));
        var heads = request.Lines.Sum(l => l.Count);
        var elders = (await book.Eaters(day, cancel)).Count(e => e.Elder.Village == village.Code);
        return new VillageOrdered(heads, elders, heads + elders, day.CutOffAt);
    }
}
