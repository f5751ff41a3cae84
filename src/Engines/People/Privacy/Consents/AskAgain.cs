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

/// <summary>Asks people again who agreed to an older text of a purpose, and ends what a newer text has let lapse; a few hundred at a time.</summary>
internal sealed record AskAgain(string Purpose) : ICommand<AskedAgain>, IAudited
{
    public string? AuditSubject => Purpose;
}

/// <summary>How many were asked and how many consents ended.</summary>
internal sealed record AskedAgain(int Asked, int Lapsed);

internal sealed class AskAgainHandler(LinliDb db, ConsentDesk desk, PurposeTexts texts, PersonAccounts accounts, Outbox outbox, TimeProvider time)
    : IHandler<AskAgain, AskedAgain>, IUseCase
{
    public const int AtOnce = 200;

    // Only the job asks: there is nothing to press.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<AskedAgain>> Handle(AskAgain request, CancellationToken cancel)
    {
        var versions = await texts.Versions(request.Purpose, cancel);
        var now = Clock.Now(time);
        var begun = versions.Where(v => v.From <= now).ToList();
        if (begun.Count == 0 || versions.Count < 2)
            return new AskedAgain(0, 0);
        var newest = versions[^1];
        // Asked before anything ends: nobody learns of the new text by a closed door.
        var asked = await Ask(newest, versions, cancel);
        return new AskedAgain(asked, asked == AtOnce ? 0 : await Lapse(request.Purpose, ConsentRules.Lowest([.. begun.Select(t => (t.Version, t.Older))])!.Value, cancel));
    }

    private async Task<int> Ask(PurposeText newest, List<PurposeText> versions, CancellationToken cancel)
    {
        var waiting = await db.Records<Consent>()
            .Where(c => c.Purpose == newest.Purpose && c.WithdrawnAt == null && c.TextVersion < newest.Version && (c.AskedFor == null || c.AskedFor < newest.Version))
            .OrderBy(c => c.Id).Take(AtOnce).ToListAsync(cancel);
        var whom = await accounts.ToTell([.. waiting.Select(c => c.PersonId)], cancel);
        foreach (var consent in waiting)
        {
            consent.AskedFor = newest.Version;
            var lapses = versions.Exists(v => v.Version > consent.TextVersion && v.Older == OlderConsents.Lapse);
            outbox.Add(new ConsentAskedAgain(
                consent.Id, consent.PersonId, newest.Purpose, (newest.TitleZh, newest.TitleEn), newest.Version, LocalTime.DateOf(newest.From), lapses, [.. whom[consent.PersonId]]));
        }

        return waiting.Count;
    }

    private async Task<int> Lapse(string purpose, int lowest, CancellationToken cancel)
    {
        var over = await db.Records<Consent>().Where(c => c.Purpose == purpose && c.WithdrawnAt == null && c.TextVersion < lowest)
            .OrderBy(c => c.Id).Select(c => c.PersonId).Take(AtOnce).ToListAsync(cancel);
        foreach (var person in over)
            await desk.Withdraw(person, purpose, ConsentWay.Lapsed, null, cancel);
        return over.Count;
    }
}

/// <summary>Every few minutes, each purpose in transactions of its own.</summary>
internal sealed class AskAgainJob(UseCaseRunner runner, PurposeTexts texts) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        foreach (var purpose in texts.All.Where(p => p.Basis == Platform.Privacy.LegalBasis.Consent).Select(p => p.Code).ToList())
            while (await runner.Run(new AskAgain(purpose), cancel) is { Ok: true, Value: { } done } && Math.Max(done.Asked, done.Lapsed) == AskAgainHandler.AtOnce)
            {
                // the next few hundred
            }
    }
}

/// <summary>Who is told about a person: themselves, or for a child under 14 their guardians (R38).</summary>
internal sealed class PersonAccounts(LinliDb db, TimeProvider time)
{
    /// <summary>Accounts of residents to tell, by person.</summary>
    public async Task<ILookup<Guid, TellWhom>> ToTell(IReadOnlyCollection<Guid> persons, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var today = LocalTime.DateOf(now);
        var people = await db.Records<Person>().AsNoTracking().Where(p => persons.Contains(p.Id) && p.ErasedAt == null).Select(p => new { p.Id, p.BirthDate }).ToListAsync(cancel);
        var children = people.Where(p => ConsentRules.IsChild(p.BirthDate, today)).Select(p => p.Id).ToHashSet();
        var own = people.Select(p => p.Id).Where(p => !children.Contains(p)).ToList();
        var accounts = db.Records<Account>().Where(a => a.Kind == AccountKind.Resident && a.SuspendedAt == null && !a.ClaimPending);
        var themselves = await accounts.Where(a => own.Contains(a.PersonId)).Select(a => new TellWhom(a.PersonId, a.Id, false)).ToListAsync(cancel);
        var guardians = await db.Records<Guardianship>().Where(g => children.Contains(g.ChildId) && g.From <= now && (g.To == null || g.To > now))
            .Join(accounts, g => g.GuardianId, a => a.PersonId, (g, a) => new TellWhom(g.ChildId, a.Id, true)).ToListAsync(cancel);
        return themselves.Concat(guardians).Distinct().ToLookup(t => t.Person);
    }
}
