using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

public class LaneTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Lane_DecidesEachByItself_AndPostsThemTogether(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallets = new[] { await books.Wallet(1000), await books.Wallet(1000), await books.Wallet(10) };
        var lane = books.Town.Services.GetRequiredService<ITransferLane>();
        var transfers = Enumerable.Range(0, 300).Select(i => books.Transfer(wallets[i % 3], i % 5 == 0 ? wallets[(i + 1) % 3] : books.Cooperative, 5, $"lane{i}")).ToList();

        // Everything twice, at the same moment.
        var answers = await Task.WhenAll(transfers.Concat(transfers).Select(t => Task.Run(() => lane.Post(t, default))));
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "ledger.insufficient");
        answers.Count(a => a.Ok && !a.Value.Repeated).ShouldBe(answers.Where(a => a.Ok).Select(a => a.Value!.Id).Distinct().Count());
        var report = await books.Verify();
        report.Faults.ShouldBeEmpty();
        report.Checked.ShouldBe(3 + answers.Where(a => a.Ok).Select(a => a.Value!.Id).Distinct().Count());
        foreach (var wallet in wallets)
            (await books.Posted(wallet)).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lane_AnswersAsTheLedgerDoes(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(100);
        var lane = books.Town.Services.GetRequiredService<ITransferLane>();
        var transfer = books.Transfer(wallet, books.Cooperative, 60, "same");
        var first = await lane.Post(transfer, default);
        (await lane.Post(transfer, default)).Value!.ShouldBe(first.Value! with { Repeated = true });
        (await books.Post(transfer)).Value!.Id.ShouldBe(first.Value.Id);
        (await lane.Post(transfer with { Kind = "other" }, default)).Problem.Code.ShouldBe("ledger.key_reused");
        (await lane.Post(books.Transfer(wallet, books.Cooperative, 41), default)).Problem.Code.ShouldBe("ledger.insufficient");
        (await lane.Post(books.Transfer(wallet, new(Guid.CreateVersion7()), 1), default)).Problem.Code.ShouldBe("ledger.account_not_found");
        (await lane.Post(books.Transfer(wallet, books.Cooperative, 1) with { Date = new(2099, 1, 1) }, default)).Problem.Code.ShouldBe("ledger.date_in_future");
        (await lane.Post(transfer with { Entries = [] }, default)).Problem.Code.ShouldBe("ledger.entry_count");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lane_LooksAfterLots(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var wallet = await bed.Wallet((50, Platform.Time.LocalTime.DateOf(TestTown.Start).AddDays(90)));
        var shop = await bed.Books.Account(new(OwnerKind.Shop, "shop"), LedgerUnit.Points, "redeemed", null);
        var lane = bed.Books.Town.Services.GetRequiredService<ITransferLane>();
        (await lane.Post(new("till", "1", "points.spend", ("兑换", "Redeemed"), [Entry.From(wallet, new Points(20)), Entry.To(shop, new Points(20))]), default)).Ok.ShouldBeTrue();
        (await bed.LotsOf(wallet)).Sum(l => l.Item2).ShouldBe(30);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }
}
