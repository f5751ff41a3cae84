using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Handle;

/// <summary>Work begins (开始办理).</summary>
public sealed record StartCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>A word to the reporter, at most 500 characters; it counts as the first answer.</summary>
    public string? Message { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class StartCaseHandler(CaseDesk desk, CurrentCaller current, TimeProvider time) : IHandler<StartCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/start", (CaseId id, StartCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Begin the work 开始办理");

    public async Task<Result<CaseMove>> Handle(StartCase request, CancellationToken cancel)
    {
        if (CaseMove.TooLong(request.Message, 500, "message") is { } tooLong)
            return tooLong;
        var found = await desk.Take(request.Case, CaseAction.Start, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        item.Handler ??= current.Value.Account;
        item.State = CaseState.InHand;
        if (!string.IsNullOrWhiteSpace(request.Message))
            item.FirstAnsweredAt ??= Clock.Now(time);
        await desk.Record(item, CaseAction.Start, CaseAudience.Public, request.Message, item.Team, cancel);
        return CaseMove.Of(item);
    }
}
