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

namespace Linli.Cases.Mediate;

/// <summary>
/// Ends a mediation that led nowhere (调解不成). Where the matter breaks a rule, a report of the violation is opened and
/// linked, without anything of the confidential case in it but the words written for it (S15).
/// </summary>
public sealed record FailMediation : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>What the reporter reads, 5 to 2,000 characters.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Category of the violation to report; <c>null</c> for none.</summary>
    public string? ReportAs { get; init; }

    /// <summary>Text of that report, 2 to 2,000 characters, without names.</summary>
    public string? ReportText { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class FailMediationHandler(CaseDesk desk, UseCaseRunner run, TimeProvider time) : IHandler<FailMediation, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/mediation/fail", (CaseId id, FailMediation request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Mediate).WithTags("Mediation").WithSummary("End a mediation that led nowhere 调解不成");

    public async Task<Result<CaseMove>> Handle(FailMediation request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Explanation, 2000, "explanation", "请向居民说明", "Explain it to the reporter") is { } missing)
            return missing;
        var found = await desk.TakeMediation(request.Case, CaseAction.Fail, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (request.ReportAs is { } category)
        {
            var report = await run.Run(
                new ReportCase
                {
                    Channel = CaseChannel.Counter,
                    Category = category,
                    Text = request.ReportText ?? "",
                    Longitude = item.Longitude,
                    Latitude = item.Latitude,
                    PlaceText = item.PlaceText,
                    Community = ScopePath.Parse(item.Community, null).Code,
                    RelatedTo = item.Id,
                },
                cancel);
            if (!report.Ok)
                return Result<CaseMove>.Fail([.. report.Problems.Select(p => p with { Field = OwnField(p.Field) })]);
            item.RelatedTo = report.Value.Id;
        }

        var now = Clock.Now(time);
        item.FirstAnsweredAt ??= now;
        item.AnsweredAt = now;
        item.Outcome = CaseOutcome.NotSolved;
        item.State = CaseState.Answered;
        await desk.Record(item, CaseAction.Fail, CaseAudience.Reporter, request.Explanation.Trim(), null, cancel);
        return CaseMove.Of(item);
    }

    // The report is written in fields of this request.
    private static string? OwnField(string? field) => field switch
    {
        "text" => "reportText",
        "category" => "reportAs",
        _ => null,
    };
}
