using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger.Periods;
using Linli.Ledger.Reversals;
using Linli.Ledger.Settlements;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class DeskTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Reversal_OfALargeTransfer_NeedsASecondPerson(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(100_000);
        var (small, large) = ((await books.Post(books.Transfer(wallet, books.Cooperative, 1000))).Value!.Id, (await books.Post(books.Transfer(wallet, books.Cooperative, 60_000))).Value!.Id);
        var town = books.Town;
        var (one, other) = (await town.Staff("operator"), await town.Staff("secretary"));
        (await town.Run(one, new AskReversal("记错了") { Transfer = small })).Value!.Posted.ShouldNotBeNull();
        var asked = (await town.Run(one, new AskReversal("记错了") { Transfer = large })).Value!;
        asked.Posted.ShouldBeNull();
        (await books.Posted(wallet)).ShouldBe(40_000);
        (await town.Run(one, new AskReversal("再来") { Transfer = large })).Problem.Code.ShouldBe("ledger.reversal_waiting");
        (await town.Ask(other, new ListReversals())).Value!.Single().Own.ShouldBeFalse();
        (await town.Run(one, new DecideReversal(true) { Id = asked.Request!.Value })).Problem.Code.ShouldBe("ledger.second_person");
        (await town.Run(other, new DecideReversal(true) { Id = asked.Request.Value })).Ok.ShouldBeTrue();
        (await books.Posted(wallet)).ShouldBe(100_000);
        (await town.Run(other, new DecideReversal(true) { Id = asked.Request.Value })).Problem.Code.ShouldBe("ledger.reversal_decided");
        (await town.Run(one, new AskReversal("") { Transfer = large })).Problem.Field.ShouldBe("reason");
        var paidIn = (await books.Post(books.Transfer(books.Cooperative, wallet, 500) with { Kind = Payments.ArrivalDesk.Kind })).Value!.Id;
        (await town.Run(one, new AskReversal("充错了") { Transfer = paidIn })).Problem.Code.ShouldBe("ledger.money_moved", "that money came from outside: it goes back through a refund");

        // Somebody of another place does not even learn that it is there.
        (await town.Run(await town.Staff("worker2"), new AskReversal("试试") { Transfer = large })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reversal_OfWhatAnotherModuleKeepsARowOf_IsRefusedAndSaysWhereItIsUndone(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var (town, wallet) = (books.Town, await books.Wallet(1_000_000));
        var secretary = await town.Staff("secretary");
        (string Poster, string Kind, string Page)[] owned =
        [
            ("market.orders", "market.order", "/desk/market"), ("market.redemption", "points.redeem", "/desk/redemption"), ("market.machines", "machine.sale", "/desk/machines/disputes"),
            ("services.canteen", "meal.pay", "/desk/canteen"), ("neighbours.sales", "charity.sale", "/desk/goodwill/funds"), ("ledger.earning", "points.earn", "/desk/ledger/earnings"),
        ];
        foreach (var (poster, posting, page) in owned)
            foreach (var fen in (long[])[100, 60_000])
            {
                var posted = (await books.Post(books.Transfer(wallet, books.Cooperative, fen) with { Poster = poster, Kind = posting })).Value!.Id;
                var refused = (await town.Run(secretary, new AskReversal("记错了") { Transfer = posted })).Problem;
                (refused.Code, refused.Link).ShouldBe((UndoneElsewhere.Code, page), poster);
            }

        (await town.Ask(secretary, new ListReversals())).Value!.ShouldBeEmpty("a large one does not wait for a colleague in vain");
        var another = (await books.Post(books.Transfer(wallet, books.Cooperative, 100) with { Poster = "services.canteens", Kind = "meal.pay" })).Value!.Id;
        (await town.Run(secretary, new AskReversal("记错了") { Transfer = another })).Ok.ShouldBeTrue("the poster says whose it is, not the kind that anybody may write");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task ClosedMonth_TakesNothingMore_AndTheCorrectionGoesIntoTheOpenOne(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var town = books.Town;
        var secretary = await town.Staff("secretary");
        var wallet = await books.Wallet(1000);
        var month = LocalTime.DateOf(TestTown.Start);
        var paid = (await books.Post(books.Transfer(wallet, books.Cooperative, 100))).Value!.Id;
        (await town.Run(secretary, new ClosePeriod(SmallTown.Group, ClosedPeriod.MonthOf(month)))).Problem.Code.ShouldBe("ledger.month_runs");
        town.Time.SetTo(LocalTime.StartOfDay(new DateOnly(month.Year, month.Month, 1).AddMonths(1)).AddMinutes(30));
        (await books.Post(books.Transfer(wallet, books.Cooperative, 100) with { Date = month })).Ok.ShouldBeTrue();
        (await town.Run(secretary, new ClosePeriod(SmallTown.Group, ClosedPeriod.MonthOf(month)))).Ok.ShouldBeTrue();
        (await books.Post(books.Transfer(wallet, books.Cooperative, 100) with { Date = month })).Problem.Code.ShouldBe("ledger.period_closed");
        var back = await books.Try(l => l.Reverse(new(paid, "test", "back", ("更正", "Correction")), default));
        back.Value!.Date.Month.ShouldNotBe(month.Month);
        (await town.Run(secretary, new ClosePeriod(SmallTown.Group, 202613))).Problem.Field.ShouldBe("month");
        (await town.Run(await town.Staff("desk"), new ClosePeriod(SmallTown.Group, ClosedPeriod.MonthOf(month)))).Problem.Code.ShouldBe("ledger.not_your_place");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Settlement_TakesEachEntryOnce(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var town = books.Town;
        var secretary = await town.Staff("secretary");
        var wallet = await books.Wallet(10_000);
        var first = ClosedPeriod.MonthOf(LocalTime.DateOf(TestTown.Start));
        await books.Post(books.Transfer(wallet, books.Cooperative, 300));
        await books.Post(books.Transfer(wallet, books.Cooperative, 700));
        (await town.Run(secretary, new MakeSettlement(books.Cooperative, first))).Problem.Code.ShouldBe("ledger.month_runs");
        town.Time.Move(TimeSpan.FromDays(31));
        await books.Post(books.Transfer(wallet, books.Cooperative, 50));
        (await town.Run(secretary, new MakeSettlement(books.Cooperative, first))).Problem.Code.ShouldBe("ledger.settle_not_sealed");
        await books.Seal();
        var made = (await town.Run(secretary, new MakeSettlement(books.Cooperative, first))).Value;
        (await town.Run(secretary, new MakeSettlement(books.Cooperative, first))).Value.ShouldBe(made);
        town.Time.Move(TimeSpan.FromDays(31));
        (await town.Run(secretary, new MakeSettlement(books.Cooperative, first + 1))).Ok.ShouldBeTrue();
        (await town.Ask(secretary, new ListSettlements())).Value!.Select(s => (s.Month, s.Owed, s.Lines)).ShouldBe([(first + 1, 50L, 1), (first, 1000L, 2)]);
        (await town.Run(secretary, new MakeSettlement(wallet, first))).Problem.Code.ShouldBe("ledger.settle_people");
        var csv = await (await town.StaffClient("secretary")).GetStringAsync($"/api/v1/ledger/settlements/{made}.csv");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Statement_IsReadByItsOwner_AndByStaffOfThePlace_AndByNobodyElse(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var (town, mine) = (books.Town, await books.Town.ResidentClient("13800000011"));
        var account = (await mine.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid();
        var person = await town.As(account, s => Task.FromResult(((Platform.Security.CurrentCaller)s.GetService(typeof(Platform.Security.CurrentCaller))!).Value.Person!.Value));
        var wallet = await books.Account(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, 0);
        await books.Post(books.Transfer(books.Outside, wallet, 12_345) with { Memo = ("充值", "=Paid in") });

        var me = await mine.GetFromJsonAsync<JsonElement>("/api/v1/ledger/me");
        me.GetProperty("pockets")[0].GetProperty("words").GetProperty("zh").GetString().ShouldBe("123.45 元");
        var address = $"/api/v1/ledger/accounts/{wallet.Value}/statement";
        (await mine.GetFromJsonAsync<JsonElement>(address)).GetProperty("lines")[0].GetProperty("amount").GetInt64().ShouldBe(12_345);
        (await mine.GetStringAsync(address + ".csv")).ShouldContain("123.45");
        (await mine.GetByteArrayAsync(address + ".xlsx")).Length.ShouldBeGreaterThan(1000);
        (await (await town.StaffClient("worker")).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await town.StaffClient("worker2")).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await town.ResidentClient("13800000012")).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await town.Client().GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await mine.GetAsync(address + "?take=0")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.GetAsync(address + "?after=x.y")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.PostAsJsonAsync("/api/v1/ledger/transfers", new { key = "k", kind = "x", memoZh = "给自己", memoEn = "To me", entries = Array.Empty<object>() }))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Accounts_AreFoundByNumberAndName_WithinOnesPlaces(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        await books.Wallet(100);
        var town = books.Town;
        var found = (await town.Ask(await town.Staff("worker"), new FindAccounts("账户", LedgerUnit.Fen))).Value!;
        found.Total.ShouldBeGreaterThanOrEqualTo(3);
        var number = found.Items[0].Number;
        (await town.Ask(await town.Staff("worker"), new FindAccounts(number.ToLowerInvariant()))).Value!.Items.ShouldHaveSingleItem().Number.ShouldBe(number);
        (await town.Ask(await town.Staff("worker2"), new FindAccounts())).Value!.Total.ShouldBe(0);
        (await town.Ask(await town.Staff("worker"), new FindAccounts(Take: 0))).Problem.Field.ShouldBe("take");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Erasure_LeavesTheChainRight_AndTheEntriesNameless(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var account = await bed.Books.Town.Resident("13800000013");
        var person = await bed.PersonOf(account);
        (await bed.Earn(person, "k1")).Ok.ShouldBeTrue();
        await bed.Books.Seal();
        await bed.Books.Town.InScope(async s =>
        {
            var mine = ((IEnumerable<Platform.Privacy.IPersonalData>)s.GetService(typeof(IEnumerable<Platform.Privacy.IPersonalData>))!).Single(d => d.Module == "ledger");
            var subject = new Platform.Privacy.DataSubject(person, [account]);
            (await mine.Export(subject, default)).Sum(p => p.Items.Count).ShouldBe(3);
            (await mine.Stays(subject, default)).ShouldHaveSingleItem().Count.ShouldBe(1);
            await mine.Erase(subject, default);
            await ((Platform.Data.LinliDb)s.GetService(typeof(Platform.Data.LinliDb))!).SaveChangesAsync();
            (await mine.Stays(subject, default)).ShouldBeEmpty();
            return true;
        });
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/me/wallet", null)]
    [InlineData("/desk/ledger", "operator")]
    [InlineData("/desk/ledger/points", "operator")]
    [InlineData("/desk/ledger/earnings", "operator")]
    [InlineData("/desk/ledger/closing", "operator")]
    public async Task Pages_OpenForThoseTheyAreFor(string path, string? staff)
    {
        await using var books = await Books.Open();
        var client = staff is null ? await books.Town.VerifiedClient("13800000014") : await books.Town.StaffClient(staff);
        var page = await client.GetAsync(path);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("<h1>");
        if (staff is not null)
            (await (await books.Town.ResidentClient("13800000015")).GetAsync(path)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }
}
