using Linli.Cases;
using Linli.Cases.Handle;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Queue;
using Linli.Notices;
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

namespace Linli.Hall.Visits;

/// <summary>Writes a visit down (上门记录, S91): how long it took, and for each item its own outcome and receipt.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="From">When it began.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Outcomes">One for each item that was planned.</param>
/// <param name="Notes">For staff; sealed on the case.</param>
internal sealed record FinishVisit(Guid Case, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<VisitOutcome>? Outcomes, string? Notes = null) : ICommand<VisitDone>, IAudited
{
    public string? AuditSubject => Case.ToString();
}

/// <summary>What came of one item.</summary>
/// <param name="Matter">Id of the matter.</param>
/// <param name="Outcome">In hand: taken in, decided later; or granted, refused, withdrawn at once.</param>
/// <param name="Words">What the person reads.</param>
/// <param name="Brought">Codes of the papers that were there; all of them where left out.</param>
internal sealed record VisitOutcome(Guid Matter, MatterState Outcome, string? Words = null, IReadOnlyList<string>? Brought = null);

/// <summary>A visit that was made.</summary>
/// <param name="Minutes">On site.</param>
/// <param name="InTarget">Whether within thirty minutes.</param>
/// <param name="Receipts">For each item.</param>
internal sealed record VisitDone(int Minutes, bool InTarget, IReadOnlyList<VisitReceipt> Receipts);

/// <summary>A receipt left at the home.</summary>
internal sealed record VisitReceipt(Guid Matter, Phrase Item, string Receipt, MatterState State, DateOnly? DueOn);

internal sealed class FinishVisitHandler(LinliDb db, HallDesk desk, ItemBook items, MatterDesk matters, INotices notices, UseCaseRunner run) : IHandler<FinishVisit, VisitDone>, IUseCase
{
    public static readonly Problem NoVisit = Problem.NotFound("hall.no_visit", "没有找到这次上门，或不归您管。", "There is no such visit, or it is not yours.");
    public static readonly Problem Over = Problem.Conflict("hall.visit_over", "这次上门已经记录过了。", "This visit has been written down already.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/visits/{id:guid}", (Guid id, FinishVisit request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Case = id }, cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Write a visit down with the outcome of each item 上门记录");

    public async Task<Result<VisitDone>> Handle(FinishVisit request, CancellationToken cancel)
    {
        var id = new CaseId(request.Case);
        if (await db.Scoped<FileRow>(desk.Caller.ScopesFor(HallPermissions.Counter)).SingleOrDefaultAsync(f => f.Case == id && f.VisitAt != null, cancel) is not { } file)
            return NoVisit;
        if (file.VisitUntil is not null)
            return Over;
        var planned = await db.Unfiltered<HallMatter>().Where(m => m.Case == id && m.State == MatterState.Planned).OrderBy(m => m.Order).ToListAsync(cancel);
        if (VisitRules.Refuse([.. planned.Select(m => m.Id)], request.Outcomes) is { } refused)
            return refused;
        var recorded = await run.Run(new RecordVisit
        {
            Case = id, StartedAt = request.From, EndedAt = request.Until, Notes = string.IsNullOrWhiteSpace(request.Notes) ? $"上门办理 {planned.Count} 件" : request.Notes,
        }, cancel);
        if (!recorded.Ok)
            return Result<VisitDone>.Fail([.. recorded.Problems.Select(p => p.Field == "endedAt" ? p with { Field = "until" } : p)]);
        (file.VisitFrom, file.VisitUntil) = (Clock.ToMicroseconds(request.From.ToUniversalTime()), Clock.ToMicroseconds(request.Until.ToUniversalTime()));
        var hall = await desk.Of(file.Hall, cancel);
        var catalogue = await items.Of(planned.Select(m => m.Item), cancel);
        var later = WorkingDayCalendar.China.AddWorkingDays(LocalTime.DateOf(request.Until), hall.LaterDays);
        List<Judged> papers = [];
        foreach (var matter in planned)
        {
            var judged = await Judge(file, catalogue[matter.Item], request.Outcomes!.Single(o => o.Matter == matter.Id), later, cancel);
            if (!judged.Ok)
                return judged.As<VisitDone>();
            papers.Add(judged.Value);
        }

        foreach (var (i, matter) in planned.Index())
            await matters.TakeIn(hall, matter, catalogue[matter.Item], papers[i], papers[i].Later.Count > 0 ? later : null, request.Until, cancel);

        // What ends below looks at all of them.
        await db.SaveChangesAsync(cancel);
        foreach (var matter in planned)
            if (request.Outcomes!.Single(o => o.Matter == matter.Id) is { Outcome: not MatterState.InHand } outcome)
            {
                PlainText.TryClean(outcome.Words, 300, out var words);
                if (await matters.End(file, matter, outcome.Outcome, words.Length == 0 ? HallWords.Of(outcome.Outcome).Zh : words, cancel) is { Ok: false } wrong)
                    return wrong.As<VisitDone>();
                await db.SaveChangesAsync(cancel);
            }

        if (file.Account is { } account)
            await notices.Tell(
                account, "hall.visited", ("上门办理已记录", "Your visit is written down"), ($"{file.Number}：{planned.Count} 件的结果和回执都在“我的办件”里。", $"{file.Number}: outcomes and receipts of {planned.Count} items stand among your matters."), "/hall/mine",
                $"hall.visited.{file.Case.Value:N}", cancel);
        var span = request.Until - request.From;
        return new VisitDone(
            (int)Math.Round(span.TotalMinutes), span <= VisitRules.Target, [.. planned.Select(m => new VisitReceipt(m.Id, catalogue[m.Item].Row.Name, m.Receipt!, m.State, m.DueOn))]);
    }

    // What was done at the home is as good as at a counter: lesser papers may come later. Of what somebody gave up no paper is taken.
    private async Task<Result<Judged>> Judge(FileRow file, Item item, VisitOutcome outcome, DateOnly later, CancellationToken cancel)
    {
        if (outcome.Outcome == MatterState.Withdrawn)
            return new Judged([], [], [], [], []);
        var brought = outcome.Brought ?? [.. item.Papers.Select(p => p.Code)];
        if (brought.FirstOrDefault(code => item.Papers.All(p => p.Code != code)) is { } unknown)
            return Problem.Invalid("outcomes", "hall.paper_unknown", $"没有“{unknown}”这份材料。", $"There is no paper “{unknown}”.");
        var judged = Acceptance.Judge(item.Papers, brought, await matters.SharedOf(file.Account, item.Row.Code, cancel), shorter: false);
        if (outcome.Outcome == MatterState.Refused)
            return judged with { Later = [], Must = [] };
        return Acceptance.Refuse(judged, promised: outcome.Outcome == MatterState.InHand, later) is { } missing ? missing with { Field = "outcomes" } : judged;
    }
}
