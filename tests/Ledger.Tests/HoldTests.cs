using Linli.Ledger.Holds;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class HoldTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Hold_KeepsTheAmountFromBeingSpent_UntilItIsCaptured(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var hold = await Hold(books, wallet, 700);
        (await books.Balance(wallet)).Available.ShouldBe(300);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 301))).Problem.Code.ShouldBe("ledger.insufficient");

        // Part of it: the rest is free again.
        (await Capture(books, hold.Value, wallet, 500)).Ok.ShouldBeTrue();
        var balance = await books.Balance(wallet);
        (balance.Posted, balance.Held).ShouldBe((500, 0));
        (await Capture(books, hold.Value, wallet, 1)).Problem.Code.ShouldBe("ledger.hold_closed");
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Capture_InParts_TakesAtMostWhatIsKept(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var hold = (await Hold(books, wallet, 700)).Value;
        (await Capture(books, hold, wallet, 400, keepRest: true, key: "a")).Ok.ShouldBeTrue();
        (await Capture(books, hold, wallet, 400, keepRest: true, key: "a")).Value!.Repeated.ShouldBeTrue();
        (await Capture(books, hold, wallet, 301, keepRest: true)).Problem.Code.ShouldBe("ledger.hold_too_small");
        (await Capture(books, hold, wallet, 300, keepRest: true)).Ok.ShouldBeTrue();
        (await books.Posted(wallet)).ShouldBe(300);
        (await books.Balance(wallet)).Held.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Hold_Repeated_IsOneHold_AndReleasedTwice_IsReleasedOnce(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var hold = await Hold(books, wallet, 600, "one");
        (await Hold(books, wallet, 600, "one")).Value.ShouldBe(hold.Value);
        (await Hold(books, wallet, 601, "one")).Problem.Code.ShouldBe("ledger.key_reused");
        (await books.Balance(wallet)).Held.ShouldBe(600);
        (await Hold(books, wallet, 500)).Problem.Code.ShouldBe("ledger.insufficient");
        for (var i = 0; i < 2; i++)
            (await books.Try(l => l.Release(hold.Value, default))).Ok.ShouldBeTrue();
        (await books.Balance(wallet)).Held.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Hold_WhoseTimeIsOver_IsNotCaptured_AndSetFreeByTheJob(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var hold = (await Hold(books, wallet, 600)).Value;
        books.Town.Time.Move(TimeSpan.FromMinutes(31));
        (await Capture(books, hold, wallet, 600)).Problem.Code.ShouldBe("ledger.hold_expired");
        await books.Run<ExpireHolds>();
        (await books.Balance(wallet)).Available.ShouldBe(1000);
        (await Capture(books, hold, wallet, 600)).Problem.Code.ShouldBe("ledger.hold_expired");
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Hold_OfNothing_OfAnotherUnit_OrWithoutFloor_IsRefused(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        (await Hold(books, wallet, 0)).Problem.Code.ShouldBe("ledger.hold_amount");
        (await Hold(books, wallet, -5)).Problem.Code.ShouldBe("ledger.hold_amount");
        (await Hold(books, books.Cooperative, 5)).Problem.Code.ShouldBe("ledger.hold_needs_floor");
        (await books.Try(l => l.Hold(new(wallet, Amount.Of(new Points(1)), books.Town.Time.GetUtcNow().AddHours(1), "t", "k", ("测试", "Test")), default)))
            .Problem.Code.ShouldBe("ledger.other_unit");
        (await books.Try(l => l.Release(new(Guid.CreateVersion7()), default))).Problem.Code.ShouldBe("ledger.hold_not_found");
    }

    private static Task<Result<HoldId>> Hold(Books books, AccountId account, long fen, string? key = null) => books.Try(l => l.Hold(
        new(account, Amount.Of(new Fen(fen)), TestTown.Start.AddMinutes(30), "test", key ?? books.NewKey(), ("预占", "Hold")), default));

    private static Task<Result<Posted>> Capture(Books books, HoldId hold, AccountId from, long fen, bool keepRest = false, string? key = null) =>
        books.Try(l => l.Capture(new(hold, books.Transfer(from, books.Cooperative, fen, key), keepRest), default));
}
