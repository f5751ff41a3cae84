using Linli.Neighbours.Friends;
using Linli.Neighbours.Goodwill.ClassPairings;
using Linli.Neighbours.Goodwill.Donations;
using Linli.Neighbours.Goodwill.Funds;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Neighbours.ServiceList;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Programmes;

/// <summary>Keeps a programme and the list of its projects, in their order (公益品牌).</summary>
/// <param name="Code">2–20 small letters, digits and hyphens.</param>
/// <param name="Place">Code of the place; fixed once it stands.</param>
/// <param name="Projects">Codes of projects of the list, each in one programme.</param>
/// <param name="AboutEn">In English.</param>
/// <param name="AboutZh">A sentence or two, 2–300 characters.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="NameEn">In English.</param>
/// <param name="NameZh">2–40 characters.</param>
internal sealed record KeepProgramme(string Code, string? Place, string? NameZh, string? NameEn, string? AboutZh, string? AboutEn, string? Icon, IReadOnlyList<string>? Projects) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (FundCode.Wrong(Code) is { } code)
            yield return code;
        if (Text(NameZh, 40, "nameZh", "请填写名称", "Name the programme") is { } name)
            yield return name;
        if (Text(AboutZh, 300, "aboutZh", "请写一句介绍", "Say what it is") is { } about)
            yield return about;
        if (Projects is { Count: > 40 } || Projects?.Distinct().Count() != Projects?.Count)
            yield return Problem.Invalid("projects", "programmes.projects", "每个项目只列一次，最多 40 个。", "Each project once, 40 at most.");
    }
}

/// <summary>Keeps a project: what it is called and what it does.</summary>
internal sealed record KeepProject(string Code, string? Place, ProjectKind? Kind, string? NameZh, string? NameEn, string? AboutZh, string? AboutEn, string? Icon) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems() => new KeepProgramme(Code, Place, NameZh, NameEn, AboutZh, AboutEn, Icon, null).Problems();
}

/// <summary>Tells a story of a project.</summary>
/// <param name="On">The local day, today at the latest.</param>
/// <param name="Project">Code of the project.</param>
/// <param name="TextEn">In English.</param>
/// <param name="TextZh">2–1,000 characters, without the names of those who were helped.</param>
/// <param name="TitleEn">In English.</param>
/// <param name="TitleZh">2–40 characters.</param>
internal sealed record TellStory(string Project, DateOnly? On, string? TitleZh, string? TitleEn, string? TextZh, string? TextEn) : ICommand<StoryTold>, IValidated, IAudited
{
    public string? AuditSubject => Project;

    public IEnumerable<Problem> Problems()
    {
        if (MeetingRules.Shown(TitleZh, 2, 40, "titleZh", "请写标题", "Give a title") is { } title)
            yield return title;
        if (Text(TextZh, 1_000, "textZh", "请写下故事（不写受助人姓名）", "Tell the story, without the names of those who were helped") is { } text)
            yield return text;
        if (On is null)
            yield return Problem.Invalid("on", "programmes.on", "请填写日期。", "Give the day.");
    }
}

/// <summary>A story that was told.</summary>
internal sealed record StoryTold(Guid Id);

/// <summary>Programmes, for everybody.</summary>
internal sealed record ListProgrammes : IQuery<IReadOnlyList<ProgrammeLine>>;

/// <summary>A programme.</summary>
internal sealed record ProgrammeLine(string Code, Phrase Name, Phrase About, string Icon, int Projects);

/// <summary>The page of a programme: its projects with stories, and what the books say was done.</summary>
internal sealed record OpenProgramme(string Code) : IQuery<ProgrammePageData>;

/// <summary>A programme with its projects.</summary>
/// <param name="WishesFulfilled">Wishes that came true at its place, counted from the wishes.</param>
/// <param name="ParcelsConfirmed">Parcels that a recipient confirmed.</param>
/// <param name="SessionsHeld">Video sessions of paired classes.</param>
/// <param name="SpentFen">What the funds paid for its projects.</param>
/// <param name="Line">The programme.</param>
/// <param name="Projects">Its projects in their order.</param>
internal sealed record ProgrammePageData(ProgrammeLine Line, IReadOnlyList<ProgrammeProjectLine> Projects, int WishesFulfilled, int ParcelsConfirmed, int SessionsHeld, long SpentFen);

/// <summary>A project of a programme with its stories, the newest first.</summary>
internal sealed record ProgrammeProjectLine(string Code, Phrase Name, Phrase About, string Icon, long SpentFen, IReadOnlyList<StoryLine> Stories);

