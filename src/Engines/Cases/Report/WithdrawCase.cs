using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Report;

/// <summary>The reporter takes the case back (撤回). Not possible while others have joined it: it is theirs too.</summary>
public sealed record WithdrawCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Why, at most 500 characters.</summary>
    public string? Reason { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class WithdrawCaseHandler(CaseDesk desk, TimeProvider time) : IHandler<WithdrawCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/withdraw", (CaseId id, WithdrawCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Take a case of one's own back 撤回");

    public async Task<Result<CaseMove>> Handle(WithdrawCase request, CancellationToken cancel)
    {
        var found = await desk.TakeOwn(request.Case, CaseAction.Withdraw, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if ((await desk.Followers(item, cancel)).Count > 1)
            return Problem.Conflict("cases.others_joined",
                "已有邻居附议，这件事项不能撤回；您可以在下方留言。", "Neighbours have joined this case, so it cannot be withdrawn; you can leave a message instead.");
        if (CaseMove.TooLong(request.Reason, 500, "reason") is { } tooLong)
            return tooLong;
        item.State = CaseState.Withdrawn;
        item.ClosedAt = Clock.Now(time);
        await desk.Record(item, CaseAction.Withdraw, CaseAudience.Reporter, request.Reason, null, cancel);
        return CaseMove.Of(item);
    }
}
