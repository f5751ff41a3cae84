using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Keys;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.People.Registrations;
using Linli.People.SignIn;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Identity;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Microsoft.AspNetCore.Identity;

namespace Linli.People;

/// <summary>
/// Teams, staff and residents of the demo community. All staff share one documented password; residents sign in with the
/// code that the demo shows. None of this exists outside the demo.
/// </summary>
internal sealed class PeopleDemo(
    LinliDb db, FieldCipher cipher, IPasswordHasher<Account> hasher, IScopeTree tree, IHomes homes,
    IGridStewards stewards, TimeProvider time) : IDemoSeeder
{
    /// <summary>The password of every demo account.</summary>
    public const string Password = "linli-demo-2026";

    /// <summary>A key with which a machine may look at what the desk looks at.</summary>
    public const string Key = "linli_demo0000_0000000000000000000000000000000000000000000000000000000000000000";

    // The Monday that the samples tell of.
    private static readonly DateOnly StoryDay = new(2026, 11, 23);

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        await db.InsertMany(
            Rows(samples, "teams.csv").Select(row => new TeamRow
            {
                Code = row["code"],
                NameZh = row["name_zh"],
                NameEn = row["name_en"],
                Kind = row["kind"],
                Scope = ScopeOf(row["scope"]).Value,
                Phone = Optional(row, "phone"),
                Hours = Optional(row, "hours"),
            }),
            cancel);
        await SeedStaff(samples, cancel);
        await SeedResidents(samples, cancel);
        await SeedRegistrations(samples, cancel);
        SeedKey(samples.Now);
        await db.SaveChangesAsync(cancel);
    }

    private async Task SeedStaff(DemoSamples samples, CancellationToken cancel)
    {
        // One slow hash for all of them: they share the password, and nobody needs to be fooled in a demo.
        var hash = hasher.HashPassword(null!, Password);
        var accounts = new Dictionary<string, Account>(StringComparer.Ordinal);
        var people = new List<Person>();
        var posts = new List<PostHeld>();
        var book = new PhoneBook(cipher, samples.Now.AddMonths(-4));
        var staff = Rows(samples, "staff.csv").Select(row =>
            (Login: row["login"], Name: row["name"], Phone: Text(row, "phone"), Post: row["post"], Scope: ScopeOf(row["scope"]), Team: Text(row, "team"))).ToList();
        foreach (var one in staff.Count > 0 ? staff : OneForEachPost())
        {
            if (!accounts.TryGetValue(one.Login, out var account))
            {
                var person = book.Person(one.Name, one.Phone);
                account = NewAccounts.Staff(person.Id, one.Login, time, book.Next());
                account.PasswordHash = hash;
                people.Add(person);
                accounts.Add(one.Login, account);
            }

            posts.Add(new()
            {
                Id = Guid.CreateVersion7(book.Next()),
                AccountId = account.Id,
                Post = one.Post,
                Scope = one.Scope.Value,
                Team = one.Team,
                From = samples.Now.AddMonths(-3),
            });
        }

        await db.InsertMany(people, cancel);
        await db.InsertMany(accounts.Values, cancel);
        await db.InsertMany(posts, cancel);
        await stewards.Appoint(accounts.ToDictionary(a => a.Key, a => a.Value.Id, StringComparer.Ordinal), cancel);
    }

    private async Task SeedResidents(DemoSamples samples, CancellationToken cancel)
    {
        var rows = Rows(samples, "residents.csv").ToList();
        var found = await homes.FindLabels([.. rows.Select(r => r["home"])], cancel);
        var book = new PhoneBook(cipher, samples.Now.AddMonths(-3));
        // The day is told for one date; lived on another, everybody is as old as the story says.
        var later = LocalTime.DateOf(samples.Now).DayNumber - StoryDay.DayNumber;
        var people = new Dictionary<string, (Person Person, Account Account)>(StringComparer.Ordinal);
        var (ties, posts, households) = (new List<HomeTie>(), new List<PostHeld>(), new Dictionary<Guid, Household>());
        foreach (var row in rows)
        {
            if (!found.TryGetValue(row["home"], out var home) || tree.CommunityOf(home.Building) is not { } community)
                throw new InvalidDataException($"residents.csv, line {row.Number}: there is no home {row["home"]}.");
            if (Text(row, "phone") is { } phone && people.TryGetValue(phone, out var known))
            {
                // The second home of somebody who is there already.
            }
            else
            {
                var person = book.Person(row["name"], Text(row, "phone"));
                if (Optional(row, "birth_date") is { } born)
                    book.Document(person, DateOnly.ParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(later), (people.Count * 2) + (Optional(row, "sex") == "F" ? 0 : 1));
                known = (person, NewAccounts.Resident(person.Id, time, book.Next()));
                people.Add(Text(row, "phone") ?? person.Id.ToString(), known);
            }

            var relation = Enum.Parse<HomeRelation>(row["relation"], ignoreCase: true);
            var lease = relation == HomeRelation.Tenant ? LocalTime.EndOfDay(LocalTime.DateOf(samples.Now).AddDays(90 + (ties.Count * 37 % 600))) : (DateTimeOffset?)null;
            var tie = Residency.Tie(known.Account, home, relation, book.Next(), lease);
            Settle(tie, known.Person, home, households, book);
            known.Person.SearchPlace = SearchPlaces.After(known.Person.SearchPlace, community.Path);
            ties.Add(tie);
            posts.Add(Residency.Post(tie, community.Path, null));
        }

        SayShares(ties);
        await db.InsertMany(people.Values.Select(p => p.Person), cancel);
        await db.InsertMany(people.Values.Select(p => p.Account), cancel);
        await db.InsertMany(households.Values, cancel);
        await db.InsertMany(ties, cancel);
        await db.InsertMany(posts, cancel);
        await SeedFamily(samples, people, cancel);
    }

    // Whoever comes first and is grown up speaks for the household.
    private void Settle(HomeTie tie, Person person, Home home, Dictionary<Guid, Household> households, PhoneBook book)
    {
        if (!households.TryGetValue(home.Id.Value, out var household))
            households.Add(home.Id.Value, household = RegisterBook.NewHousehold(home, null, book.Next()));
        if (!GuardianRules.IsChild(person.BirthDate, LocalTime.Today(time)))
            household.HeadPersonId ??= person.Id;
        tie.HouseholdId = household.Id;
    }

    // Owners of one home own it in equal parts.
    private static void SayShares(List<HomeTie> ties)
    {
        foreach (var owners in ties.Where(t => t.Relation == HomeRelation.Owner).GroupBy(t => t.HomeId))
            foreach (var owner in owners)
                (owner.ShareNumerator, owner.ShareDenominator) = (1, owners.Count());
    }

    private async Task SeedFamily(DemoSamples samples, Dictionary<string, (Person Person, Account Account)> people, CancellationToken cancel)
    {
        var at = samples.Now.AddMonths(-2);
        var (guardianships, agencies) = (new List<Guardianship>(), new List<FamilyAgency>());
        foreach (var row in Rows(samples, "family.csv"))
        {
            var (who, whom) = (people[row["person"]].Person, people[row["of"]].Person);
            at = at.AddMilliseconds(1);
            if (row["kind"] == "agent")
                agencies.Add(new() { Id = Guid.CreateVersion7(at), AgentId = who.Id, PrincipalId = whom.Id, Matters = row["detail"], From = at, AgreedAt = at });
            else
                guardianships.Add(new()
                {
                    Id = Guid.CreateVersion7(at), GuardianId = who.Id, ChildId = whom.Id, Kind = Enum.Parse<GuardianKind>(row["detail"]), From = at,
                    To = LocalTime.StartOfDay(GuardianRules.OfAgeOn(whom.BirthDate!.Value)), Evidence = "户口簿",
                });
        }

        await db.InsertMany(guardianships, cancel);
        await db.InsertMany(agencies, cancel);
    }

    private async Task SeedRegistrations(DemoSamples samples, CancellationToken cancel)
    {
        var rows = Rows(samples, "registrations.csv").ToList();
        var found = await homes.FindLabels([.. rows.Select(r => r["home"])], cancel);
        foreach (var row in rows.Where(r => found.ContainsKey(r["home"])))
        {
            var at = Clock.ToMicroseconds(samples.Now.AddMinutes(-int.Parse(row["minutes_ago"], CultureInfo.InvariantCulture)));
            var book = new PhoneBook(cipher, at);
            var person = book.Person(row["name"], Text(row, "phone"));
            var account = NewAccounts.Resident(person.Id, time, book.Next());
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            var home = found[row["home"]];
            db.Insert(new Registration
            {
                Id = Guid.CreateVersion7(at), AccountId = account.Id, HomeId = home.Id.Value, HomeLabel = home.Label, Scope = home.Building.Value,
                Relation = Enum.Parse<HomeRelation>(row["relation"], ignoreCase: true), Name = row["name"], At = at,
                LeaseEnd = Text(row, "lease_end") is { } end ? DateOnly.ParseExact(end, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            });
        }
    }

    private void SeedKey(DateTimeOffset now) => db.Insert(new ApiKey
    {
        Id = Guid.CreateVersion7(now),
        Name = "演示接口密钥 Demo key",
        Prefix = ApiKey.PrefixOf(Key)!,
        Hash = ApiKey.HashOf(Key),
        Scope = ScopePath.Root.Value,
        Permissions = string.Join(' ', KeyPermissions),
        At = now,
        CreatedBy = null,
    });

    // By name: this engine knows no case, and a permission of a module that is not there does no harm.
    private static IEnumerable<string> KeyPermissions => ["cases.read", "cases.log", "cases.statistics"];

    private List<(string Login, string Name, string? Phone, string Post, ScopePath Scope, string? Team)> OneForEachPost()
    {
        var community = tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Community)?.Path ?? ScopePath.Root;
        return [.. Posts.Staff.Concat([Posts.PropertyClerk, Posts.PropertyRepair, Posts.Merchant]).Select(post =>
            (post, "演示" + post, (string?)null, post, post is Posts.Administrator ? ScopePath.Root : community, (string?)null))];
    }

    private ScopePath ScopeOf(string code) => code switch
    {
        "" or "/" => ScopePath.Root,
        _ when tree.FindCode(code) is { } place => place.Path,
        _ => throw new InvalidDataException($"The samples speak of the place '{code}', which does not exist."),
    };

    // A deployment's own list may do without the column.
    private static string? Optional(TableRow row, string column) => row.Has(column) ? Text(row, column) : null;

    private static string? Text(TableRow row, string column) => row[column] is { Length: > 0 } text ? text : null;

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    /// <summary>Makes persons as signing in would, each a millisecond after the one before: their ids keep the order of the file.</summary>
    private sealed class PhoneBook(FieldCipher cipher, DateTimeOffset from)
    {
        private DateTimeOffset last = Clock.ToMicroseconds(from);

        public DateTimeOffset Next() => last = last.AddMilliseconds(1);

        /// <summary>Gives a person an invented document of an invented district, by which the demo can be searched and claimed; an odd order is a man's.</summary>
        public void Document(Person person, DateOnly birth, int order)
        {
            person.BirthDate = birth;
            var start = string.Create(CultureInfo.InvariantCulture, $"339908{birth:yyyyMMdd}{order % 1000:000}");
            foreach (var check in "0123456789X")
                if (IdentityNumber.TryParse(start + check, out var number, out _))
                {
                    (person.Sex, person.Document) = (number.Sex, number.Document);
                    (person.Identity, person.IdentityHash, person.IdentityMask) = (cipher.Seal(number.Value), cipher.Hash(RegisterBook.IdentityPurpose, number.Value), number.ToString());
                    return;
                }
        }

        public Person Person(string name, string? phone)
        {
            var number = phone is null ? null : Phones.Valid(phone);
            var at = Next();
            return new()
            {
                Id = Guid.CreateVersion7(at),
                Name = name,
                Phone = number is null ? null : cipher.Seal(number.Value),
                PhoneHash = number is null ? null : PhoneHash.Of(cipher, number),
                PhoneMask = number?.ToString(),
                PhoneTail = number?.Tail,
                SearchPlace = SearchPlaces.Nowhere,
                At = at,
            };
        }
    }
}
