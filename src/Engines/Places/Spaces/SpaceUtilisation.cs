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

namespace Linli.Places.Spaces;

/// <summary>How spaces were used in a month (利用率): hours used out of hours open, and visits by community (S27).</summary>
/// <param name="Month">Such as <c>2026-11</c>; this month where empty.</param>
/// <param name="Code">Only this space.</param>
/// <param name="SharedOnly">Only what several communities share.</param>
internal sealed record SpaceUtilisation(string? Month = null, string? Code = null, bool SharedOnly = false) : IQuery<Utilisation>;

/// <summary>Use in a month.</summary>
/// <param name="Month">Such as <c>2026-11</c>.</param>
/// <param name="Until">The last day that counts: the end of the month, or today.</param>
/// <param name="Spaces">Every space, by code.</param>
/// <param name="Communities">The communities, by path, in the order of the columns.</param>
internal sealed record Utilisation(string Month, DateOnly Until, IReadOnlyList<SpaceUsed> Spaces, IReadOnlyDictionary<ScopePath, Phrase> Communities);

/// <summary>Use of a space in a month.</summary>
/// <param name="Code">The space.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">Path of the place it belongs to.</param>
/// <param name="SharedBy">Paths of the communities that share it; one where it is not shared.</param>
/// <param name="OpenMinutes">How long it was open, by its hours and the calendar; <c>null</c> while its hours are not known.</param>
/// <param name="UsedMinutes">How long it was used, added up over what ran side by side.</param>
/// <param name="Visits">How many came.</param>
/// <param name="By">Minutes and visits by community; <c>null</c> as key in words: not counted apart.</param>
internal sealed record SpaceUsed(
    string Code, Phrase Name, ScopePath Place, IReadOnlyList<ScopePath> SharedBy, int? OpenMinutes, int UsedMinutes, int Visits, IReadOnlyList<UsedBy> By)
{
    /// <summary>Used out of open; above 1 where several groups used it at once, <c>null</c> where it was never open.</summary>
    public double? Share => OpenMinutes > 0 ? (double)UsedMinutes / OpenMinutes : null;
}

/// <summary>Use by the people of one community.</summary>
/// <param name="Community">Path; <c>null</c> where nobody counted them apart.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Visits">How many.</param>
internal sealed record UsedBy(ScopePath? Community, int Minutes, int Visits);

internal sealed class SpaceUtilisationHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<SpaceUtilisation, Utilisation>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/spaces/utilisation", (string? month, string? code, bool? shared, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(new SpaceUtilisation(month, code, shared == true), cancel))
            .Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("Use of spaces in a month 利用率");

    public async Task<Result<Utilisation>> Handle(SpaceUtilisation request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var first = new DateOnly(today.Year, today.Month, 1);
        if (!string.IsNullOrEmpty(request.Month) && !DateOnly.TryParseExact(request.Month + "-01", "yyyy-MM-dd", out first) || first.Year is < 2000 or > 9000)
            return Problem.Invalid("month", "places.month_form", "月份写成 2026-11。", "Write the month like 2026-11.");
        var last = first.AddMonths(1).AddDays(-1);
        var until = last > today && first <= today ? today : last;

        // What a community shares is listed for it wherever it stands; its use by others stays visible, as the count is common.
        var scopes = current.Value.ScopesFor(PlacesPermissions.Ledger);
        var shares = (await db.Records<SpaceShareRow>().AsNoTracking().ToListAsync(cancel)).ToLookup(s => s.Space, s => s.Community);
        var sharedHere = shares.Where(g => g.Any(scopes.Covers)).Select(g => g.Key).ToList();
        var spaces = (await db.Scoped<SpaceRow>(scopes, s => sharedHere.Contains(s.Code)).AsNoTracking()
            .Where(s => request.Code == null || s.Code == request.Code).OrderBy(s => s.Code).ToListAsync(cancel))
            .Select(s => (Row: s, By: Sharers(s, shares[s.Code]))).Where(s => !request.SharedOnly || s.By.Count > 1).ToList();
        if (request.Code is not null && spaces.Count == 0)
            return SpaceProblems.NoSpace();
        var codes = spaces.Select(s => s.Row.Code).ToList();
        var use = (await db.Unfiltered<SpaceUseRow>().Where(u => codes.Contains(u.Space) && u.Day >= first && u.Day <= last)
            .GroupBy(u => new { u.Space, u.Community })
            .Select(g => new { g.Key.Space, g.Key.Community, Minutes = g.Sum(u => u.Minutes), Visits = g.Sum(u => u.Visits) })
            .ToListAsync(cancel)).ToLookup(u => u.Space, u => new UsedBy(u.Community, u.Minutes, u.Visits));
        return new Utilisation(
            first.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), until,
            [.. spaces.Select(s => Count(s.Row, s.By, [.. use[s.Row.Code].OrderBy(u => u.Community is null).ThenBy(u => u.Community)], first, until))],
            spaces.SelectMany(s => s.By).Concat(use.SelectMany(g => g).Select(u => u.Community).OfType<ScopePath>()).Distinct().Order()
                .ToDictionary(p => p, p => tree.Find(p)?.Name ?? (p.Code, p.Code)));
    }

    private static SpaceUsed Count(SpaceRow row, List<ScopePath> sharers, List<UsedBy> use, DateOnly first, DateOnly until) => new(
        row.Code, (row.NameZh, row.NameEn), ScopePath.Parse(row.Scope, null), sharers,
        OpeningTimes.TryParse(row.OpeningHours, out var times) ? times.MinutesBetween(first, until, WorkingDayCalendar.China) : null,
        use.Sum(u => u.Minutes), use.Sum(u => u.Visits), use);

    /// <summary>The communities of the place a space belongs to, and those it is shared with.</summary>
    private List<ScopePath> Sharers(SpaceRow row, IEnumerable<ScopePath> shares)
    {
        var place = ScopePath.Parse(row.Scope, null);
        var own = tree.CommunityOf(place) is { } community ? [community.Path] : tree.All.Where(p => p.Kind == PlaceKind.Community && place.Contains(p.Path)).Select(p => p.Path);
        return [.. own.Concat(shares).Distinct().Order()];
    }
}
