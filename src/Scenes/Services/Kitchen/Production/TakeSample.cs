using Linli.Platform.Data;
using Linli.Platform.Events;
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

/// <summary>A sample of a dish is kept (食品留样, R27): at least 125 g for at least 48 hours.</summary>
/// <param name="Day">Local day of the meal.</param>
/// <param name="Dish">Code of the dish.</param>
/// <param name="Grams">What the scales say.</param>
/// <param name="Place">Where it stands, 1–40 characters.</param>
internal sealed record TakeSample(DateOnly Day, string Dish, int Grams, string? Place) : ICommand<SampleLine>, IValidated, IAudited
{
    public string? AuditSubject => $"{Day:yyyy-MM-dd} {Dish}";

    public IEnumerable<Problem> Problems()
    {
        if (Grams > 5000)
            yield return Problem.Invalid("grams", "services.sample_grams", "请核对重量，单位是克。", "Check the weight: it is in grams.");
        if (!PlainText.TryCleanLine(Place, 40, out var place) || place.Length == 0)
            yield return Problem.Invalid("place", "services.sample_place", "请写明放在哪里，例如 留样柜 2 层。", "Say where it stands, such as fridge 2, shelf 1.");
    }
}

/// <summary>Throws a sample away; not before its time.</summary>
/// <param name="Sample">Which.</param>
internal sealed record DiscardSample(Guid Sample) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Sample.ToString();
}

/// <summary>A sample as it is sent.</summary>
internal sealed record SampleBody(int Grams, string? Place);

internal sealed class TakeSampleHandler(LinliDb db, KitchenBook book, CurrentCaller current, Certificates certificates, Outbox outbox)
    : IHandler<TakeSample, SampleLine>, IHandler<DiscardSample, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/kitchen/days/{day}/samples/{dish}", (DateOnly day, string dish, SampleBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new TakeSample(day, dish, body.Grams, body.Place), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Keep a sample of a dish 食品留样");
        api.MapPost("/kitchen/samples/{id:guid}/discard", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DiscardSample(id), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Throw a sample away after its time");
    }

    public async Task<Result<SampleLine>> Handle(TakeSample request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (await book.Day(kitchen.Code, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        if (LocalTime.DateOf(book.Now) != day.Day || day.FrozenAt is null)
            return Problem.Conflict("services.sample_day", "留样在供餐当天、菜做好以后进行。", "A sample is kept of what was cooked, on the day itself.");
        var (_, dishes) = await book.Menu(day.Id, cancel);
        if (!dishes.Exists(d => d.Code == request.Dish))
            return Problem.Invalid("dish", "services.no_dish", "当天没有这道菜。", "There is no such dish on that day.");
        if (request.Grams < kitchen.SampleGrams)
            return Problem.Invalid("grams", "services.sample_light", $"留样不少于 {kitchen.SampleGrams} 克。", $"A sample weighs at least {kitchen.SampleGrams} g.");
        if (await certificates.MissingFor(kitchen, current.Value.Account, cancel) is { } problem)
            return problem;
        if (await db.Records<FoodSample>().SingleOrDefaultAsync(s => s.Day == day.Id && s.Dish == request.Dish, cancel) is { } taken)
            return taken.Grams == request.Grams && taken.Place == request.Place!.Trim()
                ? ReadSheetHandler.Line(taken, dishes)
                : Problem.Conflict("services.sample_taken", "这道菜已经留样，记录不能改。", "A sample of this dish is kept already: the record stays.");
        var sample = new FoodSample
        {
            Id = Guid.CreateVersion7(book.Now), Day = day.Id, Dish = request.Dish, Grams = request.Grams, TakenAt = book.Now, By = current.Value.Account, Place = request.Place!.Trim(),
            KeepUntil = book.Now.AddHours(kitchen.SampleHours),
        };
        db.Records<FoodSample>().Add(sample);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "samples", null, []));
        return ReadSheetHandler.Line(sample, dishes);
    }

    public async Task<Result<Done>> Handle(DiscardSample request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(ServicesPermissions.Kitchen);
        var sample = await db.Records<FoodSample>().SingleOrDefaultAsync(s => s.Id == request.Sample, cancel);
        if (sample is null || await db.Scoped<KitchenDay>(scopes).SingleOrDefaultAsync(d => d.Id == sample.Day, cancel) is not { } day)
            return Problem.NotFound("services.sample_not_found", "没有找到这个留样。", "This sample was not found.");
        if (sample.DiscardedAt is not null)
            return Done.It;
        if (book.Now < sample.KeepUntil)
            return Problem.Conflict("services.sample_too_early", "留样未满 48 小时，不能销毁。", "A sample is kept for 48 hours: it is too early to throw it away.");
        (sample.DiscardedAt, sample.DiscardedBy) = (book.Now, current.Value.Account);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "samples", null, []));
        return Done.It;
    }
}
