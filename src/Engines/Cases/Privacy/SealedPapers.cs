using Linli.Cases.Mediate;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Privacy;

/// <summary>
/// What a case holds under seal of one person: their side of a dispute, what was agreed, what was noted at a visit. Nothing
/// finds a name under a seal, so the sides are opened one by one; disputes are few.
/// </summary>
internal sealed class SealedPapers(LinliDb db, FieldCipher cipher)
{
    private const string Blank = "＊＊";

    /// <summary>
    /// The sides that are this person: by their number; by their name only in cases that concern them, as others bear the
    /// same one.
    /// </summary>
    public async Task<IReadOnlyList<(MediationParty Party, string Claim)>> SidesOf(DataSubject subject, IReadOnlyCollection<CaseId> concerned, CancellationToken cancel)
    {
        var sides = new List<(MediationParty, string)>();
        await foreach (var party in db.Records<MediationParty>().AsAsyncEnumerable().WithCancellation(cancel))
            if (party.Phone is { } phone && subject.Phone is not null && cipher.Open(phone) == subject.Phone
                || concerned.Contains(party.Case) && subject.IsNamedIn(cipher.Open(party.Name)))
                sides.Add((party, cipher.Open(party.Claim)));
        return sides;
    }

    /// <summary>Takes the person out of their sides, and out of what was agreed and noted in these cases.</summary>
    public async Task Scrub(DataSubject subject, IReadOnlyCollection<CaseId> concerned, CancellationToken cancel)
    {
        var cases = concerned.ToHashSet();
        foreach (var (party, _) in await SidesOf(subject, concerned, cancel))
        {
            (party.Name, party.Phone, party.Claim) = (cipher.Seal(Blank), null, cipher.Seal(Blank));
            cases.Add(party.Case);
        }

        foreach (var agreement in await db.Records<MediationAgreement>().Where(a => cases.Contains(a.Case)).ToListAsync(cancel))
            (agreement.Terms, agreement.FollowUpNote) = (Without(agreement.Terms, subject), agreement.FollowUpNote is { } note ? Without(note, subject) : null);
        foreach (var visit in await db.Records<CaseVisit>().Where(v => cases.Contains(v.Case)).ToListAsync(cancel))
            (visit.Place, visit.Notes) = (subject.Scrub(visit.Place), visit.Notes is { } note ? Without(note, subject) : null);
    }

    private Sealed Without(Sealed paper, DataSubject subject) =>
        cipher.Open(paper) is var text && subject.IsNamedIn(text) ? cipher.Seal(subject.Scrub(text)) : paper;
}
