using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Search;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Persons;

/// <summary>
/// Whom the desk may mean who enters a guardian or an agent: those of the same household first, then whoever is found by name,
/// pinyin, phone or home. Asked by POST, as the search of the register.
/// </summary>
/// <param name="Q">What was typed, as in the search; the household alone when left out.</param>
internal sealed record OfferPeople(string? Q) : IQuery<PeopleOffered>
{
    /// <summary>For whom.</summary>
    [JsonIgnore]
    public Guid Person { get; init; }
}

/// <summary>People to choose from.</summary>
/// <param name="Household">Grown-ups of the same household.</param>
/// <param name="Found">Others who were found, at most 20.</param>
internal sealed record PeopleOffered(IReadOnlyList<PersonFound> Household, IReadOnlyList<PersonFound> Found);

internal sealed class OfferPeopleHandler(LinliDb db, RegisterReach reach, IHandler<SearchRegister, RegisterFound> search, TimeProvider time)
    : IHandler<OfferPeople, PeopleOffered>, IUseCase
{
    private const int GrownUp = Rules.GuardianRules.AdultAge;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{person:guid}/offers", (Guid person, OfferPeople request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Person = person }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Whom one may mean as guardian or agent 可选的监护人、代办人");

    public async Task<Result<PeopleOffered>> Handle(OfferPeople request, CancellationToken cancel)
    {
        if (!await reach.Reaches(reach.Scopes(PeoplePermissions.KeepRegister), request.Person, cancel))
            return RegisterProblems.NoPerson;
        var household = await Household(request.Person, cancel);
        if (string.IsNullOrWhiteSpace(request.Q))
            return new PeopleOffered(household, []);
        var query = RegisterQuery.Of(request.Q);
        if (!query.Ok)
            return query.As<PeopleOffered>();
        var found = await search.Handle(new(request.Q), cancel);
        if (!found.Ok)
            return found.As<PeopleOffered>();
        var others = query.Value.Kind == QueryKind.Home ? await AtHomes(found.Value.Homes, cancel) : found.Value.People;
        var known = household.Select(p => p.Person).Append(request.Person).ToHashSet();
        return new PeopleOffered(household, [.. others.Where(p => p.Age is null or >= GrownUp && !known.Contains(p.Person))]);
    }

    private async Task<IReadOnlyList<PersonFound>> Household(Guid person, CancellationToken cancel)
    {
        var running = reach.Running(reach.Scopes(PeoplePermissions.KeepRegister)).AsNoTracking();
        var households = await running.Where(t => t.PersonId == person && t.HouseholdId != null).Select(t => t.HouseholdId).ToListAsync(cancel);
        return await Lines(running.Where(t => t.PersonId != person && households.Contains(t.HouseholdId)), cancel);
    }

    private Task<IReadOnlyList<PersonFound>> AtHomes(IReadOnlyList<HomeFoundLine> homes, CancellationToken cancel)
    {
        var ids = homes.Select(h => h.Home).ToList();
        return Lines(reach.Running(reach.Scopes(PeoplePermissions.KeepRegister)).AsNoTracking().Where(t => ids.Contains(t.HomeId)), cancel);
    }

    private async Task<IReadOnlyList<PersonFound>> Lines(IQueryable<HomeTie> ties, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var rows = await ties.Join(db.Records<Person>(), t => t.PersonId, p => p.Id, (t, p) => new { t, p.Id, p.Name, p.BirthDate, p.PhoneMask, p.ContactPhoneMask, p.IdentityMask })
            .Take(5 * SearchRegisterHandler.MostPeople).ToListAsync(cancel);
        return [.. rows.GroupBy(r => r.Id).Select(r => r.First()).Where(r => Ages.On(r.BirthDate, today) is null or >= GrownUp).OrderBy(r => r.BirthDate).Take(SearchRegisterHandler.MostPeople)
            .Select(r => new PersonFound(r.Id, r.Name ?? "", Ages.On(r.BirthDate, today), r.PhoneMask ?? r.ContactPhoneMask, r.IdentityMask, [new(r.t.HomeId, r.t.HomeLabel, r.t.Relation)]))];
    }
}
