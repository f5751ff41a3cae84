using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Supervise;

/// <summary>
/// Moves a case to another track (移交). A petition is never closed as a report (R08): it goes on as a petition, with the
/// petition's clocks, at the street. A matter of another organ ends here; the reporter reads where it went and how to ask
/// there.
/// </summary>
public sealed record HandOverCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>It is a petition (信访), to be kept and completed as one.</summary>
    public bool Petition { get; init; }

    /// <summary>Who has it from now on, such as the petition office; 2 to 100 characters.</summary>
    public string To { get; init; } = "";

    /// <summary>What the reporter reads, 5 to 1,000 characters.</summary>
    public string Explanation { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class HandOverCaseHandler(CaseDesk desk, CaseTypes types, CaseClocks clocks, IPeople people, TimeProvider time) : IHandler<HandOverCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/hand-over", (CaseId id, HandOverCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Dispatch).WithTags("Cases").WithSummary("Move a case to another track, such as petitions 移交");

    public async Task<Result<CaseMove>> Handle(HandOverCase request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.To, 100, "to", "请写明移交单位", "Say who has it from now on") is { } noReceiver)
            return noReceiver;
        if (CaseMove.Missing(request.Explanation, 1000, "explanation", "请向居民说明", "Explain it to the reporter") is { } noWord)
            return noWord;
        var found = await desk.Take(request.Case, CaseAction.HandOver, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var now = Clock.Now(time);
        item.FirstAnsweredAt ??= now;
        if (request.Petition)
        {
            await ToPetition(item, now, cancel);
        }
        else
        {
            item.State = CaseState.HandedOver;
            item.ClosedAt = now;
        }

        await desk.Record(item, CaseAction.HandOver, CaseAudience.Reporter, request.Explanation.Trim(), CaseMove.Clean(request.To), cancel);
        return CaseMove.Of(item);
    }

    private async Task ToPetition(Case item, DateTimeOffset now, CancellationToken cancel)
    {
        var petition = types.All.FirstOrDefault(t => t.Petition)
            ?? throw new InvalidOperationException("No scene brings a case type for petitions.");
        item.Type = petition.Code;
        item.IsPublic = false;
        item.Level = CaseLevel.Street;
        item.Team = (await people.Teams(cancel))
            .FirstOrDefault(t => t.Kind == "street" && item.Scope.StartsWith(t.Scope.Value, StringComparison.Ordinal))?.Code;
        item.Handler = null;
        item.AcceptedAt ??= now;
        item.State = item.Team is null ? CaseState.Accepted : CaseState.Dispatched;
        await clocks.Start(item, now, cancel);
    }
}
