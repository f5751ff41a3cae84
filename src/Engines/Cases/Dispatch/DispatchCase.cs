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

namespace Linli.Cases.Dispatch;

/// <summary>Who in the team gets a case.</summary>
public enum DispatchHow
{
    /// <summary>指派 to the named person, or to the team as a whole.</summary>
    Assign,

    /// <summary>抢单: whoever of the team takes it first.</summary>
    Grab,

    /// <summary>轮派: the member who got a case longest ago.</summary>
    RoundRobin,

    /// <summary>就近: the member whose own place is nearest to the case.</summary>
    Nearest,
}

/// <summary>Gives a case to a team, and within it to a person (派发). An unaccepted case is accepted by it.</summary>
public sealed record DispatchCase : ICommand<CaseMove>, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Code of the team; <c>null</c> gives it to the steward of the grid.</summary>
    public string? Team { get; init; }

    /// <summary>How the person is found.</summary>
    public DispatchHow How { get; init; }

    /// <summary>Account of a member of the team, for <see cref="DispatchHow.Assign"/>.</summary>
    public Guid? Handler { get; init; }

    /// <summary>How it is to be handled.</summary>
    public HandlingMode? Mode { get; init; }

    /// <summary>What to do, for the team; at most 500 characters.</summary>
    public string? Instruction { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();
}

internal sealed class DispatchCaseHandler(CaseDesk desk, IPeople people, HandlerChoice choice, TimeProvider time)
    : IHandler<DispatchCase, CaseMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/dispatch", (CaseId id, DispatchCase request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Dispatch).WithTags("Cases").WithSummary("Give a case to a team or person 派发");

    public async Task<Result<CaseMove>> Handle(DispatchCase request, CancellationToken cancel)
    {
        if (CaseMove.TooLong(request.Instruction, 500, "instruction") is { } tooLong)
            return tooLong;
        var found = await desk.Take(request.Case, CaseAction.Dispatch, cancel);
        if (!found.Ok)
            return found.As<CaseMove>();
        var item = found.Value;
        var target = request.Team is null ? ToSteward(item) : await ToTeam(item, request, cancel);
        if (!target.Ok)
            return target.As<CaseMove>();

        (item.Team, item.Handler) = (target.Value.Team, target.Value.Handler);
        item.Mode = request.Mode ?? item.Mode;
        item.AcceptedAt ??= Clock.Now(time);
        item.State = CaseState.Dispatched;
        await desk.Record(item, CaseAction.Dispatch, CaseAudience.Public, null, item.Team, cancel);
        if (!string.IsNullOrWhiteSpace(request.Instruction))
            await desk.Record(item, CaseAction.Note, CaseAudience.Staff, request.Instruction.Trim(), null, cancel);
        return CaseMove.Of(item);
    }

    private static Result<Target> ToSteward(Case item) => item.Steward is { } steward
        ? new Target(null, steward)
        : Problem.Invalid("team", "cases.no_steward",
            "这里没有网格员，请选择班组。", "This place has no steward: choose a team.");

    private async Task<Result<Target>> ToTeam(Case item, DispatchCase request, CancellationToken cancel)
    {
        if ((await people.Teams(cancel)).FirstOrDefault(t => t.Code == request.Team) is not { } team)
            return Problem.Invalid("team", "cases.team_unknown", "没有这个班组，请重新选择。", "There is no such team: choose another.");
        var members = await people.MembersOf(team.Code, cancel);
        if (request.Handler is { } named && members.All(m => m.Account != named))
            return Problem.Invalid("handler", "cases.not_in_team", "这位同事不在所选班组里。", "That colleague is not in the chosen team.");
        return new Target(team.Code, await choice.Choose(item, request.How, request.Handler, members, cancel));
    }

    private sealed record Target(string? Team, Guid? Handler);
}
