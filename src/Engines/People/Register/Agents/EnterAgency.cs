using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Keep;
using Linli.People.Register.Rules;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Agents;

/// <summary>
/// Enters at the desk that a member of the family acts for a person who is there and agrees: whoever keeps the register has
/// heard it, and stands for it.
/// </summary>
/// <param name="Agent">Id of a person of the register, or their document number.</param>
/// <param name="Matters">Codes of <see cref="FamilyMatters"/>.</param>
/// <param name="Heard">That the person said yes before the member of staff.</param>
internal sealed record EnterAgency(string? Agent, string[]? Matters, bool Heard) : ICommand<AgencyAsked>, IValidated, IAudited
{
    /// <summary>For whom.</summary>
    [JsonIgnore]
    public Guid Person { get; init; }

    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Agent) || Agent.Length > 64)
            yield return Problem.Invalid("agent", "register.agent_missing", "请选择代办人，或填写其证件号码。", "Choose who acts, or give their document number.");
        if (Matters is not { Length: > 0 and <= 10 } || Matters.Any(m => !FamilyMatters.All.ContainsKey(m)))
            yield return Problem.Invalid("matters", "people.agency_matters", "请选择要代办的事项。", "Choose what may be done.");
        if (!Heard)
            yield return Problem.Invalid("heard", "register.agency_heard", "请确认本人当面同意；本人不在场时，请家人在手机上申请。", "Confirm that the person agreed before you; if they are not here, let the relative ask on the phone.");
    }
}

internal sealed class EnterAgencyHandler(LinliDb db, TieFinder finder, RegisterBook book, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<EnterAgency, AgencyAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{person:guid}/agents", (Guid person, EnterAgency request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Person = person }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Enter who acts for a person that agrees at the desk 登记代办人");

    public async Task<Result<AgencyAsked>> Handle(EnterAgency request, CancellationToken cancel)
    {
        var found = await finder.Person(request.Person, cancel);
        if (!found.Ok)
            return found.As<AgencyAsked>();
        var (person, now) = (found.Value, Clock.Now(time));
        if (person.DiedOn is not null)
            return Problem.Conflict("register.person_died", "此人已登记去世。", "This person is registered as dead.");
        if (GuardianRules.IsChild(person.BirthDate, LocalTime.DateOf(now)))
            return Problem.Invalid("agent", "people.agency_child", "未成年人由监护人代办，不需要申请。", "A guardian acts for a child without this.");
        if (await Agent(request.Agent!.Trim(), cancel) is not { DiedOn: null } agent)
            return Problem.Invalid("agent", "register.agent_unknown", "名册里没有找到代办人，请先登记。", "Who is to act was not found in the register: add them first.");
        if (agent.Id == person.Id || GuardianRules.IsChild(agent.BirthDate, LocalTime.DateOf(now)))
            return Problem.Invalid("agent", "register.agent_other", "代办人应是另一位成年家人。", "Another grown-up of the family acts.");
        if (current.Value.MayBe(agent.Id) || current.Value.MayBe(person.Id))
            return Problem.Forbidden("people.own_witness", "不能为自己的代办作见证。", "Nobody witnesses their own agency.");
        await db.LockUntilCommit($"register.agencies.{agent.Id}", cancel);
        if (await db.Records<FamilyAgency>().AnyAsync(a => a.AgentId == agent.Id && a.PrincipalId == person.Id && a.EndedAt == null && (a.To == null || a.To > now), cancel))
            return Problem.Conflict("people.agency_twice", "已有这两人的代办约定；如要更改事项，请先结束原来的。", "They have an agreement already: end that first to change what may be done.");

        var agency = new FamilyAgency
        {
            Id = Guid.CreateVersion7(now), AgentId = agent.Id, PrincipalId = person.Id, From = now, AgreedAt = now, WitnessedBy = current.Value.Account,
            Matters = string.Join(' ', FamilyMatters.All.Keys.Where(request.Matters!.Contains)),
        };
        db.Records<FamilyAgency>().Add(agency);
        foreach (var account in await db.Records<Account>().Where(a => (a.PersonId == agent.Id || a.PersonId == person.Id) && a.Kind == AccountKind.Resident).Select(a => a.Id).ToListAsync(cancel))
            outbox.Add(new AgencyChanged(agency.Id, account, AgencyStep.Agreed));
        return new AgencyAsked(agency.Id);
    }

    // A daughter may live elsewhere: who knows the whole number stands before the person.
    private async Task<Person?> Agent(string typed, CancellationToken cancel)
    {
        if (Guid.TryParse(typed, out var id))
            return (await finder.Person(id, cancel)).Value;
        if (!IdentityNumber.TryParse(typed, out var number, out _))
            return null;
        var hash = book.HashOf(number);
        return await db.Records<Person>().SingleOrDefaultAsync(p => p.IdentityHash == hash, cancel);
    }
}
