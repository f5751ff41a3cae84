using Linli.Ledger.Earning;
using Linli.Ledger.Lots;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

public class PointsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateOnly Today = LocalTime.DateOf(TestTown.Start);

    [Theory, MemberData(nameof(Both))]
    public async Task Earn_GivesPointsFromTheBudget_OncePerAct(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var person = Guid.CreateVersion7();
        var first = await bed.Earn(person, "a1");
        first.Value!.Points.ShouldBe(10);
        (await bed.Earn(person, "a1")).Value!.Repeated.ShouldBeTrue();
        (await bed.Points(person)).ShouldBe(10);
        (await bed.Liability()).ShouldBe((10, 1000, 990));
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Earn_AboveALimit_SaysWhich(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var person = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++)
            (await bed.Earn(person, $"k{i}")).Ok.ShouldBeTrue();
        (await bed.Earn(person, "k3")).Problem.Code.ShouldBe("ledger.cap_times_day");
        await bed.NewRule(r => r with { TimesPerDay = null, PointsPerDay = 25 });
        (await bed.Earn(person, "k4")).Problem.Code.ShouldBe("ledger.cap_points_day");
        await bed.NewRule(r => r with { TimesPerDay = null, PointsPerMonth = 25 });
        (await bed.Earn(person, "k5")).Problem.Code.ShouldBe("ledger.cap_points_month");
        await bed.NewRule(r => r with { TimesPerDay = null, Proof = Proof.Paper });
        (await bed.Earn(person, "k6")).Problem.Code.ShouldBe("ledger.proof_missing");
        (await bed.Earn(person, "k7", "event.unknown")).Problem.Code.ShouldBe("ledger.no_rule");
        (await bed.Earn(person, "k8", day: Today.AddDays(-32))).Problem.Code.ShouldBe("ledger.act_too_old");
        (await bed.Earn(person, "k9", day: Today.AddDays(1))).Problem.Code.ShouldBe("ledger.date_in_future");
        (await bed.Points(person)).ShouldBe(20);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Earn_AboveTheMonthsBudget_IsRefused_AndTheBudgetIsNotLoweredBelowWhatWasGiven(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        (await bed.Budget(25)).Ok.ShouldBeTrue();
        (await bed.Earn(Guid.CreateVersion7(), "k1")).Ok.ShouldBeTrue();
        (await bed.Earn(Guid.CreateVersion7(), "k2")).Ok.ShouldBeTrue();
        (await bed.Earn(Guid.CreateVersion7(), "k3")).Problem.Code.ShouldBe("ledger.budget_spent");
        (await bed.Budget(19)).Problem.Code.ShouldBe("ledger.budget_given_already");
        (await bed.Budget(30)).Ok.ShouldBeTrue();
        (await bed.Earn(Guid.CreateVersion7(), "k3")).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Rule_ChangedInTheMiddleOfAMonth_CountsByTheDayOfTheAct(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var person = Guid.CreateVersion7();
        await bed.NewRule(r => r with { Points = 7, From = Today.AddDays(1) });
        (await bed.Earn(person, "before")).Value!.Points.ShouldBe(10);
        bed.Books.Town.Time.Move(TimeSpan.FromDays(1));
        (await bed.Earn(person, "after", day: Today.AddDays(1))).Value!.Points.ShouldBe(7);
        (await bed.Earn(person, "late", day: Today)).Value!.Points.ShouldBe(10);
        (await bed.Save(bed.Rule with { From = Today })).Problem.Code.ShouldBe("ledger.rule_past");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Rules_ThatPunish_OrCannotBe_AreRefused(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        async Task<string?> Field(SaveEarningRule rule) => (await bed.Save(rule)).Problem.Field;
        (await Field(bed.Rule with { Points = -5 })).ShouldBe("points");
        (await Field(bed.Rule with { ValidDays = 20 })).ShouldBe("validDays");
        (await Field(bed.Rule with { PointsPerDay = 5 })).ShouldBe("pointsPerDay");
        (await Field(bed.Rule with { Event = "垃圾" })).ShouldBe("event");
        (await Field(bed.Rule with { Source = "" })).ShouldBe("source");
        (await Field(bed.Rule with { AuditPercent = 101 })).ShouldBe("auditPercent");
        (await bed.Save(bed.Rule with { Programme = "none" })).Problem.Code.ShouldBe("ledger.programme_not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_ThatExpireFirst_AreSpentFirst(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var wallet = await bed.Wallet((50, Today.AddDays(200)), (30, Today.AddDays(100)));
        (await bed.Spend(wallet, 40)).Ok.ShouldBeTrue();
        (await bed.LotsOf(wallet)).ShouldBe([(Today.AddDays(200), 40L)]);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_ExpireAfterTheirLastLocalDay_AndTheHolderIsToldBefore(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var last = Today.AddDays(60);
        var account = await bed.Books.Town.Resident("13800000001");
        var wallet = await bed.WalletOf(await bed.PersonOf(account), (50, last), (5, last.AddDays(90)));

        bed.Books.Town.Time.SetTo(LocalTime.StartOfDay(last.AddDays(-45)));
        await bed.Books.Run<ExpirePoints>();
        (await bed.NoticesOf(account)).ShouldBe(["points.expiring"]);

        // One second before midnight of UTC+8 they can still be spent.
        bed.Books.Town.Time.SetTo(LocalTime.EndOfDay(last).AddSeconds(-1));
        await bed.Books.Run<ExpirePoints>();
        (await bed.Spend(wallet, 20)).Ok.ShouldBeTrue();
        (await bed.Books.Posted(wallet)).ShouldBe(35);

        // At midnight they cannot, whether the job ran already or not.
        bed.Books.Town.Time.SetTo(LocalTime.EndOfDay(last));
        (await bed.Books.Posted(wallet)).ShouldBe(5);
        (await bed.Spend(wallet, 6)).Problem.Code.ShouldBe("ledger.insufficient");
        await bed.Books.Run<ExpirePoints>();
        (await bed.LotsOf(wallet)).ShouldBe([(last.AddDays(90), 5L)]);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_OfWhoWasToldLate_ExpireThirtyDaysAfter(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var last = Today.AddDays(60);
        var wallet = await bed.Wallet((50, last));

        // The server was off until five days before.
        bed.Books.Town.Time.SetTo(LocalTime.StartOfDay(last.AddDays(-5)));
        await bed.Books.Run<ExpirePoints>();
        (await bed.LotsOf(wallet)).ShouldBe([(last.AddDays(25), 50L)]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Spending_Reversed_BringsThePointsBack_WithTimeToUseThem(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var wallet = await bed.Wallet((50, Today.AddDays(60)));
        var spent = (await bed.Spend(wallet, 50)).Value!.Id;
        bed.Books.Town.Time.Move(TimeSpan.FromDays(90));
        (await bed.Books.Try(l => l.Reverse(new(spent, "test", "back", ("退回", "Given back")), default))).Ok.ShouldBeTrue();
        (await bed.LotsOf(wallet)).ShouldBe([(Today.AddDays(90 + 45), 50L)]);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_AreNotHandedToNeighbours(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var (mine, theirs) = (await bed.Wallet((50, Today.AddDays(300))), await bed.Wallet((5, Today.AddDays(300))));
        var handed = await bed.Books.Post(new("test", "hand", "gift", ("送", "Gift"), [Entry.From(mine, new Points(5)), Entry.To(theirs, new Points(5))]));
        handed.Problem.Code.ShouldBe("ledger.not_transferable");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Audit_TakesBackWhatIsLeft_AndAnAppealGivesItAgain(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        await bed.NewRule(r => r with { AuditPercent = 100, TimesPerDay = null });
        var account = await bed.Books.Town.Resident("13800000002");
        var person = await bed.PersonOf(account);
        var earned = (await bed.Earn(person, "k1")).Value!;
        var town = bed.Books.Town;
        var (operatorId, secretary) = (await town.Staff("operator"), await town.Staff("secretary"));
        (await town.Ask(operatorId, new ListEarnings(EarningState.ToAudit))).Value!.Single().Points.ShouldBe(10);

        var wallet = (await bed.Books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default)))!.Value;
        (await bed.Spend(wallet, 4)).Ok.ShouldBeTrue();
        (await town.Run(operatorId, new AuditEarning(false, "") { Id = earned.Id })).Problem.Field.ShouldBe("note");
        (await town.Run(operatorId, new AuditEarning(false, "当天没有开桶") { Id = earned.Id })).Ok.ShouldBeTrue();
        (await bed.Points(person)).ShouldBe(0);
        (await town.Run(account, new AppealEarning("那天是我送的") { Id = earned.Id })).Ok.ShouldBeTrue();
        (await town.Run(operatorId, new DecideAppeal(true, "属实") { Id = earned.Id })).Problem.Code.ShouldBe("ledger.other_decides");
        (await town.Run(secretary, new DecideAppeal(true, "录像属实") { Id = earned.Id })).Ok.ShouldBeTrue();
        (await bed.Points(person)).ShouldBe(6);
        (await bed.NoticesOf(account)).ShouldBe(["points.appeal"]);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Correction_TakesBackWhatIsLeft_AndGivesExactlyThatAgain(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        await bed.NewRule(r => r with { TimesPerDay = 1 });
        var person = Guid.CreateVersion7();
        (await bed.Earn(person, "k1")).Ok.ShouldBeTrue();
        var wallet = (await bed.Books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default)))!.Value;
        (await bed.Spend(wallet, 4)).Ok.ShouldBeTrue();
        (await bed.TakeBack(person, "k1")).ShouldBe(4, "what was spent stays with the person");
        (await bed.TakeBack(person, "k1")).ShouldBe(4, "again changes nothing");
        (await bed.TakeBack(person, "never")).ShouldBe(0);
        (await bed.Points(person)).ShouldBe(0);
        await bed.NewRule(r => r with { TimesPerDay = 1, PointsPerDay = 13 });
        (await bed.Earn(person, "k2")).Problem.Code.ShouldBe("ledger.cap_points_day", "what was spent, and stayed, was earned");
        await bed.NewRule(r => r with { TimesPerDay = 1, PointsPerDay = 14 });
        (await bed.Earn(person, "k2")).Ok.ShouldBeTrue("what was corrected away is no time");
        (await bed.Earn(person, "k1")).Problem.Code.ShouldBe("ledger.cap_times_day");
        (await bed.TakeBack(person, "k2")).ShouldBe(0);
        bed.Books.Town.Time.Move(TimeSpan.FromDays(3));
        for (var round = 0; round < 3; round++)
        {
            (await bed.Earn(person, "k1")).Value!.Points.ShouldBe(10);
            (await bed.Points(person)).ShouldBe(6);
            (await bed.TakeBack(person, "k1")).ShouldBe(4);
            (await bed.Points(person)).ShouldBe(0);
        }

        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Budget_OfAMonthThatIsOver_GoesBack(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        (await bed.Earn(Guid.CreateVersion7(), "k1")).Ok.ShouldBeTrue();
        bed.Books.Town.Time.Move(TimeSpan.FromDays(70));
        await bed.Books.Run<ReturnBudgets>();
        (await bed.Books.Posted(await bed.Issuer())).ShouldBe(-10);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }
}

/// <summary>A programme with a rule and a budget.</summary>
internal sealed class PointsBed(Books books, Guid secretary) : IAsyncDisposable
{
    public Books Books => books;

    public SaveEarningRule Rule { get; private set; } = new()
    {
        Programme = "waste", Event = "waste.sorted", NameZh = "垃圾分类", NameEn = "Waste sorting", Points = 10, From = LocalTime.DateOf(TestTown.Start),
        TimesPerDay = 2, Proof = Proof.Witness, Source = "居民代表会议", AuditPercent = 0,
    };

    public static async Task<PointsBed> Open(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var books = await Books.Open(kind);
        var bed = new PointsBed(books, await books.Town.Staff("secretary"));
        (await books.Town.Run(bed.Secretary, new SaveProgramme("垃圾分类", "Waste sorting", SmallTown.Group) { Code = "waste" })).Ok.ShouldBeTrue();
        (await bed.Save(bed.Rule)).Ok.ShouldBeTrue();
        (await bed.Budget(1000)).Ok.ShouldBeTrue();
        return bed;
    }

    private Guid Secretary => secretary;

    public Task<Result<Guid>> Save(SaveEarningRule rule) => books.Town.Run(secretary, rule);

    public async Task NewRule(Func<SaveEarningRule, SaveEarningRule> change) => (await Save(change(Rule))).Ok.ShouldBeTrue();

    public Task<Result<Done>> Budget(long points) => books.Town.Run(
        secretary, new SetBudget(points) { Code = "waste", Month = Periods.ClosedPeriod.MonthOf(LocalTime.DateOf(books.Town.Time.GetUtcNow())) });

    public Task<Result<Earned>> Earn(Guid person, string key, string @event = "waste.sorted", DateOnly? day = null) => books.Town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        await using var transaction = await db.BeginTransaction(default);
        var earned = await s.GetRequiredService<IEarning>().Earn(
            new(@event, key, person, SmallTown.First, day ?? LocalTime.DateOf(TestTown.Start)) { Witnessed = true }, default);
        if (!earned.Ok)
            return earned;
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return earned;
    });

    public Task<long> TakeBack(Guid person, string key) => books.Town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        await using var transaction = await db.BeginTransaction(default);
        var kept = await s.GetRequiredService<IEarning>().TakeBack(new("waste.sorted", key, person, SmallTown.First, LocalTime.DateOf(TestTown.Start)), ("更正", "Corrected"), default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return kept.Value;
    });

    public async Task<long> Points(Guid person) =>
        await books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default)) is { } wallet ? await books.Posted(wallet) : 0;

    public Task<AccountId> Issuer() => books.Do(l => l.Open(PointsIssuer.Wanted, default));

    public Task<AccountId> Wallet(params (long Points, DateOnly LastDay)[] lots) => WalletOf(Guid.CreateVersion7(), lots);

    public async Task<AccountId> WalletOf(Guid person, params (long Points, DateOnly LastDay)[] lots)
    {
        var wallet = await books.Account(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, 0);
        var issuer = await Issuer();
        foreach (var (points, lastDay) in lots)
            (await books.Post(new("test", books.NewKey(), "points.earn", ("测试", "Test"), [Entry.From(issuer, new Points(points)), Entry.To(wallet, new Points(points))])
            {
                LastDay = lastDay,
            })).Ok.ShouldBeTrue();
        return wallet;
    }

    public async Task<Result<Posted>> Spend(AccountId wallet, long points)
    {
        var shop = await books.Account(new(OwnerKind.Shop, "shop"), LedgerUnit.Points, "redeemed", null);
        return await books.Post(new("test", books.NewKey(), "points.spend", ("兑换", "Redeemed"), [Entry.From(wallet, new Points(points)), Entry.To(shop, new Points(points))]));
    }

    public Task<List<(DateOnly, long)>> LotsOf(AccountId wallet) => books.Town.InScope(async s =>
        (await s.GetRequiredService<LinliDb>().Records<Lot>().AsNoTracking().Where(l => l.Account == wallet && l.Left > 0).OrderBy(l => l.LastDay).ToListAsync())
            .ConvertAll(l => (l.LastDay, l.Left)));

    public async Task<(long Outstanding, long Budget, long Left)> Liability()
    {
        var report = (await books.Town.Ask(secretary, new Statements.LiabilityReport())).Value!;
        return (report.Outstanding, report.Budgets[0].Budget, report.Budgets[0].Left);
    }

    public Task<Guid> PersonOf(Guid account) => books.Town.As(account, s => Task.FromResult(s.GetRequiredService<Platform.Security.CurrentCaller>().Value.Person!.Value));

    public Task<List<string>> NoticesOf(Guid account) => books.Town.InScope(s => s.GetRequiredService<LinliDb>().Database
        .SqlQuery<string>($"""SELECT "Kind" AS "Value" FROM notices_notice WHERE "AccountId" = {account} ORDER BY "At" """).ToListAsync());

    public ValueTask DisposeAsync() => books.DisposeAsync();
}
