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

/// <summary>Earnings of the caller's places (积分发放记录), newest first.</summary>
/// <param name="State">Only those that stand so, such as <c>toAudit</c>.</param>
/// <param name="Take">How many, 1 to 200.</param>
internal sealed record ListEarnings(EarningState? State = null, int Take = 100) : IQuery<IReadOnlyList<EarningLine>>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Take is < 1 or > 200)
            yield return Problem.Invalid("take", "take_range", "take 应为 1–200。", "take is 1 to 200.");
    }
}

/// <summary>An earning; the name is masked.</summary>
internal sealed record EarningLine(
    Guid Id, string Who, Phrase Rule, DateOnly Day, DateTimeOffset At, long Points, string? Proof, EarningState State, string? AuditNote, string? Appeal, string? Decision);

internal sealed class ListEarningsHandler(LinliDb db, IActingFor names, CurrentCaller current) : IHandler<ListEarnings, IReadOnlyList<EarningLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/earnings", (UseCaseRunner run, CancellationToken cancel, EarningState? state = null, int take = 100) => run.Answer(new ListEarnings(state, take), cancel))
            .Needs(LedgerPermissions.Audit).WithTags("Ledger").WithSummary("What was earned at my places 积分发放记录");

    public async Task<Result<IReadOnlyList<EarningLine>>> Handle(ListEarnings request, CancellationToken cancel)
    {
        var rows = await db.Scoped<EarningRow>(current.Value.ScopesFor(LedgerPermissions.Audit)).AsNoTracking()
            .Where(e => request.State == null || e.State == request.State)
            .Join(db.Records<EarningRule>(), e => e.Rule, r => r.Id, (e, r) => new { Earning = e, r.NameZh, r.NameEn })
            .OrderByDescending(e => e.Earning.At).ThenByDescending(e => e.Earning.Id).Take(request.Take).ToListAsync(cancel);
        var who = await names.MaskedNames([.. rows.Select(r => r.Earning.Person).Distinct()], cancel);
        return rows.ConvertAll(r => new EarningLine(
            r.Earning.Id, who.GetValueOrDefault(r.Earning.Person) ?? "", (r.NameZh, r.NameEn), r.Earning.Day, r.Earning.At, r.Earning.Points, r.Earning.Proof,
            r.Earning.State, r.Earning.AuditNote, r.Earning.Appeal, r.Earning.Decision));
    }
}
