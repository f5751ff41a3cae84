using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Lines of the ledger for engines that lend spaces out; the engine asks who may.</summary>
internal sealed class SpacesForOthers(LinliDb db) : ILentSpaces
{
    public async Task<IReadOnlyDictionary<string, SpaceFacts>> Find(IReadOnlyCollection<string> codes, CancellationToken cancel) =>
        // By code, for an engine that knows which it lends.
        codes.Count == 0 ? new Dictionary<string, SpaceFacts>()
            : (await db.Unfiltered<SpaceRow>().AsNoTracking().Where(s => codes.Contains(s.Code)).ToListAsync(cancel)).ToDictionary(s => s.Code, Facts, StringComparer.Ordinal);

    public async Task<IReadOnlyList<SpaceFacts>> Within(ScopeSet places, CancellationToken cancel) =>
        [.. (await db.Scoped<SpaceRow>(places).AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel)).Select(Facts)];

    public Phrase NameOfUse(string code) => SpaceUses.NameOf(code);

    private static SpaceFacts Facts(SpaceRow s) => new(
        s.Code, ScopePath.Parse(s.Scope, null), (s.NameZh, s.NameEn), s.Scene, s.PartOf, s.Facility,
        [.. SpaceUses.Split(s.AllowedUses).Select(u => new SpaceUseName(u, SpaceUses.NameOf(u)))], s.OpeningHours, s.State == SpaceState.InUse, s.Address, s.Phone)
    {
        Area = s.AreaDm2 / 100m,
    };
}
