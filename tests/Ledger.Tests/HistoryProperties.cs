using FsCheck;
using FsCheck.Fluent;
using Linli.Ledger.Holds;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Ledger.Tests;

/// <summary>Whatever happens in whatever order: every unit sums to zero, no floor is broken, and balances are what the entries sum to.</summary>
public class HistoryProperties
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task AnyHistory_KeepsTheBooksRight(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var histories = Step.Gen.ListOf(40).Sample(12, 25).ToList();
        foreach (var history in histories)
            await Live(books, [.. history]);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task AnyHistory_LivedByManyAtOnce_KeepsTheBooksRight(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallets = await Wallets(books);
        var holds = new System.Collections.Concurrent.ConcurrentBag<HoldId>();
        var paid = new System.Collections.Concurrent.ConcurrentBag<TransferId>();
        var histories = Step.Gen.ListOf(25).Sample(25, 8).ToList();
        await Task.WhenAll(histories.Select((history, i) => Task.Run(async () =>
        {
            foreach (var step in history)
                await Take(books, wallets, [.. holds], [.. paid], holds.Add, paid.Add, step, $"p{i}");
        })));
        foreach (var wallet in wallets)
            (await books.Balance(wallet)).Available!.Value.ShouldBeGreaterThanOrEqualTo(0);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    private static async Task Live(Books books, List<Step> history)
    {
        var wallets = await Wallets(books);
        var (holds, paid) = (new List<HoldId>(), new List<TransferId>());
        foreach (var step in history)
        {
            var before = await Task.WhenAll(wallets.Select(books.Balance));
            var (transfer, refused) = await Take(books, wallets, holds, paid, holds.Add, paid.Add, step, "one");
            var after = await Task.WhenAll(wallets.Select(books.Balance));
            after.ShouldAllBe(b => b.Available >= 0 && b.Held >= 0);
            if (refused)
                after.ShouldBe(before);
            if (transfer is null)
                continue;

            // Sent again after a lost answer: nothing changes.
            (await books.Post(transfer)).Value!.Repeated.ShouldBeTrue();
            (await Task.WhenAll(wallets.Select(books.Balance))).ShouldBe(after);
        }
    }

    private static async Task<AccountId[]> Wallets(Books books)
    {
        var wallets = new AccountId[4];
        for (var i = 0; i < wallets.Length; i++)
            wallets[i] = await books.Wallet(100 * (i + 1));
        return wallets;
    }

    private static async Task<(Transfer? Repeatable, bool Refused)> Take(
        Books books, AccountId[] wallets, List<HoldId> holds, List<TransferId> paid, Action<HoldId> held, Action<TransferId> moved, Step step, string who)
    {
        var (from, to) = (wallets[step.From], wallets[step.To]);
        switch (step.What)
        {
            case What.Pay:
                var transfer = from == to ? books.Transfer(from, books.Cooperative, step.Amount, $"{who}{books.NewKey()}") : books.Transfer(from, to, step.Amount, $"{who}{books.NewKey()}");
                var posted = await books.Post(transfer);
                if (posted.Ok)
                    moved(posted.Value.Id);
                return (posted.Ok ? transfer : null, !posted.Ok);
            case What.Hold:
                var hold = await books.Try(l => l.Hold(new(from, Amount.Of(new Fen(step.Amount)), TestTown.Start.AddHours(1), "test", books.NewKey(), ("预占", "Hold")), default));
                if (hold.Ok)
                    held(hold.Value);
                return (null, !hold.Ok);
            case What.Capture when holds.Count > 0:
                var captured = await books.Try(l => l.Capture(
                    new(holds[step.Pick % holds.Count], books.Transfer(from, books.Cooperative, step.Amount), step.Pick % 2 == 0), default));
                if (captured.Ok)
                    moved(captured.Value.Id);
                return (null, !captured.Ok);
            case What.Release when holds.Count > 0:
                (await books.Try(l => l.Release(holds[step.Pick % holds.Count], default))).Ok.ShouldBeTrue();
                return (null, false);
            case What.Reverse when paid.Count > 0:
                var back = await books.Try(l => l.Reverse(new(paid[step.Pick % paid.Count], "test", books.NewKey(), ("退回", "Back")), default));
                return (null, !back.Ok);
            case What.Seal:
                await books.Seal();
                return (null, false);
            case What.Crash:
                // Written and lost before the commit.
                await books.InTransaction(l => l.Post(books.Transfer(books.Outside, from, step.Amount), default), _ => false);
                return (null, false);
            default:
                return (null, false);
        }
    }

    internal enum What
    {
        Pay,
        Hold,
        Capture,
        Release,
        Reverse,
        Seal,
        Crash,
    }

    internal sealed record Step(What What, int From, int To, long Amount, int Pick)
    {
        public static readonly Gen<Step> Gen =
            from what in FsCheck.Fluent.Gen.Frequency((6, FsCheck.Fluent.Gen.Constant(What.Pay)), (3, FsCheck.Fluent.Gen.Constant(What.Hold)),
                (3, FsCheck.Fluent.Gen.Constant(What.Capture)), (1, FsCheck.Fluent.Gen.Constant(What.Release)), (2, FsCheck.Fluent.Gen.Constant(What.Reverse)),
                (1, FsCheck.Fluent.Gen.Constant(What.Seal)), (1, FsCheck.Fluent.Gen.Constant(What.Crash)))
            from one in FsCheck.Fluent.Gen.Choose(0, 3)
            from other in FsCheck.Fluent.Gen.Choose(0, 3)
            from amount in FsCheck.Fluent.Gen.Choose(1, 250)
            from pick in FsCheck.Fluent.Gen.Choose(0, 1000)
            select new Step(what, one, other, amount, pick);
    }
}
