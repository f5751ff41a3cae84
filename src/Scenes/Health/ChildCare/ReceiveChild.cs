using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>A child comes (入园): its attendance is kept, and its guardian hears.</summary>
/// <param name="Group">The group.</param>
/// <param name="Reservation">Its reservation.</param>
internal sealed record ReceiveChild(Guid Group, Guid Reservation) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Reservation.ToString();
}

/// <summary>How many carers the group has today.</summary>
/// <param name="Group">The group.</param>
/// <param name="Carers">0 to 100.</param>
internal sealed record SetCarers(Guid Group, int Carers) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Group.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Carers is < 0 or > 100)
            yield return Problem.Invalid("carers", "health.carers", "保育人员人数为 0 到 100。", "Give 0 to 100 carers.");
    }
}

/// <summary>The body of a number of carers.</summary>
internal sealed record CarersBody(int Carers);

internal sealed class ReceiveChildHandler(LinliDb db, IRosters rosters, IBookings bookings, NurseryGuardians guardians, CurrentCaller current, TimeProvider time) : IHandler<ReceiveChild, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/groups/{group:guid}/children/{reservation:guid}/arrive", (Guid group, Guid reservation, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReceiveChild(group, reservation), cancel))
            .Needs(HealthPermissions.Nursery).WithTags("Child-care").WithSummary("A child comes 入园");

    public async Task<Result<Done>> Handle(ReceiveChild request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        if (await db.Scoped<NurseryGroup>(current.Value.ScopesFor(HealthPermissions.Nursery)).AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.Group, cancel) is not { } group)
            return NurseryProblems.NoGroup;
        var reservation = new ReservationId(request.Reservation);
        // Of a group that the caller looks after.
        if (await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Group == group.Id && c.Reservation == reservation, cancel) is not { } child)
            return Problem.Conflict("health.nursery_enter_first", "家长还没有完成入园登记，请家长在“我家孩子的托育”里填写。", "The guardian has not entered the child yet: they do it under My child's nursery.");
        if (await rosters.MeetingOn(group.Offering, today, cancel) is not { } meeting)
            return Problem.Conflict("health.nursery_closed", "今天这个班不开园。", "The group has no day today.");
        await db.LockUntilCommit($"nursery child {request.Reservation}", cancel);
        if (await db.Unfiltered<Handover>().AnyAsync(h => h.Child == child.Id && h.Day == today, cancel))
            return Done.It;
        if (await bookings.Attend(meeting, reservation, true, cancel) is { Ok: false } refused)
            return refused;
        var now = Clock.Now(time);
        db.Insert(new Handover { Id = Guid.CreateVersion7(now), Child = child.Id, Group = group.Id, Scope = group.Scope, Day = today, CameAt = now, ReceivedBy = current.Value.Account });
        await guardians.Tell(child.Person, "nursery.came", ("孩子已入园", "Your child has come"), ("老师已经接到孩子。", "The carers have received your child."), $"nursery-{child.Id:N}-{today:yyyyMMdd}-in", cancel);
        return Done.It;
    }
}

internal sealed class SetCarersHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<SetCarers, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/nurseries/groups/{group:guid}/carers", (Guid group, CarersBody body, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SetCarers(group, body.Carers), cancel))
            .Needs(HealthPermissions.Nursery).WithTags("Child-care").WithSummary("How many carers a group has today 当日带班");

    public async Task<Result<Done>> Handle(SetCarers request, CancellationToken cancel)
    {
        if (!await db.Scoped<NurseryGroup>(current.Value.ScopesFor(HealthPermissions.Nursery)).AnyAsync(g => g.Id == request.Group, cancel))
            return NurseryProblems.NoGroup;
        var today = LocalTime.Today(time);
        await db.LockUntilCommit($"nursery carers {request.Group}", cancel);
        if (await db.Records<CarersOfDay>().SingleOrDefaultAsync(c => c.Group == request.Group && c.Day == today, cancel) is { } known)
            known.Carers = request.Carers;
        else
            db.Records<CarersOfDay>().Add(new() { Group = request.Group, Day = today, Carers = request.Carers });
        return Done.It;
    }
}
