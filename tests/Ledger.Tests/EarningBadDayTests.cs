using Linli.Ledger.Earning;
using Linli.Ledger.Statements;
using Linli.Ledger.Wallet;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;

namespace Linli.Ledger.Tests;

/// <summary>Points on bad days: planned versions, corrections again and again, answers that were lost; and what charts are drawn from.</summary>
public class EarningBadDayTests
{
    private static readonly DateOnly today = LocalTime.DateOf(TestTown.Start);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Version_ThatIsPlanned_IsNotTakenAwayByOneFromToday(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var january = new DateOnly(2027, 1, 1);
        (await bed.Save(bed.Rule with { Points = 20, From = january })).Ok.ShouldBeTrue();
        var refused = await bed.Save(bed.Rule with { Points = 5 });
        (refused.Problem.Code, refused.Problem.Field).ShouldBe(("ledger.rule_planned", "from"));
        refused.Problem.Message.Zh.ShouldContain("2027-01-01");
        (await bed.Earn(Guid.CreateVersion7(), "k1")).Value!.Points.ShouldBe(10, "nothing of a refused version is kept");
        (await bed.Save(bed.Rule with { Points = 5, To = new(2026, 12, 31) })).Ok.ShouldBeTrue();
        (await bed.Earn(Guid.CreateVersion7(), "k2")).Value!.Points.ShouldBe(5);

        // Ended on its own first day, the planned one gives way.
        (await bed.Save(bed.Rule with { Points = 0, From = january })).Ok.ShouldBeTrue();
        (await bed.Save(bed.Rule with { Points = 7 })).Ok.ShouldBeTrue();
        (await bed.Earn(Guid.CreateVersion7(), "k3")).Value!.Points.ShouldBe(7);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Correction_AgainAndAgain_TakesBackAllOfIt(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        await bed.NewRule(r => r with { TimesPerDay = 1 });
        var person = Guid.CreateVersion7();
        (await bed.Earn(person, "k1")).Ok.ShouldBeTrue();
        var wallet = (await bed.Books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default)))!.Value;
        (await bed.Spend(wallet, 4)).Ok.ShouldBeTrue();
        for (var i = 0; i < 3; i++)
        {
            (await bed.TakeBack(person, "k1")).ShouldBe(4, "what was spent stays");
            (await bed.Points(person)).ShouldBe(0);
            (await bed.Earn(person, "k1")).Ok.ShouldBeTrue();
            (await bed.Points(person)).ShouldBe(6);
        }

        (await bed.TakeBack(person, "k1")).ShouldBe(4);
        (await bed.Points(person)).ShouldBe(0);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Audit_SentAgainAfterALostAnswer_IsAnsweredAgain_AndAnotherWordIsNot(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        await bed.NewRule(r => r with { AuditPercent = 100, TimesPerDay = null });
        var town = bed.Books.Town;
        var account = await town.Resident("13800000002");
        var earned = (await bed.Earn(await bed.PersonOf(account), "k1")).Value!;
        var (one, other) = (await town.Staff("operator"), await town.Staff("secretary"));
        (await town.Run(one, new AuditEarning(false, "当天没有开桶") { Id = earned.Id })).Ok.ShouldBeTrue();
        (await town.Run(one, new AuditEarning(false, "当天没有开桶") { Id = earned.Id })).Ok.ShouldBeTrue();
        (await town.Run(one, new AuditEarning(true, "看错了") { Id = earned.Id })).Problem.Code.ShouldBe("ledger.earning_state");
        (await town.Run(other, new AuditEarning(false, "我也看了") { Id = earned.Id })).Problem.Code.ShouldBe("ledger.earning_state");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Months_OfAWalletAndOfTheCommunity_AddUp(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        var town = bed.Books.Town;
        var account = await town.VerifiedResident("13800000002");
        var person = await bed.PersonOf(account);
        (await bed.Earn(person, "k1")).Ok.ShouldBeTrue();
        (await bed.Earn(person, "k2")).Ok.ShouldBeTrue();
        var wallet = (await bed.Books.Do(l => l.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default)))!.Value;
        (await bed.Spend(wallet, 4)).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(31));
        (await bed.Spend(wallet, 5)).Ok.ShouldBeTrue();
        var months = (await town.Ask(account, new MyMonths(LedgerUnit.Points))).Value!;
        months.Count.ShouldBe(6);
        months.Skip(4).ShouldBe([new(new(2026, 11, 1), 20, 4, 16), new(new(2026, 12, 1), 0, 5, 11)]);
        (await town.Ask(account, new MyMonths(LedgerUnit.VolunteerMinutes))).Value!.ShouldBeEmpty();
        var liability = (await town.Ask(await town.Staff("secretary"), new LiabilityReport())).Value!;
        liability.Months.Skip(4).ShouldBe([new(new(2026, 11, 1), 20, 4, 0), new(new(2026, 12, 1), 0, 5, 0)]);
        liability.Expiring.Sum(e => e.Points).ShouldBe(liability.Outstanding);
        (liability.SpentThisMonth, liability.EarnedThisMonth).ShouldBe((5, 0));
    }
}
