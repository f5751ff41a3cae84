using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Market;

/// <summary>Which tariff holds where and when (价格规则): data with place, first day, last day and source.</summary>
public interface ITariffs
{
    /// <summary>
    /// The version that holds on a day: that of the nearest place, and there the one that began last. <c>null</c> where none does.
    /// </summary>
    Task<TariffInForce?> At(string code, ScopePath place, DateOnly day, CancellationToken cancel);

    /// <summary>A version by its id: what was sold or promised by it keeps to it.</summary>
    Task<TariffInForce> Version(Guid version, CancellationToken cancel);
}

/// <summary>A version of a tariff.</summary>
/// <param name="Version">Id of the version.</param>
/// <param name="Code">Code of the tariff, such as <c>elder-meal</c>.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Jurisdiction">Where it holds.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">Last local day; <c>null</c> while open. A later version ends it too.</param>
/// <param name="Source">Who decided it, and in which paper.</param>
/// <param name="Terms">What it says.</param>
public sealed record TariffInForce(
    Guid Version, string Code, int Number, Phrase Name, ScopePath Jurisdiction, DateOnly From, DateOnly? Until, string Source, TariffTerms Terms);

/// <summary>On which day somebody reaches an age.</summary>
public enum AgeCount
{
    /// <summary>On the birthday (R26). Who was born on 29 February has it on 1 March in years without that day.</summary>
    OnBirthday,

    /// <summary>On the day after the birthday, as some norms count.</summary>
    DayAfterBirthday,
}

/// <summary>Who pays what. Amounts are fen, days local (UTC+8), ages completed years on the day of the meal (R26, R52).</summary>
public sealed record TariffTerms
{
    /// <summary>On which day an age is reached.</summary>
    public AgeCount AgeCount { get; init; }

    /// <summary>Who bears subsidies, by the codes that steps and trials name.</summary>
    public IReadOnlyList<TariffPayer> Payers { get; init; } = [];

    /// <summary>Times in which everybody eats free, guests too (试用期).</summary>
    public IReadOnlyList<TrialPeriod> Trials { get; init; } = [];

    /// <summary>
    /// Deductions in the order in which they are made and shown: prices for each first, then percentages and amounts. Each takes at most
    /// what the ones before it left, so nobody pays less than nothing, and whoever bears a step bears exactly what it took.
    /// </summary>
    public IReadOnlyList<TariffStep> Steps { get; init; } = [];

    /// <summary>How much one person gets at one meal.</summary>
    public IReadOnlyList<TariffLimit> Limits { get; init; } = [];
}

/// <summary>Who bears a subsidy (补贴方).</summary>
/// <param name="Code">Code within the tariff.</param>
/// <param name="Kind">What kind of party.</param>
/// <param name="Key">Which one.</param>
/// <param name="Name">What people call it.</param>
public sealed record TariffPayer(string Code, OwnerKind Kind, string Key, Phrase Name)
{
    /// <summary>The party as the ledger knows it.</summary>
    public AccountOwner Owner => new(Kind, Key);
}

/// <summary>Free for everybody from a day until a day, both included.</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">Last local day.</param>
/// <param name="Payer">Code of who bears it; <c>null</c> for the seller.</param>
/// <param name="Name">What the receipt says.</param>
public sealed record TrialPeriod(DateOnly From, DateOnly Until, string? Payer, Phrase Name)
{
    /// <summary>Whether a day lies in it.</summary>
    public bool Holds(DateOnly day) => From <= day && day <= Until;
}

/// <summary>One deduction: for whom, on what, how much, and who bears it. It says exactly one of the three amounts.</summary>
/// <param name="Code">Code within the tariff.</param>
/// <param name="Name">What the receipt says.</param>
public sealed record TariffStep(string Code, Phrase Name)
{
    /// <summary>What it is made on; everything when left out.</summary>
    public string? Tag { get; init; }

    /// <summary>From this age on.</summary>
    public int? FromAge { get; init; }

    /// <summary>Below this age.</summary>
    public int? BelowAge { get; init; }

    /// <summary>Only for people of this group.</summary>
    public string? Group { get; init; }

    /// <summary>Only when paid from the canteen card (充值).</summary>
    public bool StoredValueOnly { get; init; }

    /// <summary>What one costs the person, in fen, where that is less than the list price.</summary>
    public long? PaysFen { get; init; }

    /// <summary>How much is taken off what is left to pay, in hundredths of a percent: 2000 is a fifth.</summary>
    public int? OffBasisPoints { get; init; }

    /// <summary>How much is taken off once, in fen, at most what is left to pay.</summary>
    public long? OffFen { get; init; }

    /// <summary>Code of who bears it; <c>null</c> for the seller, who then simply gets less.</summary>
    public string? Payer { get; init; }

    /// <summary>
    /// Under which aid it is given (补助名目), where several steps are one: a person gets one step of an aid at a meal, the first that takes
    /// something off, whichever tariff or site gives it. <c>null</c> for a step that stands beside all others.
    /// </summary>
    public string? Aid { get; init; }

    /// <summary>How often one person gets it at one meal; <c>null</c> for as often as they like. Not for percentages.</summary>
    public int? PerMeal { get; init; }
}

/// <summary>How many of one kind a person gets at one meal (一人一餐一份): what keeps one card from fetching meals for others.</summary>
/// <param name="Tag">Of what.</param>
/// <param name="PerMeal">How many, 1 to 99.</param>
public sealed record TariffLimit(string Tag, int PerMeal);
