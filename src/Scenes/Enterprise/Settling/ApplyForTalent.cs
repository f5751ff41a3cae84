using System.Text.Json.Serialization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Settling;

/// <summary>Applies to be recognised as talent (人才认定申请), with the papers that the category asks for.</summary>
/// <param name="Community">Code of the community.</param>
/// <param name="Category">Code of a category of the rules in force there.</param>
/// <param name="Months">Months of social insurance paid by an employer here, 0–600.</param>
/// <param name="OwnsHome">Whether one owns a home here.</param>
/// <param name="Papers">Each paper with its file, uploaded before; 1–20.</param>
/// <param name="Anyway">Apply although what one says does not meet the category: a person decides, not the form.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record ApplyForTalent(string Community, string Category, int Months, bool OwnsHome, IReadOnlyList<PaperBrought> Papers, bool Anyway = false, string? IdempotencyKey = null)
    : ICommand<MyTalentApplication>, IValidated, IRepeatable, IAudited
{
    object IRepeatable.Wish => this with { Papers = [] };

    public string? AuditSubject => Category;

    public IEnumerable<Problem> Problems()
    {
        if (Months is < 0 or > 600)
            yield return Problem.Invalid("months", "enterprise.talent_months_range", "社保月数为 0–600。", "0 to 600 months of insurance.");
        if (PaperBrought.Wrong(Papers) is { } wrong)
            yield return wrong;
    }
}

/// <summary>A paper with its file.</summary>
internal sealed record PaperBrought(string Paper, FileId File)
{
    public static Problem? Wrong(IReadOnlyList<PaperBrought> papers) => papers.Count > 20 || papers.Select(p => p.File).Distinct().Count() != papers.Count
        ? Problem.Invalid("papers", "enterprise.talent_files", "最多 20 个文件，每个只传一次。", "At most 20 files, each once.")
        : null;
}

/// <summary>Adds papers while it is not decided, or with an appeal (补充材料).</summary>
internal sealed record AddTalentPapers(IReadOnlyList<PaperBrought> Papers) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Application { get; init; }

    public string? AuditSubject => Application.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Papers.Count == 0)
            yield return Problem.Invalid("papers", "enterprise.talent_no_file", "请选择文件。", "Choose a file.");
        if (PaperBrought.Wrong(Papers) is { } wrong)
            yield return wrong;
    }
}

/// <summary>The caller's own applications, the newest first.</summary>
internal sealed record MyTalent : IQuery<IReadOnlyList<MyTalentApplication>>;

/// <summary>An application as its person sees it.</summary>
internal sealed record MyTalentApplication(
    Guid Id, string Number, Guid? Case, Phrase Place, Phrase Category, TalentState State, DateTimeOffset At, DateOnly DueOn, DateTimeOffset? DecidedAt, string? Reason, DateOnly? Until, DateOnly? AppealUntil, MyAppeal? Appeal,
    IReadOnlyList<PaperHere> Papers, string? EndReason);

/// <summary>A paper that was handed in, or is missing.</summary>
internal sealed record PaperHere(string Code, Phrase Name, bool Required, IReadOnlyList<FileId> Files);

/// <summary>An appeal as its person sees it.</summary>
internal sealed record MyAppeal(Guid Id, string Number, AppealState State, DateOnly DueOn, string? Reason);

