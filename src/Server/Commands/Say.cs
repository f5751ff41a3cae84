using System.Globalization;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary>What the command line prints: markup as written, inserted values as they are.</summary>
internal static class Say
{
    /// <summary>One line.</summary>
    public static void Line(FormattableString line) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, line);
}
