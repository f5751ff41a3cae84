using System.Xml.Linq;

namespace Linli.Architecture;

/// <summary>A project under <c>src</c>.</summary>
/// <param name="Path">Its project file.</param>
/// <param name="Assembly">Name of what it builds.</param>
/// <param name="Uses">Project files it refers to.</param>
internal sealed record Project(string Path, string Assembly, IReadOnlyList<string> Uses)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Namespace => Name == "Server" ? "Linli.Server" : Assembly;

    /// <summary>An engine, scene or gateway: a part that a module describes.</summary>
    public bool IsPart => Path.StartsWith("src/Engines/", StringComparison.Ordinal) || Path.StartsWith("src/Scenes/", StringComparison.Ordinal)
        || Path.StartsWith("src/Gateways/", StringComparison.Ordinal);
}

/// <summary>
/// The house: a project may use what stands on a lower step than itself, and nothing else. Scenes and gateways share a step
/// each, so none of them can use another.
/// </summary>
internal static class Floors
{
    private static readonly string[][] Steps =
    [
        ["Platform"],
        ["Web"],
        ["Places"],
        ["People"],
        ["Notices"],
        ["Ledger"],
        ["Cases", "Bookings", "Deliberation"],
        ["Market", "Sensing"],
    ];

    public static IReadOnlyList<Project> Projects { get; } =
        [.. Repository.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal)).Select(Load)];

    /// <summary>The step a project stands on; higher may use lower. <c>null</c> when nobody has given it a place yet.</summary>
    public static int? StepOf(Project project)
    {
        var above = Steps.Length;
        if (project.Path.StartsWith("src/Scenes/", StringComparison.Ordinal) || project.Path.StartsWith("src/Gateways/", StringComparison.Ordinal))
            return above;
        if (project.Path.StartsWith("src/Migrations/", StringComparison.Ordinal))
            return above + 1;
        if (project.Name == "Server")
            return above + 2;
        var step = Array.FindIndex(Steps, s => s.Contains(project.Name));
        return step < 0 ? null : step;
    }

    private static Project Load(string path)
    {
        var xml = XDocument.Parse(Repository.Read(path));
        var folder = Path.GetDirectoryName(path)!;
        return new(
            path,
            xml.Descendants("AssemblyName").Single().Value,
            [.. xml.Descendants("ProjectReference").Select(r => Path.GetRelativePath(
                Repository.Root, Path.GetFullPath(Path.Combine(folder, r.Attribute("Include")!.Value), Repository.Root)).Replace('\\', '/'))]);
    }
}
