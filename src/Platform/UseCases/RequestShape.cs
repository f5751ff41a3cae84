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

    /// <summary>Whether a body is looked at: a record class of ours, or a list of them.</summary>
    public static bool CoversBody(Type type) => Covers(type) || (IsList(type) && Implemented(type, typeof(IEnumerable<>)) is { } list && Covers(list.GetGenericArguments()[0]));

    /// <summary>What is wrong, each with the path of its field as JSON writes it, such as <c>items[2].code</c>; the first twenty.</summary>
    /// <param name="request">What came.</param>
    /// <param name="whole">Whether it is the whole request: a body may leave out what its address names, but no list.</param>
    public static List<Problem> FaultsOf(object request, bool whole = true)
    {
        var problems = new List<Problem>();
        if (request is ICollection list)
            LookThrough(list, new(true, true, null, null), "", problems);
        else
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
                case { } day when IsOutOfCalendar(day):
                    problems.Add(OutOfCalendar(field));
                    break;
                case IEnumerable list when rows && part.Elements is { } elements && (list is ICollection || part.Counted):
                    LookThrough(list, elements, field, problems);
                    break;
                case { } value when part.Record:
                    Look(value, field + '.', true, problems);
                    break;
            }
        }
    }

    private static void LookThrough(IEnumerable list, Elements elements, string field, List<Problem> problems)
    {
        var i = 0;
        foreach (var element in list)
        {
            if (problems.Count >= MostProblems)
                return;
            var (at, value) = elements.Value is { } valueOf
                ? ($"{field}.{elements.Key!.GetValue(element)}", valueOf.GetValue(element)) : ($"{field}[{i++}]", element);
            if (value is null && elements.Needed)
                problems.Add(Missing(at));
            else if (IsOutOfCalendar(value))
                problems.Add(OutOfCalendar(at));
            else if (value is not null && elements.Records)
                Look(value, at + '.', true, problems);
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
            return IsDay(type) ? new(property, name, false, false, false, null) : null;
        var known = nulls.Create(property);
        return new(property, name, known.ReadState == NullabilityState.NotNull, IsList(type), Covers(type), ElementsOf(type, known), Implemented(type, typeof(IReadOnlyCollection<>)) is not null);
    }

    private static Elements? ElementsOf(Type type, NullabilityInfo known)
    {
        if (!IsList(type) || Implemented(type, typeof(IEnumerable<>))?.GetGenericArguments()[0] is not { } each)
            return null;
        var pair = each.IsGenericType && each.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? each : null;
        var element = known.ElementType ?? (known.GenericTypeArguments is [.., var last] ? last : null);
        if (element is null)
            return null;
        var looks = new Elements(
            element.ReadState == NullabilityState.NotNull && !element.Type.IsValueType, Covers(element.Type), pair?.GetProperty(nameof(KeyValuePair<,>.Key)), pair?.GetProperty(nameof(KeyValuePair<,>.Value)));
        return looks.Needed || looks.Records || IsDay(Nullable.GetUnderlyingType(element.Type) ?? element.Type) ? looks : null;
    }

    private static Type? Implemented(Type type, Type generic) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == generic);

    private static bool IsDay(Type type) => type == typeof(DateOnly) || type == typeof(DateTimeOffset);

    private static bool IsOutOfCalendar(object? value) => value is DateOnly { Year: < EarliestYear or > LatestYear } or DateTimeOffset { Year: < EarliestYear or > LatestYear };

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    private static Problem Missing(string field) =>
        Problem.Invalid(field, "missing", "缺少这一项，请填写。", "This is missing: fill it in.");

    private static Problem OutOfCalendar(string field) => Problem.Invalid(
        field, DayCode, $"日期不对或没有填：年份应在 {EarliestYear}–{LatestYear} 之间。", $"This day is missing or cannot be: its year lies between {EarliestYear} and {LatestYear}.");

    // Counted: its type says that it lies in memory. What could be read only once is the request's own matter.
    private sealed record Part(PropertyInfo Property, string Name, bool Needed, bool List, bool Record, Elements? Elements, bool Counted = false);

    /// <summary>What a list holds; of a dictionary its values are looked at.</summary>
    private sealed record Elements(bool Needed, bool Records, PropertyInfo? Key, PropertyInfo? Value);
}
