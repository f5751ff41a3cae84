using Linli.People.Accounts;
using Linli.People.Privacy.Consents;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>Whose data a caller may see, take along, correct and delete: their own, and those of a child they are the guardian of.</summary>
internal sealed class SubjectDesk(LinliDb db, ConsentDesk relations, FieldCipher cipher, CurrentCaller current, TimeProvider time)
{
    /// <summary>The person, if the caller may decide for them.</summary>
    /// <param name="whose">The child; left out for the caller.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<Person>> Find(Guid? whose, CancellationToken cancel)
    {
        if (current.Value.Person is not { } self)
            return ConsentProblems.Machines;
        var (person, isSelf, isGuardian) = await relations.Relation(whose ?? self, self, cancel);
        return person is not null && (isSelf || (isGuardian && ConsentRules.IsChild(person.BirthDate, LocalTime.Today(time)))) ? person : ConsentRules.Nobody;
    }

    /// <summary>Everything by which modules find what they keep of a person.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="toTakeAlong">
    /// Without staff accounts: what somebody wrote, received and photographed at work is about others, and no archive of their own.
    /// </param>
    public async Task<DataSubject> Subject(Person person, CancellationToken cancel, bool toTakeAlong = false)
    {
        var accounts = await db.Records<Account>().Where(a => a.PersonId == person.Id && (!toTakeAlong || a.Kind == AccountKind.Resident)).Select(a => a.Id).ToListAsync(cancel);
        var phone = person.Phone is { } sealedPhone ? cipher.Open(sealedPhone) : null;
        string?[] marks =
        [
            phone, person.PhoneMask, person.Identity is { } number ? cipher.Open(number) : null, person.IdentityMask,
            // A name of one character would tear holes into every sentence.
            person.Name is { Length: >= 2 } name ? name : null,
        ];
        return new(person.Id, accounts)
        {
            Phone = phone,
            PhoneMask = person.PhoneMask,
            Marks = [.. marks.OfType<string>().Where(m => m.Length >= 2).Distinct().OrderByDescending(m => m.Length)],
        };
    }

    /// <summary>Children under 14 the caller is the guardian of.</summary>
    public async Task<IReadOnlyList<ChildOfMine>> Children(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var youngest = LocalTime.DateOf(now).AddYears(-ConsentRules.GuardianAge);
        var children = await db.Records<Register.Guardianship>()
            .Where(g => g.GuardianId == current.Value.Person && g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Person>().Where(p => p.ErasedAt == null && p.BirthDate > youngest), g => g.ChildId, p => p.Id, (g, p) => new { p.Id, p.Name })
            .Distinct().OrderBy(c => c.Name).ToListAsync(cancel);
        return children.ConvertAll(c => new ChildOfMine(c.Id, c.Name ?? ""));
    }
}

/// <summary>A child the caller is the guardian of.</summary>
internal sealed record ChildOfMine(Guid Person, string Name);
