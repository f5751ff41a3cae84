using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Persons;

/// <summary>A person of the register.</summary>
/// <param name="Person">Id.</param>
internal sealed record GetRegisterPerson(Guid Person) : IQuery<RegisterPerson>;

/// <summary>A person as staff see them: number and phones masked.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Full name; masked of a child under 14.</param>
/// <param name="Sex">Where known.</param>
/// <param name="BirthDate">Local date of birth; left out of a child under 14.</param>
/// <param name="Age">Completed years.</param>
/// <param name="Document">Kind of the document.</param>
/// <param name="IdentityMask">Its number, masked.</param>
/// <param name="Phone">Masked.</param>
/// <param name="ContactPhone">Masked.</param>
/// <param name="DiedOn">Date of death.</param>
/// <param name="Account">Account they sign in with as a resident.</param>
/// <param name="ClaimPending">Whether whoever signs in has not shown yet to be this person.</param>
/// <param name="Ties">Ties to homes, those that run first; homes outside the caller's places are masked.</param>
/// <param name="Guardians">Of a child: who decides; under 14 masked for those who keep the register, and left out for others.</param>
/// <param name="Wards">Children they are the guardian of.</param>
/// <param name="Agents">Who may act for them.</param>
/// <param name="HeldBack">What is masked or left out because no approval covers it.</param>
internal sealed record RegisterPerson(
    Guid Id, string Name, Sex? Sex, DateOnly? BirthDate, int? Age, IdentityDocument? Document, string? IdentityMask, string? Phone, string? ContactPhone,
    DateOnly? DiedOn, Guid? Account, bool ClaimPending, IReadOnlyList<TieOfPerson> Ties, IReadOnlyList<GuardianLine> Guardians, IReadOnlyList<GuardianLine> Wards,
    IReadOnlyList<AgentLine> Agents, IReadOnlyList<PersonalField> HeldBack);

/// <summary>A tie to a home.</summary>
internal sealed record TieOfPerson(
    Guid Tie, Guid? Home, string Label, HomeRelation Relation, string? Share, DateOnly From, DateOnly? To, TieEnd? EndedBy, bool Runs);

/// <summary>A guardian or a ward; without the person where the family of a child under 14 is held back.</summary>
internal sealed record GuardianLine(Guid Guardianship, Guid? Person, string Name, int? Age, GuardianKind Kind, DateOnly? To, string? Evidence);

/// <summary>Somebody who may act for the person.</summary>
internal sealed record AgentLine(Guid Agency, string Agent, string Matters, DateOnly? To, bool Agreed, bool Witnessed);

