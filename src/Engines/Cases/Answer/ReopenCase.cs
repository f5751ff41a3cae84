using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Answer;

/// <summary>
/// The reporter is not satisfied and wants it done again (重办, R07): possible until 30 days after it was closed. The
/// clocks start anew and the same team has it.
/// </summary>
public sealed record ReopenCase : ICommand<CaseMove>, IAudited
{
    /// <summary>How long after closing a case can be reopened.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>What is still wrong, 2 to 2,000 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class ReopenCaseHandler(CaseDesk desk, CaseClocks clocks, TimeProvider time) : IHandler<ReopenCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/reopen", (CaseId id, ReopenCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Ask for it to be done again 要求重办");

    public async Task<Result<CaseMove>> Handle(ReopenCase request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Reason, 2000, "reason", "请写明哪里还没有解决", "Say what is still wrong") is { } missing)
            return missing;
        var found = await desk.TakeOwn(request.Case, CaseAction.Reopen, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var now = Clock.Now(time);
        if (item.ClosedAt is { } closed && now - closed > ReopenCase.Window)
            return Problem.Conflict("cases.reopen_too_late",
                "办结已超过 30 天，请重新提交一件。", "It was closed more than 30 days ago: please report it anew.");

        item.Reopened++;
        item.Rating = null;
        (item.Outcome, item.ClosedAt, item.AnsweredAt) = (null, null, null);
        item.State = item.Team is null && item.Handler is null ? CaseState.Accepted : CaseState.Dispatched;
        await clocks.Start(item, now, cancel);
        await desk.Record(item, CaseAction.Reopen, CaseAudience.Public, null, $"{item.Reopened}", cancel);
        await desk.Record(item, CaseAction.Message, CaseAudience.Reporter, request.Reason.Trim(), "reporter", cancel);
        return CaseMove.Of(item);
    }
}
