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

namespace Linli.Cases.Supervise;

/// <summary>Merges a duplicate into the case that goes on (合并). Every reporter of both is kept informed by it.</summary>
public sealed record MergeCase : ICommand<CaseMove>, IAudited
{
    /// <summary>The duplicate: it ends here.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>The case that goes on.</summary>
    public CaseId Into { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class MergeCaseHandler(CaseDesk desk, LinliDb db, TimeProvider time) : IHandler<MergeCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/merge", (CaseId id, MergeCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Merge).WithTags("Cases").WithSummary("Merge a duplicate into another case 合并");

    public async Task<Result<CaseMove>> Handle(MergeCase request, CancellationToken cancel)
    {
        if (request.Case == request.Into)
            return Problem.Invalid("into", "cases.merge_self", "不能合并到自己。", "A case cannot be merged into itself.");
        var duplicate = await desk.Take(request.Case, CaseAction.Merge, cancel);
        if (!duplicate.Ok)
            return duplicate.As<CaseMove>();
        var into = await desk.Take(request.Into, CaseAction.Merge, cancel);
        if (!into.Ok)
            return Problem.Invalid("into", "cases.merge_target", "目标事项不存在、已办结或您无权合并。", "The other case does not exist, is closed, or is not yours to merge into.");
        if (duplicate.Value.IsConfidential != into.Value.IsConfidential)
            return Problem.Conflict("cases.merge_confidential", "保密事项不能与公开事项合并。", "A confidential case cannot be merged with an open one.");

        await MoveReporters(duplicate.Value, into.Value, cancel);
        duplicate.Value.MergedInto = into.Value.Id;
        duplicate.Value.State = CaseState.Merged;
        duplicate.Value.ClosedAt = Clock.Now(time);
        await desk.Record(duplicate.Value, CaseAction.Merge, CaseAudience.Public, null, into.Value.Number, cancel);
        await desk.Record(into.Value, CaseAction.Join, CaseAudience.Public, null, duplicate.Value.Number, cancel);
        return CaseMove.Of(duplicate.Value);
    }

    private async Task MoveReporters(Case duplicate, Case into, CancellationToken cancel)
    {
        var following = (await desk.Followers(into, cancel)).ToHashSet();
        var now = Clock.Now(time);
        foreach (var account in await desk.Followers(duplicate, cancel))
            if (following.Add(account))
                db.Records<CaseFollower>().Add(new() { Case = into.Id, Account = account, Since = now, From = duplicate.Id });

        // Whoever was merged into the duplicate earlier follows along.
        await db.Unfiltered<Case>().Where(c => c.MergedInto == duplicate.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.MergedInto, into.Id), cancel);
    }
}
