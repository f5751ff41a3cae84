using Linli.People.Accounts;
using Linli.People.Privacy.Disclosure;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>What may be written down for a person: uses with their texts, and who may sign.</summary>
/// <param name="Person">Whose data it is about.</param>
internal sealed record FindForPaper(Guid Person) : IQuery<PaperDesk>;

/// <summary>The desk with the paper on it.</summary>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Name">Their name.</param>
/// <param name="Signers">Who may sign: the person, or the guardians of a child under 14.</param>
/// <param name="Uses">Uses that rest on consent.</param>
internal sealed record PaperDesk(Guid Person, string Name, IReadOnlyList<PaperSigner> Signers, IReadOnlyList<PaperUse> Uses);

/// <summary>Somebody who may sign.</summary>
internal sealed record PaperSigner(Guid Person, string Name, bool AsGuardian);

/// <summary>A use with the versions that a paper may show, newest first.</summary>
/// <param name="Purpose">Code.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Versions">Versions with the day each began.</param>
/// <param name="Agreed">Whether the person agrees now.</param>
internal sealed record PaperUse(string Purpose, Phrase Title, IReadOnlyList<(int Version, DateOnly From)> Versions, bool Agreed);

internal sealed class FindForPaperHandler(LinliDb db, ConsentDesk desk, PurposeTexts texts, CurrentCaller current, TimeProvider time)
    : IHandler<FindForPaper, PaperDesk>, IUseCase
{
    // The page asks; the API records papers by the ids it knows.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<PaperDesk>> Handle(FindForPaper request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var person = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Person && p.ErasedAt == null, cancel);
        if (person is null || !await PersonReach.Covers(db, current.Value.ScopesFor(PeoplePermissions.PaperConsent), person.Id, now, cancel))
            return ConsentRules.Nobody;
        var guardians = ConsentRules.IsChild(person.BirthDate, LocalTime.DateOf(now))
            ? await db.Records<Guardianship>().Where(g => g.ChildId == person.Id && g.From <= now && (g.To == null || g.To > now))
                .Join(db.Records<Person>(), g => g.GuardianId, p => p.Id, (g, p) => new PaperSigner(p.Id, p.Name ?? "", true)).ToListAsync(cancel)
            : null;
        var uses = new List<PaperUse>();
        foreach (var purpose in texts.All.Where(p => p.Basis == LegalBasis.Consent).OrderBy(p => p.Code, StringComparer.Ordinal))
        {
            var begun = (await texts.Versions(purpose.Code, cancel)).Where(t => t.From <= now).ToList();
            var lowest = ConsentRules.Lowest([.. begun.Select(t => (t.Version, t.Older))]);
            if (begun.Count > 0 && await desk.MayAsk(purpose, cancel))
                uses.Add(new(
                    purpose.Code, (begun[^1].TitleZh, begun[^1].TitleEn),
                    [.. begun.Where(t => t.Version >= lowest).Reverse().Select(t => (t.Version, LocalTime.DateOf(t.From)))], await desk.Has(person.Id, purpose.Code, cancel)));
        }

        return new PaperDesk(person.Id, person.Name ?? "", guardians ?? [new(person.Id, person.Name ?? "", false)], uses);
    }
}
