using System.Text.Json.Serialization;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Settling;

/// <summary>Appeals against a refusal or an end of eligibility, once each, within the days of the rules (申诉).</summary>
/// <param name="Grounds">Why, 5–1,000 characters.</param>
internal sealed record AppealTalent(string? Grounds) : ICommand<MyAppeal>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Application { get; init; }

    public string? AuditSubject => Application.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (TalentRules.Missing(Grounds, 5, 1000, "grounds", "请写明申诉理由", "Say why you appeal") is { } missing)
            yield return missing;
    }
}

/// <summary>Decides an appeal; never by whoever decided the application (复核决定).</summary>
/// <param name="Grant">Whether the decision is taken back: recognition is granted, or goes on.</param>
/// <param name="Reason">5–500 characters; the applicant reads it.</param>
internal sealed record DecideAppeal(bool Grant, string? Reason) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Appeal { get; init; }

    public string? AuditSubject => Appeal.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (TalentRules.Missing(Reason, 5, 500, "reason", "请写明理由，申请人会看到", "Give the reason; the applicant reads it") is { } missing)
            yield return missing;
    }
}

internal sealed class AppealTalentHandler(LinliDb db, TalentBook book, IScopeTree tree, INotices notices, IEnumerable<ITalentEnded> followers) : IHandler<AppealTalent, MyAppeal>, IHandler<DecideAppeal, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/talent/applications/{id:guid}/appeal", (Guid id, AppealTalent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Application = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Talent").WithSummary("Appeal against a refusal or an end 申诉");
        api.MapPost("/talent/appeals/{id:guid}/decision", (Guid id, DecideAppeal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Appeal = id }, cancel))
            .Needs(EnterprisePermissions.TalentAppeals).WithTags("Talent").WithSummary("Decide an appeal 复核决定");
    }

    public async Task<Result<MyAppeal>> Handle(AppealTalent request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"talent.application {request.Application}", cancel);
        var person = book.Caller.Person;
        if (person is null || await db.Unfiltered<TalentApplication>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Application && a.Person == person, cancel) is not { } application)
            return TalentBook.NotThere;
        var ofEnd = application.EndedAt is not null;
        if ((await db.Unfiltered<TalentAppeal>().AsNoTracking().Where(a => a.Application == application.Id).ToListAsync(cancel)).Find(a => TalentRules.IsAgainst(a, application)) is { } known)
            return new MyAppeal(known.Id, known.Number, known.State, known.DueOn, known.Reason);
        if (TalentRules.AppealFrom(application) is not { } decided)
            return Problem.Conflict("enterprise.talent_nothing_to_appeal", "只有“不予认定”和“资格终止”的决定可以申诉。", "Only a refusal or an end of eligibility can be appealed against.");
        var rule = await db.Unfiltered<TalentRule>().AsNoTracking().SingleAsync(r => r.Id == application.Rule, cancel);
        if (book.Today > LocalTime.DateOf(decided).AddDays(rule.AppealDays))
            return Problem.Conflict("enterprise.talent_appeal_late", $"已过申诉期（{rule.AppealDays} 天），可以重新申请。", $"The {rule.AppealDays} days to appeal are over: you may apply anew.");
        var opened = await book.OpenCase(
            tree.CommunityOf(ScopePath.Parse(application.Scope, null))!.Code, $"人才认定申诉：{application.Number}", $"对 {application.Number} 的“{(ofEnd ? "资格终止" : "不予认定")}”提出申诉，由其他人员复核。", application.Case, cancel);
        if (!opened.Ok)
            return opened.As<MyAppeal>();
        var appeal = new TalentAppeal
        {
            Id = Guid.CreateVersion7(book.Now), Scope = application.Scope, Application = application.Id, OfEnd = ofEnd, Case = opened.Value.Id, Number = opened.Value.Number, Grounds = TalentRules.Clean(request.Grounds, 1000), State = AppealState.Open,
            At = book.Now, DueOn = WorkingDayCalendar.China.AddWorkingDays(book.Today, rule.AppealDecideDays),
        };
        db.Insert(appeal);
        return new MyAppeal(appeal.Id, appeal.Number, appeal.State, appeal.DueOn, null);
    }

    public async Task<Result<Done>> Handle(DecideAppeal request, CancellationToken cancel)
    {
        if (await db.Scoped<TalentAppeal>(book.Caller.ScopesFor(EnterprisePermissions.TalentAppeals)).AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Appeal, cancel) is not { } known)
            return TalentBook.NotThere;
        await db.LockUntilCommit($"talent.application {known.Application}", cancel);
        var appeal = await db.Unfiltered<TalentAppeal>().SingleAsync(a => a.Id == known.Id, cancel);
        var application = await db.Unfiltered<TalentApplication>().SingleAsync(a => a.Id == appeal.Application, cancel);
        if (appeal.State != AppealState.Open)
            return Problem.Conflict("enterprise.talent_decided_already", "这份申诉已有结果，请刷新。", "This appeal has its result already: reload.");
        // Persons, not accounts: one person may have two.
        if (book.Caller.Person is not { } person || person == application.DeciderPerson || book.Caller.Account == application.Decider || book.Caller.MayBe(application.Person))
            return Problem.Forbidden("enterprise.talent_same_person", "申诉须由另一人复核，不能是原决定人或申请人。", "An appeal is decided by somebody else than whoever decided first, or applied.");
        (appeal.State, appeal.Reason, appeal.DecidedAt, appeal.Decider) = (request.Grant ? AppealState.Granted : AppealState.Upheld, TalentRules.Clean(request.Reason, 500), book.Now, book.Caller.Account);
        if (request.Grant && application.State == TalentState.Refused)
        {
            var rule = await db.Unfiltered<TalentRule>().AsNoTracking().SingleAsync(r => r.Id == application.Rule, cancel);
            (application.State, application.Until) = (TalentState.Granted, book.Today.AddMonths(rule.ValidMonths));
        }
        else if (request.Grant && application.State == TalentState.Ended)
        {
            // What it was before; that it once ended stays to be seen by the appeal.
            application.State = TalentState.Granted;
            foreach (var follower in followers)
                await follower.Restored(application, cancel);
        }

        var answered = await book.AnswerCase(appeal.Case, (request.Grant ? $"撤销原决定，认定有效期至 {application.Until:yyyy-MM-dd}。" : "维持原决定。") + appeal.Reason, request.Grant, cancel);
        if (!answered.Ok)
            return answered;
        await notices.Tell(
            application.Account, "talent.appeal", ("申诉有结果了", "Your appeal is decided"), ($"{appeal.Number} 已复核，请查看。", $"{appeal.Number} is decided: read the result."), "/enterprise/talent", $"talent.appeal:{appeal.Id:N}", cancel);
        return Done.It;
    }
}
