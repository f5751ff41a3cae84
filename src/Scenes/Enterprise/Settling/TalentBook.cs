using Linli.Cases;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Settling;

/// <summary>Hears when somebody is no longer eligible, or is again, in the same transaction: the flats let by that.</summary>
internal interface ITalentEnded
{
    /// <summary>Somebody's eligibility is over.</summary>
    Task Ended(TalentApplication application, DateOnly leaveBy, CancellationToken cancel);

    /// <summary>The end was taken back by an appeal.</summary>
    Task Restored(TalentApplication application, CancellationToken cancel);
}

/// <summary>Which rules hold, who is eligible, and the cases beside applications.</summary>
internal sealed class TalentBook(LinliDb db, CurrentCaller current, IScopeTree tree, IHomeTies ties, UseCaseRunner run, TimeProvider time)
{
    /// <summary>Category, and case type, of applications and appeals.</summary>
    public const string Category = "talent";

    /// <summary>Opened by the scene for residents, never by the general form.</summary>
    public static readonly CaseType Type = new("talent", ("人才认定", "Recognition as talent")) { Channels = [CaseChannel.Snap], ForResidents = false };

    public static readonly Problem NotThere = Problem.NotFound("enterprise.talent_none", "没有找到这份申请，或不在您的范围内。", "There is no such application, or it is not yours.");

    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.Today(time);

    public Caller Caller => current.Value;

    /// <summary>The version of the rules in force.</summary>
    public async Task<TalentRule?> InForce(ScopePath place, DateOnly day, CancellationToken cancel)
    {
        string[] above = [.. place.SelfAndAncestors().Select(p => p.Value)];
        return TalentRules.InForce(await db.Unfiltered<TalentRule>().AsNoTracking().Where(r => above.Contains(r.Scope)).ToListAsync(cancel), place.Value, day);
    }

    public Task<List<TalentCategory>> CategoriesOf(Guid rule, CancellationToken cancel) =>
        db.Records<TalentCategory>().AsNoTracking().Where(c => c.Rule == rule).OrderBy(c => c.Priority).ThenBy(c => c.Code).ToListAsync(cancel);

    public async Task<ILookup<Guid, TalentPaper>> PapersOf(IReadOnlyCollection<Guid> categories, CancellationToken cancel) =>
        (await db.Records<TalentPaper>().AsNoTracking().Where(p => categories.Contains(p.Category)).OrderBy(p => p.Order).ToListAsync(cancel)).ToLookup(p => p.Category);

    /// <summary>The grant of a person that is good on a day at a place.</summary>
    public async Task<(TalentApplication Grant, TalentCategory Category)?> GrantOf(Guid person, ScopePath place, DateOnly day, CancellationToken cancel)
    {
        var grants = await db.Unfiltered<TalentApplication>().AsNoTracking().Where(a => a.Person == person && a.State == TalentState.Granted && a.Until >= day).ToListAsync(cancel);
        // Recognised in one community of the place where the rules are the same, it is good in the others.
        foreach (var grant in grants.OrderByDescending(g => g.DecidedAt))
        {
            var rule = await db.Unfiltered<TalentRule>().AsNoTracking().SingleAsync(r => r.Id == grant.Rule, cancel);
            if (place.Value.StartsWith(rule.Scope, StringComparison.Ordinal))
                return (grant, await db.Records<TalentCategory>().AsNoTracking().SingleAsync(c => c.Id == grant.Category, cancel));
        }

        return null;
    }

    /// <summary>Whether the register knows of a home here that the caller owns.</summary>
    public async Task<bool> OwnsHomeHere(ScopePath place, CancellationToken cancel) =>
        Caller.Account is { } account && (await ties.Running(account, cancel)).Any(t => t.Relation == HomeRelation.Owner && place.Contains(t.Building));

    public Place? Community(string? code) => code is not null && tree.FindCode(code) is { Kind: PlaceKind.Community } place ? place : null;

    /// <summary>Opens the case and takes it in at once: whoever handed in what the list asks for has a receipt, and the term runs.</summary>
    public async Task<Result<CaseReceipt>> OpenCase(string community, string title, string text, CaseId? after, CancellationToken cancel)
    {
        var opened = await run.Run(new ReportCase { Channel = CaseChannel.Snap, Category = Category, Title = title, Text = text, Community = community, RelatedTo = after }, cancel);
        if (!opened.Ok)
            return opened;
        await db.SaveChangesAsync(cancel);
        var applicant = current.Value;
        try
        {
            current.Value = Caller.System;
            var accepted = await run.Run(new AcceptCase { Case = opened.Value.Id, Message = "材料已收到，自动受理。" }, cancel);
            return accepted.Ok ? opened : accepted.As<CaseReceipt>();
        }
        finally
        {
            current.Value = applicant;
        }
    }

    /// <summary>Answers the case, unless somebody ended it already.</summary>
    public async Task<Result<Done>> AnswerCase(CaseId? known, string words, bool solved, CancellationToken cancel)
    {
        if (known is not { } id)
            return Done.It;
        var seen = await run.Ask(new OpenCase(id), cancel);
        if (!seen.Ok)
            return seen.As<Done>();
        if (seen.Value.Line.State is not (CaseState.Reported or CaseState.Accepted or CaseState.Dispatched or CaseState.InHand))
            return Done.It;
        var answered = await run.Run(new AnswerCase { Case = id, Text = words, Outcome = solved ? CaseOutcome.Solved : CaseOutcome.Explained }, cancel);
        return answered.Ok ? Done.It : answered.As<Done>();
    }
}

/// <summary>Papers of an application are for the applicant and for those who decide at the place.</summary>
internal sealed class TalentFiles(LinliDb db) : IFileGuard
{
    public const string Kind = "talent";

    public string SubjectKind => Kind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        caller.Person is { } person && await db.Unfiltered<TalentApplication>().AnyAsync(a => a.Id == subject && a.Person == person, cancel)
        || await db.Scoped<TalentApplication>(caller.ScopesFor(EnterprisePermissions.DecideTalent)).AnyAsync(a => a.Id == subject, cancel)
        || await db.Scoped<TalentApplication>(caller.ScopesFor(EnterprisePermissions.TalentAppeals)).AnyAsync(a => a.Id == subject, cancel);
}

/// <summary>Whoever withdraws the case withdraws the application.</summary>
internal sealed class WithdrawWithCase(LinliDb db) : IEventHandler<CaseMoved>
{
    public async Task Handle(Delivered<CaseMoved> delivered, CancellationToken cancel)
    {
        var moved = delivered.Event;
        if (moved is { Type: TalentBook.Category, Action: CaseAction.Withdraw }
            && await db.Unfiltered<TalentApplication>().SingleOrDefaultAsync(a => a.Case == moved.Case && a.State == TalentState.Submitted, cancel) is { } application)
            application.State = TalentState.Withdrawn;
    }
}
