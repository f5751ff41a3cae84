using System.Security.Cryptography;
using Linli.Ledger.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Earning;

/// <summary>Gives points by the rules, from the month's budget of the programme.</summary>
internal sealed class EarningDesk(LinliDb db, AccountBook accounts, PersonWallets wallets, ILedger ledger, TimeProvider time) : IEarning
{
    public const string Poster = "ledger.earning";
    private const string NoBudget = "ledger.no_budget";
    private const string BudgetSpent = "ledger.budget_spent";
    private const int OldestDays = 31;

    public async Task<Result<Earned>> Earn(Act act, CancellationToken cancel)
    {
        if (FaultOf(act, LocalTime.Today(time)) is { } malformed)
            return malformed;

        // One after the other for each person: each must see what the others earned.
        await db.LockUntilCommit($"ledger.earn.{act.Person}", cancel);
        if (await First(act, cancel) is { } first)
            return new Earned(first.Id, first.Points, first.Transfer, Repeated: true);
        if (await Rule(act, cancel) is not var (rule, programme))
            return Problem.NotFound("ledger.no_rule", "这一天没有对应的积分规则。", "No rule of that day gives points for this.");
        if ((EarningRules.ProofFault(rule, act) ?? await CapFault(rule, act, cancel)) is { } refused)
            return refused;
        return await Give(act, rule, programme, cancel);
    }

    /// <summary>Gives points again after an appeal, from the budget of the month that runs.</summary>
    public async Task<Result<Posted>> GiveAgain(EarningRow earning, EarningRule rule, Programme programme, long points, CancellationToken cancel) =>
        await FromBudget(programme, LocalTime.Today(time), earning.Wallet, rule, points, $"{earning.Id:D}.appeal", "points.appeal",
            ($"申诉成立：{rule.NameZh}", $"Appeal granted: {rule.NameEn}"), cancel);

    private async Task<Result<Earned>> Give(Act act, EarningRule rule, Programme programme, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var id = Guid.CreateVersion7(now);
        var wallet = (await wallets.Open(act.Person, LedgerUnit.Points, cancel)).Id;
        var posted = await FromBudget(programme, act.Day, wallet, rule, rule.Points, id.ToString("D"), "points.earn", rule.Name, cancel);
        var today = LocalTime.Today(time);
        if (posted is { Ok: false, Problem.Code: NoBudget or BudgetSpent } && act.ToldOn is not null && Periods.ClosedPeriod.MonthOf(today) != Periods.ClosedPeriod.MonthOf(act.Day))
            posted = await FromBudget(programme, today, wallet, rule, rule.Points, id.ToString("D"), "points.earn", rule.Name, cancel);
        if (!posted.Ok)
            return posted.As<Earned>();
        db.Insert(new EarningRow
        {
            Id = id, Event = act.Event, Key = act.Key, Person = act.Person, Rule = rule.Id, Scope = act.Place.Value, Day = act.Day, At = now,
            Points = rule.Points, Wallet = wallet, Transfer = posted.Value.Id, Proof = act.Proof,
            State = RandomNumberGenerator.GetInt32(100) < rule.AuditPercent ? EarningState.ToAudit : EarningState.Granted, Version = 1,
        });
        return new Earned(id, rule.Points, posted.Value.Id);
    }

    private async Task<Result<Posted>> FromBudget(
        Programme programme, DateOnly day, AccountId wallet, EarningRule rule, long points, string key, string kind, Phrase memo, CancellationToken cancel)
    {
        var month = Periods.ClosedPeriod.MonthOf(day);
        var wanted = Programme.Budget(programme.Code, programme.Name, programme.Scope, month);
        if (await accounts.FindRow(wanted.Owner, wanted.Unit, wanted.Purpose, cancel) is not { } budget)
            return Problem.Conflict(NoBudget,
                $"“{programme.NameZh}”还没有 {month / 100} 年 {month % 100} 月的积分预算。", $"{programme.NameEn} has no budget for {month / 100}-{month % 100:00} yet.");
        var posted = await ledger.Post(
            new(Poster, key, kind, memo, [Entry.From(budget.Id, new Points(points)), Entry.To(wallet, new Points(points))])
            {
                Subject = programme.Code,
                LastDay = rule.ValidDays is { } days ? LocalTime.Today(time).AddDays(days) : null,
            },
            cancel);
        return posted.Ok || posted.Problem.Code != "ledger.insufficient"
            ? posted
            : Problem.Conflict(BudgetSpent,
                $"“{programme.NameZh}”本月积分预算已发完。", $"{programme.NameEn} has given all its points of this month.");
    }

