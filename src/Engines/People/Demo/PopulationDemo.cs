using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.People.SignIn;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Identity;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.People.Demo;

/// <summary>
/// Fills the homes of the demo that the cast of the story leaves empty: invented people of given ages in households, the same for
/// the same day. Comes after everything that brings people of its own, so that the sums are right. Nobody of them has an account.
/// </summary>
internal sealed class PopulationDemo(LinliDb db, FieldCipher cipher, IHomes homes, IScopeTree tree, IOptions<PeopleOptions> options) : IDemoSeeder
{
    private const int Beginning = 20261123;

    // 199 0000 3000 to 9999: the block of the demo, beside the numbers of the cast.
    private const int FirstPhone = 3_000;
    private const int LastPhone = 9_999;
    private const string District = "339909";

    private readonly Random random = new(Beginning);
    private readonly Dictionary<DateOnly, int> born = [];
    private int phone = FirstPhone;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var names = new DemoNames(samples);
        if (options.Value.DemoPopulation <= 0 || names.IsEmpty)
            return;
        var there = await db.Unfiltered<HomeTie>().AsNoTracking().Join(db.Records<Person>(), t => t.PersonId, p => p.Id, (t, p) => new { t.HomeId, p.Id, p.BirthDate }).ToListAsync(cancel);
        var today = LocalTime.DateOf(samples.Now);
        var taken = there.Select(t => t.HomeId).ToHashSet();
        var free = (await homes.Within(ScopePath.Root, cancel)).Where(h => h.Use is HomeUse.Dwelling or HomeUse.TalentFlat && !taken.Contains(h.Id.Value)).ToArray();
        if (free.Length == 0)
            return;
        random.Shuffle(free);
        var wanted = AgeBands.Story.For(options.Value.DemoPopulation)
            .Without(there.DistinctBy(t => t.Id).Select(t => t.BirthDate is { } birth ? LocalTime.AgeOn(birth, today) : (int?)null));
        var households = DemoHouseholds.Make(wanted, free.Length, random);
        // Flats for newcomers are let; whoever rents goes there first.
        households.Sort((a, b) => b.Rented.CompareTo(a.Rented));
        Array.Sort(free, (a, b) => (b.Use == HomeUse.TalentFlat).CompareTo(a.Use == HomeUse.TalentFlat));
        var made = new Made();
        foreach (var (household, home) in households.Zip(free))
            Settle(household, home, names, samples.Now, made);
        OwnWhatIsLet(made, samples.Now);
        Parallel.ForEach(made.Secrets, secret => secret());

