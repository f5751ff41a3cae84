using Linli.Notices;
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

/// <summary>The kitchen approves or refuses an extra. An approved one becomes an amendment of the sheet with a version of its own.</summary>
/// <param name="Extra">Which.</param>
/// <param name="Approve">Yes or no.</param>
/// <param name="Why">Compulsory when refusing, 2–200 characters: the village reads it.</param>
internal sealed record DecideExtra(Guid Extra, bool Approve, string? Why = null) : ICommand<ExtraLine>, IValidated, IAudited
{
    public string? AuditSubject => Extra.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Approve && Why?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("why", "reason_missing", "请说明不批准的原因（2–200 个字），村里会看到。", "Say why not (2–200 characters): the village reads it.");
    }
}

/// <summary>Why an extra is refused.</summary>
internal sealed record RefusalBody(string? Why);

internal sealed class DecideExtraHandler(LinliDb db, KitchenBook book, CurrentCaller current, INotices notices, Outbox outbox) : IHandler<DecideExtra, ExtraLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/kitchen/extras/{id:guid}/approve", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DecideExtra(id, true), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Approve an extra 批准加减餐");
        api.MapPost("/kitchen/extras/{id:guid}/refuse", (Guid id, RefusalBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DecideExtra(id, false, body.Why), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Refuse an extra with a reason");
    }

    public async Task<Result<ExtraLine>> Handle(DecideExtra request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(ServicesPermissions.KitchenKeep);
        if (await db.Scoped<MealExtra>(scopes).SingleOrDefaultAsync(e => e.Id == request.Extra, cancel) is not { } extra)
            return Problem.NotFound("services.extra_not_found", "没有找到这个申请。", "This request was not found.");
        if (extra.State != ExtraState.Asked)
            return Problem.Conflict("services.extra_decided", "这个申请已经处理过了。", "This request was decided already.");
        var known = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == extra.Day, cancel);
        var day = (await book.LockedDay(known.Kitchen, known.Day, cancel))!;
        if (request.Approve && await Amend(day, extra, cancel) is { } problem)
            return problem;
        extra.State = request.Approve ? ExtraState.Approved : ExtraState.Refused;
        (extra.DecidedBy, extra.DecidedAt, extra.Why) = (current.Value.Account, book.Now, request.Approve ? null : request.Why!.Trim());
        var village = await db.Unfiltered<Village>().SingleAsync(v => v.Code == extra.Village, cancel);
        var staff = await book.StaffOf(village, cancel);
        foreach (var account in staff)
            await notices.Tell(
                account, "kitchen.extra", request.Approve ? ("临时加减餐已批准", "The extra was approved") : ("临时加减餐未批准", "The extra was refused"),
                request.Approve ? ($"{day.Day:M月d日} {extra.Count:+0;-0} 份，已写入生产单。", $"{extra.Count:+0;-0} boxes for {day.Day:yyyy-MM-dd} are on the sheet.") : ("请查看原因。", "See why."),
                $"/desk/village-meals?day={day.Day:yyyy-MM-dd}", $"kitchen-extra:{extra.Id}", cancel);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "extra", extra.Village, staff));
        return ExtraLine.Of(extra);
    }

    private async Task<Problem?> Amend(KitchenDay day, MealExtra extra, CancellationToken cancel)
    {
        if (day.FrozenAt is null)
            return Problem.Conflict("services.sheet_open", "生产单正在生成，请稍后再批。", "The sheet is just being made: approve in a moment.");
        if (await AskExtraHandler.AlreadyGone(db, day.Id, extra.Village, cancel))
            return AskExtraHandler.Gone;
        var now = (await book.Lines(day, cancel)).Where(l => l.Village == extra.Village && l.Set == extra.Set && l.Diet == extra.Diet && l.Age == extra.Age).Sum(l => l.Count);
        if (now + extra.Count < 0)
            return Problem.Conflict("services.extra_below_zero", $"这一项只有 {now} 份，不能减这么多。", $"There are only {now} of these: fewer than asked for.");
        if (await db.Unfiltered<RunStop>().SingleOrDefaultAsync(s => s.Day == day.Id && s.Village == extra.Village, cancel) is { } stop)
        {
            var load = await db.Unfiltered<RunStop>().Where(s => s.Run == stop.Run).SumAsync(s => s.Boxes, cancel);
            var run = await db.Unfiltered<VanRun>().SingleAsync(r => r.Id == stop.Run, cancel);
            if (load + extra.Count > run.Capacity)
                return Problem.Conflict("services.van_full", $"{run.Van} 车装不下，请先调整装车安排。", $"Van {run.Van} is full: change the loading plan first.");
            stop.Boxes += extra.Count;
        }

        day.Version++;
        db.Records<SheetLine>().Add(new()
        {
            Id = Guid.CreateVersion7(book.Now), Day = day.Id, Village = extra.Village, Version = day.Version, Set = extra.Set, Diet = extra.Diet, Age = extra.Age, Count = extra.Count,
        });
        return null;
    }
}
