using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Dispatch;

/// <summary>A member of the team takes the case on (抢单); the first one has it.</summary>
public sealed record GrabCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class GrabCaseHandler(CaseDesk desk, CurrentCaller current) : IHandler<GrabCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/grab", (CaseId id, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new GrabCase { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Take a case of one's team on 抢单");

    public async Task<Result<CaseMove>> Handle(GrabCase request, CancellationToken cancel)
    {
        var found = await desk.Take(request.Case, CaseAction.Grab, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (item.Handler is not null && item.Handler != current.Value.Account)
            return Problem.Conflict("cases.already_taken", "这件事项已有同事接手。", "A colleague has already taken this case on.");
        item.Team ??= current.Value.Teams.FirstOrDefault();
        item.Handler = current.Value.Account;
        item.State = CaseState.Dispatched;
        await desk.Record(item, CaseAction.Grab, CaseAudience.Public, null, item.Team, cancel);
        return CaseMove.Of(item);
    }
}