internal sealed class GetRegisterPersonHandler(LinliDb db, RegisterReach reach, GuardedChildren children, TimeProvider time)
    : IHandler<GetRegisterPerson, RegisterPerson>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/people/{person:guid}", (Guid person, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetRegisterPerson(person), cancel))
            .Needs(PeoplePermissions.Register).WithTags("register").WithSummary("A person of the register 一人一档");

    public async Task<Result<RegisterPerson>> Handle(GetRegisterPerson request, CancellationToken cancel)
    {
        var scopes = reach.Scopes(PeoplePermissions.Register);
        var now = Clock.Now(time);
        var today = LocalTime.DateOf(now);
        var person = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Person, cancel);
        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.PersonId == request.Person).ToListAsync(cancel);
        // Of the dead every tie has ended: their home's staff still finish what has to be finished.
        if (person is null || !(person.DiedOn is null ? await reach.Reaches(scopes, person.Id, cancel) : ties.Exists(t => RegisterReach.Covers(scopes, t))))
            return RegisterProblems.NoPerson;
        var account = await db.Records<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == person.Id && a.Kind == AccountKind.Resident, cancel);
        var held = await children.Of([person], [PersonalField.Name, PersonalField.BirthDate, PersonalField.Family], cancel);
        var keeps = await reach.Reaches(reach.Scopes(PeoplePermissions.KeepRegister), person.Id, cancel);
        return new RegisterPerson(
            person.Id, held.Hides(person.Id, PersonalField.Name) ? Masked.Name(person.Name) : person.Name ?? person.PhoneMask ?? "", person.Sex,
            held.Hides(person.Id, PersonalField.BirthDate) ? null : person.BirthDate, Ages.On(person.BirthDate, person.DiedOn ?? today), person.Document,
            person.IdentityMask, person.PhoneMask, person.ContactPhoneMask, person.DiedOn, account?.Id, account?.ClaimPending ?? false,
            [.. ties.OrderByDescending(t => TieRules.Runs(t, now)).ThenByDescending(t => t.To).Select(t => Line(t, RegisterReach.Covers(scopes, t), now))],
            await Guardians(person.Id, held, keeps, now, cancel), await Wards(person.Id, keeps, now, cancel), await Agents(person.Id, now, cancel), held.Of(person.Id));
    }

    private static TieOfPerson Line(HomeTie tie, bool within, DateTimeOffset now) => new(
        tie.Id, within ? tie.HomeId : null, within ? tie.HomeLabel : Masked.Address(tie.HomeLabel), tie.Relation, TieRules.ShareOf(tie)?.ToString(),
        LocalTime.DateOf(tie.From), tie.To is { } to ? LocalTime.DateOf(to.AddTicks(-1)) : null, tie.EndedBy, TieRules.Runs(tie, now));

    private async Task<IReadOnlyList<GuardianLine>> Guardians(Guid child, HeldBack held, bool keeps, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.Records<Guardianship>().AsNoTracking().Where(g => g.ChildId == child && (g.To == null || g.To > now))
            .Join(db.Records<Person>().AsNoTracking(), g => g.GuardianId, p => p.Id, (g, p) => new { g, p }).ToListAsync(cancel);
        if (held.Hides(child, PersonalField.Family))
            return keeps ? [.. rows.Select(r => Held(r.g, r.p.Name))] : [];
        // A parent's guardianship ends on the child's eighteenth birthday: its end would tell the birth date.
        return [.. rows.Select(r => Line(r.g, r.p, r.p.Name ?? "", held.Hides(child, PersonalField.BirthDate), now))];
    }

    private async Task<IReadOnlyList<GuardianLine>> Wards(Guid guardian, bool keeps, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.Records<Guardianship>().AsNoTracking().Where(g => g.GuardianId == guardian && (g.To == null || g.To > now))
            .Join(db.Records<Person>().AsNoTracking(), g => g.ChildId, p => p.Id, (g, p) => new { g, p }).ToListAsync(cancel);
        // Read from the other side it is the same family.
        var held = await children.Of(rows.Select(r => r.p), [PersonalField.Name, PersonalField.BirthDate, PersonalField.Family], cancel);
        return
        [
            .. rows.Where(r => keeps || !held.Hides(r.p.Id, PersonalField.Family)).Select(r => held.Hides(r.p.Id, PersonalField.Family)
                ? Held(r.g, r.p.Name)
                : Line(r.g, r.p, held.Hides(r.p.Id, PersonalField.Name) ? Masked.Name(r.p.Name) : r.p.Name ?? "", held.Hides(r.p.Id, PersonalField.BirthDate), now)),
        ];
    }

    // Enough to end what was entered wrongly.
    private static GuardianLine Held(Guardianship row, string? name) => new(row.Id, null, Masked.Name(name), null, row.Kind, null, null);

    private static GuardianLine Line(Guardianship row, Person other, string name, bool withoutEnd, DateTimeOffset now) => new(
        row.Id, other.Id, name, Ages.On(other.BirthDate, LocalTime.DateOf(now)), row.Kind,
        !withoutEnd && row.To is { } to ? LocalTime.DateOf(to.AddTicks(-1)) : null, row.Evidence);

    private async Task<IReadOnlyList<AgentLine>> Agents(Guid person, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.Records<FamilyAgency>().AsNoTracking().Where(a => a.PrincipalId == person && a.EndedAt == null && (a.To == null || a.To > now))
            .Join(db.Records<Person>(), a => a.AgentId, p => p.Id, (a, p) => new { a, p.Name }).ToListAsync(cancel);
        return [.. rows.Select(r => new AgentLine(
            r.a.Id, r.Name ?? "", r.a.Matters, r.a.To is { } to ? LocalTime.DateOf(to.AddTicks(-1)) : null, r.a.AgreedAt is not null, r.a.WitnessedBy is not null))];
    }
}
