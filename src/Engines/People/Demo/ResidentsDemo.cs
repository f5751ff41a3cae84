using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.People.Register.Search;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.People.Demo;

/// <summary>The cast of the story with their homes, families and a request that waits; residents sign in with the code that the demo shows.</summary>
internal sealed class ResidentsDemo(LinliDb db, FieldCipher cipher, IScopeTree tree, IHomes homes, TimeProvider time)
{
    // The Monday that the samples tell of.
    private static readonly DateOnly StoryDay = new(2026, 11, 23);

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        await SeedResidents(samples, cancel);
        await SeedRegistrations(samples, cancel);
    }

    private async Task SeedResidents(DemoSamples samples, CancellationToken cancel)
    {
        var rows = DemoTable.Rows(samples, "residents.csv").ToList();
        var found = await homes.FindLabels([.. rows.Select(r => r["home"])], cancel);
        var book = new DemoPeople(cipher, samples.Now.AddMonths(-3));
        // The day is told for one date; lived on another, everybody is as old as the story says.
        var later = LocalTime.DateOf(samples.Now).DayNumber - StoryDay.DayNumber;
        var people = new Dictionary<string, (Person Person, Account Account)>(StringComparer.Ordinal);
        var (ties, posts, households) = (new List<HomeTie>(), new List<PostHeld>(), new Dictionary<Guid, Household>());
        foreach (var row in rows)
        {
            if (!found.TryGetValue(row["home"], out var home) || tree.CommunityOf(home.Building) is not { } community)
                throw new InvalidDataException($"residents.csv, line {row.Number}: there is no home {row["home"]}.");
            if (row.Text("phone") is { } phone && people.TryGetValue(phone, out var known))
            {
                // The second home of somebody who is there already.
            }
            else
            {
                var person = book.Person(row["name"], row.Text("phone"));
                if (row.Optional("birth_date") is { } born)
                    book.Document(person, DateOnly.ParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(later), (people.Count * 2) + (row.Optional("sex") == "F" ? 0 : 1));
                known = (person, NewAccounts.Resident(person.Id, time, book.Next()));
                people.Add(row.Text("phone") ?? person.Id.ToString(), known);
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
    private void Settle(HomeTie tie, Person person, Home home, Dictionary<Guid, Household> households, DemoPeople book)
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
        foreach (var row in DemoTable.Rows(samples, "family.csv"))
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
        var rows = DemoTable.Rows(samples, "registrations.csv").ToList();
        var found = await homes.FindLabels([.. rows.Select(r => r["home"])], cancel);
        foreach (var row in rows.Where(r => found.ContainsKey(r["home"])))
        {
            var at = Clock.ToMicroseconds(samples.Now.AddMinutes(-int.Parse(row["minutes_ago"], CultureInfo.InvariantCulture)));
            var book = new DemoPeople(cipher, at);
            var person = book.Person(row["name"], row.Text("phone"));
            var account = NewAccounts.Resident(person.Id, time, book.Next());
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            var home = found[row["home"]];
            db.Insert(new Registration
            {
                Id = Guid.CreateVersion7(at), AccountId = account.Id, HomeId = home.Id.Value, HomeLabel = home.Label, Scope = home.Building.Value,
                Relation = Enum.Parse<HomeRelation>(row["relation"], ignoreCase: true), Name = row["name"], At = at,
                LeaseEnd = row.Text("lease_end") is { } end ? DateOnly.ParseExact(end, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            });
        }
    }
}
