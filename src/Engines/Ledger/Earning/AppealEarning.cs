using System.Text.Json.Serialization;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Earning;

/// <summary>A person says that points were taken back wrongly (申诉); somebody else than the auditor decides.</summary>
/// <param name="Text">Why, 2 to 500 characters.</param>
public sealed record AppealEarning(string Text) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which earning of the caller's.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Text, 500, out var text) || text.Length < 2)
            yield return Problem.Invalid("text", "ledger.appeal_text", "请写明理由，2–500 个字。", "Say why in 2 to 500 characters.");
    }
}

internal sealed class AppealEarningHandler(LinliDb db, CurrentCaller current) : IHandler<AppealEarning, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/earnings/{id:guid}/appeal", (Guid id, AppealEarning request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Appeal against points taken back 积分申诉");

    public async Task<Result<Done>> Handle(AppealEarning request, CancellationToken cancel)
    {
        PlainText.TryClean(request.Text, int.MaxValue, out var text);
        if (current.Value.Person is not { } me)
            return LedgerProblems.NoPerson;

        // One's own.
        if (await db.Unfiltered<EarningRow>().SingleOrDefaultAsync(e => e.Id == request.Id && e.Person == me, cancel) is not { } earning)
            return AuditEarningHandler.NotFound;
        if (earning.State != EarningState.TakenBack)
            return Problem.Conflict("ledger.nothing_to_appeal", "只有被收回的积分可以申诉，且只能申诉一次。", "Only points that were taken back can be appealed for, once.");
        (earning.State, earning.Appeal, earning.Version) = (EarningState.Appealed, text, earning.Version + 1);
        return Done.It;
    }
}

/// <summary>Decides an appeal; whoever audited the earning does not.</summary>
/// <param name="Granted">Whether the points are given again.</param>
/// <param name="Decision">Why, 2 to 500 characters; the person reads it.</param>
public sealed record DecideAppeal(bool Granted, string Decision) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which earning.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {(Granted ? "granted" : "refused")}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryClean(Decision, 500, out var text) || text.Length < 2)
            yield return Problem.Invalid("decision", "ledger.appeal_decision", "请写明理由，2–500 个字。", "Say why in 2 to 500 characters.");
    }
}

internal sealed class DecideAppealHandler(LinliDb db, EarningDesk desk, IPersonAccounts people, INotices notices, CurrentCaller current)
    : IHandler<DecideAppeal, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/earnings/{id:guid}/appeal/decision", (Guid id, DecideAppeal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Audit).WithTags("Ledger").WithSummary("Decide an appeal 处理积分申诉");

    public async Task<Result<Done>> Handle(DecideAppeal request, CancellationToken cancel)
    {
        PlainText.TryClean(request.Decision, int.MaxValue, out var decision);
        if (await db.Scoped<EarningRow>(current.Value.ScopesFor(LedgerPermissions.Audit)).SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } earning)
            return AuditEarningHandler.NotFound;
        if (earning.State != EarningState.Appealed)
            return Problem.Conflict("ledger.no_appeal", "没有待处理的申诉。", "No appeal is waiting.");
        if (earning.AuditedBy == current.Value.Account || current.Value.MayBe(earning.Person))
            return Problem.Forbidden("ledger.other_decides", "申诉由抽查人以外的同事处理。", "Somebody else than the auditor decides.");
        (earning.Decision, earning.DecidedBy, earning.Version) = (decision, current.Value.Account, earning.Version + 1);
        earning.State = request.Granted ? EarningState.AppealGranted : EarningState.AppealRefused;
        if (request.Granted && await desk.GiveAgain(
                earning, $"{earning.Id:D}.appeal", "points.appeal", r => ($"申诉成立：{r.NameZh}", $"Appeal granted: {r.NameEn}"), cancel) is { Ok: false } refused)
            return refused;
        foreach (var account in (await people.Of([earning.Person], cancel))[earning.Person])
            await notices.Tell(account, "points.appeal",
                request.Granted ? ("积分申诉成立", "Your appeal was granted") : ("积分申诉未成立", "Your appeal was not granted"),
                ("请在钱包里查看处理说明。", "See the reasons in your wallet."), "/me/wallet", $"points-appeal:{earning.Id}", cancel);
        return Done.It;
    }
}
