using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Alarms;

/// <summary>Silences an alarm for a while (搁置): it rings nobody and goes up no further until then, and comes back by itself.</summary>
public sealed record ShelveAlarm : ICommand<Done>, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public AlarmId Alarm { get; init; }

    /// <summary>Until when, at most 24 hours from now.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Why, 2 to 200 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class ShelveAlarmHandler(AlarmBook book, TimeProvider time) : IHandler<ShelveAlarm, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms/{id}/shelf", (AlarmId id, ShelveAlarm request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Alarm = id }, cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Silence an alarm for at most 24 hours 搁置告警");

    public async Task<Result<Done>> Handle(ShelveAlarm request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (AlarmRules.ShelfProblems(request.Until, now, request.Reason).ToList() is { Count: > 0 } problems)
            return Result<Done>.Fail(problems);
        var found = await book.Take(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<Done>();
        PlainText.TryCleanLine(request.Reason, 200, out var reason);
        found.Value.ShelvedUntil = Clock.ToMicroseconds(request.Until);
        book.Write(found.Value, "shelved", text: reason);
        return Done.It;
    }
}

/// <summary>Takes an alarm off the shelf before its time.</summary>
/// <param name="Alarm">Which.</param>
public sealed record UnshelveAlarm([property: JsonIgnore] AlarmId Alarm) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class UnshelveAlarmHandler(AlarmBook book, TimeProvider time) : IHandler<UnshelveAlarm, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/sensing/alarms/{id}/shelf", (AlarmId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new UnshelveAlarm(id), cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Let an alarm ring again 恢复提醒");

    public async Task<Result<Done>> Handle(UnshelveAlarm request, CancellationToken cancel)
    {
        var found = await book.Take(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<Done>();
        if (found.Value.ShelvedUntil is null)
            return Problem.Conflict("sensing.not_shelved", "这条告警没有被搁置。", "This alarm is not shelved.");
        Shelf.Back(found.Value, book, Clock.Now(time));
        return Done.It;
    }
}

/// <summary>How an alarm comes back from the shelf.</summary>
internal static class Shelf
{
    public static void Back(AlarmRow alarm, AlarmBook book, DateTimeOffset now)
    {
        alarm.ShelvedUntil = null;
        // Whoever should have heard of it meanwhile gets the whole time of the rule again.
        if (alarm.EscalateAt is not null)
            alarm.EscalateAt = now.AddSeconds(alarm.EscalateSeconds);
        book.Write(alarm, "unshelved");
    }
}
