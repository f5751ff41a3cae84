using System.Globalization;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>Units and amounts as people read them.</summary>
internal static class UnitWords
{
    public static Phrase Name(LedgerUnit unit) => unit switch
    {
        LedgerUnit.Fen => ("钱款", "money"),
        LedgerUnit.Points => ("积分", "points"),
        LedgerUnit.VolunteerMinutes => ("志愿时长", "volunteer time"),
        _ => ("医保账户", "insurance money"),
    };

    /// <summary>The amount with its unit: 3.00 元, 20 分, 2 小时 30 分钟.</summary>
    public static Phrase Words(LedgerUnit unit, long value)
    {
        var sign = value < 0 ? "−" : "";
        var size = Math.Abs(value);
        return unit switch
        {
            LedgerUnit.Fen or LedgerUnit.InsuranceFen => Yuan.Words(value),
            LedgerUnit.Points => ($"{sign}{Grouped(size)} 积分", $"{sign}{Grouped(size)} {(size == 1 ? "point" : "points")}"),
            _ => (sign + Hours(size, " 小时", " 分钟"), sign + Hours(size, " h", " min")),
        };
    }

    /// <summary>The amount as a table writes it: yuan with two decimals, hours as minutes.</summary>
    public static decimal Number(LedgerUnit unit, long value) => unit is LedgerUnit.Fen or LedgerUnit.InsuranceFen ? value / 100m : value;

    /// <summary>The bare figure, under a heading that names the unit.</summary>
    public static string Figure(LedgerUnit unit, long value) => unit is LedgerUnit.Fen or LedgerUnit.InsuranceFen ? Yuan.Figure(value) : Grouped(value);

    /// <summary>What such a heading says.</summary>
    public static Phrase Sign(LedgerUnit unit) => unit switch
    {
        LedgerUnit.Points => ("（分）", "(points)"),
        LedgerUnit.VolunteerMinutes => ("（分钟）", "(min)"),
        _ => ("（元）", "(¥)"),
    };

    private static string Grouped(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Hours(long minutes, string hour, string minute) => (minutes / 60, minutes % 60) switch
    {
        (0, var m) => m.ToString(CultureInfo.InvariantCulture) + minute,
        (var h, 0) => Grouped(h) + hour,
        var (h, m) => Grouped(h) + hour + " " + m.ToString(CultureInfo.InvariantCulture) + minute,
    };
}
