using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Places.Hours;

/// <summary>Open or closed in words.</summary>
internal static class OpenWords
{
    public static Phrase Say(OpenNow state, DateTimeOffset now)
    {
        var changes = state.ChangesAt is { } change ? When(change, now) : default(Phrase?);
        var when = changes ?? new Phrase("", "");
        return (state.IsOpen, state.Holiday) switch
        {
            (null, _) => ("开放时间请电话确认", "Please ask by telephone when it is open"),
            (true, _) when changes is null => ("开放中", "Open"),
            (true, _) => ($"开放中，{when.Zh}关门", $"Open until {when.En}"),
            (false, { } holiday) when changes is null => ($"今天休息（{holiday}）", $"Closed today ({holiday})"),
            (false, { } holiday) => ($"现在休息（{holiday}），{when.Zh}开门", $"Closed ({holiday}), opens {when.En}"),
            _ when changes is null => ("现在休息", "Closed"),
            _ => ($"现在休息，{when.Zh}开门", $"Closed, opens {when.En}"),
        };
    }

    private static Phrase When(DateTimeOffset instant, DateTimeOffset now)
    {
        var local = LocalTime.ToLocal(instant);
        var days = LocalTime.DateOf(instant).DayNumber - LocalTime.DateOf(now).DayNumber;
        // Midnight at the end of today reads better as 24:00 of today.
        if (local.TimeOfDay == TimeSpan.Zero && days == 1)
            return ("24:00 ", "midnight");
        var clock = local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return days switch
        {
            0 => ($"{clock} ", clock),
            1 => ($"明天 {clock} ", $"{clock} tomorrow"),
            < 7 => (local.ToString("ddd", System.Globalization.CultureInfo.GetCultureInfo("zh-CN")) + $" {clock} ",
                local.ToString("ddd", System.Globalization.CultureInfo.InvariantCulture) + $" {clock}"),
            _ => ($"{local.Month}月{local.Day}日 {clock} ", local.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture) + $" {clock}"),
        };
    }
}
