using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Programmes for founders with their stages and figures, for everybody (创业营与成果): counts only, small ones hidden.</summary>
internal sealed record FindProgrammes : IQuery<IReadOnlyList<ProgrammeLine>>;

/// <summary>A programme.</summary>
/// <param name="Id">Id.</param>
/// <param name="Place">Code of the place it is for.</param>
/// <param name="Name">Its name.</param>
/// <param name="About">What it offers.</param>
/// <param name="Places">Places.</param>
/// <param name="Free">Of them free.</param>
/// <param name="ApplyUntil">The last day to apply.</param>
/// <param name="IsOpen">Whether one can apply today.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Stages">Its stages.</param>
/// <param name="Applied">Projects that applied; <c>null</c> where so few that it would point at somebody.</param>
/// <param name="Completed">Projects that finished it; likewise.</param>
/// <param name="Outcomes">Confirmed outcomes by kind; likewise.</param>
internal sealed record ProgrammeLine(
    Guid Id, string Place, Phrase Name, string About, int Places, int Free, DateOnly ApplyUntil, bool IsOpen, DateOnly From, DateOnly Until, IReadOnlyList<StagePlan> Stages, int? Applied, int? Completed, IReadOnlyList<OutcomeFigure> Outcomes);

/// <summary>Confirmed outcomes of a kind.</summary>
internal sealed record OutcomeFigure(OutcomeKind Kind, int? Count);

/// <summary>Projects of the caller: their own, and those they help as a mentor (我的项目).</summary>
internal sealed record MyProjects : IQuery<IReadOnlyList<ProjectLine>>;

/// <summary>Projects of the caller's places, for the desk; names masked.</summary>
internal sealed record DeskProjects : IQuery<IReadOnlyList<ProjectLine>>;

/// <summary>A project.</summary>
/// <param name="Id">Id.</param>
/// <param name="Programme">Which programme.</param>
/// <param name="ProgrammeName">Its name.</param>
/// <param name="Title">Name of the project.</param>
/// <param name="Pitch">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reason">Why it was not accepted, or stopped.</param>
/// <param name="Founder">Who applied, masked.</param>
/// <param name="Mentor">Name of the mentor.</param>
/// <param name="AsMentor">Whether the caller helps it.</param>
/// <param name="StagesDone">Stages it has finished.</param>
/// <param name="Stages">Stages there are.</param>
/// <param name="At">When it applied.</param>
/// <param name="Outcomes">What became of it.</param>
internal sealed record ProjectLine(
    Guid Id, Guid Programme, Phrase ProgrammeName, string Title, string Pitch, ProjectState State, string? Reason, string Founder, string? Mentor, bool AsMentor, int StagesDone, IReadOnlyList<string> Stages, DateTimeOffset At, IReadOnlyList<OutcomeLine> Outcomes);

/// <summary>An outcome.</summary>
internal sealed record OutcomeLine(Guid Id, OutcomeKind Kind, int Count, DateOnly Day, string Evidence, OutcomeState State, string? Reason, IReadOnlyList<StoredFile> Papers);

/// <summary>Outcomes that wait to be confirmed, and those that were decided lately, of the caller's places.</summary>
internal sealed record DeskOutcomes : IQuery<IReadOnlyList<OutcomeToReview>>;

/// <summary>An outcome for whoever confirms it; the applicant's name is not needed for that.</summary>
internal sealed record OutcomeToReview(OutcomeLine Outcome, string Project, Phrase Programme, string? ReportedBy, DateTimeOffset At);

/// <summary>Offers of mentors for the desk.</summary>
internal sealed record DeskMentors : IQuery<IReadOnlyList<DeskMentor>>;

/// <summary>A mentor as staff see them: how often they were asked, and never what about.</summary>
internal sealed record DeskMentor(Guid Id, string Name, string Fields, string Languages, string About, MentorState State, int Talks, DateTimeOffset At);

