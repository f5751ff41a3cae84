using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Dispatch;

/// <summary>Which way a case travels between the four levels.</summary>
public enum LevelMove
{
    /// <summary>上报: to the level above.</summary>
    Up,

    /// <summary>交办: to the level below.</summary>
    Down,
}

/// <summary>Hands a case to the level above or below: steward ↔ community ↔ street (S14).</summary>
public sealed record MoveLevel : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Which way.</summary>
    public LevelMove Direction { get; init; }

    /// <summary>Why, 2 to 500 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class MoveLevelHandler(CaseDesk desk, IPeople people) : IHandler<MoveLevel, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/level", (CaseId id, MoveLevel request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Hand a case up or down a level 上报/交办");

    public async Task<Result<CaseMove>> Handle(MoveLevel request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Reason, 500, "reason", "请写明原因", "Say why") is { } missing)
            return missing;
        var action = request.Direction == LevelMove.Up ? CaseAction.HandUp : CaseAction.HandDown;
        var found = await desk.Take(request.Case, action, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        if (Next(item.Level, request.Direction) is not { } level)
            return Problem.Conflict("cases.no_further_level", "已经是最上级或最下级，不能再移动。", "It is at the last level already.");
        if (level == CaseLevel.Steward && item.Steward is null)
            return Problem.Conflict("cases.no_steward", "这里没有网格员，不能交办到网格。", "This place has no steward to hand it to.");

        item.Level = level;
        item.Team = level == CaseLevel.Street ? await StreetTeam(item, cancel) ?? item.Team : null;
        item.Handler = level == CaseLevel.Steward ? item.Steward : null;
        item.State = item.Handler is null && item.Team is null ? CaseState.Accepted : CaseState.Dispatched;
        await desk.Record(item, action, CaseAudience.Reporter, request.Reason.Trim(), level.ToString(), cancel);
        return CaseMove.Of(item);
    }

    internal static CaseLevel? Next(CaseLevel level, LevelMove direction) => (level, direction) switch
    {
        (CaseLevel.Steward, LevelMove.Up) => CaseLevel.Community,
        (CaseLevel.Community, LevelMove.Up) => CaseLevel.Street,
        (CaseLevel.Street, LevelMove.Down) => CaseLevel.Community,
        (CaseLevel.Community, LevelMove.Down) => CaseLevel.Steward,
        _ => null,
    };

    private async Task<string?> StreetTeam(Case item, CancellationToken cancel) =>
        (await people.Teams(cancel))
            .FirstOrDefault(t => t.Kind == "street" && item.Scope.StartsWith(t.Scope.Value, StringComparison.Ordinal))?.Code;
}
