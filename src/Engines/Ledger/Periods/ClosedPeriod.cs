using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Periods;

/// <summary>A month of a place whose books are closed (结账): nothing is posted into it any more.</summary>
internal sealed class ClosedPeriod : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>Year and month, <c>202611</c>.</summary>
    public required int Month { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Which months are closed.</summary>
internal sealed class ClosedPeriods(LinliDb db)
{
    /// <summary>Whether a day may still be posted into. Only months that are over can be closed, so today costs nothing.</summary>
    public async Task<Problem?> FaultOf(DateOnly day, DateOnly today, IEnumerable<string> scopes, CancellationToken cancel)
    {
        var month = ClosedPeriod.MonthOf(day);
        if (month == ClosedPeriod.MonthOf(today))
            return null;
        await Wait(shared: true, cancel);
        var places = scopes.Distinct().SelectMany(s => ScopePath.Parse(s, null).SelfAndAncestors()).Select(p => p.Value).Distinct().ToList();

        // A closed month binds whoever posts, whatever places they may see.
        return await db.Unfiltered<ClosedPeriod>().AnyAsync(p => p.Month == month && places.Contains(p.Scope), cancel)
            ? Problem.Conflict("ledger.period_closed",
                "这个月已结账：请把更正记在当前月份。", "The books of this month are closed: post the correction into the current month.")
            : null;
    }

    /// <summary>Posting into a month that is over and closing it pass one after the other; posters do not wait for each other.</summary>
    public async Task Wait(bool shared, CancellationToken cancel)
    {
        const long Number = 0x6C65_6467_6572_70; // "ledgerp"
        if (db.Kind == DatabaseKind.Sqlite)
            return;
        if (shared)
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Number})", cancel);
        else
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Number})", cancel);
    }
}
