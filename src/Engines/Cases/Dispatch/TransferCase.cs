using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Dispatch;

/// <summary>The team passes the case to another team (转办), with a reason. Its clocks run on.</summary>
public sealed record TransferCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Code of the other team.</summary>
    public string Team { get; init; } = "";

    /// <summary>Why, 2 to 500 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class TransferCaseHandler(CaseDesk desk, IPeople people) : IHandler<TransferCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/transfer", (CaseId id, TransferCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Pass a case to another team 转办");

    public async Task<Result<CaseMove>> Handle(TransferCase request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Reason, 500, "reason", "请写明转办原因", "Say why it is passed on") is { } missing)
            return missing;
        var found = await desk.Take(request.Case, CaseAction.Transfer, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (request.Team == item.Team)
            return Problem.Invalid("team", "cases.same_team", "事项已经在这个班组，请选择其他班组。", "The case is with that team already: choose another.");
        if ((await people.Teams(cancel)).All(t => t.Code != request.Team))
            return Problem.Invalid("team", "cases.team_unknown", "没有这个班组，请重新选择。", "There is no such team: choose another.");
        (item.Team, item.Handler, item.State) = (request.Team, null, CaseState.Dispatched);
        await desk.Record(item, CaseAction.Transfer, CaseAudience.Reporter, request.Reason.Trim(), request.Team, cancel);
        return CaseMove.Of(item);
    }
}
