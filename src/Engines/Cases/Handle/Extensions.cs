using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Handle;

/// <summary>
/// Asks for more time (延期, R06): at least one day before the clock runs out, at most 20 working days in all.
/// </summary>
public sealed record AskExtension : ICommand<CaseMove>, IAudited
{
    /// <summary>Most working days a case may be extended by in all.</summary>
    public const int MostDays = 20;

    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>How many more working days, 1 to 20.</summary>
    public int WorkingDays { get; init; }

    /// <summary>Why, 2 to 500 characters; the reporter reads it when it is granted.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class AskExtensionHandler(CaseDesk desk, LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<AskExtension, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/extensions", (CaseId id, AskExtension request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Ask for more time 申请延期");

    public async Task<Result<CaseMove>> Handle(AskExtension request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Reason, 500, "reason", "请写明延期原因", "Say why more time is needed") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.AskExtension, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var asked = await db.Records<CaseExtension>().Where(e => e.Case == item.Id && e.Granted != false).ToListAsync(cancel);
        var now = Clock.Now(time);
        if (Refuse(item, asked, request.WorkingDays, now) is { } refused)
            return refused;
        db.Records<CaseExtension>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Case = item.Id,
            AskedBy = current.Value.Account,
            AskedAt = now,
            WorkingDays = request.WorkingDays,
            Reason = CaseMove.Clean(request.Reason),
        });
        await desk.Record(item, CaseAction.AskExtension, CaseAudience.Staff, CaseMove.Clean(request.Reason), $"{request.WorkingDays}", cancel);
        return CaseMove.Of(item);
    }

    /// <summary>R06: asked one day before expiry at the latest, no more than 20 days in all, one request at a time.</summary>
    internal static Problem? Refuse(Case item, IReadOnlyCollection<CaseExtension> asked, int days, DateTimeOffset now)
    {
        if (item.FinishDue is not { } due)
            return Problem.Conflict("cases.no_clock", "这件事项没有办结时限，不需要延期。", "This case has no clock to extend.");
        if (asked.Any(e => e.Granted is null))
            return Problem.Conflict("cases.extension_waiting", "已有一份延期申请在等待审批。", "A request is waiting for a decision already.");
        if (days < 1 || days + asked.Sum(e => e.WorkingDays) > AskExtension.MostDays)
            return Problem.Invalid("workingDays", "cases.extension_days",
                $"累计延期应为 1 到 {AskExtension.MostDays} 个工作日。", $"In all 1 to {AskExtension.MostDays} working days can be added.");
        if (LocalTime.DateOf(now) >= LocalTime.DateOf(due.AddTicks(-1)))
            return Problem.Conflict("cases.extension_too_late", "最晚应在到期前一天申请延期。", "More time must be asked for at least one day before the clock runs out.");
        return null;
    }
}

/// <summary>Grants or refuses the waiting request for more time (延期审批).</summary>
public sealed record DecideExtension : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Whether the time is given.</summary>
    public bool Granted { get; init; }

    /// <summary>Why not, when refused; 2 to 500 characters.</summary>
    public string? Note { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class DecideExtensionHandler(CaseDesk desk, LinliDb db, CaseClocks clocks, CurrentCaller current, TimeProvider time)
    : IHandler<DecideExtension, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/extensions/decide", (CaseId id, DecideExtension request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Decide).WithTags("Cases").WithSummary("Grant or refuse more time 延期审批");

    public async Task<Result<CaseMove>> Handle(DecideExtension request, CancellationToken cancel)
    {
        if (!request.Granted && CaseMove.Missing(request.Note, 500, "note", "请写明不同意的原因", "Say why it is refused") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.DecideExtension, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var waiting = await db.Records<CaseExtension>().FirstOrDefaultAsync(e => e.Case == item.Id && e.Granted == null, cancel);
        if (waiting is null)
            return Problem.Conflict("cases.no_extension", "没有等待审批的延期申请。", "No request is waiting for a decision.");
        if (waiting.AskedBy == current.Value.Account)
            return Problem.Forbidden("cases.own_extension", "不能审批自己提出的延期。", "One cannot decide on one's own request.");

        waiting.Granted = request.Granted;
        waiting.DecisionNote = request.Note is null ? null : CaseMove.Clean(request.Note);
        waiting.DecidedAt = Clock.Now(time);
        if (request.Granted)
        {
            item.FinishDue = Clocks.Extend(item.FinishDue!.Value, waiting.WorkingDays, clocks.Calendar);
            item.Rung = "";
        }

        await desk.Record(
            item, CaseAction.DecideExtension, request.Granted ? CaseAudience.Reporter : CaseAudience.Staff,
            request.Granted ? waiting.Reason : waiting.DecisionNote, request.Granted ? $"{waiting.WorkingDays}" : "refused", cancel);
        return CaseMove.Of(item);
    }
}
