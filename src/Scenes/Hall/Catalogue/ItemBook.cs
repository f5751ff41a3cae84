using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Catalogue;

/// <summary>An item with its papers.</summary>
internal sealed record Item(ItemRow Row, IReadOnlyList<PaperRow> Papers)
{
    /// <summary>Codes of shared data that would stand for papers.</summary>
    public IReadOnlyList<string> SharedFields => [.. Papers.SelectMany(p => p.Covers).Distinct()];

    /// <summary>Whether shared data can stand for every paper: then nobody has to bring anything (无证办, S94).</summary>
    public bool NeedsNothing => Papers.Count > 0 && Papers.All(p => p.Covers.Count > 0);
}

/// <summary>The catalogue of items. Which counter takes which is not a question: any takes any.</summary>
internal sealed class ItemBook(LinliDb db)
{
    /// <summary>Items offered in a hall, by code: those of its place and of the places around it.</summary>
    public async Task<IReadOnlyDictionary<string, Item>> In(HallRow hall, CancellationToken cancel)
    {
        var places = ScopePath.Parse(hall.Scope, null).SelfAndAncestors().Select(p => p.Value).ToList();
        // The catalogue is public.
        var rows = await db.Unfiltered<ItemRow>().AsNoTracking().Where(i => i.Open && places.Contains(i.Scope)).OrderBy(i => i.Order).ThenBy(i => i.Code).ToListAsync(cancel);
        return await WithPapers(rows, cancel);
    }

    /// <summary>Items by code, those that are no longer offered too.</summary>
    public async Task<IReadOnlyDictionary<string, Item>> Of(IEnumerable<string> codes, CancellationToken cancel)
    {
        var wanted = codes.Distinct().ToList();
        return await WithPapers(await db.Unfiltered<ItemRow>().AsNoTracking().Where(i => wanted.Contains(i.Code)).ToListAsync(cancel), cancel);
    }

    private async Task<IReadOnlyDictionary<string, Item>> WithPapers(List<ItemRow> rows, CancellationToken cancel)
    {
        var codes = rows.ConvertAll(r => r.Code);
        var papers = (await db.Records<PaperRow>().AsNoTracking().Where(p => codes.Contains(p.Item)).OrderBy(p => p.Order).ToListAsync(cancel)).ToLookup(p => p.Item);
        return rows.ToDictionary(r => r.Code, r => new Item(r, [.. papers[r.Code]]), StringComparer.Ordinal);
    }
}
