using System.Globalization;
using Linli.Platform.Text;

namespace Linli.Web;

/// <summary>Words on pages: <c>@using static Linli.Web.Bilingual</c>, then <c>@T("报事", "Report")</c>.</summary>
public static class Bilingual
{
    /// <summary>The text in the language of the request.</summary>
    public static string T(string zh, string en) => new Phrase(zh, en).ToString();

    /// <summary>Whether the request is shown in English.</summary>
    public static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
}
