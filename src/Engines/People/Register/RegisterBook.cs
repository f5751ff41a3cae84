using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.People.Registrations;
using Linli.People.SignIn;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>
/// The one place that writes people, ties and households into the register (名册): the desk, registrations, invitations and
/// the import all come here, so that all keep the rules of <see cref="Rules"/>. Works in the current transaction.
/// </summary>
/// <remarks>
/// The <c>New…</c> members make rows from what was read and ask nothing of the database: an import that holds the known hashes
/// and shares in memory uses them and writes many rows at once. The <c>Add…</c> members look first and insert.
/// </remarks>
internal sealed class RegisterBook(LinliDb db, FieldCipher cipher, CurrentCaller current, IScopeTree tree, CallerDirectory directory, TimeProvider time)
{
    /// <summary>Purpose of the keyed hash that finds a document's number.</summary>
    public const string IdentityPurpose = "people.identity";

    /// <summary>The keyed hash by which a document's number is found.</summary>
    public string HashOf(IdentityNumber number) => cipher.Hash(IdentityPurpose, number.Value);

    /// <summary>The keyed hash by which a phone is found.</summary>
    public string HashOf(MobileNumber phone) => PhoneHash.Of(cipher, phone);

    /// <summary>A person as read, sealed and hashed.</summary>
    public Person NewPerson(PersonRead read, DateTimeOffset now)
    {
        var person = new Person { Id = Guid.CreateVersion7(now), Name = read.Name, At = now, BirthDate = read.BirthDate, Sex = read.Sex, SearchPlace = SearchPlaces.Nowhere };
        SetPhone(person, read.Phone);
        SetContactPhone(person, read.ContactPhone);
        SetIdentity(person, read.Identity);
        return person;
    }

    /// <summary>A tie of a person to a home; <paramref name="household"/> for those who live there.</summary>
    public static HomeTie NewTie(Person person, Guid? account, Home home, TieFacts facts, Guid? household, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PersonId = person.Id,
        AccountId = account,
        HouseholdId = household,
        HomeId = home.Id.Value,
        HomeLabel = home.Label,
        Relation = facts.Relation,
        Scope = home.Building.Value,
        Grid = home.Grid?.Value,
        From = facts.Since is { } since && since < LocalTime.DateOf(now) ? LocalTime.StartOfDay(since) : now,
        To = facts.LeaseEnd is { } end ? LocalTime.EndOfDay(end) : null,
        ShareNumerator = facts.Share?.Numerator,
        ShareDenominator = facts.Share?.Denominator,
    };

    /// <summary>A household of a home.</summary>
    public static Household NewHousehold(Home home, Guid? head, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        HomeId = home.Id.Value,
        HomeLabel = home.Label,
        Scope = home.Building.Value,
        Grid = home.Grid?.Value,
        HeadPersonId = head,
        From = now,
    };

    /// <summary>Adds a person nobody of the register is yet.</summary>
    /// <returns>The person, or every problem found; a document or phone of somebody else is a conflict.</returns>
    public async Task<Result<Person>> AddPerson(PersonFacts facts, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var read = PersonRules.Read(facts, LocalTime.DateOf(now));
        if (!read.Ok)
            return read.As<Person>();
        if (await Taken(read.Value.Identity, read.Value.Phone, null, cancel) is { } taken)
            return taken;
        var person = NewPerson(read.Value, now);
        db.Records<Person>().Add(person);
        return person;
    }

    /// <summary>The problem of a document or phone that another person of the register has.</summary>
    /// <param name="identity">The document's number.</param>
    /// <param name="phone">The phone.</param>
    /// <param name="self">Whose they may be.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Problem?> Taken(IdentityNumber? identity, MobileNumber? phone, Guid? self, CancellationToken cancel)
    {
        if (identity is not null && HashOf(identity) is var document && await db.Records<Person>().AnyAsync(p => p.IdentityHash == document && p.Id != self, cancel))
            return new("register.identity_known",
                ("名册里已有这个证件号码的人，请为其添加住房关系，不要重复登记。", "The register has somebody with this document: tie that person to the home instead of adding them twice."),
                ProblemKind.Conflict, "identityNumber");
        if (phone is not null && HashOf(phone) is var number && await db.Records<Person>().AnyAsync(p => p.PhoneHash == number && p.Id != self, cancel))
            return new("register.phone_known",
                ("这个手机号已登记给另一人；若是家人代用，请填在“联系电话”里。", "This phone is somebody else's in the register: a relative's number goes into the contact phone."),
                ProblemKind.Conflict, "phone");
        return null;
    }

