using System.Text.Json.Serialization;

namespace Linli.Ledger;

/// <summary>What is counted (记账单位). Nothing of one unit ever becomes something of another (R20, R21).</summary>
public enum LedgerUnit
{
    /// <summary>分: money, a hundredth of a yuan.</summary>
    Fen,

    /// <summary>积分: thanks for what somebody did; never money.</summary>
    Points,

    /// <summary>志愿服务时长: minutes of volunteering; never money, and never points.</summary>
    VolunteerMinutes,

    /// <summary>医保个人账户, in fen: not the same money as that of a wallet.</summary>
    InsuranceFen,
}

/// <summary>A whole number of one unit. Each unit is a type of its own, so that the compiler keeps them apart.</summary>
/// <typeparam name="TSelf">The unit's type.</typeparam>
public interface IAmount<TSelf> where TSelf : struct, IAmount<TSelf>
{
    /// <summary>The unit.</summary>
    static abstract LedgerUnit Unit { get; }

    /// <summary>How many; below zero is taken away.</summary>
    long Value { get; }
}

/// <summary>Money in fen (分).</summary>
public readonly record struct Fen(long Value) : IAmount<Fen>
{
    /// <inheritdoc/>
    public static LedgerUnit Unit => LedgerUnit.Fen;
}

/// <summary>Community points (积分).</summary>
public readonly record struct Points(long Value) : IAmount<Points>
{
    /// <inheritdoc/>
    public static LedgerUnit Unit => LedgerUnit.Points;
}

/// <summary>Minutes of volunteering (志愿服务时长).</summary>
public readonly record struct VolunteerMinutes(long Value) : IAmount<VolunteerMinutes>
{
    /// <inheritdoc/>
    public static LedgerUnit Unit => LedgerUnit.VolunteerMinutes;
}

/// <summary>Money of a medical insurance account in fen (医保个人账户).</summary>
public readonly record struct InsuranceFen(long Value) : IAmount<InsuranceFen>
{
    /// <inheritdoc/>
    public static LedgerUnit Unit => LedgerUnit.InsuranceFen;
}

/// <summary>An amount that carries its unit with it. Made from a typed amount, and never turned into another unit.</summary>
public readonly record struct Amount
{
    /// <param name="unit">The unit.</param>
    /// <param name="value">How many.</param>
    [JsonConstructor]
    internal Amount(LedgerUnit unit, long value) => (Unit, Value) = (unit, value);

    /// <summary>The unit.</summary>
    public LedgerUnit Unit { get; }

    /// <summary>How many of it.</summary>
    public long Value { get; }

    /// <summary>The typed amount with its unit.</summary>
    public static Amount Of<T>(T amount) where T : struct, IAmount<T> => new(T.Unit, amount.Value);
}
