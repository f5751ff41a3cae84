using Linli.Cases.Report;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>Public cases by every filter that other systems ask for, newest first, with photos and the latest answer.</summary>
public sealed record FindPublicCases : IQuery<IReadOnlyList<PublicCase>>
{
    /// <summary>Most cases in one answer.</summary>
    public const int MaxTake = 1000;

    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>Only these, by id.</summary>
    public IReadOnlyList<CaseId> Ids { get; init; } = [];

    /// <summary>Only these, by short number.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Only of these categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Only what came in then or later.</summary>
    public DateTimeOffset? OpenedFrom { get; init; }

    /// <summary>Only what came in then or before.</summary>
    public DateTimeOffset? OpenedTo { get; init; }

    /// <summary>Only what neighbours saw something happen to then or later.</summary>
    public DateTimeOffset? UpdatedFrom { get; init; }

    /// <summary>Only what neighbours saw nothing happen to after then.</summary>
    public DateTimeOffset? UpdatedTo { get; init; }

    /// <summary>Only what is still going on, or only what has ended.</summary>
    public bool? Open { get; init; }

    /// <summary>How many to leave out from the start.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most, 1 to 1,000.</summary>
    public int Take { get; init; } = MaxTake;
}

internal sealed class FindPublicCasesHandler(LinliDb db, IPeople people, CurrentCaller current)
    : IHandler<FindPublicCases, IReadOnlyList<PublicCase>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Other systems come through gateways, in their own languages.
    }

    public async Task<Result<IReadOnlyList<PublicCase>>> Handle(FindPublicCases request, CancellationToken cancel)
    {
        var rows = await Narrowed(request).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Number)
            .Skip(Math.Max(0, request.Skip)).Take(Math.Clamp(request.Take, 1, FindPublicCases.MaxTake))
            .AsNoTracking().ToListAsync(cancel);
        if (rows.Count == 0)
            return Array.Empty<PublicCase>();

        var ids = rows.ConvertAll(c => c.Id);
        var seen = await Seen(ids, cancel);
        var photos = await Photos(ids, cancel);
        var merged = await Numbers([.. rows.Where(c => c.MergedInto is not null).Select(c => c.MergedInto!.Value).Distinct()], cancel);
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name);
        return rows.ConvertAll(c => Face(
            c, seen.GetValueOrDefault(c.Id) ?? [], photos.GetValueOrDefault(c.Id) ?? [],
            c.Team is { } team && teams.TryGetValue(team, out var name) ? name : null,
            c.MergedInto is { } into ? merged.GetValueOrDefault(into) : null));
    }

    private IQueryable<Case> Narrowed(FindPublicCases request)
    {
        var cases = db.Unfiltered<Case>().Public();
        if (request.Place is { } place)
            cases = cases.Where(ScopeSet.Of([place]).Condition<Case>());
        if (request.Ids.Count > 0)
            cases = cases.Where(c => request.Ids.Contains(c.Id));
        if (request.Numbers.Count > 0)
            cases = cases.Where(c => request.Numbers.Contains(c.Number));
        if (request.Categories.Count > 0)
            cases = cases.Where(c => request.Categories.Contains(c.Category));
        if (request.OpenedFrom is { } from)
            cases = cases.Where(c => c.OpenedAt >= from);
        if (request.OpenedTo is { } to)
            cases = cases.Where(c => c.OpenedAt <= to);
        if (request.Open is { } open)
            cases = cases.Where(c => PublicFilter.Closed.Contains(c.State) != open);
        var lines = db.Records<CaseEntry>().Public();
        if (request.UpdatedFrom is { } since)
            cases = cases.Where(c => c.OpenedAt >= since || lines.Any(e => e.Case == c.Id && e.At >= since));
        if (request.UpdatedTo is { } until)
            cases = cases.Where(c => c.OpenedAt <= until && !lines.Any(e => e.Case == c.Id && e.At > until));
        return cases;
    }

    private PublicCase Face(Case item, IReadOnlyList<Line> seen, IReadOnlyList<FileId> photos, Phrase? team, string? mergedInto)
    {
        var isOwn = current.Value.Account is { } me && item.LoggedBy == me;
        var answer = seen.LastOrDefault(l => l.Answer is not null)?.Answer;
        var closedAt = PublicFilter.Closed.Contains(item.State) ? item.ClosedAt : null;
        return new(
            item.Id, item.Number, item.Category, item.State, item.Outcome, isOwn ? item.Text : item.PublicText ?? "",
            item.PlaceText is { } place ? isOwn ? place : PublicFace.Of(place) : null, item.Longitude, item.Latitude, item.OpenedAt,
            closedAt ?? (seen.Count > 0 ? seen[^1].At : item.OpenedAt), item.FinishDue, team, mergedInto,
            answer is null ? null : PublicFace.Of(answer), photos);
    }

    private async Task<Dictionary<CaseId, List<Line>>> Seen(List<CaseId> ids, CancellationToken cancel)
    {
        var lines = await db.Records<CaseEntry>().AsNoTracking().Public().Where(e => ids.Contains(e.Case))
            .OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new Line(e.Case, e.At, e.Action == CaseAction.Answer && e.Audience == CaseAudience.Public ? e.Text : null))
            .ToListAsync(cancel);
        return lines.GroupBy(l => l.Case).ToDictionary(g => g.Key, g => g.ToList());
    }

    private async Task<Dictionary<CaseId, List<FileId>>> Photos(List<CaseId> ids, CancellationToken cancel)
    {
        var lines = db.Records<CaseEntry>().Where(e => e.Audience == CaseAudience.Public);
        var photos = await db.Records<CaseEvidence>().Where(e => ids.Contains(e.Case) && (e.Entry == null || lines.Any(l => l.Id == e.Entry)))
            .Select(e => new { e.Case, e.File, e.Phase, e.At }).ToListAsync(cancel);
        return photos.GroupBy(p => p.Case).ToDictionary(
            g => g.Key, g => g.OrderBy(p => p.Phase).ThenBy(p => p.At).ThenBy(p => p.File.Value).Select(p => p.File).ToList());
    }

    private async Task<Dictionary<CaseId, string>> Numbers(List<CaseId> ids, CancellationToken cancel) => ids.Count == 0
        ? []
        : await db.Unfiltered<Case>().Public().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, cancel);

    private sealed record Line(CaseId Case, DateTimeOffset At, string? Answer);
}
