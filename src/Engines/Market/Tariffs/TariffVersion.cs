using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Tariffs;

/// <summary>A version of a tariff (价格规则版本). Never changed: what is decided anew becomes the next version.</summary>
internal sealed class TariffVersion : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    /// <summary>The jurisdiction.</summary>
    public required string Scope { get; init; }

    public required string Code { get; init; }

    public required int Number { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }

    public required string Source { get; init; }

    /// <summary>Whether versions decided before, whose first day lies within this one's days, never come into force.</summary>
    public bool ReplacesPlanned { get; init; }

    /// <summary><see cref="TariffTerms"/> as JSON.</summary>
    public required string Terms { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public TariffInForce InForce => new(
        Id, Code, Number, new(NameZh, NameEn), ScopePath.Parse(Scope, null), From, Until, Source, JsonSerializer.Deserialize<TariffTerms>(Terms, Json.Options)!);

    public static string Write(TariffTerms terms) => JsonSerializer.Serialize(terms, Json.Options);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

internal sealed class TariffBook(LinliDb db) : ITariffs
{
    public async Task<TariffInForce?> At(string code, ScopePath place, DateOnly day, CancellationToken cancel)
    {
        var places = place.SelfAndAncestors().Select(p => p.Value).ToList();

        // A tariff binds whoever sells, whatever places they may see.
        var candidates = await db.Unfiltered<TariffVersion>().AsNoTracking().Where(t => t.Code == code && places.Contains(t.Scope) && t.From <= day).ToListAsync(cancel);
        return Choose(candidates, day)?.InForce;
    }

    // Whoever knows the id sold by it.
    public async Task<TariffInForce> Version(Guid version, CancellationToken cancel) =>
        (await db.Unfiltered<TariffVersion>().AsNoTracking().SingleAsync(t => t.Id == version, cancel)).InForce;

    /// <summary>The nearest place first; there the version that began last, even if it has ended: a later one replaces an earlier.</summary>
    /// <param name="candidates">Versions of one tariff; at least those that began by the day.</param>
    /// <param name="day">Local day.</param>
    public static TariffVersion? Choose(IEnumerable<TariffVersion> candidates, DateOnly day) =>
        candidates.Where(t => t.From <= day).GroupBy(t => t.Scope).OrderByDescending(g => g.Key.Length).Select(Standing)
            .Select(g => g.OrderByDescending(t => t.From).ThenByDescending(t => t.Number).First())
            .FirstOrDefault(t => t.Until is not { } until || day <= until);

    /// <summary>Versions of one tariff at one place without those that a later decision replaced before they began.</summary>
    public static IReadOnlyList<TariffVersion> Standing(IEnumerable<TariffVersion> versions)
    {
        var all = versions.ToList();
        return [.. all.Where(t => !all.Exists(n => n.ReplacesPlanned && n.Number > t.Number && TariffRules.Begins(t.From, n.From, n.Until)))];
    }
}
