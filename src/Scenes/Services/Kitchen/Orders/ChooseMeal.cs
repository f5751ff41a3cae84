using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Orders;

/// <summary>An elder, a family agent or the village says for one day whether the elder eats, and what.</summary>
/// <param name="Elder">Id of the standing order.</param>
/// <param name="Day">Local day.</param>
/// <param name="Eats">Whether.</param>
/// <param name="Set">Code of a set meal; the usual one when left out.</param>
internal sealed record ChooseMeal(Guid Elder, DateOnly Day, bool Eats, string? Set = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => $"{Elder} {Day:yyyy-MM-dd}";
}

/// <summary>What is wanted.</summary>
internal sealed record ChoiceBody(bool Eats, string? Set = null);

internal sealed class ChooseMealHandler(LinliDb db, KitchenBook book, ElderReach reach, IActingFor acting) : IHandler<ChooseMeal, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/kitchen/elders/{id:guid}/meals/{day}", (Guid id, DateOnly day, ChoiceBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ChooseMeal(id, day, body.Eats, body.Set), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("Choose a meal for one day 单日订餐或不吃");

    public async Task<Result<Done>> Handle(ChooseMeal request, CancellationToken cancel)
    {
        var (elder, parent) = await reach.Any(request.Elder, cancel);
        if (elder is null)
            return ElderReach.NotFound;
        var village = await db.Unfiltered<Village>().SingleAsync(v => v.Code == elder.Village, cancel);
        if (await book.LockedDay(village.Kitchen, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        if (KitchenRules.IsClosed(day, book.Now))
            return KitchenRules.Closed(day);
        if (request.Eats && (request.Day < elder.From || request.Day > elder.Until))
            return Problem.Invalid("day", "services.outside_order", $"固定订餐从{elder.From:M月d日}{(elder.Until is { } last ? $"到{last:M月d日}" : "开始")}，这一天不在其中。", $"The standing order runs from {elder.From:yyyy-MM-dd}{(elder.Until is { } end ? $" to {end:yyyy-MM-dd}" : " on")}: this day is outside it.");
        if (request.Eats && elder.Person is { } eater && (await book.AtCanteen(request.Day, [eater], cancel)).Count > 0)
            return Problem.Conflict("services.at_canteen", "这天的午餐已在食堂预订，一人一餐一份：要改请先取消食堂的预订。", "Lunch of this day is ordered at a canteen, one for each: cancel it there first.");
        if (request.Set is { } set && !await db.Records<MealSet>().AnyAsync(s => s.Day == day.Id && s.Code == set, cancel))
            return Problem.Invalid("set", "services.no_set", "当天没有这个套餐。", "There is no such set meal on that day.");
        var choice = await db.Records<ElderChoice>().SingleOrDefaultAsync(c => c.Elder == elder.Id && c.Day == request.Day, cancel);
        if (choice is null)
            db.Records<ElderChoice>().Add(choice = new() { Elder = elder.Id, Day = request.Day, Eats = request.Eats });
        (choice.Eats, choice.Set) = (request.Eats, request.Set);
        if (parent is not null)
            acting.Record(parent, FamilyMatters.Book, elder.Id.ToString(),
                request.Eats ? ($"订餐 {request.Day:M月d日}", $"Ordered a meal for {request.Day:yyyy-MM-dd}") : ($"{request.Day:M月d日}不用餐", $"No meal on {request.Day:yyyy-MM-dd}"), "/meals/village");
        return Done.It;
    }
}
