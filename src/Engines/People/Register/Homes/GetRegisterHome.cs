using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Homes;

/// <summary>A home of the register with everybody tied to it.</summary>
/// <param name="Home">Id of the home.</param>
internal sealed record GetRegisterHome(Guid Home) : IQuery<RegisterHome>;

/// <summary>A home as staff see it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Building">Path of the building.</param>
/// <param name="Grid">Path of the grid; <c>null</c> while it is on the list of gaps.</param>
/// <param name="Use">What it is used for.</param>
/// <param name="Area">Exclusive area in square metres, two decimals; <c>null</c> while unknown.</param>
/// <param name="AreaFrom">Where the area was taken from (R02).</param>
/// <param name="Owners">Owners with their shares.</param>
/// <param name="Companies">Companies and developers that own it or a part.</param>
/// <param name="SharesKnown">Sum of the known shares as a fraction, such as <c>1/2</c>.</param>
/// <param name="Households">Households with their members.</param>
/// <param name="Registrations">Requests that wait for a decision.</param>
/// <param name="Past">Ties that have ended, the latest first.</param>
internal sealed record RegisterHome(
    Guid Id, string Label, ScopePath Building, ScopePath? Grid, HomeUse Use, decimal? Area, AreaSource? AreaFrom,
    IReadOnlyList<TieLine> Owners, IReadOnlyList<CompanyLine> Companies, string SharesKnown,
    IReadOnlyList<HouseholdLine> Households, IReadOnlyList<WaitingLine> Registrations, IReadOnlyList<TieLine> Past);

/// <summary>A tie of a person to the home.</summary>
/// <param name="Tie">Id of the tie.</param>
/// <param name="Person">Id of the person.</param>
/// <param name="Name">Full name while the tie runs, masked afterwards and of children under 14.</param>
/// <param name="Age">Completed years, where known.</param>
/// <param name="Sex">Where known.</param>
/// <param name="Phone">Masked.</param>
/// <param name="Relation">Owner, tenant or family.</param>
/// <param name="Share">An owner's share, where known.</param>
/// <param name="From">Local date on which it began.</param>
/// <param name="To">Local date of its last day: the lease's, or of the end.</param>
/// <param name="EndedBy">Why it ended.</param>
/// <param name="SignsIn">Whether the person has an account.</param>
/// <param name="Guardians">Of a child: names of the guardians; under 14 masked for those who keep the register, and left out for others.</param>
internal sealed record TieLine(
    Guid Tie, Guid Person, string Name, int? Age, Platform.Identity.Sex? Sex, string? Phone, HomeRelation Relation, string? Share,
    DateOnly From, DateOnly? To, TieEnd? EndedBy, bool SignsIn, IReadOnlyList<string> Guardians);

/// <summary>A company's share of the home.</summary>
internal sealed record CompanyLine(Guid Holding, string Name, string? CreditCode, bool IsDeveloper, bool Undelivered, string? Share, DateOnly From);

/// <summary>A household of the home.</summary>
/// <param name="Id">Id.</param>
/// <param name="Head">Person who speaks for it.</param>
/// <param name="Members">Ties of those who live there.</param>
internal sealed record HouseholdLine(Guid Id, Guid? Head, IReadOnlyList<TieLine> Members);

/// <summary>A request that waits.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name as given.</param>
/// <param name="Relation">The tie asked for.</param>
/// <param name="Share">The share claimed.</param>
/// <param name="At">When it was made.</param>
/// <param name="Conflict">Why it cannot be approved as things stand, or <c>null</c>.</param>
internal sealed record WaitingLine(Guid Id, string Name, HomeRelation Relation, string? Share, DateTimeOffset At, Phrase? Conflict);

