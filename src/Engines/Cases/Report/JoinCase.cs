using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Report;

/// <summary>A neighbour joins a case that is already there (附议) instead of reporting the same again.</summary>
public sealed record JoinCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>What they saw themselves, at most 500 characters.</summary>
    public string? Message { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class JoinCaseHandler(CaseDesk desk, LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<JoinCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/join", (CaseId id, JoinCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Join a case that is already there 附议");

    public async Task<Result<CaseMove>> Handle(JoinCase request, CancellationToken cancel)
    {
        if (CaseMove.TooLong(request.Message, 500, "message") is { } tooLong)
            return tooLong;
        var item = await db.Unfiltered<Case>().SingleOrDefaultAsync(c => c.Id == request.Case && c.IsPublic, cancel);
        if (item is null)
            return Problem.NotFound("cases.not_found", "没有找到这件事项，或您无权查看。", "There is no such case, or you may not see it.");
        if (await desk.IsReporter(item, cancel))
            return CaseMove.Of(item);
        if (CaseLoop.Refuse(CaseAction.Join, item.State) is { } refused)
            return refused;
        if (current.Value.Account is not { } me)
            return new Problem("not_signed_in", ("请先登录。", "Please sign in first."), ProblemKind.NotSignedIn);
        db.Records<CaseFollower>().Add(new() { Case = item.Id, Account = me, Since = Clock.Now(time) });
        await desk.Record(item, CaseAction.Join, CaseAudience.Public, null, null, cancel);
        if (!string.IsNullOrWhiteSpace(request.Message))
            await desk.Record(item, CaseAction.Message, CaseAudience.Reporter, request.Message.Trim(), "reporter", cancel);
        return CaseMove.Of(item);
    }
}
