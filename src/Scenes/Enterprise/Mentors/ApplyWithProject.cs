using System.Text.Json.Serialization;
using Linli.Enterprise.Desks;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Applies for a programme with a project (项目报名); one for each person and programme.</summary>
/// <param name="Title">Name of the project, 2 to 40 characters.</param>
/// <param name="Pitch">What it is and where it stands, 10 to 1,000 characters; staff and the mentor read it.</param>
internal sealed record ApplyWithProject(string Title, string Pitch) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Programme { get; init; }

    public string? AuditSubject => Programme.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (FirmProblems.Line(Title, 40).Length < 2)
            yield return Problem.Invalid("title", "enterprise.project_title", "请填写项目名称（2–40 个字）。", "Give a name of 2–40 characters.");
        foreach (var problem in FirmProblems.Text("pitch", Pitch, 10, 1000))
            yield return problem;
    }
}

/// <summary>Staff accept a project, while places are left, or say why not (评审).</summary>
/// <param name="Accept">Yes or no.</param>
/// <param name="Reason">Why not, 2 to 300 characters; may be left out where it is accepted.</param>
/// <param name="Mentor">Who helps it, of the directory.</param>
internal sealed record DecideProject(bool Accept, string? Reason = null, Guid? Mentor = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Project { get; init; }

    public string? AuditSubject => Project.ToString();

    public IEnumerable<Problem> Problems() => FirmProblems.Text("reason", Reason, Accept ? 0 : 2, 300);
}

/// <summary>Staff move an accepted project on: another mentor, stages that are done, its end (推进).</summary>
/// <param name="Mentor">Who helps it; as it was when left out.</param>
/// <param name="StagesDone">How many stages it has finished; never fewer than before.</param>
/// <param name="Stopped">Why it stopped before the end; it is over then and its place free.</param>
internal sealed record MoveProject(Guid? Mentor = null, int? StagesDone = null, string? Stopped = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Project { get; init; }

    public string? AuditSubject => Project.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Mentor is null && StagesDone is null && Stopped is null)
            yield return Problem.Invalid("mentor", "enterprise.nothing", "请选择导师，或填写完成的阶段或中止原因。", "Choose a mentor, or give the stages that are done or why it stopped.");
        if (StagesDone is not null && Stopped is not null)
            yield return Problem.Invalid("stopped", "enterprise.done_or_stopped", "完成阶段和中止请分开填写。", "It finished a stage or it stopped: say one at a time.");
        foreach (var problem in FirmProblems.Text("stopped", Stopped, Stopped is null ? 0 : 2, 300))
            yield return problem;
    }
}

/// <summary>The applicant withdraws a project, or leaves the programme.</summary>
internal sealed record WithdrawProject(Guid Project) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Project.ToString();
}

