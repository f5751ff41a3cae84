using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Ledger.Tests;

public class PostingTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Post_MovesTheAmount_AndBalancesAreTheSumOfEntries(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 300))).Ok.ShouldBeTrue();
        (await books.Posted(wallet)).ShouldBe(700);
        (await books.Posted(books.Cooperative)).ShouldBe(300);
        await books.Seal();
        (await books.Posted(books.Cooperative)).ShouldBe(300);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 200))).Ok.ShouldBeTrue();
        (await books.Posted(books.Cooperative)).ShouldBe(500);
        (await books.Posted(books.Outside)).ShouldBe(-1000);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Post_BelowTheFloor_TakesNothing(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(100);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 101))).Problem.Code.ShouldBe("ledger.insufficient");
        (await books.Posted(wallet)).ShouldBe(100);
        (await books.Posted(books.Cooperative)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PostAll_WhenOneCannotBe_PostsNone(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(100);
        var refused = await books.Try(l => l.PostAll([books.Transfer(wallet, books.Cooperative, 60), books.Transfer(wallet, books.Cooperative, 60)], default));
        refused.Problem.Code.ShouldBe("ledger.insufficient");
        (await books.Posted(wallet)).ShouldBe(100);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Key_Repeated_IsAnsweredWithTheFirstAnswer(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var transfer = books.Transfer(wallet, books.Cooperative, 400);
        var first = await books.Post(transfer);
        var again = await books.Post(transfer);
        again.Value!.Id.ShouldBe(first.Value!.Id);
        again.Value.Repeated.ShouldBeTrue();
        (await books.Posted(wallet)).ShouldBe(600);
        (await books.Post(transfer with { Poster = "other" })).Value!.Repeated.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Key_RepeatedWithOtherContent_IsAConflict(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        (await books.Post(books.Transfer(wallet, books.Cooperative, 400, "same"))).Ok.ShouldBeTrue();
        var other = await books.Post(books.Transfer(wallet, books.Cooperative, 401, "same"));
        (other.Problem.Code, other.Problem.Kind).ShouldBe(("ledger.key_reused", ProblemKind.Conflict));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Key_TwiceInOneUnitOfWork_IsOnePosting(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var transfer = books.Transfer(wallet, books.Cooperative, 400);
        await books.Try(async l =>
        {
            await l.Post(transfer, default);
            var again = await l.Post(transfer, default);
            again.Value!.Repeated.ShouldBeTrue();
            (await l.Balance(wallet, default)).Posted.ShouldBe(600);
            (await l.Balance(books.Cooperative, default)).Posted.ShouldBe(400);
            return again;
        });
        (await books.Posted(wallet)).ShouldBe(600);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Post_ThatDoesNotBalance_IsRefused(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        Transfer Of(params Entry[] entries) => new("test", books.NewKey(), "test", ("测试", "Test"), entries);
        async Task<string> Code(Transfer transfer) => (await books.Post(transfer)).Problem.Code;
        (await Code(Of(Entry.From(wallet, new Fen(5)), Entry.To(books.Cooperative, new Fen(4))))).ShouldBe("ledger.not_balanced");
        (await Code(Of(Entry.From(wallet, new Fen(5))))).ShouldBe("ledger.entry_count");
        (await Code(Of(Entry.From(wallet, new Fen(0)), Entry.To(books.Cooperative, new Fen(0))))).ShouldBe("ledger.entry_zero");
        (await Code(Of(Entry.From(wallet, new Fen(long.MaxValue)), Entry.To(books.Cooperative, new Fen(long.MaxValue))))).ShouldBe("ledger.entry_too_large");
        (await Code(Of(Entry.From(wallet, new Points(5)), Entry.To(books.Cooperative, new Points(5))))).ShouldBe("ledger.other_unit");
        (await Code(Of(Entry.From(new(Guid.CreateVersion7()), new Fen(5)), Entry.To(wallet, new Fen(5))))).ShouldBe("ledger.account_not_found");
        (await Code(books.Transfer(books.Outside, wallet, 1, ""))).ShouldBe("ledger.key_length");
        (await Code(books.Transfer(books.Outside, wallet, 1) with { Memo = ("", "x") })).ShouldBe("ledger.memo_length");
        (await Code(books.Transfer(books.Outside, wallet, 1) with { Date = new(2027, 1, 1) })).ShouldBe("ledger.date_in_future");
        (await books.Posted(wallet)).ShouldBe(1000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Units_AreNeverExchanged(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var person = AccountOwner.Person(Guid.CreateVersion7());
        var money = await books.Account(person, LedgerUnit.Fen, NewAccount.Wallet, 0);
        var points = await books.Account(person, LedgerUnit.Points, NewAccount.Wallet, 0);
        var hours = await books.Account(person, LedgerUnit.VolunteerMinutes, NewAccount.Wallet, 0);
        var issuer = await books.Account(new(OwnerKind.Issuer, "points"), LedgerUnit.Points, "issue", null);
        var cash = await books.Post(new("test", books.NewKey(), "test", ("兑现", "Cash out"),
            [Entry.From(points, new Points(10)), Entry.To(issuer, new Points(10)), Entry.From(books.Cooperative, new Fen(100)), Entry.To(money, new Fen(100))]));
        cash.Problem.Code.ShouldBe("ledger.no_cash");
        var neighbour = await books.Account(AccountOwner.Person(Guid.CreateVersion7()), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, 0);
        var handed = await books.Post(new("test", books.NewKey(), "test", ("转让", "Hand on"), [Entry.From(hours, new VolunteerMinutes(60)), Entry.To(neighbour, new VolunteerMinutes(60))]));
        handed.Problem.Code.ShouldBe("ledger.not_transferable");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reversal_IsOnceWhole_AndPartlyUpToTheRest(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(1000);
        var paid = (await books.Post(books.Transfer(wallet, books.Cooperative, 600))).Value!.Id;
        Task<Result<Posted>> Back(long? fen, string? key = null) => books.Try(l => l.Reverse(
            new(paid, "test", key ?? books.NewKey(), ("退款", "Refund"))
            {
                Part = fen is { } part ? [Entry.To(wallet, new Fen(part)), Entry.From(books.Cooperative, new Fen(part))] : null,
            },
            default));
        (await Back(200, "first")).Ok.ShouldBeTrue();
        (await Back(200, "first")).Value!.Repeated.ShouldBeTrue();
        (await Back(401)).Problem.Code.ShouldBe("ledger.reversal_too_large");
        (await Back(-100)).Problem.Code.ShouldBe("ledger.reversal_too_large");
        (await Back(null)).Ok.ShouldBeTrue();
        (await books.Posted(wallet)).ShouldBe(1000);
        (await Back(null)).Problem.Code.ShouldBe("ledger.reversed_already");
        (await Back(1)).Problem.Code.ShouldBe("ledger.reversed_already");
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Statement_ShowsEveryLineOnce_NewestFirst_InPages(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(10_000);
        for (var i = 1; i <= 25; i++)
            (await books.Post(books.Transfer(wallet, books.Cooperative, i))).Ok.ShouldBeTrue();
        foreach (var account in new[] { wallet, books.Cooperative })
        {
            var lines = new List<StatementLine>();
            string? after = null;
            do
            {
                var page = await books.Do(l => l.Statement(new(account) { Take = 7, After = after, Kind = "test" }, default));
                lines.AddRange(page.Lines);
                after = page.Next;
            }
            while (after is not null);
            lines.Count(l => Math.Abs(l.Amount) <= 25).ShouldBe(25);
            lines.Select(l => Math.Abs(l.Amount)).Take(25).ShouldBe(Enumerable.Range(1, 25).Reverse().Select(i => (long)i));
        }

        var newest = (await books.Do(l => l.Statement(new(wallet) { Take = 1 }, default))).Lines[0];
        newest.BalanceAfter.ShouldBe(await books.Posted(wallet));
        (await books.Do(l => l.Statement(new(wallet) { Incoming = true }, default))).Lines.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task ManyAtOnce_NeverBreakAFloorNorDeadlock(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => books.Wallet(500)));
        using var doors = new SemaphoreSlim(12);
        var work = Enumerable.Range(0, 160).Select(i => Task.Run(async () =>
        {
            await doors.WaitAsync();
            using var door = new Door(doors);

            // Round and round between the same few accounts, in every order, and all of them into the cooperative's.
            var (from, to) = (wallets[i % 4], wallets[(i * 7 + 1 + (i % 3)) % 4]);
            var entries = from == to
                ? [Entry.From(from, new Fen(30)), Entry.To(books.Cooperative, new Fen(30))]
                : new[] { Entry.From(from, new Fen(40)), Entry.To(to, new Fen(30)), Entry.To(books.Cooperative, new Fen(10)) };
            return await books.Post(new("test", books.NewKey(), "test", ("测试", "Test"), entries));
        }));
        var done = await Task.WhenAll(work);
        done.Where(r => !r.Ok).ShouldAllBe(r => r.Problem.Code == "ledger.insufficient");
        foreach (var wallet in wallets)
            (await books.Posted(wallet)).ShouldBeGreaterThanOrEqualTo(0);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task SameKey_AtTheSameMoment_IsOnePosting(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var transfer = books.Transfer(books.Outside, books.Cooperative, 70, "once");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => books.Post(transfer))));
        answers.ShouldAllBe(a => a.Ok);
        answers.Select(a => a.Value!.Id).Distinct().Count().ShouldBe(1);
        answers.Count(a => !a.Value!.Repeated).ShouldBe(1);
        (await books.Posted(books.Cooperative)).ShouldBe(70);
    }

    [Fact]
    public async Task HotAccountWithoutFloor_IsNotLocked()
    {
        await using var books = await Books.Open(DatabaseKind.Postgres);
        var (one, other) = (await books.Wallet(100), await books.Wallet(100));

        // The first has paid and not committed yet; the second pays the same cooperative and does not wait for it.
        await books.Try(async first =>
        {
            var paid = await first.Post(books.Transfer(one, books.Cooperative, 10), default);
            (await books.Post(books.Transfer(other, books.Cooperative, 10)).WaitAsync(TimeSpan.FromSeconds(20))).Ok.ShouldBeTrue();
            return paid;
        });
        (await books.Posted(books.Cooperative)).ShouldBe(20);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Clock_SetBack_LeavesTheOrderOfAnAccount(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        var wallet = await books.Wallet(100);
        books.Town.Time.Move(TimeSpan.FromHours(-3));
        (await books.Post(books.Transfer(wallet, books.Cooperative, 10))).Ok.ShouldBeTrue();
        (await books.Do(l => l.Statement(new(wallet), default))).Lines.Select(l => l.BalanceAfter).ShouldBe([90L, 100L]);
        (await books.Verify()).Faults.ShouldBeEmpty();
    }

    private sealed class Door(SemaphoreSlim doors) : IDisposable
    {
        public void Dispose() => doors.Release();
    }
}
