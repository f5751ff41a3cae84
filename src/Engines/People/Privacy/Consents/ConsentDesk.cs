using Linli.People.Accounts;
using Linli.People.Privacy.Assessments;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

/// <summary>Gives, takes back and looks up consents; all use cases and engines come through here.</summary>
internal sealed class ConsentDesk(LinliDb db, PurposeTexts texts, Outbox outbox, TimeProvider time) : IConsents
{
    public async Task<bool> Has(Guid person, string purpose, CancellationToken cancel) =>
        (await Having([person], purpose, cancel)).Contains(person);

    public async Task<IReadOnlySet<Guid>> Having(IReadOnlyCollection<Guid> persons, string purpose, CancellationToken cancel)
    {
        if (await texts.Lowest(purpose, cancel) is not { } lowest)
            return new HashSet<Guid>();
        return await db.Records<Consent>()
            .Where(c => persons.Contains(c.PersonId) && c.Purpose == purpose && c.WithdrawnAt == null && c.TextVersion >= lowest)
            .Select(c => c.PersonId).ToHashSetAsync(cancel);
    }

    public async Task<Problem?> Missing(Guid person, string purpose, CancellationToken cancel)
    {
        if (await Has(person, purpose, cancel))
            return null;
        var title = texts.Find(purpose)?.Title ?? new(purpose, purpose);
        return Problem.Conflict("consent_missing",
            $"需要先同意“{title.Zh}”：在“我的—我的授权”里选择，不同意也可以用其他方式办理。",
            $"“{title.En}” has to be agreed to first, under Me, My consents; another way stays open to whoever does not agree.");
    }

    /// <summary>Whether a purpose may be asked for: sensitive ones need an assessment that stands (R37).</summary>
    public async Task<bool> MayAsk(Purpose purpose, CancellationToken cancel)
    {
        if (!purpose.Sensitive)
            return true;
        var today = LocalTime.Today(time);
        var latest = await db.Records<Assessment>().AsNoTracking().Where(a => a.Purpose == purpose.Code)
            .OrderByDescending(a => a.At).ThenByDescending(a => a.Id).FirstOrDefaultAsync(cancel);
        return latest is not null && AssessmentRules.Stands(latest, today);
    }

    /// <summary>Who the caller is to a person.</summary>
    public async Task<(Person? Person, bool IsSelf, bool IsGuardian)> Relation(Guid person, Guid? by, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var found = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person && p.ErasedAt == null, cancel);
        var isGuardian = found is not null && await db.Records<Guardianship>()
            .AnyAsync(g => g.ChildId == person && g.GuardianId == by && g.From <= now && (g.To == null || g.To > now), cancel);
        return (found, found is not null && person == by, isGuardian);
    }

    /// <summary>Writes an agreement down; the same answer a second time changes nothing.</summary>
    public async Task<Result<Consent>> Give(Agreement agreement, CancellationToken cancel)
    {
        var purpose = agreement.Purpose;
        if (!await MayAsk(purpose, cancel))
            return Problem.Conflict("assessment_missing",
                "这项用途还没有有效的影响评估，暂不能征求同意。", "This use has no valid impact assessment yet: nobody may be asked for it.");
        var versions = await texts.Versions(purpose.Code, cancel);
        var now = Clock.Now(time);
        if (ConsentRules.Answerable(versions, agreement.Version, agreement.Paper?.SignedOn, now) is not { } text)
            return Problem.Conflict("consent_text_changed",
                "说明文本已更新，请重新阅读后再决定。", "The text has changed meanwhile: please read it again and decide.");
        var open = await db.Records<Consent>()
            .SingleOrDefaultAsync(c => c.PersonId == agreement.Person && c.Purpose == purpose.Code && c.WithdrawnAt == null, cancel);
        // What a guardian had agreed to, the young person makes their own by agreeing again.
        if (open?.TextVersion == text.Version && (open.PassedOnAt is null || agreement.Way == ConsentWay.Guardian))
            return open;
        if (open is not null)
        {
            if (open.TextVersion > text.Version)
                return Problem.Conflict("consent_newer", "本人已同意更新的文本，无需再登记。", "A newer text was agreed to already.");
            // Agreed to an older text: that agreement ends where the new one begins, without anything stopping in between.
            (open.WithdrawnAt, open.WithdrawnWay, open.WithdrawnBy) = (now, ConsentWay.Replaced, agreement.By);
            await db.SaveChangesAsync(cancel);
        }

        var consent = new Consent
        {
            Id = Guid.CreateVersion7(now),
            PersonId = agreement.Person,
            Purpose = purpose.Code,
            TextVersion = text.Version,
            TextHash = text.Hash,
            GivenAt = now,
            Way = agreement.Way,
            GivenBy = agreement.By,
            Channel = agreement.Channel,
        };
        db.Records<Consent>().Add(consent);
        outbox.Add(new ConsentGiven(consent.Id, consent.PersonId, consent.Purpose, await AccountsOf([consent.PersonId, consent.GivenBy], cancel)));
        return consent;
    }

    /// <summary>Ends the open agreement to a purpose, and tells whoever acts on it; nothing happens where there is none.</summary>
    /// <returns>The consent that ended.</returns>
    public async Task<Consent?> Withdraw(Guid person, string purpose, ConsentWay way, Guid? by, CancellationToken cancel)
    {
        var consent = await db.Records<Consent>().SingleOrDefaultAsync(c => c.PersonId == person && c.Purpose == purpose && c.WithdrawnAt == null, cancel);
        if (consent is null)
            return null;
        (consent.WithdrawnAt, consent.WithdrawnWay, consent.WithdrawnBy) = (Clock.Now(time), way, by);
        outbox.Add(new ConsentWithdrawn(consent.Id, person, purpose, await AccountsOf([person, consent.GivenBy], cancel)));
        return consent;
    }

    private Task<List<Guid>> AccountsOf(Guid[] persons, CancellationToken cancel) =>
        db.Records<Account>().Where(a => persons.Contains(a.PersonId)).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancel);
}

/// <summary>An answer on its way to being written down.</summary>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Purpose">To what.</param>
/// <param name="Version">Version of the text that was read.</param>
/// <param name="Way">How.</param>
/// <param name="By">Person who answered.</param>
/// <param name="Channel">Where: page, api or paper.</param>
/// <param name="Paper">The paper it was signed on.</param>
internal sealed record Agreement(Guid Person, Purpose Purpose, int Version, ConsentWay Way, Guid By, string Channel, SignedPaper? Paper = null);

/// <summary>A paper that somebody signed.</summary>
/// <param name="SignedOn">Local day.</param>
/// <param name="Reference">Its number, or where it lies.</param>
/// <param name="Witness">Who saw the signature.</param>
internal sealed record SignedPaper(DateOnly SignedOn, string Reference, string Witness);
