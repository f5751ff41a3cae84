using Linli.Ledger.Earning;
using Linli.Ledger.Holds;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Ledger.Wallet;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

/// <summary>Clocks, months, rules and amounts that behave badly.</summary>
public class BadDayTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Clock_SetBack_DoesNotPutNewEntriesBeforeOldOnes(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var lane = books.Town.Services.GetRequiredService<ITransferLane>();
        for (var i = 1; i <= 3; i++)
        {
            (await books.Post(books.Transfer(wallet, books.Cooperative, i))).Ok.ShouldBeTrue();
            (await lane.Post(books.Transfer(wallet, books.Cooperative, i * 10), default)).Ok.ShouldBeTrue();
            books.Town.Time.SetTo(TestTown.Start.AddHours(-i));
        }

        var lines = (await books.Do(l => l.Statement(new(wallet), default))).Lines;
        lines.Select(l => l.Amount).ShouldBe([-30L, -3L, -20L, -2L, -10L, -1L, 1000L]);
        lines.Select(l => l.BalanceAfter).ShouldBe([934L, 964L, 967L, 987L, 989L, 999L, 1000L]);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Month_ClosedWhileSomethingIsSetAside_IsTakenInTheMonthThatRuns(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var town = books.Town;
        var wallet = await books.Wallet(1000);
        var month = ClosedPeriod.MonthOf(LocalTime.DateOf(TestTown.Start));
        var hold = (await books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(500)), TestTown.Start.AddDays(60), "machine", "h", ("开柜", "Door opened")), default))).Value;
        town.Time.Move(TimeSpan.FromDays(20));
        (await town.Run(await town.Staff("secretary"), new ClosePeriod(SmallTown.Group, month))).Ok.ShouldBeTrue();
        var pay = books.Transfer(wallet, books.Cooperative, 300);
        (await books.Try(l => l.Capture(new(hold, pay with { Date = LocalTime.DateOf(TestTown.Start) }), default))).Problem.Code.ShouldBe("ledger.period_closed");
        var taken = await books.Try(l => l.Capture(new(hold, pay), default));
        ClosedPeriod.MonthOf(taken.Value!.Date).ShouldBe(month + 1);
        (await books.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Posted.ShouldBe(700), b => b.Held.ShouldBe(0));
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Rule_ChangedInTheMiddleOfAMonth_HoldsFromItsDay_AndTheCapOfTheMonthCountsBoth(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var today = LocalTime.DateOf(TestTown.Start);
        var person = Guid.CreateVersion7();
        (await bed.Earn(person, "k1")).Value!.Points.ShouldBe(10);
        await bed.NewRule(r => r with { Points = 4, From = today.AddDays(2), PointsPerMonth = 15 });
        bed.Books.Town.Time.Move(TimeSpan.FromDays(2));
        (await bed.Earn(person, "k2", day: today.AddDays(2))).Value!.Points.ShouldBe(4);

        // An act of the day before, said late: the rule of that day.
        (await bed.Earn(person, "k3", day: today.AddDays(1))).Value!.Points.ShouldBe(10);
        (await bed.Earn(person, "k4", day: today.AddDays(2))).Problem.Code.ShouldBe("ledger.cap_points_month");
        (await bed.Points(person)).ShouldBe(24);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_LargerThanTheSale_IsRefused_AlsoInParts_AndAtTheSameMoment(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var sale = (await books.Post(books.Transfer(wallet, books.Cooperative, 600))).Value!.Id;
        var backs = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => books.Try(l => l.Reverse(
            new(sale, "test", $"back{i}", ("退货", "Goods back")) { Part = [Entry.To(wallet, new Fen(250)), Entry.From(books.Cooperative, new Fen(250))] }, default)))));
        backs.Count(b => b.Ok).ShouldBe(2);
        backs.Where(b => !b.Ok).ShouldAllBe(b => b.Problem.Code == "ledger.reversal_too_large");
        (await books.Posted(wallet)).ShouldBe(900);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Amounts_ThatWouldOverflow_AreRefused(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        (await books.Post(books.Transfer(books.Outside, wallet, TransferRules.Largest))).Problem.Code.ShouldBe("ledger.balance_too_large");
        (await books.Post(books.Transfer(books.Outside, wallet, TransferRules.Largest + 1))).Problem.Code.ShouldBe("ledger.entry_too_large");
        var many = Enumerable.Repeat(Entry.To(wallet, new Fen(TransferRules.Largest)), 500).Concat(Enumerable.Repeat(Entry.From(books.Outside, new Fen(TransferRules.Largest)), 500)).ToList();
        (await books.Post(new("test", "many", "test", ("测试", "Test"), many))).Problem.Code.ShouldBe("ledger.balance_too_large");
        Should.Throw<OverflowException>(() => Entry.From(wallet, new Fen(long.MinValue)));
        (await books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(long.MaxValue)), TestTown.Start.AddDays(1), "test", "h", ("测试", "Test")), default))).Problem.Code.ShouldBe("ledger.hold_amount");
        (await books.Posted(wallet)).ShouldBe(1000);
    }
}
