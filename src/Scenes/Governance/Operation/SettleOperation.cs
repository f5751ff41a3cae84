using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Governance.Operation;

/// <summary>
/// Settles the months that are not settled yet, up to one that is over: the public share and the shares of the parties leave the
/// space's account in one transfer. A loss is carried on, and made up for first.
/// </summary>
/// <param name="Space">Code of the space.</param>
/// <param name="To">The last month, such as 2026-10.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record SettleOperation(string Space, string? To, string? IdempotencyKey = null) : ICommand<OperationSettled>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => $"{Space} {To}";

    public IEnumerable<Problem> Problems()
    {
        if (OperationRules.Month(To) is null)
            yield return OperationBook.WrongMonth("to");
    }
}

/// <summary>What was settled.</summary>
internal sealed record OperationSettled(Guid Id, string From, string To, long SurplusFen, long PublicFen, long GovernmentFen, long CollectiveFen, long OperatorFen, long CarriedOutFen);

internal sealed class SettleOperationHandler(LinliDb db, CurrentCaller current, OperationBook book, ILedger ledger, TimeProvider time) : IHandler<SettleOperation, OperationSettled>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/operation/{space}/settlements", (string space, SettleOperation request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Space = space }, cancel))
            .Needs(OperationPermissions.Settle).WithTags("operation").WithSummary("Settle months of a space 结算");

    public async Task<Result<OperationSettled>> Handle(SettleOperation request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"operation.{request.Space}", cancel);
        if (await book.Of(request.Space, current.Value.ScopesFor(OperationPermissions.Settle), cancel) is not { } operation)
            return OperationBook.NotFound;
        var (to, last) = (OperationRules.Month(request.To)!.Value, await db.Unfiltered<OperationSettlement>().AsNoTracking().Where(s => s.Space == operation.Space).OrderByDescending(s => s.To).FirstOrDefaultAsync(cancel));
        var from = last?.To.AddMonths(1) ?? operation.Since;
        if (to < from)
            return Problem.Conflict("operation.settled", $"{OperationRules.Say(to)} 已经结算。", $"{OperationRules.Say(to)} is settled already.") with { Field = "to" };
        if (to >= OperationRules.MonthOf(LocalTime.Today(time)))
            return Problem.Invalid("to", "operation.not_over", "只能结算已经过完的月份。", "Only months that are over are settled.");
        var rules = await db.Records<ShareRule>().AsNoTracking().Where(r => r.Space == operation.Space && r.From <= to).OrderByDescending(r => r.From).Take(2).ToListAsync(cancel);
        if (rules is not [var rule, ..])
            return Problem.Conflict("operation.no_rule", "还没有收益分配规则，请先登记。", "There is no rule yet of how it is shared: enter it first.");
        if (rule.From > from)
            return Problem.Conflict("operation.rule_changes", $"分配规则从 {OperationRules.Say(rule.From)} 起变化，请先结算到 {OperationRules.Say(rule.From.AddMonths(-1))}。", $"The rule changes in {OperationRules.Say(rule.From)}: settle up to {OperationRules.Say(rule.From.AddMonths(-1))} first.") with { Field = "to" };
        var sums = await db.Unfiltered<OperationEntry>().Where(e => e.Space == operation.Space && e.Month >= from && e.Month <= to).GroupBy(e => e.Kind).Select(g => new { g.Key, Fen = g.Sum(e => e.Fen) }).ToDictionaryAsync(g => g.Key, g => g.Fen, cancel);
        var (income, cost, subsidy, carried) = (sums.GetValueOrDefault(OperationKind.Income), sums.GetValueOrDefault(OperationKind.Cost), sums.GetValueOrDefault(OperationKind.Subsidy), last?.CarriedOutFen ?? 0);
        var surplus = income + subsidy - cost + carried;
        var shares = OperationRules.ShareOut(surplus, rule.PublicBp, rule.GovernmentBp, rule.OperatorBp);
        var (now, id) = (Clock.Now(time), Guid.CreateVersion7(Clock.Now(time)));
        TransferId? transfer = null;
        if (shares.Sum > 0)
        {
            var posted = await ledger.Post(await book.Settlement(operation, id, from, to, shares, cancel), cancel);
            if (!posted.Ok)
                return posted.As<OperationSettled>();
            transfer = posted.Value.Id;
        }

        db.Insert(new OperationSettlement
        {
            Id = id, Scope = operation.Scope, Space = operation.Space, From = from, To = to, IncomeFen = income, CostFen = cost, SubsidyFen = subsidy, CarriedInFen = carried, PublicFen = shares.Public, GovernmentFen = shares.Government,
            CollectiveFen = shares.Collective, OperatorFen = shares.Operator, CarriedOutFen = Math.Min(0, surplus), Rule = rule.Id, Transfer = transfer, By = current.Value.Account ?? Guid.Empty, At = now,
        });
        return new OperationSettled(id, OperationRules.Say(from), OperationRules.Say(to), surplus, shares.Public, shares.Government, shares.Collective, shares.Operator, Math.Min(0, surplus));
    }
}
