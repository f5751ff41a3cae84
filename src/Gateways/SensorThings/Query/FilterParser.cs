using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Linli.SensorThings.Query;

/// <summary>Reads a filter: <c>or</c> binds least, then <c>and</c>, comparisons, sums, products, <c>not</c>.</summary>
internal sealed class FilterParser
{
    private const int Deepest = 50;
    private static readonly string[][] Levels = [["or"], ["and"], ["eq", "ne", "gt", "ge", "lt", "le"], ["add", "sub"], ["mul", "div", "mod"]];
    private readonly List<Token> tokens;
    private int at;
    private int depth;

    private FilterParser(List<Token> tokens) => this.tokens = tokens;

    private Token Now => tokens[at];

    /// <summary>Reads a whole filter or order.</summary>
    public static Expression Read(string text)
    {
        var parser = new FilterParser(Tokens.Of(text));
        var read = parser.Level(0);
        if (parser.Now.Kind != TokenKind.End)
            throw parser.Unexpected();
        return read;
    }

    private Expression Level(int level)
    {
        if (level == Levels.Length)
            return Unary();
        if (++depth > Deepest * Levels.Length)
            throw Fault.Of("$filter", "括号嵌套过深。", "The filter is nested too deeply.");
        var left = Level(level + 1);
        while (Now.Kind == TokenKind.Name && Levels[level].Contains(Now.Text))
        {
            var name = tokens[at++].Text;
            left = new Pair(name, left, Level(level + 1));
        }

        depth--;
        return left;
    }

    private Expression Unary()
    {
        if (Now is { Kind: TokenKind.Name, Text: "not" })
        {
            at++;
            return new Not(Unary());
        }

        var token = tokens[at++];
        switch (token.Kind)
        {
            case TokenKind.Open:
                var inner = Level(0);
                Expect(TokenKind.Close);
                return inner;
            case TokenKind.Text:
                return new Literal(token.Text);
            case TokenKind.Number:
                return new Literal(double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Instant:
                return new Literal(Moment(token.Text));
            case TokenKind.Duration:
                return new Literal(Lasting(token.Text));
            case TokenKind.Geometry:
                return new Literal(Shape(token.Text));
            case TokenKind.Name:
                return Named(token.Text);
            default:
                at--;
                throw Unexpected();
        }
    }

    private Expression Named(string name)
    {
        if (Now.Kind != TokenKind.Open)
            return name switch
            {
                "true" => new Literal(true),
                "false" => new Literal(false),
                "null" => new Literal(null),
                _ => new PathTo(name.Split('/')),
            };
        at++;
        var arguments = new List<Expression>();
        while (Now.Kind != TokenKind.Close)
        {
            arguments.Add(Level(0));
            if (Now.Kind == TokenKind.Comma)
                at++;
            else
                break;
        }

        Expect(TokenKind.Close);
        return Functions.Check(new(name, arguments));
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw Fault.Of("$filter", $"时间 {text} 无法读懂。", $"The instant {text} cannot be read.");

    private static TimeSpan Lasting(string text)
    {
        try
        {
            return System.Xml.XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw Fault.Of("$filter", $"时长 {text} 无法读懂，请写成 duration'P1DT2H' 的形式。", $"The duration {text} cannot be read: write it like duration'P1DT2H'.");
        }
    }

    private static Geometry Shape(string wkt)
    {
        try
        {
            return new WKTReader().Read(wkt);
        }
        catch (Exception e) when (e is NetTopologySuite.IO.ParseException or ArgumentException)
        {
            throw Fault.Of("$filter", "几何须为 WKT。", "A geometry is written as WKT, such as geography'POINT (120.2 30.2)'.");
        }
    }

    private void Expect(TokenKind kind)
    {
        if (Now.Kind != kind)
            throw Unexpected();
        at++;
    }

    private Fault Unexpected() => Now.Kind == TokenKind.End
        ? Fault.Of("$filter", "筛选条件不完整。", "The filter ends too early.")
        : Fault.Of("$filter", $"此处不应出现“{Now.Text}”。", $"'{Now.Text}' is not expected there.");
}
