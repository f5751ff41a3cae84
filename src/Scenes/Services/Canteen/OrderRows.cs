using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.Platform;
using Linli.Platform.Data;

namespace Linli.Services.Canteen;

/// <summary>A meal ordered ahead (预订).</summary>
internal sealed class MealOrder : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required MealTime Meal { get; init; }

    public required Guid Person { get; set; }

    /// <summary>Account that ordered: the person's own, or of whoever acts for them.</summary>
    public required Guid OrderedBy { get; set; }

    public required string Items { get; init; }

    /// <summary>The <see cref="TariffQuote"/> that was promised: it holds even when the tariff changes before the meal is fetched.</summary>
    public required string Quote { get; init; }

    public required long PaysFen { get; init; }

    public required PayBy PayBy { get; init; }

    public required Guid Tariff { get; init; }

    public HoldId? Hold { get; init; }

    /// <summary>The account that pays; <c>null</c> where nothing is to be paid.</summary>
    public AccountId? PaidFrom { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset CancelUntil { get; init; }

    public required DateTimeOffset FetchUntil { get; init; }

    public required OrderState State { get; set; }

    public Guid? MealId { get; set; }

    public IReadOnlyList<MealItem> Ordered => JsonSerializer.Deserialize<IReadOnlyList<MealItem>>(Items, Json.Options)!;

    public TariffQuote Promised => JsonSerializer.Deserialize<TariffQuote>(Quote, Json.Options)!;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>How an order stands.</summary>
internal enum OrderState
{
    /// <summary>待取.</summary>
    Open,

    /// <summary>已取餐.</summary>
    Fetched,

    /// <summary>已取消.</summary>
    Cancelled,

    /// <summary>未取，已释放: the money was set free when the counter closed.</summary>
    Released,
}
