namespace Linli.Tests;

/// <summary>Where the demo community lies.</summary>
public static class DemoFolder
{
    /// <summary>The folder <c>samples/hefengli</c> beside the solution.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Linli.slnx")))
                return System.IO.Path.Combine(at.FullName, "samples", "hefengli");
        throw new DirectoryNotFoundException("The solution is not above the tests.");
    }
}
