using Linli.Ledger.Chain;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Verification;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

/// <summary>A town with some accounts, and the books as another engine uses them: in a transaction of its own.</summary>
internal sealed class Books(TestTown town) : IAsyncDisposable
{
    private int count;

    public TestTown Town => town;

    public AccountId Cooperative { get; private set; }

    public AccountId Outside { get; private set; }

    public static async Task<Books> Open(DatabaseKind kind = DatabaseKind.Sqlite, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? adjust = null)
    {
        var books = new Books(await TestTown.Found(kind, adjust));
        books.Cooperative = await books.Account(new(OwnerKind.Cooperative, "coop"), LedgerUnit.Fen, "takings", null);
        books.Outside = await books.Account(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", null);
        return books;
    }

    public Task<AccountId> Account(AccountOwner owner, LedgerUnit unit, string purpose, long? floor) =>
        Do(ledger => ledger.Open(new(owner, unit, purpose, SmallTown.First, floor) { Label = ("账户", "Account") }, CancellationToken.None));

    /// <summary>A wallet of money of somebody new, with so many fen in it.</summary>
    public async Task<AccountId> Wallet(long fen = 0, LedgerUnit unit = LedgerUnit.Fen)
    {
        var wallet = await Account(AccountOwner.Person(Guid.CreateVersion7()), unit, NewAccount.Wallet, 0);
        if (fen > 0)
            (await Post(Transfer(Outside, wallet, fen))).Ok.ShouldBeTrue();
        return wallet;
    }

    public string NewKey() => $"k{Interlocked.Increment(ref count)}";

    public Transfer Transfer(AccountId from, AccountId to, long fen, string? key = null) => new(
        "test", key ?? NewKey(), "test.pay", ("测试", "Test"), [Entry.From(from, new Fen(fen)), Entry.To(to, new Fen(fen))]);

    public Task<Result<Posted>> Post(Transfer transfer) => Try(ledger => ledger.Post(transfer, CancellationToken.None));

    public async Task<long> Posted(AccountId account) => (await Balance(account)).Posted;

    public Task<Balance> Balance(AccountId account) => Do(ledger => ledger.Balance(account, CancellationToken.None));

    /// <summary>What a use case does: commits when it was carried out, undoes everything when it was refused.</summary>
    public Task<Result<T>> Try<T>(Func<ILedger, Task<Result<T>>> act) => InTransaction(act, result => result.Ok);

    public Task<T> Do<T>(Func<ILedger, Task<T>> act) => InTransaction(act, _ => true);

    public Task<T> InTransaction<T>(Func<ILedger, Task<T>> act, Func<T, bool> commits) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var answer = await act(s.GetRequiredService<ILedger>());
            if (!commits(answer))
                return answer;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return answer;
        }
    });

    public Task<VerificationReport> Verify() =>
        town.InScope(s => s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None));

    public Task<T> Run<TJob, T>(Func<TJob, Task<T>> job) where TJob : notnull => town.InScope(s => job(s.GetRequiredService<TJob>()));

    public Task Run<TJob>() where TJob : Platform.Jobs.IJob => town.InScope(async s =>
    {
        await s.GetRequiredService<TJob>().Run(CancellationToken.None);
        return true;
    });

    public Task Seal() => Run<ChainSealer>();

    /// <summary>What somebody does who can write to the database.</summary>
    public Task<int> Tamper(string sql) => town.InScope(s => s.GetRequiredService<LinliDb>().Database.ExecuteSqlRawAsync(sql));

    public ValueTask DisposeAsync() => town.DisposeAsync();
}
