using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Cases.Report;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Handle;

/// <summary>Adds photos taken before or after the work (办理前/办理后).</summary>
public sealed record AddEvidence : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>When they were taken.</summary>
    public EvidencePhase Phase { get; init; } = EvidencePhase.Before;

    /// <summary>Photos uploaded before, 1 to 9.</summary>
    public IReadOnlyList<FileId> Files { get; init; } = [];

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class AddEvidenceHandler(CaseDesk desk, ReportEvidence evidence) : IHandler<AddEvidence, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/evidence", (CaseId id, AddEvidence request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Add photos of before or after 办理照片");

    public async Task<Result<CaseMove>> Handle(AddEvidence request, CancellationToken cancel)
    {
        if (request.Files.Count is 0 or > ReportCase.MaxFiles)
            return Problem.Invalid("files", "cases.files_count", "请上传 1 到 9 张照片。", "Add 1 to 9 photos.");
        var found = await desk.Take(request.Case, CaseAction.AddEvidence, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (await evidence.Attach(item, request.Files, request.Phase, cancel) is { } problem)
            return problem;
        await desk.Record(item, CaseAction.AddEvidence, CaseAudience.Public, null, request.Phase.ToString(), cancel);
        return CaseMove.Of(item);
    }
}
