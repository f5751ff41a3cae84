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

/// <summary>The reporter says that it is done, and how it was (确认与评价, R07).</summary>
public sealed record ConfirmCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>1 (very dissatisfied) to 5 (very satisfied).</summary>
    public int Rating { get; init; }

    /// <summary>A word on it, at most 500 characters.</summary>
    public string? Comment { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class ConfirmCaseHandler(CaseDesk desk, TimeProvider time) : IHandler<ConfirmCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/confirm", (CaseId id, ConfirmCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Say that it is done, and how it was 确认与评价");

    public async Task<Result<CaseMove>> Handle(ConfirmCase request, CancellationToken cancel)
    {
        if (request.Rating is < 1 or > 5)
            return Problem.Invalid("rating", "cases.rating_range", "请选择 1 到 5 颗星。", "Choose 1 to 5 stars.");
        if (CaseMove.TooLong(request.Comment, 500, "comment") is { } tooLong)
            return tooLong;
        var found = await desk.TakeOwn(request.Case, CaseAction.Confirm, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        item.Rating = request.Rating;
        item.State = CaseState.Confirmed;
        item.ClosedAt = Clock.Now(time);
        await desk.Record(item, CaseAction.Confirm, CaseAudience.Reporter, request.Comment, $"{request.Rating}", cancel);
        return CaseMove.Of(item);
    }
}
