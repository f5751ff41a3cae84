using System.Globalization;
using Linli.Ledger;
using Linli.Platform.Time;

namespace Linli.WeChatPay;

/// <summary>
/// Reads WeChat Pay's daily bill (交易账单): CSV whose values begin with a grave accent, instants in local time, yuan with two
/// decimals; the last two lines are totals. A value may hold commas, such as the name of something another till of the same merchant sold.
/// </summary>
internal static class WeChatBill
{
    /// <exception cref="FormatException">It is not such a bill.</exception>
    public static List<ProviderLine> Read(string text)
    {
        var rows = text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (rows.Length == 0)
            return [];
        var heading = rows[0].Split(',').Select((name, at) => (name.Trim(), at)).ToDictionary(h => h.Item1, h => h.at, StringComparer.Ordinal);
        return [.. rows.Skip(1).TakeWhile(r => r.StartsWith('`')).Select(r => Line(r[1..].Split(",`").Select(v => v.Trim()).ToArray(), heading))];
    }

    private static ProviderLine Line(string[] values, Dictionary<string, int> heading)
    {
        string Of(string column) => heading.TryGetValue(column, out var at) && at < values.Length ? values[at] : "";
        var refund = Of("交易状态") == "REFUND" ? Of("商户退款单号") : null;
        var local = DateTime.ParseExact(Of("交易时间"), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return new(
            Of("商户订单号"), Of("微信订单号"), Fen(Of(refund is null ? "订单金额" : "申请退款金额")),
            new DateTimeOffset(local, LocalTime.Offset).ToUniversalTime(), refund);
    }

    private static long Fen(string yuan) => (long)(decimal.Parse(yuan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * 100m);
}
