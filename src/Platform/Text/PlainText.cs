using System.Globalization;
using System.Text;

namespace Linli.Platform.Text;

/// <summary>
/// Cleans what people typed before it is stored: plain text and nothing else. Markup is never interpreted or removed,
/// <c>&lt;b&gt;</c> stays the three characters it is; escaping happens where text is shown.
/// </summary>
public static class PlainText
{
    /// <summary>
    /// Cleans a text of several lines: composed characters (NFC), line ends as <c>\n</c>, trailing spaces of lines and
    /// more than one empty line in a row dropped, both ends trimmed; control characters, text-direction overrides,
    /// invisible spaces and broken surrogates removed. Emoji and their joiners stay.
    /// </summary>
    /// <param name="raw">What was typed; <c>null</c> is an empty text.</param>
    /// <param name="maxLength">
    /// The longest text to accept after cleaning, in UTF-16 code units, as <c>maxlength</c> in HTML counts.
    /// </param>
    /// <param name="text">The clean text, whole also when it is too long, so that a message can show by how much.</param>
    /// <returns>Whether the text keeps within <paramref name="maxLength"/>.</returns>
    public static bool TryClean(string? raw, int maxLength, out string text)
    {
        text = "";
        if (string.IsNullOrEmpty(raw))
            return true;

        // Before any work on it: cleaning may shorten a text, but not a hundredfold.
        if (raw.Length > 100L * maxLength + 1000)
        {
            text = raw[..(maxLength + 1)];
            return false;
        }

        text = JoinLines(WithoutInvisible(raw).Normalize(NormalizationForm.FormC));
        return text.Length <= maxLength;
    }

    /// <summary>
    /// Cleans a text of one line, such as a name or title: as <see cref="TryClean"/>, and every run of spaces and line
    /// ends becomes one space.
    /// </summary>
    /// <inheritdoc cref="TryClean" path="/param"/>
    /// <inheritdoc cref="TryClean" path="/returns"/>
    public static bool TryCleanLine(string? raw, int maxLength, out string text)
    {
        var fits = TryClean(raw, maxLength, out text);
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return fits || (text.Length <= maxLength && raw!.Length <= 100L * maxLength + 1000);
    }

    private static string WithoutInvisible(string raw)
    {
        var kept = new StringBuilder(raw.Length);
        var previousWasReturn = false;
        foreach (var rune in raw.EnumerateRunes())
        {
            // CR LF is one line end; CR, vertical tab, form feed and the Unicode separators are line ends too.
            if (rune.Value is '\r' or '\n' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029)
            {
                if (rune.Value != '\n' || !previousWasReturn)
                    kept.Append('\n');
            }
            else if (IsKept(rune))
            {
                kept.Append(rune);
            }

            previousWasReturn = rune.Value == '\r';
        }

        return kept.ToString();
    }

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value == '\t',
        // EnumerateRunes turns a broken surrogate into U+FFFD.
        _ when rune == Rune.ReplacementChar => false,
        // Joiners and tags build emoji and some scripts; the other format characters only hide or reorder text.
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F),
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => IsRecentHanOrEmoji(rune),
        _ => true,
    };

    // Rare characters in names and new emoji may be younger than the tables of this program.
    private static bool IsRecentHanOrEmoji(Rune rune) => rune.Value is (>= 0x20000 and <= 0x3FFFD) or (>= 0x1F000 and <= 0x1FAFF);

    private static string JoinLines(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.TrimEnd();
            if (trimmed.Length > 0 || (lines.Count > 0 && lines[^1].Length > 0))
                lines.Add(trimmed);
        }

        return string.Join('\n', lines).Trim();
    }
}
