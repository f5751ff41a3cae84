using FsCheck;
using FsCheck.Fluent;
using Linli.Ledger.Earning;
using Linli.Ledger.Lots;
using Linli.Ledger.Wallet;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;

namespace Linli.Ledger.Tests;

/// <summary>
/// Points in lots that expire, earned within a budget, taken back, spent, given back and handed on in the household, and hours in a book
/// of their own: whatever happens in whatever order, no balance falls below zero, lots are what the balance is, and nothing counts twice.
/// </summary>
public class PointsHistoryProperties
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task AnyHistoryOfPointsAndHours_KeepsTheBooksRight(DatabaseKind kind)
    {
        await using var bed = await PointsBed.Open(kind);
        await bed.NewRule(r => r with { TimesPerDay = 3, ValidDays = 60 });
        var family = await Family.Of(bed);
        foreach (var step in Step.Gen.ListOf(80).Sample(1, 80).First())
        {
            var before = await family.Balances();
            var carriedOut = await family.Take(step);
            var after = await family.Balances();
            after.ShouldAllBe(b => b >= 0);
            if (!carriedOut)
                after.ShouldBe(before);
            if (step.What is What.Share or What.Use)
                after.Sum().ShouldBeLessThanOrEqualTo(before.Sum(), "handing on makes nothing");
            (await family.InLots()).ShouldBe(after[..2]);
        }

        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    /// <summary>Two of one household, each with points and hours.</summary>
    private sealed class Family(PointsBed bed, Guid[] accounts, Guid[] persons, Guid[] ties, AccountId[] points, AccountId[] hours, AccountId issuer)
    {
        private readonly List<TransferId> spent = [];
        private readonly List<(int Who, string Key)> earned = [];

        private Books Books => bed.Books;

        public static async Task<Family> Of(PointsBed bed)
        {
            var town = bed.Books.Town;
            Guid[] accounts = [await town.VerifiedResident("13800000021", home: true), await town.VerifiedResident("13800000022", home: true)];
            Guid[] persons = [await bed.PersonOf(accounts[0]), await bed.PersonOf(accounts[1])];
            Guid[] ties = [await MachineTests.Tie(town, accounts[1], accounts[0]), await MachineTests.Tie(town, accounts[0], accounts[1])];
            var last = LocalTime.DateOf(TestTown.Start);
            AccountId[] points = [await bed.WalletOf(persons[0], (40, last.AddDays(40)), (30, last.AddDays(90))), await bed.WalletOf(persons[1], (25, last.AddDays(35)))];
            AccountId[] hours = [await bed.Books.Account(AccountOwner.Person(persons[0]), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, 0), await bed.Books.Account(AccountOwner.Person(persons[1]), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, 0)];
            return new(bed, accounts, persons, ties, points, hours, await bed.Books.Account(new(OwnerKind.Issuer, "volunteer-time"), LedgerUnit.VolunteerMinutes, "issue", null));
        }

        /// <summary>Points of both, then minutes of both.</summary>
        public async Task<long[]> Balances() => [.. (await Task.WhenAll(points.Concat(hours).Select(Books.Balance))).Select(b => b.Posted)];

        public async Task<long[]> InLots() => [(await bed.LotsOf(points[0])).Sum(l => l.Item2), (await bed.LotsOf(points[1])).Sum(l => l.Item2)];

        public async Task<bool> Take(Step step)
        {
            var (who, today) = (step.Who, LocalTime.DateOf(Books.Town.Time.GetUtcNow()));
            switch (step.What)
            {
                case What.Earn:
                    var key = step.Amount % 4 == 0 && earned.Count > 0 ? earned[step.Pick % earned.Count].Key : Books.NewKey();
                    var given = await bed.Earn(persons[who], key, day: today);
                    if (given.Ok)
                        earned.Add((who, key));
                    return given.Ok;
                case What.TakeBack when earned.Count > 0:
                    var act = earned[step.Pick % earned.Count];
                    await bed.TakeBack(persons[act.Who], act.Key);
                    return true;
                case What.Spend:
                    var paid = await bed.Spend(points[who], step.Amount);
                    if (paid.Ok)
                        spent.Add(paid.Value.Id);
                    return paid.Ok;
                case What.GiveBack when spent.Count > 0:
                    return (await Books.Try(l => l.Reverse(new(spent[step.Pick % spent.Count], "test", Books.NewKey(), ("退回", "Given back")), default))).Ok;
                case What.Share:
                    // Sent again after a lost answer, it is the same.
                    var share = new ShareWithFamily(ties[1 - who], step.Amount, Books.NewKey());
                    var handed = await Books.Town.Run(accounts[who], share);
                    if (handed.Ok)
                        (await Books.Town.Run(accounts[who], share)).Value!.Id.ShouldBe(handed.Value.Id);
                    return handed.Ok;
                case What.Serve:
                    return (await Books.Post(Minutes(issuer, hours[who], step.Amount))).Ok;
                case What.Use:
                    return (await Books.Post(Minutes(hours[who], issuer, step.Amount))).Ok;
                case What.Wait:
                    Books.Town.Time.Move(TimeSpan.FromDays(1 + (step.Pick % 20)));
                    await Books.Run<ExpirePoints>();
                    await Books.Run<ReturnBudgets>();
                    await bed.Budget(100);
                    return true;
                case What.Crash:
                    // Written and lost before the commit.
                    await Books.InTransaction(l => l.Post(Minutes(issuer, hours[who], step.Amount), default), _ => false);
                    return false;
                default:
                    await Books.Seal();
                    return false;
            }
        }

        private Transfer Minutes(AccountId from, AccountId to, long minutes) =>
            new("test", Books.NewKey(), "volunteer.hours", ("志愿时长", "Hours"), [Entry.From(from, new VolunteerMinutes(minutes)), Entry.To(to, new VolunteerMinutes(minutes))]);
    }

    internal enum What
    {
        Earn,
        TakeBack,
        Spend,
        GiveBack,
        Share,
        Serve,
        Use,
        Wait,
        Crash,
        Seal,
    }

    internal sealed record Step(What What, int Who, long Amount, int Pick)
    {
        public static readonly Gen<Step> Gen =
            from what in FsCheck.Fluent.Gen.Frequency((5, FsCheck.Fluent.Gen.Constant(What.Earn)), (2, FsCheck.Fluent.Gen.Constant(What.TakeBack)), (5, FsCheck.Fluent.Gen.Constant(What.Spend)),
                (3, FsCheck.Fluent.Gen.Constant(What.GiveBack)), (4, FsCheck.Fluent.Gen.Constant(What.Share)), (2, FsCheck.Fluent.Gen.Constant(What.Serve)), (2, FsCheck.Fluent.Gen.Constant(What.Use)),
                (3, FsCheck.Fluent.Gen.Constant(What.Wait)), (1, FsCheck.Fluent.Gen.Constant(What.Crash)), (1, FsCheck.Fluent.Gen.Constant(What.Seal)))
            from who in FsCheck.Fluent.Gen.Choose(0, 1)
            from amount in FsCheck.Fluent.Gen.Choose(1, 60)
            from pick in FsCheck.Fluent.Gen.Choose(0, 1000)
            select new Step(what, who, amount, pick);
    }
}
