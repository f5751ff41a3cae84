using System.Globalization;
using Linli.Neighbours.Goodwill.Programmes;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Neighbours.Goodwill;

/// <summary>Wishes of two rounds, invented: one that came true in spring, and the 102 of the evening of the demo's day.</summary>
internal sealed class GoodwillDemo(LinliDb db, IScopeTree tree, IPeople people, IHomeTies ties, FieldCipher cipher, GiftsDemo gifts) : IDemoSeeder
{
    private DateTimeOffset last;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("wishes.csv")) || tree.FindCode("hf") is not { } town)
            return;
        last = Clock.ToMicroseconds(samples.Now.AddDays(-60));
        var staff = (await people.StaffAround(town.Path, [Posts.CommunityWorker], cancel)).Select(s => s.Account).Distinct().Order().Take(2).ToArray();
        if (staff.Length == 0)
            return;
        await SeedWishes(samples, staff, cancel);
        await SeedProgrammes(samples, town.Path, cancel);
        await db.SaveChangesAsync(cancel);
        await gifts.Seed(samples, town.Path, staff, cancel);
    }

    private async Task SeedProgrammes(DemoSamples samples, ScopePath town, CancellationToken cancel)
    {
        foreach (var r in Rows(samples, "programmes.csv"))
        {
            db.Insert(new BrandProgramme { Code = r["code"], Scope = town.Value, NameZh = r["name_zh"], NameEn = r["name_en"], AboutZh = r["about_zh"], AboutEn = r["about_en"], Icon = r["icon"] });
            db.Records<ProgrammeProject>().AddRange(r["projects"].Split(' ').Select((p, i) => new ProgrammeProject { Project = p, Programme = r["code"], Order = i }));
        }

        var today = LocalTime.DateOf(samples.Now);
        await db.InsertMany(
            Rows(samples, "project_stories.csv").Select(r => new ProjectStory
            {
                Id = Next(), Project = r["project"], On = today.AddDays(-Number(r["days_ago"])!.Value), TitleZh = r["title_zh"], TitleEn = r["title_en"], TextZh = r["text_zh"], TextEn = r["text_en"],
            }),
            cancel);
    }

    private async Task SeedWishes(DemoSamples samples, Guid[] staff, CancellationToken cancel)
    {
        var donors = new List<TieOfHome>();
        foreach (var home in new[] { "和一-3-1-201", "和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501" })
            donors.AddRange((await ties.AtHome(home, cancel)).Take(1));
        var wishes = Rows(samples, "wishes.csv").ToLookup(r => r["round"]);
        foreach (var r in Rows(samples, "wish_rounds.csv"))
        {
            var begun = samples.Now.AddDays(-Number(r["days_ago"])!.Value);
            var round = new WishRound
            {
                Code = r["code"], Scope = tree.FindCode(r["place"])!.Path.Value, NameZh = r["name_zh"], NameEn = r["name_en"], DeskZh = r["desk_zh"], DeskEn = r["desk_en"], MostFen = Yuan.Read(r["most_yuan"])!.Value,
                BringDays = Number(r["bring_days"])!.Value, RemindDays = Number(r["remind_days"])!.Value, MostPerDonor = Number(r["most_per_donor"])!.Value, LeastGrade = Number(r["least_grade"])!.Value,
                At = Clock.ToMicroseconds(begun),
            };
            db.Insert(round);
            var letters = new Dictionary<string, int>();
            var (made, claims) = (new List<Wish>(), new List<WishClaim>());
            foreach (var w in wishes[round.Code])
            {
                var wish = WishOf(w, round, staff, letters);
                made.Add(wish);
                if (w["state"].Length > 0 && donors.Count > 0)
                    claims.Add(Claim(wish, Enum.Parse<WishState>(w["state"], ignoreCase: true), donors[made.Count % donors.Count], round, staff[0], samples.Now));
            }

            await db.InsertMany(made, cancel);
            await db.InsertMany(claims, cancel);
        }
    }

    private Wish WishOf(TableRow w, WishRound round, Guid[] staff, Dictionary<string, int> letters)
    {
        var stage = w["stage"] switch { "幼儿园" => SchoolStage.Kindergarten, "初中" => SchoolStage.Middle, _ => SchoolStage.Primary };
        var (grade, size) = (Number(w["grade"]), Number(w["grade_size"]));
        var family = WishRules.Label(stage, grade, size, round.LeastGrade, "").Zh;
        var n = letters.GetValueOrDefault(family);
        letters[family] = n + 1;
        var label = WishRules.Label(stage, grade, size, round.LeastGrade, WishRules.Letter(n));
        return new Wish
        {
            Id = Next(), Group = Wish.Child, Scope = round.Scope, Text = cipher.Seal(w["wish"]), PublicText = w["wish"], State = WishState.Open, StatedBy = staff[0], At = round.At, DecidedBy = staff[^1],
            DecidedAt = round.At.AddHours(20), Round = round.Code, Ref = w["ref"], GuardianSignedOn = LocalTime.DateOf(round.At).AddDays(-4), Stage = stage, Grade = grade, GradeSize = size,
            PriceFen = Yuan.Read(w["price"]), Number = $"{round.Code}-{++round.Numbers:000}", Letter = WishRules.Letter(n), LabelZh = label.Zh, LabelEn = label.En, PublishedAt = round.At.AddHours(26), PublishedBy = staff[^1],
        };
    }

    private WishClaim Claim(Wish wish, WishState state, TieOfHome donor, WishRound round, Guid clerk, DateTimeOffset now)
    {
        var at = state == WishState.Claimed ? Clock.ToMicroseconds(now.AddDays(-6)) : wish.PublishedAt!.Value.AddDays(2);
        var claim = new WishClaim { Id = Next(), Wish = wish.Id, Person = donor.Person, Account = donor.Account, At = at, BringBy = LocalTime.DateOf(at).AddDays(round.BringDays) };
        wish.State = state;
        if (state is WishState.Handed or WishState.Fulfilled)
            (claim.HandedAt, claim.HandedTo, claim.HandedNote) = (at.AddDays(5), clerk, "按心愿收到一份，包装完好");
        if (state == WishState.Fulfilled)
        {
            (claim.EndedAt, claim.End, wish.FulfilledAt, wish.EndedAt, wish.Word) = (at.AddDays(7), ClaimEnd.Delivered, at.AddDays(7), at.AddDays(7), "由班主任转交，学校已签收");
            if (round.Numbers % 3 == 0)
                (wish.Thanks, wish.ThanksShown, wish.ClosedAt) = (cipher.Seal("谢谢您，我每天都在用！"), true, at.AddDays(9));
        }

        return claim;
    }

    private Guid Next() => Guid.CreateVersion7(last = last.AddSeconds(5));

    private static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

    internal static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }
}
