using System.Text.Json.Serialization;
using Linli.Enterprise.Desks;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Somebody of a project, its mentor or staff report what became of it (登记成果), with evidence.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How many jobs, patents or products, 1 to 10,000; 1 for a company or a round of funding.</param>
/// <param name="Day">On which day; not in the future.</param>
/// <param name="Evidence">By what it can be checked, 4 to 200 characters: number of the licence, the contract, the certificate.</param>
/// <param name="Files">Photos or papers, at most 5, uploaded before.</param>
internal sealed record ReportOutcome(OutcomeKind Kind, int Count, DateOnly Day, string Evidence, IReadOnlyList<FileId>? Files = null) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Project { get; init; }

    public string? AuditSubject => Project.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Kind))
            yield return Problem.Invalid("kind", "enterprise.outcome_kind", "请选择成果类别。", "Choose what it is.");
        else if (Count is < 1 or > 10_000 || (Kind is OutcomeKind.Company or OutcomeKind.Funding && Count != 1))
            yield return Problem.Invalid("count", "enterprise.outcome_count", "数量为 1–10000；公司和融资每次登记一项。", "1 to 10,000; a company or a round of funding is reported one at a time.");
        if (FirmProblems.Line(Evidence, 200).Length < 4)
            yield return Problem.Invalid("evidence", "enterprise.evidence", "请填写可核对的依据（4–200 个字），如执照号、合同号、证书号。", "Say by what it can be checked (4–200 characters): number of a licence, contract or certificate.");
        if (Files?.Count > 5)
            yield return Problem.Invalid("files", "enterprise.files", "最多 5 份材料。", "At most 5 papers.");
    }
}

/// <summary>Somebody who did not report it, and is not of the project, confirms an outcome or says why not (核实).</summary>
/// <param name="Confirm">Yes or no.</param>
/// <param name="Reason">Why not, 2 to 200 characters.</param>
internal sealed record ReviewOutcome(bool Confirm, string? Reason = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Outcome { get; init; }

    public string? AuditSubject => Outcome.ToString();

    public IEnumerable<Problem> Problems() => FirmProblems.Text("reason", Reason, Confirm ? 0 : 2, 200);
}

