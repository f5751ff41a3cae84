using Linli.Cases.Report;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>What neighbours saw happen to public cases in a span of time, oldest first.</summary>
public sealed record PublicUpdates : IQuery<IReadOnlyList<PublicUpdate>>
{
    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>Only of these, by short number.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Only then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only then or before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many to leave out from the start.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most, 1 to 1,000.</summary>
    public int Take { get; init; } = FindPublicCases.MaxTake;
}

internal sealed class PublicUpdatesHandler(LinliDb db, IPeople people) : IHandler<PublicUpdates, IReadOnlyList<PublicUpdate>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Other systems come through gateways, in their own languages.
    }

    public async Task<Result<IReadOnlyList<PublicUpdate>>> Handle(PublicUpdates request, CancellationToken cancel)
    {
        var cases = db.Unfiltered<Case>().Public();
        if (request.Place is { } place)
            cases = cases.Where(ScopeSet.Of([place]).Condition<Case>());
        if (request.Numbers.Count > 0)
            cases = cases.Where(c => request.Numbers.Contains(c.Number));
        var entries = db.Records<CaseEntry>().AsNoTracking().Public();
        if (request.From is { } from)
            entries = entries.Where(e => e.At >= from);
        if (request.To is { } to)
            entries = entries.Where(e => e.At <= to);

        var rows = await entries.Join(cases, e => e.Case, c => c.Id, (entry, c) => new { Entry = entry, c.Number })
            .OrderBy(r => r.Entry.At).ThenBy(r => r.Entry.Id)
            .Skip(Math.Max(0, request.Skip)).Take(Math.Clamp(request.Take, 1, FindPublicCases.MaxTake)).ToListAsync(cancel);
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name);
        var photos = await Photos(rows.ConvertAll(r => r.Entry), cancel);
        return rows.ConvertAll(r => new PublicUpdate(
            r.Entry.Id, r.Number, r.Entry.State, r.Entry.At,
            r.Entry.Audience == CaseAudience.Public ? CaseTimeline.Sentence(r.Entry, teams) : CaseText.Action(r.Entry.Action),
            r.Entry is { Action: CaseAction.Answer, Audience: CaseAudience.Public, Text: { } answer } ? PublicFace.Of(answer) : null, [.. photos[r.Entry.Id]]));
    }

    // What came with words for the reporters alone is theirs; what the public state says has no photos.
    private async Task<ILookup<Guid, FileId>> Photos(List<CaseEntry> entries, CancellationToken cancel)
    {
        var ids = entries.Where(e => e.Audience == CaseAudience.Public).Select(e => (Guid?)e.Id).ToList();
        var photos = ids.Count == 0
            ? []
            : await db.Records<CaseEvidence>().Where(e => ids.Contains(e.Entry)).OrderBy(e => e.At).ThenBy(e => e.File)
                .Select(e => new { e.Entry, e.File }).ToListAsync(cancel);
        return photos.ToLookup(p => p.Entry!.Value, p => p.File);
    }
}
