using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Dispatch;

/// <summary>The team gives the case back to the desk (退回), with a reason.</summary>
public sealed record ReturnCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Why, 2 to 500 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class ReturnCaseHandler(CaseDesk desk) : IHandler<ReturnCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/return", (CaseId id, ReturnCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Give a case back to the desk 退回");

    public async Task<Result<CaseMove>> Handle(ReturnCase request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Reason, 500, "reason", "请写明退回原因", "Say why it is returned") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.Return, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var from = item.Team;
        (item.Team, item.Handler, item.State) = (null, null, CaseState.Accepted);
        await desk.Record(item, CaseAction.Return, CaseAudience.Staff, request.Reason.Trim(), from, cancel);
        return CaseMove.Of(item);
    }
}
