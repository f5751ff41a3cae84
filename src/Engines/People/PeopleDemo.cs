using Linli.People.Accounts;
using Linli.People.Demo;
using Linli.People.Keys;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Identity;

namespace Linli.People;

/// <summary>
/// Teams, staff and residents of the demo community. All staff share one documented password; residents sign in with the
/// code that the demo shows. None of this exists outside the demo.
/// </summary>
internal sealed class PeopleDemo(
    LinliDb db, FieldCipher cipher, IPasswordHasher<Account> hasher, IScopeTree tree, ResidentsDemo residents, IGridStewards stewards, TimeProvider time) : IDemoSeeder
{
    /// <summary>The password of every demo account.</summary>
    public const string Password = "linli-demo-2026";

    /// <summary>A key with which a machine may look at what the desk looks at.</summary>
    public const string Key = "linli_demo0000_0000000000000000000000000000000000000000000000000000000000000000";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        await db.InsertMany(
            DemoTable.Rows(samples, "teams.csv").Select(row => new TeamRow
            {
                Code = row["code"],
                NameZh = row["name_zh"],
                NameEn = row["name_en"],
                Kind = row["kind"],
                Scope = ScopeOf(row["scope"]).Value,
                Phone = row.Optional("phone"),
                Hours = row.Optional("hours"),
            }),
            cancel);
        await SeedStaff(samples, cancel);
        await residents.Seed(samples, cancel);
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
        var book = new DemoPeople(cipher, samples.Now.AddMonths(-4));
        var staff = DemoTable.Rows(samples, "staff.csv").Select(row =>
            (Login: row["login"], Name: row["name"], Phone: row.Text("phone"), Post: row["post"], Scope: ScopeOf(row["scope"]), Team: row.Text("team"))).ToList();
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
}
