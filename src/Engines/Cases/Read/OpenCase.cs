using Linli.Cases.Loop;
using Linli.Cases.Report;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>One case as the caller may see it: all of it for staff, their own for reporters, the public face for neighbours.</summary>
/// <param name="Case">Which case.</param>
public sealed record OpenCase(CaseId Case) : IQuery<CaseDetail>;

/// <summary>Where these cases are and how to reach who reported them, of those the caller sees as staff.</summary>
/// <param name="Cases">Which cases.</param>
public sealed record CaseContacts(IReadOnlyList<CaseId> Cases) : IQuery<IReadOnlyDictionary<CaseId, CaseContact>>;

/// <summary>Where a case is, and how to reach its reporter.</summary>
/// <param name="Place">Where.</param>
/// <param name="Contact">Masked.</param>
public sealed record CaseContact(string? Place, string? Contact);

internal sealed class OpenCaseHandler(
    LinliDb db, CaseDesk desk, CaseTimeline timeline, Categories categories, Routing routing, IPeople people, IActingFor family, FieldCipher cipher)
    : IHandler<OpenCase, CaseDetail>, IHandler<CaseContacts, IReadOnlyDictionary<CaseId, CaseContact>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{id}", (CaseId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenCase(id), cancel))
            .Needs(Access.Public).WithTags("Cases").WithSummary("One case as the caller may see it 事项详情");

    public async Task<Result<IReadOnlyDictionary<CaseId, CaseContact>>> Handle(CaseContacts request, CancellationToken cancel)
    {
        var wanted = request.Cases;
        // All at once, and then those the caller sees.
        var seen = await desk.SeenAsStaff(await db.Unfiltered<Case>().AsNoTracking().Where(c => wanted.Contains(c.Id)).ToListAsync(cancel), cancel);
        var names = await people.NamesOf([.. seen.Where(c => c.ContactMask is null).Select(c => c.Reporter).OfType<Guid>().Distinct()], cancel);
        return seen.ToDictionary(c => c.Id, c => new CaseContact(c.PlaceText, c.ContactMask ?? (c.Reporter is { } who ? names.GetValueOrDefault(who) : null)));
    }

    public async Task<Result<CaseDetail>> Handle(OpenCase request, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Case, cancel);
        if (item is null || await ReaderOf(item, cancel) is not { } reader)
            return Problem.NotFound("cases.not_found", "没有找到这件事项，或您无权查看。", "There is no such case, or you may not see it.");
        var seen = db.Records<CaseEntry>().Where(e => e.Case == item.Id && e.Audience == CaseAudience.Public);
        var evidence = await db.Records<CaseEvidence>()
            .Where(e => e.Case == item.Id && (reader != CaseReader.Public || e.Entry == null || seen.Any(l => l.Id == e.Entry))).OrderBy(e => e.At)
            .Select(e => new EvidenceItem(e.File, e.Phase, e.At)).ToListAsync(cancel);
        var detail = new CaseDetail(
            (reader == CaseReader.Public ? Lines.ToPublic : Lines.ToFull)(item), reader,
            reader == CaseReader.Public ? item.PublicText ?? "" : item.Text, null, item.IsAnonymous, item.IsPublic, item.IsConfidential,
            (await desk.Followers(item, cancel)).Count, item.HappenedAt, item.AcceptDue, item.FirstAnswerDue, item.FinishDue,
            item.AcceptedAt, item.AnsweredAt, item.ClosedAt, item.Reopened, item.MergedInto,
            reader == CaseReader.Public ? null : item.RelatedTo, null, null, item.Version,
            await timeline.Of(item, reader, cancel), evidence, [], [], [], [])
        {
            FirstAnsweredAt = item.FirstAnsweredAt,
            Answers = reader == CaseReader.Public ? [] : await Answers(item, cancel),
        };
        if (reader != CaseReader.Public && item.OnBehalfOf is { } whom)
            detail = detail with
            {
                OnBehalfOf = (await family.MaskedNames([whom], cancel)).GetValueOrDefault(whom),
                Agent = await MaskedName(item, cancel),
            };
        return reader switch
        {
            CaseReader.Staff => await ForStaff(item, detail, cancel),
            CaseReader.Reporter => detail with { Actions = OwnActions(item), Visits = await Visits(item, withNotes: false, cancel) },
            _ => detail,
        };
    }

    private async Task<CaseReader?> ReaderOf(Case item, CancellationToken cancel)
    {
        if (await desk.SeesAsStaff(item, cancel))
            return CaseReader.Staff;
        if (await desk.IsReporter(item, cancel))
            return CaseReader.Reporter;
        return item.IsPublic ? CaseReader.Public : null;
    }

    private async Task<CaseDetail> ForStaff(Case item, CaseDetail detail, CancellationToken cancel)
    {
        var category = await categories.Find(item.Category, cancel);
        var actions = (await desk.Possible(item, cancel)).ToList();
        if (await desk.IsReporter(item, cancel))
            actions.AddRange(OwnActions(item).Except(actions));
        return detail with
        {
            Contact = item.ContactMask ?? await MaskedName(item, cancel),
            Steward = item.Steward,
            SuggestedTeam = category is null ? null : (await routing.TeamFor(category, item, cancel))?.Code,
            Actions = actions,
            CoHandlers = await db.Records<CaseCoHandler>().Where(h => h.Case == item.Id).OrderBy(h => h.AskedAt)
                .Select(h => new CoHandlerLine(h.Team, h.Task, h.AskedAt, h.FinishedAt, h.Result)).ToListAsync(cancel),
            Extensions = await db.Records<CaseExtension>().Where(e => e.Case == item.Id).OrderBy(e => e.AskedAt)
                .Select(e => new ExtensionLine(e.WorkingDays, e.Reason, e.AskedAt, e.Granted, e.DecisionNote)).ToListAsync(cancel),
            Visits = await Visits(item, withNotes: true, cancel),
        };
    }

    private async Task<string?> MaskedName(Case item, CancellationToken cancel) =>
        item.Reporter is { } reporter ? (await people.NamesOf([reporter], cancel)).GetValueOrDefault(reporter) : null;

    private async Task<IReadOnlyList<VisitLine>> Visits(Case item, bool withNotes, CancellationToken cancel)
    {
        var rows = await db.Records<CaseVisit>().AsNoTracking().Where(v => v.Case == item.Id).OrderBy(v => v.PlannedAt).ToListAsync(cancel);
        return [.. rows.Select(v => new VisitLine(
            v.PlannedAt, v.Place, v.StartedAt, v.EndedAt, withNotes && v.Notes is { } notes ? cipher.Open(notes) : null))];
    }

    private async Task<IReadOnlyList<AnsweredQuestion>> Answers(Case item, CancellationToken cancel)
    {
        var rows = await db.Records<CaseAnswer>().AsNoTracking().Where(a => a.Case == item.Id).OrderBy(a => a.Order).ToListAsync(cancel);
        return rows.ConvertAll(a => new AnsweredQuestion(a.Question, (a.LabelZh, a.LabelEn), (a.ValueZh, a.ValueEn)));
    }

    private static List<CaseAction> OwnActions(Case item) =>
        [.. new[] { CaseAction.Message, CaseAction.Confirm, CaseAction.Reopen, CaseAction.Withdraw }
            .Where(action => CaseLoop.Refuse(action, item.State) is null)];
}
