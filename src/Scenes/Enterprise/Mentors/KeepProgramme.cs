using System.Text.Json.Serialization;
using Linli.Enterprise.Desks;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Opens a programme for founders (创业营), or changes it while nobody finished a stage.</summary>
/// <param name="Place">Code of the place it is for; stays as it was made.</param>
/// <param name="NameZh">Its name, 2 to 40 characters.</param>
/// <param name="About">What it offers, 10 to 1,000 characters.</param>
/// <param name="Places">Projects in the cohort, 1 to 200.</param>
/// <param name="ApplyUntil">The last day to apply.</param>
/// <param name="Stages">1 to 10 stages, one after the other; the first and the last day of the programme are theirs.</param>
/// <param name="NameEn">In English.</param>
internal sealed record KeepProgramme(string Place, string NameZh, string About, int Places, DateOnly ApplyUntil, IReadOnlyList<StagePlan> Stages, string? NameEn = null) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Which; <c>null</c> for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    public string? AuditSubject => Id?.ToString() ?? Place;

    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in FirmProblems.Names(NameZh, NameEn).Concat(FirmProblems.Text("about", About, 10, 1000)))
            yield return problem;
        if (Places is < 1 or > 200)
            yield return Problem.Invalid("places", "enterprise.places", "名额为 1–200 个项目。", "There are 1 to 200 places.");
        if (Stages.Count is < 1 or > 10 || Stages.Any(s => FirmProblems.Line(s.Title, 40).Length < 2 || s.Until < s.From || s.Until.DayNumber - s.From.DayNumber > 730))
            yield return Problem.Invalid("stages", "enterprise.stages", "1–10 个阶段，各有名称（2–40 个字）和起止日期。", "1 to 10 stages, each with a name (2–40 characters) and its days.");
        else if (Stages.Zip(Stages.Skip(1)).Any(p => p.Second.From <= p.First.Until))
            yield return Problem.Invalid("stages", "enterprise.stage_order", "阶段应依次在后，日期不重叠。", "Stages follow one another and do not overlap.");
        else if (ApplyUntil > Stages[0].From)
            yield return Problem.Invalid("applyUntil", "enterprise.apply_until", "报名应在第一阶段开始前截止。", "Applications end before the first stage begins.");
    }
}

/// <summary>A stage.</summary>
/// <param name="Title">What it is, 2 to 40 characters.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
internal sealed record StagePlan(string Title, DateOnly From, DateOnly Until);

internal sealed class KeepProgrammeHandler(LinliDb db, IScopeTree tree, MentorBook book, CurrentCaller current) : IHandler<KeepProgramme, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/founders/programmes", (KeepProgramme request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(EnterprisePermissions.Programmes).WithTags("Founders").WithSummary("Open a programme for founders 创业营");
        api.MapPut("/founders/programmes/{id:guid}", (Guid id, KeepProgramme request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(EnterprisePermissions.Programmes).WithTags("Founders").WithSummary("Change a programme");
    }

    public async Task<Result<Guid>> Handle(KeepProgramme request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place)?.Path is not { } place || !current.Value.May(EnterprisePermissions.Programmes, place))
            return Problem.Invalid("place", "enterprise.place", "没有这个地点，或不在您的范围内。", "There is no such place, or it is not yours.");
        FounderProgramme? programme = null;
        if (request.Id is { } id)
        {
            await db.LockUntilCommit($"programme {id}", cancel);
            programme = await db.Scoped<FounderProgramme>(current.Value.ScopesFor(EnterprisePermissions.Programmes)).SingleOrDefaultAsync(p => p.Id == id, cancel);
            if (programme is null || programme.Scope != place.Value)
                return MentorProblems.NoProgramme;
            if (await InTheWay(programme, request.Places, cancel) is { } late)
                return late;
        }
        else if (request.ApplyUntil < book.Today)
            return Problem.Invalid("applyUntil", "enterprise.apply_until", "报名截止应在今天或以后。", "Applications end today or later.");

        var (zh, en) = (FirmProblems.Line(request.NameZh, 40), FirmProblems.LineOrNothing(request.NameEn, 80));
        if (programme is null)
            db.Insert(programme = new()
            {
                Id = Guid.CreateVersion7(book.Now), Scope = place.Value, NameZh = zh, NameEn = zh, About = "", Places = 1, ApplyUntil = request.ApplyUntil, From = request.ApplyUntil, Until = request.ApplyUntil, At = book.Now,
            });
        (programme.NameZh, programme.NameEn, programme.About, programme.Places, programme.ApplyUntil) = (zh, en ?? zh, FirmProblems.Clean(request.About, 1000), request.Places, request.ApplyUntil);
        (programme.From, programme.Until) = (request.Stages[0].From, request.Stages[^1].Until);
        foreach (var old in await db.Unfiltered<ProgrammeStage>().Where(s => s.Programme == programme.Id).ToListAsync(cancel))
            db.Delete(old);
        foreach (var (stage, position) in request.Stages.Select((s, i) => (s, i)))
            db.Insert(new ProgrammeStage { Id = Guid.CreateVersion7(book.Now), Programme = programme.Id, Scope = programme.Scope, Position = position, Title = FirmProblems.Line(stage.Title, 40), From = stage.From, Until = stage.Until });
        return programme.Id;
    }

    private async Task<Problem?> InTheWay(FounderProgramme programme, int places, CancellationToken cancel)
    {
        // Of a programme that the caller keeps.
        var projects = await db.Unfiltered<FounderProject>().AsNoTracking().Where(p => p.Programme == programme.Id).ToListAsync(cancel);
        if (projects.Exists(p => p.StagesDone > 0))
            return Problem.Conflict("enterprise.programme_runs", "已有项目完成阶段，不能再改。", "Projects have finished stages: it cannot be changed any more.");
        return projects.Count(p => p.State is ProjectState.Accepted or ProjectState.Completed) > places
            ? Problem.Conflict("enterprise.places_taken", "已入营的项目比这多。", "More projects than that were accepted.") : null;
    }
}
