using System.Text.Json.Serialization;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
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
        var problems = new List<Problem>();
        if (request.Verdict is not { } verdict)
            problems.Add(Problem.Invalid("verdict", "sensing.verdict_missing", "请选择核实结果：真实、误报或测试。", "Say how it turned out: real, false or test."));
        if (!PlainText.TryClean(request.Note, 500, out var note) || note.Length < 2)
            problems.Add(Problem.Invalid("note", "sensing.note_missing", "请写明情况和处置（2–500 个字），不要写姓名。", "Write what it was and what was done, in 2 to 500 characters and without names."));
        if (problems.Count > 0)
            return Result<Done>.Fail(problems);
        var found = await book.Take(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var alarm = found.Value;
        if (alarm.Test && request.Verdict != AlarmVerdict.Test)
            return Problem.Invalid("verdict", "sensing.verdict_test", "测试状态设备的告警只能按“测试”关闭。", "An alarm of a device in test is closed as a test.");
        if (alarm.Lead && alarm.VerifiedAt is null && request.Verdict == AlarmVerdict.Real)
            return Problem.Invalid("verdict", "sensing.verify_first", "这是待核实的线索，请先人工核实。", "This is a lead: verify it first.");
        await acts.Close(alarm, request.Verdict.GetValueOrDefault(), note, cancel);
        return Done.It;
    }
}
