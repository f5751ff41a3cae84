using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Services.Canteen;

/// <summary>Which meal of a day (餐次).</summary>
public enum MealTime
{
    /// <summary>早餐.</summary>
    Breakfast,

    /// <summary>午餐.</summary>
    Lunch,

    /// <summary>晚餐.</summary>
    Dinner,
}

/// <summary>What kind of site.</summary>
public enum SiteKind
{
    /// <summary>食堂.</summary>
    Canteen,

    /// <summary>家宴中心: rooms for family feasts; asked for, not sold at a counter.</summary>
    Banquet,
}

/// <summary>How a meal is paid.</summary>
public enum PayBy
{
    /// <summary>储值: the person's canteen card.</summary>
    StoredValue,

    /// <summary>钱包.</summary>
    Wallet,

    /// <summary>现金.</summary>
    Cash,
}

/// <summary>A place where people eat (食堂). Each has its own takings, cash box and subsidies in the ledger.</summary>
internal sealed class CanteenSite : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Lower case and hyphens, at most 20: it is part of the names of the site's accounts.</summary>
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required SiteKind Kind { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string About { get; set; }

    public required string Address { get; set; }

    public required string Phone { get; set; }

    public required string Hours { get; set; }

    /// <summary>Code of the facility on the map that people know it by.</summary>
    public string? Facility { get; set; }

    /// <summary>Key of whoever runs it, as the ledger's <see cref="OwnerKind.Operator"/>.</summary>
    public required string Operator { get; init; }

    public required string OperatorName { get; set; }

    /// <summary>Code of the tariff by which it sells.</summary>
    public required string Tariff { get; set; }

    /// <summary>Code of the space of the ledger that a banquet room is: booked like every other room, nowhere else.</summary>
    public string? Space { get; set; }

    /// <summary><see cref="ServingTime"/>s as JSON.</summary>
    public required string Times { get; set; }

    public Phrase Name => new(NameZh, NameEn);

    public ScopePath Place => ScopePath.Parse(Scope, null);

    public IReadOnlyList<ServingTime> Serving
    {
        get => JsonSerializer.Deserialize<IReadOnlyList<ServingTime>>(Times, Json.Options)!;
        set => Times = JsonSerializer.Serialize(value, Json.Options);
    }
}

/// <summary>When a meal is served, local time.</summary>
/// <param name="Meal">Which meal.</param>
/// <param name="From">The counter opens.</param>
/// <param name="Until">The counter closes: what was ordered and not fetched is set free.</param>
/// <param name="OrderUntil">Until when one can order ahead.</param>
public sealed record ServingTime(MealTime Meal, TimeOnly From, TimeOnly Until, TimeOnly OrderUntil);

/// <summary>A dish or set meal of a site (菜品).</summary>
internal sealed class CanteenDish : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>As tariffs name it: <see cref="CanteenRules.SetMeal"/> or <see cref="CanteenRules.Dish"/>.</summary>
    public required string Tag { get; init; }

    public required DishKind Kind { get; set; }

    public required long PriceFen { get; set; }

    /// <summary>Codes of <see cref="Allergens"/>, separated by blanks.</summary>
    public required string Allergens { get; set; }

    /// <summary>What the same costs outside (普惠价对照), in fen, and where that was seen.</summary>
    public long? MarketFen { get; set; }

    public string? MarketSource { get; set; }

    public bool IsGone { get; set; }

    public Phrase Name => new(NameZh, NameEn);
}

/// <summary>What kind of dish.</summary>
public enum DishKind
{
    /// <summary>套餐.</summary>
    Set,

    /// <summary>荤菜.</summary>
    Meat,

    /// <summary>素菜.</summary>
    Vegetable,

    /// <summary>汤.</summary>
    Soup,

    /// <summary>主食.</summary>
    Staple,
}

/// <summary>A dish on the menu of a day (当日菜单), with its price of that day and how many portions there are.</summary>
internal sealed class MenuLine : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required MealTime Meal { get; init; }

    public required Guid Dish { get; init; }

    public required int Order { get; set; }

    public required long PriceFen { get; set; }

    /// <summary>Portions made.</summary>
    public required int Portions { get; set; }

    /// <summary>Portions sold or ordered; changed by one statement only, so that two tills never sell the last one twice.</summary>
    public int Sold { get; init; }
}

/// <summary>One line of what somebody eats.</summary>
/// <param name="Line">The line of the menu.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Tag">As tariffs name it.</param>
/// <param name="UnitFen">List price of one.</param>
/// <param name="Count">How many.</param>
public sealed record MealItem(Guid Line, Phrase Name, string Tag, long UnitFen, int Count);

/// <summary>A meal that was sold (用餐小票). Never changed; a mistake is compensated and marked as void.</summary>
internal sealed class MealRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required MealTime Meal { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who ate; <c>null</c> for a guest, and for somebody whose data were deleted.</summary>
    public Guid? Person { get; set; }