internal sealed class ReportOutcomeHandler(LinliDb db, IFileStore files, INotices notices, MentorBook book, CurrentCaller current) : IHandler<ReportOutcome, Guid>, IHandler<ReviewOutcome, Done>, IUseCase
{
    public const string Papers = "enterprise-outcome";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/founders/projects/{id:guid}/outcomes", (Guid id, ReportOutcome request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Project = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Founders").WithSummary("Report what became of a project 登记成果");
        api.MapPost("/founders/outcomes/{id:guid}/review", (Guid id, ReviewOutcome request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Outcome = id }, cancel))
            .Needs(EnterprisePermissions.Outcomes).WithTags("Founders").WithSummary("Confirm an outcome, or say why not 核实成果");
    }

    public async Task<Result<Guid>> Handle(ReportOutcome request, CancellationToken cancel)
    {
        // Of the applicant, the mentor, or staff of the place; asked below.
        if (current.Value.Account is not { } account || await db.Unfiltered<FounderProject>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Project, cancel) is not { } project
            || !(current.Value.May(EnterprisePermissions.Programmes, ScopePath.Parse(project.Scope, null)) || (current.Value.Person is { } me && (project.Person == me || await db.Unfiltered<Mentor>().AnyAsync(m => m.Id == project.Mentor && m.Person == me && m.State == MentorState.Listed, cancel)))))
            return MentorProblems.NoProject;
        if (project.State is not (ProjectState.Accepted or ProjectState.Completed))
            return Problem.Conflict("enterprise.not_running", "入营的项目才登记成果。", "Outcomes are those of projects that were accepted.");
        if (request.Day > book.Today)
            return Problem.Invalid("day", "enterprise.outcome_day", "日期不能在今天以后。", "The day cannot lie ahead.");
        await db.LockUntilCommit($"programme {project.Programme}", cancel);
        var evidence = FirmProblems.Line(request.Evidence, 200);
        // The same evidence is counted once, whoever reports it.
        if (await db.Unfiltered<ProjectOutcome>().AnyAsync(o => o.Project == project.Id && o.Kind == request.Kind && o.Evidence == evidence && o.State != OutcomeState.Refused, cancel))
            return Problem.Conflict("enterprise.outcome_twice", "这项成果已经登记过。", "This outcome was reported already.");
        var outcome = new ProjectOutcome
        {
            Id = Guid.CreateVersion7(book.Now), Project = project.Id, Programme = project.Programme, Scope = project.Scope, Kind = request.Kind, Count = request.Count, Day = request.Day, Evidence = evidence, State = OutcomeState.Reported,
            By = account, At = book.Now,
        };
        db.Insert(outcome);
        return request.Files is { Count: > 0 } papers && await files.Attach(papers, Papers, outcome.Id, ScopePath.Parse(project.Scope, null), cancel) is { Ok: false } refused ? refused.As<Guid>() : outcome.Id;
    }

    public async Task<Result<Done>> Handle(ReviewOutcome request, CancellationToken cancel)
    {
        if (await db.Scoped<ProjectOutcome>(current.Value.ScopesFor(EnterprisePermissions.Outcomes)).AsNoTracking().SingleOrDefaultAsync(o => o.Id == request.Outcome, cancel) is not { } known)
            return MentorProblems.NoOutcome;
        await db.LockUntilCommit($"programme {known.Programme}", cancel);
        var outcome = await db.Unfiltered<ProjectOutcome>().SingleAsync(o => o.Id == known.Id, cancel);
        if (outcome.State != OutcomeState.Reported)
            return Problem.Conflict("enterprise.decided", "这项成果已经核实过。", "This outcome has been decided.");
        var project = await db.Unfiltered<FounderProject>().AsNoTracking().SingleAsync(p => p.Id == outcome.Project, cancel);
        var me = current.Value.Person;
        if (outcome.By == current.Value.Account || (me is not null && (project.Person == me || await db.Unfiltered<Mentor>().AnyAsync(m => m.Id == project.Mentor && m.Person == me, cancel))))
            return Problem.Forbidden("enterprise.own_outcome", "登记的人、项目成员和导师不能核实，请同事处理。", "Whoever reported it, the project and its mentor do not confirm it: ask a colleague.");
        (outcome.State, outcome.Reason, outcome.ReviewedBy) = (request.Confirm ? OutcomeState.Confirmed : OutcomeState.Refused, FirmProblems.CleanOrNothing(request.Reason, 200), current.Value.Account);
        if (project.Account != Guid.Empty)
            await notices.Tell(
                project.Account, "mentors.outcome", request.Confirm ? ("成果已核实", "An outcome was confirmed") : ("成果未通过核实", "An outcome was not confirmed"), outcome.Reason is { } why ? (why, why) : ("谢谢，祝越做越好。", "Thank you, and all the best."),
                "/founders/mine", $"outcome:{outcome.Id}", cancel);
        return Done.It;
    }
}

/// <summary>Papers of an outcome: for the applicant, the mentor, and the staff that keep programmes or confirm.</summary>
internal sealed class OutcomePapers(LinliDb db) : IFileGuard
{
    public string SubjectKind => ReportOutcomeHandler.Papers;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel)
    {
        if (await db.Unfiltered<ProjectOutcome>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == subject, cancel) is not { } outcome)
            return false;
        var place = ScopePath.Parse(outcome.Scope, null);
        return caller.May(EnterprisePermissions.Programmes, place) || caller.May(EnterprisePermissions.Outcomes, place)
            || (caller.Person is { } me && await db.Unfiltered<FounderProject>().AnyAsync(p => p.Id == outcome.Project && (p.Person == me || db.Unfiltered<Mentor>().Any(m => m.Id == p.Mentor && m.Person == me && m.State == MentorState.Listed)), cancel));
    }
}
