using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Services.Canteen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Production;

/// <summary>The kitchen plans the menu of a day; villages can order from then on. Until orders close it may be changed as long as no set that was ordered goes.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Dishes">1 to 20.</param>
/// <param name="Sets">1 to 6 set meals of these dishes.</param>
internal sealed record PlanMenu(DateOnly Day, IReadOnlyList<DishPlanned>? Dishes, IReadOnlyList<SetPlanned>? Sets) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => $"{Day:yyyy-MM-dd}";

    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.DayFault(Day, "day") is { } fault)
            yield return fault;
        if (Dishes is not { Count: >= 1 and <= 20 } || Dishes.Select(d => d.Code).Distinct().Count() != Dishes.Count)
            yield return Problem.Invalid("dishes", "services.menu_dishes", "请填写 1–20 道菜，代码不能重复。", "Give 1 to 20 dishes with different codes.");
        else if (Dishes.Any(d => d.Code is not { Length: >= 1 and <= 12 } || !d.Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                     || !PlainText.TryCleanLine(d.NameZh, 40, out var name) || name.Length == 0))
            yield return Problem.Invalid("dishes", "services.menu_dish", "每道菜要有代码（小写字母、数字、连字符，最多 12 个）和名称。", "Each dish has a code (small letters, digits, hyphens, at most 12) and a name.");
        else if (Dishes.Any(d => KitchenRules.CleanAllergens(d.Allergens) is null))
            yield return Problem.Invalid("dishes", "services.allergen_unknown", "过敏原不在列表中。", "One of the allergens is not on the list.");
        if (Sets is not { Count: >= 1 and <= 6 } || Sets.Select(s => s.Code).Distinct().Count() != Sets.Count || Sets.Any(s => s.Code is not { Length: >= 1 and <= 12 } || s.Code.Contains(' ', StringComparison.Ordinal)))
            yield return Problem.Invalid("sets", "services.menu_sets", "请填写 1–6 个套餐，代码不能重复、不含空格。", "Give 1 to 6 set meals with different codes without blanks.");
        else if (Sets.Any(s => s.Dishes.Count == 0 || s.Dishes.Any(c => Dishes?.Any(d => d.Code == c) != true)) || Dishes?.Any(d => !Sets.Any(s => s.Dishes.Contains(d.Code))) == true)
            yield return Problem.Invalid("sets", "services.menu_set_dishes", "套餐只能由当天的菜组成，每道菜至少属于一个套餐。", "Set meals consist of dishes of the day, and each dish belongs to one.");
    }
}

/// <summary>A dish.</summary>
/// <param name="Code">Unique on the day.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name; the Chinese one when left out.</param>
/// <param name="Allergens">Codes of allergens.</param>
internal sealed record DishPlanned(string Code, string NameZh, string? NameEn = null, IReadOnlyList<string>? Allergens = null);

/// <summary>A set meal.</summary>
internal sealed record SetPlanned(string Code, string NameZh, IReadOnlyList<string> Dishes, string? NameEn = null);

/// <summary>The body of a menu.</summary>
internal sealed record MenuBody(IReadOnlyList<DishPlanned>? Dishes, IReadOnlyList<SetPlanned>? Sets);

internal sealed class PlanMenuHandler(LinliDb db, KitchenBook book, Outbox outbox) : IHandler<PlanMenu, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/kitchen/menus/{day}", (DateOnly day, MenuBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new PlanMenu(day, body.Dishes, body.Sets), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Plan the menu of a day 排菜单");

    public async Task<Result<Done>> Handle(PlanMenu request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.KitchenKeep, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        var day = await book.LockedDay(kitchen.Code, request.Day, cancel);
        if (day is null ? KitchenRules.CutOffOf(kitchen, request.Day) <= book.Now : KitchenRules.IsClosed(day, book.Now))
            return Problem.Conflict("services.menu_closed", "这一天的订餐已截止，菜单不能再改。", "Orders for this day are closed: its menu stays.");
        if (day is null)
            db.Insert(day = new()
            {
                Id = Guid.CreateVersion7(book.Now), Kitchen = kitchen.Code, Scope = kitchen.Scope, Day = request.Day, CutOffAt = KitchenRules.CutOffOf(kitchen, request.Day),
            });
        else
        {
            var codes = request.Sets!.Select(s => s.Code).ToList();
            if (await db.Records<HeadCount>().AnyAsync(h => h.Day == day.Id && !codes.Contains(h.Set), cancel) || await db.Records<ElderChoice>().AnyAsync(c => c.Day == day.Day && c.Eats && c.Set != null && !codes.Contains(c.Set), cancel))
                return Problem.Conflict("services.set_ordered", "有村子或老人已订了要去掉的套餐，请保留它或先联系村里改订。", "A village or an elder has ordered a set that would go: keep it, or have the order changed first.");
            await db.Records<MealSet>().Where(s => s.Day == day.Id).ExecuteDeleteAsync(cancel);
            await db.Records<MealDish>().Where(d => d.Day == day.Id).ExecuteDeleteAsync(cancel);
        }

        db.Records<MealDish>().AddRange(request.Dishes!.Select((d, i) => new MealDish
        {
            Day = day.Id, Code = d.Code, Position = i, NameZh = d.NameZh.Trim(), NameEn = d.NameEn?.Trim() is { Length: > 0 and <= 80 } en ? en : d.NameZh.Trim(),
            Allergens = KitchenRules.CleanAllergens(d.Allergens)!,
        }));
        db.Records<MealSet>().AddRange(request.Sets!.Select((s, i) => new MealSet
        {
            Day = day.Id, Code = s.Code, Position = i, NameZh = s.NameZh.Trim(), NameEn = s.NameEn?.Trim() is { Length: > 0 and <= 80 } en ? en : s.NameZh.Trim(), Dishes = string.Join(' ', s.Dishes.Distinct()),
        }));
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "orders", null, []));
        return Done.It;
    }
}
