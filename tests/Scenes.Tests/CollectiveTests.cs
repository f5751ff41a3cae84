using System.Net;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Collective income (S67): entered with evidence, corrected by opposite entries, per head of the register.</summary>
[Trait("Feature", "S67")]
public sealed class CollectiveTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static async Task<HttpClient> Accountant(TestTown town, params ScopePath[] places)
    {
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var now = Clock.Now(town.Time);
            var person = new Person { Id = Guid.CreateVersion7(now), Name = "钟会计", At = now };
            var account = NewAccounts.Staff(person.Id, "books", town.Time, now);
            account.PasswordHash = s.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, TestTown.Password);
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            foreach (var place in places.Length == 0 ? [SmallTown.Group] : places)
                db.Insert(new PostHeld { Id = Guid.CreateVersion7(now = now.AddMilliseconds(1)), AccountId = account.Id, Post = Posts.CooperativeAccountant, Scope = place.Value, From = TestTown.Start.AddDays(-30) });
            return await db.SaveChangesAsync();
        });
        return await town.StaffClient("books");
    }

    private static object Income(int year = 2026, string source = "rent", long fen = 72_900_000_000, string what = "厂房租金", string voucher = "记-001", string? key = null) =>
        new { year, source, fen, what, voucher, idempotencyKey = key };

    [Theory, MemberData(nameof(Both))]
    public async Task Board_ShowsIncomeByYearAndPerHead_AndEveryNumberOpensItsEntries(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var books = await Accountant(town);
        for (var i = 0; i < 3; i++)
            await town.Person("居民" + i, "1960-01-01", i, second: i == 2);
        await books.Post("/collective/income", Income(fen: 1000_00, key: "a")).Good();
        await books.Post("/collective/income", Income(fen: 1000_00, key: "a")).Good();
        var wrong = (await books.Post("/collective/income", Income(source: "industry", fen: 500_00, what: "记错的收入")).Good()).Id();
        await books.Post("/collective/income", Income(2022, fen: 7_290_000_00)).Good();
        await books.Post("/collective/people", new { year = 2022, people = 1215, source = "2022 年末名册" }).Good();
        await books.Post($"/collective/income/{wrong}/correct", new { reason = "记错科目" }).Good();
        (await books.Post($"/collective/income/{wrong}/correct", new { reason = "再冲一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.income_corrected");

        var board = await (await town.StaffClient("secretary")).Get("/collective").Good();

        board.GetProperty("registerNow").GetInt32().ShouldBe(3);
        var years = board.GetProperty("years").EnumerateArray().ToList();
        years.Select(y => (y.GetProperty("year").GetInt32(), y.GetProperty("fen").GetInt64(), y.GetProperty("people").GetInt32(), y.GetProperty("perHeadFen").GetInt64()))
            .ShouldBe([(2026, 1000_00, 3, 333_33), (2022, 7_290_000_00, 1215, 6000_00)]);
        foreach (var year in years)
            (await books.Get($"/collective/income?year={year.Text("year")}").Good()).EnumerateArray().Sum(e => e.GetProperty("fen").GetInt64()).ShouldBe(year.GetProperty("fen").GetInt64());
        (await books.Get("/collective/income?year=2026&source=industry").Good()).EnumerateArray().Select(e => e.GetProperty("fen").GetInt64()).ShouldBe([-500_00, 500_00], ignoreOrder: true);
        var page = await books.GetStringAsync(new Uri("/desk/collective?year=2022", UriKind.Relative));
        page.ShouldContain("6,000.00");
        page.ShouldContain("2022 年末名册");
        page.ShouldContain("记-001");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task AccountantOfTwoPlaces_SaysWhoseBooks_AndFiguresStaySeparable(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var books = await Accountant(town, SmallTown.First, SmallTown.Second);
        Task<HttpResponseMessage> Enter(string? place, long fen, string voucher = "记-001") =>
            books.Post("/collective/income", new { place, year = 2025, source = "rent", fen, what = "厂房租金", voucher });
        (await Enter(null, 100).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.which_books");
        (await Enter(SmallTown.Group.Value, 100).Refused(HttpStatusCode.Forbidden)).ShouldBe("services.not_your_books");
        var first = (await Enter(SmallTown.First.Value, 1000_00).Good()).Id();
        await Enter(SmallTown.Second.Value, 3000_00).Good();
        (await Enter(SmallTown.First.Value, 1000_00).Refused(HttpStatusCode.Conflict)).ShouldBe("services.voucher_twice");
        await books.Post($"/collective/income/{first}/correct", new { reason = "记错金额" }).Good();
        await Enter(SmallTown.First.Value, 1200_00).Good();

        // No income per head of all while only one place has counted its people.
        await books.Post("/collective/people", new { place = SmallTown.First.Value, year = 2025, people = 100, source = "年末名册" }).Good();
        var year = (await books.Get("/collective").Good()).GetProperty("years")[0];
        (year.GetProperty("fen").GetInt64(), year.GetProperty("perHeadFen").ValueKind).ShouldBe((4200_00, System.Text.Json.JsonValueKind.Null));
        year.GetProperty("places").EnumerateArray().Select(p => p.GetProperty("fen").GetInt64()).ShouldBe([1200_00, 3000_00]);
        await books.Post("/collective/people", new { place = SmallTown.Second.Value, year = 2025, people = 200, source = "年末名册" }).Good();
        year = (await books.Get("/collective").Good()).GetProperty("years")[0];
        (year.GetProperty("people").GetInt32(), year.GetProperty("perHeadFen").GetInt64()).ShouldBe((300, 14_00));
        (await (await town.StaffClient("operator")).GetStringAsync(new Uri("/desk/collective?year=2025", UriKind.Relative))).ShouldContain("14.00");
    }

    [Fact]
    public async Task Income_WithBadInputOrByOthers_IsRefused()
    {
        await using var town = await TestTown.Found();
        var books = await Accountant(town);
        Task<HttpResponseMessage> Try(object body) => books.Post("/collective/income", body);
        (await Try(Income(fen: 0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.income_fen");
        (await Try(Income(fen: -5)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.income_fen");
        (await Try(Income(fen: long.MaxValue)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.income_fen");
        (await Try(Income(2027)).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.income_year");
        (await Try(Income(what: "")).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.income_what");
        (await Try(Income(voucher: " ")).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.income_voucher");
        (await books.Post("/collective/people", new { year = 2025 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.people_past");
        (await books.Post("/collective/people", new { year = 2025, people = 0, source = "名册" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.people");
        (await books.Post("/collective/people", new { year = 2025, people = 10 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.people_source");
        (await (await town.StaffClient("secretary")).Post("/collective/income", Income())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await town.VerifiedClient("19900000001")).Get("/collective")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
