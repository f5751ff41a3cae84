using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>Ends a matter (办结) with its own outcome.</summary>
/// <param name="Matter">Id of the matter.</param>
/// <param name="Outcome">Granted, refused or withdrawn.</param>
/// <param name="Words">What came of it, 2–300 characters; the person reads it.</param>
internal sealed record FinishMatter(Guid Matter, MatterState Outcome, string? Words) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Matter.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Outcome is not (MatterState.Granted or MatterState.Refused or MatterState.Withdrawn))
            yield return Problem.Invalid("outcome", "hall.outcome", "请选择办结、不予办理或撤回。", "Choose granted, refused or withdrawn.");
        if (!PlainText.TryClean(Words, 300, out var words) || words.Length < 2)
            yield return Problem.Invalid("words", "hall.outcome_words", "请写明结果（2–300 个字），本人会看到。", "Say what came of it (2 to 300 characters): the person reads it.");
    }
}

/// <summary>A paper that was promised has come (补交).</summary>
/// <param name="Matter">Id of the matter.</param>
/// <param name="Paper">Code of the paper.</param>
internal sealed record HandIn(Guid Matter, string? Paper) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Matter.ToString();
}

internal sealed class FinishMatterHandler(LinliDb db, HallDesk desk, MatterDesk matters) : IHandler<FinishMatter, Done>, IHandler<HandIn, Done>, IUseCase
{
    private static readonly Problem NoMatter = Problem.NotFound("hall.no_matter", "没有找到这件事项，或不归您管。", "There is no such matter, or it is not yours.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/halls/matters/{id:guid}/finish", (Guid id, FinishMatter request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Matter = id }, cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("End a matter 办结");
        api.MapPost("/halls/matters/{id:guid}/papers/{paper}", (Guid id, string paper, UseCaseRunner run, CancellationToken cancel) => run.Answer(new HandIn(id, paper), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("A promised paper has come 补交材料");
    }

    public async Task<Result<Done>> Handle(FinishMatter request, CancellationToken cancel)
    {
        var (matter, file) = await Find(request.Matter, cancel);
        if (matter is null)
            return NoMatter;
        PlainText.TryClean(request.Words, 300, out var words);
        if (matter.State == request.Outcome && matter.Outcome == words)
            return Done.It;
        if (matter.State != MatterState.InHand && (matter.State != MatterState.Planned || request.Outcome != MatterState.Withdrawn))
            return Problem.Conflict("hall.matter_over", $"这件事项现在是“{HallWords.Of(matter.State).Zh}”。", $"This matter is “{HallWords.Of(matter.State).En}” now.");
        if (request.Outcome == MatterState.Granted && await db.Records<MatterPaper>().AnyAsync(p => p.Matter == matter.Id && p.State == PaperState.Later, cancel))
            return Problem.Conflict("hall.papers_outstanding", $"容缺的材料还没有补交（期限 {matter.LaterUntil:M月d日}），补齐后才能办结。", "Promised papers have not come yet: it is granted when they have.");
        return await matters.End(file!, matter, request.Outcome, words, cancel);
    }

    public async Task<Result<Done>> Handle(HandIn request, CancellationToken cancel)
    {
        var (matter, _) = await Find(request.Matter, cancel);
        if (matter is null)
            return NoMatter;
        if (await db.Records<MatterPaper>().SingleOrDefaultAsync(p => p.Matter == matter.Id && p.Paper == request.Paper, cancel) is not { } paper)
            return Problem.NotFound("hall.no_paper", "这件事项没有这份材料。", "This matter has no such paper.");
        if (matter.State != MatterState.InHand)
            return Problem.Conflict("hall.matter_over", $"这件事项现在是“{HallWords.Of(matter.State).Zh}”。", $"This matter is “{HallWords.Of(matter.State).En}” now.");
        if (paper.State == PaperState.Later)
            (paper.State, paper.At) = (PaperState.Brought, desk.Now);
        return Done.It;
    }

    private async Task<(HallMatter? Matter, FileRow? File)> Find(Guid id, CancellationToken cancel)
    {
        var matter = await db.Scoped<HallMatter>(desk.Caller.ScopesFor(HallPermissions.Counter)).SingleOrDefaultAsync(m => m.Id == id, cancel);
        return (matter, matter is null ? null : await db.Unfiltered<FileRow>().SingleAsync(f => f.Case == matter.Case, cancel));
    }
}