internal sealed class ApplyWithProjectHandler(LinliDb db, MentorBook book, INotices notices, CurrentCaller current)
    : IHandler<ApplyWithProject, Guid>, IHandler<DecideProject, Done>, IHandler<MoveProject, Done>, IHandler<WithdrawProject, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/founders/programmes/{id:guid}/projects", (Guid id, ApplyWithProject request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Programme = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Founders").WithSummary("Apply for a programme with a project 项目报名");
        api.MapPost("/founders/projects/{id:guid}/decision", (Guid id, DecideProject request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Project = id }, cancel))
            .Needs(EnterprisePermissions.Programmes).WithTags("Founders").WithSummary("Accept a project, or say why not 评审");
        api.MapPost("/founders/projects/{id:guid}/move", (Guid id, MoveProject request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Project = id }, cancel))
            .Needs(EnterprisePermissions.Programmes).WithTags("Founders").WithSummary("Move a project on: mentor, stages, its end");
        api.MapPost("/founders/projects/{id:guid}/withdraw", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new WithdrawProject(id), cancel))
            .Needs(Access.SignedIn).WithTags("Founders").WithSummary("Withdraw a project, or leave the programme");
    }

    public async Task<Result<Guid>> Handle(ApplyWithProject request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || current.Value.Account is not { } account)
            return FirmProblems.PersonUnknown;
        if (await book.TooYoung(me, cancel))
            return FirmProblems.TooYoung;
        await db.LockUntilCommit($"programme {request.Programme}", cancel);
        // Open to everybody.
        if (await db.Unfiltered<FounderProgramme>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Programme, cancel) is not { } programme)
            return MentorProblems.NoProgramme;
        if (programme.ApplyUntil < book.Today)
            return Problem.Conflict("enterprise.apply_over", "报名已截止，请看下一期。", "Applications are over: look for the next one.");
        if (await db.Unfiltered<FounderProject>().AnyAsync(p => p.Programme == programme.Id && p.Person == me && p.State != ProjectState.Withdrawn, cancel))
            return Problem.Conflict("enterprise.applied_already", "您已报过这一期，可以在“我的项目”里查看。", "You applied for it already: see My projects.");
        var project = new FounderProject
        {
            Id = Guid.CreateVersion7(book.Now), Programme = programme.Id, Scope = programme.Scope, Person = me, Account = account, Title = FirmProblems.Line(request.Title, 40), Pitch = FirmProblems.Clean(request.Pitch, 1000), State = ProjectState.Applied, At = book.Now,
        };
        db.Insert(project);
        return project.Id;
    }

    public async Task<Result<Done>> Handle(DecideProject request, CancellationToken cancel)
    {
        if (await Kept(request.Project, cancel) is not { } project)
            return MentorProblems.NoProject;
        if (project.State != ProjectState.Applied)
            return Problem.Conflict("enterprise.decided", "这个项目已经评审过。", "This project has been decided.");
        if (project.Person is { } applicant && applicant == current.Value.Person)
            return Problem.Forbidden("enterprise.own_application", "不能评审自己的项目，请同事处理。", "Nobody decides on their own project: ask a colleague.");
        if (request.Mentor is { } mentor && await Wrong(mentor, project, cancel) is { } wrong)
            return wrong;
        if (request.Accept)
        {
            // Under the lock of the programme: the last place is given once.
            var places = await db.Unfiltered<FounderProgramme>().Where(p => p.Id == project.Programme).Select(p => p.Places).SingleAsync(cancel);
            var taken = await db.Unfiltered<FounderProject>().CountAsync(p => p.Programme == project.Programme && (p.State == ProjectState.Accepted || p.State == ProjectState.Completed), cancel);
            if (taken >= places)
                return Problem.Conflict("enterprise.programme_full", $"{places} 个名额已满。", $"All {places} places are taken.");
        }

        (project.State, project.Reason, project.DecidedAt) = (request.Accept ? ProjectState.Accepted : ProjectState.Rejected, FirmProblems.CleanOrNothing(request.Reason, 300), book.Now);
        project.Mentor = request.Accept ? request.Mentor : null;
        await Tell(project, request.Accept ? ("项目入选创业营", "Your project was accepted") : ("项目未入选", "Your project was not accepted"), project.Reason is { } why ? (why, why) : ("点开看阶段安排和导师。", "Open it for stages and mentor."), cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(MoveProject request, CancellationToken cancel)
    {
        if (await Kept(request.Project, cancel) is not { } project)
            return MentorProblems.NoProject;
        if (project.State != ProjectState.Accepted)
            return Problem.Conflict("enterprise.not_running", "这个项目不在营里。", "This project is not in the programme.");
        if (project.Person is { } applicant && applicant == current.Value.Person)
            return Problem.Forbidden("enterprise.own_application", "不能推进自己的项目，请同事处理。", "Nobody moves their own project on: ask a colleague.");
        if (request.Mentor is { } mentor)
        {
            if (await Wrong(mentor, project, cancel) is { } wrong)
                return wrong;
            project.Mentor = mentor;
        }

        if (request.StagesDone is { } done)
        {
            var stages = await db.Unfiltered<ProgrammeStage>().CountAsync(s => s.Programme == project.Programme, cancel);
            if (done < project.StagesDone || done > stages)
                return Problem.Invalid("stagesDone", "enterprise.stages_done", $"已完成阶段应为 {project.StagesDone}–{stages}。", $"Finished stages are {project.StagesDone} to {stages}.");
            (project.StagesDone, project.State) = (done, done == stages ? ProjectState.Completed : ProjectState.Accepted);
        }

        if (request.Stopped is not null)
            (project.State, project.Reason) = (ProjectState.Dropped, FirmProblems.Clean(request.Stopped, 300));
        await Tell(project, ("创业营有新进展", "Your project moved on"), ("点开查看阶段和导师。", "Open it for stages and mentor."), cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(WithdrawProject request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        if (me is null || await db.Unfiltered<FounderProject>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Project && p.Person == me, cancel) is not { } known)
            return MentorProblems.NoProject;
        await db.LockUntilCommit($"programme {known.Programme}", cancel);
        // The caller's own, once more under the lock.
        var project = await db.Unfiltered<FounderProject>().SingleAsync(p => p.Id == known.Id, cancel);
        project.State = project.State switch { ProjectState.Applied => ProjectState.Withdrawn, ProjectState.Accepted => ProjectState.Dropped, var over => over };
        return Done.It;
    }

    private async Task<FounderProject?> Kept(Guid id, CancellationToken cancel)
    {
        if (await db.Scoped<FounderProject>(current.Value.ScopesFor(EnterprisePermissions.Programmes)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } known)
            return null;
        await db.LockUntilCommit($"programme {known.Programme}", cancel);
        return await db.Unfiltered<FounderProject>().SingleAsync(p => p.Id == id, cancel);
    }

    private async Task<Problem?> Wrong(Guid mentor, FounderProject project, CancellationToken cancel) =>
        await db.Unfiltered<Mentor>().AnyAsync(m => m.Id == mentor && m.State == MentorState.Listed && m.Person != project.Person, cancel) ? null
        : Problem.Invalid("mentor", "enterprise.no_mentor", "请选择在册的导师，不能是申请人自己。", "Choose a mentor of the directory, and not the applicant.");

    private Task Tell(FounderProject project, Platform.Text.Phrase title, Platform.Text.Phrase body, CancellationToken cancel) => project.Account == Guid.Empty ? Task.CompletedTask
        : notices.Tell(project.Account, "mentors.project", title, body, "/founders/mine", $"project:{project.Id}:{book.Now:O}", cancel);
}
