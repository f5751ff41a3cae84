using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class ChainTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Verify_FindsASingleChangedAmount_AndNamesTransferAndAccount(DatabaseKind kind)
    {
        await using var books = await Filled(kind);
        await books.Tamper("""UPDATE ledger_entry SET "Amount" = "Amount" + 1 WHERE "Line" = 2 AND "Amount" = 7""");
        var faults = (await books.Verify()).Faults;
        faults.ShouldContain(f => f.StartsWith("Transfer ", StringComparison.Ordinal) && f.Contains("was changed after it was posted", StringComparison.Ordinal));
        faults.ShouldContain(f => f.Contains("does not sum to zero", StringComparison.Ordinal));
        faults.ShouldContain(f => f.StartsWith("Account Y-", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Verify_FindsAChangedWord_ABalanceAHash_AndARemovedTransfer(DatabaseKind kind)
    {
        await using var books = await Filled(kind);
        await books.Tamper("""UPDATE ledger_transfer SET "MemoZh" = '别的' WHERE "Key" = 'k3'""");
        (await books.Verify()).Faults.Count.ShouldBe(1);
        await books.Tamper("""UPDATE ledger_transfer SET "MemoZh" = '测试' WHERE "Key" = 'k3'""");
        (await books.Verify()).Faults.ShouldBeEmpty();

        await books.Tamper("""UPDATE ledger_balance SET "Posted" = "Posted" + 1 WHERE "Posted" > 0""");
        (await books.Verify()).Faults.ShouldContain(f => f.Contains("the balance says", StringComparison.Ordinal));
        await books.Tamper("""UPDATE ledger_balance SET "Posted" = "Posted" - 1 WHERE "Posted" > 0""");

        await books.Tamper("""UPDATE ledger_rollup SET "Sum" = "Sum" + 1""");
        (await books.Verify()).Faults.ShouldContain(f => f.Contains("the sum of sealed entries", StringComparison.Ordinal));
        await books.Tamper("""UPDATE ledger_rollup SET "Sum" = "Sum" - 1""");

        await books.Tamper("""DELETE FROM ledger_transfer WHERE "Key" = 'k4'""");
        var removed = (await books.Verify()).Faults;
        removed.ShouldContain(f => f.Contains("stands alone", StringComparison.Ordinal));
        removed.ShouldContain(f => f.Contains("was sealed with", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Verify_FindsAChainThatWasCutOff(DatabaseKind kind)
    {
        await using var books = await Filled(kind);
        await books.Tamper("""UPDATE ledger_transfer SET "Segment" = NULL WHERE "Segment" = 2; DELETE FROM ledger_segment WHERE "Number" = 2""");
        (await books.Verify()).Faults.ShouldNotBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Verify_SaysThatATableIsGone(DatabaseKind kind)
    {
        await using var books = await Filled(kind);
        await books.Tamper("DROP TABLE ledger_rollup");
        (await books.Verify()).Faults.ShouldContain(f => f.Contains("cannot be read", StringComparison.Ordinal) && f.Contains("ledger_rollup", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Seal_DoesNotFollowAnEndThatWasNotSigned(DatabaseKind kind)
    {
        await using var books = await Filled(kind);
        var cooperative = await books.Posted(books.Cooperative);
        await books.Tamper("UPDATE ledger_chain_head SET \"Hash\" = 'AA'");
        (await books.Post(books.Transfer(books.Outside, books.Cooperative, 5))).Ok.ShouldBeTrue();
        await books.Seal();
        (await books.Verify()).Faults.ShouldHaveSingleItem().ShouldContain("signed end");
        (await books.Posted(books.Cooperative)).ShouldBe(cooperative + 5);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Power_LostInTheMiddle_LeavesNothingHalf(DatabaseKind kind)
    {
        await using var books = await Filled(kind);
        var wallet = await books.Wallet(500);

        // Written, and gone before the commit.
        await books.InTransaction(
            async l =>
            {
                var paid = await l.Post(books.Transfer(wallet, books.Cooperative, 100, "lost"), default);
                paid.Ok.ShouldBeTrue();
                return paid;
            },
            _ => false);
        (await books.Posted(wallet)).ShouldBe(500);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 100, "lost"))).Value!.Repeated.ShouldBeFalse();
        (await books.Posted(wallet)).ShouldBe(400);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    private static async Task<Books> Filled(DatabaseKind kind)
    {
        var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        for (var i = 5; i < 9; i++)
            (await books.Post(books.Transfer(wallet, books.Cooperative, i))).Ok.ShouldBeTrue();
        await books.Seal();
        (await books.Post(books.Transfer(wallet, books.Cooperative, 9))).Ok.ShouldBeTrue();
        (await books.Verify()).Faults.ShouldBeEmpty();
        return books;
    }
}
