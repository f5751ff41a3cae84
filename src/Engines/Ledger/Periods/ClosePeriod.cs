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

namespace Linli.Ledger.Periods;

/// <summary>Closes the books of a month for a place and everything in it (结账): nothing is posted into it any more, and it is not opened again.</summary>
/// <param name="Place">Which place.</param>
/// <param name="Month">Year and month, <c>202610</c>: over for ten minutes at least.</param>
public sealed record ClosePeriod(ScopePath Place, int Month) : ICommand<Done>, IValidated, IAudited
{
    string? IAudited.AuditSubject => $"{Place.Value} {Month}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (LedgerProblems.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

internal sealed class ClosePeriodHandler(LinliDb db, ClosedPeriods periods, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<ClosePeriod, Done>, IUseCase
{
    // Whoever posted just before midnight has committed by then.
    public static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/ledger/periods", (ClosePeriod request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Close the books of a month 结账");
        api.MapGet("/ledger/periods", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListPeriods(), cancel))
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("Closed months of my places 已结账月份");
    }

    public async Task<Result<Done>> Handle(ClosePeriod request, CancellationToken cancel)
    {
        if (tree.Find(request.Place) is null || !current.Value.May(LedgerPermissions.Close, request.Place))
            return LedgerProblems.NotYourPlace;
        var now = Clock.Now(time);
        if (ClosedPeriod.MonthOf(LocalTime.DateOf(now - After)) <= request.Month)
            return Problem.Conflict("ledger.month_runs", "这个月还没有结束，不能结账。", "A month is closed when it is over.");
        await periods.Wait(shared: false, cancel);
        var place = request.Place.Value;
        if (await db.Scoped<ClosedPeriod>(ScopeSet.Everywhere).AnyAsync(p => p.Scope == place && p.Month == request.Month, cancel))
            return Done.It;
        db.Insert(new ClosedPeriod { Id = Guid.CreateVersion7(now), Scope = place, Month = request.Month, At = now, By = current.Value.Account });
        return Done.It;
    }
}

/// <summary>Closed months of the caller's places.</summary>
internal sealed record ListPeriods : IQuery<IReadOnlyList<PeriodLine>>;

/// <summary>A closed month.</summary>
internal sealed record PeriodLine(ScopePath Place, int Month, DateTimeOffset At);

internal sealed class ListPeriodsHandler(LinliDb db, CurrentCaller current) : IHandler<ListPeriods, IReadOnlyList<PeriodLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<IReadOnlyList<PeriodLine>>> Handle(ListPeriods request, CancellationToken cancel) =>
        (await db.Scoped<ClosedPeriod>(current.Value.ScopesFor(LedgerPermissions.Read)).AsNoTracking().OrderByDescending(p => p.Month).ThenBy(p => p.Scope).Take(200).ToListAsync(cancel))
            .ConvertAll(p => new PeriodLine(ScopePath.Parse(p.Scope, null), p.Month, p.At));
}
