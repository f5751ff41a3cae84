using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.ServiceList;

/// <summary>Calls a time of legal advice off (取消时段): the adviser is ill, or away. Everybody who had booked it hears why, and may book again.</summary>
/// <param name="Slot">Which time, before it begins.</param>
/// <param name="Word">Why, 2–200 characters; those who had booked read it.</param>
internal sealed record CallOffLegalTime(Guid Slot, string? Word) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Slot.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Word, 200, "word", "请告诉预约的人取消的原因", "Tell those who booked why") is { } word)
            yield return word;
    }
}

internal sealed class CallOffLegalTimeHandler(LinliDb db, CurrentCaller current, INotices notices, TimeProvider time) : IHandler<CallOffLegalTime, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/legal-aid/times/{id:guid}/cancel", (Guid id, CallOffLegalTime request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Slot = id }, cancel))
            .Needs(NeighboursPermissions.LegalAid).WithTags("legal-aid").WithSummary("Call a time off, with every appointment in it 取消时段");

    public async Task<Result<Done>> Handle(CallOffLegalTime request, CancellationToken cancel)
    {
        // As those who book do: nobody slips in while it is called off.
        await db.LockUntilCommit($"legal.slot.{request.Slot}", cancel);
        if (await db.Scoped<LegalSlot>(current.Value.ScopesFor(NeighboursPermissions.LegalAid)).SingleOrDefaultAsync(s => s.Id == request.Slot, cancel) is not { } slot)
            return Problem.NotFound("legal.slot_not_found", "没有找到这个时段。", "This time was not found.");
        if (slot.CancelledAt is not null)
            return Done.It;
        var now = Clock.Now(time);
        if (slot.StartsAt <= now)
            return Problem.Conflict("legal.begun", "这个时段已经开始，请逐个办结或取消预约。", "This time has begun: settle its appointments one by one.");
        slot.CancelledAt = now;
        foreach (var one in await db.Records<LegalAppointment>().Where(a => a.Slot == slot.Id && (a.State == AppointmentState.Booked || a.State == AppointmentState.Confirmed)).ToListAsync(cancel))
        {
            (one.State, one.CancelledAt, one.Word) = (AppointmentState.Cancelled, now, Clean(request.Word, 200));
            await notices.Tell(one.Account, "legal.appointment", ("咨询预约被取消", "Your appointment was called off"), ("请查看原因，可以另约时间。", "See why; you may book another time."), "/legal-aid", $"legal:{one.Id}:{AppointmentState.Cancelled}", cancel);
        }

        return Done.It;
    }
}
