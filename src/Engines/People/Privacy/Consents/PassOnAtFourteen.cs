using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>
/// Passes the word of their guardians on to young people who have turned 14 (R38, PIPL art. 31): the consents become theirs to
/// confirm or take back. Whoever was born on 29 February turns 14 on 1 March, or on the 29th in a leap year.
/// </summary>
internal sealed record PassOnAtFourteen : ICommand<PassedOn>, IAudited
{
    public string? AuditSubject => null;
}

/// <summary>How many young people were told.</summary>
internal sealed record PassedOn(int People);

internal sealed class PassOnAtFourteenHandler(LinliDb db, Outbox outbox, TimeProvider time) : IHandler<PassOnAtFourteen, PassedOn>, IUseCase
{
    public const int AtOnce = 100;

    // Only the job passes on: nobody presses a birthday.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<PassedOn>> Handle(PassOnAtFourteen request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var youngest = LocalTime.DateOf(now).AddYears(-ConsentRules.GuardianAge);
        var grown = db.Records<Person>().Where(p => p.ErasedAt == null && p.DiedOn == null && p.BirthDate <= youngest);
        // A guardianship that began after the 14th birthday gave no say over data, and so passes none on.
        var people = await db.Records<Guardianship>().Where(g => g.PassedOnAt == null && g.From <= now && (g.To == null || g.To > now))
            .Join(grown, g => g.ChildId, p => p.Id, (g, p) => new { g.ChildId, p.BirthDate }).Distinct()
            .OrderBy(x => x.ChildId).Take(AtOnce).ToListAsync(cancel);
        foreach (var one in people)
            await PassOn(one.ChildId, one.BirthDate!.Value, now, cancel);
        return new PassedOn(people.Count);
    }

    private async Task PassOn(Guid person, DateOnly birth, DateTimeOffset now, CancellationToken cancel)
    {
        var guardians = await db.Records<Guardianship>().Where(g => g.ChildId == person && g.PassedOnAt == null).ToListAsync(cancel);
        foreach (var guardian in guardians)
            guardian.PassedOnAt = now;
        var consents = await db.Records<Consent>()
            .Where(c => c.PersonId == person && c.GivenBy != person && c.WithdrawnAt == null && c.PassedOnAt == null).ToListAsync(cancel);
        foreach (var consent in consents)
            consent.PassedOnAt = now;
        var birthday = ConsentRules.FourteenthBirthday(birth);
        var had = guardians.Where(g => LocalTime.DateOf(g.From) < birthday).Select(g => g.GuardianId).ToHashSet();
        if (had.Count == 0 && consents.Count == 0)
            return;
        outbox.Add(new TurnedFourteen(person, consents.Count, await AccountsOf([person], cancel), await AccountsOf(had, cancel)));
    }

    private Task<List<Guid>> AccountsOf(HashSet<Guid> persons, CancellationToken cancel) =>
        db.Records<Account>().Where(a => persons.Contains(a.PersonId) && a.Kind == AccountKind.Resident && a.SuspendedAt == null && !a.ClaimPending)
            .OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel);
}

/// <summary>Looks every hour, so that the day begins at midnight of Shanghai and not at the first start of a server.</summary>
internal sealed class PassOnJob(UseCaseRunner runner) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        while (await runner.Run(new PassOnAtFourteen(), cancel) is { Ok: true, Value.People: PassOnAtFourteenHandler.AtOnce })
        {
            // the next hundred
        }
    }
}
