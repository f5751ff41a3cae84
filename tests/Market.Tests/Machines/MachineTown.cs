using System.Net.Http.Json;
using Linli.Ledger;
using Linli.MachineSimulator;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Market.Machines.Watch;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Verification;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests.Machines;

/// <summary>A town with a rice mill and a cabinet, each run by the simulator over real HTTP, and residents with money.</summary>
internal sealed class MachineTown(TestTown town, Guid oper) : IAsyncDisposable
{
    public const string Shop = "shop-a";
    public const long RicePrice = 450;
    public const long ApplePrice = 598;

    private int count;

    public string CabinetKey { get; private set; } = "";

    public TestTown Town => town;

    public Guid Operator => oper;

    public SimulatedMachine Rice { get; private set; } = null!;

    public SimulatedMachine Cabinet { get; private set; } = null!;

    public Guid RiceId { get; private set; }

    public Guid CabinetId { get; private set; }

    public static async Task<MachineTown> Open(DatabaseKind kind = DatabaseKind.Sqlite, Action<WebApplicationBuilder>? adjust = null)
    {
        var town = await TestTown.Found(kind, adjust);
        var all = new MachineTown(town, await town.Staff("operator"));
        await all.InTransaction(async s => await s.GetRequiredService<ITeamFounding>().Found(
            new(Shop, ("郑记杂货", "Zheng's shop"), Team.Merchant, SmallTown.First), await town.Staff("merchant"), Posts.Merchant, default));
        (all.RiceId, all.Rice) = await all.Register(new RegisterMachine("hf-1", MachineKind.RiceMill, "和一碾米机", "Rice mill", "大门口", Shop, [new(1, "胚芽米", "Germ rice", SoldBy.Weight, RicePrice)], Code: "rice1"), 50_000);
        (all.CabinetId, all.Cabinet) = await all.Register(
            new RegisterMachine("hf-1", MachineKind.Cabinet, "和一果蔬柜", "Cabinet", "大门口", Shop,
                [new(1, "苹果", "Apples", SoldBy.Weight, ApplePrice), new(2, "牛奶", "Milk", SoldBy.Piece, 350, PieceGrams: 250)], DepositFen: 3000, Code: "fruit1"), 20_000, 10_000);
        return all;
    }

    /// <summary>A verified resident with so much in the wallet.</summary>
    public async Task<Guid> Buyer(long fen, string phone = "19900007001", bool verified = true)
    {
        var account = verified ? await town.VerifiedResident(phone) : await town.Resident(phone);
        if (fen > 0)
            await TopUp(account, fen);
        return account;
    }

    /// <summary>Puts money into somebody's wallet.</summary>
    public async Task TopUp(Guid account, long fen)
    {
        var person = (await PersonOf(account))!.Value;
        (await InTransaction(async s =>
        {
            var ledger = s.GetRequiredService<ILedger>();
            var wallet = await ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), default);
            var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", SmallTown.First, null) { Label = ("银行", "Bank") }, default);
            return (await ledger.Post(new("test", NewKey(), "wallet.top-up", ("充值", "Top-up"), [Entry.From(bank, new Fen(fen)), Entry.To(wallet, new Fen(fen))]), default)).Ok;
        })).ShouldBeTrue();
    }

    public Task<Guid?> PersonOf(Guid account) => town.InScope(s => s.GetRequiredService<ICareLists>().PersonOf(account, default));

    public string NewKey() => $"k{Interlocked.Increment(ref count)}";

    public Task<Result<SessionBegun>> BuyRice(Guid who, long grams = 1000, long price = RicePrice, string? key = null) =>
        town.Run(who, new BuyRice(1, grams, price, IdempotencyKey: key) { Code = "rice1" });

    public Task<Result<SessionBegun>> OpenCabinet(Guid who, string? key = null) => town.Run(who, new OpenCabinet(IdempotencyKey: key) { Code = "FRUIT1" });

    public async Task<SessionView> See(Guid who, Guid session) => (await town.Ask(who, new SeeSession(session))).Value!;

    public async Task<(long Posted, long Held)> Wallet(Guid who)
    {
        var person = (await PersonOf(who))!.Value;
        var balance = await InTransaction(async s => await s.GetRequiredService<ILedger>().Balance(
            await s.GetRequiredService<ILedger>().Open(new(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, SmallTown.First, 0), default), default));
        return (balance.Posted, balance.Held);
    }

    public Task<long> Takings() => InTransaction(async s => (await s.GetRequiredService<ILedger>().Balance(
        await s.GetRequiredService<ILedger>().Open(new(new(OwnerKind.Shop, Shop), LedgerUnit.Fen, SessionDesk.Takings, SmallTown.First, null), default), default)).Posted);

    public async Task<MachineSheet> Sheet(Guid machine) => (await town.Ask(oper, new DeskMachineSheet(machine))).Value!;

    public async Task<long> Stock(Guid machine, int shelf = 1) => (await Sheet(machine)).Machine.Shelves.Single(s => s.Number == shelf).StockGrams;

    public Task<bool> Watch() => town.InScope(async s =>
    {
        await s.GetRequiredService<WatchMachines>().Run(default);
        return true;
    });

    public Task<T> Read<T>(Func<LinliDb, Task<T>> read) => town.InScope(s => read(s.GetRequiredService<LinliDb>()));

    public Task<VerificationReport> Verify() => town.InScope(s => s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None));

    /// <summary>What a device with the cabinet's key posts.</summary>
    public Task<HttpResponseMessage> PostRaw(object body)
    {
        var client = town.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", CabinetKey);
        return client.PostAsJsonAsync("/api/v1/machines/device/events", body, Platform.Json.Options);
    }

    public async ValueTask DisposeAsync()
    {
        Rice?.Dispose();
        Cabinet?.Dispose();
        await town.DisposeAsync();
    }

    public Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var answer = await act(s);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return answer;
        }
    });

    /// <summary>Another cabinet somewhere else, of this shop or another; the system puts it there.</summary>
    public Task<Guid> Stand(string place, string code, string shop) => InTransaction(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var machine = new Machine
        {
            Id = Guid.CreateVersion7(TestTown.Start), Scope = $"/hf/{place}/", Code = code, Kind = MachineKind.Cabinet, NameZh = "别处的柜", NameEn = "Elsewhere", Spot = "", Shop = shop,
            Key = Guid.CreateVersion7(TestTown.Start), At = TestTown.Start, DepositFen = 3000,
        };
        db.Insert(machine);
        await db.SaveChangesAsync();
        return machine.Id;
    });

    private async Task<(Guid, SimulatedMachine)> Register(RegisterMachine request, params long[] stock)
    {
        var made = (await town.Run(oper, request)).Value!;
        CabinetKey = made.Key;
        var machine = new SimulatedMachine(town.Client(), made.Key, town.Time);
        for (var i = 0; i < stock.Length; i++)
        {
            (await town.Run(oper, new RefillShelf(i + 1, stock[i]) { Machine = made.Id })).Ok.ShouldBeTrue();
            machine.Fill(i + 1, stock[i]);
        }

        (await machine.Beat(default)).ShouldBeTrue();
        return (made.Id, machine);
    }
}
