using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Linli.Ledger.Payments;
using Linli.PaySimulator;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

/// <summary>A resident with a wallet, and the simulated payment service.</summary>
internal sealed class PaymentBed(Books books, Guid account, Guid person) : IAsyncDisposable
{
    public Books Books => books;

    public TestTown Town => books.Town;

    public Guid Account => account;

    public Guid Person => person;

    public SimulatedPay Pay => Town.Services.GetRequiredService<SimulatedPay>();

    public SimulatedNews News => Town.Services.GetRequiredService<SimulatedNews>();

    public static async Task<PaymentBed> Open(DatabaseKind kind = DatabaseKind.Sqlite, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? adjust = null)
    {
        var books = await Books.Open(kind, adjust);
        var account = await books.Town.VerifiedResident("13800000031", home: true);
        return new(books, account, await PersonOf(books.Town, account));
    }

    public static Task<Guid> PersonOf(TestTown town, Guid account) => town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.Person!.Value));

    /// <summary>Begins a top-up.</summary>
    public async Task<(Guid Id, SimulatedOrder Order)> Start(long fen = 5000)
    {
        var sheet = await Town.Ask(account, new TopUp(fen, "paysim"));
        sheet.Ok.ShouldBeTrue(sheet.Ok ? "" : sheet.Problem.Code);
        sheet.Value.PayerLink.ShouldBe($"/simulator/pay/{sheet.Value.Id:N}");
        return (sheet.Value.Id, Pay.Find(sheet.Value.Id.ToString("N"))!);
    }

    /// <summary>A top-up that is paid at once.</summary>
    public async Task<Guid> PayIn(long fen)
    {
        var (id, order) = await Start(fen);
        await News.Act(order, Behaviour.Pay, default);
        (await State(id)).ShouldBe("paid");
        return id;
    }

    public async Task<string> State(Guid id) => (await Town.Ask(account, new ReadTopUp(id))).Value!.State;

    public async Task<long> Wallet() =>
        await Books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, default)) is { } wallet ? (await Books.Balance(wallet)).Posted : 0;

    public async Task<Balance> WalletBalance() => await Books.Balance((await Books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, default)))!.Value);

    public Task<string> WalletNumber() => Town.InScope(async s =>
        await s.GetRequiredService<LinliDb>().Unfiltered<Accounts.Account>().Where(a => a.OwnerKey == person.ToString() && a.Unit == LedgerUnit.Fen).Select(a => a.Number).SingleAsync());

    /// <summary>Sends a callback over HTTP, as the payment service does.</summary>
    public Task<HttpResponseMessage> Send(PaymentCallback callback, string provider = "paysim")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/payments/{provider}/callback") { Content = new StringContent(callback.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in callback.Headers)
            request.Headers.Add(name, value);
        return Town.Client().SendAsync(request);
    }

    public Task<List<T>> Rows<T>() where T : class, IScoped => Town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<T>().AsNoTracking().ToListAsync());

    public ValueTask DisposeAsync() => books.DisposeAsync();
}
