using System.Globalization;
using System.Text.RegularExpressions;

namespace Linli.SensorThings.Query;

/// <summary>Kinds of words in a filter.</summary>
internal enum TokenKind
{
    Name,
    Text,
    Number,
    Instant,
    Geometry,
    Duration,
    Open,
    Close,
    Comma,
    End,
}

/// <summary>A word of a filter.</summary>
internal readonly record struct Token(TokenKind Kind, string Text);

/// <summary>Cuts a filter into words.</summary>
internal static partial class Tokens
{
    private const int Longest = 8000;

    public static List<Token> Of(string filter)
    {
        if (filter.Length > Longest)
            throw Fault.Of("$filter", "筛选条件过长。", "The filter is too long.");
        var tokens = new List<Token>();
        for (var at = 0; at < filter.Length;)
        {
            if (char.IsWhiteSpace(filter[at]))
            {
                at++;
                continue;
            }

            var (token, length) = Next(filter, at);
            tokens.Add(token);
            at += length;
        }

        tokens.Add(new(TokenKind.End, ""));
        return tokens;
    }

    private static (Token Token, int Length) Next(string filter, int at)
    {
        switch (filter[at])
        {
            case '(':
                return (new(TokenKind.Open, "("), 1);
            case ')':
                return (new(TokenKind.Close, ")"), 1);
            case ',':
                return (new(TokenKind.Comma, ","), 1);
            case '\'':
                var (text, length) = Quoted(filter, at);
                return (new(TokenKind.Text, text), length);
        }

        if (string.Compare(filter, at, "geography'", 0, 10, StringComparison.OrdinalIgnoreCase) == 0)
        {
            var (wkt, length) = Quoted(filter, at + 9);
            return (new(TokenKind.Geometry, wkt), 9 + length);
        }

        if (string.Compare(filter, at, "duration'", 0, 9, StringComparison.OrdinalIgnoreCase) == 0)
        {
            var (lasting, length) = Quoted(filter, at + 8);
            return (new(TokenKind.Duration, lasting), 8 + length);
        }

        if (TimeOfDay().Match(filter, at) is { Success: true } time)
            return (new(TokenKind.Number, TimeSpan.Parse(time.Value, CultureInfo.InvariantCulture).TotalSeconds.ToString("R", CultureInfo.InvariantCulture)), time.Length);
        if (Instant().Match(filter, at) is { Success: true } instant)
            return (new(TokenKind.Instant, instant.Value), instant.Length);
        if (Number().Match(filter, at) is { Success: true } number)
            return (new(TokenKind.Number, number.Value), number.Length);
        if (Name().Match(filter, at) is { Success: true } name)
            return (new(TokenKind.Name, name.Value), name.Length);
        throw Fault.Of("$filter", $"第 {at + 1} 个字符处无法读懂。", string.Create(CultureInfo.InvariantCulture, $"It cannot be read from character {at + 1} on."));
    }

    private static (string Text, int Length) Quoted(string filter, int at)
    {
        var text = new System.Text.StringBuilder();
        for (var i = at + 1; i < filter.Length; i++)
        {
            if (filter[i] != '\'')
                text.Append(filter[i]);
            else if (i + 1 < filter.Length && filter[i + 1] == '\'')
                text.Append(filter[i++]);
            else
                return (text.ToString(), i - at + 1);
        }

        throw Fault.Of("$filter", "缺少结束的单引号。", "A quotation mark is missing.");
    }

    [GeneratedRegex(@"\G\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?")]
    private static partial Regex Instant();

    // As the function time gives it: seconds of the day.
    [GeneratedRegex(@"\G([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"\G-?\d+(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\G@?[A-Za-z_][A-Za-z0-9_.@]*(/@?[A-Za-z_][A-Za-z0-9_.@-]*)*")]
    private static partial Regex Name();
}
