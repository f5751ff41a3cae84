using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Supervise;

/// <summary>Someone above keeps an eye on a case from now on (督办): it is marked everywhere and its team is told.</summary>
public sealed record SuperviseCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>What is expected, 2 to 500 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class SuperviseCaseHandler(CaseDesk desk) : IHandler<SuperviseCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/supervise", (CaseId id, SuperviseCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Supervise).WithTags("Cases").WithSummary("Keep an eye on a case 督办");

    public async Task<Result<CaseMove>> Handle(SuperviseCase request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Reason, 500, "reason", "请写明督办要求", "Say what is expected") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.Supervise, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        found.Value.IsSupervised = true;
        await desk.Record(found.Value, CaseAction.Supervise, CaseAudience.Staff, request.Reason.Trim(), null, cancel);
        return CaseMove.Of(found.Value);
    }
}
