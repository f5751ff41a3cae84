using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Tariffs;

/// <summary>Tariffs of the caller's places and of those above them, by code, the newest version first. Prices are public to staff who keep them.</summary>
internal sealed record ListTariffs(string? Code = null) : IQuery<IReadOnlyList<TariffRow>>;

/// <summary>A version with whether it holds today.</summary>
/// <param name="Tariff">The version.</param>
/// <param name="Holds">Whether it is the one that counts today at its place.</param>
/// <param name="Ahead">Whether it begins later, and no decision since has replaced it.</param>
internal sealed record TariffRow(TariffInForce Tariff, bool Holds, bool Ahead);

internal sealed class ListTariffsHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<ListTariffs, IReadOnlyList<TariffRow>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/tariffs", (string? code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListTariffs(code), cancel))
            .Needs(MarketPermissions.Tariffs).WithTags("Market").WithSummary("Tariffs with all their versions 价格规则");

    public async Task<Result<IReadOnlyList<TariffRow>>> Handle(ListTariffs request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(MarketPermissions.Tariffs);
        var above = scopes.Paths.SelectMany(p => p.SelfAndAncestors()).Select(p => p.Value).Distinct().ToList();
        var rows = await db.Scoped<TariffVersion>(scopes, t => above.Contains(t.Scope)).AsNoTracking()
            .Where(t => request.Code == null || t.Code == request.Code).OrderBy(t => t.Code).ThenBy(t => t.Scope).ThenByDescending(t => t.Number).Take(300).ToListAsync(cancel);
        var today = LocalTime.Today(time);
        var holding = rows.GroupBy(t => (t.Code, t.Scope)).Select(g => TariffBook.Choose(g, today)?.Id).OfType<Guid>().ToHashSet();
        var standing = rows.GroupBy(t => (t.Code, t.Scope)).SelectMany(TariffBook.Standing).Select(t => t.Id).ToHashSet();
        return rows.ConvertAll(t => new TariffRow(t.InForce, holding.Contains(t.Id), t.From > today && standing.Contains(t.Id)));
    }
}
