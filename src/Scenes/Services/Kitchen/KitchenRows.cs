using Linli.Platform.Data;

namespace Linli.Services.Kitchen;

/// <summary>What somebody can eat (饮食要求).</summary>
internal enum Diet
{
    /// <summary>普通.</summary>
    Normal,

    /// <summary>软食.</summary>
    Soft,

    /// <summary>低盐.</summary>
    LowSalt,

    /// <summary>低糖.</summary>
    LowSugar,

    /// <summary>素食.</summary>
    Vegetarian,
}

/// <summary>Age on the day of the meal, as the tariffs of the canteen tell ages apart (R26): what is settled later.</summary>
internal enum AgeClass
{
    /// <summary>不满 70 周岁.</summary>
    Under70,

    /// <summary>70–79 周岁.</summary>
    Seventies,

    /// <summary>80 周岁及以上.</summary>
    Eighty,
}

/// <summary>A central kitchen (中央厨房) with the rules of its place: they are data, with their source.</summary>
internal sealed class CentralKitchen : IScoped
{
    public required string Code { get; init; }

    /// <summary>The place whose staff run it.</summary>
    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    /// <summary>Minutes after midnight of the evening before, local time, at which orders close.</summary>
    public int CutOffMinutes { get; set; } = 20 * 60;

    /// <summary>Minutes after midnight at which the boxes are filled: eat-by counts from here.</summary>
    public int PackedMinutes { get; set; } = (10 * 60) + 45;

    /// <summary>Minutes after midnight at which vans are to leave.</summary>
    public int LeaveMinutes { get; set; } = 11 * 60;

    public int EatWithinMinutes { get; set; } = 120;

    public int SampleGrams { get; set; } = KitchenRules.SampleGrams;

    public int SampleHours { get; set; } = KitchenRules.SampleHours;

    /// <summary>Tenths of a degree Celsius.</summary>
    public int HotTenths { get; set; } = KitchenRules.HotTenths;

    public int KmPerHour { get; set; } = 30;

    /// <summary>Minutes a hand-over takes.</summary>
    public int StopMinutes { get; set; } = 4;

    /// <summary>Minutes after the planned arrival from which a van counts as late.</summary>
    public int LateAfterMinutes { get; set; } = 15;

    public required string Source { get; set; }
}

/// <summary>A village (村社) that the kitchen cooks for. Its staff are a team.</summary>
internal sealed class Village : IScoped
{
    public required string Code { get; init; }

    public required string Kitchen { get; init; }

