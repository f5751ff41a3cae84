using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Alarms;

/// <summary>Takes an alarm (确认): somebody has it from here on, and it goes up no further. Whether its cause is gone is another matter.</summary>
/// <param name="Alarm">Which.</param>
public sealed record AcknowledgeAlarm([property: JsonIgnore] AlarmId Alarm) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class AcknowledgeAlarmHandler(AlarmBook book, AlarmActs acts) : IHandler<AcknowledgeAlarm, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms/{id}/acknowledgement", (AlarmId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new AcknowledgeAlarm(id), cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Take an alarm 确认告警");

    public async Task<Result<Done>> Handle(AcknowledgeAlarm request, CancellationToken cancel) =>
        await book.Take(request.Alarm, cancel) is var found && found.Ok ? acts.Acknowledge(found.Value) : found.As<Done>();
}

/// <summary>Says that a person has looked and that it is true (核实, R14): a lead is an alarm like any other from here on.</summary>
/// <param name="Alarm">Which.</param>
public sealed record VerifyLead([property: JsonIgnore] AlarmId Alarm) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class VerifyLeadHandler(AlarmBook book, CurrentCaller current, TimeProvider time) : IHandler<VerifyLead, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms/{id}/verification", (AlarmId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new VerifyLead(id), cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Say that it is true 核实属实 (R14)");

    public async Task<Result<Done>> Handle(VerifyLead request, CancellationToken cancel)
    {
        // A machine's word is what has to be looked at: no key of a machine may say that it is true.
        if (current.Value.Person is null)
            return Problem.Forbidden("sensing.lead_by_person", "线索须由人工核实，接口密钥不能代替。", "A lead is verified by a person, not by a key of a machine.");
        var found = await book.Take(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var alarm = found.Value;
        if (alarm.VerifiedAt is not null)
            return Problem.Conflict("sensing.verified", "这条告警已经核实过。", "This alarm was verified already.");
        var now = Clock.Now(time);
        alarm.VerifiedAt = now;
        if (alarm.AcknowledgedAt is null)
            (alarm.AcknowledgedAt, alarm.AcknowledgedBy, alarm.EscalateAt) = (now, current.Value.Account, null);
        book.Write(alarm, "verified");
        return Done.It;
    }
}
