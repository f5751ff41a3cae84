using System.Globalization;
using Linli.OgcFeatures.Collections;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.OgcFeatures.Filter;

/// <summary>Whether a feature passes; <c>null</c> when that cannot be said because a property is missing.</summary>
internal delegate bool? Test(GeoFeature feature);

/// <summary>
/// Filters in CQL2 text (OGC 21-065r2): comparisons, LIKE, BETWEEN, IN, IS NULL, CASEI, spatial functions with points, boxes and
/// further WKT, joined by AND, OR, NOT. A missing property makes a comparison neither true nor false.
/// </summary>
internal sealed class Cql2
{
    private const int Longest = 4000;
    private const int Deepest = 40;

    private readonly string text;
    private readonly List<Token> tokens;
    private readonly Operands operands;
    private int at;
    private int depth;

    private Cql2(string text, FeatureCollection collection)
    {
        this.text = text;
        tokens = Cql2Lexer.Cut(text);
        operands = new(collection, this);
    }

    /// <summary>Reads a filter for one collection.</summary>
    public static Result<Test> Read(string text, FeatureCollection collection)
    {
        if (text.Length > Longest)
            return Problem.Invalid("filter", "ogc.filter_long", $"过滤条件最长 {Longest} 个字符。", $"A filter has at most {Longest} characters.");
        try
        {
            var reading = new Cql2(text, collection);
            var test = reading.Either();
            return reading.Next.Kind == TokenKind.End ? test : throw reading.Unexpected("AND or OR");
        }
        catch (Cql2Exception e)
        {
            return Problem.Invalid("filter", "ogc.filter",
                $"过滤条件第 {e.At + 1} 个字符处有误：{e.Message}", string.Create(CultureInfo.InvariantCulture, $"The filter is wrong at character {e.At + 1}: {e.Message}."));
        }
    }

    internal Token Next => tokens[at];

    internal Token Take() => tokens[at++];

    internal bool Took(string keyword)
    {
        if (!Next.Is(keyword))
            return false;
        at++;
        return true;
    }

    internal void Must(string keyword)
    {
        if (!Took(keyword))
            throw Unexpected($"'{keyword}'");
    }

    /// <summary>What stands between a name and the bracket that closes it, such as a WKT, name included.</summary>
    internal string TakeBracketed()
    {
        var begin = Take().At;
        var open = 0;
        while (Next.Kind != TokenKind.End)
        {
            var token = Take();
            open += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
            if (open == 0 && token.Is(")"))
                return text[begin..(token.At + 1)];
        }

        throw Unexpected("')'");
    }

    internal Cql2Exception Unexpected(string expected) =>
        new(Next.At, Next.Kind == TokenKind.End ? $"{expected} is missing at the end" : $"{expected} is expected");

    private Test Either()
    {
        var left = Both();
        while (Took("OR"))
        {
            var (one, other) = (left, Both());
            left = f => Or(one(f), () => other(f));
        }

        return left;
    }

    private Test Both()
    {
        var left = Maybe();
        while (Took("AND"))
        {
            var (one, other) = (left, Maybe());
            left = f => And(one(f), () => other(f));
        }

        return left;
    }

    private Test Maybe()
    {
        if (!Took("NOT"))
            return Single();
        Deeper();
        var test = Maybe();
        depth--;
        return f => !test(f);
    }

    private Test Single()
    {
        if (Took("("))
        {
            Deeper();
            var inner = Either();
            depth--;
            Must(")");
            return inner;
        }

        if (Spatial.Find(Next) is { } relation)
            return operands.Spatial(relation);
        if (Next.Is("TRUE") || Next.Is("FALSE"))
        {
            var truth = Next.Is("TRUE");
            if (tokens[at + 1] is { Kind: not TokenKind.Sign } or { Value: ")" })
            {
                at++;
                return _ => truth;
            }
        }

        return operands.Comparison();
    }

    // A filter of brackets alone must not end the process.
    private void Deeper()
    {
        if (++depth > Deepest)
            throw new Cql2Exception(Next.At, "it is nested too deeply");
    }

    private static bool? And(bool? one, Func<bool?> other) => one == false ? false : other() is var two && two == false ? false : one & two;

    private static bool? Or(bool? one, Func<bool?> other) => one == true ? true : one | other();
}
