using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Names of spaces for other engines; whoever asks decides what the caller may do with them.</summary>
internal sealed class SpaceNames(LinliDb db) : ISpaces
{
    public async Task<SpaceName?> Find(string code, CancellationToken cancel) =>
        await db.Unfiltered<SpaceRow>().AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, cancel) is { } row ? Of(row) : null;

    public async Task<IReadOnlyList<SpaceName>> Within(ScopeSet places, CancellationToken cancel) =>
        (await db.Scoped<SpaceRow>(places).AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel)).ConvertAll(Of);

    private static SpaceName Of(SpaceRow row) => new(row.Code, (row.NameZh, row.NameEn), ScopePath.Parse(row.Scope, null), row.Owner);
}
