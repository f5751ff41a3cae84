using System.Text.Json.Serialization;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Alarms;

/// <summary>Closes an alarm (关闭) by saying how it turned out. Its case is answered with the same words; whoever is still on the way turns back.</summary>
public sealed record CloseAlarm : ICommand<Done>, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public AlarmId Alarm { get; init; }

    /// <summary>real, false or test; an alarm of a device in test is a test.</summary>
    public AlarmVerdict? Verdict { get; init; }

    /// <summary>What it was and what was done, 2 to 500 characters; nothing that names a person.</summary>
    public string Note { get; init; } = "";

    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class CloseAlarmHandler(AlarmBook book, AlarmActs acts) : IHandler<CloseAlarm, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms/{id}/closure", (AlarmId id, CloseAlarm request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Alarm = id }, cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Close an alarm with a verdict 关闭告警");

    public async Task<Result<Done>> Handle(CloseAlarm request, CancellationToken cancel)
    {
        var wrong = AlarmRules.ClosingProblems(request.Verdict, request.Note, out var note);
        if (wrong.Count > 0)
            return Result<Done>.Fail(wrong);
        var found = await book.Take(request.Alarm, cancel);
        return found.Ok ? await acts.Close(found.Value, request.Verdict!.Value, note, cancel) : found.As<Done>();
    }
}
