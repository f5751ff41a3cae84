using System.Globalization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Settling;

/// <summary>Two versions of the rules, and people of the demo who were recognised by them, or not.</summary>
internal sealed class TalentDemo(LinliDb db, IScopeTree tree, IHomeTies ties, IPeople people) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var rules = await Rules(samples, cancel);
        if (rules.Count == 0)
            return;
        var decider = (await people.StaffFor(ScopePath.Parse(rules[0].Scope, null), [Posts.CommunityWorker], cancel)).OrderBy(s => s.Account).FirstOrDefault();
        var categories = await db.Records<TalentCategory>().AsNoTracking().ToListAsync(cancel);
        foreach (var row in Rows(samples, "talent_people.csv"))
        {
            if ((await ties.AtHome(row["home"], cancel)).FirstOrDefault(t => t.Relation != HomeRelation.Owner) is not { } tie || tree.CommunityOf(tie.Building) is not { } place)
                throw new InvalidDataException($"talent_people.csv, line {row.Number}: no tenant at {row["home"]}.");
            var decided = Clock.ToMicroseconds(LocalTime.At(LocalTime.DateOf(samples.Now).AddDays(-Whole(row["days_ago"])), new(15, 20)).AddMinutes(row.Number));
            var at = decided.AddDays(-6);
            var rule = TalentRules.InForce(rules, place.Path.Value, LocalTime.DateOf(at))!;
            var granted = row["state"] == nameof(TalentState.Granted);
            db.Insert(new TalentApplication
            {
                Id = Guid.CreateVersion7(at), Scope = place.Path.Value, Case = null, Number = $"RC-{LocalTime.ToLocal(at):yyMM}-{row.Number:000}", Person = tie.Person, Account = tie.Account, Rule = rule.Id,
                Category = categories.Single(c => c.Rule == rule.Id && c.Code == row["category"]).Id, Months = Whole(row["months"]), OwnsHome = row["owns_home"] == "yes", State = granted ? TalentState.Granted : TalentState.Refused, At = at,
                DueOn = WorkingDayCalendar.China.AddWorkingDays(LocalTime.DateOf(at), rule.DecideDays), DecidedAt = decided, Decider = decider?.Account, Reason = row["reason"], Until = granted ? LocalTime.DateOf(decided).AddMonths(rule.ValidMonths) : null,
            });
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task<List<TalentRule>> Rules(DemoSamples samples, CancellationToken cancel)
    {
        var (rules, kinds) = (new List<TalentRule>(), Rows(samples, "talent_categories.csv").ToList());
        foreach (var row in Rows(samples, "talent_rules.csv"))
        {
            var from = DateOnly.ParseExact(row["from"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var at = LocalTime.At(from.AddDays(-20), new(10, 0));
            var scope = tree.FindCode(row["place"])!.Path.Value;
            if (rules.FindLast(r => r.Scope == scope) is { } before)
                before.To = from.AddDays(-1);
            var rule = new TalentRule
            {
                Id = Guid.CreateVersion7(at), Scope = scope, Version = rules.Count(r => r.Scope == scope) + 1, From = from, Source = row["source"], CapFen = Whole(row["cap_yuan"]) * 100L, CapPercent = Whole(row["cap_percent"]),
                MarketFen = Whole(row["market_yuan"]) * 100L, MarketSource = row["market_source"], DecideDays = Whole(row["decide_days"]), AppealDays = Whole(row["appeal_days"]), AppealDecideDays = Whole(row["appeal_decide_days"]),
                ValidMonths = Whole(row["valid_months"]), GraceDays = Whole(row["grace_days"]), At = at,
            };
            rules.Add(rule);
            db.Insert(rule);
            foreach (var kind in kinds)
                Add(rule, kind, at);
        }

        await db.SaveChangesAsync(cancel);
        return rules;
    }

    private void Add(TalentRule rule, TableRow row, DateTimeOffset at)
    {
        var category = new TalentCategory
        {
            Id = Guid.CreateVersion7(at), Rule = rule.Id, Code = row["code"], Priority = Whole(row["priority"]), NameZh = row["name_zh"], NameEn = row["name_en"], WhoZh = row["who_zh"], WhoEn = row["who_en"], MinMonths = Whole(row["min_months"]),
            NoHome = row["no_home"] == "yes", AreaDm2 = Whole(row["area"]) * 100,
        };
        db.Records<TalentCategory>().Add(category);
        var order = 0;
        foreach (var paper in row["papers"].Split(';'))
        {
            var names = paper.TrimStart('*').Split('=');
            order++;
            db.Records<TalentPaper>().Add(new() { Category = category.Id, Code = $"p{order}", Order = order, NameZh = names[0], NameEn = names[1], Required = !paper.StartsWith('*') });
        }
    }

    internal static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    internal static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
