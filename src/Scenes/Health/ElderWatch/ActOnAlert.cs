using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Health.ElderWatch;

/// <summary>A carer, the elder or their family takes an alert (接手): the others see that somebody does.</summary>
/// <param name="Alert">Which.</param>
internal sealed record TakeAlert(Guid Alert) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Alert.ToString();
}

internal sealed class TakeAlertHandler(WatchBook book, IAlarmActs acts, CurrentCaller current, TimeProvider time) : IHandler<TakeAlert, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/elder-watch/alerts/{id:guid}/acknowledgement", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new TakeAlert(id), cancel))
            .Needs(Access.SignedIn).WithTags("Elder watch").WithSummary("Take an alert 接手提醒");

    public async Task<Result<Done>> Handle(TakeAlert request, CancellationToken cancel)
    {
        if (await book.Alert(request.Alert, cancel) is not { } alert)
            return WatchBook.NoAlert;
        var taken = await acts.Acknowledge(new(alert.Alarm), cancel);
        if (taken.Ok && alert.TakenAt is null)
            (alert.TakenAt, alert.TakenBy) = (Clock.Now(time), current.Value.Account);
        return taken;
    }
}

/// <summary>A carer, the elder or their family closes an alert, saying how it turned out and what was done (办结).</summary>
/// <param name="Verdict">real or false.</param>
/// <param name="Done">What it was and what was done, 2–300 characters; read by elder, family and carers.</param>
internal sealed record CloseAlert(AlarmVerdict? Verdict, string Done) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Alert { get; init; }

    public string? AuditSubject => Alert.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Verdict is not (AlarmVerdict.Real or AlarmVerdict.False))
            yield return Problem.Invalid("verdict", "health.watch_verdict", "请选择：确有其事，还是误报。", "Say whether it was so, or a false alarm.");
        if (!PlainText.TryClean(Done, 300, out var done) || done.Length < 2)
            yield return Problem.Invalid("done", "health.watch_done", "请写明情况和做了什么（2–300 个字）。", "Say what it was and what was done, in 2 to 300 characters.");
    }
}

internal sealed class CloseAlertHandler(WatchBook book, IAlarmActs acts, FieldCipher cipher, CurrentCaller current, TimeProvider time) : IHandler<CloseAlert, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/elder-watch/alerts/{id:guid}/closure", (Guid id, CloseAlert request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Alert = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Elder watch").WithSummary("Close an alert with what was done 办结提醒");

    public async Task<Result<Done>> Handle(CloseAlert request, CancellationToken cancel)
    {
        if (await book.Alert(request.Alert, cancel) is not { } alert)
            return WatchBook.NoAlert;
        // What the duty room reads says nothing of how somebody is.
        var closed = await acts.Close(new(alert.Alarm), request.Verdict!.Value, "已由家人或护理员核实处理。", cancel);
        if (!closed.Ok)
            return closed;
        var now = Clock.Now(time);
        alert.TakenBy ??= alert.TakenAt is null ? current.Value.Account : null;
        alert.TakenAt ??= now;
        (alert.ClosedAt, alert.ClosedBy, alert.Verdict) = (now, current.Value.Account, request.Verdict);
        alert.Done = cipher.Seal(PlainText.TryClean(request.Done, 300, out var done) ? done : "");
        return Linli.Platform.Results.Done.It;
    }
}
