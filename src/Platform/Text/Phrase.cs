using System.Globalization;

namespace Linli.Platform.Text;

/// <summary>
/// One sentence in the two languages Linli speaks. Both stand side by side in the code, so neither can be
/// forgotten; which one a person reads is decided where it is shown.
/// </summary>
/// <param name="Zh">Simplified Chinese, shown unless the reader asked for English.</param>
/// <param name="En">English.</param>
public readonly record struct Phrase(string Zh, string En)
{
    /// <summary>The text for the current UI culture.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);

    /// <summary>The text for a culture: English for any English culture, Chinese otherwise.</summary>
    public string In(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "en" ? En : Zh;

    public static implicit operator Phrase((string Zh, string En) both) => new(both.Zh, both.En);
}
