using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>
/// Brings an account and the register together: whoever is verified for a home becomes the person the register knows there,
/// instead of a second one of the same name. Works in the current transaction.
/// </summary>
internal sealed class RegisterEntry(LinliDb db, RegisterBook book)
{
    /// <summary>Enters somebody whose registration was approved, by staff or by the household's own invitation.</summary>
    /// <returns>Why it cannot be, or <c>null</c>.</returns>
    public async Task<Problem?> Enter(Account account, Home home, Registration registration, DateTimeOffset now, CancellationToken cancel)
    {
        if (registration.LeaseEnd < Platform.Time.LocalTime.DateOf(now))
            return Problem.Conflict("registration_lease_over", "申请的租期已经结束：请不予通过，由本人按新租约重新申请。", "The lease of this request has run out: reject it, and let them ask again with the new one.");
        await book.LockHome(home, cancel);
        var known = await KnownThere(account, home, registration.Name, now, cancel);
        if (registration.Relation == HomeRelation.Owner && known?.Relation != HomeRelation.Owner && await Claimed(home, registration, now, cancel) is { } claimed)
            return claimed;
        var person = known is { } tie ? await Become(account, tie.PersonId, cancel) : Oneself(account, registration.Name, now);
        // The name beside a document is that of the document.
        if (person.Identity is null)
            person.Name = registration.Name;
        account.ClaimPending = false;
        if (known is not null && known.Relation == registration.Relation)
        {
            Attach(known, account, registration, now);
            return null;
        }

        var added = await book.AddTie(person, home, new() { Relation = registration.Relation, Share = registration.Share, LeaseEnd = registration.LeaseEnd }, null, cancel, account);
        return added.Ok ? null : added.Problem;
    }

    /// <summary>
    /// Whether the community has to look although the household says so: somebody would rename themselves, or become a person of
    /// the register with a document, which takes more than knowing the name.
    /// </summary>
    public async Task<bool> NeedsReview(Account account, Home home, string name, DateTimeOffset now, CancellationToken cancel)
    {
        if (!account.ClaimPending && account.Person!.Name is { } own && own != name)
            return true;
        return await KnownThere(account, home, name, now, cancel) is { } known && (account.ClaimPending || known.PersonId != account.PersonId)
            && await db.Records<Person>().AnyAsync(p => p.Id == known.PersonId && p.IdentityHash != null, cancel);
    }

    // What others own or claim as well is settled first (see Claims).
    private async Task<Problem?> Claimed(Home home, Registration registration, DateTimeOffset now, CancellationToken cancel)
    {
        var held = Share.Sum(await book.OwnersShares(home, await book.TiesOf(home, now, cancel), now, cancel));
        var open = await db.Unfiltered<Registration>().CountAsync(
            r => r.HomeId == home.Id.Value && r.State == RegistrationState.Open && r.Relation == HomeRelation.Owner && r.ShareNumerator == null && r.Id != registration.Id, cancel);
        return Claims.Conflict(registration.Share, held, open + (registration.Share is null ? 1 : 0)) is { } conflict
            ? new Problem(registration.Share is null ? "registration_claimed" : "register.share_exceeds", conflict, ProblemKind.Conflict, "share")
            : null;
    }

    /// <summary>Gives a tie of the register the account of its person, with the post that comes with it.</summary>
    public void Attach(HomeTie tie, Account account, Registration? registration, DateTimeOffset now)
    {
        tie.AccountId = account.Id;
        if (registration?.LeaseEnd is { } end)
            tie.To = Platform.Time.LocalTime.EndOfDay(end);
        book.GivePost(tie, now);
    }

    // The register's own person first; else the only one of this name at this home whom nobody signs in as yet.
    private async Task<HomeTie?> KnownThere(Account account, Home home, string name, DateTimeOffset now, CancellationToken cancel)
    {
        var free = (await book.TiesOf(home, now, cancel)).FindAll(t => t.AccountId is null);
        if (free.Find(t => t.PersonId == account.PersonId) is { } own && account.Person!.Name == name)
            return own;
        // Somebody with homes of their own already is not taken for another person of the same name.
        if (await db.Unfiltered<HomeTie>().AnyAsync(t => t.AccountId == account.Id, cancel))
            return null;
        var ids = free.ConvertAll(t => t.PersonId);
        var namesakes = await db.Records<Person>()
            .Where(p => ids.Contains(p.Id) && p.Name == name && !db.Records<Account>().Any(a => a.PersonId == p.Id && a.Kind == AccountKind.Resident))
            .Select(p => p.Id).Take(2).ToListAsync(cancel);
        return namesakes is [var only] ? free.Find(t => t.PersonId == only) : null;
    }

    // Somebody who came in by a phone of the register under another name has that phone now: it leaves the register's person.
    private Person Oneself(Account account, string name, DateTimeOffset now)
    {
        var person = account.Person!;
        if (!account.ClaimPending || person.Name == name)
            return person;
        var stranger = new Person { Id = Guid.CreateVersion7(now), At = now };
        db.Records<Person>().Add(stranger);
        MovePhone(person, stranger);
        (account.PersonId, account.Person) = (stranger.Id, stranger);
        return stranger;
    }

    private async Task<Person> Become(Account account, Guid id, CancellationToken cancel)
    {
        if (account.PersonId == id)
            return account.Person!;
        var (guest, person) = (account.Person!, await db.Records<Person>().SingleAsync(p => p.Id == id, cancel));
        // A phone that the register knows for the person stays the one it is found by only if it is the one they came in with.
        MovePhone(guest, person);
        (person.Language, person.ElderMode) = (guest.Language ?? person.Language, guest.ElderMode ?? person.ElderMode);
        foreach (var other in await db.Records<Account>().Where(a => a.PersonId == guest.Id && a.Id != account.Id).ToListAsync(cancel))
            if (!await db.Records<Account>().AnyAsync(a => a.PersonId == id && a.Kind == other.Kind, cancel))
                (other.PersonId, other.Person) = (id, person);
        (account.PersonId, account.Person) = (id, person);
        return person;
    }

    private static void MovePhone(Person from, Person to)
    {
        (to.Phone, to.PhoneHash, to.PhoneMask, to.PhoneTail) = (from.Phone, from.PhoneHash, from.PhoneMask, from.PhoneTail);
        (from.Phone, from.PhoneHash, from.PhoneMask, from.PhoneTail) = (null, null, null, null);
    }
}
