using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Linli.Platform.Results;

namespace Linli.Platform.UseCases;

/// <summary>
/// What every request must be before its own rules look at it, whichever way it came in: what cannot be missing is there, lists
/// hold no nulls, and days lie where one can reckon with them.
/// </summary>
/// <remarks>JSON that leaves a member out, or holds a null in a list, makes such requests in spite of the compiler.</remarks>
internal static class RequestShape
{
    private const int EarliestYear = 1800;
    private const int LatestYear = 2200;
    private const int MostProblems = 20;
    private const string DayCode = "day_out_of_calendar";

    private static readonly ConcurrentDictionary<Type, Part[]> Known = new();

    /// <summary>Whether there is something in a type that is looked at: a record class of ours.</summary>
    public static bool Covers(Type type) =>
        type is { IsClass: true } && type.Assembly.GetName().Name!.StartsWith("Linli.", StringComparison.Ordinal) && type.GetMethod("<Clone>$") is not null;

    /// <summary>What is wrong, each with the path of its field as JSON writes it, such as <c>items[2].code</c>; the first twenty.</summary>
    /// <param name="request">What came.</param>
    /// <param name="whole">Whether it is the whole request: a body may leave out what its address names, but no list.</param>
    public static List<Problem> FaultsOf(object request, bool whole = true)
    {
        var problems = new List<Problem>();
        Look(request, "", whole, problems, request is not IJudgedByRow);
        return problems;
    }

    /// <summary>Whether the request's own rules can look at it in spite of its faults: all of them are days, and nothing is missing.</summary>
    public static bool OnlyDays(IReadOnlyList<Problem> faults) => faults.All(f => f.Code == DayCode);

    private static void Look(object record, string path, bool whole, List<Problem> problems, bool rows = true)
    {
        foreach (var part in Known.GetOrAdd(record.GetType(), PartsOf))
        {
            if (problems.Count >= MostProblems)
                return;
            var field = path + part.Name;
            switch (part.Property.GetValue(record))
            {
                case null when part.Needed && (whole || part.List):
                    problems.Add(Missing(field));
                    break;
                case DateOnly { Year: < EarliestYear or > LatestYear } or DateTimeOffset { Year: < EarliestYear or > LatestYear }:
                    problems.Add(OutOfCalendar(field));
                    break;
                case ICollection list when rows && part.Elements is { } elements:
                    LookThrough(list, elements, field, problems);
                    break;
                case { } value when part.Record:
                    Look(value, field + '.', true, problems);
                    break;
            }
        }
    }

    private static void LookThrough(ICollection list, Elements elements, string field, List<Problem> problems)
    {
        var i = 0;
        foreach (var element in list)
        {
            if (problems.Count >= MostProblems)
                return;
            var at = $"{field}[{i++}]";
            if (element is null && elements.Needed)
                problems.Add(Missing(at));
            else if (element is DateOnly { Year: < EarliestYear or > LatestYear })
                problems.Add(OutOfCalendar(at));
            else if (element is not null && elements.Records)
                Look(element, at + '.', true, problems);
        }
    }

    private static Part[] PartsOf(Type type)
    {
        // Reading what the compiler knew of nulls is not safe from several threads with one context.
        var nulls = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)
            .Select(p => PartOf(p, nulls)).Where(p => p is not null).Select(p => p!)];
    }

    private static Part? PartOf(PropertyInfo property, NullabilityInfoContext nulls)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        if (type.IsValueType)
            return type == typeof(DateOnly) || type == typeof(DateTimeOffset) ? new(property, name, false, false, false, null) : null;
        var known = nulls.Create(property);
        return new(property, name, known.ReadState == NullabilityState.NotNull, IsList(type), Covers(type), ElementsOf(type, known));
    }

    private static Elements? ElementsOf(Type type, NullabilityInfo known)
    {
        if (!IsList(type))
            return null;
        var element = known.ElementType ?? (known.GenericTypeArguments is [var only] ? only : null);
        if (element is null)
            return null;
        var looks = new Elements(element.ReadState == NullabilityState.NotNull && !element.Type.IsValueType, Covers(element.Type));
        return looks.Needed || looks.Records || (Nullable.GetUnderlyingType(element.Type) ?? element.Type) == typeof(DateOnly) ? looks : null;
    }

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    private static Problem Missing(string field) =>
        Problem.Invalid(field, "missing", "缺少这一项，请填写。", "This is missing: fill it in.");

    private static Problem OutOfCalendar(string field) => Problem.Invalid(
        field, DayCode, $"日期不对或没有填：年份应在 {EarliestYear}–{LatestYear} 之间。", $"This day is missing or cannot be: its year lies between {EarliestYear} and {LatestYear}.");

    private sealed record Part(PropertyInfo Property, string Name, bool Needed, bool List, bool Record, Elements? Elements);

    private sealed record Elements(bool Needed, bool Records);
}
