using System.Net;
using System.Text.Json;
using Linli.Bookings;
using Linli.Health.ChildCare;
using Linli.Ledger;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Entry = Linli.Ledger.Entry;

namespace Linli.Scenes.Tests;

/// <summary>Inclusive child-care (S48): legal groups (R33), a queue, fees below the cap beside the market, attendance, and hand-over to named grown-ups.</summary>
[Trait("Feature", "S48")]
public sealed class NurseryTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static Task<TestTown> Town(DatabaseKind kind = DatabaseKind.Sqlite) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static object Group(string kind = "toddler", int places = 1, int carers = 1, long feeFen = 298_000, string from = "2026-11-02", string until = "2027-01-29") => new { kind, places, carers, feeFen, from, until };

    private static async Task<HttpClient> Open(TestTown town)
    {
        var worker = await town.StaffClient("worker");
        await worker.Put("/nurseries/flute", new { place = "hf-1", nameZh = "小竹笛托育园", facility = "f-nursery", areaM2 = 500 }).Good();
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var account = await db.Records<Account>().Where(a => a.UserName == "steward").Select(a => a.Id).SingleAsync();
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(TestTown.Start), AccountId = account, Post = Posts.NurseryTeacher, Scope = SmallTown.First.Value, From = TestTown.Start.AddDays(-1) });
            await db.SaveChangesAsync();
            s.GetRequiredService<CallerDirectory>().Forget(account);
            return true;
        });
        return worker;
    }

    private static async Task<(HttpClient Guardian, Guid Child)> Family(TestTown town, string phone, string born)
    {
        var guardian = await town.VerifiedClient(phone);
        var child = await town.Person("小" + phone[^2..], born);
        await town.Guardian((await guardian.Get("/me").Good()).Id("account"), child);
        return (guardian, child);
    }

    private static Task<HttpResponseMessage> Enrol(HttpClient guardian, Guid series, Guid child) => guardian.Post($"/bookings/sessions/{series}/reservations", new { onBehalfOf = child, wait = true });

    [Theory, MemberData(nameof(Both))]
    public async Task Child_IsEnrolledInTurn_ReceivedAndHandedOnlyToWhomItsGuardianNamed(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var worker = await Open(town);
        var group = (await worker.Post("/nurseries/flute/groups", Group()).Good()).GetGuid();
        var sheet = (await town.Client().Get("/nurseries").Good())[0];
        var shown = sheet.GetProperty("groups")[0];
        (sheet.GetProperty("capFen").GetInt64(), sheet.GetProperty("marketLowFen").GetInt64(), sheet.GetProperty("marketHighFen").GetInt64(), shown.GetProperty("savingFen").GetInt64()).ShouldBe((300_000, 500_000, 600_000, 202_000));
        var series = shown.Id("series");

        // The term runs since three weeks; 14 months old, and the next one waits.
        var (first, small) = await Family(town, "19900000311", "2025-09-10");
        var (second, other) = await Family(town, "19900000312", "2025-06-01");
        var place = await Enrol(first, series, small).Good();
        place.Text("state").ShouldBe("confirmed");
        (await Enrol(second, series, other).Good()).Text("state").ShouldBe("waiting");
        (await town.Client().Get("/nurseries").Good())[0].GetProperty("groups")[0].GetProperty("waiting").GetInt32().ShouldBe(1);

        var mine = $"/nurseries/mine/{place.Id()}";
        (await first.Post(mine + "/collectors", new { name = "沈桂兰", relation = "外婆" }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_nursery_place", "entered first");
        await first.Put(mine, new { callName = "小满" }).Good();
        (await second.Put(mine, new { callName = "别人" }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_nursery_place");
        var named = await first.Post(mine + "/collectors", new { name = "沈桂兰", relation = "外婆" }).Good();
        var code = named.Text("code");
        code.ShouldMatch("^[0-9]{6}$");

        var teacher = await town.StaffClient("steward");
        var child = $"/nurseries/groups/{group}/children/{place.Id()}";
        (await teacher.Post(child + "/hand-over", new { code }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.handover_not_here");
        await teacher.Post(child + "/arrive").Good();
        await teacher.Post(child + "/arrive").Good();
        var day = (await teacher.Get($"/nurseries/groups/{group}/today").Good())[0];
        (day.GetProperty("here").GetInt32(), day.GetProperty("needed").GetInt32(), day.GetProperty("waiting").GetInt32()).ShouldBe((1, 1, 1));
        day.ToString().ShouldNotContain("沈桂兰");
        day.ToString().ShouldNotContain("小11");
        day.GetProperty("children")[0].Text("callName").ShouldBe("小满");

        (await teacher.Post(child + "/hand-over", new { code = code == "000000" ? "000001" : "000000" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.handover_code");
        (await teacher.Post(child + "/hand-over", new { collector = named.Id("collector"), name = "沈桂花" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.handover_name");
        (await teacher.Post(child + "/hand-over", new { }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.handover_way");
        (await worker.Post(child + "/hand-over", new { code })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "only who looks after the children");
        (await teacher.Post(child + "/hand-over", new { code }).Good()).Text("relation").ShouldBe("外婆");
        (await teacher.Post(child + "/hand-over", new { code }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.handover_gone");
        var seen = (await first.Get("/nurseries/mine").Good())[0];
        (seen.GetProperty("daysPresent").GetInt32(), seen.GetProperty("days")[0].Text("fetchedBy")).ShouldBe((1, "外婆 沈**"));
        (await first.Get("/notices").Good()).ToString().ShouldContain("was fetched");

        // The next day by the document, and not at all once withdrawn.
        town.Time.Move(TimeSpan.FromDays(1));
        await teacher.Post(child + "/arrive").Good();
        await first.Delete(mine + $"/collectors/{named.Id("collector")}").Good();
        (await teacher.Post(child + "/hand-over", new { code }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.handover_code");
        var father = await first.Post(mine + "/collectors", new { name = "林 涛", relation = "爸爸", day = "2026-11-24" }).Good();
        await teacher.Post(child + "/hand-over", new { collector = father.Id("collector"), name = "林涛" }).Good();
        (await teacher.GetStringAsync(new Uri("/desk/nursery", UriKind.Relative))).ShouldContain("fetched by");
        (await first.GetStringAsync(new Uri("/my/nursery", UriKind.Relative))).ShouldContain("fetched by");

        // The family moves: the place goes to the next who waits, though the term runs.
        (await first.Post($"/bookings/{place.Id()}/cancel", new { reason = "搬家" })).IsSuccessStatusCode.ShouldBeTrue();
        var offered = (await second.Get("/nurseries/mine").Good())[0];
        offered.Text("state").ShouldBe("offered");
        await second.Post($"/bookings/{offered.Id("reservation")}/accept", new { }).Good();
        (await second.Get("/nurseries/mine").Good())[0].Text("state").ShouldBe("confirmed");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Fee_IsPaidOncePerMonth_FromTheGuardiansWallet(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var worker = await Open(town);
        await worker.Post("/nurseries/flute/groups", Group()).Good();
        var series = (await town.Client().Get("/nurseries").Good())[0].GetProperty("groups")[0].Id("series");
        var (guardian, child) = await Family(town, "19900000313", "2025-09-10");
        var place = (await Enrol(guardian, series, child).Good()).Id();
        var fees = $"/nurseries/mine/{place}/fees";
        (await guardian.Post(fees, new { month = "2026-11-01", seenFen = 298_000 }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.nursery_enter_first");
        await guardian.Put($"/nurseries/mine/{place}", new { callName = "乐乐" }).Good();
        (await guardian.Post(fees, new { month = "2026-10-01", seenFen = 298_000 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.nursery_month");
        (await guardian.Post(fees, new { month = "2026-11-15", seenFen = 1 }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.nursery_fee_changed");
        (await guardian.Post(fees, new { month = "2026-11-15", seenFen = 298_000 }).Refused(HttpStatusCode.Conflict)).ShouldBe("ledger.insufficient");
        var wallet = await Fill(town, (await guardian.Get("/me").Good()).Id("account"), 500_000);
        for (var again = 0; again < 2; again++)
            (await guardian.Post(fees, new { month = "2026-11-15", seenFen = 298_000 }).Good()).GetProperty("paidAt").ValueKind.ShouldBe(JsonValueKind.String);
        (await town.InScope(async s => (await s.GetRequiredService<ILedger>().Balance(wallet, default)).Posted)).ShouldBe(202_000);
        (await guardian.Get("/nurseries/mine").Good())[0].GetProperty("months").EnumerateArray().Select(m => (m.Text("month"), m.GetProperty("paidAt").ValueKind == JsonValueKind.String))
            .ShouldBe([("2026-11-01", true), ("2026-12-01", false), ("2027-01-01", false)]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Place_ThatEndsWhileTheChildIsInside_KeepsItInSight_AndGivesBackWhatWasPaidAhead(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var worker = await Open(town);
        var group = (await worker.Post("/nurseries/flute/groups", Group()).Good()).GetGuid();
        var series = (await town.Client().Get("/nurseries").Good())[0].GetProperty("groups")[0].Id("series");
        var (mother, child) = await Family(town, "19900000315", "2025-09-10");
        var (motherAccount, father) = ((await mother.Get("/me").Good()).Id("account"), await town.VerifiedClient("19900000316"));
        await town.Guardian((await father.Get("/me").Good()).Id("account"), child);
        var place = (await Enrol(mother, series, child).Good()).Id();
        var mine = $"/nurseries/mine/{place}";
        await mother.Put(mine, new { callName = "小满" }).Good();
        var grandmother = await mother.Post(mine + "/collectors", new { name = "沈桂兰", relation = "外婆" }).Good();
        await father.Post(mine + "/collectors", new { name = "林涛", relation = "爸爸" }).Good();
        var wallet = await Fill(town, motherAccount, 700_000);
        foreach (var month in new[] { "2026-11-01", "2026-12-01" })
            await mother.Post(mine + "/fees", new { month, seenFen = 298_000 }).Good();
        (await mother.Post(mine + "/fees", new { month = "2027-01-01", seenFen = 298_000 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.nursery_month_ahead");

        // Given up at noon, while the child is inside: it stays on the list until somebody fetches it.
        var teacher = await town.StaffClient("steward");
        await teacher.Post($"/nurseries/groups/{group}/children/{place}/arrive").Good();
        (await mother.Post($"/bookings/{place}/cancel", new { reason = "搬家" })).IsSuccessStatusCode.ShouldBeTrue();
        var day = (await teacher.Get($"/nurseries/groups/{group}/today").Good())[0];
        (day.GetProperty("enrolled").GetInt32(), day.GetProperty("here").GetInt32(), day.GetProperty("children").EnumerateArray().Single().Text("callName")).ShouldBe((0, 1, "小满"));

        // The mother is a guardian no more: whom she named fetches nobody until the father stands for them, and she hears nothing further.
        await town.InScope(s => s.GetRequiredService<LinliDb>().Records<Guardianship>().Where(g => g.ChildId == child && s.GetRequiredService<LinliDb>().Records<Account>().Any(a => a.Id == motherAccount && a.PersonId == g.GuardianId))
            .ExecuteUpdateAsync(u => u.SetProperty(g => g.To, town.Time.GetUtcNow())));
        town.Time.Move(TimeSpan.FromHours(1));
        var fetch = $"/nurseries/groups/{group}/children/{place}/hand-over";
        var code = grandmother.Text("code");
        for (var wrong = 0; wrong < 5; wrong++)
            (await teacher.Post(fetch, new { code }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.handover_code");
        (await teacher.Post(fetch, new { code }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.handover_stopped");
        await town.DeliverEvents();
        (await father.Get("/notices").Good()).ToString().ShouldSatisfyAllConditions(t => t.ShouldContain("Your child has come"), t => t.ShouldContain("was refused"), t => t.ShouldContain("2026-12"));
        var seen = (await father.Get("/nurseries/mine").Good()).EnumerateArray().Single();
        (seen.Text("state"), seen.GetProperty("inside").GetBoolean()).ShouldBe(("cancelled", true));
        seen.GetProperty("collectors").EnumerateArray().Select(c => (c.Text("relation"), c.GetProperty("confirmed").GetBoolean())).ShouldBe([("外婆", false), ("爸爸", true)], ignoreOrder: true);
        seen.GetProperty("looks").GetArrayLength().ShouldBe(1);
        seen.GetProperty("refusals").GetArrayLength().ShouldBe(5);
        (await mother.Post(mine + $"/collectors/{grandmother.Id("collector")}/code").Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_collector");
        var renewed = (await father.Post(mine + $"/collectors/{grandmother.Id("collector")}/code").Good()).Text("code");
        (await teacher.Post(fetch, new { code = renewed }).Good()).Text("relation").ShouldBe("外婆");
        (await father.Get("/notices").Good()).ToString().ShouldContain("was fetched");
        (await mother.Get("/notices").Good()).ToString().ShouldNotContain("was fetched");
        (await mother.Get("/nurseries/mine").Good()).GetArrayLength().ShouldBe(0);

        // December had not begun and is back by itself; November is for the desk to give back, once.
        async Task<long> Balance() => await town.InScope(async s => (await s.GetRequiredService<ILedger>().Balance(wallet, default)).Posted);
        (await Balance()).ShouldBe(402_000);
        var months = (await worker.Get($"/nurseries/groups/{group}/fees").Good()).EnumerateArray().Single().GetProperty("months").EnumerateArray().ToList();
        months.Select(m => (m.Text("month"), m.GetProperty("backAt").ValueKind == JsonValueKind.String)).ShouldBe([("2026-11-01", false), ("2026-12-01", true)]);
        (await father.Get("/nurseries/mine").Good()).EnumerateArray().Single().GetProperty("looks").GetArrayLength().ShouldBe(2, "who keeps the fees reads the call name too");
        (await worker.Post($"/nurseries/fees/{months[0].Id("fee")}/back", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.fee_back_reason");
        await worker.Post($"/nurseries/fees/{months[0].Id("fee")}/back", new { reason = "园里停水停园" }).Good();
        (await Balance()).ShouldBe(700_000);
        (await worker.Post($"/nurseries/fees/{months[0].Id("fee")}/back", new { reason = "园里停水停园" }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_nursery_fee");
        (await worker.GetStringAsync(new Uri($"/desk/nursery/groups?fees={group}", UriKind.Relative))).ShouldContain("given back");
        (await father.GetStringAsync(new Uri("/my/nursery", UriKind.Relative))).ShouldContain("back in the wallet");
    }

    [Fact]
    public async Task Group_BeyondTheLawOrTheCap_IsRefused_AndSoIsAChildOfAnotherAge()
    {
        await using var town = await Town();
        var worker = await Open(town);
        async Task<string?> Try(object group) => await worker.Post("/nurseries/flute/groups", group).Refused(HttpStatusCode.BadRequest);
        (await Try(Group("baby", 11, 4))).ShouldBe("health.nursery_group_size");
        (await Try(Group("toddler", 16, 4))).ShouldBe("health.nursery_group_size");
        (await Try(Group("junior", 21, 3))).ShouldBe("health.nursery_group_size");
        (await Try(Group("mixed", 19, 4))).ShouldBe("health.nursery_group_size");
        (await Try(Group("family", 6, 2))).ShouldBe("health.nursery_group_size");
        (await Try(Group("baby", 10, 3))).ShouldBe("health.nursery_ratio", "1 to 3");
        (await Try(Group("toddler", 15, 2))).ShouldBe("health.nursery_ratio", "1 to 5");
        (await Try(Group("junior", 20, 2))).ShouldBe("health.nursery_ratio", "1 to 7");
        (await Try(Group("mixed", 18, 2))).ShouldBe("health.nursery_ratio", "1 to 6");
        (await Try(Group(feeFen: 300_000))).ShouldBe("health.nursery_fee_cap", "below 3,000");
        (await Try(Group(feeFen: -1))).ShouldBe("health.nursery_fee_cap");
        (await Try(Group(until: "2026-01-01"))).ShouldBe("health.nursery_term");
        var keeper = await town.StaffClient("operator");
        (await worker.Put("/nurseries/x", new { place = "hf-1", nameZh = "托育园" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.code");
        (await keeper.Post("/nurseries/fee-rules", new { place = "hf-1", capFen = 0, marketLowFen = 1, marketHighFen = 2, effectiveFrom = "2026-01-01", source = "调查" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.fee_range");
        await keeper.Post("/nurseries/fee-rules", new { place = "hf-1", capFen = 250_000, marketLowFen = 400_000, marketHighFen = 450_000, effectiveFrom = "2026-01-01", source = "2026 年市场价调查" }).Good();
        (await Try(Group(feeFen: 250_000))).ShouldBe("health.nursery_fee_cap", "a stricter local cap");
        object Local(int most, int under = 24) => new { place = "hf-1", kind = "toddler", leastMonths = 12, underMonths = under, mostChildren = most, childrenPerCarer = 4, effectiveFrom = "2026-01-01", source = "本地托育标准" };
        (await keeper.Post("/nurseries/age-rules", Local(0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.rule_size");
        (await keeper.Post("/nurseries/age-rules", Local(12, under: 12)).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.rule_months");
        await keeper.Post("/nurseries/age-rules", Local(12)).Good();
        (await Try(Group("toddler", 13, 4, 240_000))).ShouldBe("health.nursery_group_size", "the narrower rule goes first");
        (await Try(Group("toddler", 5, 1, 240_000))).ShouldBe("health.nursery_ratio", "1 to 4 here");
        (await (await town.StaffClient("worker2")).Post("/nurseries/flute/groups", Group(feeFen: 1000)).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_nursery");

        (await keeper.Post("/nurseries/age-rules", Local(16)).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.rule_looser", "a local rule is stricter, never looser");
        (await keeper.Post("/nurseries/fee-rules", new { place = "hf-1", capFen = 300_001, marketLowFen = 1, marketHighFen = 2, effectiveFrom = "2026-01-01", source = "想多收一点" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.fee_looser");
        (await Try(Group(feeFen: 1000, from: "2026-09-01", until: "2026-11-01"))).ShouldBe("health.nursery_term_over");

        // A family care point: five at one door, and nothing beside.
        await worker.Put("/nurseries/family", new { place = "hf-1", nameZh = "家庭托育点" }).Good();
        await worker.Post("/nurseries/family/groups", Group("family", 3, 1, 100_000)).Good();
        (await worker.Post("/nurseries/family/groups", Group("family", 3, 1, 100_000)).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.nursery_family_point");
        (await worker.Post("/nurseries/family/groups", Group("toddler", 3, 1, 100_000)).Refused(HttpStatusCode.Conflict)).ShouldBe("health.nursery_family_alone");
        await worker.Post("/nurseries/family/groups", Group("family", 2, 1, 100_000)).Good();
        (await keeper.Put("/nurseries/family", new { place = "hf-2", nameZh = "家庭托育点" }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.place_fixed", "with groups that run");
        (await worker.Put("/nurseries/family", new { place = "hf-1", nameZh = "家庭托育点", @operator = "somebody-else" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("health.nursery_operator");

        var group = (await worker.Post("/nurseries/flute/groups", Group(feeFen: 240_000)).Good()).GetGuid();
        var series = (await town.Client().Get("/nurseries?code=flute").Good())[0].GetProperty("groups")[0].Id("series");
        var (guardian, small) = await Family(town, "19900000314", "2025-11-24");
        (await Enrol(guardian, series, small).Refused(HttpStatusCode.Forbidden)).ShouldBe("health.nursery_too_young", "one day short of 12 months");
        var (_, big) = (0, await town.Person("大大", "2024-11-23"));
        await town.Guardian((await guardian.Get("/me").Good()).Id("account"), big);
        (await Enrol(guardian, series, big).Refused(HttpStatusCode.Forbidden)).ShouldBe("health.nursery_too_old", "24 months today");
        town.Time.Move(TimeSpan.FromDays(1));
        (await Enrol(guardian, series, small).Good()).Text("state").ShouldBe("confirmed");
        var teacher = await town.StaffClient("steward");
        (await teacher.Put($"/nurseries/groups/{group}/carers", new { carers = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.carers");
        await teacher.Put($"/nurseries/groups/{group}/carers", new { carers = 0 }).Good();
        (await teacher.Get("/nurseries/today").Good()).EnumerateArray().Single(g => g.Id() == group).GetProperty("carers").GetInt32().ShouldBe(0);

        // A group that stands keeps its rule; one that is cancelled is offered no more.
        object Stricter(string from) => new { place = "hf-1", kind = "toddler", leastMonths = 18, underMonths = 24, mostChildren = 10, childrenPerCarer = 3, effectiveFrom = from, source = "更严的本地标准" };
        await keeper.Post("/nurseries/age-rules", Stricter("2026-11-20")).Good();
        (await town.Client().Get("/nurseries?code=flute").Good())[0].GetProperty("groups")[0].GetProperty("leastMonths").GetInt32().ShouldBe(12);
        await keeper.Post($"/bookings/sessions/{series}/cancel", new { reason = "老师不足" }).Good();
        (await town.Client().Get("/nurseries?code=flute").Good())[0].GetProperty("groups").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-01-31", "2026-02-27", 0)]
    [InlineData("2026-01-31", "2026-02-28", 1)]
    [InlineData("2025-11-23", "2026-11-23", 12)]
    [InlineData("2025-11-24", "2026-11-23", 11)]
    [InlineData("2024-02-29", "2026-02-28", 24)]
    public void Months_AreCompletedOnTheDay(string born, string day, int months) =>
        new PersonTraits(Guid.Empty, DateOnly.ParseExact(born, "yyyy-MM-dd"), [], [], true).MonthsOn(DateOnly.ParseExact(day, "yyyy-MM-dd")).ShouldBe(months);

    private static Task<AccountId> Fill(TestTown town, Guid account, long fen) => town.InScope(async s =>
    {
        var (ledger, db) = (s.GetRequiredService<ILedger>(), s.GetRequiredService<LinliDb>());
        var person = await db.Records<Account>().Where(a => a.Id == account).Select(a => a.PersonId).SingleAsync();
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), CancellationToken.None);
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "cash", SmallTown.Group, null), CancellationToken.None);
        (await ledger.Post(new("test", $"fill-{account}", "top-up", ("充值", "Top-up"), [Entry.From(bank, new Fen(fen)), Entry.To(wallet, new Fen(fen))]), CancellationToken.None)).Ok.ShouldBeTrue();
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return wallet;
    });
}
