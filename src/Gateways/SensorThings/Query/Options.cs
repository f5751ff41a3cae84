using System.Globalization;
using Linli.SensorThings.Things;

namespace Linli.SensorThings.Query;

/// <summary>An order.</summary>
internal sealed record OrderBy(Expression By, bool Descending);

/// <summary>Entities to be told along.</summary>
/// <param name="Way">Which way.</param>
/// <param name="Options">What is asked of them.</param>
internal sealed record Expansion(Way Way, Options Options);

/// <summary>The query options of a request, or of an expansion in it.</summary>
internal sealed record Options
{
    public const int DefaultTop = 100;
    public const int MostTop = 1000;
    private const int MostSkip = 100_000;
    private const int Deepest = 6;

    public Expression? Filter { get; private init; }

    public IReadOnlyList<OrderBy> Order { get; private init; } = [];

    public IReadOnlyList<string>? Select { get; private init; }

    public IReadOnlyList<Expansion> Expand { get; private init; } = [];

    public int Top { get; private init; } = DefaultTop;

    public int Skip { get; private init; }

    public bool Count { get; private init; }

    /// <summary>As they were written, to write the link to the next page.</summary>
    public IReadOnlyList<(string Name, string Value)> Written { get; private init; } = [];

    /// <summary>Reads options.</summary>
    /// <param name="set">What is asked for.</param>
    /// <param name="written">Names with values.</param>
    /// <param name="depth">How deep in expansions.</param>
    public static Options Read(EntitySet set, IReadOnlyList<(string Name, string Value)> written, int depth = 0)
    {
        if (depth > Deepest)
            throw Fault.Of("$expand", "展开层数过多。", "Expansions are nested too deeply.");
        var options = new Options { Written = written };
        foreach (var (name, value) in written)
            options = name switch
            {
                "$filter" => options with { Filter = FilterParser.Read(value) },
                "$orderby" => options with { Order = [.. Split(value, ',').Select(Ordered)] },
                "$select" => options with { Select = [.. Split(value, ',').Select(s => Selected(set, s.Trim()))] },
                "$expand" => options with { Expand = Expansions(set, value, depth) },
                "$top" => options with { Top = Math.Min(Number("$top", value, int.MaxValue), MostTop) },
                "$skip" => options with { Skip = Number("$skip", value, MostSkip) },
                "$count" => options with { Count = value switch { "true" => true, "false" => false, _ => throw Fault.Of("$count", "$count 只能为 true 或 false。", "$count is true or false.") } },
                "$resultFormat" when value is "default" => options,
                _ => throw Fault.Of(name, $"不支持参数 {name}。", $"The option {name} is not known here; there are $filter, $orderby, $select, $expand, $top, $skip, $count."),
            };
        return options;
    }

    /// <summary>The same for the page behind this one.</summary>
    public string NextPage()
    {
        var kept = Written.Where(o => o.Name != "$skip").Append(("$skip", (Skip + Top).ToString(CultureInfo.InvariantCulture)));
        return string.Join('&', kept.Select(o => $"{o.Item1}={Uri.EscapeDataString(o.Item2)}"));
    }

    /// <summary>Cuts at a sign, but not within brackets or quotation marks.</summary>
    public static IEnumerable<string> Split(string text, char sign)
    {
        var (start, open, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'')
                quoted = !quoted;
            else if (!quoted && text[i] is '(' or ')')
                open += text[i] == '(' ? 1 : -1;
            else if (!quoted && open == 0 && text[i] == sign)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static OrderBy Ordered(string text)
    {
        text = text.Trim();
        var descending = text.EndsWith(" desc", StringComparison.Ordinal);
        if (descending || text.EndsWith(" asc", StringComparison.Ordinal))
            text = text[..text.LastIndexOf(' ')];
        return new(FilterParser.Read(text), descending);
    }

    private static string Selected(EntitySet set, string name) =>
        name is "id" or "@iot.id" || set.Properties.Contains(name) || set.Find(name) is not null
            ? name
            : throw Fault.Of("$select", $"{set.Name} 没有 {name}。", $"{set.Name} have no {name}; they have: id, {string.Join(", ", set.Properties)}.");

    private static List<Expansion> Expansions(EntitySet set, string text, int depth)
    {
        var expansions = new List<Expansion>();
        foreach (var one in Split(text, ',').Select(s => s.Trim()))
        {
            var open = one.IndexOf('(', StringComparison.Ordinal);
            var (path, inner) = open < 0 ? (one, "") : one.EndsWith(')') ? (one[..open], one[(open + 1)..^1]) : throw Fault.Of("$expand", "括号不成对。", "A bracket is missing.");
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0)
            {
                // A/B is written short for A($expand=B).
                inner = $"$expand={path[(slash + 1)..]}{(open < 0 ? "" : $"({inner})")}";
                path = path[..slash];
            }

            var way = set.Find(path) ?? throw Fault.Of("$expand", $"{set.Name} 没有关联 {path}。", $"{set.Name} lead to no {path}; they lead to: {string.Join(", ", set.Ways.Select(w => w.Name))}.");
            Join(expansions, new(way, Read(way.To, [.. Split(inner, ';').Where(s => s.Length > 0).Select(Named)], depth + 1)));
        }

        return expansions;
    }

    // A/B,A/C asks for A once, with B and C.
    private static void Join(List<Expansion> expansions, Expansion one)
    {
        var at = expansions.FindIndex(e => e.Way == one.Way);
        if (at < 0)
            expansions.Add(one);
        else
            expansions[at] = one with { Options = expansions[at].Options.And(one.Options) };
    }

    private Options And(Options other)
    {
        var expand = new List<Expansion>(Expand);
        foreach (var one in other.Expand)
            Join(expand, one);
        var text = string.Join(',', Written.Concat(other.Written).Where(w => w.Name == "$expand").Select(w => w.Value));
        var said = Written.Any(w => w.Name != "$expand") ? this : other;
        IEnumerable<(string Name, string Value)> written = said.Written.Where(w => w.Name != "$expand");
        return said with { Expand = expand, Written = [.. text.Length == 0 ? written : written.Append(("$expand", text))] };
    }

    private static (string Name, string Value) Named(string option) =>
        option.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign
            ? (option[..sign].Trim(), option[(sign + 1)..].Trim())
            : throw Fault.Of("$expand", $"无法读懂 {option}。", $"'{option}' is no option.");

    private static int Number(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Fault.Of(name, $"{name} 须为不超过 {most} 的非负整数。", $"{name} is a whole number up to {most}, not negative.");
}
