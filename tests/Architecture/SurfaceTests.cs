using System.Xml.Linq;
using Mono.Cecil;

namespace Linli.Architecture;

/// <summary>
/// What is public is meant. Contracts lie in a project's root or in <c>Contracts/</c>; elsewhere only requests of use cases,
/// events and what those and the contracts carry may be public, and Razor components, which the compiler makes so.
/// </summary>
public class SurfaceTests
{
    [Fact]
    public void PublicTypes_AreContractsRequestsEventsOrCarriedByThem() =>
        Code.Parts.SelectMany(a => Accidental(a.Module)).ShouldBeEmpty("make them internal, or move them to Contracts/");

    [Fact]
    public void Contracts_LieInTheRootOrInContracts() =>
        Floors.Projects.Where(p => p.IsPart).SelectMany(Hidden).ShouldBeEmpty("what others may use lies in the project's root folder or in Contracts/");

    [Fact]
    public void Handlers_AreInternalAndSealed() =>
        Code.Assemblies.SelectMany(a => Code.Types(a.Module))
            .Where(t => Code.IsHandler(t) && (t.IsPublic || !t.IsSealed))
            .Select(t => t.FullName).ShouldBeEmpty();

    [Fact]
    public void PublicTypes_AreDocumented() =>
        Code.Assemblies.Where(a => a.Project.IsPart || a.Project.Name == "Platform").SelectMany(a => Undocumented(a.Module)).ShouldBeEmpty();

    private static IEnumerable<string> Accidental(ModuleDefinition module)
    {
        var open = Code.Types(module).Where(t => t.IsPublic && !Code.IsComponent(t)).ToList();
        var meant = open.Where(t => t.Namespace == module.Assembly.Name.Name || Code.IsRequest(t) || Code.IsEvent(t)).Select(t => t.FullName).ToHashSet();
        for (var waiting = new Queue<TypeDefinition>(open.Where(t => meant.Contains(t.FullName))); waiting.TryDequeue(out var type);)
            foreach (var carried in Code.Shown(type))
                if (open.Find(t => t.FullName == carried.FullName) is { } found && meant.Add(found.FullName))
                    waiting.Enqueue(found);
        return open.Select(t => t.FullName).Where(name => !meant.Contains(name));
    }

    // A public type that takes the project's own namespace deep inside a folder would pass as a contract.
    private static IEnumerable<string> Hidden(Project project) =>
        Repository.Files.Where(f => f.StartsWith(project.Folder + "/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => Path.GetDirectoryName(f) != project.Folder && Path.GetDirectoryName(f) != project.Folder + "/Contracts")
            .Where(f => Repository.Read(f) is var text && text.Contains($"\nnamespace {project.Namespace};", StringComparison.Ordinal)
                && text.Contains("\npublic ", StringComparison.Ordinal));

    private static IEnumerable<string> Undocumented(ModuleDefinition module)
    {
        var written = XDocument.Load(Path.Combine(AppContext.BaseDirectory, module.Assembly.Name.Name + ".xml"))
            .Descendants("member").Select(m => m.Attribute("name")!.Value).ToHashSet();
        return Code.Types(module).Where(t => t.IsPublic && !Code.IsComponent(t) && !written.Contains("T:" + t.FullName)).Select(t => t.FullName);
    }
}
