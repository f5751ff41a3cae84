using System.Net;
using System.Text.Json;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Small wishes (S107, R34, R38): from a school's list to the word of thanks, with exactly one donor.</summary>
[Trait("Feature", "S107")]
public class WishTests
{
    private const string Heading = "编号,学段,年级,年级人数,心愿,价格,监护人签字日期\n";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Wish_GoesFromTheListToTheChild_AndTheCountersFollow(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (worker, secretary, desk) = (await town.StaffClient("worker"), await town.StaffClient("secretary"), await town.StaffClient("desk"));
        var donor = await Donor(town, "13800000001", "林涛", "1988-06-17");
        await Round(secretary);
        var lines = string.Concat(Enumerable.Range(1, 8).Select(i => $"DX-{i:000},小学,3,96,一个书包,120,2026-11-10\n"));
        (await desk.Post("/wishes/rounds/light/list", new { table = Heading + lines }).Good()).Text("entered").ShouldBe("8");
        (await desk.Post("/wishes/rounds/light/list", new { table = Heading + lines }).Good()).Text("known").ShouldBe("8", "entered again it makes no doubles");
        (await Public(town)).GetProperty("wishes").GetArrayLength().ShouldBe(0, "nothing is public before somebody read it");

        await PublishAll(town, secretary);
        var shown = await Public(town);
        (Count(shown, "open"), Count(shown, "claimed"), Count(shown, "fulfilled")).ShouldBe((8, 0, 0));
        shown.GetProperty("wishes").EnumerateArray().Select(w => w.GetProperty("label").Text("zh")).ShouldBe(["小学三年级·A", "小学三年级·B", "小学三年级·C", "小学三年级·D", "小学三年级·E", "小学三年级·F", "小学三年级·G", "小学三年级·H"]);
        shown.ToString().ShouldNotContain("DX-", Case.Insensitive, "the school's code stays with the desk");

        var id = shown.GetProperty("wishes")[3].Id();
        var claimed = await donor.Post($"/wishes/{id}/claim").Good();
        (claimed.GetProperty("label").Text("zh"), claimed.Text("bringBy")).ShouldBe(("小学三年级·D", "2026-12-07"));
        (Count(await Public(town), "open"), Count(await Public(town), "claimed")).ShouldBe((7, 1));
        (await donor.Post($"/wishes/{id}/claim").Refused(HttpStatusCode.Conflict)).ShouldBe("wishes.yours");
        (await desk.Post($"/wishes/{id}/fulfil", new { note = "交给班主任" }).Refused(HttpStatusCode.Conflict)).ShouldBe("wishes.moved");
        (await desk.Post($"/wishes/{id}/take", new { note = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.note_length");
        await desk.Post($"/wishes/{id}/take", new { note = "蓝色书包一个" }).Good();
        (await donor.Post($"/wishes/{id}/give-back").Refused(HttpStatusCode.Conflict)).ShouldBe("wishes.at_desk");
        (await donor.Get("/wishes/mine").Good())[0].Text("receipt").ShouldBe("蓝色书包一个");
        await desk.Post($"/wishes/{id}/fulfil", new { note = "由班主任转交，学校已签收" }).Good();
        (Count(await Public(town), "open"), Count(await Public(town), "claimed"), Count(await Public(town), "fulfilled")).ShouldBe((7, 0, 1));

        (await desk.Post($"/wishes/{id}/thanks", new { text = "我叫陈小明，谢谢" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.revealing");
        await desk.Post($"/wishes/{id}/thanks", new { text = "谢谢您，我很喜欢" }).Good();
        (await donor.Get("/wishes/mine").Good())[0].GetProperty("thanks").ValueKind.ShouldBe(JsonValueKind.Null, "staff read it first");
        await worker.Get("/wishes/rounds/light/desk").Refused(HttpStatusCode.NotFound);
        await secretary.Post($"/wishes/{id}/close", new { passOn = true }).Good();
        (await donor.Get("/wishes/mine").Good())[0].Text("thanks").ShouldBe("谢谢您，我很喜欢");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Claim_WhenManyTryAtOnce_HasExactlyOneDonor(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var secretary = await town.StaffClient("secretary");
        await Round(secretary, mostPerDonor: 20);
        await (await town.StaffClient("desk")).Post("/wishes/rounds/light/list", new { table = Heading + string.Concat(Enumerable.Range(1, 5).Select(i => $"DX-{i:000},小学,3,96,一个书包,120,2026-11-10\n")) }).Good();
        await PublishAll(town, secretary);
        var ids = (await Public(town)).GetProperty("wishes").EnumerateArray().Select(w => w.Id()).ToList();
        var donors = new List<Guid>();
        for (var i = 0; i < 24; i++)
            donors.Add(await DonorAccount(town, $"138001{i:00000}", $"邻居{i}"));

        foreach (var id in ids)
        {
            var answers = await Task.WhenAll(donors.Select(d => Task.Run(() => town.Run(d, new ClaimWish(id)))));
            answers.Count(a => a.Ok).ShouldBe(1);
            answers.Where(a => !a.Ok).Select(a => a.Problem.Code).Distinct().ShouldBe(["wishes.taken"]);
        }

        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<WishClaim>().GroupBy(c => c.Wish).Select(g => g.Count()).ToListAsync())).ShouldBe([1, 1, 1, 1, 1]);
        (Count(await Public(town), "open"), Count(await Public(town), "claimed")).ShouldBe((0, 5));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Claim_WhenItIsNotBrought_IsRemindedThenOpenAgain(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, desk) = (await town.StaffClient("secretary"), await town.StaffClient("desk"));
        await Round(secretary);
        await desk.Post("/wishes/rounds/light/list", new { table = Heading + "DX-001,小学,3,96,一个书包,120,2026-11-10\nDX-002,小学,3,96,一盏台灯,120,2026-11-10\nDX-003,小学,3,96,一个篮球,90,2026-11-10\nDX-004,小学,3,96,一副跳绳,20,2026-11-10\n" }).Good();
        await PublishAll(town, secretary);
        var (one, two) = (await DonorAccount(town, "13800000001", "林涛"), await DonorAccount(town, "13800000002", "罗蓝"));
        var ids = (await Public(town)).GetProperty("wishes").EnumerateArray().Select(w => w.Id()).ToList();
        foreach (var id in ids.Take(3))
            (await town.Run(one, new ClaimWish(id))).Ok.ShouldBeTrue();
        (await town.Run(one, new ClaimWish(ids[3]))).Problem.Code.ShouldBe("wishes.enough_claims");
        (await town.Run(two, new GiveBackWish(ids[0]))).Problem.Code.ShouldBe("wishes.not_found");
        (await town.Run(one, new GiveBackWish(ids[0]))).Ok.ShouldBeTrue();
        (await town.Run(two, new ClaimWish(ids[0]))).Ok.ShouldBeTrue();
        await desk.Post($"/wishes/{ids[1]}/take", new { note = "台灯一盏" }).Good();

        town.Time.Move(TimeSpan.FromDays(10));
        await Clock(town);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<WishClaim>().CountAsync(c => c.RemindedOn != null))).ShouldBe(0);
        town.Time.Move(TimeSpan.FromDays(1));
        await Clock(town);
        await Clock(town);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<WishClaim>().CountAsync(c => c.RemindedOn != null))).ShouldBe(2, "what lies at the desk is no longer the donor's to bring");
        town.Time.Move(TimeSpan.FromDays(3));
        await Clock(town);
        Count(await Public(town), "claimed").ShouldBe(3, "the last day is theirs to the end");
        town.Time.Move(TimeSpan.FromDays(1));
        await Clock(town);
        (Count(await Public(town), "open"), Count(await Public(town), "claimed")).ShouldBe((3, 1));
        (await town.Run(two, new ClaimWish(ids[2]))).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task List_WithNamesSchoolsPhonesOrWrongFigures_IsLeftOutLineByLine(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, desk) = (await town.StaffClient("secretary"), await town.StaffClient("desk"));
        await Round(secretary);
        var entered = await desk.Post("/wishes/rounds/light/list", new
        {
            table = Heading + """
            DX-001,小学,3,96,一个书包,120,2026-11-10
            陈小明,小学,3,96,一个书包,120,2026-11-10
            DX-003,小学,3,96,我叫小明，想要书包,120,2026-11-10
            DX-004,小学,3,96,送到映湖小学给我,120,2026-11-10
            DX-005,小学,3,96,三（2）班要一个篮球,120,2026-11-10
            DX-006,小学,3,96,书包，电话13800000001,120,2026-11-10
            DX-007,小学,3,96,一台电脑,2000,2026-11-10
            DX-008,小学,3,96,一个书包,-5,2026-11-10
            DX-009,小学,3,96,一个书包,12.345,2026-11-10
            DX-010,小学,8,96,一个书包,120,2026-11-10
            DX-011,小学,3,96,一个书包,120,
            DX-012,小学,3,96,一个书包,120,2027-01-01
            DX-013,大学,3,96,一个书包,120,2026-11-10

            """,
        }).Good();
        entered.Text("entered").ShouldBe("1");
        entered.GetProperty("refused").EnumerateArray().Select(r => r.Text("field")).ShouldBe(["ref", "wish", "wish", "wish", "wish", "price", "price", "price", "grade", "signedOn", "signedOn", "stage"]);
        (await desk.Post("/wishes/rounds/light/list", new { table = "编号,心愿\nA-1,书包\n" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.table_columns");
        (await desk.Post("/wishes/rounds/light/list", new { table = " " }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.table_missing");
        var many = string.Concat(Enumerable.Range(1, 501).Select(i => $"DY-{i:000},小学,3,96,一个书包,120,2026-11-10\n"));
        (await desk.Post("/wishes/rounds/light/list", new { table = Heading + many, dryRun = true }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.table_large", "nothing is left out in silence");
        (await desk.Post("/wishes/rounds/none/list", new { table = Heading }).Refused(HttpStatusCode.NotFound)).ShouldBe("wishes.round_not_found");
        (await secretary.Put("/wishes/rounds/bad", new { place = "hf", nameZh = "心愿", deskZh = "服务台", mostFen = -1, leastGrade = 1, remindDays = 99 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.limit_range");

        // Two pairs of eyes, and somebody has to have read it.
        var ids = await Ids(town, WishState.Stated);
        (await secretary.Post("/wishes/verify", new { ids }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.not_read");
        (await secretary.Post("/wishes/rounds/light/publish", new { ids }).Refused(HttpStatusCode.Conflict)).ShouldBe("wishes.moved");
        await secretary.Post("/wishes/rounds/light/list", new { table = Heading + "DX-020,小学,3,96,一个书包,120,2026-11-10\n" }).Good();
        (await secretary.Post("/wishes/verify", new { ids = await Ids(town, WishState.Stated), @checked = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("wishes.own_entry");
        await secretary.Post("/wishes/verify", new { ids, refuse = true, word = "与学校核对后撤下" }).Good();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task ChildsWish_IsStatedByTheGuardianWithConsent_AndEndsWithIt(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, parent) = (await town.StaffClient("secretary"), await Donor(town, "13800000001", "林涛", "1988-06-17"));
        await Round(secretary);
        var me = (await parent.Get("/me").Good()).Id("account");
        var child = await town.Person("林安安", "2016-04-21");
        await town.Guardian(me, child);
        object Wish(string text, int version = 1, Guid? of = null) => new { round = "light", child = of ?? child, text, stage = "primary", grade = 4, priceFen = 5_000, consentVersion = version };
        (await parent.Post("/wishes/children", Wish("安安想要一盒彩笔")).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.revealing");
        (await parent.Post("/wishes/children", Wish("一盒彩笔", of: await town.Person("别家", "2016-01-01", home: 1))).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.not_guardian");
        (await parent.Post("/wishes/children", Wish("一盒彩笔", version: 99))).IsSuccessStatusCode.ShouldBeFalse("another text was read than holds now");
        var id = (await parent.Post("/wishes/children", Wish("一盒彩笔")).Good()).Id();
        (await secretary.Get("/wishes/rounds/light/desk").Good()).ToString().ShouldNotContain("安安");
        await secretary.Post("/wishes/verify", new { ids = new[] { id }, @checked = true }).Good();
        await secretary.Post("/wishes/rounds/light/publish", new { ids = new[] { id } }).Good();
        var shown = (await Public(town)).GetProperty("wishes")[0];
        shown.GetProperty("label").Text("zh").ShouldBe("小学·A", "of a grade whose size nobody knows the stage alone is said");
        (await parent.Post($"/wishes/{id}/claim").Refused(HttpStatusCode.Conflict)).ShouldBe("wishes.own");
        var donor = await DonorAccount(town, "13800000002", "罗蓝");
        (await town.Run(donor, new ClaimWish(id))).Ok.ShouldBeTrue();

        // What the donor reads names neither the child nor a guardian; the papers of the hand-over are for the desk.
        (await secretary.Post($"/wishes/{id}/take", new { note = "安安妈妈代收" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.revealing");
        (await secretary.Post($"/wishes/{id}/take", new { note = "林涛代收" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.revealing");

        // Taken back: it is shown no more, and the donor hears of it.
        await town.As(me, async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<People.IConsentForms>().Withdraw(child, WishRules.Purpose, CancellationToken.None)).Ok.ShouldBeTrue();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return 0;
        });
        await town.DeliverEvents();
        (await Public(town)).GetProperty("wishes").GetArrayLength().ShouldBe(0);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<WishClaim>().Select(c => c.End).SingleAsync())).ShouldBe(ClaimEnd.CalledOff);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Wish>().SingleAsync(w => w.Id == id))).Text.ShouldBeNull("what was agreed to is deleted when it is taken back");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task FormerGuardian_HasNoSay_AndThePhotosOfTheHandOverStayWithTheDesk(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, parent) = (await town.StaffClient("secretary"), await Donor(town, "13800000001", "林涛", "1988-06-17"));
        await Round(secretary);
        var child = await town.Person("林安安", "2016-04-21");
        await town.Guardian((await parent.Get("/me").Good()).Id("account"), child);
        var id = (await parent.Post("/wishes/children", new { round = "light", child, text = "一盒彩笔", stage = "primary", grade = 4, priceFen = 5_000, consentVersion = 1 }).Good()).Id();
        await secretary.Post("/wishes/verify", new { ids = new[] { id }, @checked = true }).Good();
        await secretary.Post("/wishes/rounds/light/publish", new { ids = new[] { id } }).Good();
        var donor = await DonorAccount(town, "13800000002", "罗蓝");
        (await town.Run(donor, new ClaimWish(id))).Ok.ShouldBeTrue();
        await secretary.Post($"/wishes/{id}/take", new { note = "彩笔一盒" }).Good();
        await secretary.Post($"/wishes/{id}/fulfil", new { note = "林涛签收" }).Good();
        (await MaySee<WishPhotos>(town, donor, id), await MaySee<WishSlips>(town, donor, id)).ShouldBe((true, false));
        (await parent.Post($"/wishes/{id}/thanks", new { text = "安安很喜欢，谢谢" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.revealing");

        // The guardianship ends: whoever wrote the wish down is nobody's guardian any more.
        await town.InScope(async s => await s.GetRequiredService<LinliDb>().Records<People.Register.Guardianship>()
            .ExecuteUpdateAsync(g => g.SetProperty(x => x.To, town.Time.GetUtcNow().AddMinutes(-1))));
        (await parent.Get("/wishes/children").Good()).GetArrayLength().ShouldBe(0);
        (await parent.Post($"/wishes/{id}/thanks", new { text = "谢谢您" }).Refused(HttpStatusCode.NotFound)).ShouldBe("wishes.not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WishOfACareList_IsShownOnlyWithTheConsentOfItsOwner_AndNeverUnderTheList(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var (secretary, worker, elder) = (await town.StaffClient("secretary"), await town.StaffClient("worker"), await Donor(town, "13800000001", "沈桂芳", "1940-03-08"));
        await Round(secretary);
        var account = (await elder.Get("/me").Good()).Id("account");
        var person = (await town.InScope(s => s.GetRequiredService<People.ICareLists>().PersonOf(account, default)))!.Value;
        await worker.Enter(person, "alone");
        var id = (await elder.Post("/wishes", new { text = "想有人陪我说说话" }).Good()).Id();
        await worker.Post($"/wishes/{id}/decide", new { state = "verified", publicText = "陪一位老人聊天" }).Good();
        var publish = new { ids = new[] { id }, priceFen = 1_000 };
        (await secretary.Post("/wishes/rounds/light/publish", publish)).StatusCode.ShouldNotBe(HttpStatusCode.OK, "nobody asked the elder");
        (await secretary.Get("/wishes/rounds/light/desk").Good()).GetProperty("care")[0].GetProperty("consent").GetBoolean().ShouldBeFalse();

        // Stating another one with consent covers what the worker words.
        (await elder.Post("/wishes", new { text = "想要一盏灯", consentVersion = 99 })).IsSuccessStatusCode.ShouldBeFalse("another text was read than holds now");
        await elder.Post("/wishes", new { text = "想要一盏灯", consentVersion = 1 }).Good();
        await secretary.Post("/wishes/rounds/light/publish", publish).Good();
        var shown = (await Public(town)).GetProperty("wishes")[0];
        shown.GetProperty("label").Text("zh").ShouldBe("居民·A");
        shown.ToString().ShouldNotContain("独居");
        (await town.Run(await DonorAccount(town, "13800000002", "罗蓝"), new ClaimWish(id))).Ok.ShouldBeTrue();

        // Taken back: off the page at once, and still with the worker.
        await town.As(account, async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<People.IConsentForms>().Withdraw(person, WishRules.CarePurpose, CancellationToken.None)).Ok.ShouldBeTrue();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return 0;
        });
        await town.DeliverEvents();
        (await Public(town)).GetProperty("wishes").GetArrayLength().ShouldBe(0);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<WishClaim>().Select(c => c.End).SingleAsync())).ShouldBe(ClaimEnd.CalledOff);
        (await worker.Get("/wishes").Good()).EnumerateArray().Select(w => w.Text("publicText")).ShouldContain("陪一位老人聊天");
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Wish>().Where(w => w.Id == id).Select(w => new { w.Round, w.Number, w.LabelZh }).SingleAsync()))
            .ShouldSatisfyAllConditions(w => w.Round.ShouldBeNull("it may be shown in any round that comes"), w => w.Number.ShouldBeNull(), w => w.LabelZh.ShouldBeNull());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Words_AreForgottenAYearAfterTheWishEnded_AndTheCountersStay(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, desk, donor) = (await town.StaffClient("secretary"), await town.StaffClient("desk"), await DonorAccount(town, "13800000001", "林涛"));
        await Round(secretary);
        await desk.Post("/wishes/rounds/light/list", new { table = Heading + "DX-001,小学,3,9,一个书包,120,2026-11-10\nDX-002,小学,4,9,一盏台灯,120,2026-11-10\n" }).Good();
        await PublishAll(town, secretary);
        var wishes = (await Public(town)).GetProperty("wishes").EnumerateArray().ToList();
        wishes.ConvertAll(w => w.GetProperty("label").Text("zh")).ShouldBe(["小学·A", "小学·B"], "two small grades are called the same, so their letters differ");
        var id = wishes[0].Id();
        (await town.Run(donor, new ClaimWish(id))).Ok.ShouldBeTrue();
        await desk.Post($"/wishes/{id}/take", new { note = "书包一个" }).Good();
        await desk.Post($"/wishes/{id}/fulfil", new { note = "由班主任转交" }).Good();
        await desk.Post($"/wishes/{id}/thanks", new { text = "谢谢您" }).Good();

        town.Time.Move(TimeSpan.FromDays(364));
        await Forget(town);
        (await Row(town, id)).Text.ShouldNotBeNull("a year is promised, and kept");
        town.Time.Move(TimeSpan.FromDays(2));
        await Forget(town);
        var row = await Row(town, id);
        (row.Text, row.PublicText, row.Thanks, row.Word, row.Ref).ShouldBe((null, null, null, null, null));
        (await Row(town, wishes[1].Id())).PublicText.ShouldBe("一盏台灯", "what is open stays");
        Count(await Public(town), "fulfilled").ShouldBe(1);
    }

    private static Task<Wish> Row(TestTown town, Guid id) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Wish>().SingleAsync(w => w.Id == id));

    private static Task<bool> Forget(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<ForgetWishesClock>().Run(CancellationToken.None);
        return true;
    });

    private static Task<bool> MaySee<TGuard>(TestTown town, Guid account, Guid wish) where TGuard : Platform.Files.IFileGuard => town.As(account, s =>
        s.GetServices<Platform.Files.IFileGuard>().OfType<TGuard>().Single().MaySee(s.GetRequiredService<Platform.Security.CurrentCaller>().Value, wish, CancellationToken.None));

    [Theory, MemberData(nameof(Both))]
    public async Task Claim_ByWhoIsNobodyOfTheRegisterOrAChild_IsRefused(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var secretary = await town.StaffClient("secretary");
        await Round(secretary);
        await (await town.StaffClient("desk")).Post("/wishes/rounds/light/list", new { table = Heading + "DX-001,小学,3,9,一个书包,120,2026-11-10\n" }).Good();
        await PublishAll(town, secretary);
        var wish = (await Public(town)).GetProperty("wishes")[0];
        wish.GetProperty("label").Text("zh").ShouldBe("小学·A", "a grade of nine is too small to be named");
        (await town.Client().Post($"/wishes/{wish.Id()}/claim")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await (await town.ResidentClient("13800000009")).Post($"/wishes/{wish.Id()}/claim")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await Donor(town, "13800000003", "小罗", "2014-01-01")).Post($"/wishes/{wish.Id()}/claim").Refused(HttpStatusCode.Forbidden)).ShouldBe("wishes.donor_child");
        (await (await Donor(town, "13800000004", "大罗", "1980-01-01")).Post($"/wishes/{Guid.CreateVersion7()}/claim").Refused(HttpStatusCode.NotFound)).ShouldBe("wishes.not_found");
        (await secretary.Post($"/wishes/{wish.Id()}/call-off", new { word = "学校已解决" }).Good()).ValueKind.ShouldBe(JsonValueKind.Object);
        (await (await Donor(town, "13800000005", "二罗", "1980-01-01")).Post($"/wishes/{wish.Id()}/claim").Refused(HttpStatusCode.NotFound)).ShouldBe("wishes.not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Donor_WhoDeletesTheirData_IsNowhereNamed_AndTheWishIsOpenAgain(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, desk) = (await town.StaffClient("secretary"), await town.StaffClient("desk"));
        await Round(secretary);
        await desk.Post("/wishes/rounds/light/list", new { table = Heading + "DX-001,小学,3,96,一个书包,120,2026-11-10\nDX-002,小学,3,96,一盏台灯,120,2026-11-10\n" }).Good();
        await PublishAll(town, secretary);
        var (donor, ids) = (await DonorAccount(town, "13800000001", "林涛"), (await Public(town)).GetProperty("wishes").EnumerateArray().Select(w => w.Id()).ToList());
        foreach (var id in ids)
            (await town.Run(donor, new ClaimWish(id))).Ok.ShouldBeTrue();
        await desk.Post($"/wishes/{ids[0]}/take", new { note = "林涛送来书包" }).Good();
        var person = (await town.InScope(s => s.GetRequiredService<People.ICareLists>().PersonOf(donor, CancellationToken.None)))!.Value;
        var subject = new Platform.Privacy.DataSubject(person, [donor]) { Marks = ["林涛"] };
        await town.InScope(async s =>
        {
            var (db, part) = (s.GetRequiredService<LinliDb>(), s.GetServices<Platform.Privacy.IPersonalData>().Single(p => p.Module == "goodwill"));
            (await part.Export(subject, CancellationToken.None)).Single(x => x.Code == "claims").Items.Count.ShouldBe(2);
            (await part.Stays(subject, CancellationToken.None)).Single().Count.ShouldBe(1);
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            await part.Erase(subject, CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return 0;
        });
        (Count(await Public(town), "open"), Count(await Public(town), "claimed")).ShouldBe((1, 1));
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<WishClaim>().CountAsync(c => c.Person != null || c.Account != null || c.HandedNote!.Contains("林涛")))).ShouldBe(0);
        await desk.Post($"/wishes/{ids[0]}/fulfil", new { note = "由班主任转交" }).Good();
    }

    [Theory]
    [InlineData("2026-12-07", null, "2026-12-03", "None")]
    [InlineData("2026-12-07", null, "2026-12-04", "Remind")]
    [InlineData("2026-12-07", "2026-12-04", "2026-12-07", "None")]
    [InlineData("2026-12-07", "2026-12-04", "2026-12-08", "Lapse")]
    [InlineData("2026-12-07", null, "2026-12-20", "Remind")]
    [InlineData("2026-12-07", "2026-12-20", "2026-12-22", "None")]
    [InlineData("2026-12-07", "2026-12-20", "2026-12-23", "Lapse")]
    public void Step_RemindsBeforeItLapses(string bringBy, string? reminded, string today, string step) =>
        WishRules.Step(Day(bringBy), reminded is null ? null : Day(reminded), 3, Day(today)).ToString().ShouldBe(step);

    [Fact]
    public void Letters_GoOnAfterZ() => new[] { 0, 3, 25, 26, 51, 52, 701, 702 }.Select(WishRules.Letter).ShouldBe(["A", "D", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<JsonElement> Round(HttpClient secretary, int mostPerDonor = 3) =>
        secretary.Put("/wishes/rounds/light", new { place = "hf", nameZh = "点亮微心愿", deskZh = "服务中心一楼", mostFen = 20_000, bringDays = 14, remindDays = 3, mostPerDonor, leastGrade = 20 }).Good();

    private static async Task PublishAll(TestTown town, HttpClient secretary)
    {
        var ids = await Ids(town, WishState.Stated);
        await secretary.Post("/wishes/verify", new { ids, @checked = true }).Good();
        await secretary.Post("/wishes/rounds/light/publish", new { ids }).Good();
    }

    private static Task<List<Guid>> Ids(TestTown town, WishState state) =>
        town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Wish>().Where(w => w.State == state).OrderBy(w => w.Id).Select(w => w.Id).ToListAsync());

    private static Task<JsonElement> Public(TestTown town) => town.Client().Get("/wishes/rounds/light").Good();

    private static int Count(JsonElement round, string name) => round.GetProperty("round").GetProperty("counts").GetProperty(name).GetInt32();

    private static Task<int> Clock(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<WishClock>().Run(CancellationToken.None);
        return 0;
    });

    internal static async Task<HttpClient> Donor(TestTown town, string phone, string name, string born)
    {
        var client = await town.VerifiedClient(phone);
        await town.Person(name, born, account: (await client.Get("/me").Good()).Id("account"));
        return client;
    }

    internal static async Task<Guid> DonorAccount(TestTown town, string phone, string name)
    {
        var account = await town.VerifiedResident(phone);
        await town.Person(name, "1980-05-05", account: account);
        return account;
    }
}
