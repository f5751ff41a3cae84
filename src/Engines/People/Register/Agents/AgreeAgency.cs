using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Keep;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Agents;

/// <summary>The person agrees that a member of the family acts for them: on their own phone, or heard by a member of staff.</summary>
/// <param name="Witness">Whether a member of staff heard it.</param>
internal sealed record AgreeAgency(bool Witness = false) : ICommand<Done>, IAudited
{
    /// <summary>Which request.</summary>
    [JsonIgnore]
    public Guid Agency { get; init; }

    public string? AuditSubject => Agency.ToString();
}

internal sealed class AgreeAgencyHandler(LinliDb db, TieFinder finder, CurrentCaller current, ISensitiveActs acts, Outbox outbox, TimeProvider time) : IHandler<AgreeAgency, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/me/agencies/{id:guid}/agree", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new AgreeAgency { Agency = id }, cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("Agree that somebody of the family acts for me 同意代办");
        api.MapPost("/register/agencies/{id:guid}/witness", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new AgreeAgency(true) { Agency = id }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Witness at the desk that the person agrees 见证同意代办");
    }

    public async Task<Result<Done>> Handle(AgreeAgency request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var agency = await db.Records<FamilyAgency>().SingleOrDefaultAsync(a => a.Id == request.Agency, cancel);
        if (agency is null || !await MayDecide(agency, request.Witness, cancel))
            return AgencyProblems.NotThere;
        if (agency.EndedAt is not null || agency.To <= now)
            return AgencyProblems.Ended;
        if (!request.Witness && await acts.Hindrance(cancel) is { } wait)
            return wait;
        if (agency.AgreedAt is not null)
            return Problem.Conflict("people.agency_agreed", "已经同意过了。", "This was agreed to already.");
        if (request.Witness && current.Value.MayBe(agency.AgentId))
            return Problem.Forbidden("people.own_witness", "不能为自己的代办作见证。", "Nobody witnesses their own agency.");
        agency.AgreedAt = now;
        agency.WitnessedBy = request.Witness ? current.Value.Account : null;
        if (await db.Records<Account>().Where(a => a.PersonId == agency.AgentId && a.Kind == AccountKind.Resident).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel) is { } agent)
            outbox.Add(new AgencyChanged(agency.Id, agent, AgencyStep.Agreed));
        return Done.It;
    }

    private async Task<bool> MayDecide(FamilyAgency agency, bool witness, CancellationToken cancel) => witness
        ? current.Value.May(PeoplePermissions.KeepRegister) && (await finder.Person(agency.PrincipalId, cancel)).Ok
        : agency.PrincipalId == current.Value.Person && !await db.Records<Account>().AnyAsync(a => a.Id == current.Value.Account && a.ClaimPending, cancel);
}

/// <summary>Ends an agreement, or refuses or takes back a request: either of the two may, at any time; staff for the person.</summary>
/// <param name="Agency">Which.</param>
internal sealed record EndAgency(Guid Agency) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Agency.ToString();
}

internal sealed class EndAgencyHandler(LinliDb db, TieFinder finder, CurrentCaller current, Outbox outbox, TimeProvider time) : IHandler<EndAgency, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/agencies/{id:guid}/end", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new EndAgency(id), cancel))
            .Needs(Access.SignedIn).WithTags("me").WithSummary("End that somebody acts for me, or that I act for somebody 结束代办");

    public async Task<Result<Done>> Handle(EndAgency request, CancellationToken cancel)
    {
        var agency = await db.Records<FamilyAgency>().SingleOrDefaultAsync(a => a.Id == request.Agency, cancel);
        var me = current.Value.Person;
        var isOurs = agency is not null && me is not null && (agency.PrincipalId == me || agency.AgentId == me);
        if (agency is null || !(isOurs || (current.Value.May(PeoplePermissions.KeepRegister) && (await finder.Person(agency.PrincipalId, cancel)).Ok)))
            return AgencyProblems.NotThere;
        if (agency.EndedAt is not null)
            return AgencyProblems.Ended;
        (agency.EndedAt, agency.EndedBy) = (Clock.Now(time), current.Value.Account);
        var other = agency.PrincipalId == me ? agency.AgentId : agency.PrincipalId;
        if (await db.Records<Account>().Where(a => a.PersonId == other && a.Kind == AccountKind.Resident).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel) is { } account)
            outbox.Add(new AgencyChanged(agency.Id, account, AgencyStep.Ended));
        return Done.It;
    }
}

/// <summary>What is said of agreements that are not there.</summary>
internal static class AgencyProblems
{
    public static Problem NotThere => Problem.NotFound("people.agency_not_found", "没有找到这项代办约定。", "This agreement was not found.");

    public static Problem Ended => Problem.Conflict("people.agency_ended", "这项代办约定已经结束。", "This agreement has ended.");
}
