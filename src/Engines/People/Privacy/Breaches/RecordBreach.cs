using Linli.People.Accounts;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Disclosure;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Breaches;

/// <summary>
/// Personal data have, or may have, come into the wrong hands: writes it down and tells those concerned, for children under 14
/// their guardians (R37: PIPL art. 57, R38). The authority is to be told within 24 hours of knowing (R40).
/// </summary>
/// <param name="What">What happened, 10–1,000 characters; those concerned read it.</param>
/// <param name="Fields">Which data.</param>
/// <param name="Harm">What it may mean, 4–1,000 characters; those concerned read it.</param>
/// <param name="Measures">What was done and what they can do themselves, 4–1,000 characters; those concerned read it.</param>
/// <param name="KnownAt">Since when it is known; now when left out.</param>
/// <param name="People">Ids of the people concerned.</param>
/// <param name="Place">Or everybody who lives at a place, as the text of a scope path.</param>
internal sealed record RecordBreach(
    string? What, IReadOnlyList<PersonalField>? Fields, string? Harm, string? Measures, DateTimeOffset? KnownAt = null,
    IReadOnlyList<Guid>? People = null, string? Place = null) : ICommand<BreachRecorded>, IValidated, IAudited
{
    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        if (What?.Trim() is not { Length: >= 10 and <= 1000 })
            yield return Problem.Invalid("what", "what_missing", "请写清发生了什么（10–1000 个字）。", "Say what happened (10–1,000 characters).");
        if (Fields is not { Count: > 0 } || Fields.Any(f => !Enum.IsDefined(f)))
            yield return Problem.Invalid("fields", "fields_missing", "请选择涉及哪些信息。", "Choose which data are concerned.");
        if (Harm?.Trim() is not { Length: >= 4 and <= 1000 })
            yield return Problem.Invalid("harm", "harm_missing", "请写明可能的影响（4–1000 个字）。", "Say what it may mean (4–1,000 characters).");
        if (Measures?.Trim() is not { Length: >= 4 and <= 1000 })
            yield return Problem.Invalid("measures", "measures_missing", "请写明已采取的措施和个人可以怎样防范（4–1000 个字）。", "Say what was done and what people can do (4–1,000 characters).");
        if (People is not { Count: > 0 } && !ScopePath.TryParse(Place, null, out _))
            yield return Problem.Invalid("place", "people_missing", "请选择涉及的人员或范围。", "Choose the people, or the place, concerned.");
    }
}

/// <summary>The breach as it was written down.</summary>
/// <param name="Id">Its id.</param>
/// <param name="People">How many people are concerned.</param>
/// <param name="Told">How many accounts are told; the others have to be told on paper.</param>
/// <param name="ReportBy">Until when the authority is to be told.</param>
internal sealed record BreachRecorded(Guid Id, int People, int Told, DateTimeOffset ReportBy);

internal sealed class RecordBreachHandler(LinliDb db, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<RecordBreach, BreachRecorded>, IUseCase
{
    // One event carries them all; a notice each is written when it is delivered.
    private const int EventRoom = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/breaches", (RecordBreach request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, made => $"/api/v1/privacy/breaches/{made.Id}", cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Record a breach and tell those concerned 信息安全事件");

    public async Task<Result<BreachRecorded>> Handle(RecordBreach request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var known = Clock.ToMicroseconds(request.KnownAt ?? now);
        if (known > now)
            return Problem.Invalid("knownAt", "known_later", "得知时间不能晚于现在。", "It cannot be known later than now.");
        var reach = current.Value.ScopesFor(PeoplePermissions.Privacy);
        var people = await Concerned(request, reach, now, cancel);
        if (people.Count == 0)
            return Problem.Invalid("place", "people_missing", "这个范围内没有登记的人员。", "Nobody is registered there, or it lies outside your places.");
        var breach = new Breach
        {
            Id = Guid.CreateVersion7(now),
            Scope = (await ScopeOf(request, reach, people[0].Id, now, cancel)).Value,
            What = request.What!.Trim(),
            Fields = PersonalFields.Codes(request.Fields!),
            Harm = request.Harm!.Trim(),
            Measures = request.Measures!.Trim(),
            KnownAt = known,
            At = now,
            RecordedBy = current.Value.Account ?? Guid.Empty,
            RecordedByName = current.Value.Name,
        };
        db.Insert(breach);
        var told = await Told(people, now, cancel);
        db.Records<BreachPerson>().AddRange(people.Select(p => new BreachPerson
        {
            BreachId = breach.Id, PersonId = p.Id, OfChild = p.IsChild, Told = told.ContainsKey(p.Id),
        }));
        foreach (var part in told.Values.SelectMany(a => a).Distinct().Chunk(EventRoom))
            outbox.Add(new PersonalDataBreached(breach.Id, part));
        return new BreachRecorded(breach.Id, people.Count, told.Count, BreachRules.ReportBy(known));
    }

    // The place named, where the caller answers for all of it; else the one of their places in which somebody concerned lives.
    private async Task<ScopePath> ScopeOf(RecordBreach request, ScopeSet reach, Guid somebody, DateTimeOffset now, CancellationToken cancel)
    {
        if (ScopePath.TryParse(request.Place, null, out var place) && reach.Covers(place))
            return place;
        var home = await PersonReach.PlaceOf(db, somebody, now, cancel);
        return reach.Paths.Where(p => home?.StartsWith(p.Value, StringComparison.Ordinal) == true).DefaultIfEmpty(reach.Paths[0]).First();
    }

    private async Task<List<(Guid Id, bool IsChild)>> Concerned(RecordBreach request, ScopeSet reach, DateTimeOffset now, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(now);
        var ids = request.People?.ToHashSet() ?? [];
        foreach (var id in ids.ToArray())
            if (!await PersonReach.Covers(db, reach, id, now, cancel))
                ids.Remove(id);
        if (ScopePath.TryParse(request.Place, null, out var place))
            ids.UnionWith(await db.Scoped<HomeTie>(reach.Within(place)).Where(t => t.To == null || t.To > now).Select(t => t.PersonId).Distinct().ToListAsync(cancel));
        var born = await db.Records<Person>().Where(p => ids.Contains(p.Id) && p.ErasedAt == null).Select(p => new { p.Id, p.BirthDate }).ToListAsync(cancel);
        return born.ConvertAll(p => (p.Id, ConsentRules.IsChild(p.BirthDate, today)));
    }

    // Whose accounts hear for each person: their own, for a child the guardians' as well (R38).
    private async Task<Dictionary<Guid, Guid[]>> Told(List<(Guid Id, bool IsChild)> people, DateTimeOffset now, CancellationToken cancel)
    {
        var all = people.Select(p => p.Id).ToArray();
        var children = people.Where(p => p.IsChild).Select(p => p.Id).ToArray();
        var own = await db.Records<Account>().Where(a => all.Contains(a.PersonId) && a.SuspendedAt == null)
            .Select(a => new { Person = a.PersonId, a.Id }).ToListAsync(cancel);
        var guardians = await db.Records<Guardianship>().Where(g => children.Contains(g.ChildId) && g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Account>().Where(a => a.SuspendedAt == null), g => g.GuardianId, a => a.PersonId, (g, a) => new { Person = g.ChildId, a.Id }).ToListAsync(cancel);
        return own.Concat(guardians).GroupBy(x => x.Person).ToDictionary(g => g.Key, g => g.Select(x => x.Id).Distinct().ToArray());
    }
}
