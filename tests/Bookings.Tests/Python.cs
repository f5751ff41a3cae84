using System.Diagnostics;

namespace Linli.Bookings.Tests;

/// <summary>Another language on the same machine, to read what this one wrote.</summary>
internal static class Python
{
    // Debian's own, which sees Debian's libraries.
    private const string Path = "/usr/bin/python3";

    /// <summary>Runs a script with something on its standard input.</summary>
    public static async Task<(int Code, string Answer, string Trouble)> Run(string script, string input)
    {
        if (!File.Exists(Path))
            Assert.Skip($"There is no {Path}.");
        using var process = Process.Start(new ProcessStartInfo(Path, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (answer, trouble) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await answer, await trouble);
    }
}
