using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Linli.People.Import;

/// <summary>A date as far as a cell says it.</summary>
/// <param name="Day">The whole date, or <c>null</c> where only year and month are given.</param>
/// <param name="Year">The year.</param>
/// <param name="Month">The month; <c>null</c> where a number of Excel may have lost its last zero (2016.1 for 2016.10).</param>
internal sealed record ReadDate(DateOnly? Day, int Year, int? Month);

/// <summary>Reads dates as people write them: 2016/9/10, 2016.09, 20160910, 2016年9月10日, and the serial numbers of Excel.</summary>
internal static partial class DateReading
{
    private const int FirstSerial = 3654; // 1910-01-01: below it a number is rather a mistake than the birthday of somebody living
    private const int LastSerial = 73050; // 2099-12-31

    public static bool TryRead(string text, out ReadDate? date)
    {
        date = null;
        var plain = text.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('。', '.', '-');
        if (Serial().Match(plain) is { Success: true } serial)
            return FromSerial(int.Parse(serial.Groups[1].ValueSpan, CultureInfo.InvariantCulture), out date);
        if (Compact().Match(plain) is { Success: true } compact)
            return FromParts(compact, out date);
        return Spaced().Match(plain) is { Success: true } spaced && FromParts(spaced, out date)
            && (spaced.Groups["day"].Success || Forget(ref date, plain));
    }

    private static bool Forget(ref ReadDate? date, string plain)
    {
        if (LostZero().IsMatch(plain))
            date = date! with { Month = null };
        return true;
    }

    private static bool FromSerial(int serial, out ReadDate? date)
    {
        date = null;
        if (serial is < FirstSerial or > LastSerial)
            return false;
        var day = DateOnly.FromDateTime(DateTime.FromOADate(serial));
        date = new(day, day.Year, day.Month);
        return true;
    }

    private static bool FromParts(Match match, out ReadDate? date)
    {
        date = null;
        var (year, month) = (Whole(match.Groups["year"])!.Value, Whole(match.Groups["month"])!.Value);
        if (year is < 1880 or > 2200 || month is < 1 or > 12)
            return false;
        if (Whole(match.Groups["day"]) is not { } day)
        {
            date = new(null, year, month);
            return true;
        }

        if (day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new(new DateOnly(year, month, day), year, month);
        return true;
    }

    private static int? Whole(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(\d{4,5})(?:\.0+|\.\d{6,})?$")]
    private static partial Regex Serial();

    [GeneratedRegex(@"^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})?$")]
    private static partial Regex Compact();

    [GeneratedRegex(@"^(?<year>\d{4})\s*[-/.年]\s*(?<month>\d{1,2})(?:\s*[-/.月]\s*(?<day>\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\s*月)?$")]
    private static partial Regex Spaced();

    [GeneratedRegex(@"^\d{4}\.1$")]
    private static partial Regex LostZero();
}