internal sealed class GetRegisterHomeHandler(LinliDb db, RegisterReach reach, GuardedChildren children, IHomes homes, TimeProvider time)
    : IHandler<GetRegisterHome, RegisterHome>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/homes/{home:guid}", (Guid home, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetRegisterHome(home), cancel))
            .Needs(PeoplePermissions.Register).WithTags("register").WithSummary("A home with its owners, households and tenants 一户一档");

    public async Task<Result<RegisterHome>> Handle(GetRegisterHome request, CancellationToken cancel)
    {
        if (await homes.Find(new(request.Home), cancel) is not { } home || !RegisterReach.Covers(reach.Scopes(PeoplePermissions.Register), home))
            return RegisterProblems.NoHome;
        var now = Clock.Now(time);
        var all = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.HomeId == request.Home).OrderBy(t => t.From).ToListAsync(cancel);
        var lines = await Lines(all, RegisterReach.Covers(reach.Scopes(PeoplePermissions.KeepRegister), home), now, cancel);
        var running = all.Where(t => TieRules.Runs(t, now)).ToList();
        var households = await db.Unfiltered<Household>().AsNoTracking().Where(h => h.HomeId == request.Home && (h.To == null || h.To > now)).OrderBy(h => h.From).ToListAsync(cancel);
        var companies = await Companies(request.Home, now, cancel);
        var held = Share.Sum([.. running.Select(TieRules.ShareOf).OfType<Share>(), .. companies.Where(c => !c.Undelivered).Select(c => Share.Parse(c.Share)).OfType<Share>()]);
        return new RegisterHome(
            home.Id.Value, home.Label, home.Building, home.Grid, home.Use, home.AreaDm2 / 100m, home.AreaFrom,
            [.. running.Where(t => t.Relation == HomeRelation.Owner).Select(t => lines[t.Id])],
            companies, held.ToString(),
            Households(households, running, lines),
            await Waiting(request.Home, held, cancel),
            [.. all.Where(t => !TieRules.Runs(t, now)).OrderByDescending(t => t.To).Select(t => lines[t.Id])]);
    }

    private static HouseholdLine[] Households(List<Household> households, List<HomeTie> running, Dictionary<Guid, TieLine> lines)
    {
        var lone = running.Where(t => t.HouseholdId is null && t.Relation != HomeRelation.Owner).Select(t => lines[t.Id]).ToList();
        HouseholdLine[] all = [.. households.Select(h => new HouseholdLine(h.Id, h.HeadPersonId,
            [.. running.Where(t => t.HouseholdId == h.Id).OrderByDescending(t => t.PersonId == h.HeadPersonId).ThenBy(t => t.From).Select(t => lines[t.Id])]))];
        return lone.Count == 0 ? all : [.. all, new HouseholdLine(Guid.Empty, null, lone)];
    }

    private async Task<Dictionary<Guid, TieLine>> Lines(List<HomeTie> ties, bool keeps, DateTimeOffset now, CancellationToken cancel)
    {
        var ids = ties.Select(t => t.PersonId).Distinct().ToList();
        var people = await db.Records<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        var guardians = (await db.Records<Guardianship>().Where(g => ids.Contains(g.ChildId) && (g.To == null || g.To > now))
            .Join(db.Records<Person>(), g => g.GuardianId, p => p.Id, (g, p) => new { g.ChildId, p.Name }).ToListAsync(cancel)).ToLookup(g => g.ChildId, g => g.Name ?? "");
        var held = await children.Of(people.Values, [PersonalField.Name, PersonalField.Family], cancel);
        var today = LocalTime.DateOf(now);
        return ties.ToDictionary(t => t.Id, t =>
        {
            var person = people[t.PersonId];
            var runs = TieRules.Runs(t, now);
            return new TieLine(
                t.Id, t.PersonId, runs && !held.Hides(person.Id, PersonalField.Name) ? person.Name ?? person.PhoneMask ?? "" : Masked.Name(person.Name), Ages.On(person.BirthDate, today), person.Sex,
                runs ? person.PhoneMask ?? person.ContactPhoneMask : null, t.Relation, TieRules.ShareOf(t)?.ToString(), LocalTime.DateOf(t.From),
                t.To is { } to ? LocalTime.DateOf(to.AddTicks(-1)) : null, t.EndedBy, t.AccountId is not null,
                !GuardianRules.IsChild(person.BirthDate, today) ? []
                    : !held.Hides(person.Id, PersonalField.Family) ? [.. guardians[t.PersonId]]
                    : keeps ? [.. guardians[t.PersonId].Select(Masked.Name)] : []);
        });
    }

    private Task<List<CompanyLine>> Companies(Guid home, DateTimeOffset now, CancellationToken cancel) =>
        db.Unfiltered<CompanyHolding>().AsNoTracking().Where(h => h.HomeId == home && (h.To == null || h.To > now))
            .Join(db.Records<Company>(), h => h.CompanyId, c => c.Id, (h, c) => new CompanyLine(
                h.Id, c.Name, c.CreditCode, c.IsDeveloper, h.Undelivered,
                h.ShareNumerator == null ? null : h.ShareNumerator + "/" + h.ShareDenominator, LocalTime.DateOf(h.From))).ToListAsync(cancel);

    private async Task<IReadOnlyList<WaitingLine>> Waiting(Guid home, Share.Held held, CancellationToken cancel)
    {
        var open = await db.Unfiltered<Registration>().AsNoTracking().Where(r => r.HomeId == home && r.State == RegistrationState.Open).OrderBy(r => r.At).ToListAsync(cancel);
        return [.. open.Select(r => new WaitingLine(
            r.Id, r.Name, r.Relation, r.Share?.ToString(), r.At,
            r.Relation == HomeRelation.Owner ? Claims.Conflict(r.Share, held, open.Count(o => o.Relation == HomeRelation.Owner && o.Share is null)) : null))];
    }
}
