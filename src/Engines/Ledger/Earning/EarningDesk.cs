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
        if (FaultOf(act) is { } malformed)
            return malformed;

        // One after the other for each person: each must see what the others earned.
        await db.LockUntilCommit($"ledger.earn.{act.Person}", cancel);
        if (await First(act, cancel) is { } first)
            return first.State == EarningState.Corrected
                ? await Restore(first, act, cancel) : new Earned(first.Id, first.Points - first.Taken, first.Transfer, Repeated: true);
        if (DayFault(act, LocalTime.Today(time)) is { } old)
            return old;
        if (await Rule(act, cancel) is not var (rule, programme))
            return Problem.NotFound("ledger.no_rule", "这一天没有对应的积分规则。", "No rule of that day gives points for this.");
        if ((EarningRules.ProofFault(rule, act) ?? await CapFault(rule, act, cancel)) is { } refused)
            return refused;
        return await Give(act, rule, programme, cancel);
    }

    /// <inheritdoc/>
    public async Task<Result<long>> TakeBack(Act act, Phrase why, CancellationToken cancel)
    {
        await db.LockUntilCommit($"ledger.earn.{act.Person}", cancel);
        if (await First(act, cancel) is not { } earning)
            return 0L;

        // What an auditor took back, or is asked to look at again, is theirs to decide.
        if (earning.State is EarningState.Granted or EarningState.ToAudit or EarningState.AuditedGood or EarningState.AppealGranted)
        {
            earning.Version++;
            if (await Take(earning, why, cancel) is { Ok: false } refused)
                return refused.As<long>();
            (earning.State, earning.AuditNote) = (EarningState.Corrected, why.Zh);
        }

        return earning.Points - earning.Taken;
    }

    /// <summary>Takes back what is still in the wallet of an earning, by compensating the transfers that gave it, the last one first.</summary>
    public async Task<Result<Done>> Take(EarningRow earning, Phrase why, CancellationToken cancel)
    {
        var left = EarningRules.TakeBack(earning.Points - earning.Taken, (await ledger.Balance(earning.Wallet, cancel)).Available ?? 0);
        var all = await Given(earning, cancel);
        for (var i = 0; i < all.Count; i++)
        {
            var given = all[i];
            var entries = await db.Records<Postings.EntryRow>().AsNoTracking().Where(e => e.Transfer == given).ToListAsync(cancel);
            var back = await db.Records<Postings.TransferRow>().Where(t => t.Reverses == given)
                .Join(db.Records<Postings.EntryRow>().Where(e => e.Account == earning.Wallet), t => t.Id, e => e.Transfer, (_, e) => e.Amount).SumAsync(cancel);
            var part = Math.Min(left, entries.Where(e => e.Account == earning.Wallet).Sum(e => e.Amount) + back);
            if (part <= 0)
                continue;
            var posted = await ledger.Reverse(
                new(given, Poster, $"{earning.Id:D}.back.{earning.Version}.{all.Count - 1 - i}", why)
                {
                    Part = [Entry.From(earning.Wallet, new Points(part)), Entry.To(entries.First(e => e.Account != earning.Wallet).Account, new Points(part))],
                },
                cancel);
            if (!posted.Ok)
                return posted.As<Done>();
            (left, earning.Taken) = (left - part, earning.Taken + part);
        }

        return Done.It;
    }

    // Everything that gave an earning, the newest first: points may have been taken back and given again more than once.
    private async Task<IReadOnlyList<TransferId>> Given(EarningRow earning, CancellationToken cancel)
    {
        var id = earning.Id.ToString("D");
        string[] keys = [id, $"{id}.appeal", .. Enumerable.Range(1, earning.Version).Select(v => FormattableString.Invariant($"{id}.again.{v}"))];
        var stored = await db.Records<Postings.TransferRow>().AsNoTracking().Where(t => t.Poster == Poster && keys.Contains(t.Key)).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Select(t => t.Id).ToListAsync(cancel);
        return stored;
    }

    /// <summary>Gives again what was taken back, from the budget of the month that runs; never more than was taken.</summary>
    public async Task<Result<Done>> GiveAgain(EarningRow earning, string key, string kind, Func<EarningRule, Phrase> memo, CancellationToken cancel)
    {
        if (earning.Taken == 0)
            return Done.It;
        var rule = await db.Records<EarningRule>().SingleAsync(r => r.Id == earning.Rule, cancel);

        // The rule's own programme, whatever places the caller sees.
        var programme = await db.Unfiltered<Programme>().SingleAsync(p => p.Code == rule.Programme, cancel);
        var posted = await FromBudget(programme, LocalTime.Today(time), earning.Wallet, rule, earning.Taken, key, kind, memo(rule), cancel);
        if (!posted.Ok)
            return posted.As<Done>();
        (earning.Again, earning.Taken) = (posted.Value.Id, 0);
        return Done.It;
    }

    private async Task<Result<Earned>> Restore(EarningRow earning, Act act, CancellationToken cancel)
    {
        var rule = await db.Records<EarningRule>().AsNoTracking().SingleAsync(r => r.Id == earning.Rule, cancel);
        if (await CapFault(rule, act, cancel, again: earning.Id) is { } refused)
            return refused;
        earning.Version++;
        var given = await GiveAgain(earning, $"{earning.Id:D}.again.{earning.Version}", "points.earn", r => ($"记录更正，补发：{r.NameZh}", $"Record corrected, given again: {r.NameEn}"), cancel);
        if (!given.Ok)
            return given.As<Earned>();
        (earning.State, earning.AuditNote) = (EarningState.Granted, null);
        return new Earned(earning.Id, earning.Points, earning.Again ?? earning.Transfer);
    }

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

    private async Task<Problem?> CapFault(EarningRule rule, Act act, CancellationToken cancel, Guid? again = null)
    {
        var (start, end) = (new DateOnly(act.Day.Year, act.Day.Month, 1), new DateOnly(act.Day.Year, act.Day.Month, 1).AddMonths(1));

        // By event, not by version: a rule that changes in the middle of a month does not start the count anew.
        var kept = await db.Unfiltered<EarningRow>().AsNoTracking().Where(e => e.Person == act.Person && e.Event == act.Event && e.Day >= start && e.Day < end).ToListAsync(cancel);

        // What this transaction changed is newer than what the query saw.
        var own = db.ChangeTracker.Entries<EarningRow>().Where(e => e.State is EntityState.Added or EntityState.Modified).Select(e => e.Entity)
            .Where(e => e.Person == act.Person && e.Event == act.Event && e.Day >= start && e.Day < end).ToList();
        var all = kept.ExceptBy(own.Select(e => e.Id), e => e.Id).Concat(own)
            .Where(e => e.Id != again).ToList();
        var today = all.FindAll(e => e.Day == act.Day);
        return EarningRules.CapFault(rule, today.Count(e => !EarningRules.IsUndone(e)), today.Sum(EarningRules.Kept), all.Sum(EarningRules.Kept));
    }

    private async Task<EarningRow?> First(Act act, CancellationToken cancel) =>
        db.ChangeTracker.Entries<EarningRow>().Select(e => e.Entity).FirstOrDefault(e => e.Event == act.Event && e.Key == act.Key && e.Person == act.Person)
        ?? await db.Unfiltered<EarningRow>().SingleOrDefaultAsync(e => e.Event == act.Event && e.Key == act.Key && e.Person == act.Person, cancel);

    private static Problem? FaultOf(Act act) => act.Event is not { Length: > 0 and <= 40 } || act.Key is not { Length: > 0 and <= 100 } || act.Proof is { Length: > 200 }
        ? Problem.Invalid("event", "ledger.act_length", "事件代码 1–40 字符，编号 1–100 字符，凭证最多 200 字符。", "An event has 1 to 40 characters, a key 1 to 100, a proof at most 200.") : null;

    private static Problem? DayFault(Act act, DateOnly today)
    {
        if (act.Day > today)
            return Problem.Invalid("day", "ledger.date_in_future", "日期不能晚于今天。", "The day is not later than today.");
        return act.Day < (act.ToldOn is { } told && told < today ? told : today).AddDays(-OldestDays)
            ? Problem.Invalid("day", "ledger.act_too_old", $"只补记 {OldestDays} 天以内的事。", $"What lies more than {OldestDays} days back earns nothing any more.") : null;
    }
}
