using Linli.Notices;
using Linli.People;
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

namespace Linli.Services.Kitchen.Runs;

/// <summary>The van has come to a village.</summary>
/// <param name="Stop">Which stop.</param>
internal sealed record Arrive(Guid Stop) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Stop.ToString();
}

internal sealed class ArriveHandler(RunReach reach, KitchenBook book, Outbox outbox) : IHandler<Arrive, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/stops/{id:guid}/arrive", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new Arrive(id), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("The van has come to a village 到村");

    public async Task<Result<Done>> Handle(Arrive request, CancellationToken cancel)
    {
        var (stop, run) = await reach.Stop(request.Stop, cancel);
        if (stop is null)
            return RunReach.NotFound;
        if (run!.State == RunState.Planned)
            return HandOverHandler.NotLeft;
        if (stop.ArrivedAt is not null)
            return Done.It;
        stop.ArrivedAt = book.Now;
        outbox.Add(new KitchenChanged(stop.Day, ScopePath.Parse(stop.Scope, null), "arrived", stop.Village, []));
        return Done.It;
    }
}

/// <summary>
/// The driver hands the boxes of a village over: counted and measured. Below 60 °C, or after the eat-by time, it is no hot delivery:
/// it is recorded only with what was done about it. A wrong count is recorded with its shortage.
/// </summary>
/// <param name="Stop">Which stop.</param>
/// <param name="Boxes">Boxes handed over, from 0 to what was loaded.</param>
/// <param name="Temperature">°C, at most one decimal.</param>
/// <param name="Remedy">What was done about food that came cold or late, 2–200 characters.</param>
/// <param name="Note">What is to know of a shortage, 2–200 characters.</param>
/// <param name="Code">The four digits that the village reads out, where nobody confirms on a phone.</param>
/// <param name="IdempotencyKey">See <see cref="IRepeatable"/>.</param>
internal sealed record HandOver(Guid Stop, int Boxes, decimal Temperature, string? Remedy = null, string? Note = null, string? Code = null, string? IdempotencyKey = null)
    : ICommand<RunShown>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Stop.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (KitchenRules.Tenths(Temperature) is null)
            yield return KitchenRules.WrongTemperature;
        if (Boxes < 0)
            yield return Problem.Invalid("boxes", "services.boxes", "份数不能小于 0。", "The count cannot be below 0.");
        foreach (var (field, text) in new[] { ("remedy", Remedy), ("note", Note) })
            if (text is not null && (!PlainText.TryCleanLine(text, 200, out var clean) || clean.Length is 1))
                yield return Problem.Invalid(field, "services.text_length", "请写 2–200 个字，一行。", "2 to 200 characters on one line.");
    }
}

/// <summary>The body of a hand-over.</summary>
internal sealed record HandOverBody(int Boxes, decimal Temperature, string? Remedy = null, string? Note = null, string? Code = null, string? IdempotencyKey = null);

