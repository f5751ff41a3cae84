using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Enterprise.Settling.TalentRules;

namespace Linli.Enterprise.Settling;

/// <summary>Puts a new version of the rules in force at a place (人才落户规则：定对象、适当限价格). What was decided by an earlier one stays.</summary>
/// <param name="Place">Code of the place: a community, a group of them, a street or above.</param>
/// <param name="From">First local day, not before today and after the begin of the version before.</param>
/// <param name="Source">Who decided it and where, 4–200 characters.</param>
/// <param name="CapFen">Most for a square metre in a month, 1–100,000 fen.</param>
/// <param name="CapPercent">Most as a share of the market rent, 1–100 per cent.</param>
/// <param name="MarketFen">Market rent of a square metre in a month, 1–100,000 fen.</param>
/// <param name="MarketSource">Who says so, with the month, 4–200 characters.</param>
/// <param name="Categories">1–12 categories.</param>
internal sealed record SetTalentRules(
    string Place, DateOnly From, string? Source, long CapFen, int CapPercent, long MarketFen, string? MarketSource, IReadOnlyList<CategoryWish> Categories) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Working days to decide an application, 1–60.</summary>
    public int DecideDays { get; init; } = 20;

    /// <summary>Calendar days in which one may appeal, 1–180.</summary>
    public int AppealDays { get; init; } = 60;

    /// <summary>Working days to decide an appeal, 1–60.</summary>
    public int AppealDecideDays { get; init; } = 30;

    /// <summary>Months for which a grant is good, 1–120.</summary>
    public int ValidMonths { get; init; } = 36;

    /// <summary>Days to move out once eligibility ended, 15–365.</summary>
    public int GraceDays { get; init; } = 60;

    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        if (Missing(Source, 4, 200, "source", "请写明依据的文件", "Name the decision it rests on") is { } source)
            yield return source;
        if (Missing(MarketSource, 4, 200, "marketSource", "请写明市场租金的来源", "Name the source of the market rent") is { } market)
            yield return market;
        foreach (var (field, fen) in new[] { ("capFen", CapFen), ("marketFen", MarketFen) })
            if (fen is < 1 or > 100_000)
                yield return Problem.Invalid(field, "enterprise.talent_fen", "每平方米每月 0.01–1000 元。", "0.01 to 1,000 yuan for a square metre and month.");
        if (CapPercent is < 1 or > 100)
            yield return Problem.Invalid("capPercent", "enterprise.talent_percent", "占市场租金 1–100%。", "1 to 100 per cent of the market rent.");
        foreach (var (field, value, min, max) in new[] { ("decideDays", DecideDays, 1, 60), ("appealDays", AppealDays, 1, 180), ("appealDecideDays", AppealDecideDays, 1, 60), ("validMonths", ValidMonths, 1, 120), ("graceDays", GraceDays, 15, 365) })
            if (value < min || value > max)
                yield return Problem.Invalid(field, "enterprise.talent_days", $"应为 {min}–{max}。", $"Give {min} to {max}.");
        if (Categories.Count is 0 or > 12 || Categories.Select(c => c.Code).Distinct(StringComparer.Ordinal).Count() != Categories.Count)
            yield return Problem.Invalid("categories", "enterprise.talent_categories", "请列出 1–12 类人才，编码不重复。", "List 1 to 12 categories, each with a code of its own.");
        foreach (var problem in Categories.SelectMany((c, i) => c.Problems($"categories[{i}].")))
            yield return problem;
    }
}