    /// <summary>Ties a person to a home, with the post of resident when the person has an account.</summary>
    /// <param name="person">Who.</param>
    /// <param name="home">Where.</param>
    /// <param name="facts">How.</param>
    /// <param name="household">The household they live in; <c>null</c> puts those who live there into the only one, founding it if need be.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="signedIn">The account they act with, where this very transaction gave it to them.</param>
    public async Task<Result<HomeTie>> AddTie(
        Person person, Home home, TieFacts facts, Guid? household, CancellationToken cancel, Account? signedIn = null)
    {
        var now = Clock.Now(time);
        if (person.DiedOn is not null)
            return new Problem("register.person_died", ("此人已登记去世。", "This person is registered as dead."), ProblemKind.Conflict, "person");
        // Two desks at once would both find room for their owner.
        await LockHome(home, cancel);
        var ties = await TiesOf(home, now, cancel);
        if (ties.Exists(t => t.PersonId == person.Id && t.Relation == facts.Relation))
            return new Problem("register.tied_already", ("此人与这套房屋已有同样的关系。", "This person is tied to this home in the same way already."), ProblemKind.Conflict, "person");
        var problems = TieRules.Check(facts, await OwnersShares(home, ties, now, cancel), person.BirthDate, LocalTime.DateOf(now)).ToList();
        if (problems.Count > 0)
            return Result<HomeTie>.Fail(problems);
        var joined = await HouseholdFor(person, home, facts.Relation, household, now, cancel);
        if (!joined.Ok)
            return joined.As<HomeTie>();

        var account = signedIn?.Id ?? await db.Records<Account>().Where(a => a.PersonId == person.Id && a.Kind == AccountKind.Resident && !a.ClaimPending)
            .Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel);
        var tie = NewTie(person, account, home, facts, joined.Value.Id, now);
        db.Insert(tie);
        if (tree.CommunityOf(home.Building) is { } community)
            person.SearchPlace = SearchPlaces.After(person.SearchPlace, community.Path);
        GivePost(tie, now);
        return tie;
    }

    /// <summary>The post of resident that comes with a tie, for as long as it runs; nothing for people without an account.</summary>
    public void GivePost(HomeTie tie, DateTimeOffset now)
    {
        if (tie.AccountId is not { } account || tree.CommunityOf(ScopePath.Parse(tie.Scope, null)) is not { } community)
            return;
        db.Insert(Residency.Post(tie, community.Path, current.Value.Account, now));
        db.AfterCommit(() => directory.Forget(account));
    }

    /// <summary>Ends a tie and the post that came with it; the household ends with its last member.</summary>
    public async Task End(HomeTie tie, TieEnd why, DateTimeOffset at, CancellationToken cancel)
    {
        tie.To = at;
        tie.EndedBy = why;
        foreach (var post in await db.Unfiltered<PostHeld>().Where(p => p.TieId == tie.Id && (p.To == null || p.To > at)).ToListAsync(cancel))
            post.To = at;
        if (tie.AccountId is { } account)
            db.AfterCommit(() => directory.Forget(account));
        if (tie.HouseholdId is { } id)
            await LeaveHousehold(id, tie, at, cancel);
    }

    /// <summary>Waits for whoever else is changing who owns a home or lives there; to be called before its ties are read.</summary>
    public Task LockHome(Home home, CancellationToken cancel) => db.LockUntilCommit($"register.home.{home.Id.Value}", cancel);

    /// <summary>Ties of a home that run.</summary>
    public Task<List<HomeTie>> TiesOf(Home home, DateTimeOffset now, CancellationToken cancel) =>
        db.Unfiltered<HomeTie>().Where(t => t.HomeId == home.Id.Value && (t.To == null || t.To > now)).ToListAsync(cancel);

    /// <summary>Shares of a home that are known, of people and of companies.</summary>
    public async Task<IReadOnlyList<Share>> OwnersShares(Home home, IEnumerable<HomeTie> ties, DateTimeOffset now, CancellationToken cancel)
    {
        var companies = await db.Unfiltered<CompanyHolding>().AsNoTracking()
            .Where(h => h.HomeId == home.Id.Value && h.ShareNumerator != null && h.ShareDenominator != null && !h.Undelivered && (h.To == null || h.To > now))
            .Select(h => new Share(h.ShareNumerator!.Value, h.ShareDenominator!.Value)).ToListAsync(cancel);
        return [.. ties.Select(TieRules.ShareOf).OfType<Share>(), .. companies];
    }

    public void SetPhone(Person person, MobileNumber? phone)
    {
        person.Phone = phone is null ? null : cipher.Seal(phone.Value);
        person.PhoneHash = phone is null ? null : HashOf(phone);
        person.PhoneMask = phone?.ToString();
        person.PhoneTail = phone?.Tail;
    }

    public void SetContactPhone(Person person, MobileNumber? phone)
    {
        person.ContactPhone = phone is null ? null : cipher.Seal(phone.Value);
        person.ContactPhoneMask = phone?.ToString();
    }

    /// <summary>Whether a number is the one by which somebody without a phone of their own is reached.</summary>
    public bool IsReachedBy(Person person, MobileNumber phone) => person.ContactPhone is { } contact && cipher.Open(contact) == phone.Value;

    public void SetIdentity(Person person, IdentityNumber? number)
    {
        person.Document = number?.Document;
        person.Identity = number is null ? null : cipher.Seal(number.Value);
        person.IdentityHash = number is null ? null : HashOf(number);
        person.IdentityMask = number?.ToString();
    }

    // Family joins who is there. Tenants keep house by themselves, and an owner who comes when others live there is taken to
    // live elsewhere, unless a household is named.
    private async Task<Result<Joined>> HouseholdFor(
        Person person, Home home, HomeRelation relation, Guid? named, DateTimeOffset now, CancellationToken cancel)
    {
        var households = await HouseholdsOf(home, now, cancel);
        if (named is { } id)
            return households.Exists(h => h.Id == id)
                ? new Joined(id)
                : Problem.Invalid("household", "register.household_unknown", "这套房屋没有这一户。", "This home has no such household.");
        if (households.Count > 0 && relation is HomeRelation.Family or HomeRelation.Owner)
            return new Joined(relation == HomeRelation.Family ? households[0].Id : null);
        var founded = NewHousehold(home, GuardianRules.IsChild(person.BirthDate, LocalTime.DateOf(now)) ? null : person.Id, now);
        db.Insert(founded);
        return new Joined(founded.Id);
    }

    // Those founded by this very transaction are not in the database yet.
    private async Task<List<Household>> HouseholdsOf(Home home, DateTimeOffset now, CancellationToken cancel)
    {
        var stored = await db.Unfiltered<Household>().Where(h => h.HomeId == home.Id.Value && (h.To == null || h.To > now)).ToListAsync(cancel);
        var founded = db.ChangeTracker.Entries<Household>().Where(e => e.State == EntityState.Added && e.Entity.HomeId == home.Id.Value);
        return [.. stored.Where(h => h.To is null || h.To > now).Concat(founded.Select(e => e.Entity)).OrderBy(h => h.Id)];
    }

    private async Task LeaveHousehold(Guid id, HomeTie left, DateTimeOffset at, CancellationToken cancel)
    {
        if (await db.Unfiltered<Household>().SingleOrDefaultAsync(h => h.Id == id, cancel) is not { To: null } household)
            return;
        if (household.HeadPersonId == left.PersonId)
            household.HeadPersonId = null;
        var others = await db.Unfiltered<HomeTie>().Where(t => t.HouseholdId == id && t.Id != left.Id).ToListAsync(cancel);
        if (!others.Exists(t => t.To is null || t.To > at))
            household.To = at;
    }

    private sealed record Joined(Guid? Id);
}
