using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Whom the register suggests for a group today. Nobody is on a list before a worker has confirmed it.</summary>
/// <param name="Group">Code of a group with a hint; the first of them when left out.</param>
internal sealed record ListCareSuggestions(string? Group = null) : IQuery<CareSuggestions>;

/// <summary>Suggestions for a group.</summary>
/// <param name="Group">Code of the group; <c>null</c> where no group has a hint.</param>
/// <param name="People">The first 100 of them, the oldest first; masked.</param>
/// <param name="Total">How many there are.</param>
internal sealed record CareSuggestions(string? Group, IReadOnlyList<CareSuggestion> People, int Total);

/// <summary>Somebody suggested, masked.</summary>
internal sealed record CareSuggestion(Guid Person, string Name, string Home, Phrase Community, int Age, bool Alone);

/// <summary>A suggestion does not hold: it comes again in a year at the earliest.</summary>
/// <param name="Person">Who.</param>
/// <param name="Group">Code of the group.</param>
/// <param name="Reason">Why not, 2–200 characters.</param>
internal sealed record DismissCareSuggestion(Guid Person, string? Group, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (CareRules.Text(Reason, 200, "reason", "请写明不纳入的原因", "Say why not") is { } reason)
            yield return reason;
    }
}

internal sealed class SuggestCareHandler(LinliDb db, CurrentCaller current, CareDesk desk, IScopeTree tree)
    : IHandler<ListCareSuggestions, CareSuggestions>, IHandler<DismissCareSuggestion, Done>, IUseCase
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/care/suggestions", (string? group, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListCareSuggestions(group), cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("Whom the register suggests; confirm by entering, or dismiss");
        api.MapPost("/care/suggestions/dismiss", (DismissCareSuggestion request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("A suggestion does not hold");
    }

    public async Task<Result<CareSuggestions>> Handle(ListCareSuggestions request, CancellationToken cancel)
    {
        var hinting = await db.Records<CareGroup>().AsNoTracking().Where(g => g.Hint != CareHint.None).OrderBy(g => g.Order).ToListAsync(cancel);
        var group = request.Group is { Length: > 0 } code ? hinting.Find(g => g.Code == code) : hinting.FirstOrDefault();
        if (group is null)
            return new CareSuggestions(null, [], 0);
        var (today, now) = (desk.Today, desk.Now);
        var bornBy = CareRules.BornBy(group.MinAge ?? 0, today);
        var ties = desk.Ties(current.Value.ScopesFor(PeoplePermissions.Care));
        if (group.Hint == CareHint.LivingAlone)
        {
            // Where a home has households, an owner in none of them lives elsewhere.
            var here = db.Unfiltered<HomeTie>().Where(o => o.From <= now && (o.To == null || o.To > now)
                && (o.HouseholdId != null || o.Relation != HomeRelation.Owner || !db.Unfiltered<HomeTie>().Any(h => h.HomeId == o.HomeId && h.HouseholdId != null && (h.To == null || h.To > now))));
            ties = ties.Where(t => here.Any(o => o.Id == t.Id) && !here.Any(o => o.HomeId == t.HomeId && o.PersonId != t.PersonId));
        }

        var found = await ties.Join(
                db.Records<Person>().Where(p => p.BirthDate != null && p.BirthDate <= bornBy && p.DiedOn == null && p.ErasedAt == null),
                t => t.PersonId, p => p.Id, (t, p) => new { p.Id, p.Name, p.BirthDate, t.HomeLabel, t.Scope })
            .Where(x => !db.Unfiltered<CareEntry>().Any(e => e.PersonId == x.Id && e.Group == group.Code && (e.State == CareState.Listed || e.State == CareState.Waiting))
                && !db.Records<CareDismissal>().Any(d => d.PersonId == x.Id && d.Group == group.Code && d.Until > today))
            .OrderBy(x => x.BirthDate).ThenBy(x => x.Id).ToListAsync(cancel);
        var alone = group.Hint == CareHint.LivingAlone;
        var suggested = found.DistinctBy(x => x.Id).Where(x => CareRules.Suggests(group.Hint, group.MinAge, x.BirthDate, alone, today)).ToList();
        return new CareSuggestions(
            group.Code,
            [.. suggested.Take(Most).Select(x => new CareSuggestion(
                x.Id, Masked.Name(x.Name), x.HomeLabel, tree.CommunityOf(ScopePath.Parse(x.Scope, null))?.Name ?? default, CareRules.Age(x.BirthDate, today)!.Value, alone))],
            suggested.Count);
    }

    public async Task<Result<Done>> Handle(DismissCareSuggestion request, CancellationToken cancel)
    {
        if (!await db.Records<CareGroup>().AnyAsync(g => g.Code == request.Group, cancel))
            return Problem.Invalid("group", "care.group_unknown", "请选择关爱群体。", "Choose a group.");
        if (await desk.HomeOf(request.Person, PeoplePermissions.Care, cancel) is null)
            return CareDesk.NoPerson;
        db.Records<CareDismissal>().Add(new()
        {
            Id = Guid.CreateVersion7(desk.Now), PersonId = request.Person, Group = request.Group!, Reason = CareRules.Clean(request.Reason, 200),
            By = desk.Me, Until = desk.Today.AddYears(1),
        });
        return Done.It;
    }
}
