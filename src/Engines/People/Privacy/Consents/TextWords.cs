using System.Globalization;
using Linli.Platform.Time;
using static Linli.Web.Bilingual;

namespace Linli.People.Privacy.Consents;

/// <summary>What pages say about versions of a text.</summary>
internal static class TextWords
{
    /// <summary>From when until when a version holds.</summary>
    public static string Span(TextVersion text) => text.Until is { } until
        ? T($"{Day(text.From)} 起，至 {Day(until)}", $"from {Day(text.From)} until {Day(until)}")
        : T($"{Day(text.From)} 起", $"from {Day(text.From)}");

    private static string Day(DateTimeOffset at) => LocalTime.DateOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
