using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Services.Canteen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>Pauses the meals of an elder (停餐): by the village, the elder, or a family agent. Days that are closed stay as they are.</summary>
/// <param name="Elder">Id of the standing order.</param>
/// <param name="From">First day without a meal.</param>
/// <param name="Until">Last day without a meal, at most a year later.</param>
/// <param name="IdempotencyKey">See <see cref="IRepeatable"/>.</param>
internal sealed record PauseElder(Guid Elder, DateOnly From, DateOnly Until, string? IdempotencyKey = null) : ICommand<PauseLine>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Elder.ToString();

    public IEnumerable<Problem> Problems()
    {
        if ((CanteenRules.DayFault(From, "from") ?? CanteenRules.DayFault(Until, "until")) is { } fault)
            yield return fault;
        else if (Until < From || Until.DayNumber - From.DayNumber > 366)
            yield return Problem.Invalid("until", "services.days_order", "结束日期不能早于开始日期，最长一年。", "The last day cannot be before the first, and at most a year after it.");
    }
}

/// <summary>Takes a pause back; days that are closed stay as they are.</summary>
/// <param name="Pause">Which.</param>
internal sealed record EndPause(Guid Pause) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Pause.ToString();
}

/// <summary>The days.</summary>
internal sealed record PauseBody(DateOnly From, DateOnly Until, string? IdempotencyKey = null);

internal sealed class PauseElderHandler(LinliDb db, KitchenBook book, ElderReach reach, IActingFor acting, CurrentCaller current)
    : IHandler<PauseElder, PauseLine>, IHandler<EndPause, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/kitchen/elders/{id:guid}/pauses", (Guid id, PauseBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new PauseElder(id, body.From, body.Until, body.IdempotencyKey), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("Pause an elder's meals 停餐");
        api.MapDelete("/kitchen/pauses/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new EndPause(id), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("Take a pause back 恢复用餐");
    }

    public async Task<Result<PauseLine>> Handle(PauseElder request, CancellationToken cancel)
    {
        var (elder, parent) = await reach.Any(request.Elder, cancel);
        if (elder is null)
            return ElderReach.NotFound;
        if (await Closed(elder, request.From, cancel) is { } closed)
            return closed;
        if (await db.Records<ElderPause>().FirstOrDefaultAsync(p => p.Elder == elder.Id && p.From == request.From && p.Until == request.Until, cancel) is { } same)
            return new PauseLine(same.Id, same.From, same.Until);
        var pause = new ElderPause { Id = Guid.CreateVersion7(book.Now), Elder = elder.Id, From = request.From, Until = request.Until, At = book.Now, By = current.Value.Account };
        db.Records<ElderPause>().Add(pause);
        // A meal chosen for one of the days before is not wanted any more.
        db.Records<ElderChoice>().RemoveRange(await db.Records<ElderChoice>().Where(c => c.Elder == elder.Id && c.Day >= request.From && c.Day <= request.Until).ToListAsync(cancel));
        if (parent is not null)
            acting.Record(parent, FamilyMatters.Book, elder.Id.ToString(), ($"停餐 {request.From:M月d日} 到 {request.Until:M月d日}", $"Paused meals {request.From:yyyy-MM-dd} to {request.Until:yyyy-MM-dd}"), "/meals/village");
        return new PauseLine(pause.Id, pause.From, pause.Until);
    }

    public async Task<Result<Done>> Handle(EndPause request, CancellationToken cancel)
    {
        var pause = await db.Records<ElderPause>().SingleOrDefaultAsync(p => p.Id == request.Pause, cancel);
        if (pause is null)
            return Done.It;
        var (elder, parent) = await reach.Any(pause.Elder, cancel);
        if (elder is null)
            return ElderReach.NotFound;
        var village = await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == elder.Village, cancel);
        if (await book.WaitForSheet(village.Kitchen, cancel) is { } wait)
            return wait;
        db.Records<ElderPause>().Remove(pause);
        if (parent is not null)
            acting.Record(parent, FamilyMatters.Book, elder.Id.ToString(), ("恢复用餐", "Meals go on again"), "/meals/village");
        return Done.It;
    }

    // A pause may only begin on a day whose orders are open: what is cooked is cooked.
    private async Task<Problem?> Closed(VillageElder elder, DateOnly from, CancellationToken cancel)
    {
        var village = await db.Unfiltered<Village>().SingleAsync(v => v.Code == elder.Village, cancel);
        var kitchen = await book.KitchenOf(village.Kitchen, cancel);
        var day = await book.LockedDay(kitchen.Code, from, cancel);
        if (day is null ? KitchenRules.CutOffOf(kitchen, from) > book.Now : !KitchenRules.IsClosed(day, book.Now))
            return null;
        return Problem.Conflict("services.orders_closed",
            $"{from:M月d日}的订餐已截止，请从下一天开始停餐；当天的饭请联系村里。", $"Orders for {from:yyyy-MM-dd} are closed: pause from the next day, and tell the village about that one.");
    }
}