    public required string AgeClassZh { get; init; }

    public required string AgeClassEn { get; init; }

    public required string Items { get; init; }

    public required string Lines { get; init; }

    public required long ListFen { get; init; }

    public required long PaysFen { get; init; }

    public required PayBy PaidBy { get; init; }

    public bool Takeaway { get; init; }

    public required Guid Tariff { get; init; }

    /// <summary><c>null</c> where no money moved.</summary>
    public TransferId? Transfer { get; init; }

    /// <summary>The order it was fetched for.</summary>
    public Guid? FromOrder { get; init; }

    /// <summary>Whether the clerk only knew who stood there by name.</summary>
    public bool Vouched { get; init; }

    public Guid? By { get; init; }

    public DateTimeOffset? VoidedAt { get; set; }

    public string? VoidReason { get; set; }

    public Phrase AgeClass => new(AgeClassZh, AgeClassEn);

    public IReadOnlyList<MealItem> Eaten => JsonSerializer.Deserialize<IReadOnlyList<MealItem>>(Items, Json.Options)!;

    public IReadOnlyList<TariffLine> Steps => JsonSerializer.Deserialize<IReadOnlyList<TariffLine>>(Lines, Json.Options)!;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What a payer bears of a meal (补贴流水); taken back with a line below zero when the meal is void.</summary>
internal sealed class SubsidyLine : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid MealId { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    /// <summary>Local day on which it was posted.</summary>
    public required DateOnly Day { get; init; }

    public required string Payer { get; init; }

    public required string PayerZh { get; init; }

    public required string PayerEn { get; init; }

    public required AccountId Account { get; init; }

    public required long Fen { get; init; }

    public required string AgeClassZh { get; init; }

    public required string AgeClassEn { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>That whoever bears subsidies paid for a settled month (补贴到账). Never changed.</summary>
internal sealed class SubsidyPayment : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    /// <summary>Year and month, <c>202611</c>.</summary>
    public required int Month { get; init; }

    public required string Payer { get; init; }

    /// <summary>The account that was paid: a payer has another one after a change.</summary>
    public required AccountId Account { get; init; }

    public required long Fen { get; init; }

    /// <summary>Number of the bank's slip.</summary>
    public required string Reference { get; init; }

    public required TransferId Transfer { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <summary>When it was compensated in the ledger because it was written down wrongly, UTC; it counts no more.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

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

/// <summary>Somebody wants stored value back in cash (储值退款, R28).</summary>
internal sealed class RefundRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Person { get; set; }

    /// <summary>Where the cash is fetched; empty for what went to a wallet.</summary>
    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required long Fen { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RefundState State { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    public Guid? By { get; set; }

    /// <summary>What keeps the amount until it is paid out.</summary>
    public HoldId? Hold { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>How a refund stands.</summary>
public enum RefundState
{
    /// <summary>待付现金: set aside, to be fetched at the counter.</summary>
    Asked,

    /// <summary>已退.</summary>
    Paid,

    /// <summary>已撤回.</summary>
    TakenBack,
}

/// <summary>The cash box counted at the end of a shift (收银交班).</summary>
internal sealed class ShiftRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public required long ExpectedFen { get; init; }

    public required long CountedFen { get; init; }

    public string? Note { get; init; }

    /// <summary>When it was compensated in the ledger because it was written down wrongly, UTC; the box is counted anew.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A month of a site that was settled with whoever bears subsidies (补贴月结).</summary>
internal sealed class ClosingRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    /// <summary>Year and month, <c>202611</c>.</summary>
    public required int Month { get; init; }

    public required int Meals { get; init; }

    public required long SubsidyFen { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A sample of a dish that a canteen keeps (食品留样, R27).</summary>
internal sealed class CanteenSample : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The line of the menu: each meal's dish has one.</summary>
    public required Guid Line { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required int Grams { get; init; }

    public required string Place { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public Keep.KeptSample Kept => new(Grams, Place, At, At.AddHours(CanteenRules.SampleHours));
}

/// <summary>The yearly health certificate of somebody who works in a canteen (健康证), or the licence of who delivers to it (供货商许可证, R27).</summary>
internal sealed class CertificateRow : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required string Name { get; set; }

    public required string Role { get; set; }

    public required DateOnly IssuedOn { get; set; }

    public required DateOnly ValidUntil { get; set; }

    /// <summary>A supplier's licence, not somebody's health.</summary>
    public bool Supplier { get; set; }

    /// <summary>Account of the person, where they have one.</summary>
    public Guid? Account { get; set; }
}

/// <summary>A question about a banquet room (家宴咨询).</summary>
internal sealed class BanquetEnquiry : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required Guid Account { get; init; }

    public required DateOnly Day { get; init; }

    public required int Guests { get; init; }

    public required string Text { get; set; }

    public required DateTimeOffset At { get; init; }

    public string? Answer { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}
