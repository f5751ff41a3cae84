using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>A village asks for more, or fewer, boxes after the cut-off (临时加减餐), with a reason.</summary>
/// <param name="Village">Code of the village.</param>
/// <param name="Day">Local day of the meal.</param>
/// <param name="Set">Code of the set meal.</param>
/// <param name="Diet">Diet.</param>
/// <param name="Age">Age class on the day.</param>
/// <param name="Count">How many more; below zero for fewer. Not 0.</param>
/// <param name="Reason">Why, 2–200 characters, without names.</param>
/// <param name="IdempotencyKey">See <see cref="IRepeatable"/>.</param>
internal sealed record AskExtra(string Village, DateOnly Day, string Set, Diet Diet, AgeClass Age, int Count, string? Reason, string? IdempotencyKey = null)
    : ICommand<ExtraLine>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => $"{Village} {Day:yyyy-MM-dd}";

    public IEnumerable<Problem> Problems()
    {
        if (Count is 0 or < -100 or > 100)
            yield return Problem.Invalid("count", "services.extra_count", "请填写增减份数：-100 到 100，不能为 0。", "Say how many more or fewer: -100 to 100, not 0.");
        if (!PlainText.TryCleanLine(Reason, 200, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "reason_missing", "请说明原因（2–200 个字，不要写姓名）。", "Say why (2–200 characters, no names).");
    }
}

/// <summary>The body of the request.</summary>
internal sealed record ExtraBody(string Set, int Count, string? Reason, Diet Diet = Diet.Normal, AgeClass Age = AgeClass.Seventies, string? IdempotencyKey = null);

/// <summary>A change after the cut-off.</summary>
internal sealed record ExtraLine(
    Guid Id, string Village, string Set, Diet Diet, AgeClass Age, int Count, string Reason, DateTimeOffset At, ExtraState State, string? Why)
{
    public static ExtraLine Of(MealExtra extra) => new(extra.Id, extra.Village, extra.Set, extra.Diet, extra.Age, extra.Count, extra.Reason, extra.At, extra.State, extra.Why);
}

internal sealed class AskExtraHandler(LinliDb db, KitchenBook book, CurrentCaller current, Outbox outbox) : IHandler<AskExtra, ExtraLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/villages/{village}/orders/{day}/extras", (string village, DateOnly day, ExtraBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new AskExtra(village, day, body.Set, body.Diet, body.Age, body.Count, body.Reason, body.IdempotencyKey), cancel))
            .Needs(ServicesPermissions.VillageMeals).WithTags("kitchen").WithSummary("Ask for an extra after the cut-off 临时加减餐");

    public async Task<Result<ExtraLine>> Handle(AskExtra request, CancellationToken cancel)
    {
        if (await book.Village(request.Village, cancel) is not { } village)
            return KitchenBook.NoVillage;
        if (await book.Day(village.Kitchen, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        if (!KitchenRules.IsClosed(day, book.Now))
            return Problem.Conflict("services.orders_open", "订餐还没截止，请直接修改订单。", "Orders are still open: change the order itself.");
        if (!await db.Records<MealSet>().AnyAsync(s => s.Day == day.Id && s.Code == request.Set, cancel))
            return Problem.Invalid("set", "services.no_set", "当天没有这个套餐。", "There is no such set meal on that day.");
        if (await AlreadyGone(db, day.Id, village.Code, cancel))
            return Gone;
        var extra = new MealExtra
        {
            Id = Guid.CreateVersion7(book.Now), Day = day.Id, Scope = day.Scope, Village = village.Code, Set = request.Set, Diet = request.Diet, Age = request.Age, Count = request.Count,
            Reason = request.Reason!.Trim(), By = current.Value.Account, At = book.Now,
        };
        db.Insert(extra);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "extra", village.Code, []));
        return ExtraLine.Of(extra);
    }

    public static Problem Gone => Problem.Conflict("services.van_left", "送这个村的车已经出发，不能再增减。", "The van for this village has left: nothing can be changed any more.");

    public static Task<bool> AlreadyGone(LinliDb db, Guid day, string village, CancellationToken cancel) =>
        db.Unfiltered<RunStop>().AnyAsync(s => s.Day == day && s.Village == village && db.Unfiltered<VanRun>().Any(r => r.Id == s.Run && r.State != RunState.Planned), cancel);
}
