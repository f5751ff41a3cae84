namespace Linli.Server;

/// <summary>Finds the demo community's files.</summary>
internal static class Samples
{
    /// <summary>Beside the program, where the build puts them, or in a folder above it; <c>null</c> when they are nowhere.</summary>
    public static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "samples", "hefengli");
            if (File.Exists(Path.Combine(samples, "scopes.csv")))
                return samples;
        }

        return null;
    }
}
