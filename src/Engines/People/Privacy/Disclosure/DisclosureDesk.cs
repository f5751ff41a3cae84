using Linli.People.Accounts;
using Linli.People.Care;
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
internal sealed class DisclosureDesk(LinliDb db, FieldCipher cipher, CurrentCaller current, RefusalLog refusals, UseCaseRunner runner, TimeProvider time)
    : IDisclosure, IContactReveal
{
    public async Task<Result<DisclosedPerson>> Show(DisclosureWish wish, CancellationToken cancel)
    {
        var allowed = await Decide(wish, null, cancel);
        if (!allowed.Ok)
            return allowed.As<DisclosedPerson>();
        var person = allowed.Value;
        string? Open(PersonalField field, Sealed? value) => wish.Fields.Contains(field) && value is { } text ? cipher.Open(text) : null;
        return new DisclosedPerson(
            person.Id, person.Name, Open(PersonalField.Phone, person.Phone), Open(PersonalField.ContactPhone, person.ContactPhone),
            Open(PersonalField.Identity, person.Identity), wish.Fields.Contains(PersonalField.BirthDate) ? person.BirthDate : null);
    }

    // Through the runner: inside a command it joins it, inside a query it becomes a command of its own, committed before
    // anything is shown.
    public Task<Result<Done>> Allow(DisclosureWish wish, CancellationToken cancel) => runner.Run(new LookAt(wish), cancel);

    public async Task<Problem> Refuse(DisclosureWish wish, Problem why, CancellationToken cancel) =>
        (await runner.Run(new LookAt(wish, why), cancel)).Problem;

    public async Task<bool> Would(DisclosureWish wish, CancellationToken cancel) => (await Judge(wish, Clock.Now(time), cancel)).Problem is null;

    /// <summary>Decides, and writes the view or the refusal.</summary>
    internal async Task<Result<Person>> Decide(DisclosureWish wish, Problem? refused, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var verdict = await Judge(wish, now, cancel);
        if (verdict.Person is not { } person)
            return refused ?? ConsentRules.Nobody;
        if ((refused ?? verdict.Problem) is { } problem)
        {
            var line = Line(wish, verdict, now, problem.Code);
            refusals.Keep(() => db.Records<View>().Add(line));
            return problem;
        }

        if (!verdict.IsOwn)
            db.Records<View>().Add(Line(wish, verdict, now, null));
        return person;
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

    private async Task<Verdict> Judge(DisclosureWish wish, DateTimeOffset now, CancellationToken cancel)
    {
        var person = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == wish.Person && p.ErasedAt == null, cancel);
        if (person is null)
            return new(null, false) { Problem = ConsentRules.Nobody };
        var (caller, today) = (current.Value, LocalTime.DateOf(now));
        var verdict = new Verdict(person, ConsentRules.IsChild(person.BirthDate, today));
        if (caller.Person == person.Id)
            return verdict with { IsOwn = true };
        if (wish.Permission is { } permission && !caller.IsSystem
            && !await PersonReach.Covers(db, caller.ScopesFor(permission), person.Id, now, cancel))
            return verdict with { Problem = ConsentRules.Nobody };
        if (!verdict.IsChild || caller.IsSystem)
            return verdict;
        if (await IsGuardian(person.Id, caller.Person, now, cancel))
            return verdict with { IsOwn = true };
        var approvals = await db.Unfiltered<ChildAccess>().AsNoTracking()
            .Where(a => a.ChildId == person.Id && a.RequestedBy == caller.Account && a.ValidUntil > now).ToListAsync(cancel);
        if (approvals.Find(a => ChildAccessRules.Covers(a, wish.Fields, now)) is { } approval)
            return verdict with { Approval = approval.Id, Emergency = approval.State == ChildAccessState.Emergency };
        return await CareApprovals.Find(db, caller, wish, today, cancel) is { } care
            ? verdict with { Approval = care }
            : verdict with { Problem = ChildAccessRules.NeedsApproval };
    }

    private View Line(DisclosureWish wish, Verdict verdict, DateTimeOffset now, string? refused)
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
            OfChild = verdict.IsChild,
            Approval = refused is null ? verdict.Approval : null,
            Emergency = refused is null && verdict.Emergency,
            Refused = refused,
        };
    }

    private Task<bool> IsGuardian(Guid child, Guid? person, DateTimeOffset now, CancellationToken cancel) =>
        db.Records<Guardianship>().AnyAsync(g => g.ChildId == child && g.GuardianId == person && g.From <= now && (g.To == null || g.To > now), cancel);

    /// <summary>What was decided about a wish: <see cref="IsOwn"/> needs no line in the log.</summary>
    private sealed record Verdict(Person? Person, bool IsChild)
    {
        public bool IsOwn { get; init; }

        public Guid? Approval { get; init; }

        public bool Emergency { get; init; }

        public Problem? Problem { get; init; }
    }
}