internal sealed class HandOverHandler(LinliDb db, KitchenBook book, RunReach reach, CurrentCaller current, IPeople people, INotices notices, Outbox outbox) : IHandler<HandOver, RunShown>, IUseCase
{
    public static Problem NotLeft => Problem.Conflict("services.not_left", "车还没有发车，不能交接。", "The van has not left: nothing can be handed over.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/stops/{id:guid}/hand-over", (Guid id, HandOverBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new HandOver(id, body.Boxes, body.Temperature, body.Remedy, body.Note, body.Code, body.IdempotencyKey), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("Hand boxes over to a village: count and temperature 交接");

    public async Task<Result<RunShown>> Handle(HandOver request, CancellationToken cancel)
    {
        // Two villages at once, from a phone that was offline: one of them sees that it is the last.
        if (await db.Unfiltered<RunStop>().AsNoTracking().Where(s => s.Id == request.Stop).Select(s => (Guid?)s.Run).SingleOrDefaultAsync(cancel) is { } of)
            await db.LockUntilCommit($"kitchen.run.{of:N}", cancel);
        var (stop, run) = await reach.Stop(request.Stop, cancel);
        if (stop is null)
            return RunReach.NotFound;
        if (run!.State == RunState.Planned)
            return NotLeft;
        if (stop.HandedAt is not null)
            return Problem.Conflict("services.handed_over", "这个村已经交接过了。", "This village has its boxes already.");
        var day = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == stop.Day, cancel);
        var kitchen = await book.KitchenOf(day.Kitchen, cancel);
        if (Wrong(request, stop, kitchen, day, book.Now) is { } problem)
            return problem;

        var now = book.Now;
        stop.ArrivedAt ??= now;
        (stop.HandedAt, stop.HandedBy, stop.HandedBoxes, stop.Tenths) = (now, current.Value.Account, request.Boxes, KitchenRules.Tenths(request.Temperature));
        (stop.Remedy, stop.Note) = (Text(request.Remedy), Text(request.Note));
        if (request.Code is { Length: > 0 })
            (stop.Way, stop.ConfirmedAt, stop.ConfirmedBoxes) = (ReceiptWay.Code, now, request.Boxes);
        var stops = await db.Unfiltered<RunStop>().Where(s => s.Run == run.Id).OrderBy(s => s.Position).ToListAsync(cancel);
        if (stops.TrueForAll(s => s.HandedAt is not null))
            (run.State, run.DoneAt) = (RunState.Done, now);
        await TellOfTrouble(stop, kitchen, day, cancel);
        var village = await db.Unfiltered<Village>().SingleAsync(v => v.Code == stop.Village, cancel);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "handed", stop.Village, await book.StaffOf(village, cancel)));
        return await reach.Show(run, stops, cancel);
    }

    private static Problem? Wrong(HandOver request, RunStop stop, CentralKitchen kitchen, KitchenDay day, DateTimeOffset now)
    {
        if (request.Boxes > stop.Boxes)
            return Problem.Invalid("boxes", "services.too_many_boxes", $"这个村只装了 {stop.Boxes} 份，请核对是不是拿了别村的。", $"Only {stop.Boxes} boxes were loaded for this village: are some another's?");
        if (!KitchenRules.IsHot(kitchen, KitchenRules.Tenths(request.Temperature)!.Value) && Text(request.Remedy) is null)
            return Problem.Invalid("remedy", "services.too_cold", $"低于 {kitchen.HotTenths / 10} ℃，不能按热食交付。请重新加热后再量，或写明怎么处理的。", $"Below {kitchen.HotTenths / 10} °C this is no hot delivery. Heat it and measure again, or say what was done.");
        if (now > KitchenRules.EatBy(kitchen, day.Day) && Text(request.Remedy) is null)
            return Problem.Invalid("remedy", "services.past_eat_by", "已过标签上的食用时限，请写明怎么处理的。", "The eat-by time on the label is over: say what was done.");
        if (request.Boxes < stop.Boxes && Text(request.Note) is null)
            return Problem.Invalid("note", "services.shortage_note", $"少了 {stop.Boxes - request.Boxes} 份，请写明原因。", $"{stop.Boxes - request.Boxes} boxes are missing: say why.");
        return request.Code is { Length: > 0 } code && code.Trim() != stop.Code
            ? Problem.Invalid("code", "services.receipt_code", "收货码不对，请再问一次村里。", "The code is wrong: ask the village once more.")
            : null;
    }

    private async Task TellOfTrouble(RunStop stop, CentralKitchen kitchen, KitchenDay day, CancellationToken cancel)
    {
        if (stop.HandedBoxes == stop.Boxes && stop.Remedy is null)
            return;
        foreach (var account in (await people.StaffFor(ScopePath.Parse(kitchen.Scope, null), [Posts.KitchenManager], cancel)).Select(m => m.Account).Distinct())
            await notices.Tell(
                account, "kitchen.trouble", ("有一个村的交接不正常", "A hand-over went wrong"),
                stop.Remedy is null ? ($"少 {stop.Boxes - stop.HandedBoxes} 份。", $"{stop.Boxes - stop.HandedBoxes} boxes are missing.") : ("温度不够或过了食用时限，已记录处理办法。", "Too cold or after its time; what was done is recorded."),
                $"/desk/kitchen?day={day.Day:yyyy-MM-dd}", $"kitchen-trouble:{stop.Id}", cancel);
    }

    private static string? Text(string? text) => text?.Trim() is { Length: > 0 } some ? some : null;
}
