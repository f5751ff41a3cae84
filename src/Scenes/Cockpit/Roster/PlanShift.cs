using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cockpit.Roster;

/// <summary>Plans a shift of the watch (排班).</summary>
public sealed record PlanShift : ICommand<Guid>
{
    /// <summary>Account of a duty officer.</summary>
    public Guid Account { get; init; }

    /// <summary>When it begins.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends, 1 to 12 hours later.</summary>
    public DateTimeOffset EndsAt { get; init; }
}

internal sealed class PlanShiftHandler(LinliDb db, WatchBook book, IPeople people, TimeProvider time) : IHandler<PlanShift, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cockpit/shifts", (PlanShift request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"{Edge.Api}/cockpit/shifts/{id}", cancel))
            .Needs(CockpitPermissions.Roster).WithTags("Cockpit").WithSummary("Plan a shift of the watch 排班");

    public async Task<Result<Guid>> Handle(PlanShift request, CancellationToken cancel)
    {
        if (request.EndsAt < request.StartsAt.AddHours(1) || request.EndsAt > request.StartsAt.AddHours(12))
            return Problem.Invalid("endsAt", "cockpit.shift_length", "一班 1–12 小时。", "A shift lasts 1 to 12 hours.");
        var now = Clock.Now(time);
        if (request.EndsAt <= now || request.StartsAt > now.AddDays(100))
            return Problem.Invalid("startsAt", "cockpit.shift_when", "只能安排现在之后、100 天之内的班次。", "A shift lies ahead, within 100 days.");
        var place = book.Place(CockpitPermissions.Roster);
        if (!place.Ok)
            return place.As<Guid>();
        if (!(await people.StaffAround(place.Value, [Posts.DutyOfficer], cancel)).Any(s => s.Account == request.Account))
            return Problem.Invalid("account", "cockpit.no_duty_officer", "请选择一位值守人员。", "Choose a duty officer of this place.");
        var (start, end) = (Clock.ToMicroseconds(request.StartsAt), Clock.ToMicroseconds(request.EndsAt));
        if ((await book.Shifts(place.Value, start, end, cancel)).Exists(s => s.Account == request.Account))
            return Problem.Conflict("cockpit.shift_twice", "这位值守人员在这段时间已有班次。", "This officer has a shift at that time already.");
        var shift = new Shift { Id = Guid.CreateVersion7(now), Scope = place.Value.Value, Account = request.Account, StartsAt = start, EndsAt = end };
        db.Insert(shift);
        return shift.Id;
    }
}

/// <summary>Takes a shift out of the plan that has not begun yet.</summary>
/// <param name="Shift">Which.</param>
public sealed record RemoveShift(Guid Shift) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Shift.ToString();
}

internal sealed class RemoveShiftHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<RemoveShift, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/cockpit/shifts/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RemoveShift(id), cancel))
            .Needs(CockpitPermissions.Roster).WithTags("Cockpit").WithSummary("Take a shift out of the plan 取消班次");

    public async Task<Result<Done>> Handle(RemoveShift request, CancellationToken cancel)
    {
        var shift = await db.Scoped<Shift>(current.Value.ScopesFor(CockpitPermissions.Roster)).SingleOrDefaultAsync(s => s.Id == request.Shift, cancel);
        if (shift is null)
            return Problem.NotFound("cockpit.shift_not_found", "没有找到这个班次。", "There is no such shift.");
        if (shift.StartsAt <= Clock.Now(time))
            return Problem.Conflict("cockpit.shift_began", "已经开始的班次不能取消，请办理交接班。", "A shift that began cannot be taken away: hand it over.");
        db.Delete(shift);
        return Done.It;
    }
}
