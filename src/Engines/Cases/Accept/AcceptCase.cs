using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Accept;

/// <summary>Accepts a case (受理): somebody owns it from here on. Category, priority and mode may be put right.</summary>
public sealed record AcceptCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>The right category, if the reporter chose another.</summary>
    public string? Category { get; init; }

    /// <summary>How pressing it really is.</summary>
    public CasePriority? Priority { get; init; }

    /// <summary>How it will be handled.</summary>
    public HandlingMode? Mode { get; init; }

    /// <summary>A word to the reporter, at most 500 characters.</summary>
    public string? Message { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class AcceptCaseHandler(CaseDesk desk, Categories categories, CaseClocks clocks, TimeProvider time)
    : IHandler<AcceptCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/accept", (CaseId id, AcceptCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Accept).WithTags("Cases").WithSummary("Accept a case 受理");

    public async Task<Result<CaseMove>> Handle(AcceptCase request, CancellationToken cancel)
    {
        if (CaseMove.TooLong(request.Message, 500, "message") is { } tooLong)
            return tooLong;
        var found = await desk.Take(request.Case, CaseAction.Accept, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (request.Category is { } code)
        {
            if (await categories.Find(code, cancel) is null)
                return Problem.Invalid("category", "cases.category_unknown", "没有这个分类，请重新选择。", "There is no such category: choose another.");
            item.Category = code;
        }

        if (request.Priority is { } priority && priority != item.Priority)
        {
            item.Priority = priority;
            await clocks.Start(item, item.OpenedAt, cancel);
        }

        item.Mode = request.Mode ?? item.Mode;
        item.State = CaseState.Accepted;
        item.AcceptedAt ??= Clock.Now(time);
        await desk.Record(item, CaseAction.Accept, CaseAudience.Public, request.Message, null, cancel);
        return CaseMove.Of(item);
    }
}
