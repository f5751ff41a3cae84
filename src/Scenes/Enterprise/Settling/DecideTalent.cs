using System.Text.Json.Serialization;
using Linli.Notices;
using Linli.People;
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

namespace Linli.Enterprise.Settling;

/// <summary>Decides an application with a reason that the applicant reads (认定决定).</summary>
/// <param name="Grant">Whether it is granted.</param>
/// <param name="Reason">5–500 characters; which rule, and what was found.</param>
/// <param name="Months">Months of insurance as the papers show them; as declared when left out.</param>
/// <param name="OwnsHome">Whether they own a home here, as the papers show; as declared when left out.</param>
internal sealed record DecideTalent(bool Grant, string? Reason, int? Months = null, bool? OwnsHome = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Application { get; init; }

    public string? AuditSubject => Application.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (TalentRules.Missing(Reason, 5, 500, "reason", "请写明理由，申请人会看到", "Give the reason; the applicant reads it") is { } missing)
            yield return missing;
        if (Months is < 0 or > 600)
            yield return Problem.Invalid("months", "enterprise.talent_months_range", "社保月数为 0–600。", "0 to 600 months of insurance.");
    }
}

/// <summary>Ends the eligibility of somebody who no longer meets the rules (终止资格), such as after buying a home here.</summary>
/// <param name="Reason">5–500 characters; the person reads it.</param>
internal sealed record EndTalent(string? Reason) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Application { get; init; }

    public string? AuditSubject => Application.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (TalentRules.Missing(Reason, 5, 500, "reason", "请写明理由，本人会看到", "Give the reason; the person reads it") is { } missing)
            yield return missing;
    }
}

/// <summary>Applications at the caller's places, those to be decided first (认定办理); names masked.</summary>
/// <param name="State">Only these.</param>
internal sealed record DeskTalent(TalentState? State = null) : IQuery<IReadOnlyList<DeskTalentLine>>;

/// <summary>An application as staff see it.</summary>
internal sealed record DeskTalentLine(
    Guid Id, string Number, Guid? Case, string Name, Phrase Place, Phrase Category, Phrase Who, int MinMonths, bool NoHome, int Months, bool OwnsHome, TalentState State, DateTimeOffset At, DateOnly DueOn, bool Late,
    DateTimeOffset? DecidedAt, string? Reason, DateOnly? Until, IReadOnlyList<PaperHere> Papers, DeskAppeal? Appeal, bool MayDecide, int RuleVersion);

/// <summary>An appeal as staff see it.</summary>
internal sealed record DeskAppeal(Guid Id, string Number, string Grounds, AppealState State, DateOnly DueOn, bool Late, string? Reason, bool MayDecide);

