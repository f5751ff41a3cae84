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

/// <summary>The kitchen says which count holds where village and driver counted otherwise (核定份数): that is billed, and both counts stay.</summary>
/// <param name="Stop">Which stop.</param>
/// <param name="Boxes">What is billed: one of the two counts, or between them.</param>
/// <param name="Why">What was found out, 2–200 characters: the village reads it.</param>
internal sealed record SettleCount(Guid Stop, int Boxes, string? Why) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Stop.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Why, 200, out var why) || why.Length < 2)
            yield return Problem.Invalid("why", "reason_missing", "请写明核实的结果（2–200 个字），村里会看到。", "Say what was found out (2–200 characters): the village reads it.");
    }
}

/// <summary>The body of a settled count.</summary>
internal sealed record SettledCountBody(int Boxes, string? Why);

internal sealed class SettleCountHandler(LinliDb db, KitchenBook book, CurrentCaller current, Notices.INotices notices, Outbox outbox) : IHandler<SettleCount, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/stops/{id:guid}/settle", (Guid id, SettledCountBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new SettleCount(id, body.Boxes, body.Why), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Say which count holds 核定份数");

    public async Task<Result<Done>> Handle(SettleCount request, CancellationToken cancel)
    {
        if (await db.Scoped<RunStop>(current.Value.ScopesFor(ServicesPermissions.KitchenKeep)).SingleOrDefaultAsync(s => s.Id == request.Stop, cancel) is not { } stop)
            return RunReach.NotFound;
        if (stop.ConfirmedBoxes is not { } said || said == stop.HandedBoxes)
            return Problem.Conflict("services.counts_agree", "这个村的份数没有出入。", "The counts of this village agree.");
        if (request.Boxes < Math.Min(said, stop.HandedBoxes!.Value) || request.Boxes > Math.Max(said, stop.HandedBoxes.Value))
            return Problem.Invalid("boxes", "services.settled_boxes", $"核定份数应在 {Math.Min(said, stop.HandedBoxes.Value)} 到 {Math.Max(said, stop.HandedBoxes.Value)} 之间。", $"It is between {Math.Min(said, stop.HandedBoxes.Value)} and {Math.Max(said, stop.HandedBoxes.Value)}.");
        (stop.SettledBoxes, stop.SettledWhy, stop.SettledBy) = (request.Boxes, request.Why!.Trim(), current.Value.Account);
        var day = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == stop.Day, cancel);
        var village = await db.Unfiltered<Village>().AsNoTracking().SingleAsync(v => v.Code == stop.Village, cancel);
        var staff = await book.StaffOf(village, cancel);
        foreach (var account in staff)
            await notices.Tell(
                account, "kitchen.settled", ("送餐份数已核定", "The count of boxes was settled"), ($"{day.Day:M月d日}按 {request.Boxes} 份结算：{stop.SettledWhy}", $"{day.Day:yyyy-MM-dd} counts as {request.Boxes} boxes: {stop.SettledWhy}"),
                $"/desk/village-meals?day={day.Day:yyyy-MM-dd}", $"kitchen-settled:{stop.Id}:{request.Boxes}", cancel);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "settled", stop.Village, staff));
        return Done.It;
    }
}
