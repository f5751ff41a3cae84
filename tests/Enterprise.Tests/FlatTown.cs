using Linli.Cases.Rules;
using Linli.Enterprise.Flats;
using Linli.Enterprise.Settling;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Tests;

/// <summary>A town with rules for talent from the first day on, and people who apply.</summary>
internal sealed class FlatTown(TestTown town, Guid worker, Guid street, Guid keeper) : IAsyncDisposable
{
    private int phones = 300;
    private int keys;

    public TestTown Town => town;

    public Guid Worker => worker;

    public Guid Street => street;

    public Guid Keeper => keeper;

    public static async Task<FlatTown> Open(DatabaseKind kind)
    {
        var town = await TestTown.Found(kind);
        Good(await town.Run(await town.Staff("admin"), new SaveCategory { Code = TalentBook.Category, NameZh = "人才认定", NameEn = "Talent", Type = "talent" }));
        var flats = new FlatTown(town, await town.Staff("worker"), await town.Staff("street"), await town.Staff("operator"));
        Good(await town.Run(flats.Street, Rules()));
        return flats;
    }

    /// <summary>30 yuan a square metre, 70 per cent of 48: the cap is 30. Two categories: masters first, up to 60 m²; bachelors up to 50.</summary>
    public static SetTalentRules Rules(DateOnly? from = null, long capFen = 3000) => new("hf", from ?? new(2026, 11, 23), "落户办法第三条", capFen, 70, 4800, "租赁指导价 2026-10",
    [
        new("master", "硕士", "Masters", "硕士研究生", "A master's degree", 6, true, 60, 1, [new("学位证书", "Degree"), new("社保证明", "Insurance"), new("其他", "Other", false)]),
        new("bachelor", "本科", "Bachelors", "本科毕业生", "A bachelor's degree", 6, true, 50, 2, [new("毕业证书", "Diploma")]),
    ])
    { DecideDays = 10, AppealDays = 30, AppealDecideDays = 15, ValidMonths = 24, GraceDays = 30 };

    public Task<Guid> Resident() => town.VerifiedResident($"1990000{Interlocked.Increment(ref phones):0000}");

    public async Task<PaperBrought> Paper(Guid account, string code) => new(code, await town.As(account, async s =>
        Good(await s.GetRequiredService<IFileStore>().Save(new MemoryStream(SamplePhoto.Jpeg), "paper.jpg", FilePurpose.Attachment, default)).Id));

    public async Task<Result<MyTalentApplication>> Apply(Guid account, string category = "bachelor", int months = 12, bool anyway = false) => await town.Run(
        account, new ApplyForTalent("hf-1", category, months, false, category == "master" ? [await Paper(account, "p1"), await Paper(account, "p2")] : [await Paper(account, "p1")], anyway, $"k{Interlocked.Increment(ref keys)}"));

    /// <summary>Somebody who was recognised.</summary>
    public async Task<Guid> Talent(string category = "bachelor")
    {
        var account = await Resident();
        Good(await town.Run(worker, new DecideTalent(true, "符合第三条") { Application = Good(await Apply(account, category)).Id }));
        return account;
    }

    public async Task Estate(params (int Door, decimal Area, long Fen)[] flats)
    {
        Good(await town.Run(keeper, new KeepEstate("hefeng", "hf-1", "和风公寓", "Hefeng flats", 48, 1, 12, 30, [new(FlatLayout.OneRoom, "床", "Bed"), new(FlatLayout.OneRoom, "钥匙", "Key", 2)])));
        foreach (var (door, area, fen) in flats)
            Good(await town.Run(keeper, new KeepFlat("1", 1, $"{door}", FlatLayout.OneRoom, area, fen) { Estate = "hefeng" }));
    }

    public async Task<Guid> Round(FlatWay way, int places = 10, TimeSpan? until = null) =>
        Good(await town.Run(keeper, new OpenFlatRound("第一轮", "Round one", way, places, until is { } wait ? town.Time.GetUtcNow() + wait : null) { Estate = "hefeng" }));

    public Task Watch(TestTown? node = null) => (node ?? town).InScope(async s =>
    {
        await s.GetRequiredService<WatchFlats>().Run(default);
        return true;
    });

    public async Task<MyFlatRequest> Request(Guid account) => Good(await town.Ask(account, new MyFlats())).Requests[0];

    public async Task<TenancyShown> Tenancy(Guid account) => Good(await town.Ask(account, new ReadTenancy(Good(await town.Ask(account, new MyFlats())).Tenancy!.Value)));

    public async Task<EstateFigures> Figures() => Good(await town.Ask(keeper, new FlatFigures())).Single();

    public Task<long> Wallet(Guid account, long add = 0) => town.InScope(async s =>
    {
        var (ledger, db) = (s.GetRequiredService<ILedger>(), s.GetRequiredService<LinliDb>());
        var person = await PersonOf(account);
        await using var transaction = await db.BeginTransaction(default);
        var wallet = await ledger.Wallet(person, LedgerUnit.Fen, default);
        if (add > 0)
        {
            var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", SmallTown.Group, null), default);
            Good(await ledger.Post(new("test", $"top-{Interlocked.Increment(ref keys)}", "test.top", ("充值", "Top up"), [Entry.From(bank, new Fen(add)), Entry.To(wallet, new Fen(add))]), default));
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return (await ledger.Balance(wallet, default)).Posted;
    });

    public Task<Guid> PersonOf(Guid account) => town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.Person!.Value));

    public Task<T> Look<T>(Func<LinliDb, Task<T>> look) => town.InScope(s => look(s.GetRequiredService<LinliDb>()));

    public static T Good<T>(Result<T> result)
    {
        result.Problems.ShouldBeEmpty();
        return result.Value!;
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();
}
