using System.Net;
using System.Text.Json;
using Linli.Ledger;
using Linli.Neighbours.Goodwill.Funds;
using Linli.Neighbours.ServiceList;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Charity sales and funds (S110, R34): qualified charities only, money and goods together, two signatures, a report anyone can add up.</summary>
[Trait("Feature", "S110")]
public class FundTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Sale_BringsMoneyIntoTheFund_AndTheReportAddsUpToTheLedger(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        await Fund(secretary);
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "同心果园义卖", place = "湖边广场", on = "2026-11-23" }).Good()).Id();
        var pears = (await desk.Post($"/charity-sales/{sale}/goods", new { what = "翠冠梨 1 箱", priceFen = 6_800, count = 3 }).Good()).Id();
        var jam = (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱 1 瓶", priceFen = 1_550, count = 10 }).Good()).Id();

        // By cash, and from a wallet with the code on the buyer's phone.
        var cash = await desk.Post($"/charity-sales/{sale}/sell", Cart(8_350, (pears, 1), (jam, 1))).Good();
        (cash.Text("fen"), cash.Text("paid")).ShouldBe(("8350", "cash"));
        var buyer = await WishTests.Donor(town, "13800000001", "罗蓝", "1965-10-28");
        var person = await TopUp(town, (await buyer.Get("/me").Good()).Id("account"), 20_000);
        var clerk = await town.Staff("desk");
        var ticket = await town.As(clerk, s => Task.FromResult(s.GetRequiredService<People.Codes.CodeText>().Ticket(clerk, person, People.PresentedWay.Card, "罗*", town.Time.GetUtcNow().AddMinutes(5))));
        var byName = await town.As(clerk, async s => (await s.GetRequiredService<People.IPresentedCodes>().Vouch(person, CancellationToken.None)).Ticket);
        (await desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = pears, count = 2 } }, totalFen = 13_600, ticket = byName }).Refused(HttpStatusCode.Forbidden)).ShouldBe("sales.by_name");
        var wallet = await desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = pears, count = 2 } }, totalFen = 13_600, ticket, idempotencyKey = "till-1" }).Good();
        (await desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = pears, count = 2 } }, totalFen = 13_600, ticket, idempotencyKey = "till-1" }).Good()).Id("receipt").ShouldBe(wallet.Id("receipt"), "a retry after a lost answer pays once");
        (await Balance(town, AccountOwner.Person(person), NewAccount.Wallet)).ShouldBe(6_400);
        (await desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = jam, count = 9 } }, totalFen = 13_950, ticket }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.insufficient");
        (await desk.Post($"/charity-sales/{sale}/sell", Cart(6_800, (pears, 1))).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.sold_out");
        (await desk.Post($"/charity-sales/{sale}/sell", Cart(1_000, (jam, 1))).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.total_changed");

        // Spending: asked by one, signed by two others.
        await Project(town);
        var asked = (await desk.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯 20 盏", payee = "江城照明", fen = 5_000, evidence = "发票 0023" }).Good()).Id();
        var (operatorClient, street) = (await town.StaffClient("operator"), await town.StaffClient("street"));
        (await operatorClient.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good()).Text("signatures").ShouldBe("1");
        (await operatorClient.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good()).Text("signatures").ShouldBe("1", "a retry after a lost answer signs once");
        (await Report(town)).GetProperty("outFen").GetInt64().ShouldBe(0, "one signature pays nothing");
        (await street.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good()).Text("state").ShouldBe("paid");
        (await street.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good()).Text("signatures").ShouldBe("2", "and pays once");
        (await secretary.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.decided");

        // No way past the two signatures: the accountant's settlements leave funds alone.
        var account = await town.InScope(async s => (await s.GetRequiredService<ILedger>().Find(new(OwnerKind.Fund, "orchard"), LedgerUnit.Fen, "charity", CancellationToken.None))!.Value);
        (await secretary.Post("/ledger/settlements", new { account = account.Value, month = 202610 }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.settled_elsewhere");
        (await Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();

        // A receipt taken back goes back where it came from, once, and two people agree to it.
        var undo = $"/charity-sales/receipts/{wallet.Id("receipt")}/undo";
        (await desk.Post(undo, new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.reason_length");
        var back = await desk.Post(undo, new { reason = "箱子压坏" }).Good();
        back.Text("state").ShouldBe("waiting");
        (await desk.Post(undo, new { reason = "箱子压坏" }).Good()).Id().ShouldBe(back.Id(), "a retry after a lost answer is the same request");
        (await secretary.Post(undo, new { reason = "再来一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.undo_waiting");
        (await desk.Post($"/charity-sales/undos/{back.Id()}/check", new { agree = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("sales.undo_own");
        (await (await town.StaffClient("worker")).Post($"/charity-sales/undos/{back.Id()}/check", new { agree = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("sales.undo_not_found", "the fund belongs to the whole group");
        (await Balance(town, AccountOwner.Person(person), NewAccount.Wallet)).ShouldBe(6_400, "one person moves nothing");
        (await secretary.Post($"/charity-sales/undos/{back.Id()}/check", new { agree = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.word_length");
        for (var i = 0; i < 2; i++)
            await secretary.Post($"/charity-sales/undos/{back.Id()}/check", new { agree = true }).Good();
        (await Balance(town, AccountOwner.Person(person), NewAccount.Wallet)).ShouldBe(20_000, "and a retry gives nothing twice");
        (await operatorClient.Post($"/charity-sales/undos/{back.Id()}/check", new { agree = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.undo_decided");
        (await desk.Post(undo, new { reason = "箱子压坏" }).Good()).Text("state").ShouldBe("done");
        (await desk.Post(undo, new { reason = "再来一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.undone");

        // Refused, it stays sold, and may be asked for anew.
        var other = $"/charity-sales/receipts/{cash.Id("receipt")}/undo";
        var first = (await secretary.Post(other, new { reason = "买家后悔" }).Good()).Id();
        await desk.Post($"/charity-sales/undos/{first}/check", new { agree = false, word = "果酱已经开封" }).Good();
        (await secretary.Post(other, new { reason = "买家后悔" }).Good()).Id().ShouldNotBe(first);
        (await Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Report_IsPublic_AndAnybodyCanAddItUp(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        await Fund(secretary);
        await Project(town);
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "同心果园义卖", place = "湖边广场", on = "2026-11-23" }).Good()).Id();
        var jam = (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱 1 瓶", priceFen = 1_550, count = 20 }).Good()).Id();
        var first = (await desk.Post($"/charity-sales/{sale}/sell", Cart(3_100, (jam, 2))).Good()).Id("receipt");
        for (var i = 0; i < 5; i++)
            await desk.Post($"/charity-sales/{sale}/sell", Cart(1_550, (jam, 1))).Good();
        await TakeBack(desk, secretary, first);
        var asked = (await desk.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯", payee = "江城照明", fen = 2_000, evidence = "发票 0023" }).Good()).Id();
        await secretary.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good();
        // All of it lies as cash in the box: nothing is paid before it has reached the charity's account.
        var street = await town.StaffClient("street");
        var early = await street.Post($"/funds/spendings/{asked}/sign", new { agree = true });
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await early.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(b => b.ShouldContain("funds.not_arrived"), b => b.ShouldContain("20.00"), b => b.ShouldContain("77.50"));
        (await Report(town)).ShouldSatisfyAllConditions(r => r.GetProperty("outFen").GetInt64().ShouldBe(0), r => r.GetProperty("agrees").GetBoolean().ShouldBeTrue());
        var handed = (await desk.Post("/funds/orchard/cash", new { countedFen = 7_750, slip = "3301-7" }).Good()).Id();
        (await street.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.not_arrived", "counted is not arrived");
        await secretary.Post($"/funds/cash/{handed}/check", new { agree = true }).Good();
        await street.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good();

        var report = await Report(town);
        (report.GetProperty("inFen").GetInt64(), report.GetProperty("outFen").GetInt64(), report.GetProperty("balanceFen").GetInt64()).ShouldBe((7_750, 2_000, 5_750));
        report.GetProperty("agrees").GetBoolean().ShouldBeTrue();
        (report.GetProperty("sales")[0].Text("receipts"), report.GetProperty("sales")[0].Text("pieces"), report.GetProperty("projects")[0].Text("fen")).ShouldBe(("5", "5", "2000"));
        report.GetProperty("charity").Text("certificate").ShouldBe("浙民募 2026-008");
        var csv = await town.Client().GetStringAsync(new Uri("/api/v1/funds/orchard/report.csv", UriKind.Relative));
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')).Sum(c => Number(c[3]) - Number(c[4])).ShouldBe(57.50m);
        (await town.Client().GetStringAsync(new Uri("/funds/orchard", UriKind.Relative))).ShouldContain("57.50");

        // Once the money is spent it cannot be spent again, and the ledger keeps what was taken back.
        var more = (await desk.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯", payee = "江城照明", fen = 5_751, evidence = "发票 0024" }).Good()).Id();
        await secretary.Post($"/funds/spendings/{more}/sign", new { agree = true }).Good();
        (await street.Post($"/funds/spendings/{more}/sign", new { agree = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.not_arrived");
        await secretary.Post($"/funds/spendings/{asked}/undo", new { reason = "厂家退款" }).Good();
        (await secretary.Post($"/funds/spendings/{asked}/undo", new { reason = "厂家退款" }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.decided");
        report = await Report(town);
        (report.GetProperty("balanceFen").GetInt64(), report.GetProperty("agrees").GetBoolean(), report.GetProperty("lines").GetArrayLength()).ShouldBe((7_750, true, 9));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Money_WhenTheCharityMayNotRaiseFunds_IsRefusedNamingWhy(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        (await secretary.Put("/charities/plain", Charity(certificate: null)).Good()).ValueKind.ShouldBe(JsonValueKind.Object);
        var none = await secretary.Put("/funds/plain", new { charity = "plain", nameZh = "爱心基金" });
        (none.StatusCode, JsonDocument.Parse(await none.Content.ReadAsStringAsync()).RootElement.Text("code")).ShouldBe((HttpStatusCode.Conflict, "funds.not_qualified"));
        (await none.Content.ReadAsStringAsync()).ShouldContain("has no certificate");
        await Fund(secretary, "2026-12-10");
        (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "新年义卖", place = "湖边", on = "2027-01-02" }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.not_qualified");
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "义卖", place = "湖边", on = "2026-12-01" }).Good()).Id();
        var jam = (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱", priceFen = 1_550, count = 5 }).Good()).Id();
        (await desk.Post($"/charity-sales/{sale}/sell", Cart(1_550, (jam, 1))).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.not_yet");
        town.Time.Move(TimeSpan.FromDays(8));
        desk = await town.StaffClient("desk");
        await desk.Post($"/charity-sales/{sale}/sell", Cart(1_550, (jam, 1))).Good();
        town.Time.Move(TimeSpan.FromDays(12));
        desk = await town.StaffClient("desk");
        (await desk.Post($"/charity-sales/{sale}/sell", Cart(1_550, (jam, 1))).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.not_qualified", "the certificate has ended meanwhile");
        (await Report(town)).GetProperty("balanceFen").GetInt64().ShouldBe(1_550);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task BadFigures_AreRefusedBesideTheirField(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary, worker) = (await town.StaffClient("desk"), await town.StaffClient("secretary"), await town.StaffClient("worker"));
        await Fund(secretary);
        await Project(town);
        (await secretary.Put("/charities/bad", Charity(registration: "53330000500000000X")).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.registration");
        (await secretary.Put("/charities/bad", Charity(validTo: "2020-01-01")).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.certificate");
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "义卖", place = "湖边", on = "2026-11-23" }).Good()).Id();
        foreach (var price in new[] { 0, -1, 2_000_000 })
            (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱", priceFen = price, count = 1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.price");
        (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱", priceFen = 100, count = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.count");
        var jam = (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱", priceFen = 100, count = 5 }).Good()).Id();
        (await desk.Post($"/charity-sales/{sale}/sell", Cart(-100, (jam, -1))).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.lines");
        (await desk.Post($"/charity-sales/{sale}/sell", Cart(200, (jam, 1), (jam, 1))).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.lines");
        (await desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = jam, count = 1 } }, totalFen = 100, ticket = "nobody" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("people.ticket_expired");
        (await worker.Post($"/charity-sales/{sale}/sell", Cart(100, (jam, 1))).Refused(HttpStatusCode.NotFound)).ShouldBe("sales.not_found", "the fund belongs to the whole group");
        foreach (var fen in new[] { 0, -5, 10_000_001 })
            (await desk.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯", payee = "江城照明", fen, evidence = "发票" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.amount");
        (await desk.Post("/funds/orchard/spendings", new { project = "none", what = "楼道灯", payee = "江城照明", fen = 5, evidence = "发票" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.project");
        var own = (await secretary.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯", payee = "江城照明", fen = 5, evidence = "发票" }).Good()).Id();
        (await secretary.Post($"/funds/spendings/{own}/sign", new { agree = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("funds.own_request");
        (await (await town.StaffClient("street")).Post($"/funds/spendings/{own}/sign", new { agree = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.word_length");
        (await desk.Post($"/funds/spendings/{own}/sign", new { agree = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LastJar_WhenTwoTillsSellItAtOnce_IsSoldOnce(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        await Fund(secretary);
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "义卖", place = "湖边", on = "2026-11-23" }).Good()).Id();
        var jam = (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱", priceFen = 100, count = 3 }).Good()).Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => desk.Post($"/charity-sales/{sale}/sell", Cart(100, (jam, 1))))));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(3);
        (await Report(town)).GetProperty("balanceFen").GetInt64().ShouldBe(300);
    }

    [Theory]
    [InlineData("证", "2026-01-01", "2026-12-31", null, "2026-01-01", true)]
    [InlineData("证", "2026-01-01", "2026-12-31", null, "2026-12-31", true)]
    [InlineData("证", "2026-01-01", "2026-12-31", null, "2027-01-01", false)]
    [InlineData("证", "2026-01-01", "2026-12-31", null, "2025-12-31", false)]
    [InlineData("证", "2026-01-01", "2026-12-31", "2026-06-01", "2026-06-01", false)]
    [InlineData("证", "2026-01-01", "2026-12-31", "2026-06-01", "2026-05-31", true)]
    [InlineData(null, null, null, null, "2026-05-31", false)]
    public void Charity_MayTakeMoneyOnTheDaysOfItsCertificateOnly(string? certificate, string? from, string? to, string? suspended, string on, bool may) =>
        (FundRules.Unqualified("慈善会", certificate, Day(from), Day(to), Day(suspended), Day(on)!.Value) is null).ShouldBe(may);

    [Theory]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91350100M000100Y44", false)]
    [InlineData("91350100M000100I43", false)]
    [InlineData("9135010", false)]
    [InlineData(null, false)]
    public void Registration_IsCheckedByItsLastCharacter(string? code, bool good) => FundRules.IsRegistration(code).ShouldBe(good);

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static decimal Number(string cell) => cell.Length == 0 ? 0 : decimal.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

    private static object Charity(string? certificate = "浙民募 2026-008", string registration = "91350100M000100Y43", string validTo = "2027-12-31") => new
    {
        place = "hf",
        name = "江城慈善总会",
        registration,
        certificate,
        validFrom = certificate is null ? null : "2025-01-01",
        validTo = certificate is null ? null : validTo,
        bankAccount = "江城银行 尾号 0123",
    };

    private static object Cart(long total, params (Guid Good, int Count)[] lines) => new { lines = lines.Select(l => new { good = l.Good, count = l.Count }), totalFen = total };

    /// <summary>Asked by one, agreed to by another.</summary>
    internal static async Task TakeBack(HttpClient one, HttpClient other, Guid receipt)
    {
        var asked = (await one.Post($"/charity-sales/receipts/{receipt}/undo", new { reason = "瓶盖松了" }).Good()).Id();
        await other.Post($"/charity-sales/undos/{asked}/check", new { agree = true }).Good();
    }

    internal static async Task Fund(HttpClient secretary, string validTo = "2027-12-31")
    {
        await secretary.Put("/charities/jc", Charity(validTo: validTo)).Good();
        await secretary.Put("/funds/orchard", new { charity = "jc", nameZh = "新联会爱心基金" }).Good();
    }

    private static Task<JsonElement> Report(TestTown town) => town.Client().Get("/funds/orchard").Good();

    internal static Task<int> Project(TestTown town) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Insert(new Project { Code = "lamp", Scope = SmallTown.Group.Value, Kind = ProjectKind.Project, NameZh = "回家有盏灯", NameEn = "Lamps", AboutZh = "灯", AboutEn = "Lamps", Icon = "bulb" });
        return await db.SaveChangesAsync();
    });

    private static Task<Guid> TopUp(TestTown town, Guid account, long fen) => town.InScope(async s =>
    {
        var (db, ledger) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<ILedger>());
        var person = (await s.GetRequiredService<People.ICareLists>().PersonOf(account, CancellationToken.None))!.Value;
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", SmallTown.Group, null), CancellationToken.None);
        var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), CancellationToken.None);
        (await ledger.Post(new("test", "top-up", "test.pay", ("充值", "Paid in"), [Entry.From(bank, new Fen(fen)), Entry.To(wallet, new Fen(fen))]), CancellationToken.None)).Ok.ShouldBeTrue();
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return person;
    });

    private static Task<long> Balance(TestTown town, AccountOwner owner, string purpose) => town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return (await ledger.Balance((await ledger.Find(owner, LedgerUnit.Fen, purpose, CancellationToken.None))!.Value, CancellationToken.None)).Posted;
    });
}
