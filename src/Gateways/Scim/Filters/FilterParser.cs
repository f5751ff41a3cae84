using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;

namespace Linli.Scim.Filters;

/// <summary>
/// Reads filters and paths by the grammar of RFC 7644, figure 1: <c>not</c> binds before <c>and</c> before <c>or</c>, names
/// and operators in any case.
/// </summary>
internal sealed class FilterParser
{
    private const int Longest = 4000;
    private const int Deepest = 30;
    private static readonly string[] Operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

    private readonly Words words;
    private readonly Func<string, AttributePath?> resolve;

    private FilterParser(Words words, Func<string, AttributePath?> resolve) => (this.words, this.resolve) = (words, resolve);

    /// <summary>A whole filter.</summary>
    public static Result<Filter> Filter(ResourceType kind, string text) => Read<Filter>(kind, text, Faults.InvalidFilter, "filter", parser => parser.Alternatives(0));

    /// <summary>Where a change goes: <c>active</c>, <c>name.givenName</c>, <c>emails[type eq "work"].value</c>.</summary>
    public static Result<Target> Path(ResourceType kind, string text) => Read<Target>(kind, text, Faults.InvalidPath, "path", parser => parser.Place());

    private static Result<T> Read<T>(ResourceType kind, string text, string scimType, string field, Func<FilterParser, T> read)
    {
        try
        {
            if (text.Length > Longest)
                throw new GrammarException("太长。", "it is too long.");
            var words = new Words(text);
            var parser = new FilterParser(words, kind.Resolve);
            var result = read(parser);
            if (words.Next is { } rest)
                throw new GrammarException($"“{rest}” 多余。", $"'{rest}' is not expected here.");
            return result;
        }
        catch (GrammarException e)
        {
            return Faults.Invalid(field, scimType, $"{field} 无法理解：{e.Zh}", $"The {field} cannot be understood: {e.En}");
        }
    }

    private Filter Alternatives(int depth)
    {
        var left = Together(depth);
        while (words.Skip("or"))
            left = new Either(left, Together(depth));
        return left;
    }

    private Filter Together(int depth)
    {
        var left = Single(depth);
        while (words.Skip("and"))
            left = new Both(left, Single(depth));
        return left;
    }

    private Filter Single(int depth)
    {
        if (depth > Deepest)
            throw new GrammarException("括号太多。", "it is nested too deeply.");
        if (words.Skip("not"))
        {
            words.Expect("(");
            return new Not(Closed(depth));
        }

        return words.Skip("(") ? Closed(depth) : Condition(depth);
    }

    private Filter Closed(int depth)
    {
        var inner = Alternatives(depth + 1);
        words.Expect(")");
        return inner;
    }

    private Filter Condition(int depth)
    {
        var path = Attribute();
        if (words.Skip("["))
            return new Some(path, Inner(path, depth));
        if (words.Skip("pr"))
            return new Comparison(path, "pr", null);
        var how = words.Take()?.ToLowerInvariant();
        if (how is null || !Operators.Contains(how))
            throw new GrammarException($"“{how}” 不是比较符。", $"'{how}' is no operator.");
        return Compare(path, how, words.Value());
    }

    private static Comparison Compare(AttributePath path, string how, JsonNode? value)
    {
        var leaf = path.Leaf;
        if (leaf is null || (leaf.Type == "complex" && leaf.Find("value") is null) || leaf.Returned == "never")
            throw new GrammarException("该属性不能比较。", "this attribute cannot be compared.");
        var kind = value?.GetValueKind();
        if (leaf.Type == "boolean" && (how is not ("eq" or "ne") || (kind == JsonValueKind.String && !bool.TryParse(value!.GetValue<string>(), out _))
            || kind is not (null or JsonValueKind.True or JsonValueKind.False or JsonValueKind.String)))
            throw new GrammarException($"{leaf.Name} 只能与 true 或 false 比较是否相等。", $"{leaf.Name} can only equal true or false.");
        if (leaf.Type != "boolean" && ((value is null && how is not ("eq" or "ne")) || kind is JsonValueKind.True or JsonValueKind.False))
            throw new GrammarException($"{leaf.Name} 应与文字比较。", $"{leaf.Name} must be compared with a text.");
        return new(path, how, value);
    }

    private Filter Inner(AttributePath path, int depth)
    {
        if (path is not { Sub: null, Attribute: { Type: "complex" } attribute })
            throw new GrammarException("方括号前应为复合属性。", "brackets follow an attribute with parts.");
        var inside = new FilterParser(words, name => attribute.Find(name) is { } sub ? new(null, sub, null) : null);
        var filter = inside.Alternatives(depth + 1);
        words.Expect("]");
        return filter;
    }

    private Target Place()
    {
        var path = Attribute();
        if (!words.Skip("["))
            return new(path, null);
        var filter = Inner(path, 0);
        if (words.Next is not ['.', .. var name])
            return new(path, filter);
        words.Take();
        return path.Attribute!.Find(name) is { } sub
            ? new(path with { Sub = sub }, filter)
            : throw new GrammarException($"没有属性 {name}。", $"there is no attribute {name}.");
    }

    private AttributePath Attribute()
    {
        var name = words.Take() ?? throw new GrammarException("不完整。", "it ends too early.");
        return resolve(name) ?? throw new GrammarException($"没有属性 {name}。", $"there is no attribute {name}.");
    }
}

/// <summary>Where a change goes.</summary>
/// <param name="Path">The attribute.</param>
/// <param name="Filter">Which values of a list; <c>null</c> for all.</param>
internal sealed record Target(AttributePath Path, Filter? Filter);

/// <summary>What is wrong with a filter or path; never leaves the parser.</summary>
internal sealed class GrammarException(string zh, string en) : Exception(en)
{
    public string Zh => zh;

    public string En => Message;
}