/// <summary>A story.</summary>
internal sealed record StoryLine(DateOnly On, Phrase Title, Phrase Text);

internal sealed class KeepProgrammeHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time)
    : IHandler<KeepProgramme, Done>, IHandler<KeepProject, Done>, IHandler<TellStory, StoryTold>, IHandler<ListProgrammes, IReadOnlyList<ProgrammeLine>>, IHandler<OpenProgramme, ProgrammePageData>, IUseCase
{
    private static readonly Problem notFound = Problem.NotFound("programmes.not_found", "没有找到这个公益品牌或项目。", "This programme or project was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/programmes/{code}", (string code, KeepProgramme request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("programmes").WithSummary("Keep a programme and its list of projects 公益品牌");
        api.MapPut("/projects/{code}", (string code, KeepProject request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("programmes").WithSummary("Keep a project");
        api.MapPost("/projects/{code}/stories", (string code, TellStory request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Project = code }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("programmes").WithSummary("Tell a story of a project");
        api.MapGet("/programmes", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListProgrammes(), cancel))
            .Needs(Access.Public).WithTags("programmes").WithSummary("Programmes");
        api.MapGet("/programmes/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenProgramme(code), cancel))
            .Needs(Access.Public).WithTags("programmes").WithSummary("The page of a programme");
    }

    public async Task<Result<Done>> Handle(KeepProgramme request, CancellationToken cancel)
    {
        // Whether the caller may is asked of the programme itself.
        var programme = await db.Unfiltered<BrandProgramme>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (At(programme?.Scope, request.Place) is not { } place)
            return programme is null ? WrongPlace : notFound;
        var projects = request.Projects ?? [];
        var known = await db.Unfiltered<Project>().Where(p => projects.Contains(p.Code)).Select(p => p.Code).ToListAsync(cancel);
        if (projects.Except(known).ToList() is [var unknown, ..])
            return Problem.Invalid("projects", "programmes.unknown_project", $"没有项目“{unknown}”。", $"There is no project “{unknown}”.");
        if (programme is null)
            db.Insert(programme = new() { Code = request.Code, Scope = place.Value, NameZh = "", NameEn = "", AboutZh = "", AboutEn = "", Icon = "" });
        (programme.NameZh, programme.AboutZh, programme.Icon) = (Clean(request.NameZh, 40), Clean(request.AboutZh, 300), request.Icon is { Length: > 0 and <= 40 } icon ? icon : "flag");
        (programme.NameEn, programme.AboutEn) = (Or(Clean(request.NameEn, 60), programme.NameZh), Or(Clean(request.AboutEn, 400), programme.AboutZh));
        if (request.Projects is null)
            return Done.It;
        var rows = await db.Records<ProgrammeProject>().Where(p => p.Programme == programme.Code || projects.Contains(p.Project)).ToDictionaryAsync(p => p.Project, cancel);
        if (rows.Values.FirstOrDefault(r => r.Programme != programme.Code) is { } elsewhere)
            return Problem.Conflict("programmes.elsewhere", $"“{elsewhere.Project}”已属于别的品牌。", $"“{elsewhere.Project}” belongs to another programme.");
        db.Records<ProgrammeProject>().RemoveRange(rows.Values.Where(r => !projects.Contains(r.Project)));
        foreach (var (code, order) in projects.Select((p, i) => (p, i)))
            if (rows.TryGetValue(code, out var row))
                row.Order = order;
            else
                db.Records<ProgrammeProject>().Add(new() { Project = code, Programme = programme.Code, Order = order });
        return Done.It;
    }

    public async Task<Result<Done>> Handle(KeepProject request, CancellationToken cancel)
    {
        // Whether the caller may is asked of the project itself.
        var project = await db.Unfiltered<Project>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (At(project?.Scope, request.Place) is not { } place)
            return project is null ? WrongPlace : notFound;
        if (project is null)
            db.Insert(project = new()
            {
                Code = request.Code, Scope = place.Value, Kind = request.Kind ?? ProjectKind.Project, NameZh = "", NameEn = "", AboutZh = "", AboutEn = "", Icon = "flag",
                Order = await db.Unfiltered<Project>().MaxAsync(p => (int?)p.Order, cancel) + 1 ?? 0,
            });
        (project.NameZh, project.AboutZh, project.Icon, project.Kind) = (Clean(request.NameZh, 40), Clean(request.AboutZh, 300), request.Icon is { Length: > 0 and <= 40 } icon ? icon : project.Icon, request.Kind ?? project.Kind);
        (project.NameEn, project.AboutEn) = (Or(Clean(request.NameEn, 60), project.NameZh), Or(Clean(request.AboutEn, 400), project.AboutZh));
        return Done.It;
    }

    public async Task<Result<StoryTold>> Handle(TellStory request, CancellationToken cancel)
    {
        var project = await db.Unfiltered<Project>().SingleOrDefaultAsync(p => p.Code == request.Project, cancel);
        if (project is null || !current.Value.May(GoodwillPermissions.Desk, project.Scope))
            return notFound;
        if (request.On > LocalTime.Today(time))
            return Problem.Invalid("on", "programmes.on", "日期不能晚于今天。", "The day is today at the latest.");
        var (title, text) = (Clean(request.TitleZh, 40), Clean(request.TextZh, 1_000));
        var story = new ProjectStory
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Project = project.Code, On = request.On!.Value, TitleZh = title, TitleEn = Or(Clean(request.TitleEn, 60), title), TextZh = text, TextEn = Or(Clean(request.TextEn, 1_500), text),
        };
        db.Records<ProjectStory>().Add(story);
        return new StoryTold(story.Id);
    }

    public async Task<Result<IReadOnlyList<ProgrammeLine>>> Handle(ListProgrammes request, CancellationToken cancel) =>
        (await db.Unfiltered<BrandProgramme>().AsNoTracking().OrderBy(p => p.Code).Select(p => new { p, Count = db.Records<ProgrammeProject>().Count(x => x.Programme == p.Code) }).ToListAsync(cancel)).ConvertAll(x => Line(x.p, x.Count));

    public async Task<Result<ProgrammePageData>> Handle(OpenProgramme request, CancellationToken cancel)
    {
        if (await db.Unfiltered<BrandProgramme>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Code, cancel) is not { } programme)
            return notFound;
        var projects = await db.Records<ProgrammeProject>().AsNoTracking().Where(x => x.Programme == programme.Code).OrderBy(x => x.Order).Join(db.Unfiltered<Project>(), x => x.Project, p => p.Code, (_, p) => p).ToListAsync(cancel);
        var codes = projects.ConvertAll(p => p.Code);
        var stories = (await db.Records<ProjectStory>().AsNoTracking().Where(s => codes.Contains(s.Project)).OrderByDescending(s => s.On).Take(200).ToListAsync(cancel)).ToLookup(s => s.Project);
        var spent = await db.Unfiltered<FundSpending>().Where(s => codes.Contains(s.Project) && s.State == SpendingState.Paid).GroupBy(s => s.Project).Select(g => new { g.Key, Fen = g.Sum(s => s.Fen) }).ToDictionaryAsync(g => g.Key, g => g.Fen, cancel);
        var here = ScopeSet.Of([ScopePath.Parse(programme.Scope, null)]);
        return new ProgrammePageData(
            Line(programme, projects.Count),
            projects.ConvertAll(p => new ProgrammeProjectLine(
                p.Code, (p.NameZh, p.NameEn), (p.AboutZh, p.AboutEn), p.Icon, spent.GetValueOrDefault(p.Code), [.. stories[p.Code].Take(3).Select(s => new StoryLine(s.On, (s.TitleZh, s.TitleEn), (s.TextZh, s.TextEn)))])),
            await db.Scoped<Wish>(here).CountAsync(w => w.State == WishState.Fulfilled && w.PublishedAt != null, cancel), await db.Scoped<Parcel>(here).CountAsync(p => p.State == ParcelState.Confirmed, cancel),
            await db.Records<VideoSession>().CountAsync(s => s.State == SessionState.Held && db.Scoped<ClassPairing>(here).Any(p => p.Id == s.Pairing), cancel), spent.Values.Sum());
    }

    private static Problem WrongPlace => Problem.Invalid("place", "programmes.place", "请选择您负责的社区或联建组。", "Choose a community or group you work for.");

    private ScopePath? At(string? scope, string? code) =>
        (scope is null ? tree.FindCode(code ?? "")?.Path : ScopePath.Parse(scope, null)) is { } place && current.Value.May(GoodwillPermissions.Desk, place) ? place : null;

    private static string Or(string text, string other) => text.Length > 0 ? text : other;

    private static ProgrammeLine Line(BrandProgramme p, int projects) => new(p.Code, (p.NameZh, p.NameEn), (p.AboutZh, p.AboutEn), p.Icon, projects);
}