    private async Task<(EarningRule Rule, Programme Programme)?> Rule(Act act, CancellationToken cancel)
    {
        // Rules bind whoever does something at the place, whatever they may see.
        var rules = await db.Records<EarningRule>().AsNoTracking().Where(r => r.Event == act.Event && r.From <= act.Day && (r.To == null || r.To >= act.Day))
            .Join(db.Unfiltered<Programme>().AsNoTracking(), r => r.Programme, p => p.Code, (r, p) => new { Rule = r, Programme = p }).ToListAsync(cancel);
        return EarningRules.Of(rules.Select(r => (r.Rule, r.Programme.Scope)), act.Event, act.Place, act.Day) is { } rule
            ? (rule, rules.First(r => r.Rule.Id == rule.Id).Programme) : null;
    }

    private async Task<Problem?> CapFault(EarningRule rule, Act act, CancellationToken cancel)
    {
        var (start, end) = (new DateOnly(act.Day.Year, act.Day.Month, 1), new DateOnly(act.Day.Year, act.Day.Month, 1).AddMonths(1));

        // By event, not by version: a rule that changes in the middle of a month does not start the count anew.
        var earned = await db.Unfiltered<EarningRow>().AsNoTracking()
            .Where(e => e.Person == act.Person && e.Event == act.Event && e.Day >= start && e.Day < end
                && e.State != EarningState.TakenBack && e.State != EarningState.AppealRefused)
            .Select(e => new { e.Day, e.Points }).ToListAsync(cancel);
        var own = db.ChangeTracker.Entries<EarningRow>().Where(e => e.State == EntityState.Added && e.Entity.Person == act.Person && e.Entity.Event == act.Event)
            .Select(e => new { e.Entity.Day, e.Entity.Points }).Where(e => e.Day >= start && e.Day < end);
        var all = earned.Concat(own).ToList();
        var today = all.Where(e => e.Day == act.Day).ToList();
        return EarningRules.CapFault(rule, today.Count, today.Sum(e => e.Points), all.Sum(e => e.Points));
    }

    private async Task<EarningRow?> First(Act act, CancellationToken cancel) =>
        db.ChangeTracker.Entries<EarningRow>().Select(e => e.Entity).FirstOrDefault(e => e.Event == act.Event && e.Key == act.Key && e.Person == act.Person)
        ?? await db.Unfiltered<EarningRow>().AsNoTracking().SingleOrDefaultAsync(e => e.Event == act.Event && e.Key == act.Key && e.Person == act.Person, cancel);

    private static Problem? FaultOf(Act act, DateOnly today)
    {
        if (act.Event is not { Length: > 0 and <= 40 } || act.Key is not { Length: > 0 and <= 100 } || act.Proof is { Length: > 200 })
            return Problem.Invalid("event", "ledger.act_length", "事件代码 1–40 字符，编号 1–100 字符，凭证最多 200 字符。", "An event has 1 to 40 characters, a key 1 to 100, a proof at most 200.");
        if (act.Day > today)
            return Problem.Invalid("day", "ledger.date_in_future", "日期不能晚于今天。", "The day is not later than today.");
        return act.Day < (act.ToldOn is { } told && told < today ? told : today).AddDays(-OldestDays)
            ? Problem.Invalid("day", "ledger.act_too_old", $"只补记 {OldestDays} 天以内的事。", $"What lies more than {OldestDays} days back earns nothing any more.") : null;
    }
}