internal sealed class ApplyForTalentHandler(LinliDb db, TalentBook book, IFileStore files, IPersonTraits traits, IScopeTree tree, IActingFor family)
    : IHandler<ApplyForTalent, MyTalentApplication>, IHandler<AddTalentPapers, Done>, IHandler<MyTalent, IReadOnlyList<MyTalentApplication>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/talent/applications", (ApplyForTalent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Talent").WithSummary("Apply to be recognised as talent 人才认定申请");
        api.MapPost("/talent/applications/{id:guid}/papers", (Guid id, AddTalentPapers request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Application = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Talent").WithSummary("Add papers 补充材料");
        api.MapGet("/talent/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyTalent(), cancel))
            .Needs(Access.SignedIn).WithTags("Talent").WithSummary("My applications as talent");
    }

    public async Task<Result<MyTalentApplication>> Handle(ApplyForTalent request, CancellationToken cancel)
    {
        if (book.Community(request.Community) is not { } place)
            return Problem.Invalid("community", "enterprise.talent_community", "请选择社区。", "Choose a community.");
        if (book.Caller is not { Account: { } account } || await family.Self(cancel) is not { } person)
            return Problem.Forbidden("enterprise.person_unknown", "请先完成实名认证，再申请。", "Prove first who you are, then apply.");
        if ((await traits.Of(person, cancel))?.AgeOn(book.Today) < 18)
            return Problem.Forbidden("enterprise.talent_adult", "须年满 18 周岁。", "One has to be 18 or older.");
        if (await book.InForce(place.Path, book.Today, cancel) is not { } rule)
            return Problem.Invalid("community", "enterprise.no_talent_rules", "这里现在没有人才落户规则。", "No rules for talent hold here now.");
        if ((await book.CategoriesOf(rule.Id, cancel)).Find(c => c.Code == request.Category) is not { } category)
            return Problem.Invalid("category", "enterprise.talent_category", "请选择人才类别。", "Choose a category.");
        await db.LockUntilCommit($"talent.person {person}", cancel);
        if (await db.Unfiltered<TalentApplication>().AsNoTracking().FirstOrDefaultAsync(a => a.Person == person && (a.State == TalentState.Submitted || (a.State == TalentState.Granted && a.Until >= book.Today)), cancel) is { } open)
            return Problem.Conflict("enterprise.talent_open", $"您已有一份申请（{open.Number}），不用再交。", $"You have an application already ({open.Number}): there is no need for another.");
        var owns = request.OwnsHome || await book.OwnsHomeHere(ScopePath.Parse(rule.Scope, null), cancel);
        var gaps = TalentRules.Gaps(category, request.Months, owns).ToList();
        if (gaps.Count > 0 && !request.Anyway)
            return Result<MyTalentApplication>.Fail(gaps);
        var papers = (await book.PapersOf([category.Id], cancel))[category.Id].ToList();
        if (Lacking(papers, request.Papers) is { } lacking)
            return lacking;
        return await Enter(request, place, rule, category, person, account, owns, cancel);
    }

    private async Task<Result<MyTalentApplication>> Enter(ApplyForTalent request, Place place, TalentRule rule, TalentCategory category, Guid person, Guid account, bool owns, CancellationToken cancel)
    {
        // What is said in papers stays with those who decide: the case says only which category.
        var opened = await book.OpenCase(place.Code, $"人才认定：{category.NameZh}", $"申请认定为“{category.NameZh}”，材料 {request.Papers.Count} 份，由人才认定岗审核。", null, cancel);
        if (!opened.Ok)
            return opened.As<MyTalentApplication>();
        var application = new TalentApplication
        {
            Id = Guid.CreateVersion7(book.Now), Scope = place.Path.Value, Case = opened.Value.Id, Number = opened.Value.Number, Person = person, Account = account, Rule = rule.Id, Category = category.Id, Months = request.Months,
            OwnsHome = owns, State = TalentState.Submitted, At = book.Now, DueOn = WorkingDayCalendar.China.AddWorkingDays(book.Today, rule.DecideDays),
        };
        db.Insert(application);
        if (await Attach(application, request.Papers, cancel) is { } wrong)
            return wrong;
        await db.SaveChangesAsync(cancel);
        return (await Show([application], cancel))[0];
    }

    public async Task<Result<Done>> Handle(AddTalentPapers request, CancellationToken cancel)
    {
        var person = book.Caller.Person;
        if (person is null || await db.Unfiltered<TalentApplication>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Application && a.Person == person, cancel) is not { } mine)
            return TalentBook.NotThere;
        var appealed = await db.Unfiltered<TalentAppeal>().AnyAsync(a => a.Application == mine.Id && a.State == AppealState.Open, cancel);
        if (mine.State != TalentState.Submitted && !appealed)
            return Problem.Conflict("enterprise.talent_decided", "已作出决定，不能再补材料；可以申诉或重新申请。", "It is decided: appeal, or apply anew.");
        var papers = (await book.PapersOf([mine.Category], cancel))[mine.Category].ToList();
        if (request.Papers.Any(b => papers.TrueForAll(p => p.Code != b.Paper)))
            return Problem.Invalid("papers", "enterprise.talent_paper", "没有这种材料。", "There is no such paper.");
        if (await db.Records<TalentEvidence>().CountAsync(e => e.Application == mine.Id, cancel) + request.Papers.Count > 40)
            return Problem.Invalid("papers", "enterprise.talent_files_many", "材料总数不超过 40 个文件。", "At most 40 files in all.");
        return await Attach(mine, request.Papers, cancel) is { } wrong ? wrong : Done.It;
    }

    public async Task<Result<IReadOnlyList<MyTalentApplication>>> Handle(MyTalent request, CancellationToken cancel)
    {
        var person = book.Caller.Person;
        return person is null ? [] : await Show(await db.Unfiltered<TalentApplication>().AsNoTracking().Where(a => a.Person == person).OrderByDescending(a => a.At).Take(20).ToListAsync(cancel), cancel);
    }

    private static Problem? Lacking(List<TalentPaper> papers, IReadOnlyList<PaperBrought> brought)
    {
        if (brought.Any(b => papers.TrueForAll(p => p.Code != b.Paper)))
            return Problem.Invalid("papers", "enterprise.talent_paper", "没有这种材料。", "There is no such paper.");
        var missing = papers.Where(p => p.Required && brought.All(b => b.Paper != p.Code)).ToList();
        return missing.Count == 0 ? null : Problem.Invalid(
            "papers", "enterprise.talent_papers_missing", $"还缺：{string.Join("、", missing.Select(p => p.NameZh))}。", $"Still missing: {string.Join(", ", missing.Select(p => p.NameEn))}.");
    }

    private async Task<Problem?> Attach(TalentApplication application, IReadOnlyList<PaperBrought> papers, CancellationToken cancel)
    {
        if (papers.Count == 0)
            return null;
        var attached = await files.Attach([.. papers.Select(p => p.File)], TalentFiles.Kind, application.Id, ScopePath.Parse(application.Scope, null), cancel, "papers");
        if (!attached.Ok)
            return attached.Problem;
        db.Records<TalentEvidence>().AddRange(papers.Select(p => new TalentEvidence { Application = application.Id, File = p.File, Paper = p.Paper, At = book.Now }));
        return null;
    }

    private async Task<List<MyTalentApplication>> Show(List<TalentApplication> mine, CancellationToken cancel)
    {
        var (ids, rules, kinds) = (mine.ConvertAll(a => a.Id), mine.ConvertAll(a => a.Rule), mine.ConvertAll(a => a.Category));
        var rule = await db.Unfiltered<TalentRule>().AsNoTracking().Where(r => rules.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel);
        var category = await db.Records<TalentCategory>().AsNoTracking().Where(c => kinds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var papers = await book.PapersOf(kinds, cancel);
        var evidence = (await db.Records<TalentEvidence>().AsNoTracking().Where(e => ids.Contains(e.Application)).OrderBy(e => e.At).ToListAsync(cancel)).ToLookup(e => e.Application);
        var appeals = (await db.Unfiltered<TalentAppeal>().AsNoTracking().Where(a => ids.Contains(a.Application)).OrderBy(a => a.At).ToListAsync(cancel)).ToLookup(a => a.Application);
        return mine.ConvertAll(a => new MyTalentApplication(
            a.Id, a.Number, a.Case?.Value, tree.Find(ScopePath.Parse(a.Scope, null))?.Name ?? (a.Scope, a.Scope), category[a.Category].Name, a.State, a.At, a.DueOn, a.DecidedAt, a.Reason, a.Until,
            TalentRules.AppealFrom(a) is { } since && !appeals[a.Id].Any(p => TalentRules.IsAgainst(p, a)) && LocalTime.DateOf(since).AddDays(rule[a.Rule].AppealDays) is var last && last >= book.Today ? last : null,
            appeals[a.Id].LastOrDefault() is { } appeal ? new(appeal.Id, appeal.Number, appeal.State, appeal.DueOn, appeal.Reason) : null,
            [.. papers[a.Category].Select(p => new PaperHere(p.Code, p.Name, p.Required, [.. evidence[a.Id].Where(e => e.Paper == p.Code).Select(e => e.File)]))], a.EndReason));
    }
}
