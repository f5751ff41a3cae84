using NetTopologySuite.Geometries;

namespace Linli.SensorThings.Query;

/// <summary>The functions of filters.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, (int Least, int Most, Func<object?[], object?> Act)> All = new(StringComparer.Ordinal)
    {
        ["substringof"] = (2, 2, a => Texts(a, (part, whole) => whole.Contains(part, StringComparison.Ordinal))),
        ["contains"] = (2, 2, a => Texts(a, (whole, part) => whole.Contains(part, StringComparison.Ordinal))),
        ["startswith"] = (2, 2, a => Texts(a, (whole, part) => whole.StartsWith(part, StringComparison.Ordinal))),
        ["endswith"] = (2, 2, a => Texts(a, (whole, part) => whole.EndsWith(part, StringComparison.Ordinal))),
        ["indexof"] = (2, 2, a => Texts(a, (whole, part) => (double)whole.IndexOf(part, StringComparison.Ordinal))),
        ["concat"] = (2, 2, a => Texts(a, string.Concat)),
        ["substring"] = (2, 3, Substring),
        ["length"] = (1, 1, a => a[0] is string s ? (double)s.Length : null),
        ["tolower"] = (1, 1, a => (a[0] as string)?.ToLowerInvariant()),
        ["toupper"] = (1, 1, a => (a[0] as string)?.ToUpperInvariant()),
        ["trim"] = (1, 1, a => (a[0] as string)?.Trim()),
        ["year"] = (1, 1, a => Part(a, t => t.Year)),
        ["month"] = (1, 1, a => Part(a, t => t.Month)),
        ["day"] = (1, 1, a => Part(a, t => t.Day)),
        ["hour"] = (1, 1, a => Part(a, t => t.Hour)),
        ["minute"] = (1, 1, a => Part(a, t => t.Minute)),
        ["second"] = (1, 1, a => Part(a, t => t.Second)),
        ["fractionalseconds"] = (1, 1, a => Part(a, t => t.Ticks % TimeSpan.TicksPerSecond / (double)TimeSpan.TicksPerSecond)),
        ["date"] = (1, 1, a => Values.Instant(a[0]) is { } t ? new DateTimeOffset(t.UtcDateTime.Date, TimeSpan.Zero) : null),
        ["time"] = (1, 1, a => Part(a, t => t.TimeOfDay.TotalSeconds)),
        ["totaloffsetminutes"] = (1, 1, a => Part(a, t => t.Offset.TotalMinutes)),
        ["now"] = (0, 0, _ => null), // answered by the evaluator, which has the clock
        ["mindatetime"] = (0, 0, _ => DateTimeOffset.MinValue),
        ["maxdatetime"] = (0, 0, _ => DateTimeOffset.MaxValue),
        ["round"] = (1, 1, a => Number(a, n => Math.Round(n, MidpointRounding.AwayFromZero))),
        ["floor"] = (1, 1, a => Number(a, Math.Floor)),
        ["ceiling"] = (1, 1, a => Number(a, Math.Ceiling)),
        ["geo.distance"] = (2, 2, a => Shapes(a, (x, y) => x.Distance(y))), // in degrees, as the coordinate system of the data has it
        ["geo.length"] = (1, 1, a => Values.Shape(a[0])?.Length),
        ["geo.intersects"] = (2, 2, a => Shapes(a, (x, y) => x.Intersects(y))),
        ["st_equals"] = (2, 2, a => Shapes(a, (x, y) => x.EqualsTopologically(y))),
        ["st_disjoint"] = (2, 2, a => Shapes(a, (x, y) => x.Disjoint(y))),
        ["st_touches"] = (2, 2, a => Shapes(a, (x, y) => x.Touches(y))),
        ["st_within"] = (2, 2, a => Shapes(a, (x, y) => x.Within(y))),
        ["st_overlaps"] = (2, 2, a => Shapes(a, (x, y) => x.Overlaps(y))),
        ["st_crosses"] = (2, 2, a => Shapes(a, (x, y) => x.Crosses(y))),
        ["st_intersects"] = (2, 2, a => Shapes(a, (x, y) => x.Intersects(y))),
        ["st_contains"] = (2, 2, a => Shapes(a, (x, y) => x.Contains(y))),
        ["st_relate"] = (3, 3, a => a[2] is string { Length: 9 } pattern ? Shapes(a, (x, y) => x.Relate(y, pattern)) : null),
    };

    /// <summary>A call, when there is such a function with so many arguments.</summary>
    public static Call Check(Call call)
    {
        if (!All.TryGetValue(call.Name, out var function))
            throw Fault.Of("$filter", $"不支持函数 {call.Name}。", $"There is no function {call.Name} here; there are: {string.Join(", ", All.Keys)}.");
        return call.Arguments.Count >= function.Least && call.Arguments.Count <= function.Most
            ? call
            : throw Fault.Of("$filter", $"函数 {call.Name} 的参数个数不对。", $"The function {call.Name} takes {function.Least} arguments.");
    }

    public static object? Carry(string name, object?[] arguments) => All[name].Act(arguments);

    private static object? Texts(object?[] a, Func<string, string, object> act) => a[0] is string x && a[1] is string y ? act(x, y) : null;

    private static object? Shapes(object?[] a, Func<Geometry, Geometry, object> act) =>
        Values.Shape(a[0]) is { } x && Values.Shape(a[1]) is { } y ? act(x, y) : null;

    private static double? Part(object?[] a, Func<DateTimeOffset, double> act) => Values.Instant(a[0]) is { } t ? act(t) : null;

    private static double? Number(object?[] a, Func<double, double> act) => a[0] is double n ? act(n) : null;

    private static string? Substring(object?[] a)
    {
        if (a[0] is not string text || a[1] is not double from || from < 0 || from > text.Length)
            return null;
        var rest = text[(int)from..];
        return a.Length == 3 && a[2] is double length && length >= 0 && length < rest.Length ? rest[..(int)length] : rest;
    }
}