internal sealed class ReadProgrammesHandler(LinliDb db, IPeople people, IFileStore files, MentorBook book, CurrentCaller current)
    : IHandler<FindProgrammes, IReadOnlyList<ProgrammeLine>>, IHandler<MyProjects, IReadOnlyList<ProjectLine>>, IHandler<DeskProjects, IReadOnlyList<ProjectLine>>, IHandler<DeskMentors, IReadOnlyList<DeskMentor>>, IHandler<DeskOutcomes, IReadOnlyList<OutcomeToReview>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/founders/programmes", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindProgrammes(), cancel)).Needs(Access.Public).WithTags("Founders").WithSummary("Programmes for founders with their figures 创业营与成果");
        api.MapGet("/founders/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyProjects(), cancel)).Needs(Access.SignedIn).WithTags("Founders").WithSummary("My projects 我的项目");
        api.MapGet("/founders/desk", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskProjects(), cancel)).Needs(EnterprisePermissions.Programmes).WithTags("Founders").WithSummary("Projects for the desk, names masked");
        api.MapGet("/founders/outcomes", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskOutcomes(), cancel)).Needs(EnterprisePermissions.Outcomes).WithTags("Founders").WithSummary("Outcomes to be confirmed");
        api.MapGet("/mentors/desk", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskMentors(), cancel)).Needs(EnterprisePermissions.Programmes).WithTags("Mentors").WithSummary("Offers of mentors for the desk");
    }

    public async Task<Result<IReadOnlyList<ProgrammeLine>>> Handle(FindProgrammes request, CancellationToken cancel)
    {
        // For everybody.
        var programmes = await db.Unfiltered<FounderProgramme>().AsNoTracking().OrderByDescending(p => p.From).Take(50).ToListAsync(cancel);
        var ids = programmes.ConvertAll(p => p.Id);
        var stages = (await db.Unfiltered<ProgrammeStage>().AsNoTracking().Where(s => ids.Contains(s.Programme)).OrderBy(s => s.Position).ToListAsync(cancel)).ToLookup(s => s.Programme);
        var projects = (await db.Unfiltered<FounderProject>().Where(p => ids.Contains(p.Programme)).Select(p => new { p.Programme, p.State }).ToListAsync(cancel)).ToLookup(p => p.Programme, p => p.State);
        var outcomes = (await db.Unfiltered<ProjectOutcome>().Where(o => ids.Contains(o.Programme) && o.State == OutcomeState.Confirmed).GroupBy(o => new { o.Programme, o.Kind }).Select(g => new { g.Key.Programme, g.Key.Kind, Sum = g.Sum(o => o.Count) }).ToListAsync(cancel))
            .ToLookup(o => o.Programme);
        return programmes.ConvertAll(p => new ProgrammeLine(
            p.Id, ScopePath.Parse(p.Scope, null).Code, p.Name, p.About, p.Places, Math.Max(0, p.Places - projects[p.Id].Count(s => s is ProjectState.Accepted or ProjectState.Completed)), p.ApplyUntil, p.ApplyUntil >= book.Today, p.From, p.Until,
            [.. stages[p.Id].Select(s => new StagePlan(s.Title, s.From, s.Until))], MentorRules.Shown(projects[p.Id].Count(s => s != ProjectState.Withdrawn)), MentorRules.Shown(projects[p.Id].Count(s => s == ProjectState.Completed)),
            [.. outcomes[p.Id].OrderBy(o => o.Kind).Select(o => new OutcomeFigure(o.Kind, MentorRules.Shown(o.Sum)))]));
    }

    public async Task<Result<IReadOnlyList<ProjectLine>>> Handle(MyProjects request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return new List<ProjectLine>();
        // The caller's own, and those they help.
        return await Show(await db.Unfiltered<FounderProject>().AsNoTracking().Where(p => p.Person == me || db.Unfiltered<Mentor>().Any(m => m.Id == p.Mentor && m.Person == me && m.State == MentorState.Listed)).OrderByDescending(p => p.At).Take(50).ToListAsync(cancel), cancel);
    }

    public async Task<Result<IReadOnlyList<ProjectLine>>> Handle(DeskProjects request, CancellationToken cancel) =>
        await Show(await db.Scoped<FounderProject>(current.Value.ScopesFor(EnterprisePermissions.Programmes)).AsNoTracking()
            .OrderBy(p => p.State != ProjectState.Applied && p.State != ProjectState.Accepted).ThenByDescending(p => p.At).Take(300).ToListAsync(cancel), cancel);

    public async Task<Result<IReadOnlyList<DeskMentor>>> Handle(DeskMentors request, CancellationToken cancel)
    {
        var mentors = await db.Scoped<Mentor>(current.Value.ScopesFor(EnterprisePermissions.Programmes)).AsNoTracking().Where(m => m.State != MentorState.Left)
            .OrderBy(m => m.State != MentorState.Offered).ThenBy(m => m.At).Take(300).ToListAsync(cancel);
        var ids = mentors.ConvertAll(m => m.Id);
        var talks = await db.Unfiltered<Consultation>().Where(c => ids.Contains(c.Mentor)).GroupBy(c => c.Mentor).Select(g => new { g.Key, All = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.All, cancel);
        return mentors.ConvertAll(m => new DeskMentor(m.Id, m.Name, m.Fields, m.Languages, m.About, m.State, talks.GetValueOrDefault(m.Id), m.At));
    }

    public async Task<Result<IReadOnlyList<OutcomeToReview>>> Handle(DeskOutcomes request, CancellationToken cancel)
    {
        var outcomes = await db.Scoped<ProjectOutcome>(current.Value.ScopesFor(EnterprisePermissions.Outcomes)).AsNoTracking()
            // What waits comes first: nothing that was decided pushes it off the list.
            .OrderBy(o => o.State != OutcomeState.Reported).ThenByDescending(o => o.At).Take(200).ToListAsync(cancel);
        var (projectIds, programmeIds) = (outcomes.ConvertAll(o => o.Project), outcomes.ConvertAll(o => o.Programme));
        var titles = await db.Unfiltered<FounderProject>().Where(p => projectIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Title, cancel);
        var programmes = await db.Unfiltered<FounderProgramme>().AsNoTracking().Where(p => programmeIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        var names = await people.NamesOf([.. outcomes.Select(o => o.By).OfType<Guid>().Distinct()], cancel);
        var shown = new List<OutcomeToReview>();
        foreach (var o in outcomes)
            shown.Add(new(
                new(o.Id, o.Kind, o.Count, o.Day, o.Evidence, o.State, o.Reason, await files.Of(ReportOutcomeHandler.Papers, o.Id, cancel)), titles[o.Project], programmes[o.Programme].Name, o.By is { } by ? names.GetValueOrDefault(by) : null, o.At));
        return shown;
    }

    private async Task<List<ProjectLine>> Show(List<FounderProject> projects, CancellationToken cancel)
    {
        var (ids, programmeIds, mentorIds) = (projects.ConvertAll(p => p.Id), projects.ConvertAll(p => p.Programme), projects.ConvertAll(p => p.Mentor));
        var programmes = await db.Unfiltered<FounderProgramme>().AsNoTracking().Where(p => programmeIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        var stages = (await db.Unfiltered<ProgrammeStage>().AsNoTracking().Where(s => programmeIds.Contains(s.Programme)).OrderBy(s => s.Position).ToListAsync(cancel)).ToLookup(s => s.Programme, s => s.Title);
        var mentors = await db.Unfiltered<Mentor>().AsNoTracking().Where(m => mentorIds.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
        var outcomes = (await db.Unfiltered<ProjectOutcome>().AsNoTracking().Where(o => ids.Contains(o.Project)).OrderBy(o => o.At).ToListAsync(cancel)).ToLookup(o => o.Project);
        var names = await people.NamesOf([.. projects.Select(p => p.Account).Distinct()], cancel);
        var shown = new List<ProjectLine>();
        foreach (var p in projects)
        {
            var mentor = p.Mentor is { } m ? mentors.GetValueOrDefault(m) : null;
            var lines = new List<OutcomeLine>();
            foreach (var o in outcomes[p.Id])
                lines.Add(new(o.Id, o.Kind, o.Count, o.Day, o.Evidence, o.State, o.Reason, await files.Of(ReportOutcomeHandler.Papers, o.Id, cancel)));
            shown.Add(new(
                p.Id, p.Programme, programmes[p.Programme].Name, p.Title, p.Pitch, p.State, p.Reason, names.GetValueOrDefault(p.Account) ?? "—", mentor?.Name, mentor is not null && mentor.Person == current.Value.Person, p.StagesDone, [.. stages[p.Programme]], p.At, lines));
        }

        return shown;
    }
}
