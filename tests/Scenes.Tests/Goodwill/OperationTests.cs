using System.Net;
using System.Text.Json;
using Linli.Governance.Operation;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Operating ledger of a space (S115): every figure opens its lines, the surplus is shared by rule in one transfer, mistakes are compensated.</summary>
[Trait("Feature", "S115")]
public class OperationTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Surplus_IsSharedInOneTransfer_AndTheBooksAgree(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, worker) = (await town.StaffClient("secretary"), await town.StaffClient("worker"));
        await Open(town, secretary);
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-10" }).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.no_rule");
        await Rule(secretary, "2026-09", 3_000).Good();
        await Enter(worker, "2026-09", "income", 100_001).Good();
        await Enter(worker, "2026-09", "cost", 60_000).Good();
        await Enter(worker, "2026-10", "subsidy", 10_000, key: "one").Good();
        await Enter(worker, "2026-10", "subsidy", 10_000, key: "one").Good();
        var wrong = (await Enter(worker, "2026-10", "income", 5_000).Good()).Id();
        await worker.Post($"/operation/entries/{wrong}/correct", new { reason = "记重了" }).Good();
        (await worker.Post($"/operation/entries/{wrong}/correct", new { reason = "记重了" }).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.corrected");

        var account = await town.InScope(async s => (await s.GetRequiredService<ILedger>().Find(new(OwnerKind.Operator, "space-sp-hub"), LedgerUnit.Fen, "operation", CancellationToken.None))!.Value);
        (await secretary.Post("/ledger/settlements", new { account = account.Value, month = 202610 }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.settled_elsewhere");
        var settled = await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-10", idempotencyKey = "s1" }).Good();
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-10", idempotencyKey = "s1" }).Good()).Id().ShouldBe(settled.Id());
        // 500.01 yuan: 150.00 back to the public; of 350.01 a fifth, a half and the odd fen, three tenths.
        new[] { "surplusFen", "publicFen", "governmentFen", "collectiveFen", "operatorFen" }.Select(n => settled.Text(n)).ShouldBe(["50001", "15000", "7000", "17501", "10500"]);
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-10" }).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.settled");
        var statement = await Statement(town);
        (statement.Text("ledgerFen"), statement.GetProperty("agrees").GetBoolean()).ShouldBe(("0", true));
        statement.GetProperty("settlements").GetArrayLength().ShouldBe(1);
        statement.GetProperty("settlements")[0].GetProperty("transfer").ValueKind.ShouldBe(JsonValueKind.String);
        (await Balance(town, new(OwnerKind.Fund, "public-hf-1"), "public-benefit")).ShouldBe(15_000);

        // What was settled stays; a mistake in it is compensated in the first month that is open.
        (await Enter(worker, "2026-10", "income", 100).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.settled");
        var first = statement.GetProperty("entries").EnumerateArray().First(e => e.Text("kind") == "income").Id();
        await worker.Post($"/operation/entries/{first}/correct", new { reason = "发票作废" }).Good();
        statement = await Statement(town);
        statement.GetProperty("entries").EnumerateArray().Last().Text("month").ShouldBe("2026-11");
        (statement.Text("unsettledFen"), statement.GetProperty("agrees").GetBoolean()).ShouldBe(("-100001", true));
        (await town.Client().GetStringAsync(new Uri("/operation/sp-hub?show=2026-09", UriKind.Relative))).ShouldContain("1,000.01");
        (await town.Client().GetStringAsync(new Uri("/api/v1/operation/sp-hub/entries.csv?year=2026", UriKind.Relative))).ShouldContain("-1000.01");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Loss_IsCarriedOn_AndARuleChangedMidYearIsSettledApart(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var secretary = await town.StaffClient("secretary");
        await Open(town, secretary);
        await Rule(secretary, "2026-09", 3_000).Good();
        await Enter(secretary, "2026-09", "cost", 1_000).Good();
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-09" }).Good()).Text("carriedOutFen").ShouldBe("-1000");
        (await Rule(secretary, "2026-09", 5_000).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.rule_settled");
        await Rule(secretary, "2026-10", 5_000).Good();
        (await Rule(secretary, "2026-10", 4_000).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.rule_exists");
        await Enter(secretary, "2026-10", "income", 3_000).Good();
        var settled = await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-10" }).Good();
        (settled.Text("surplusFen"), settled.Text("publicFen")).ShouldBe(("2000", "1000"), "the loss is made up for first");
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-11" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.not_over");

        // Two months under two rules are not mixed.
        town.Time.Move(TimeSpan.FromDays(60));
        secretary = await town.StaffClient("secretary");
        await Rule(secretary, "2026-12", 1_000).Good();
        await Enter(secretary, "2026-11", "income", 100).Good();
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-12" }).Refused(HttpStatusCode.Conflict)).ShouldBe("operation.rule_changes");
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-11" }).Good()).Text("publicFen").ShouldBe("50");
        (await secretary.Post("/operation/sp-hub/settlements", new { to = "2026-12" }).Good()).Text("publicFen").ShouldBe("0");
        (await Statement(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WrongMonthsAndAmounts_AreRefusedBesideTheirField(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, worker) = (await town.StaffClient("secretary"), await town.StaffClient("worker"));
        foreach (var month in new[] { "0001-01", "1999-12", "2100-01" })
            (await secretary.Put("/operation/sp-hub", new { since = month, government = "街道办", collective = "合作社", @operator = "公司" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.month", month);
        (await secretary.Put("/operation/sp-none", new { since = "2026-09", government = "街道办", collective = "合作社", @operator = "公司" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.space");
        await Open(town, secretary);
        foreach (var (month, code) in new[] { ("2026-08", "operation.before_since"), ("2026-12", "operation.future"), ("2026-13", "operation.month"), ("11月", "operation.month"), ("", "operation.month") })
            (await Enter(worker, month, "income", 100).Refused(HttpStatusCode.BadRequest)).ShouldBe(code);
        foreach (var fen in new[] { 0, -100, 1_000_000_001 })
            (await Enter(worker, "2026-11", "income", fen).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.amount");
        (await worker.Post("/operation/sp-hub/entries", new { month = "2026-11", kind = "income", what = "租金", fen = 100, voucher = "1", currency = "USD" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.currency");
        (await worker.Post("/operation/sp-hub/entries", new { month = "2026-11", kind = "income", what = "租金", fen = 100, voucher = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.voucher");
        (await secretary.Post("/operation/sp-hub/rules", new { from = "2026-09", publicBp = 3_000, governmentBp = 5_000, collectiveBp = 5_000, operatorBp = 5_000, source = "协议" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.shares");
        (await secretary.Post("/operation/sp-hub/rules", new { from = "2026-09", publicBp = 10_001, governmentBp = 5_000, collectiveBp = 5_000, operatorBp = 0, source = "协议" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("operation.public_share");
        (await Enter(await town.StaffClient("worker2"), "2026-11", "income", 100).Refused(HttpStatusCode.NotFound)).ShouldBe("operation.not_found");
        (await worker.Post("/operation/sp-hub/settlements", new { to = "2026-10" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(100, 3_000, 2_000, 3_000)]
    [InlineData(1, 3_333, 3_333, 3_334)]
    [InlineData(999_999_999_999_999, 9_999, 1, 9_998)]
    [InlineData(7, 0, 10_000, 0)]
    [InlineData(7, 10_000, 0, 0)]
    public void Shares_MakeUpTheSurplusToTheFen(long surplus, int publicBp, int governmentBp, int operatorBp)
    {
        var shares = OperationRules.ShareOut(surplus, publicBp, governmentBp, operatorBp);
        shares.Sum.ShouldBe(surplus);
        new[] { shares.Public, shares.Government, shares.Collective, shares.Operator }.ShouldAllBe(s => s >= 0);
        OperationRules.ShareOut(-surplus, publicBp, governmentBp, operatorBp).Sum.ShouldBe(0);
    }

    private static Task<HttpResponseMessage> Enter(HttpClient who, string month, string kind, long fen, string? key = null) =>
        who.Post("/operation/sp-hub/entries", new { month, kind, what = "场地租用", fen, voucher = "2611-01", idempotencyKey = key });

    private static Task<HttpResponseMessage> Rule(HttpClient who, string from, int publicBp) =>
        who.Post("/operation/sp-hub/rules", new { from, publicBp, governmentBp = 2_000, collectiveBp = 5_000, operatorBp = 3_000, source = "合作协议第 9 条" });

    private static async Task Open(TestTown town, HttpClient secretary)
    {
        await (await town.StaffClient("operator")).Put("/places/spaces/sp-hub", new { code = "sp-hub", place = "hf-1", nameZh = "邻里中心", nameEn = "Hub", ownerKind = "collective", owner = "合作社", scene = "neighbours", state = "inUse", allowedUses = new[] { "event" } }).Good();
        await secretary.Put("/operation/sp-hub", new { since = "2026-09", government = "映湖街道办", collective = "和一股份经济合作社", @operator = "运营公司" }).Good();
    }

    private static Task<JsonElement> Statement(TestTown town) => town.Client().Get("/operation/sp-hub?year=2026").Good();

    private static Task<long> Balance(TestTown town, AccountOwner owner, string purpose) => town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return (await ledger.Balance((await ledger.Find(owner, LedgerUnit.Fen, purpose, CancellationToken.None))!.Value, CancellationToken.None)).Posted;
    });
}
