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

namespace Linli.Neighbours.ServiceList;

/// <summary>Actions and projects, for everybody to read.</summary>
internal sealed record ListProjects : IQuery<IReadOnlyList<ProjectLine>>;

/// <summary>An action or project.</summary>
internal sealed record ProjectLine(string Code, ProjectKind Kind, Phrase Name, Phrase About, string Icon);

/// <summary>The page of one.</summary>
internal sealed record OpenProject(string Code) : IQuery<ProjectPageData>;

/// <summary>A project with its services and activities.</summary>
/// <param name="Line">What it is.</param>
/// <param name="Services">What it does for whom.</param>
/// <param name="Coming">Activities to come, the next first.</param>
/// <param name="Past">What was done, the newest first.</param>
internal sealed record ProjectPageData(ProjectLine Line, IReadOnlyList<ProjectService> Services, IReadOnlyList<ActivityLine> Coming, IReadOnlyList<ActivityLine> Past);

/// <summary>A service of a project.</summary>
internal sealed record ProjectService(Phrase Name, Phrase What, Phrase Often, string Contact);

/// <summary>An activity.</summary>
internal sealed record ActivityLine(Guid Id, DateTimeOffset StartsAt, Phrase Title, string Place, string? Outcome);

/// <summary>Announces an activity of a project.</summary>
/// <param name="Project">Code of the project.</param>
/// <param name="StartsAt">When, UTC or with offset; to come.</param>
/// <param name="TitleZh">2–60 characters.</param>
/// <param name="TitleEn">In English.</param>
/// <param name="Place">Where, 2–60 characters.</param>
internal sealed record AnnounceActivity(string Project, DateTimeOffset? StartsAt, string? TitleZh, string? TitleEn, string? Place) : ICommand<ActivityAnnounced>, IValidated, IAudited
{
    public string? AuditSubject => Project;

    public IEnumerable<Problem> Problems()
    {
        if (Text(TitleZh, 60, "titleZh", "请填写活动名称", "Name the activity") is { } title)
            yield return title;
        if (Text(Place, 60, "place", "请填写地点", "Say where") is { } place)
            yield return place;
        if (StartsAt is null)
            yield return Problem.Invalid("startsAt", "service_list.starts_at", "请填写时间。", "Say when.");
    }
}

/// <summary>An activity that was announced.</summary>
internal sealed record ActivityAnnounced(Guid Id);

/// <summary>Says what came of an activity that is over.</summary>
internal sealed record ReportActivity(Guid Id, string? Outcome) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Outcome, 300, "outcome", "请说明做了什么", "Say what was done") is { } outcome)
            yield return outcome;
    }
}

internal sealed class ProjectsHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time)
    : IHandler<ListProjects, IReadOnlyList<ProjectLine>>, IHandler<OpenProject, ProjectPageData>, IHandler<AnnounceActivity, ActivityAnnounced>, IHandler<ReportActivity, Done>, IUseCase
{
    private static readonly Problem notFound = Problem.NotFound("service_list.project_not_found", "没有找到这个行动或项目。", "This action or project was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListProjects(), cancel))
            .Needs(Access.Public).WithTags("service-list").WithSummary("Actions and public-benefit projects");
        api.MapGet("/projects/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenProject(code), cancel))
            .Needs(Access.Public).WithTags("service-list").WithSummary("The page of a project");
        api.MapPost("/projects/{code}/activities", (string code, AnnounceActivity request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Project = code }, cancel))
            .Needs(NeighboursPermissions.KeepServices).WithTags("service-list").WithSummary("Announce an activity");
        api.MapPost("/projects/activities/{id:guid}/outcome", (Guid id, ReportActivity request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(NeighboursPermissions.KeepServices).WithTags("service-list").WithSummary("Say what came of an activity");
    }

    public async Task<Result<IReadOnlyList<ProjectLine>>> Handle(ListProjects request, CancellationToken cancel) =>
        (await db.Unfiltered<Project>().AsNoTracking().OrderBy(p => p.Order).ToListAsync(cancel)).ConvertAll(Line);

    public async Task<Result<ProjectPageData>> Handle(OpenProject request, CancellationToken cancel)
    {
        if (await db.Unfiltered<Project>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Code, cancel) is not { } project)
            return notFound;
        var now = Clock.Now(time);
        var services = await db.Unfiltered<CareService>().AsNoTracking().Where(s => s.Project == project.Code && (s.To == null || s.To >= LocalTime.DateOf(now))).OrderBy(s => s.Id).ToListAsync(cancel);
        var activities = (await db.Records<ProjectActivity>().AsNoTracking().Where(a => a.Project == project.Code).OrderByDescending(a => a.StartsAt).Take(60).ToListAsync(cancel))
            .ConvertAll(a => new ActivityLine(a.Id, a.StartsAt, (a.TitleZh, a.TitleEn), a.Place, a.Outcome));
        return new ProjectPageData(
            Line(project), services.ConvertAll(s => new ProjectService((s.NameZh, s.NameEn), (s.WhatZh, s.WhatEn), (s.OftenZh, s.OftenEn), s.Contact)),
            [.. activities.Where(a => a.StartsAt > now).Reverse()], [.. activities.Where(a => a.StartsAt <= now).Take(20)]);
    }

    public async Task<Result<ActivityAnnounced>> Handle(AnnounceActivity request, CancellationToken cancel)
    {
        var project = await db.Unfiltered<Project>().SingleOrDefaultAsync(p => p.Code == request.Project, cancel);
        if (project is null || !MayKeep(project))
            return notFound;
        var now = Clock.Now(time);
        if (request.StartsAt <= now || request.StartsAt > now.AddYears(1))
            return Problem.Invalid("startsAt", "service_list.starts_at", "活动时间须在现在之后一年之内。", "The activity lies between now and a year from now.");
        var activity = new ProjectActivity
        {
            Id = Guid.CreateVersion7(now), Project = project.Code, StartsAt = Clock.ToMicroseconds(request.StartsAt!.Value), TitleZh = Clean(request.TitleZh, 60),
            TitleEn = Clean(request.TitleEn, 60) is { Length: > 0 } english ? english : Clean(request.TitleZh, 60), Place = Clean(request.Place, 60),
        };
        db.Records<ProjectActivity>().Add(activity);
        return new ActivityAnnounced(activity.Id);
    }

    public async Task<Result<Done>> Handle(ReportActivity request, CancellationToken cancel)
    {
        var activity = await db.Records<ProjectActivity>().SingleOrDefaultAsync(a => a.Id == request.Id, cancel);
        if (activity is null || !MayKeep(await db.Unfiltered<Project>().SingleAsync(p => p.Code == activity.Project, cancel)))
            return Problem.NotFound("service_list.activity_not_found", "没有找到这次活动。", "This activity was not found.");
        if (activity.StartsAt > Clock.Now(time))
            return Problem.Conflict("service_list.not_over", "活动还没有开始。", "The activity has not begun.");
        activity.Outcome = Clean(request.Outcome, 300);
        return Done.It;
    }

    // Joined communities share their projects: who keeps services of one of them may announce an activity.
    private bool MayKeep(Project project)
    {
        var mine = current.Value.ScopesFor(NeighboursPermissions.KeepServices);
        return mine.Covers(project.Scope) || mine.Paths.Any(p => tree.CommunityOf(p) is not null && ScopePath.Parse(project.Scope, null).Contains(p));
    }

    private static ProjectLine Line(Project p) => new(p.Code, p.Kind, (p.NameZh, p.NameEn), (p.AboutZh, p.AboutEn), p.Icon);
}
