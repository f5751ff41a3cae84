using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Linli.Architecture;

public partial class FloorTests
{
    [Fact]
    public void EveryProject_StandsOnAStep() =>
        Floors.Projects.Where(p => Floors.StepOf(p) is null).Select(p => p.Path)
            .ShouldBeEmpty("give the project its place in Floors.Steps: what it stands on lies below it");

    [Fact]
    public void EveryProject_IsInTheSolutionOnce() =>
        XDocument.Parse(Repository.Read("Linli.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value).Order(StringComparer.Ordinal)
            .ShouldBe(Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void ProjectReferences_PointDownwardOnly()
    {
        var byPath = Floors.Projects.ToDictionary(p => p.Path);
        Floors.Projects
            .SelectMany(p => p.Uses, (user, used) => (user, used))
            .Where(r => !byPath.TryGetValue(r.used, out var used) || Floors.StepOf(used) >= Floors.StepOf(r.user))
            .Select(r => $"{r.user.Path} uses {r.used}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void CompiledReferences_PointDownwardOnly()
    {
        var byAssembly = Floors.Projects.ToDictionary(p => p.Assembly);
        Code.Assemblies
            .SelectMany(a => a.Module.AssemblyReferences, (a, r) => (User: a.Project, Used: byAssembly.GetValueOrDefault(r.Name)))
            .Where(r => r.Used is not null && Floors.StepOf(r.Used) >= Floors.StepOf(r.User))
            .Select(r => $"{r.User.Name} uses {r.Used!.Name}")
            .ShouldBeEmpty();
    }

    // It must be found before the methods of ASP.NET Core of the same names.
    private const string FoundBeforeUsings = "src/Platform/Http/LazyEndpoints.cs";

    [Fact]
    public void Namespaces_FollowFolders_OrAreTheProjectsOwn()
    {
        var faults = new List<string>();
        foreach (var project in Floors.Projects)
            foreach (var file in SourcesOf(project).Where(f => f != FoundBeforeUsings))
            {
                var folders = Path.GetDirectoryName(file)![project.Folder.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Where(f => f != "Contracts");
                var expected = string.Join('.', [project.Namespace, .. folders]);
                if (Namespace().Match(Repository.Read(file)) is { Success: true } match
                    && match.Groups[1].Value != expected && match.Groups[1].Value != project.Namespace)
                    faults.Add($"{file}: {match.Groups[1].Value} instead of {expected}");
            }

        faults.ShouldBeEmpty();
    }

    private static IEnumerable<string> SourcesOf(Project project) =>
        Repository.Files.Where(f => f.StartsWith(project.Folder + "/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
