using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Tests;

/// <summary>A town with people who found something.</summary>
internal static class Founders
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    public static Task<TestTown> Town(DatabaseKind kind = DatabaseKind.Sqlite) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    public static async Task<Guid> Account(this HttpClient client) => (await client.Get("/me").Good()).Id("account");

    public static Task<Guid> PersonOf(this TestTown town, Guid account) => town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.Person!.Value));

    public static async Task<AccountId> Fill(this TestTown town, HttpClient client, long fen)
    {
        var account = await client.Account();
        var person = await town.PersonOf(account);
        return await town.InScope(async s =>
        {
            var (ledger, db) = (s.GetRequiredService<ILedger>(), s.GetRequiredService<LinliDb>());
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var wallet = await ledger.Wallet(person, LedgerUnit.Fen, CancellationToken.None);
            var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "cash", SmallTown.Group, null), CancellationToken.None);
            (await ledger.Post(new("test", $"fill-{account}", "top-up", ("充值", "Top-up"), [Ledger.Entry.From(bank, new Fen(fen)), Ledger.Entry.To(wallet, new Fen(fen))]), CancellationToken.None)).Ok.ShouldBeTrue();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return wallet;
        });
    }

    public static Task<Balance> Balance(this TestTown town, AccountId wallet) => town.InScope(s => s.GetRequiredService<ILedger>().Balance(wallet, CancellationToken.None));

    /// <summary>What a part of personal data exports, as text, and what is left of it after deleting.</summary>
    public static Task<(string Before, string After)> Erase<TPart>(this TestTown town, Guid person, Guid account) where TPart : IPersonalData => town.InScope(async s =>
    {
        var part = s.GetServices<IPersonalData>().OfType<TPart>().Single();
        var subject = new DataSubject(person, [account]);
        var before = Text(await part.Export(subject, CancellationToken.None));
        var db = s.GetRequiredService<LinliDb>();
        await using (var transaction = await db.BeginTransaction(CancellationToken.None))
        {
            await part.Erase(subject, CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        db.ChangeTracker.Clear();
        var after = Text(await part.Export(subject, CancellationToken.None));
        return (before, after);
    });

    private static string Text(IReadOnlyList<DataSection> sections) => string.Join('|', sections.SelectMany(x => x.Items).SelectMany(i => i).Select(v => v.Value));

    public static Task<bool> Job<TJob>(this TestTown town) where TJob : Platform.Jobs.IJob => town.InScope(async s =>
    {
        await s.GetRequiredService<TJob>().Run(CancellationToken.None);
        return true;
    });
}
