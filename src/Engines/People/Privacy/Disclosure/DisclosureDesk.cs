using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Disclosure;

/// <summary>Decides whether data are shown in full, and writes every view and every refusal where the person reads it.</summary>
internal sealed class DisclosureDesk(LinliDb db, FieldCipher cipher, CurrentCaller current, RefusalLog refusals, TimeProvider time)
    : IDisclosure, IContactReveal
{
    public async Task<Result<DisclosedPerson>> Show(DisclosureWish wish, CancellationToken cancel)
    {
        var allowed = await Decide(wish, cancel);
        if (!allowed.Ok)
            return allowed.As<DisclosedPerson>();
        var person = allowed.Value;
        string? Open(PersonalField field, Sealed? value) => wish.Fields.Contains(field) && value is { } text ? cipher.Open(text) : null;
        return new DisclosedPerson(
            person.Id, person.Name, Open(PersonalField.Phone, person.Phone), Open(PersonalField.ContactPhone, person.ContactPhone),
            Open(PersonalField.Identity, person.Identity), wish.Fields.Contains(PersonalField.BirthDate) ? person.BirthDate : null);
    }

    public async Task<Result<Done>> Allow(DisclosureWish wish, CancellationToken cancel)
    {
        var allowed = await Decide(wish, cancel);
        return allowed.Ok ? Done.It : allowed.As<Done>();
    }

    public async Task<Result<Done>> AllowOf(Guid account, IReadOnlyCollection<PersonalField> fields, string reason, CancellationToken cancel)
    {
        var person = await db.Records<Account>().Where(a => a.Id == account).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(cancel);
        return person is { } id && current.Value.Account is not null ? await Allow(new(id, fields, reason, null), cancel) : ConsentRules.Nobody;
    }

    public async Task<Result<ContactOfPerson>> Show(Guid account, string reason, CancellationToken cancel)
    {
        var person = await db.Records<Account>().Where(a => a.Id == account).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(cancel);
        if (person is not { } id || current.Value.Account is null)
            return ConsentRules.Nobody;
        var shown = await Show(new DisclosureWish(id, [PersonalField.Phone], reason, null), cancel);
        return shown.Ok ? new ContactOfPerson(shown.Value.Name, shown.Value.Phone) : shown.As<ContactOfPerson>();
    }

    private async Task<Result<Person>> Decide(DisclosureWish wish, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var person = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == wish.Person && p.ErasedAt == null, cancel);
        if (person is null)
            return ConsentRules.Nobody;
        var caller = current.Value;
        if (caller.Person == person.Id)
            return person;
        var isChild = ConsentRules.IsChild(person.BirthDate, LocalTime.DateOf(now));
        if (wish.Permission is { } permission && !caller.IsSystem
            && !await PersonReach.Covers(db, caller.ScopesFor(permission), person.Id, now, cancel))
            return Refuse(wish, isChild, now, ConsentRules.Nobody);
        if (!isChild || caller.IsSystem)
        {
            db.Records<View>().Add(Line(wish, isChild, now, null, null));
            return person;
        }

        if (await IsGuardian(person.Id, caller.Person, now, cancel))
            return person;
        var approvals = await db.Unfiltered<ChildAccess>().AsNoTracking()
            .Where(a => a.ChildId == person.Id && a.RequestedBy == caller.Account && a.ValidUntil > now).ToListAsync(cancel);
        if (approvals.Find(a => ChildAccessRules.Covers(a, wish.Fields, now)) is not { } approval)
            return Refuse(wish, isChild, now, ChildAccessRules.NeedsApproval);
        db.Records<View>().Add(Line(wish, isChild, now, approval, null));
        return person;
    }

    private Problem Refuse(DisclosureWish wish, bool isChild, DateTimeOffset now, Problem problem)
    {
        var line = Line(wish, isChild, now, null, problem.Code);
        refusals.Keep(() => db.Records<View>().Add(line));
        return problem;
    }

    private View Line(DisclosureWish wish, bool isChild, DateTimeOffset now, ChildAccess? approval, string? refused)
    {
        var caller = current.Value;
        var grant = (wish.Permission is { } permission ? caller.Grants.FirstOrDefault(g => g.Permissions.Contains(permission)) : null)
            ?? caller.Grants.FirstOrDefault(g => g.Post != Posts.Resident);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            PersonId = wish.Person,
            ViewerId = caller.Account ?? Guid.Empty,
            ViewerName = caller.Name,
            ViewerPost = grant?.Post,
            ViewerPlace = grant?.Scope.Value,
            What = PersonalFields.Codes(wish.Fields),
            Reason = wish.Reason.Trim(),
            At = now,
            OfChild = isChild,
            Approval = approval?.Id,
            Emergency = approval?.State == ChildAccessState.Emergency,
            Refused = refused,
        };
    }

    private Task<bool> IsGuardian(Guid child, Guid? person, DateTimeOffset now, CancellationToken cancel) =>
        db.Records<Guardianship>().AnyAsync(g => g.ChildId == child && g.GuardianId == person && g.From <= now && (g.To == null || g.To > now), cancel);
}
