using Linli.Ledger.Accounts;
using Linli.Platform.Results;

namespace Linli.Ledger.Lots;

/// <summary>What points and hours are never used for (R20, R21).</summary>
internal static class PointsRules
{
    public static Problem? Fault(IReadOnlyList<(AccountFacts Account, long Amount)> lines, bool withinHousehold)
    {
        if (lines.Select(l => l.Account.Unit).Distinct().Count() > 1 && lines.Any(l => l.Account.OfPeople && l.Amount > 0))
            return Problem.Invalid("entries", "ledger.no_cash",
                "积分、时长和钱款不能互换：一笔账里居民只能用掉，不能换得另一种。",
                "Points, hours and money are never exchanged: where several units meet, a person only gives.");
        if (withinHousehold)
            return null;
        foreach (var unit in lines.Where(l => l.Account.Unit is LedgerUnit.Points or LedgerUnit.VolunteerMinutes or LedgerUnit.InsuranceFen && l.Account.OfPeople).GroupBy(l => l.Account.Unit))
            if (unit.Any(l => l.Amount < 0) && unit.Any(l => l.Amount > 0))
                return Problem.Invalid("entries", "ledger.not_transferable",
                    "积分、时长和医保个人账户的钱不能转让；家人之间的积分请使用“家庭内转移”，医保请使用“医保家庭共济”。", "Points, hours and insurance money are not handed on; within a family points go by the household's own way, and insurance pays by the family account.");
        return null;
    }

    /// <summary>When points expire that say nothing else: at the end of the next year.</summary>
    public static DateOnly UsualLastDay(DateOnly received) => new(received.Year + 1, 12, 31);

    /// <summary>Nobody loses points that they were not told about so many days before (R21).</summary>
    public const int NoticeDays = 30;

    /// <summary>When people are told.</summary>
    public const int TellDays = 45;

    /// <summary>How many days points get in all beyond their first last day: handed round a household, or redeemed and undone, they would never expire.</summary>
    public const int MostExtraDays = 90;

    /// <summary>The last day of points once their holder is told: never sooner than the notice allows, while there is time to give.</summary>
    public static DateOnly LastDayOnceTold(DateOnly lastDay, DateOnly told, DateOnly? first = null) => Extended(lastDay, told.AddDays(NoticeDays), first);

    /// <summary>A last day moved to where there is time enough, but not beyond what points get in all.</summary>
    public static DateOnly Extended(DateOnly lastDay, DateOnly soonest, DateOnly? first)
    {
        var most = (first ?? lastDay).AddDays(MostExtraDays);
        var wanted = soonest < most ? soonest : most;
        return lastDay < wanted ? wanted : lastDay;
    }
}
