using Linli.Cases.Rules;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Counter;
using Linli.Hall.Keep;
using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Hall.Tests;

/// <summary>A town with a service hall of four counters, one of them in the community centre, and three items.</summary>
internal sealed class ServiceHall(TestTown town, Guid clerk, Guid colleague, Guid keeper) : IAsyncDisposable
{
    public const string Code = "hf";

    /// <summary>Withdrawal from the provident fund: three calendar days, one lesser paper.</summary>
    public const string Fund = "fund_withdrawal";

    /// <summary>At once, by shared data alone.</summary>
    public const string Card = "elder_card";

    /// <summary>In person only.</summary>
    public const string Marriage = "marriage";

    private int phones = 200;

    public TestTown Town => town;

    public Guid Clerk => clerk;

    public Guid Colleague => colleague;

    public Guid Keeper => keeper;

    /// <summary>Somebody of the second community only, in whose centre one room of the hall is.</summary>
    public Task<Guid> Neighbour() => town.Staff("worker2");

    public static async Task<ServiceHall> Open(DatabaseKind kind = DatabaseKind.Sqlite, Action<WebApplicationBuilder>? adjust = null)
    {
        var town = await TestTown.Found(kind, adjust);

        // Monday, 10:15 in Shanghai.
        town.Time.SetTo(TestTown.Start.AddHours(2).AddMinutes(15));
        var hall = new ServiceHall(town, await town.Staff("desk"), await town.Staff("worker"), await town.Staff("operator"));
        (await town.Run(await town.Staff("admin"), new SaveCategory { Code = MatterDesk.Category, NameZh = "政务服务", NameEn = "Government service", Type = "hall" })).Problems.ShouldBeEmpty();
        (await town.Run(hall.Keeper, Plan())).Problems.ShouldBeEmpty();
        foreach (var item in Items())
            (await town.Run(hall.Keeper, item)).Problems.ShouldBeEmpty();
        return hall;
    }

    public static KeepHall Plan(string code = Code, string place = "hf-1") => new()
    {
        Code = code, Place = place, NameZh = "和风里政务大厅", NameEn = "Hefengli service hall", Address = "月桂街 86 号", Hours = "Mo-Fr 08:30-17:00",
        SecondsBetweenCalls = 0, Sites = [new("centre", "和二党群服务中心", "He'er centre", "灯桥街 300 号", "hf-2")],
        Counters = [new(1), new(2), new(3, CounterKind.Consultation), new(4, CounterKind.General, "centre")],
    };

    private static KeepItem[] Items() =>
    [
        new()
        {
            Hall = Code, Code = Fund, NameZh = "住房公积金提取", NameEn = "Provident fund withdrawal", OfficeZh = "市公积金中心", Days = 3, Count = DayCount.Calendar, LegalDays = 3, Source = "住房公积金管理条例第二十五条",
            Shorter = "免交收入证明", Keywords = "公积金 取钱",
            Papers = [new("id", "身份证", "Identity card"), new("account", "本人银行卡", "Bank card"), new("invoice", "购房发票复印件", "Invoice of the home", Lesser: true), new("income", "收入证明", "Proof of income", Droppable: true)],
        },
        new()
        {
            Hall = Code, Code = Card, NameZh = "老年优待证", NameEn = "Elder card", OfficeZh = "民政局", Days = 0,
            Papers = [new("id", "身份证复印件", "Copy of the card", CoveredBy: "name id_number"), new("photo", "近期照片", "Photo", CoveredBy: "photo_on_file")],
        },
        new() { Hall = Code, Code = Marriage, NameZh = "婚姻登记", NameEn = "Marriage", OfficeZh = "民政局", ByProxy = false, Papers = [new("id", "身份证", "Identity card")] },
    ];

    public Task<Guid> Resident() => town.VerifiedResident($"1990000{Interlocked.Increment(ref phones):0000}");

    /// <summary>A ticket for a resident by phone.</summary>
    public Task<Result<TicketView>> Take(Guid account, Purpose purpose = Purpose.Service, string? item = null, string? site = null) => town.Run(account, new TakeTicket(Code, purpose, item, site));

    /// <summary>A paper ticket, given out at the entrance.</summary>
    public async Task<TicketView> Paper(string? name = null, PriorityReason? priority = null, string? site = null) => Good(await town.Run(clerk, new TakeTicket(Code, Site: site, Name: name, Priority: priority)));

    public async Task Sit(Guid who, int number) => (await town.Run(who, new SitDown(Code, number))).Problems.ShouldBeEmpty();

    public async Task Leave(Guid who, int number) => (await town.Run(who, new StandUp(Code, number))).Problems.ShouldBeEmpty();

    public async Task<CalledTicket> Next(Guid who, int number = 1) => Good(await town.Run(who, new CallNext(Code, number)));

    public async Task<CalledTicket> Finish(Guid who, int number = 1) => Good(await town.Run(who, new FinishTicket(Code, number)));

    /// <summary>Calls three times and marks as missed.</summary>
    public async Task Miss(Guid who, int number = 1)
    {
        Good(await town.Run(who, new CallAgain(Code, number)));
        Good(await town.Run(who, new CallAgain(Code, number)));
        Good(await town.Run(who, new NobodyCame(Code, number)));
    }

    public Task<T> Look<T>(Func<LinliDb, Task<T>> look) => town.InScope(s => look(s.GetRequiredService<LinliDb>()));

    public Task<TicketRow> Row(string number) => Look(db => db.Unfiltered<TicketRow>().AsNoTracking().SingleAsync(t => t.Number == number));

    public Task Run<TJob>() where TJob : class, IJob => town.InScope(async s =>
    {
        await s.GetRequiredService<TJob>().Run(default);
        return true;
    });

    /// <summary>Somebody of the register with this day of birth.</summary>
    public async Task Born(Guid account, DateOnly birth)
    {
        var person = await PersonOf(account);
        await Look(db => db.Database.ExecuteSqlAsync($"""UPDATE people_person SET "BirthDate" = {birth}, "Name" = {"顾长林"} WHERE "Id" = {person}"""));
    }

    /// <summary>A name, and where one is given a document, as the register knows them.</summary>
    public Task Registered(Guid person, string name, string? document) => town.InScope(async s =>
    {
        var hash = document is null ? null : s.GetRequiredService<FieldCipher>().Hash("people.identity", document);
        return await s.GetRequiredService<LinliDb>().Database.ExecuteSqlAsync($"""UPDATE people_person SET "Name" = {name}, "IdentityHash" = {hash} WHERE "Id" = {person}""");
    });

    /// <summary>How many notices of a kind somebody got.</summary>
    public Task<int> Told(Guid account, string kind) => Look(async db => (await db.Database.SqlQuery<string>($"""SELECT "Kind" AS "Value" FROM notices_notice WHERE "AccountId" = {account}""").ToListAsync()).Count(k => k == kind));

    public Task<Guid> PersonOf(Guid account) => town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.Person!.Value));

    public static T Good<T>(Result<T> result)
    {
        result.Problems.ShouldBeEmpty();
        return result.Value!;
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();
}