internal sealed class DecideTalentHandler(LinliDb db, TalentBook book, INotices notices, IActingFor names, IScopeTree tree, IEnumerable<ITalentEnded> followers)
    : IHandler<DecideTalent, Done>, IHandler<EndTalent, Done>, IHandler<DeskTalent, IReadOnlyList<DeskTalentLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/talent/applications/{id:guid}/decision", (Guid id, DecideTalent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Application = id }, cancel))
            .Needs(EnterprisePermissions.DecideTalent).WithTags("Talent").WithSummary("Decide an application 认定决定");
        api.MapPost("/talent/applications/{id:guid}/end", (Guid id, EndTalent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Application = id }, cancel))
            .Needs(EnterprisePermissions.DecideTalent).WithTags("Talent").WithSummary("End somebody's eligibility 终止资格");
        api.MapGet("/talent/applications", (TalentState? state, UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskTalent(state), cancel))
            .Needs(EnterprisePermissions.DecideTalent).WithTags("Talent").WithSummary("Applications to be decided");
    }

    public async Task<Result<Done>> Handle(DecideTalent request, CancellationToken cancel)
    {
        var taken = await Take(request.Application, cancel);
        if (!taken.Ok)
            return taken.As<Done>();
        var application = taken.Value;
        if (application.State != TalentState.Submitted)
            return Problem.Conflict("enterprise.talent_decided_already", "这份申请已有结果，请刷新。", "This application has its result already: reload.");
        var category = await db.Records<TalentCategory>().AsNoTracking().SingleAsync(c => c.Id == application.Category, cancel);
        (application.Months, application.OwnsHome) = (request.Months ?? application.Months, request.OwnsHome ?? application.OwnsHome);
        if (request.Grant && TalentRules.Gaps(category, application.Months, application.OwnsHome).ToList() is { Count: > 0 } gaps)
            return Result<Done>.Fail(gaps);
        var rule = await db.Unfiltered<TalentRule>().AsNoTracking().SingleAsync(r => r.Id == application.Rule, cancel);
        (application.State, application.Reason, application.DecidedAt) = (request.Grant ? TalentState.Granted : TalentState.Refused, TalentRules.Clean(request.Reason, 500), book.Now);
        (application.Decider, application.DeciderPerson) = (book.Caller.Account, book.Caller.Person ?? book.Caller.NamedPerson);
        if (request.Grant)
            application.Until = book.Today.AddMonths(rule.ValidMonths);
        var answered = await book.AnswerCase(
            application.Case, request.Grant ? $"予以认定，有效期至 {application.Until:yyyy-MM-dd}。{application.Reason}" : $"不予认定。{application.Reason}\n如不服，可在 {book.Today.AddDays(rule.AppealDays):yyyy-MM-dd} 前申诉，由其他人员复核。", request.Grant, cancel);
        if (!answered.Ok)
            return answered;
        await notices.Tell(
            application.Account, "talent.decided", ("人才认定有结果了", "Your application as talent is decided"), ($"{application.Number} 已作出决定，请查看理由；不服可以申诉。", $"{application.Number} is decided: read the reason; you may appeal."),
            "/enterprise/talent", $"talent.decided:{application.Id:N}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(EndTalent request, CancellationToken cancel)
    {
        var taken = await Take(request.Application, cancel);
        if (!taken.Ok)
            return taken.As<Done>();
        var application = taken.Value;
        if (application.State != TalentState.Granted)
            return Problem.Conflict("enterprise.talent_not_granted", "没有有效的认定可以终止。", "There is no grant that could end.");
        var rule = await db.Unfiltered<TalentRule>().AsNoTracking().SingleAsync(r => r.Id == application.Rule, cancel);
        (application.State, application.EndedAt, application.EndReason) = (TalentState.Ended, book.Now, TalentRules.Clean(request.Reason, 500));
        (application.Decider, application.DeciderPerson) = (book.Caller.Account, book.Caller.Person ?? book.Caller.NamedPerson);
        await notices.Tell(
            application.Account, "talent.ended", ("人才资格已终止", "Your eligibility as talent has ended"), ("请查看原因；住人才公寓的，请留意腾退日期。", "Read why; if you live in a talent flat, see until when you can stay."), "/enterprise/talent",
            $"talent.ended:{application.Id:N}", cancel);
        // Whoever holds another grant that is good stays eligible by that.
        if (await db.Unfiltered<TalentApplication>().AnyAsync(a => a.Person == application.Person && a.Id != application.Id && a.State == TalentState.Granted && a.Until >= book.Today, cancel))
            return Done.It;
        foreach (var follower in followers)
            await follower.Ended(application, book.Today.AddDays(rule.GraceDays), cancel);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<DeskTalentLine>>> Handle(DeskTalent request, CancellationToken cancel)
    {
        var all = db.Scoped<TalentApplication>(book.Caller.ScopesFor(EnterprisePermissions.DecideTalent)).AsNoTracking();
        if (request.State is { } state)
            all = all.Where(a => a.State == state);
        // Those that wait, the nearest term first; then what was decided, the latest first.
        var open = db.Unfiltered<TalentAppeal>().Where(p => p.State == AppealState.Open).Select(p => p.Application);
        var found = await all.OrderBy(a => a.State == TalentState.Submitted || open.Contains(a.Id) ? 0 : 1).ThenBy(a => a.State == TalentState.Submitted ? a.DueOn : DateOnly.MaxValue).ThenByDescending(a => a.At).Take(200).ToListAsync(cancel);
        var kinds = found.Select(a => a.Category).Distinct().ToList();
        var category = await db.Records<TalentCategory>().AsNoTracking().Where(c => kinds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var ids = found.ConvertAll(a => a.Id);
        var versions = await db.Unfiltered<TalentRule>().AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.Version, cancel);
        var papers = await book.PapersOf(kinds, cancel);
        var evidence = (await db.Records<TalentEvidence>().AsNoTracking().Where(e => ids.Contains(e.Application)).OrderBy(e => e.At).ToListAsync(cancel)).ToLookup(e => e.Application);
        var appeals = await db.Unfiltered<TalentAppeal>().AsNoTracking().Where(a => ids.Contains(a.Application)).OrderBy(a => a.At).ToListAsync(cancel);
        var masked = await names.MaskedNames([.. found.Select(a => a.Person).Distinct()], cancel);
        var (me, today) = (book.Caller.Person, book.Today);
        return found.ConvertAll(a =>
        {
            var (kind, appeal) = (category[a.Category], appeals.FindLast(p => p.Application == a.Id));
            return new DeskTalentLine(
                a.Id, a.Number, a.Case?.Value, masked.GetValueOrDefault(a.Person, "—"), tree.Find(ScopePath.Parse(a.Scope, null))?.Name ?? (a.Scope, a.Scope), kind.Name, (kind.WhoZh, kind.WhoEn), kind.MinMonths, kind.NoHome, a.Months, a.OwnsHome,
                a.State, a.At, a.DueOn, a.State == TalentState.Submitted ? today > a.DueOn : a.DecidedAt is { } decided && LocalTime.DateOf(decided) > a.DueOn, a.DecidedAt, a.State == TalentState.Ended ? a.EndReason : a.Reason, a.Until,
                [.. papers[a.Category].Select(p => new PaperHere(p.Code, p.Name, p.Required, [.. evidence[a.Id].Where(e => e.Paper == p.Code).Select(e => e.File)]))],
                appeal is null ? null : new(
                    appeal.Id, appeal.Number, appeal.Grounds, appeal.State, appeal.DueOn, appeal.State == AppealState.Open && today > appeal.DueOn, appeal.Reason,
                    appeal.State == AppealState.Open && me != a.DeciderPerson && !book.Caller.MayBe(a.Person) && book.Caller.May(EnterprisePermissions.TalentAppeals, a.Scope)),
                a.State == TalentState.Submitted && !book.Caller.MayBe(a.Person), versions[a.Rule]);
        });
    }

    private async Task<Result<TalentApplication>> Take(Guid id, CancellationToken cancel)
    {
        await db.LockUntilCommit($"talent.application {id}", cancel);
        if (await db.Scoped<TalentApplication>(book.Caller.ScopesFor(EnterprisePermissions.DecideTalent)).SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } application)
            return TalentBook.NotThere;
        return book.Caller.MayBe(application.Person)
            ? Problem.Forbidden("enterprise.talent_own", "不能决定自己的申请。", "Nobody decides their own application.")
            : application;
    }
}
