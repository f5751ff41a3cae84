using System.Diagnostics;

namespace Linli.Architecture;

/// <summary>The working copy the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", ".git", "data", "TestResults", "assets"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files under version control and new ones that are not ignored, relative to the root, with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = Tracked() ?? Walk();

    public static string At(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Linli.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Linli.slnx is in no folder above the tests.");
    }

    private static List<string>? Tracked()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-co", "--exclude-standard", "-z"])
            {
                WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var names = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(At(f)))] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // A source archive has no git: everything but what the build makes.
    private static List<string> Walk() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(Made.Contains))];
}
