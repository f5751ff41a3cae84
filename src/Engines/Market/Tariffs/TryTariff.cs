using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Market.Tariffs;

/// <summary>What something would cost somebody on a day (试算), without selling it.</summary>
/// <param name="Place">Where.</param>
/// <param name="Code">Which tariff.</param>
/// <param name="Day">Local day.</param>
/// <param name="Items">What, 1 to 50 lines.</param>
public sealed record TryTariff(ScopePath Place, string Code, DateOnly Day, IReadOnlyList<TariffItem> Items) : IQuery<TariffQuote>, IValidated
{
    /// <summary>Local date of birth; a guest when left out.</summary>
    public DateOnly? Born { get; init; }

    /// <summary>Codes of groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether it would be paid from the canteen card.</summary>
    public bool StoredValue { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Items.Count is 0 or > 50 || Items.Any(i => i.UnitFen is < 0 or > 1_000_000 || i.Count is < 1 or > 999 || string.IsNullOrEmpty(i.Tag)))
            yield return Problem.Invalid("items", "market.tariff_items", "请填写 1–50 行：单价 0–10000 元，数量 1–999。", "1 to 50 lines: prices of 0 to 10,000 yuan, counts of 1 to 999.");
        if (Born > Day)
            yield return Problem.Invalid("born", "market.tariff_born", "出生日期不能晚于用餐日。", "Nobody is born after the meal.");
    }
}

internal sealed class TryTariffHandler(ITariffs tariffs) : IHandler<TryTariff, TariffQuote>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/tariffs/try", (TryTariff request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MarketPermissions.Tariffs).WithTags("Market").WithSummary("What something would cost somebody on a day 价格试算");

    public async Task<Result<TariffQuote>> Handle(TryTariff request, CancellationToken cancel)
    {
        if (await tariffs.At(request.Code, request.Place, request.Day, cancel) is not { } tariff)
            return Problem.NotFound("market.no_tariff", "这一天没有生效的价格规则。", "No tariff holds on that day.");
        return Tariff.Quote(tariff.Terms, new(request.Born, request.Groups), request.Items, new(request.Day, request.StoredValue));
    }
}