/// <summary>A category as it is wished for.</summary>
/// <param name="Code">1–20 lower-case letters, digits or hyphens.</param>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="WhoZh">The qualifications that count, 2–200 characters.</param>
/// <param name="WhoEn">The same in English.</param>
/// <param name="MinMonths">Months of social insurance here, 0–120.</param>
/// <param name="NoHome">Whether they must own no home here.</param>
/// <param name="Area">Largest flat in square metres, 10–300.</param>
/// <param name="Priority">1–9; 1 comes first in a queue.</param>
/// <param name="Papers">1–10 papers.</param>
internal sealed record CategoryWish(
    string Code, string? NameZh, string? NameEn, string? WhoZh, string? WhoEn, int MinMonths, bool NoHome, int Area, int Priority, IReadOnlyList<PaperWish> Papers)
{
    public IEnumerable<Problem> Problems(string at)
    {
        if (Code.Length is 0 or > 20 || Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            yield return Problem.Invalid(at + "code", "enterprise.talent_code", "编码为 1–20 个小写字母、数字或连字符。", "A code has 1 to 20 lower-case letters, digits or hyphens.");
        if (Line(NameZh, 2, 40) is null)
            yield return Problem.Invalid(at + "nameZh", "enterprise.text", "名称为 2–40 个字。", "A name has 2 to 40 characters.");
        if (Line(WhoZh, 2, 200) is null)
            yield return Problem.Invalid(at + "whoZh", "enterprise.text", "请写明对象条件（2–200 个字）。", "Say who it is for (2 to 200 characters).");
        if (MinMonths is < 0 or > 120)
            yield return Problem.Invalid(at + "minMonths", "enterprise.talent_months_range", "社保月数为 0–120。", "0 to 120 months of insurance.");
        if (Area is < 10 or > 300)
            yield return Problem.Invalid(at + "area", "enterprise.talent_area", "面积上限为 10–300 平方米。", "10 to 300 square metres.");
        if (Priority is < 1 or > 9)
            yield return Problem.Invalid(at + "priority", "enterprise.talent_priority", "优先级为 1–9，1 最先。", "Priorities are 1 to 9, 1 comes first.");
        if (Papers.Count is 0 or > 10 || Papers.Any(p => Line(p.NameZh, 2, 40) is null) || !Papers.Any(p => p.Required))
            yield return Problem.Invalid(at + "papers", "enterprise.talent_papers", "请列出 1–10 份材料（名称 2–40 个字），至少一份必交。", "List 1 to 10 papers with names of 2 to 40 characters, at least one of them required.");
    }
}

/// <summary>A paper as it is wished for.</summary>
internal sealed record PaperWish(string? NameZh, string? NameEn = null, bool Required = true);

/// <summary>The rules in force at a place on a day, or those before and after (规则公示); anybody may read them.</summary>
/// <param name="Place">Code of the place.</param>
/// <param name="On">The local day; today when left out.</param>
internal sealed record ReadTalentRules(string Place, DateOnly? On = null) : IQuery<RulesShown>;

/// <summary>Every version at the places the caller keeps, the newest first.</summary>
internal sealed record ListTalentRules : IQuery<IReadOnlyList<RulesShown>>;

/// <summary>A version of the rules.</summary>
internal sealed record RulesShown(
    Guid Id, string Place, Phrase PlaceName, int Version, DateOnly From, DateOnly? To, string Source, long CapFen, int CapPercent, long MarketFen, string MarketSource, int DecideDays, int AppealDays, int AppealDecideDays,
    int ValidMonths, int GraceDays, IReadOnlyList<CategoryShown> Categories)
{
    /// <summary>What a square metre may cost in a month at most, fen.</summary>
    public long HighestFen => Math.Min(CapFen, MarketFen * CapPercent / 100);
}

/// <summary>A category.</summary>
internal sealed record CategoryShown(string Code, Phrase Name, Phrase Who, int MinMonths, bool NoHome, decimal Area, int Priority, IReadOnlyList<PaperShown> Papers);

/// <summary>A paper of a category.</summary>
internal sealed record PaperShown(string Code, Phrase Name, bool Required);

internal sealed class TalentRulesHandler(LinliDb db, TalentBook book, IScopeTree tree)
    : IHandler<SetTalentRules, Guid>, IHandler<ReadTalentRules, RulesShown>, IHandler<ListTalentRules, IReadOnlyList<RulesShown>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/talent/rules", (SetTalentRules request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(EnterprisePermissions.TalentRules).WithTags("Talent").WithSummary("Put rules in force 发布人才落户规则");
        api.MapGet("/talent/rules", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListTalentRules(), cancel))
            .Needs(EnterprisePermissions.TalentRules).WithTags("Talent").WithSummary("All versions of the rules");
        api.MapGet("/talent/rules/{place}", (string place, DateOnly? on, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadTalentRules(place, on), cancel))
            .Needs(Access.Public).WithTags("Talent").WithSummary("The rules of a place on a day 规则公示");
    }

    public async Task<Result<Guid>> Handle(SetTalentRules request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place || !book.Caller.May(EnterprisePermissions.TalentRules, place.Path))
            return Problem.Invalid("place", "enterprise.talent_place", "没有这个地方，或不在您的范围内。", "There is no such place, or it is not yours.");
        if (request.From < book.Today)
            return Problem.Invalid("from", "enterprise.talent_from", "生效日不能早于今天：规则不溯及既往。", "Rules begin today or later: they never reach back.");
        if (request.From > book.Today.AddYears(1))
            return Problem.Invalid("from", "enterprise.talent_from_far", "生效日最多在一年以内，请核对年份。", "Rules begin within a year: look at the year again.");
        await db.LockUntilCommit($"talent.rules {place.Path}", cancel);
        var scope = place.Path.Value;
        var last = await db.Unfiltered<TalentRule>().Where(r => r.Scope == scope).OrderByDescending(r => r.Version).FirstOrDefaultAsync(cancel);
        if (last is not null && request.From <= last.From)
            return Problem.Invalid("from", "enterprise.talent_from_last", $"上一版从 {last.From:yyyy-MM-dd} 起生效，新版应在其后。", $"The version before begins on {last.From:yyyy-MM-dd}: begin later.");
        if (last is not null)
            last.To = request.From.AddDays(-1);
        var rule = new TalentRule
        {
            Id = Guid.CreateVersion7(book.Now), Scope = scope, Version = (last?.Version ?? 0) + 1, From = request.From, Source = Line(request.Source, 4, 200)!, CapFen = request.CapFen, CapPercent = request.CapPercent,
            MarketFen = request.MarketFen, MarketSource = Line(request.MarketSource, 4, 200)!, DecideDays = request.DecideDays, AppealDays = request.AppealDays, AppealDecideDays = request.AppealDecideDays,
            ValidMonths = request.ValidMonths, GraceDays = request.GraceDays, At = book.Now, By = book.Caller.Account,
        };
        db.Insert(rule);
        foreach (var wish in request.Categories)
            Add(rule.Id, wish);
        return rule.Id;
    }

    private void Add(Guid rule, CategoryWish wish)
    {
        var category = new TalentCategory
        {
            Id = Guid.CreateVersion7(book.Now), Rule = rule, Code = wish.Code, Priority = wish.Priority, NameZh = Line(wish.NameZh, 2, 40)!, NameEn = Line(wish.NameEn, 2, 80) ?? Line(wish.NameZh, 2, 40)!,
            WhoZh = Line(wish.WhoZh, 2, 200)!, WhoEn = Line(wish.WhoEn, 2, 400) ?? Line(wish.WhoZh, 2, 200)!, MinMonths = wish.MinMonths, NoHome = wish.NoHome, AreaDm2 = wish.Area * 100,
        };
        db.Records<TalentCategory>().Add(category);
        db.Records<TalentPaper>().AddRange(wish.Papers.Select((p, i) => new TalentPaper
        {
            Category = category.Id, Code = $"p{i + 1}", Order = i + 1, NameZh = Line(p.NameZh, 2, 40)!, NameEn = Line(p.NameEn, 2, 80) ?? Line(p.NameZh, 2, 40)!, Required = p.Required,
        }));
    }

    public async Task<Result<RulesShown>> Handle(ReadTalentRules request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place || await book.InForce(place.Path, request.On ?? book.Today, cancel) is not { } rule)
            return Problem.NotFound("enterprise.no_talent_rules", "这里当天没有人才落户规则。", "No rules for talent hold here on that day.");
        return (await Show([rule], cancel))[0];
    }

    public async Task<Result<IReadOnlyList<RulesShown>>> Handle(ListTalentRules request, CancellationToken cancel) =>
        await Show(await db.Scoped<TalentRule>(book.Caller.ScopesFor(EnterprisePermissions.TalentRules)).AsNoTracking().OrderByDescending(r => r.From).ThenBy(r => r.Scope).Take(50).ToListAsync(cancel), cancel);

    private async Task<List<RulesShown>> Show(List<TalentRule> rules, CancellationToken cancel)
    {
        var ids = rules.ConvertAll(r => r.Id);
        var categories = await db.Records<TalentCategory>().AsNoTracking().Where(c => ids.Contains(c.Rule)).OrderBy(c => c.Priority).ThenBy(c => c.Code).ToListAsync(cancel);
        var papers = await book.PapersOf(categories.ConvertAll(c => c.Id), cancel);
        return rules.ConvertAll(r =>
        {
            var place = tree.Find(ScopePath.Parse(r.Scope, null));
            return new RulesShown(
                r.Id, place?.Code ?? r.Scope, place?.Name ?? (r.Scope, r.Scope), r.Version, r.From, r.To, r.Source, r.CapFen, r.CapPercent, r.MarketFen, r.MarketSource, r.DecideDays, r.AppealDays, r.AppealDecideDays, r.ValidMonths, r.GraceDays,
                [.. categories.Where(c => c.Rule == r.Id).Select(c => new CategoryShown(
                    c.Code, c.Name, (c.WhoZh, c.WhoEn), c.MinMonths, c.NoHome, c.AreaDm2 / 100m, c.Priority, [.. papers[c.Id].Select(p => new PaperShown(p.Code, p.Name, p.Required))]))]);
        });
    }
}
