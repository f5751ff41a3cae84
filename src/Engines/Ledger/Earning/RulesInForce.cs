using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Earning;

/// <summary>Which rules hold at a place on a day.</summary>
internal sealed class RulesInForce(LinliDb db) : IEarningRules
{
    public async Task<IReadOnlyList<RuleInForce>> At(ScopePath place, DateOnly day, CancellationToken cancel)
    {
        // Rules are public, and bind whoever does something at the place.
        var rules = await db.Records<EarningRule>().AsNoTracking().Where(r => r.From <= day && (r.To == null || r.To >= day))
            .Join(db.Unfiltered<Programme>().AsNoTracking(), r => r.Programme, p => p.Code, (r, p) => new { Rule = r, p.Scope }).ToListAsync(cancel);
        var known = rules.ConvertAll(r => (r.Rule, r.Scope));
        return [.. known.Select(r => r.Rule.Event).Distinct(StringComparer.Ordinal).Select(e => EarningRules.Of(known, e, place, day)).OfType<EarningRule>()
            .OrderBy(r => r.NameZh, StringComparer.Ordinal)
            .Select(r => new RuleInForce(r.Event, r.Name, r.Points, r.Version, r.From, r.TimesPerDay, r.PointsPerDay, r.PointsPerMonth, r.Proof == Proof.Paper, r.ValidDays, r.Source))];
    }
}
