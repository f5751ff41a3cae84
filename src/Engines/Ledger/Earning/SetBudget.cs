using System.Text.Json.Serialization;
using Linli.Ledger.Accounts;
using Linli.Ledger.Lots;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Earning;

/// <summary>
/// Says how many points a programme may give in a month (月度发放预算). They lie on an account of their own that never falls below
/// zero: nothing can be given above the budget, and what is left goes back when the month is over.
/// </summary>
/// <param name="Points">All in all, 0 to 10,000,000; not less than was given already.</param>
public sealed record SetBudget(long Points) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The programme.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    /// <summary>Year and month, <c>202611</c>: this month or a later one.</summary>
    [JsonIgnore]
    public int Month { get; init; }

    string? IAudited.AuditSubject => $"{Code} {Month} {Points}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Points is < 0 or > 10_000_000)
            yield return Problem.Invalid("points", "ledger.budget_range", "预算为 0 到 1000 万分。", "A budget is 0 to 10,000,000 points.");
        if (LedgerProblems.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

internal sealed class SetBudgetHandler(LinliDb db, AccountBook accounts, PointsIssuer issuer, ILedger ledger, CurrentCaller current, TimeProvider time)
    : IHandler<SetBudget, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/ledger/programmes/{code}/budgets/{month:int}", (string code, int month, SetBudget request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Code = code, Month = month }, cancel))
            .Needs(LedgerPermissions.Rules).WithTags("Ledger").WithSummary("Set how many points a programme may give in a month 设置月度预算");

    public async Task<Result<Done>> Handle(SetBudget request, CancellationToken cancel)
    {
        if (await db.Scoped<Programme>(current.Value.ScopesFor(LedgerPermissions.Rules)).SingleOrDefaultAsync(p => p.Code == request.Code, cancel) is not { } programme)
            return Problem.NotFound("ledger.programme_not_found", "没有找到这个积分项目。", "This programme was not found.");
        if (request.Month < ClosedPeriod.MonthOf(LocalTime.Today(time)))
            return Problem.Conflict("ledger.month_over", "过去月份的预算不能再改。", "The budget of a month that is over stays.");
        await db.LockUntilCommit($"ledger.budget.{request.Code}", cancel);
        var budget = await accounts.Open(Programme.Budget(programme.Code, programme.Name, programme.Scope, request.Month), cancel);
        var allotted = await db.Records<EntryRow>().Where(e => e.Account == budget.Id)
            .Join(db.Records<TransferRow>().Where(t => t.Kind == BudgetKind), e => e.Transfer, t => t.Id, (e, _) => e.Amount).SumAsync(cancel);
        var change = request.Points - allotted;
        if (change == 0)
            return Done.It;
        var source = await issuer.Account(cancel);
        var posted = await ledger.Post(
            new(BudgetPoster, Guid.CreateVersion7(Clock.Now(time)).ToString("D"), BudgetKind,
                ($"{programme.NameZh}：预算 {request.Points} 分", $"{programme.NameEn}: budget of {request.Points} points"),
                change > 0
                    ? [Entry.From(source, new Points(change)), Entry.To(budget.Id, new Points(change))]
                    : [Entry.From(budget.Id, new Points(-change)), Entry.To(source, new Points(-change))])
            {
                Subject = programme.Code,
            },
            cancel);
        if (posted.Ok)
            return Done.It;
        return posted.Problem.Code == "ledger.insufficient"
            ? Problem.Conflict("ledger.budget_given_already", "已经发放的积分超过这个预算。", "More than that was given already.") : posted.As<Done>();
    }

    internal const string BudgetKind = "points.budget";

    internal const string BudgetPoster = "ledger.budget";
}
