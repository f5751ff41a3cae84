using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.MachineSimulator;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>Shops, machines, money and points of the town.</summary>
public partial class Town
{
    private int paid;
    private (string Merchant, string Operator)? shop;

    /// <summary>Code of the town's shop.</summary>
    public const string ShopCode = "shop-a";

    /// <summary>The town's shop: the logins of its merchant and of the operator who looks after machines and stations.</summary>
    public async Task<(string Merchant, string Operator)> Shop()
    {
        if (shop is { } there)
            return there;
        var (merchant, oper) = (await Hire(Posts.Merchant), await Hire(Posts.Operator));
        await AsSystem(async services => await services.GetRequiredService<ITeamFounding>().Found(
            new(ShopCode, ("郑记杂货", "Zheng's shop"), Team.Merchant, Community),
            await services.GetRequiredService<LinliDb>().Records<Account>().Where(a => a.UserName == merchant).Select(a => a.Id).SingleAsync(), Posts.Merchant, default));
        return (shop = (merchant, oper)).Value;
    }

    /// <summary>Goods that the town's shop sells.</summary>
    /// <param name="name">In Chinese.</param>
    /// <param name="fen">Price of one, in fen.</param>
    /// <param name="township">Code of the partner township they come from.</param>
    public async Task<Guid> Goods(string name, long fen, string? township = null)
    {
        using var merchant = await Desk((await Shop()).Merchant);
        return (await merchant.Post("/market/goods", new { nameZh = name, nameEn = name, unitZh = "份", unitEn = "portion", category = "tofu", priceFen = fen, stock = 10, township }).Good()).GetGuid();
    }

    /// <summary>A station at the town's shop where goods are given for points.</summary>
    public async Task Station(params (Guid Goods, long Points)[] offers)
    {
        using var desk = await Desk((await Shop()).Operator);
        var station = (await desk.Post("/market/redemption/stations", new { place = "hf-1", nameZh = "共富小店兑换站", nameEn = "Co-prosperity station", where = "月牙桥路口", shop = ShopCode }).Good()).GetGuid();
        foreach (var (goods, points) in offers)
            await desk.Post("/market/redemption/offers", new { station, goods, points, settlementFen = 500 }).Good();
    }

    /// <summary>A rule of the covenant's programme, with points for this month: so many for an act that somebody saw.</summary>
    public async Task EarningRule(string act, string nameZh, long points)
    {
        using var secretary = await Desk(await Hire(Posts.PartySecretary, at: ScopePath.Parse("/hf/", null)));
        await secretary.Put("/ledger/programmes/covenant", new { nameZh = "居民公约", nameEn = "Covenant", place = "/hf/" }).Good();
        await secretary.Put($"/ledger/programmes/covenant/budgets/{Clock.Today:yyyyMM}", new { points = 1000 }).Good();
        await secretary.Post("/ledger/earning-rules", new { programme = "covenant", @event = act, nameZh, nameEn = nameZh, points, from = Day(0), proof = "witness", source = "居民代表会议" }).Good();
    }

    /// <summary>Money into the wallet of somebody who signed in.</summary>
    public Task Pay(string account, long fen) => Give(account, LedgerUnit.Fen, "wallet.top-up", w => [Ledger.Entry.From(w.Source, new Fen(fen)), Ledger.Entry.To(w.Wallet, new Fen(fen))]);

    /// <summary>Points for somebody who signed in.</summary>
    public Task Earn(string account, long points) => Give(account, LedgerUnit.Points, "points.earn", w => [Ledger.Entry.From(w.Source, new Points(points)), Ledger.Entry.To(w.Wallet, new Points(points))]);

    /// <summary>The API, signed in as a member of staff.</summary>
    public async Task<HttpClient> Desk(string login)
    {
        var desk = new HttpClient { BaseAddress = Address };
        var signedIn = await (await desk.PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password = Password })).Content.ReadFromJsonAsync<JsonElement>();
        desk.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("accessToken").GetString());
        return desk;
    }

    /// <summary>A rice mill that the simulator is, with rice in it, and money in the wallet of somebody who signed in.</summary>
    public async Task<SimulatedMachine> RiceMill(string code, string account, long fen)
    {
        await Pay(account, fen);
        return await Stand("riceMill", code, "和一碾米机", "Rice mill", new { number = 1, nameZh = "胚芽米", soldBy = "weight", priceFen = 450 }, new { number = 2, nameZh = "东北大米", soldBy = "weight", priceFen = 390 });
    }

    /// <summary>A cabinet of apples that the simulator is.</summary>
    public Task<SimulatedMachine> Cabinet(string code) => Stand("cabinet", code, "和一果蔬柜", "Cabinet", new { number = 1, nameZh = "苹果", soldBy = "weight", priceFen = 598 });

    private async Task<SimulatedMachine> Stand(string kind, string code, string nameZh, string nameEn, params object[] shelves)
    {
        using var desk = await Desk((await Shop()).Operator);
        var made = await (await desk.PostAsJsonAsync("/api/v1/machines", new { place = "hf-1", kind, nameZh, nameEn, spot = "服务站门口", shop = ShopCode, code, depositFen = 3000, shelves })).Content.ReadFromJsonAsync<JsonElement>();
        (await desk.PostAsJsonAsync($"/api/v1/machines/{made.GetProperty("id").GetGuid()}/refill", new { shelf = 1, addedGrams = 20_000 })).EnsureSuccessStatusCode();
        var machine = new SimulatedMachine(new HttpClient { BaseAddress = Address }, made.GetProperty("key").GetString()!, Clock);
        machine.Fill(1, 20_000);
        await machine.Beat(default);
        return machine;
    }

    private Task Give(string account, LedgerUnit unit, string kind, Func<(AccountId Source, AccountId Wallet), IReadOnlyList<Ledger.Entry>> entries) => AsSystem(async services =>
    {
        var ledger = services.GetRequiredService<ILedger>();
        var person = (await services.GetRequiredService<ICareLists>().PersonOf(Guid.Parse(account), default))!.Value;
        var wallet = await ledger.Open(new(AccountOwner.Person(person), unit, NewAccount.Wallet, Community, 0), default);
        var source = await ledger.Open(new(new(OwnerKind.Outside, "bank"), unit, "outside", Community, null) { Label = ("银行", "Bank") }, default);
        (await ledger.Post(new("journey", $"give-{Interlocked.Increment(ref paid)}", kind, ("充值", "Top-up"), [.. entries((source, wallet))]), default)).Ok.ShouldBeTrue();
    });

    private async Task AsSystem(Func<IServiceProvider, Task> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        using (await scope.ServiceProvider.GetRequiredService<WriterQueue>().Enter(default))
        {
            await using var transaction = await db.BeginTransaction(default);
            await act(scope.ServiceProvider);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }
    }
}
