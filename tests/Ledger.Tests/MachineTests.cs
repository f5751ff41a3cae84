using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger.Wallet;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class MachineTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Machine_PostsHoldsAndTakes_WithinItsPlace(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var (wallet, far) = (await books.Wallet(1000), await books.Do(l => l.Open(
            new(new(OwnerKind.Shop, "far"), LedgerUnit.Fen, "takings", SmallTown.Second, null) { Label = ("远", "Far") }, default)));
        var machine = await Machine(books.Town);
        object Pay(string key, AccountId to, long fen) => new
        {
            key,
            kind = "machine.pay",
            memoZh = "碾米",
            memoEn = "Rice milling",
            subject = "m1",
            entries = new[] { new { account = wallet.Value, unit = "fen", value = -fen }, new { account = to.Value, unit = "fen", value = fen } },
        };
        var first = await machine.PostAsJsonAsync("/api/v1/ledger/transfers", Pay("k1", books.Cooperative, 300));
        var again = await machine.PostAsJsonAsync("/api/v1/ledger/transfers", Pay("k1", books.Cooperative, 300));
        (await Body(again)).GetProperty("id").GetGuid().ShouldBe((await Body(first)).GetProperty("id").GetGuid());
        (await machine.PostAsJsonAsync("/api/v1/ledger/transfers", Pay("k1", books.Cooperative, 301))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await machine.PostAsJsonAsync("/api/v1/ledger/transfers", Pay("k2", far, 1))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await machine.PostAsJsonAsync("/api/v1/ledger/transfers", Pay("k3", books.Cooperative, 701))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await machine.PostAsJsonAsync("/api/v1/ledger/transfers", new { key = "k4" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var held = await machine.PostAsJsonAsync("/api/v1/ledger/holds", new
        {
            account = wallet.Value,
            unit = "fen",
            value = 500,
            expiresAt = TestTown.Start.AddMinutes(10),
            key = "h1",
            memoZh = "开柜",
            memoEn = "Door opened",
        });
        var hold = (await Body(held)).GetGuid();
        (await machine.PostAsJsonAsync($"/api/v1/ledger/holds/{hold}/capture", new { transfer = Pay("c1", books.Cooperative, 501) })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await machine.PostAsJsonAsync($"/api/v1/ledger/holds/{hold}/capture", new { transfer = Pay("c1", books.Cooperative, 120) })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await machine.PostAsync($"/api/v1/ledger/holds/{hold}/release", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await machine.PostAsync($"/api/v1/ledger/holds/{Guid.CreateVersion7()}/release", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await books.Balance(wallet)).Available.ShouldBe(580);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_AreHandedWithinTheHousehold_AndKeepTheirDay(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var town = bed.Books.Town;
        var (mother, daughter, neighbour) = (await town.VerifiedResident("13800000021", home: true), await town.VerifiedResident("13800000022", home: true), await town.VerifiedResident("13800000023"));
        var last = LocalTime.DateOf(TestTown.Start).AddDays(100);
        await bed.WalletOf(await bed.PersonOf(mother), (30, last));
        var tie = await Tie(town, mother, daughter);
        (await town.Run(mother, new ShareWithFamily(tie, 31))).Problem.Code.ShouldBe("ledger.insufficient");
        (await town.Run(mother, new ShareWithFamily(tie, 0))).Problem.Field.ShouldBe("points");
        (await town.Run(mother, new ShareWithFamily(tie, 12, "once"))).Ok.ShouldBeTrue();
        (await town.Run(mother, new ShareWithFamily(tie, 12, "once"))).Ok.ShouldBeTrue();
        (await town.Run(neighbour, new ShareWithFamily(tie, 1))).Problem.Code.ShouldBe("ledger.not_family");
        (await bed.Points(await bed.PersonOf(daughter))).ShouldBe(12);
        var wallet = (await town.Ask(daughter, new MyWallet())).Value!;
        wallet.Expiring.ShouldBe([new ExpiringPoints(last, 12)]);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    internal static Task<Guid> Tie(TestTown town, Guid of, Guid other) => town.As(of, async s =>
    {
        var person = await town.As(other, o => Task.FromResult(((Platform.Security.CurrentCaller)o.GetService(typeof(Platform.Security.CurrentCaller))!).Value.Person!.Value));
        return (await ((Household)s.GetService(typeof(Household))!).Members(default)).Single(m => m.Person == person).Tie;
    });

    private static async Task<HttpClient> Machine(TestTown town)
    {
        var made = await (await town.StaffClient("admin")).PostAsJsonAsync(
            "/api/v1/api-keys", new { name = "碾米机", scope = SmallTown.First.Value, permissions = new[] { LedgerPermissions.Post } });
        var client = town.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", (await Body(made)).GetProperty("key").GetString());
        return client;
    }

    private static async Task<JsonElement> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }
}
