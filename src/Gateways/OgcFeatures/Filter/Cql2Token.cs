using System.Text;

namespace Linli.OgcFeatures.Filter;

internal enum TokenKind
{
    Name,
    Text,
    Number,
    Sign,
    End,
}

/// <summary>A word of a CQL2 text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The word; of texts and quoted names without their quotes.</param>
/// <param name="At">Where it begins, from 0.</param>
/// <param name="Quoted">A name in double quotes, which is never a keyword.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int At, bool Quoted = false)
{
    public bool Is(string keyword) => Kind is TokenKind.Name or TokenKind.Sign && !Quoted && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts a CQL2 text into its words.</summary>
internal static class Cql2Lexer
{
    /// <exception cref="Cql2Exception">Something is no word.</exception>
    public static List<Token> Cut(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (c is '\'' or '"')
                tokens.Add(Quoted(text, ref at));
            else if (char.IsAsciiDigit(c) || (c is '.' or '-' or '+' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] == '.')))
                tokens.Add(Run(text, ref at, TokenKind.Number, IsNumber));
            else if (char.IsLetter(c) || c == '_')
                tokens.Add(Run(text, ref at, TokenKind.Name, (t, i, _) => char.IsLetterOrDigit(t[i]) || t[i] is '_' or '.' or ':'));
            else if (at + 1 < text.Length && text.AsSpan(at, 2) is "<>" or "<=" or ">=")
                tokens.Add(new(TokenKind.Sign, text.Substring(at, 2), (at += 2) - 2));
            else if (c is '<' or '>' or '=' or '(' or ')' or ',')
                tokens.Add(new(TokenKind.Sign, c.ToString(), at++));
            else
                throw new Cql2Exception(at, $"'{c}' has no meaning here");
        }

        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    // A backslash before % or _ stays: it belongs to LIKE.
    private const string Escapes = "'abtnvfr";
    private const string Meant = "'\a\b\t\n\v\f\r";

    // 'It''s' and 'It\'s' are the same text.
    private static Token Quoted(string text, ref int at)
    {
        var (begin, quote) = (at, text[at]);
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
            if (text[at] == '\\' && quote == '\'' && at + 1 < text.Length && Escapes.IndexOf(text[at + 1], StringComparison.Ordinal) is var escape and >= 0)
            {
                value.Append(Meant[escape]);
                at++;
            }
            else if (text[at] != quote)
                value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == quote)
                value.Append(text[at++]);
            else
                return new(quote == '"' ? TokenKind.Name : TokenKind.Text, value.ToString(), (begin, at++).begin, quote == '"');
        throw new Cql2Exception(begin, "the closing quote is missing");
    }

    private static Token Run(string text, ref int at, TokenKind kind, Func<string, int, int, bool> belongs)
    {
        var begin = at++;
        while (at < text.Length && belongs(text, at, begin))
            at++;
        return new(kind, text[begin..at], begin);
    }

    private static bool IsNumber(string text, int at, int begin) =>
        char.IsAsciiDigit(text[at]) || text[at] is '.' or 'e' or 'E' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E');
}

/// <summary>A text that is no CQL2 filter for this collection.</summary>
internal sealed class Cql2Exception(int at, string message) : Exception(message)
{
    /// <summary>Where, from 0.</summary>
    public int At => at;
}
