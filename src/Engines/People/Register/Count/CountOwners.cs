using Linli.People.Accounts;
using Linli.People.Register.Rules;
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

namespace Linli.People.Register.Count;

/// <summary>Counts the owners of a compound or community by heads and exclusive area, as an owners' vote needs them (R02).</summary>
/// <param name="Place">Code or path of a compound, community, or anything above a building.</param>
internal sealed record CountOwners(string? Place) : IQuery<OwnersOfPlace>;

/// <summary>The owners of a place.</summary>
/// <param name="Place">Path.</param>
/// <param name="Heads">Heads: one exclusive unit one head; a developer's unsold units, and one buyer's several, are one.</param>
/// <param name="Area">Exclusive area in square metres, two decimals.</param>
/// <param name="Units">Exclusive units.</param>
/// <param name="WithoutArea">Units whose area is not known yet.</param>
/// <param name="WithoutOwner">Units whose owner is not known yet; each counts as one head.</param>
/// <param name="MergedHeads">How many heads fewer than units.</param>
/// <param name="Source">Where the way of counting comes from.</param>
internal sealed record OwnersOfPlace(
    ScopePath Place, int Heads, decimal Area, int Units, int WithoutArea, int WithoutOwner, int MergedHeads, string Source);

internal sealed class CountOwnersHandler(LinliDb db, IScopeTree tree, IHomes homes, CurrentCaller current, TimeProvider time)
    : IHandler<CountOwners, OwnersOfPlace>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/{place}/owners-count", (string place, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new CountOwners(place), cancel))
            .Needs(PeoplePermissions.Register).WithTags("register").WithSummary("Heads and exclusive area of a place 业主人数与专有面积");

    public async Task<Result<OwnersOfPlace>> Handle(CountOwners request, CancellationToken cancel)
    {
        var place = request.Place is { Length: > 0 } text
            ? tree.FindCode(text) ?? (ScopePath.TryParse(text, null, out var path) ? tree.Find(path) : null)
            : null;
        if (place is null || place.Kind is PlaceKind.Grid)
            return Problem.Invalid("place", "register.count_place", "请选择小区、社区或以上的地点。", "Choose a compound, a community or a place above.");
        if (!current.Value.May(PeoplePermissions.Register, place.Path))
            return Problem.Forbidden("register.outside_scope", "这个地点不在您的辖区。", "This place lies outside yours.");

        var now = Clock.Now(time);
        var rule = await OwnersCountRules.For(db, place.Path, LocalTime.DateOf(now), cancel);
        var counted = OwnersCount.Of(await Units(place.Path, now, cancel), rule.Rule);
        return new OwnersOfPlace(
            place.Path, counted.Heads, counted.AreaDm2 / 100m, counted.Units, counted.WithoutArea, counted.WithoutOwner, counted.MergedHeads, rule.Source);
    }

    private async Task<IReadOnlyCollection<ExclusiveUnit>> Units(ScopePath place, DateTimeOffset now, CancellationToken cancel)
    {
        var here = ScopeSet.Of([place]);
        var owners = (await db.Scoped<HomeTie>(here).AsNoTracking().Where(t => t.Relation == HomeRelation.Owner && (t.To == null || t.To > now))
            .Select(t => new { t.HomeId, t.PersonId }).ToListAsync(cancel)).ToLookup(t => t.HomeId, t => t.PersonId);
        var companies = (await db.Scoped<CompanyHolding>(here).AsNoTracking().Where(h => h.To == null || h.To > now).ToListAsync(cancel)).ToLookup(h => h.HomeId);
        return [.. (await homes.Within(place, cancel)).Select(home => new ExclusiveUnit(
            home.Id.Value,
            home is { AreaDm2: { } area, AreaFrom: { } from } ? new Dictionary<AreaSource, int> { [from] = area } : [],
            [.. owners[home.Id.Value], .. companies[home.Id.Value].Where(h => !h.Undelivered).Select(h => h.CompanyId)],
            companies[home.Id.Value].FirstOrDefault(h => h.Undelivered)?.CompanyId))];
    }
}
