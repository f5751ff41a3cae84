using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Answer;

/// <summary>
/// Gives the reporters the answer (答复). Nothing closes without one: it says what came of it in words they can read.
/// </summary>
public sealed record AnswerCase : ICommand<CaseMove>, IAudited, IValidated
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>What the reporters read, 5 to 4,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>What came of it.</summary>
    public CaseOutcome Outcome { get; init; }

    /// <summary>Photos taken after the work.</summary>
    public IReadOnlyList<FileId> Files { get; init; } = [];

    /// <summary>Version of the case that was read; another one means somebody was faster.</summary>
    public int? Version { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Text, ReportCase.MaxText, out var text) || text.Length < 5)
            yield return Problem.Invalid("text", "cases.answer_missing",
                $"请写明办理结果（5–{ReportCase.MaxText} 个字），居民会看到。", $"Write what came of it (5 to {ReportCase.MaxText} characters); the reporter reads it.");
        if (Files.Count > ReportCase.MaxFiles)
            yield return Problem.Invalid("files", "cases.too_many_files", $"最多上传 {ReportCase.MaxFiles} 张照片。", $"At most {ReportCase.MaxFiles} photos.");
    }
}

internal sealed class AnswerCaseHandler(
    CaseDesk desk, LinliDb db, CaseTypes types, ReportEvidence evidence, TextIndex search, CurrentCaller current, TimeProvider time)
    : IHandler<AnswerCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/answer", (CaseId id, AnswerCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Answer the reporters 答复");

    public async Task<Result<CaseMove>> Handle(AnswerCase request, CancellationToken cancel)
    {
        var found = await desk.Take(request.Case, CaseAction.Answer, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (request.Version is { } version && version != item.Version)
            return Problem.Conflict("cases.changed", "别人刚刚更新了这件事项，请先看最新进展。", "Somebody has just updated this case: read the latest first.");
        if (await evidence.Attach(item, request.Files, EvidencePhase.After, cancel) is { } wrongFile)
            return wrongFile;
        if (await LacksPhoto(item, request, cancel))
            return Problem.Invalid("files", "cases.after_photo_missing", "请上传办理后的照片。", "Add a photo taken after the work.");
        if (await db.Records<CaseCoHandler>().AnyAsync(h => h.Case == item.Id && h.FinishedAt == null, cancel))
            return Problem.Conflict("cases.co_handler_waiting", "还有协办班组没有完成，请先等待或催办。", "A team that was asked to help has not finished yet.");

        var now = Clock.Now(time);
        item.FirstAnsweredAt ??= now;
        item.AnsweredAt = now;
        item.AcceptedAt ??= now;
        item.Handler ??= current.Value.Account;
        item.Outcome = request.Outcome;
        item.State = CaseState.Answered;
        await search.Add("case", item.Id.Value, request.Text, cancel);
        await desk.Record(
            item, CaseAction.Answer, item.IsPublic ? CaseAudience.Public : CaseAudience.Reporter, request.Text.Trim(), request.Outcome.ToString(), cancel);
        return CaseMove.Of(item);
    }

    private async Task<bool> LacksPhoto(Case item, AnswerCase request, CancellationToken cancel) =>
        request.Outcome == CaseOutcome.Solved && request.Files.Count == 0 && types.Find(item.Type) is { NeedsAfterPhoto: true }
        && !await db.Records<CaseEvidence>().AnyAsync(e => e.Case == item.Id && e.Phase == EvidencePhase.After, cancel);
}
