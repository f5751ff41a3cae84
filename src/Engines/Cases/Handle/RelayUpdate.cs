using System.Text.Json.Serialization;
using Linli.Cases.Answer;
using Linli.Cases.Loop;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Handle;

/// <summary>
/// Takes in what another system says about a case. From a system that may handle the case, "closed" is an answer; from
/// one that reported it or may read it, every word is a message.
/// </summary>
public sealed record RelayUpdate : ICommand<RelayedUpdate>, IValidated, IAudited
{
    /// <summary>Short number of the case.</summary>
    public string Number { get; init; } = "";

    /// <summary>What it says, 2 to 4,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>What came of it, when the other system holds the case for closed.</summary>
    public CaseOutcome? Outcome { get; init; }

    /// <summary>Photos uploaded before.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileId> Files { get; init; } = [];

    string? IAudited.AuditSubject => Number;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CaseMove.Missing(Text, ReportCase.MaxText, "text", "请写明内容", "Say something") is { } missing)
            yield return missing;
        if (Files.Count > ReportCase.MaxFiles)
            yield return Problem.Invalid("files", "cases.too_many_files", $"最多上传 {ReportCase.MaxFiles} 张照片。", $"At most {ReportCase.MaxFiles} photos.");
    }
}

/// <summary>What became of it.</summary>
/// <param name="Entry">Id of the line in the timeline.</param>
/// <param name="Case">Which case.</param>
/// <param name="State">Where the case stands now.</param>
public sealed record RelayedUpdate(Guid Entry, CaseId Case, CaseState State);

internal sealed class RelayUpdateHandler(
    LinliDb db, CaseDesk desk, ReportEvidence evidence, UseCaseRunner run, CurrentCaller current, TimeProvider time)
    : IHandler<RelayUpdate, RelayedUpdate>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Other systems come through gateways, in their own languages.
    }

    public async Task<Result<RelayedUpdate>> Handle(RelayUpdate request, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().SingleOrDefaultAsync(c => c.Number == request.Number, cancel);
        if (item is null || !await desk.SeesAsStaff(item, cancel))
            return Problem.NotFound("cases.not_found", "没有找到这件事项，或您无权查看。", "There is no such case, or you may not see it.");
        var answers = request.Outcome is not null && (await desk.Possible(item, cancel)).Contains(CaseAction.Answer);
        var problem = answers ? await Answer(item, request, cancel) : await Message(item, request, cancel);
        if (problem is not null)
            return problem;
        var entry = db.Records<CaseEntry>().Local.Where(e => e.Case == item.Id).MaxBy(e => (e.At, e.Id));
        return new RelayedUpdate(entry!.Id, item.Id, item.State);
    }

    private async Task<Problem?> Answer(Case item, RelayUpdate request, CancellationToken cancel)
    {
        var answered = await run.Run(
            new AnswerCase { Case = item.Id, Text = request.Text, Outcome = request.Outcome!.Value, Files = request.Files }, cancel);
        return answered.Ok ? null : answered.Problem;
    }

    private async Task<Problem?> Message(Case item, RelayUpdate request, CancellationToken cancel)
    {
        if (CaseLoop.Refuse(CaseAction.Message, item.State) is { } refused)
            return refused;
        if (await evidence.Attach(item, request.Files, EvidencePhase.Report, cancel) is { } wrongFile)
            return wrongFile;
        var speaksForReporter = item.LoggedBy is { } by && by == current.Value.Account;
        if (!speaksForReporter)
            item.FirstAnsweredAt ??= Clock.Now(time);
        PlainText.TryClean(request.Text, ReportCase.MaxText, out var text);
        await desk.Record(item, CaseAction.Message, CaseAudience.Reporter, text, speaksForReporter ? "reporter" : null, cancel);
        return null;
    }
}
