using System.Globalization;
using System.IO.Compression;
using System.Net;
using Linli.LowCarbon.Green;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Neighbours.Pairings;
using Linli.Neighbours.ServiceList;
using Linli.Neighbours.Visits;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Care;
using Linli.People.Register.Invite;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Scenes.Tests.MovingIn;
using Linli.Services.Gates;
using Linli.Services.MoveIn;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Deleting one's data goes through every scene (R37, PIPL art. 47): gates close, what concerns others names nobody.</summary>
public class ErasureOfScenesTests
{
    private const string Phone = "13911112222";
    private const string Name = "沈桂兰";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Deleting_EndsCredentialsAndPairings_AndLeavesNothingByWhichThePersonIsFound(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (gate, _) = await town.Gate();
        var (worker, me) = (await town.StaffClient("worker"), await town.Settled(Phone));
        var pin = await me.Post("/gates/mine", new { kind = "pin" }).Good();
        var (number, digits) = (pin.GetProperty("number").GetInt32(), pin.Text("pin"));
        await me.Post("/gates/mine", new { kind = "qr" }).Good();
        await gate.PullAndConfirm(default);
        gate.TypePin(number, digits).ShouldBeTrue();
        var (person, account) = (await Live(town, worker, me), await Account(me));
        var (volunteer, pair) = await Paired(town, worker, me);
        var plan = await Visited(worker);

        var stays = (await me.Get("/me/data/erasure").Good()).GetProperty("stays").EnumerateArray().Select(s => s.GetProperty("what").Text("en")).ToList();
        stays.ShouldContain("Pairings end; the other side still sees when you met, without your name, contact and words");
        stays.ShouldContain("That one family of a round was visited, without name, home and what was said");
        stays.ShouldContain("Records of shared data: when, what for, which fields; without the name and the data");
        (await Archive(me)).ShouldSatisfyAllConditions(
            a => a["data/gates.json"].ShouldContain("pin"), a => a["data/visits.json"].ShouldContain("想有人陪我去看病"),
            a => a["data/visits.json"].ShouldContain("腿脚不便"), a => a["data/pairings.json"].ShouldContain("一起去湖边走走"),
            a => a["data/care.json"].ShouldContain("家中困难"), a => a["data/lowcarbon.json"].ShouldContain("Climbers"),
            a => a["data/register.json"].ShouldContain(Newcomers.Home), a => a["data/outside-accounts.json"].ShouldContain("zlb-4711"));

        (await me.Post("/me/data/erasure", new { confirm = "0000" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("confirm_wrong");
        await me.Post("/me/data/erasure", new { confirm = "2222" }).Good();
        gate.TypePin(number, digits).ShouldBeTrue("whoever may come back still gets home");
        (await town.CarryOutErasures()).ShouldBe(1);

        await gate.PullAndConfirm(default);
        gate.TypePin(number, digits).ShouldBeFalse();
        (await Everything(town)).ShouldBeEmpty();
        await NothingLeft(town, person, account);
        var after = await volunteer.Get($"/pairings/{pair}").Good();
        after.Text("state").ShouldBe("ended");
        // What was written is no longer shown once a pair has ended.
        after.GetProperty("contacts").EnumerateArray().Select(c => c.Text("text")).ShouldBe(["", ""]);
        after.ToString().ShouldNotContain("桂兰");
        (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("line").GetProperty("visited").GetInt32().ShouldBe(1, "the round still adds up");
        (await worker.Get("/wishes").Good()).GetArrayLength().ShouldBe(0);
    }

    /// <summary>A person on a list with a wish, a garden, an invitation of the household, and an account at another house.</summary>
    private static async Task<Guid> Live(TestTown town, HttpClient worker, HttpClient me)
    {
        await town.Groups();
        var account = await Account(me);
        var person = await town.Person(Name, "1950-03-08", account: account);
        await worker.Enter(person, "alone");
        await me.Post("/wishes", new { text = "想有人陪我去看病" }).Good();
        await me.Put("/green/garden", new { plants = new[] { "climbers" } }).Good();
        await town.InScope(async s =>
        {
            var (db, cipher) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<FieldCipher>());
            var (home, now) = (await db.Unfiltered<HomeTie>().Where(t => t.AccountId == account && t.HomeLabel == Newcomers.Home).SingleAsync(), TestTown.Start);
            db.Insert(new HomeInvitation
            {
                Id = Guid.CreateVersion7(now), CodeHash = "hash", HomeId = home.HomeId, HomeLabel = home.HomeLabel, Scope = home.Scope, Relation = HomeRelation.Family,
                InviterRelation = home.Relation, InviterAccount = account, At = now, ExpiresAt = now.AddDays(3), UsesLeft = 1,
            });
            db.Records<SharedDataRequest>().Add(new()
            {
                Id = Guid.CreateVersion7(now), AccountId = account, PersonId = person, Provider = "zlb", PurposeZh = "老年优待", PurposeEn = "Benefits", Fields = "name",
                ConsentAt = now, KeepUntil = now.AddYears(3), AnsweredAt = now, Received = "name", Answer = cipher.Seal("{}"),
            });
            db.Records<OutsideProvider>().Add(new() { Code = "zlb", NameZh = "浙里办", NameEn = "Zheliban", Kind = ProviderKind.OAuth, ClientId = "linli", At = now });
            await db.SaveChangesAsync();
            db.Records<OutsideLink>().Add(new() { Id = Guid.CreateVersion7(now), AccountId = account, Provider = "zlb", SubjectHash = "subject", Subject = cipher.Seal("zlb-4711"), At = now });
            return await db.SaveChangesAsync();
        });
        return person;
    }

    /// <summary>A running pairing with a word of each side about the other.</summary>
    private static async Task<(HttpClient Volunteer, Guid Pair)> Paired(TestTown town, HttpClient worker, HttpClient me)
    {
        var volunteer = await town.VerifiedClient("13800000001");
        await town.Person("吴小红", "1967-05-12", 1, account: await Account(volunteer));
        var first = (await Offer(volunteer, "吴姐", "first").Good()).Id();
        var second = (await Offer(me, "桂兰", "second").Good()).Id();
        var pair = (await worker.Post("/pairings", new { first, second }).Good()).Id();
        await volunteer.Post($"/pairings/{pair}/decide", new { agree = true }).Good();
        await me.Post($"/pairings/{pair}/decide", new { agree = true }).Good();
        await me.Post($"/pairings/{pair}/contacts", new { way = "met", went = 5, text = "一起去湖边走走" }).Good();
        await volunteer.Post($"/pairings/{pair}/contacts", new { way = "met", went = 5, text = $"和{Name}下棋" }).Good();
        return (volunteer, pair);
    }

    private static async Task<Guid> Visited(HttpClient worker)
    {
        var plan = (await worker.Post("/visits/plans", new { name = "冬日走访", place = "hf-1", group = "alone", dueOn = "2026-12-10", gift = "棉衣", items = VisitTests.Items }).Good()).Id();
        var family = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families")[0].Id();
        await worker.Post($"/visits/families/{family}/visits", VisitTests.Visit($"{Name}腿脚不便", nextOn: "2026-12-07")).Good();
        return plan;
    }

    private static Task<bool> NothingLeft(TestTown town, Guid person, Guid account) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var credentials = await db.Unfiltered<GateCredential>().AsNoTracking().Where(c => c.Account == account).ToListAsync();
        credentials.Count.ShouldBe(2);
        credentials.ShouldAllBe(c => c.RevokedAt != null && c.RevokedBecause == RevokedBecause.AccountGone && c.Proof == null && c.Number == null && c.HomeLabel == "");
        (await db.Unfiltered<MoveInList>().AnyAsync(l => l.Account == account)).ShouldBeFalse();
        (await db.Unfiltered<Wish>().AnyAsync(w => w.Person == person)).ShouldBeFalse();
        (await db.Unfiltered<PairingOffer>().AnyAsync(o => o.Account == account)).ShouldBeFalse();
        (await db.Unfiltered<BalconyGarden>().AnyAsync(g => g.Account == account)).ShouldBeFalse();
        (await db.Unfiltered<CareEntry>().AnyAsync(c => c.PersonId == person)).ShouldBeFalse();
        (await db.Unfiltered<HomeInvitation>().AnyAsync(i => i.InviterAccount == account)).ShouldBeFalse();
        (await db.Records<OutsideLink>().AnyAsync(l => l.AccountId == account)).ShouldBeFalse();
        (await db.Records<SharedDataRequest>().SingleAsync(r => r.PersonId == person)).Answer.ShouldBeNull();
        var family = await db.Unfiltered<VisitFamily>().SingleAsync(f => f.Person == person);
        (family.Home, family.NextOn).ShouldBe(("", null));
        var visit = await db.Records<Visit>().SingleAsync(v => v.Family == family.Id);
        (s.GetRequiredService<FieldCipher>().Open(visit.Answers), visit.Notes).ShouldBe(("[]", null));
        var blank = await db.Records<Person>().SingleAsync(p => p.Id == person);
        (blank.Name, blank.NameKey, blank.NameInitials).ShouldBe((null, null, null));
        return true;
    });

    // Every value of every table, as text.
    private static Task<List<string>> Everything(TestTown town) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        string[] marks = [Phone, "139****2222", Name, s.GetRequiredService<FieldCipher>().Hash("people.phone", Phone), "shenguilan", "zlb-4711"];
        var found = new List<string>();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                for (var i = 0; i < rows.FieldCount; i++)
                    if (Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) is { } text && marks.Any(m => text.Contains(m, StringComparison.Ordinal)))
                        found.Add($"{table}.{rows.GetName(i)}: {text}");
        }

        return found;
    });

    private static async Task<Dictionary<string, string>> Archive(HttpClient me)
    {
        using var zip = new ZipArchive(new MemoryStream(await me.GetByteArrayAsync(new Uri("/api/v1/me/data/archive.zip", UriKind.Relative))));
        var files = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
            using (var reader = new StreamReader(entry.Open()))
                files[entry.FullName] = await reader.ReadToEndAsync();
        return files;
    }

    private static async Task<Guid> Account(HttpClient client) => (await client.Get("/me").Good()).Id("account");

    private static Task<HttpResponseMessage> Offer(HttpClient resident, string nickname, string side) => resident.Post("/pairings/offers", new
    {
        kind = "volunteer",
        side,
        nickname,
        languages = new[] { "zh" },
        interests = new[] { "walking" },
        times = new[] { "weekday_day" },
        about = "想一起走走",
        contact = "微信 demo",
        consentVersion = 1,
    });
}
