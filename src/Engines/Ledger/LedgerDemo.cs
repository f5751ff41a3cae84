using System.Globalization;
using Linli.Ledger.Accounts;
using Linli.Ledger.Earning;
using Linli.Ledger.Lots;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Ledger;

/// <summary>
/// Programmes with budgets and rules, and a month of the wallets of a few residents: what they paid in and earned. Made by
/// code, the same for the same day.
/// </summary>
internal sealed class LedgerDemo(LinliDb db, IScopeTree tree, IHomeTies ties, AccountBook accounts, PointsIssuer issuer, Poster poster) : IDemoSeeder
{
    private const string Poster = "demo";
    private const int Days = 30;

    private static readonly string[] Homes = ["和一-3-1-201", "和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501", "和二-11-1-301", "和三-7-1-402", "和二-6-2-401"];

    private int count;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("ledger_programmes.csv")) || tree.FindCode("hf") is not { } town)
            return;
        var today = LocalTime.DateOf(samples.Now);
        var rules = await Rules(samples, town.Path, today, cancel);
        var people = await People(cancel);
        if (people.Count == 0)
            return;
        var bank = (await accounts.Open(
            new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", town.Path, null) { Label = ("银行与微信支付", "Bank and payment services") }, cancel)).Id;
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
        {
            foreach (var (person, index) in people.Select((p, i) => (p, i)))
                await Live(person, index, day, today, rules, bank, samples.Now, cancel);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    private async Task Live(
        TieOfHome person, int index, DateOnly day, DateOnly today, IReadOnlyDictionary<string, (EarningRule Rule, string Programme)> rules, AccountId bank, DateTimeOffset now, CancellationToken cancel)
    {
        // Different people on different days, but always the same for the same day.
        var turn = (day.DayNumber * 7) + (index * 11);
        var place = person.Building;
        async Task<bool> At(int hour, int minute, string kind, Phrase memo, params Entry[] entries)
        {
            var at = LocalTime.At(day, new(hour, (minute + index) % 60));
            return at < now && (await Post(new(Poster, $"demo-{++count}", kind, memo, entries), at, cancel)) is not null;
        }

        var money = (await accounts.Open(Wallets.Of(person.Person, LedgerUnit.Fen, place), cancel)).Id;
        if (day == today.AddDays(-Days) || turn % 23 == 0)
            await At(8, 20, "wallet.top-up", ("现金充值", "Cash at the desk"), Entry.From(bank, new Fen(10_000)), Entry.To(money, new Fen(10_000)));
        if (turn % 2 == 0)
            await Earn(person, "waste.sorted", day, 7, 30 + index, rules, now, cancel);
        if (turn % 13 == 0)
            await Earn(person, index % 2 == 0 ? "affairs.meeting" : "help.elder", day, 15, 5, rules, now, cancel);
    }

    private async Task Earn(
        TieOfHome person, string @event, DateOnly day, int hour, int minute, IReadOnlyDictionary<string, (EarningRule Rule, string Programme)> rules, DateTimeOffset now, CancellationToken cancel)
    {
        var at = LocalTime.At(day, new(hour, minute % 60));
        if (!rules.TryGetValue(@event, out var found) || at >= now)
            return;
        var (rule, programme) = found;
        var wanted = Programme.Budget(programme, default, "/", ClosedPeriod.MonthOf(day));
        if (await accounts.FindRow(wanted.Owner, wanted.Unit, wanted.Purpose, cancel) is not { } budget)
            return;
        var wallet = (await accounts.Open(Wallets.Of(person.Person, LedgerUnit.Points, person.Building), cancel)).Id;
        var posted = await Post(
            new(Poster, $"demo-{++count}", "points.earn", rule.Name, [Entry.From(budget.Id, new Points(rule.Points)), Entry.To(wallet, new Points(rule.Points))]) { Subject = programme },
            at, cancel);
        if (posted is null)
            return;
        db.Insert(new EarningRow
        {
            Id = Guid.CreateVersion7(at), Event = @event, Key = $"demo-{count}", Person = person.Person, Rule = rule.Id, Scope = person.Building.Value, Day = day, At = at,
            Points = rule.Points, Wallet = wallet, Transfer = posted.Id, Proof = rule.Proof == Proof.Paper ? "照片（演示）" : null,
            State = count % 40 == 0 ? EarningState.ToAudit : EarningState.Granted, Version = 1,
        });
    }

    private async Task<Posted?> Post(Transfer transfer, DateTimeOffset at, CancellationToken cancel)
    {
        var posted = await poster.PostAll([new(transfer)], cancel, at);
        return posted.Ok ? posted.Value[0] : null;
    }

    private async Task<IReadOnlyDictionary<string, (EarningRule, string)>> Rules(DemoSamples samples, ScopePath town, DateOnly today, CancellationToken cancel)
    {
        var begin = today.AddDays(-Days - 5);
        var at = LocalTime.At(begin, new(9, 0));
        var source = await issuer.Account(cancel);
        foreach (var row in Read(samples, "ledger_programmes.csv"))
        {
            var scope = tree.FindCode(row["scope"])?.Path ?? town;
            db.Insert(new Programme { Code = row["code"], Scope = scope.Value, NameZh = row["name_zh"], NameEn = row["name_en"], At = at });
            var points = new Points(long.Parse(row["budget"], CultureInfo.InvariantCulture));
            foreach (var month in new[] { begin, today.AddDays(-Days), today }.DistinctBy(ClosedPeriod.MonthOf))
            {
                var budget = (await accounts.Open(Programme.Budget(row["code"], new(row["name_zh"], row["name_en"]), scope.Value, ClosedPeriod.MonthOf(month)), cancel)).Id;
                await Post(
                    new(Poster, $"demo-{++count}", SetBudgetHandler.BudgetKind, ($"{row["name_zh"]}：预算 {row["budget"]} 分", $"{row["name_en"]}: budget of {row["budget"]} points"),
                        [Entry.From(source, points), Entry.To(budget, points)])
                    { Subject = row["code"] },
                    at, cancel);
            }
        }

        var rules = Read(samples, "ledger_rules.csv").Select((row, i) => RuleOf(row, begin, at.AddMilliseconds(i))).ToList();
        db.Records<EarningRule>().AddRange(rules);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return rules.ToDictionary(r => r.Event, r => (r, r.Programme), StringComparer.Ordinal);
    }

    private static EarningRule RuleOf(TableRow row, DateOnly from, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), Programme = row["programme"], Event = row["event"], Version = 1, NameZh = row["name_zh"], NameEn = row["name_en"], Clause = row["clause"],
        Points = Number(row, "points") ?? 1, From = from, TimesPerDay = Number(row, "times_per_day"), PointsPerDay = Number(row, "points_per_day"),
        PointsPerMonth = Number(row, "points_per_month"), Proof = Enum.Parse<Proof>(row["proof"]), AuditPercent = Number(row, "audit_percent") ?? 0,
        ValidDays = Number(row, "valid_days"), Source = row["source"], At = at,
    };

    private async Task<IReadOnlyList<TieOfHome>> People(CancellationToken cancel)
    {
        var people = new List<TieOfHome>();
        foreach (var home in Homes)
            people.AddRange((await ties.AtHome(home, cancel)).OrderBy(t => t.Id).Take(1));
        return people;
    }

    private static List<TableRow> Read(DemoSamples samples, string name)
    {
        using var stream = File.OpenRead(samples.File(name));
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }

    private static int? Number(TableRow row, string column) => int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