    /// <summary>The place of the kitchen.</summary>
    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string Team { get; set; }

    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    public required int Position { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>One day of a kitchen: its menu, its orders, its sheet.</summary>
internal sealed class KitchenDay : IScoped
{
    public required Guid Id { get; init; }

    public required string Kitchen { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>When orders close, UTC; kept with the day, so that a later change of the rule moves no day that is open.</summary>
    public required DateTimeOffset CutOffAt { get; init; }

    /// <summary>When the sheet was frozen. From then on nothing reopens the day, whatever the clock says.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>0 while orders are open, 1 for the frozen sheet, one more for each amendment.</summary>
    public int Version { get; set; }

    /// <summary>Why vans left although a sample was missing.</summary>
    public string? OverrideReason { get; set; }

    public Guid? OverrideBy { get; set; }

    public DateTimeOffset? OverrideAt { get; set; }
}

/// <summary>A dish of a day.</summary>
internal sealed class MealDish
{
    public required Guid Day { get; init; }

    /// <summary>1 to 12 small letters, digits, hyphens; unique on the day.</summary>
    public required string Code { get; init; }

    public required int Position { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Codes of allergens, separated by blanks.</summary>
    public required string Allergens { get; init; }
}

/// <summary>A set meal of a day (套餐): one box of dishes.</summary>
internal sealed class MealSet
{
    public required Guid Day { get; init; }

    public required string Code { get; init; }

    public required int Position { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Codes of its dishes, separated by blanks.</summary>
    public required string Dishes { get; init; }
}

/// <summary>Boxes a village orders for people it does not name.</summary>
internal sealed class HeadCount
{
    public required Guid Day { get; init; }

    public required string Village { get; init; }

    public required string Set { get; init; }

    public required Diet Diet { get; init; }

    public required AgeClass Age { get; init; }

    public required int Count { get; set; }
}

/// <summary>An elder with a standing order (固定用餐老人).</summary>
internal sealed class VillageElder : IScoped
{
    public required Guid Id { get; init; }

    public required string Village { get; init; }

    public required string Scope { get; init; }

    public required string Name { get; set; }

    public required DateOnly BirthDate { get; set; }

    public required string Set { get; set; }

    public required Diet Diet { get; set; }

    /// <summary>Bit 0 is Monday, bit 6 Sunday.</summary>
    public required int Weekdays { get; set; }

    /// <summary>Codes of allergens, separated by blanks, encrypted: health.</summary>
    public Platform.Security.Sealed? Allergies { get; set; }

    public required DateOnly From { get; set; }

    public DateOnly? Until { get; set; }

    /// <summary>The person of the register, once they or their family have linked it.</summary>
    public Guid? Person { get; set; }

    /// <summary>Keyed hash of the code by which the elder or the family links it.</summary>
    public string? LinkHash { get; set; }

    public DateTimeOffset? LinkUntil { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Days on which an elder does not eat (停餐), both included.</summary>
internal sealed class ElderPause
{
    public required Guid Id { get; init; }

    public required Guid Elder { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Account that asked for it.</summary>
    public Guid? By { get; init; }
}

/// <summary>What an elder wants on one day, whatever the standing order says.</summary>
internal sealed class ElderChoice
{
    public required Guid Elder { get; init; }

    public required DateOnly Day { get; init; }

    public required bool Eats { get; set; }

    public string? Set { get; set; }
}

/// <summary>Boxes on a frozen sheet: those at the cut-off (version 1) and those of each amendment. Never changed.</summary>
internal sealed class SheetLine
{
    public required Guid Id { get; init; }

    public required Guid Day { get; init; }

    public required string Village { get; init; }

    public required int Version { get; init; }

    public required string Set { get; init; }

    public required Diet Diet { get; init; }

    public required AgeClass Age { get; init; }

    /// <summary>Below zero where an amendment takes boxes off.</summary>
    public required int Count { get; init; }
}

/// <summary>How many elders of a village must not eat something; without names.</summary>
internal sealed class SheetAllergy
{
    public required Guid Day { get; init; }

    public required string Village { get; init; }

    public required string Allergen { get; init; }

    public required int Count { get; init; }
}

/// <summary>That a named elder was on the frozen sheet: for the list of the village and for settlement by person.</summary>
internal sealed class ElderMeal
{
    public required Guid Day { get; init; }

    public required Guid Elder { get; init; }

    public required string Village { get; init; }

    public required string Set { get; init; }

    public required Diet Diet { get; init; }

    public required AgeClass Age { get; init; }
}

/// <summary>How far an extra is.</summary>
internal enum ExtraState
{
    /// <summary>待厨房批准.</summary>
    Asked,

    /// <summary>已批准.</summary>
    Approved,

    /// <summary>未批准.</summary>
    Refused,
}

/// <summary>A change after the cut-off (临时加减餐): asked for with a reason, decided by the kitchen.</summary>
internal sealed class MealExtra : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Day { get; init; }

    public required string Scope { get; init; }

    public required string Village { get; init; }

    public required string Set { get; init; }

    public required Diet Diet { get; init; }

    public required AgeClass Age { get; init; }

    public required int Count { get; init; }

    public required string Reason { get; init; }

    public required Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }

    public ExtraState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? Why { get; set; }
}
