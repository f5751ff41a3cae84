using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>Staff record that people attended a session, or that they saw something at the desk.</summary>
/// <param name="Items">Items of check-lists, 1–200: one session, many people.</param>
/// <param name="On">Local date of the session; not in the future.</param>
/// <param name="Note">Where it was or what was seen, 2–200 characters; the resident reads it.</param>
internal sealed record RecordAttendance(IReadOnlyList<Guid>? Items, DateOnly? On, string? Note) : ICommand<Recorded>, IValidated, IAudited
{
    public string? AuditSubject => Items is [var one] ? one.ToString() : null;

    public IEnumerable<Problem> Problems()
    {
        if (Items is not { Count: >= 1 and <= 200 })
            yield return Problem.Invalid("items", "services.items_missing", "请选择 1–200 项。", "Choose 1 to 200 items.");
        if (On is null)
            yield return Problem.Invalid("on", "services.date_missing", "请填写日期。", "Say which day it was.");
        if (!MoveInRules.Fits(Note, 2, 200))
            yield return Problem.Invalid("note", "services.note_missing", "请写明在哪里培训或核对了什么（2–200 个字）。", "Say where the session was, or what was seen (2–200 characters).");
    }
}

/// <summary>How many items are done now that were not before.</summary>
internal sealed record Recorded(int Items);

internal sealed class RecordAttendanceHandler(LinliDb db, CurrentCaller current, MoveIns moveIns, TimeProvider time) : IHandler<RecordAttendance, Recorded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/move-in/attendance", (RecordAttendance request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.MoveIn).WithTags("move-in").WithSummary("Record attendance at a session 登记参训");

    public async Task<Result<Recorded>> Handle(RecordAttendance request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (request.On > LocalTime.DateOf(now))
            return Problem.Invalid("on", "services.date_future", "日期不能在将来。", "The day lies in the future.");
        var wanted = request.Items!.Distinct().ToList();
        var items = await db.Records<MoveInItem>().Where(i => wanted.Contains(i.Id)).ToListAsync(cancel);
        var listIds = items.Select(i => i.List).Distinct().ToList();
        var lists = await db.Scoped<MoveInList>(current.Value.ScopesFor(ServicesPermissions.MoveIn)).Where(l => listIds.Contains(l.Id)).ToDictionaryAsync(l => l.Id, cancel);
        if (items.Count != wanted.Count || items.Exists(i => !lists.ContainsKey(i.List)))
            return Problem.NotFound("services.item_not_found", "没有找到这一项。", "One of the items was not found.");
        if (lists.Values.Any(l => current.Value.MayBe(l.Person)))
            return Problem.Forbidden("services.own_move_in", "不能登记自己的入住培训。", "Nobody records their own training.");
        var modules = items.Select(i => i.Module).Distinct().ToList();
        var modes = await db.Unfiltered<TrainingModule>().Where(m => modules.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Mode, cancel);
        var done = items.Where(i => i.DoneAt is null).ToList();
        foreach (var item in done)
        {
            (item.DoneAt, item.RecordedBy) = (now, current.Value.Account);
            item.DoneBy = modes[item.Module] == TrainingMode.Desk ? ItemDoneBy.Desk : ItemDoneBy.Attendance;
            item.Note = $"{request.On:yyyy-MM-dd} {request.Note!.Trim()}";
        }

        // Each list is looked at once, with all its items changed in memory.
        foreach (var group in done.GroupBy(i => i.List))
            await moveIns.Look(lists[group.Key], [.. group], cancel);
        return new Recorded(done.Count);
    }
}
