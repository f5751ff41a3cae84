using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Linli.Learning.Library;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Learning;

/// <summary>The library (S47): catalogue, loans that are forgotten, a family card, a queue of reservations, seats and events.</summary>
[Trait("Feature", "S47")]
public sealed class LibraryTests
{
    private const string Health = "9787530499993";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory]
    [InlineData("978-7-5304-9999-3", Health)]
    [InlineData("9787530499993 (平装) : CNY39.00", Health)]
    [InlineData("7530499998", Health)]
    [InlineData("7530499997", null)]
    [InlineData("0-306-40615-2", "9780306406157")]
    [InlineData("097522980X", "9780975229804")]
    [InlineData("9787530499994", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Isbn_IsTakenOnlyWhenItsDigitsCheck(string? raw, string? isbn) => LibraryRules.Isbn(raw).ShouldBe(isbn);

    [Fact]
    public void Marc_OfDirtyFiles_TellsBrokenRecordsApartAndReadsTheRest()
    {
        var good = Marc(Encoding.UTF8, ("010", "  \u001Fa978-7-5304-9999-3\u001FdCNY39.00"), ("200", "1 \u001Fa四季养生\u001Fe节气饮食\u001Ff王安编"), ("210", "  \u001Fa北京\u001Fc北京科学技术出版社\u001Fd2021.5"), ("690", "  \u001FaR161"), ("905", "  \u001FbHF000101"));
        var gbk = Marc(CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!, ("200", "1 \u001Fa小兔搬家\u001Ff李图"), ("333", "  \u001Fa儿童"));
        var american = Marc(Encoding.UTF8, ("020", "  \u001Fa0306406152"), ("245", "10\u001FaA history /\u001Fcby N. Body"), ("260", "  \u001FbPlenum,\u001Fc1980"), ("952", "  \u001Fp30001"));
        var untitled = Marc(Encoding.UTF8, ("010", "  \u001Fa9787530499993"));
        var lying = (byte[])good.Clone();
        "99999"u8.CopyTo(lying);
        var broken = (byte[])good.Clone();
        broken[30] = (byte)'x';
        var blank = Marc(Encoding.UTF8, ("200", "1 \u001Fa鲁迅全集\u001Fh第五卷\u001Fi坟"), ("010", "  \u001Fa978-7-5304-9999-3"));
        blank.AsSpan(0, 2).Fill((byte)' ');
        MarcFile.IsIso2709(blank).ShouldBeTrue("a length may be written with blanks");
        var file = (byte[])[0xEF, 0xBB, 0xBF, .. good, (byte)'\r', (byte)'\n', .. gbk, .. american, .. untitled, .. lying, .. broken, (byte)'\n', .. blank, .. good[..60]];

        MarcFile.IsIso2709(file).ShouldBeTrue();
        var records = MarcFile.ReadIso2709(file).ToList();
        records.Count.ShouldBe(8);
        (records[0].Title, records[0].Author, records[0].Publisher, records[0].Year, records[0].Class).ShouldBe(("四季养生：节气饮食", "王安编", "北京科学技术出版社", "2021.5", "R161"));
        records[0].Barcodes.ShouldBe(["HF000101"]);
        (records[1].Title, records[1].Audience).ShouldBe(("小兔搬家", "儿童"));
        (records[2].Title, records[2].Publisher, records[2].Barcodes.Single()).ShouldBe(("A history", "Plenum", "30001"));
        records[3].Fault.ShouldNotBeNull();
        records[4].Title.ShouldBe(records[0].Title, "a wrong length in the leader does not matter");
        records[5].Fault.ShouldNotBeNull();
        (records[6].Title, records[6].Volume).ShouldBe(("鲁迅全集 第五卷 坟", "第五卷 坟"));
        records[7].Fault!.ShouldContain("cut off");
        MarcFile.ReadIso2709([1, 2, 3, 0x1D]).Single().Fault.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Grandfather_BorrowsForHisGrandson_AndWhatWasBorrowedIsForgotten(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (desk, reading) = (await Branch(town), await town.Client().Get("/library/books").Good());
        reading.GetArrayLength().ShouldBe(3);
        (await town.Client().Get("/library/books?q=978-7-5304-9999-3").Good())[0].Text("title").ShouldBe("四季养生");
        var (gu, guId) = await Reader(town, "19900000131", "1946-11-23");
        var (father, _) = await Reader(town, "19900000132", "1988-01-01");
        var grandson = await town.Person("顾小宝", "2017-03-03");
        await town.Guardian((await father.Get("/me").Good()).Id("account"), grandson);

        // The grandson borrows through the family: his father puts him on his grandfather's card.
        var card = (await gu.Put("/library/mine", new { keepsHistory = false }).Good()).Text("card");
        (await father.Post("/library/cards", new { card = "00000000", child = grandson }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.no_card");
        (await gu.Post("/library/cards", new { card, child = grandson }).Refused(HttpStatusCode.Forbidden)).ShouldBe("library.not_guardian");
        var at = await Scan(desk, gu);
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000201" }, @for = grandson }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.not_family");
        await father.Post("/library/cards", new { card, child = grandson }).Good();

        at = await Scan(desk, gu);
        at.GetProperty("family")[0].Text("name").ShouldBe("顾**");
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000101", "*hf000101*" } }).Good()).GetArrayLength().ShouldBe(1, "a scanner read it twice");
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "hf000201" }, @for = grandson }).Good())[0].Text("due").ShouldBe("2026-12-23");
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000201" } }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.not_here");
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "NONE01" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.no_copy");
        (await (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000301", "NONE01" } })).Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(t => t.ShouldContain("NONE01"), t => t.ShouldNotContain("HF000301"));
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = Array.Empty<string>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.barcodes");

        // He sees both, one of them for the child; his family sees nothing.
        var mine = await gu.Get("/library/mine").Good();
        mine.GetProperty("loans").EnumerateArray().Select(l => l.Text("for")).Order().ShouldBe(["", "顾**"]);
        (await father.Get("/library/mine").Good()).GetProperty("loans").GetArrayLength().ShouldBe(0);
        (await gu.Post($"/library/loans/{mine.GetProperty("loans")[0].Id()}/renew").Good()).GetString().ShouldBe("2026-12-23");
        (await gu.Post($"/library/loans/{mine.GetProperty("loans")[0].Id()}/renew").Refused(HttpStatusCode.Conflict)).ShouldBe("library.renewed");
        (await father.Post($"/library/loans/{mine.GetProperty("loans")[1].Id()}/renew").Refused(HttpStatusCode.NotFound)).ShouldBe("library.no_loan");

        await desk.Post("/library/desk/returns", new { barcode = "*HF000101*" }).Good();
        (await Loans(town, guId)).ShouldBe(1, "what is back is forgotten");
        await gu.Put("/library/mine", new { keepsHistory = true }).Good();
        await desk.Post("/library/desk/returns", new { barcode = "HF000201" }).Good();
        (await gu.Get("/library/mine").Good()).GetProperty("history").GetArrayLength().ShouldBe(0, "what a child read is no part of his history");
        at = await Scan(desk, gu);
        await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000301" } }).Good();
        await desk.Post("/library/desk/returns", new { barcode = "HF000301" }).Good();
        (await gu.Get("/library/mine").Good()).GetProperty("history").GetArrayLength().ShouldBe(1);
        await gu.Put("/library/mine", new { keepsHistory = false }).Good();
        (await Loans(town, guId)).ShouldBe(0);
        (await desk.Post("/library/desk/returns", new { barcode = "HF000201" }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.not_lent");
        (await town.Client().Get("/library/branches").Good())[0].GetProperty("loansThisYear").GetInt32().ShouldBe(3);

        // What somebody of the card reserved is fetched on the card, for them only; and nothing is left of it.
        var (wife, wifeId) = await Reader(town, "19900000134", "1948-02-02");
        await wife.Post("/library/cards", new { card }).Good();
        var local = (await town.Client().Get("/library/books?q=本地方志").Good())[0].Id();
        (await wife.Post($"/library/books/{local}/holds", new { branch = "main" }).Good()).Text("state").ShouldBe("ready");
        at = await Scan(desk, gu);
        at.GetProperty("ready").GetArrayLength().ShouldBe(0, "what a grown-up reserved is hers to know");
        (await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000301" } }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.kept");
        await desk.Post("/library/desk/loans", new { ticket = at.Text("ticket"), barcodes = new[] { "HF000301" }, @for = wifeId }).Good();
        await desk.Post("/library/desk/returns", new { barcode = "HF000301" }).Good();
        (await Holds(town)).ShouldBe(0, "a reservation that was fetched says who read what");

        // The last copy at two desks, and two who reserve it at once: one has it, the other waits.
        var (one, other) = ((await Scan(desk, gu)).Text("ticket"), (await Scan(desk, father)).Text("ticket"));
        var lent = await Task.WhenAll(new[] { one, other }.Select(ticket => desk.Post("/library/desk/loans", new { ticket, barcodes = new[] { "HF000301" } })));
        lent.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        await desk.Post("/library/desk/returns", new { barcode = "HF000301" }).Good();
        var held = await Task.WhenAll(new[] { gu, father }.Select(async reader => (await reader.Post($"/library/books/{local}/holds", new { branch = "main" }).Good()).Text("state")));
        held.Order().ShouldBe(["ready", "waiting"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reservation_GetsTheNextCopyInTurn_AndMovesOnWhenNobodyFetchesIt(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var desk = await Branch(town);
        var (first, _) = await Reader(town, "19900000131", "1960-01-01");
        var (second, _) = await Reader(town, "19900000132", "1961-01-01");
        var (third, _) = await Reader(town, "19900000133", "1962-01-01");
        var book = (await town.Client().Get("/library/books?q=四季").Good())[0].Id();

        // One copy: the first borrows it, two wait, and it cannot be renewed over their heads.
        await desk.Post("/library/desk/loans", new { ticket = (await Scan(desk, first)).Text("ticket"), barcodes = new[] { "HF000101" } }).Good();
        (await first.Post($"/library/books/{book}/holds", new { branch = "main" }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.have_it");
        (await second.Post($"/library/books/{book}/holds", new { branch = "nowhere" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.not_at_branch");
        (await second.Post($"/library/books/{book}/holds", new { branch = "main" }).Good()).Text("state").ShouldBe("waiting");
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await third.Post($"/library/books/{book}/holds", new { branch = "main" }).Good()).Text("ahead").ShouldBe("1");
        (await third.Post($"/library/books/{book}/holds", new { branch = "main" }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.held");
        var loan = (await first.Get("/library/mine").Good()).GetProperty("loans")[0].Id();
        (await first.Post($"/library/loans/{loan}/renew").Refused(HttpStatusCode.Conflict)).ShouldBe("library.wanted");

        (await desk.Post("/library/desk/returns", new { barcode = "HF000101" }).Good()).Text("keptUntil").ShouldBe("2026-11-26");
        (await second.Get("/notices").Good()).ToString().ShouldContain("The book you reserved is here");
        (await desk.Post("/library/desk/loans", new { ticket = (await Scan(desk, third)).Text("ticket"), barcodes = new[] { "HF000101" } }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.kept");

        // A copy that is set to its shelf by hand goes to whoever has the turn, not to the next.
        await desk.Post("/library/desk/copies", new { barcode = "HF000101", state = "shelf" }).Good();
        (await second.Get("/library/mine").Good()).GetProperty("holds")[0].Text("state").ShouldBe("ready");

        // Nobody fetches it in three days: it is the third's turn.
        town.Time.Move(TimeSpan.FromDays(4));
        await Clock(town);
        (await second.Get("/library/mine").Good()).GetProperty("holds").GetArrayLength().ShouldBe(0);
        (await third.Get("/library/mine").Good()).GetProperty("holds")[0].Text("state").ShouldBe("ready");
        (await second.Get("/notices").Good()).ToString().ShouldContain("was not fetched");
        (await second.Post($"/library/books/{book}/holds", new { branch = "main" }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.rests");
        await desk.Post("/library/desk/loans", new { ticket = (await Scan(desk, third)).Text("ticket"), barcodes = new[] { "HF000101" } }).Good();

        // Overdue: no further book until it is back.
        town.Time.Move(TimeSpan.FromDays(31));
        await Clock(town);
        (await third.Get("/notices").Good()).ToString().ShouldContain("Books are overdue");
        (await desk.Post("/library/desk/loans", new { ticket = (await Scan(desk, third)).Text("ticket"), barcodes = new[] { "HF000301" } }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.overdue");
        (await third.Post($"/library/books/{(await town.Client().Get("/library/books?q=小兔").Good())[0].Id()}/holds", new { branch = "main" }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.overdue");
        (await desk.Post("/library/desk/returns", new { barcode = "HF000101" }).Good()).GetProperty("daysLate").GetInt32().ShouldBe(1);
        (await Holds(town)).ShouldBe(0);

        // A copy that comes in goes to whoever waits; when the last is gone nobody waits in vain.
        (await first.Post($"/library/books/{book}/holds", new { branch = "main" }).Good()).Text("state").ShouldBe("ready");
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await second.Post($"/library/books/{book}/holds", new { branch = "main" }).Good()).Text("state").ShouldBe("waiting");
        await Import(desk, Encoding.UTF8.GetBytes($"书名,ISBN,作者,条码\n四季养生,{Health},王安,HF000102\n"), false);
        (await second.Get("/library/mine").Good()).GetProperty("holds")[0].Text("state").ShouldBe("ready");
        foreach (var barcode in new[] { "HF000102", "HF000101" })
            await desk.Post("/library/desk/copies", new { barcode, state = "lost" }).Good();
        (await first.Get("/notices").Good()).ToString().ShouldContain("The book you reserved is gone");
        (await Holds(town)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Catalogue_TakesTablesAndXml_RefusesWhatItCannotRead_AndChangesNothingOnALook(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var desk = await Branch(town);
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("馆藏清单\n书名,ISBN,条码\n茶经,9787530499994,HF000401\n,,HF000402\n论语,,HF000101\n茶经,,bad!\n");
        var look = await Import(desk, gbk, true);
        (look.GetProperty("books").GetInt32(), look.GetProperty("refusedCount").GetInt32(), look.GetProperty("doubts").GetInt32()).ShouldBe((1, 3, 1));
        (await town.Client().Get("/library/books").Good()).GetArrayLength().ShouldBe(3);
        await Import(desk, gbk, false);
        (await Import(desk, gbk, false)).GetProperty("known").GetInt32().ShouldBe(1);
        var xml = "<?xml version=\"1.0\"?><collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record><datafield tag=\"245\"><subfield code=\"\">?</subfield><subfield code=\"a\">Trees /</subfield></datafield><datafield tag=\"952\"><subfield code=\"p\">HF000501</subfield></datafield></record><record/></collection>"u8.ToArray();
        var taken = await Import(desk, xml, false);
        (taken.GetProperty("copies").GetInt32(), taken.GetProperty("refusedCount").GetInt32()).ShouldBe((1, 1));

        // Volumes under the ISBN of their set are books of their own; whoever reserves the fifth does not get the first.
        var volumes = Encoding.UTF8.GetBytes("书名,ISBN,条码\n鲁迅全集 第一卷,9780306406157,HF000601\n鲁迅全集 第五卷,9780306406157,HF000605\n");
        (await Import(desk, volumes, false)).GetProperty("books").GetInt32().ShouldBe(2);
        (await Import(desk, volumes, false)).GetProperty("known").GetInt32().ShouldBe(2);
        (await town.Client().Get("/library/books?q=9780306406157").Good()).GetArrayLength().ShouldBe(2);
        (await desk.Post("/library/imports", new { branch = "main", file = "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"u8.ToArray() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.file_unreadable");
        (await desk.Post("/library/imports", new { branch = "main", file = Array.Empty<byte>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.file_missing");
        (await desk.Post("/library/imports", new { branch = "other", file = xml }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.no_branch");

        // Each branch lends by its own rules in one pile; a change of the rules leaves the rest as it was.
        await desk.Put("/library/branches/study", new { place = "hf-1", nameZh = "共享书房", loanDays = 7, mostLoans = 1 }).Good();
        await desk.Put("/library/branches/main", new { nameZh = "图书馆分馆", loanDays = 60 }).Good();
        await desk.Post("/library/imports", new { branch = "study", file = Encoding.UTF8.GetBytes("书名,条码\n山居,HF000701\n水居,HF000702\n") }).Good();
        var (reader, _) = await Reader(town, "19900000131", "1990-01-01");
        var ticket = (await Scan(desk, reader)).Text("ticket");
        (await desk.Post("/library/desk/loans", new { ticket, barcodes = new[] { "HF000101", "HF000701", "HF000702" } }).Refused(HttpStatusCode.Conflict)).ShouldBe("library.limit");
        (await desk.Post("/library/desk/loans", new { ticket, barcodes = new[] { "HF000101", "HF000701" } }).Good()).EnumerateArray().Select(l => l.Text("due")).Order().ShouldBe(["2026-11-30", "2027-01-22"]);
        (await desk.Put("/library/branches/Main!", new { place = "hf-1", nameZh = "分馆" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("library.branch_code");
    }

    [Fact]
    public async Task Seat_IsBookedLikeEverythingElse_AtMostTwiceADay()
    {
        await using var town = await Town(DatabaseKind.Sqlite);
        var desk = await town.StaffClient("operator");
        foreach (var (title, from) in new[] { ("自习区上午", "09:00"), ("自习区下午", "13:00"), ("自习区晚上", "18:00") })
            await desk.Post("/bookings/offerings", new { kind = "library-seat", place = "hf-1", titleZh = title, capacity = 1, firstDay = "2026-11-24", from, minutes = 180 }).Good();
        await desk.Post("/bookings/offerings", new { kind = "library-event", place = "hf-1", titleZh = "绘本故事会", capacity = 20, firstDay = "2026-11-28", from = "10:00", minutes = 60 }).Good();
        var (me, _) = await Reader(town, "19900000131", "1990-01-01");
        var page = await (await town.Client().GetAsync(new Uri("/learning/library", UriKind.Relative))).Content.ReadAsStringAsync();
        page.ShouldContain("自习区下午");
        page.ShouldContain("绘本故事会");
        var seats = (await town.Client().Get("/bookings/offerings?kind=library-seat").Good()).EnumerateArray().Select(o => o.GetProperty("next")[0].Id()).ToList();
        foreach (var seat in seats.Take(2))
            await me.Post($"/bookings/sessions/{seat}/reservations").Good();
        (await me.Post($"/bookings/sessions/{seats[2]}/reservations").Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.quota");
    }

    private static Task<TestTown> Town(DatabaseKind kind) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static async Task<HttpClient> Branch(TestTown town)
    {
        var desk = await town.StaffClient("operator");
        await desk.Put("/library/branches/main", new { place = "hf-1", nameZh = "图书馆分馆", nameEn = "Library" }).Good();
        await Import(desk, Encoding.UTF8.GetBytes($"书名,ISBN,作者,条码,读者对象\n四季养生,{Health},王安,HF000101,\n小兔搬家,,李图,HF000201,儿童\n本地方志,,,HF000301,\n"), false);
        return desk;
    }

    private static Task<JsonElement> Import(HttpClient desk, byte[] file, bool dryRun) => desk.Post("/library/imports", new { branch = "main", file, dryRun }).Good();

    private static async Task<(HttpClient Client, Guid Person)> Reader(TestTown town, string phone, string born)
    {
        var client = await town.VerifiedClient(phone);
        return (client, await town.Person("顾长林", born, account: (await client.Get("/me").Good()).Id("account")));
    }

    private static async Task<JsonElement> Scan(HttpClient desk, HttpClient reader) =>
        await desk.Post("/library/desk/readers", new { code = (await reader.Get("/me/code").Good()).Text("token") }).Good();

    private static Task<int> Loans(TestTown town, Guid person) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Loan>().CountAsync(l => l.Reader == person));

    private static Task<int> Holds(TestTown town) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<BookHold>().CountAsync());

    private static Task<bool> Clock(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<LibraryClock>().Run(default);
        return true;
    });

    private static byte[] Marc(Encoding encoding, params (string Tag, string Content)[] fields)
    {
        var (directory, data) = (new StringBuilder(), new List<byte>());
        foreach (var (tag, content) in fields)
        {
            var bytes = (byte[])[.. encoding.GetBytes(content), 0x1E];
            directory.Append(tag).Append(CultureInfo.InvariantCulture, $"{bytes.Length:0000}{data.Count:00000}");
            data.AddRange(bytes);
        }

        var start = 24 + directory.Length + 1;
        var leader = $"{start + data.Count + 1:00000}nam0 22{start:00000}   450 ";
        return [.. Encoding.ASCII.GetBytes(leader), .. Encoding.ASCII.GetBytes(directory.ToString()), 0x1E, .. data, 0x1D];
    }
}