        await db.InsertMany(made.People, cancel);
        await db.InsertMany(made.Households, cancel);
        await db.InsertMany(made.Ties, cancel);
        await db.InsertMany(made.Guardianships, cancel);
    }

    private void Settle(DemoHousehold household, Home home, DemoNames names, DateTimeOffset now, Made made)
    {
        var today = LocalTime.DateOf(now);
        var rented = household.Rented || home.Use == HomeUse.TalentFlat;
        var since = today.AddDays(-60 - random.Next(rented ? 900 : 5_000));
        var lease = rented ? today.AddDays(30 + random.Next(660)) : (DateOnly?)null;
        var surname = names.Surname(random);
        var people = household.Members.Select(m => Somebody(m, m.OwnName ? names.Surname(random) : surname, names, home, now, made)).ToList();
        var founded = RegisterBook.NewHousehold(home, people[0].Id, made.Next(now));
        made.Households.Add(founded);
        var owners = household.Members.Count(m => m.Owns);
        foreach (var (member, person) in household.Members.Zip(people))
        {
            var relation = rented ? HomeRelation.Tenant : member.Owns ? HomeRelation.Owner : HomeRelation.Family;
            var facts = new TieFacts
            {
                Relation = relation, LeaseEnd = lease, Since = since > person.BirthDate ? since : person.BirthDate!.Value.AddDays(1),
                Share = relation == HomeRelation.Owner ? new Share(1, owners) : null,
            };
            made.Ties.Add(RegisterBook.NewTie(person, null, home, facts, founded.Id, made.Next(now)));
        }

        Guard(household, people, now, made);
        if (rented && home.Use != HomeUse.TalentFlat)
            made.Let.Add(home);
        else if (!rented)
            made.Owners.Add(people[0]);
    }

    private Person Somebody(DemoMember member, string surname, DemoNames names, Home home, DateTimeOffset now, Made made)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(made.Next(now)), Name = surname + names.Given(member.Age, member.Sex, random), Sex = member.Sex,
            BirthDate = Birthday(member.Age, LocalTime.DateOf(now)), At = now, SearchPlace = (tree.CommunityOf(home.Building)?.Path ?? home.Building).Value,
        };
        made.People.Add(person);
        var number = Document(person.BirthDate.Value, member.Sex);
        var mobile = member is { Owns: true, OwnName: false } && phone <= LastPhone ? Phones.Valid(string.Create(CultureInfo.InvariantCulture, $"1990000{phone++:0000}")) : null;
        // What is sealed and hashed is the slow part, and is done by every processor at the end.
        made.Secrets.Add(() =>
        {
            (person.Document, person.Identity, person.IdentityHash, person.IdentityMask) =
                (number.Document, cipher.Seal(number.Value), cipher.Hash(RegisterBook.IdentityPurpose, number.Value), number.ToString());
            if (mobile is not null)
                (person.Phone, person.PhoneHash, person.PhoneMask, person.PhoneTail) = (cipher.Seal(mobile.Value), PhoneHash.Of(cipher, mobile), mobile.ToString(), mobile.Tail);
        });
        return person;
    }

    private DateOnly Birthday(int age, DateOnly today)
    {
        var day = today.AddYears(-age).AddDays(-random.Next(365));
        return LocalTime.AgeOn(day, today) == age ? day : day.AddDays(LocalTime.AgeOn(day, today) > age ? 1 : -1);
    }

    // A number of a district that does not exist: nobody has it.
    private IdentityNumber Document(DateOnly birth, Sex sex)
    {
        var count = born[birth] = born.GetValueOrDefault(birth) + 1;
        var body = string.Create(CultureInfo.InvariantCulture, $"{District}{birth:yyyyMMdd}{(count * 2 % 1000) + (sex == Sex.Male ? 1 : 0):000}");
        foreach (var check in "0123456789X")
            if (IdentityNumber.TryParse(body + check, out var number, out _))
                return number;
        throw new InvalidOperationException($"{body} has no check digit.");
    }

    // Parents are the grown-ups under 60 beside a child.
    private static void Guard(DemoHousehold household, List<Person> people, DateTimeOffset now, Made made)
    {
        var all = household.Members.Zip(people).ToList();
        foreach (var (child, young) in all.Where(m => m.First.Age < GuardianRules.AdultAge))
            foreach (var (_, parent) in all.Where(m => m.First.Owns && m.First.Age - child.Age >= 16))
                made.Guardianships.Add(new()
                {
                    Id = Guid.CreateVersion7(made.Next(now)), GuardianId = parent.Id, ChildId = young.Id, Kind = GuardianKind.Parent, From = now,
                    To = LocalTime.StartOfDay(GuardianRules.OfAgeOn(young.BirthDate!.Value)), Evidence = "户口簿",
                });
    }

    // Most homes that are let belong to somebody of the neighbourhood; of some the owner is not known, as in real registers.
    private void OwnWhatIsLet(Made made, DateTimeOffset now)
    {
        foreach (var home in made.Let.Where(_ => made.Owners.Count > 0 && random.Next(100) < 70))
        {
            var owner = made.Owners[random.Next(made.Owners.Count)];
            var community = tree.CommunityOf(home.Building)?.Path ?? home.Building;
            owner.SearchPlace = SearchPlaces.After(owner.SearchPlace, community);
            made.Ties.Add(RegisterBook.NewTie(owner, null, home, new() { Relation = HomeRelation.Owner, Share = Share.Whole, Since = LocalTime.DateOf(now).AddYears(-3) }, null, made.Next(now)));
        }
    }

    private sealed class Made
    {
        private int count;

        public List<Person> People { get; } = [];

        public List<Household> Households { get; } = [];

        public List<HomeTie> Ties { get; } = [];

        public List<Guardianship> Guardianships { get; } = [];

        /// <summary>What is sealed at the end.</summary>
        public List<Action> Secrets { get; } = [];

        /// <summary>Homes that are let by somebody who lives elsewhere.</summary>
        public List<Home> Let { get; } = [];

        /// <summary>Who owns the home they live in.</summary>
        public List<Person> Owners { get; } = [];

        // Ids in their order: pages of the index are filled one after the other.
        public DateTimeOffset Next(DateTimeOffset now) => now.AddMonths(-1).AddMilliseconds(++count);
    }
}
