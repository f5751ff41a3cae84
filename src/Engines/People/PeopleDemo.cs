using Linli.People.Accounts;
using Linli.People.Keys;
using Linli.People.Registrations;
using Linli.People.SignIn;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Microsoft.AspNetCore.Identity;

namespace Linli.People;

/// <summary>
/// Teams, staff and residents of the demo community. All staff share one documented password; residents sign in with the
/// code that the demo shows. None of this exists outside the demo.
/// </summary>
internal sealed class PeopleDemo(
    LinliDb db, FieldCipher cipher, IPasswordHasher<Account> hasher, IScopeTree tree, IHomes homes, TimeProvider time) : IDemoSeeder
{
    /// <summary>The password of every demo account.</summary>
    public const string Password = "linli-demo-2026";

    /// <summary>A key with which a machine may look at what the desk looks at.</summary>
    public const string Key = "linli_demo0000_0000000000000000000000000000000000000000000000000000000000000000";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var row in Rows(samples, "teams.csv"))
                db.Insert(new TeamRow
                {
                    Code = row["code"],
                    NameZh = row["name_zh"],
                    NameEn = row["name_en"],
                    Kind = row["kind"],
                    Scope = ScopeOf(row["scope"]).Value,
                });
            SeedStaff(samples);
            await SeedResidents(samples, cancel);
            SeedKey(samples.Now);
            await db.SaveChangesAsync(cancel);
        }
        finally
        {
            db.ChangeTracker.Clear();
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    private void SeedStaff(DemoSamples samples)
    {
        // One slow hash for all of them: they share the password, and nobody needs to be fooled in a demo.
        var hash = hasher.HashPassword(null!, Password);
        var accounts = new Dictionary<string, Account>(StringComparer.Ordinal);
        var people = new PhoneBook(cipher, samples.Now);
        var staff = Rows(samples, "staff.csv").Select(row =>
            (Login: row["login"], Name: row["name"], Phone: Text(row, "phone"), Post: row["post"], Scope: ScopeOf(row["scope"]), Team: Text(row, "team"))).ToList();
        foreach (var one in staff.Count > 0 ? staff : OneForEachPost())
        {
            if (!accounts.TryGetValue(one.Login, out var account))
            {
                var person = people.Person(one.Name, one.Phone);
                account = NewAccounts.Staff(person.Id, one.Login, time, samples.Now);
                account.PasswordHash = hash;
                accounts.Add(one.Login, account);
                db.AddRange(person, account);
            }

            db.Insert(new PostHeld
            {
                Id = Guid.CreateVersion7(samples.Now),
                AccountId = account.Id,
                Post = one.Post,
                Scope = one.Scope.Value,
                Team = one.Team,
                From = samples.Now.AddMonths(-3),
            });
        }
    }

    private async Task SeedResidents(DemoSamples samples, CancellationToken cancel)
    {
        var people = new PhoneBook(cipher, samples.Now);
        foreach (var row in Rows(samples, "residents.csv"))
        {
            if (await homes.FindLabel(row["home"], cancel) is not { } home || tree.CommunityOf(home.Building) is not { } community)
                throw new InvalidDataException($"residents.csv, line {row.Number}: there is no home {row["home"]}.");
            var person = people.Person(row["name"], Text(row, "phone"));
            var account = NewAccounts.Resident(person.Id, time, samples.Now);
            var tie = Residency.Tie(account, home, Enum.Parse<HomeRelation>(row["relation"], ignoreCase: true), samples.Now.AddMonths(-3), null);
            db.AddRange(person, account);
            db.Insert(tie);
            db.Insert(Residency.Post(tie, community.Path, null));
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

    /// <summary>Makes persons as signing in would.</summary>
    private sealed class PhoneBook(FieldCipher cipher, DateTimeOffset now)
    {
        public Person Person(string name, string? phone)
        {
            var number = phone is null ? null : Phones.Valid(phone);
            return new()
            {
                Id = Guid.CreateVersion7(now),
                Name = name,
                Phone = number is null ? null : cipher.Seal(number.Value),
                PhoneHash = number is null ? null : PhoneHash.Of(cipher, number),
                PhoneMask = number?.ToString(),
                At = now,
            };
        }
    }
}
