using System.Text.Json;
using Linli.Ledger;
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
